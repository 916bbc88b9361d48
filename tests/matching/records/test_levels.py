"""How far two values agree, kind by kind; and that a bound on what is still to come holds."""

from itertools import combinations

import numpy as np
import pytest

from rfl.matching.records.columns import Kind
from rfl.matching.records.levels import (
    AKIN,
    CLOSE,
    DIFFERENT,
    MISSING,
    NEAR,
    SAME,
    Comparison,
)
from rfl.matching.records.people import Values
from rfl.matching.records.weights import lessened, most

LEVELS = [
    (Kind.DATE, "1985-03-12", "12/3/1985", SAME),
    (Kind.DATE, "1985-03-12", "1985-12-03", NEAR),  # day and month swapped
    (Kind.DATE, "1985-03-12", "1995-03-12", NEAR),  # one figure
    (Kind.DATE, "1985-03-12", "1958-03-12", NEAR),  # two turned round
    (Kind.DATE, "1985-03-12", "1985-03-29", CLOSE),  # two that are not
    (Kind.DATE, "1985-03-12", "1985", NEAR),
    (Kind.DATE, "1985-03-12", "1985-03", NEAR),
    (Kind.DATE, "1985-03-12", "1985-04", AKIN),
    (Kind.DATE, "1985-03-12", "1986-11-25", AKIN),
    (Kind.DATE, "1985-03-12", "1999-11-25", DIFFERENT),
    (Kind.DATE, "1985-03-12", "1985-08-12", NEAR),
    (Kind.DATE, "1985-10-12", "1985-01-12", NEAR),
    (Kind.DATE, "1985-03-12", "1985-03-21", NEAR),
    (Kind.DATE, "1985-03-12", "1985-08-17", AKIN),  # two figures, and not of one part
    (Kind.DATE, "1985-03-12", "1995-08-12", DIFFERENT),
    (Kind.DATE, "1985-03-12", "1985-12-07", AKIN),  # 12 is in both, and not in each other's place
    (Kind.DATE, "1985-03-12", "1985-07-03", AKIN),
    (Kind.DATE, "1985-03-12", "1999-12-03", DIFFERENT),
    (Kind.DATE, "1985-03-12", "1999-03-12", CLOSE),
    (Kind.DATE, "1985-03-12", "1987-07-25", DIFFERENT),
    (Kind.DATE, "1985", "1986-03-12", AKIN),
    (Kind.DATE, "1985", "1999", DIFFERENT),  # that neither tells the day is no agreement
    (Kind.DATE, "1985-03", "1999-03", DIFFERENT),
    (Kind.DATE, "1985-03", "1985-11", AKIN),
    (Kind.DATE, "1985-03-12", "12 xyz 1985", NEAR),
    (Kind.DATE, "1985", "1985-00-00", SAME),
    (Kind.DATE, "1985-03-12", "", MISSING),
    (Kind.DATE, "1985-03-12", "long ago", MISSING),
    (Kind.CODE, "12", "13", DIFFERENT),
    (Kind.CODE, "123", "124", NEAR),
    (Kind.CODE, "1234", "12", AKIN),
    (Kind.CODE, "123", "189", DIFFERENT),
    (Kind.CODE, "1234", "4321", DIFFERENT),
    (Kind.CODE, "", "1234", MISSING),
    (Kind.CODE, "1234", "1243", NEAR),
    (Kind.CODE, "1234", "1299", AKIN),
    (Kind.CODE, "1234", "1888", DIFFERENT),
    (Kind.PHONE, "+220 2200 0000", "22000000", SAME),
    (Kind.PHONE, "00221 771234567", "77-123-45-76", NEAR),
    (Kind.NUMBER, "30", "30.0", SAME),
    (Kind.NUMBER, "30", "31", NEAR),
    (Kind.NUMBER, "30", "31,5", CLOSE),
    (Kind.NUMBER, "30", "32", CLOSE),
    (Kind.NUMBER, "30", "33", AKIN),
    (Kind.NUMBER, "30", "35", AKIN),
    (Kind.NUMBER, "30", "36", DIFFERENT),
    (Kind.NUMBER, "30", "old", MISSING),
    (Kind.TEXT, "rue de fass", "fass rue de", NEAR),
    (Kind.TEXT, "serrekunda", "serekunda", NEAR),
    (Kind.TEXT, "serrekunda market", "serrekunda", CLOSE),
    (Kind.TEXT, "rue de fass serekunda", "rue de fasi serrekunda", CLOSE),
    (Kind.TEXT, "serrekunda", "serrekande", CLOSE),
    (Kind.TEXT, "fas", "fos", AKIN),  # one slip of three letters is no slip
    (Kind.TEXT, "brikama", "brufut", DIFFERENT),
    (Kind.TEXT, "serrekunda", "sukuta", DIFFERENT),
    (Kind.TEXT, "serrekunda", "banjul", DIFFERENT),
    (Kind.TEXT, "serrekunda", "", MISSING),
    (Kind.WORD, "f", "m", DIFFERENT),
    (Kind.WORD, "kayes", "kaye", DIFFERENT),  # regions are chosen, not typed
    (Kind.WORD, "kayes", "", MISSING),
]


@pytest.mark.parametrize(("kind", "one", "other", "level"), LEVELS)
def test_values_agree_as_far_as_their_kind_says(kind, one, other, level):
    values = Values()
    a, b = (np.array([values.number(text)]) for text in (one, other))
    comparison = Comparison(kind, values)
    for pair in ((a, b), (b, a)):
        found, doubt = comparison.levels(*pair)
        assert found.tolist() == [level]
        assert not doubt.any()


def dates(one: str, *others: str) -> list[int]:
    """Return the level of `one`, eight figures, with each of the others."""
    values = Values()
    a, b = values.number(one), np.array([values.number(text) for text in others])
    return Comparison(Kind.DATE, values).levels(np.full(len(b), a), b)[0].tolist()


def with_figures(date: str, **figures: str) -> str:
    """Return a date with other figures at some places: p0='2' is another millennium."""
    return "".join(figures.get(f"p{place}", figure) for place, figure in enumerate(date))


def test_a_date_is_near_where_one_figure_is_wrong_whichever_it_is():
    for place in range(8):
        for figure in "0123456789":
            date = with_figures("19850331", **{f"p{place}": figure})
            wrong = (with_figures(date, **{f"p{place}": other}) for other in "123456789")
            others = [other for other in wrong if other != date]
            if date[:4] != "0000":
                assert set(dates(date, *others)) == {NEAR}, date


def test_a_date_is_near_where_two_figures_are_turned_round_and_not_where_two_are_wrong():
    date = "12345678"  # no month and no day, so that all figures are different ones
    for place, later in combinations(range(8), 2):
        one, other = f"p{place}", f"p{later}"
        turned = with_figures(date, **{one: date[later], other: date[place]})
        wrong = with_figures(date, **{one: date[later], other: "9"})
        assert dates(date, turned, wrong)[0] == NEAR
        assert dates(date, turned, wrong)[1] in {CLOSE, AKIN, DIFFERENT}


@pytest.mark.parametrize("kind", [Kind.NAME, Kind.DATE, Kind.TEXT])
def test_many_pairs_at_once_are_told_as_one_by_one_however_often_one_comes(kind):
    """Names of several words, so that some are in doubt."""
    texts = ["awa sow", "awa sowe", "zubenelo", "1985", "1985-03-12", "awa petrov", "mo kuvanir"]
    values = Values()
    numbers = np.array([0, *(values.number(text) for text in texts)])
    a, b = (side.ravel() for side in np.meshgrid(numbers, numbers))
    comparison = Comparison(kind, values)
    twice = comparison.levels(np.tile(a, 2), np.tile(b, 2))
    for place, (one, other) in enumerate(zip(a, b, strict=True)):
        level, doubt = comparison.levels(np.array([one]), np.array([other]))
        for again in (place, place + len(a)):
            assert (twice[0][again], twice[1][again]) == (level[0], doubt[0])
    assert twice[1].any() == (kind is Kind.NAME)
    if twice[1].any():
        doubted = np.flatnonzero(twice[1])
        settled = comparison.settle(np.tile(a, 2)[doubted], np.tile(b, 2)[doubted])
        for where, heard in zip(doubted, settled, strict=True):
            one, other = (np.tile(side, 2)[where : where + 1] for side in (a, b))
            assert comparison.settle(one, other).tolist() == [heard]


def test_no_pair_comes_to_more_than_was_hoped():
    fields = ("sex", "birth_date", "age", "postcode", "town")
    luck = np.random.default_rng(3)
    bits = luck.uniform(-8, 8, (len(fields), 500))
    told = lessened(fields, bits.T).sum(axis=1)
    hope = np.maximum(bits, 0)
    for still in ((), (4,), (3, 4), (1, 2), (0, 1, 2, 3, 4)):
        known, yet = bits.copy(), np.zeros_like(bits)
        known[list(still)], yet[list(still)] = 0, hope[list(still)]
        found = most(fields, known, yet, set(still))
        assert (found >= told - 1e-9).all()
    assert np.allclose(most(fields, bits, np.zeros_like(bits), set()), told)
