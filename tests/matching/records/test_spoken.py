"""How near two names of lists are: by letters and lexicon, and where only the ear can tell."""

import numpy as np
import pytest

from rfl.matching.records.levels import AKIN, CLOSE, DIFFERENT, NEAR, SAME
from rfl.matching.records.spoken import Spoken

LEVELS = {"same": SAME, "near": NEAR, "close": CLOSE, "akin": AKIN, "different": DIFFERENT}

PAIRS = """
same      mamadou / mamadou
same      mamadou diallo / diallo mamadou
near      mamadou / momodou
near      diallo / dialo
near      mohamed / محمد
close     mamadou / mohamed
close     zubenelo / zubenela
close     zubenelo / zubenlo
akin      zubenelo / zubanola
akin      m / mamadou
different k / mamadou
different hassan / hussein
different omar / amr
different mamadou / diallo
different zubenelo / fadiga
different awa sow / karim petrov
different علي / م
"""


@pytest.mark.parametrize("row", PAIRS.strip().split("\n"))
def test_what_letters_and_lexicon_tell_is_not_in_doubt(row: str) -> None:
    level, _, pair = row.partition(" ")
    for one, other in (pair.split(" / "), pair.split(" / ")[::-1]):
        found, doubt = Spoken([one.strip(), other.strip()]).levels(np.array([0]), np.array([1]))
        assert (found.tolist(), doubt.tolist()) == ([LEVELS[level]], [False])


DOUBTED = """
near      different zubenelo / زبنلو
near      different mamadou diallo / momodou jallow
near      close     awa sow / awa sowe
near      close     abdou karim / abdoukarim
near      close     zubenelo kuvanir / subenelo kufanir
different akin      awa sow / awa petrov
different different ali / محمد
"""
"""As the ear hears it; as it was held to be before; the two names."""


@pytest.mark.parametrize("row", DOUBTED.strip().split("\n"))
def test_where_neither_can_tell_the_ear_is_asked(row: str) -> None:
    heard, held, pair = row.split(maxsplit=2)
    names, first, second = Spoken(pair.split(" / ")), np.array([0]), np.array([1])
    found, doubt = names.levels(first, second)
    assert (found.tolist(), doubt.tolist()) == ([LEVELS[held]], [True])
    assert names.by_ear(first, second).tolist() == [LEVELS[heard]]
