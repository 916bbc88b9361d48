"""What holds of the engine whatever the names: symmetry, identity, an answer to everything."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfl.matching import Likeness, Name, NamePart, NameRole, Particulars, compare, compare_names
from rfl.matching.explaining import explain
from rfl.matching.pool import Pool
from rfl.matching.reading import JOINERS, PARTICLES, read
from rfl.matching.script import words

KNOWN = st.sampled_from(
    [
        "Mamadou",
        "Momodou",
        "Diallo",
        "Jallow",
        "Mohamed",
        "محمد",
        "حسن",
        "حسين",
        "Cabdiraxmaan",
        "عبد",
        "الرحمن",
        "Abdou",
        "Aziz",
        "Fatou",
        "Fatoumata",
        "Ould",
        "Ba",
        "Sow",
        "Diop",
        "Diouf",
        "Кадыров",
        "Мария",
        "ገብረ",
        "নূর",
        "नरेन्द्र",
        "דוד",
        "Γιώργος",
        "M.",
        "A",
    ]
)
WORDS = st.one_of(KNOWN, st.text(max_size=12))
NAMES = st.lists(WORDS, max_size=7).map(" ".join)
ROLES = st.sampled_from(list(NameRole))
PART = st.builds(NamePart, st.lists(WORDS, max_size=3).map(" ".join), ROLES)
PARTS = st.lists(PART, min_size=1, max_size=4)
PEOPLE = st.builds(lambda parts: Particulars(names=(Name(tuple(parts)),)), PARTS)


def evidence_bits(found: Likeness) -> float:
    return found.bits - found.prior_bits


@given(NAMES, NAMES)
@settings(max_examples=400, deadline=None)
def test_it_does_not_matter_who_is_compared_with_whom(a: str, b: str) -> None:
    one, other = compare_names(a, b), compare_names(b, a)
    assert one.likeness == pytest.approx(other.likeness)
    assert one.bits == pytest.approx(other.bits)


@given(PEOPLE, PEOPLE)
@settings(max_examples=300, deadline=None)
def test_it_does_not_matter_with_names_in_parts_either(a: Particulars, b: Particulars) -> None:
    one, other = compare(a, b), compare(b, a)
    assert one.likeness == pytest.approx(other.likeness)
    assert one.bits == pytest.approx(other.bits)


@given(NAMES)
@settings(max_examples=200, deadline=None)
def test_every_name_is_itself(name: str) -> None:
    found = compare_names(name, name)
    if read(Name.of(name)):
        assert found.likeness == pytest.approx(1.0)
        assert evidence_bits(found) > 0


@given(st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_gets_an_answer(a: str, b: str) -> None:
    found = compare_names(a, b)
    assert 0 <= found.likeness <= 1
    assert 0 <= found.probability <= 1


@given(NAMES, NAMES)
@settings(max_examples=200, deadline=None)
def test_bits_are_the_prior_and_the_rows_together(a: str, b: str) -> None:
    found = compare_names(a, b)
    assert found.bits == pytest.approx(found.prior_bits + sum(row.bits for row in found.evidence))


ALONE = KNOWN.filter(lambda name: len(name) > 2 and words(name)[0] not in JOINERS | PARTICLES)
"""Names that what stands behind them does not change: عبد is half of another name."""

SAME_LENGTH = st.integers(1, 4).flatmap(
    lambda size: st.tuples(*[st.lists(ALONE, min_size=size, max_size=size)] * 2)
)


@given(SAME_LENGTH, st.sampled_from(["Bagirishya", "Fadiga", "Тестов", "زهراء"]))
@settings(max_examples=200, deadline=None)
def test_a_further_name_that_both_tell_never_lowers(
    names: tuple[list[str], list[str]], more: str
) -> None:
    one, other = names
    before = compare_names(" ".join(one), " ".join(other))
    after = compare_names(" ".join([*one, more]), " ".join([*other, more]))
    assert after.likeness >= before.likeness - 1e-9
    assert name_bits(after) >= name_bits(before) - 1e-9


@given(SAME_LENGTH)
@settings(max_examples=200, deadline=None)
def test_nothing_is_liker_than_the_name_itself(names: tuple[list[str], list[str]]) -> None:
    one, other = (" ".join(tokens) for tokens in names)
    found, itself = compare_names(one, other), compare_names(one, one)
    assert found.likeness <= itself.likeness + 1e-9


def name_bits(found: Likeness) -> float:
    """Return the bits of all rows but what siblings share, which grows with what they share."""
    return sum(row.bits for row in found.evidence if row.kind != "kin")


LETTERS = st.characters(exclude_categories=())
"""Any code point, surrogates and unassigned ones too."""


@given(st.text(LETTERS, max_size=200), st.text(LETTERS, max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_code_points_get_an_answer_in_every_way_of_asking(one: str, other: str) -> None:
    assert 0 <= compare_names(one, other).likeness <= 1
    assert list(explain(one, other))
    assert all(
        0 <= found.likeness.likeness <= 1 for found in Pool([one, "Awa Cissé"]).search(other)
    )


ODD = {
    "nothing": "",
    "a figure": "7",
    "figures": "9a" * 5_000,
    "Arabic figures": "١٢٣",
    "an emoji": "🙂",
    "emoji joined": "👨‍👩‍👧" * 2_000,
    "bidi controls": "\u202e\u2066" * 5_000,
    "controls": "\x00\x1b\x7f" * 3_000,
    "surrogates": "\ud800" * 10_000,
    "one letter": "a" * 10_000,
    "many letters": "x " * 5_000,
    "many names": "Mamadou Diallo Abdou Aziz " * 400,
    "heaps of marks": "a" + "\u0301" * 9_999,
    "Indic": "मि" * 5_000,
    "Arabic": "محمد " * 2_000,
    "ligatures": "ﷺ" * 3_000,
    "Chinese": "习" * 10_000,
    "mixed": "аaαb" * 2_500,
    "joiners": "Abd al " * 1_400,
    "sons": "bin " * 2_500,
    "initials": "A. " * 3_000,
    "hyphens": "-" * 10_000,
    "letters without a sound": "ء ь ъ A. B. ʔ",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_text_gets_an_answer_quickly(text: str) -> None:
    pool = Pool(["Mamadou Diallo", "محمد حسن", "习近平"])
    start = time.process_time()
    compare_names(text, "Mamadou Diallo")
    compare_names(text, text)
    pool.search(text)
    assert list(explain(text, text))
    assert time.process_time() - start < 1.0
