"""What an addition would change is tried out, and nothing of it stays."""

import threading

import pytest

from rfl.errors import RuleBrokenError
from rfl.matching import compare_names
from rfl.matching.additions import Addition, AdditionKind, enlarged, forms_in
from rfl.matching.classes import lexicon, shipped, trying
from rfl.matching.trying import change_of
from rfl.matching.types import Reason

ONE, TWO = AdditionKind.ONE_NAME, AdditionKind.TWO_NAMES


def addition(*forms, kind=ONE):
    return Addition(1, kind, True, forms_in("\n".join(forms)), "two clans")


def test_spellings_that_nobody_knows_make_a_name_of_their_own():
    change = change_of(addition("Tsuvaniro", "Gwembeshi"), shipped())

    assert (change.joins, change.fresh) == ((), ("Tsuvaniro", "Gwembeshi"))
    assert change.example.before.evidence[0].reason is Reason.DIFFERENT
    assert change.example.after.evidence[0].reason is Reason.CLASS


def test_a_spelling_joins_the_name_that_is_known_and_the_pair_that_changes_is_shown():
    change = change_of(addition("Diallo", "Jallow", "Tsuvaniro"), shipped())

    assert change.joins == ("Diallo", "Dialo", "Djallo", "Djalo", "Jallo", "Dyallo")
    assert change.fresh == ("Tsuvaniro",)
    assert (change.example.one, change.example.other) == ("Diallo", "Tsuvaniro")


def test_two_names_that_sound_alike_would_speak_against_each_other():
    change = change_of(addition("Gwembeshi", "Gwembesha", kind=TWO), shipped())

    assert change.example.after.evidence[0].reason is Reason.CONFLICT
    assert change.example.after.bits < change.example.before.bits


def test_nothing_that_was_tried_stays_in_the_lexicon_or_is_remembered():
    before = compare_names("Tsuvaniro", "Gwembeshi")
    sizes = len(shipped().by_key), len(shipped().classes), len(shipped().conflicts)

    change_of(addition("Tsuvaniro", "Gwembeshi"), shipped())
    change_of(addition("Tsuvaniro", "Gwembeshi", kind=TWO), shipped())

    assert lexicon() is shipped()
    assert (len(shipped().by_key), len(shipped().classes), len(shipped().conflicts)) == sizes
    assert compare_names("Tsuvaniro", "Gwembeshi") == before


def test_what_one_thread_tries_no_other_judges_by():
    seen = []
    other = threading.Thread(target=lambda: seen.append(lexicon()))
    with trying(_enlarged()):
        other.start()
        other.join()
        assert lexicon() is not shipped()
    assert seen == [shipped()]


def test_what_clashes_changes_nothing():
    with pytest.raises(RuleBrokenError, match="held to be two names"):
        change_of(addition("Hassan", "Hussein"), shipped())


def _enlarged():
    return enlarged(1, [addition("Tsuvaniro", "Gwembeshi")])
