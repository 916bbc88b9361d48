"""How far two values agree, kind by kind; and that a bound on what is still to come holds."""

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
    (Kind.DATE, "1985-03-12", "long ago", MISSING),
    (Kind.CODE, "12", "13", DIFFERENT),
    (Kind.CODE, "1234", "1243", NEAR),
    (Kind.CODE, "1234", "1299", AKIN),
    (Kind.CODE, "1234", "1888", DIFFERENT),
    (Kind.PHONE, "+220 2200 0000", "22000000", SAME),
    (Kind.NUMBER, "30", "30.0", SAME),
    (Kind.NUMBER, "30", "31", NEAR),
    (Kind.NUMBER, "30", "35", AKIN),
    (Kind.NUMBER, "30", "36", DIFFERENT),
    (Kind.NUMBER, "30", "old", MISSING),
    (Kind.TEXT, "rue de fass", "fass rue de", NEAR),
    (Kind.TEXT, "serrekunda", "serekunda", NEAR),
    (Kind.TEXT, "serrekunda market", "serrekunda", CLOSE),
    (Kind.TEXT, "serrekunda", "banjul", DIFFERENT),
    (Kind.WORD, "f", "m", DIFFERENT),
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
