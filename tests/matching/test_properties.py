"""What holds of the engine whatever the names: symmetry, identity, an answer to everything."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfl.matching import Likeness, Name, NamePart, NameRole, Particulars, compare, compare_names
from rfl.matching.reading import read

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
NAMES = st.lists(st.one_of(KNOWN, st.text(max_size=12)), max_size=7).map(" ".join)
ROLES = st.sampled_from(list(NameRole))
PARTS = st.lists(st.builds(NamePart, NAMES, ROLES), min_size=1, max_size=4)
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


@pytest.mark.parametrize(
    "text",
    ["", "🙂", "123", "\u202e", "\x00", "\ud800", "a" * 10_000, "x " * 5_000, "मि" * 5_000, "١٢٣"],
    ids=[
        "nothing",
        "emoji",
        "digits",
        "bidi",
        "nul",
        "surrogate",
        "long",
        "many",
        "marks",
        "indic",
    ],
)
def test_odd_text_gets_an_answer_quickly(text: str) -> None:
    start = time.perf_counter()
    compare_names(text, "Mamadou Diallo")
    compare_names(text, text)
    assert time.perf_counter() - start < 1.0
