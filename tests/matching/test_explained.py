"""The examples in the manual are what the engine says, and cover the peoples it is made for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfl.matching import hearing
from rfl.matching.aloud import aloud, nearest_steps
from rfl.matching.explaining import alike_words, weight_words
from rfl.matching.sounds import tables
from rfl.matching.spelling import number_of, signs_of
from tests.matching import worth
from tests.matching.explained import COMMAND, EXAMPLE, PAGE, refreshed


def test_the_manual_shows_what_the_engine_says() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(EXAMPLE.findall(text)) >= 12
    assert refreshed(text) == text, f"run `{COMMAND}`"


def test_what_each_thing_tells_is_written_down() -> None:
    assert worth.page() == worth.PAGE.read_text(encoding="utf-8"), f"run `{worth.COMMAND}`"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("Maxamed", "محمد", ("mahamed", "mahamed", True)),
        ("Khorin", "Хорен", ("Xorin", "Xorin", False)),
        ("Gebremedhin", "ገብረመድህን", ("gebremed(i)n", "gebremedn", False)),
        ("Mykhailo", "Михаил", ("miXail(o)", "miXail", False)),
        ("محمد", "Maxamed", ("mahamed", "mahamed", True)),
        ("", "Musa", ("", "(musa)", False)),
    ],
)
def test_the_readings_that_won_are_told(one: str, other: str, said: tuple[str, str, bool]) -> None:
    found = aloud(one, other)
    assert (found.one, found.other, found.is_filled) == said


@pytest.mark.parametrize(
    ("likeness", "words"),
    [
        (1.0, "almost the same"), (0.95, "almost the same"), (0.94, "much alike"),
        (0.85, "much alike"), (0.84, "somewhat alike"), (0.7, "somewhat alike"),
        (0.69, "little alike"), (0.5, "little alike"), (0.49, "two different names"),
        (0.0, "two different names"),
    ],
)  # fmt: skip
def test_likeness_has_five_words(likeness: float, words: str) -> None:
    assert alike_words(likeness) == words


@pytest.mark.parametrize(
    ("bits", "words"), [(6.0, "strongly"), (5.9, "clearly"), (2.5, "clearly"), (2.4, "slightly"),
                        (0.5, "slightly")]
)  # fmt: skip
def test_bits_have_three_words_for_and_against(bits: float, words: str) -> None:
    assert weight_words(bits) == f"this speaks {words} for one person"
    assert weight_words(-bits) == f"this speaks {words} against one person"


def test_less_than_half_a_bit_tells_next_to_nothing() -> None:
    assert {weight_words(bits) for bits in (0.4, -0.4, 0.0)} == {"this tells next to nothing"}


WORDS = st.text("abcdeghijklmnoqrsuxyzحسنمدعليقаексхორა", min_size=1, max_size=9)


@given(WORDS, WORDS)
def test_the_way_that_is_told_is_the_way_that_was_priced(one: str, other: str) -> None:
    a, b = signs_of(one), signs_of(other)
    scripts = number_of(one), number_of(other)
    known, told = tables(), 0.0
    for mine, theirs in nearest_steps(a, b, scripts):
        if mine is not None and theirs is not None:
            told += float(known.swap[mine, theirs])
        elif mine is not None:
            told += float(known.gap[scripts[1], mine])
        else:
            told += float(known.gap[scripts[0], theirs])
    of = (np.array([number], np.uint8) for number in scripts)
    price = hearing.prices(hearing.packed([a]), hearing.packed([b]), *of)
    assert told == pytest.approx(float(price[0]), abs=1e-4)
