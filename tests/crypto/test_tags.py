import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from rfl.crypto.tags import tag, tags

KEY = bytes(range(32))


def test_a_tag_is_the_one_that_was_promised():
    digest = hmac.new(KEY, b"\x00\x00\x00\x0aname_indexdiallo", hashlib.sha256).digest()

    assert tag(KEY, "name_index", "diallo") == int.from_bytes(digest[:8], "big", signed=True)
    assert tag(KEY, "name_index", "diallo") == -3651074240211184999


@given(st.text(), st.text())
def test_equal_values_and_only_they_have_equal_tags(one, two):
    assert (tag(KEY, "email", one) == tag(KEY, "email", two)) is (one == two)


@given(st.lists(st.text()))
def test_many_values_have_the_tags_that_each_has(values):
    assert tags(KEY, "email", values) == [tag(KEY, "email", value) for value in values]


def test_a_value_has_unrelated_tags_under_other_keys_and_for_other_uses():
    tags = {
        tag(KEY, "telephone", "221770000000"),
        tag(KEY, "external_id", "221770000000"),
        tag(bytes(32), "telephone", "221770000000"),
        tag(KEY, "telephone2", "21770000000"),
    }

    assert len(tags) == 4


@given(st.text(max_size=50))
def test_a_tag_fits_a_signed_column_of_64_bits(value):
    assert -(2**63) <= tag(KEY, "file", value) < 2**63
