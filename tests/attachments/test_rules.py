"""What may be kept with a case, how much of it, and what is said before it goes."""

from datetime import date, timedelta

import pytest

from rfl.attachments.rules import (
    KIND_WORDS,
    MOST_OF_CASE,
    OVER,
    AttachmentKind,
    check_new,
    check_reason,
)
from rfl.errors import RuleBrokenError
from rfl.tracing.rules import ActionKind, CaseState
from rfl.tracing.words import NOTE_WORDS

TODAY = date(2026, 11, 30)


def test_a_case_takes_in_what_helps_until_it_is_over_or_full():
    for state in CaseState:
        if state in OVER:
            with pytest.raises(RuleBrokenError, match="This case is over"):
                check_new(state, 0, None, TODAY)
        else:
            check_new(state, MOST_OF_CASE - 1, TODAY, TODAY)
            with pytest.raises(RuleBrokenError, match="already"):
                check_new(state, MOST_OF_CASE, TODAY, TODAY)
    assert {state.value for state in OVER} == {"archived", "anonymised", "ineligible"}


def test_nothing_was_given_tomorrow_and_nothing_goes_without_a_reason():
    with pytest.raises(RuleBrokenError, match="still to come"):
        check_new(CaseState.ACCEPTED, 0, TODAY + timedelta(days=1), TODAY)
    with pytest.raises(RuleBrokenError, match="Say why"):
        check_reason(" \n")
    check_reason("It shows somebody else")


def test_every_kind_has_words_and_a_line_of_the_time_line():
    for kind in AttachmentKind:
        assert KIND_WORDS[kind]
        assert NOTE_WORDS[ActionKind.NOTE, f"attached_{kind}"]
