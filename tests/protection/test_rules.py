from datetime import date
from uuid import uuid4

import pytest

from rfl.errors import RuleBrokenError
from rfl.protection.document import Line, Words, text_of, words_of
from rfl.protection.rules import (
    ACTS,
    Right,
    RightsAct,
    RightsState,
    RightsVerdict,
    after_decision,
    check_decision,
    check_other,
    check_step,
    is_due,
)
from rfl.text import Text

YES, PART, NO = RightsVerdict.GRANTED, RightsVerdict.PARTLY, RightsVerdict.REFUSED


@pytest.mark.parametrize(
    ("right", "verdict", "state"),
    [
        (Right.ACCESS, YES, RightsState.DECIDED),
        (Right.ERASURE, YES, RightsState.DECIDED),
        (Right.OBJECTION, NO, RightsState.DECIDED),
        (Right.RECTIFICATION, PART, RightsState.DECIDED),
        (Right.RECTIFICATION, YES, RightsState.APPROVED),
        (Right.OBJECTION, YES, RightsState.APPROVED),
    ],
)
def test_a_second_person_decides_where_something_leaves_is_lost_or_refused(right, verdict, state):
    assert after_decision(right, verdict) is state


def test_nothing_is_given_to_somebody_unknown_and_no_refusal_goes_without_a_reason():
    with pytest.raises(RuleBrokenError):
        check_decision(YES, "", is_identified=False)
    with pytest.raises(RuleBrokenError):
        check_decision(NO, " ", is_identified=True)
    check_decision(NO, "Nobody knows who asks.", is_identified=False)
    check_decision(YES, "", is_identified=True)


def test_nobody_approves_what_they_decided():
    somebody = uuid4()
    with pytest.raises(RuleBrokenError):
        check_other(somebody, somebody)
    check_other(somebody, uuid4())


def test_every_act_starts_from_its_own_states_only():
    for act in RightsAct:
        for state in RightsState:
            if state in ACTS[act].sources:
                check_step(state, act)
            else:
                with pytest.raises(RuleBrokenError):
                    check_step(state, act)


def test_due_is_a_week_before_the_day():
    day = date(2026, 12, 29)
    assert not is_due(day, date(2026, 12, 21))
    assert is_due(day, date(2026, 12, 22))
    assert is_due(day, date(2027, 1, 3))


def test_a_sentence_is_kept_so_that_it_can_be_said_in_any_language():
    text = Text("about %(said)s", said=Text("%(year)d", year=1998))
    kept = words_of(text)
    assert kept == Words("about %(said)s", {"said": Words("%(year)d", {"year": 1998})})
    assert text_of(kept) == text
    assert Line("1", "Born", words=kept).value == ""
