"""What clerks usually write for Latin letters settles which of two near spellings is meant."""

import numpy as np
import pytest

from rfl.matching import compare_names
from rfl.matching.habits import label, surcharge
from rfl.matching.sounds import SCRIPTS, tables
from rfl.matching.spelling import signs_of

USUAL = """
arabic|يونسكي|Yonsky|Jonsky
arabic|شولتن|Schulten|Chulten
arabic|برونو|Bruno|Prunu
arabic|تومسن|Thomsen|Tumsin
hebrew|כרמון|Carmon|Charmon
hebrew|וגנר|Wagner|Vagnar
cyrillic|Мюллендорф|Mullendorf|Mulendorf
cyrillic|Эванделл|Evandell|Evandel
greek|Ζορζ|Zorz|Jorg
georgian|ჰანსენი|Hansen|Khansen
armenian|Կարսեն|Karsen|Garsen
"""


@pytest.mark.parametrize("row", USUAL.split())
def test_of_two_spellings_the_usual_is_the_nearer(row: str) -> None:
    _, written, usual, other = row.split("|")
    assert compare_names(written, usual).likeness > compare_names(written, other).likeness


def test_a_way_that_is_rarer_beside_the_usual_one_costs_more() -> None:
    written = np.array([[90.0, 0, 0], [10, 50, 0], [2, 0, 0]])
    told = surcharge(np.zeros((2, 2), np.float32), np.full(2, 0.9, np.float32), written)
    assert told.swap[0, 0] == 0 < told.swap[1, 0] < told.unwritten[0]
    assert told.swap[1, 1] == 0 < told.swap[0, 1]


def test_what_was_never_seen_costs_no_more() -> None:
    written = np.array([[40.0, 0, 0], [0, 0, 0], [0, 0, 0]])
    told = surcharge(np.zeros((2, 2), np.float32), np.full(2, 0.9, np.float32), written)
    assert not told.swap[1].any()
    assert not told.added[1]


def test_a_letter_that_often_stands_for_nothing_costs_less_alone() -> None:
    written = np.array([[50.0, 0, 50], [100, 0, 1], [0, 0, 0]])
    told = surcharge(np.zeros((2, 2), np.float32), np.full(2, 0.9, np.float32), written)
    assert 0 < told.added[0] < told.added[1]


def test_habits_never_make_a_way_cheaper_than_the_rules_do() -> None:
    known = tables()
    assert (known.swap >= known.ruled).all()
    assert np.allclose(known.swap, known.swap.T, atol=1e-6)
    assert float((known.swap - known.ruled).max()) < 0.1


def test_a_soft_gap_is_of_the_script_that_leaves_it_out() -> None:
    (vowel,) = signs_of("a")
    gaps = {
        script: float(known) for script, known in zip(SCRIPTS, tables().gap[:, vowel], strict=True)
    }
    assert max(gaps["arabic"], gaps["hebrew"]) < 0.2 < min(gaps["latin"], gaps["cyrillic"])


def test_a_sign_is_named_by_its_letters_their_place_and_its_own() -> None:
    assert label("k", "", 0, 1) == "k"
    assert label("ie", "$", 1, 2) == "ie·$2"
