"""How near two names of lists are: by letters and lexicon, and where only the ear can tell."""

from itertools import combinations

import numpy as np
import pytest

from rfl.matching.classes import lexicon
from rfl.matching.records import spoken
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
near      eli / ali
akin      zubenelo / zubanola
different zubenelo / zabinili
close     kuv / kuf
akin      m / mamadou
different k / mamadou
different hassan / hussein
different hassan / حسين
different abdelali / abdelalim
close     mamadou / محمد
different omar / amr
different mamadou / diallo
different zubenelo / fadiga
different awa sow / karim petrov
different علي / م
different m / محمد
different m / mamadou diallo
different محمد / awa sow
"""
"""One class, though it is tied to another of theirs (eli is Ali, and Ely); two that are two names,
though nearly written alike; one slip, of a short name as of a long one; by a word's bones nobody is
found whose name is one word: letters and lexicon are enough there."""


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
close     different mamadou / mamadou diallo
close     akin      zubenelo fadiga / suvenelo fatika
akin      akin      zubenelo kuvanir / zubanila kavinur
different close     zubenelo kuvanir / kuvanir zuben
"""
"""As the ear hears it; as it was held to be before; the two names."""


@pytest.mark.parametrize("row", DOUBTED.strip().split("\n"))
def test_where_neither_can_tell_the_ear_is_asked(row: str) -> None:
    heard, held, pair = row.split(maxsplit=2)
    names, first, second = Spoken(pair.split(" / ")), np.array([0]), np.array([1])
    found, doubt = names.levels(first, second)
    assert (found.tolist(), doubt.tolist()) == ([LEVELS[held]], [True])
    assert names.by_ear(first, second).tolist() == [LEVELS[heard]]


def everybody() -> tuple[Spoken, np.ndarray, np.ndarray]:
    """Return all names above, and every pair of them."""
    told = [row.split(maxsplit=1)[-1] for row in PAIRS.strip().split("\n")]
    told += [row.split(maxsplit=2)[-1] for row in DOUBTED.strip().split("\n")]
    names = sorted({name for pair in told for name in pair.split(" / ")})
    pairs = np.array(list(combinations(range(len(names)), 2)), dtype=np.int64)
    return Spoken(names), pairs[:, 0], pairs[:, 1]


def test_many_pairs_are_told_as_one_by_one() -> None:
    names, ones, others = everybody()
    found, doubt = names.levels(ones, others)
    for place in range(0, len(ones), 5):
        one = names.levels(ones[place : place + 1], others[place : place + 1])
        assert (found[place], doubt[place]) == (one[0][0], one[1][0])
    assert len(np.unique(found)) == len(LEVELS)


def test_what_was_heard_is_remembered_and_no_more_than_is_worth_the_memory(monkeypatch) -> None:
    names, ones, others = everybody()
    ones, others = ones[::9], others[::9]
    once = names.by_ear(np.repeat(ones, 2), np.repeat(others, 2))
    assert len(names._heard) == len(ones)
    monkeypatch.setattr(spoken, "likenesses_of_pairs", None)  # nobody is heard again
    assert names.by_ear(ones, others).tolist() == once[::2].tolist() == once[1::2].tolist()
    monkeypatch.undo()
    monkeypatch.setattr(spoken, "KEPT", len(ones) // 2)
    monkeypatch.setattr(spoken, "HEARD_AT_ONCE", 7)
    forgetful, _, _ = everybody()
    for start in range(0, len(ones), 5):
        part = forgetful.by_ear(ones[start : start + 5], others[start : start + 5])
        assert part.tolist() == once[::2][start : start + 5].tolist()
        assert len(forgetful._heard) <= len(ones) // 2
    assert forgetful.by_ear(ones, others).tolist() == once[::2].tolist()
    assert not forgetful._heard


@pytest.mark.parametrize("place", [0, -1])
def test_every_class_of_the_lexicon_counts_the_first_as_the_last(place: int) -> None:
    name = lexicon().classes[sorted(lexicon().classes)[place]]
    one, other = name.forms[0][1].lower(), name.forms[-1][1].lower()
    assert one != other
    assert Spoken([one, other]).levels(np.array([0]), np.array([1]))[0].tolist() == [NEAR]
