"""Every state and act of a referral, read off by hand; and what is said before it is made."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.referrals.rules import (
    ACTS,
    STATE_WORDS,
    ReferralAct,
    ReferralState,
    check_act,
    check_new,
    is_late,
)

S, A = ReferralState, ReferralAct
BY_HAND = {
    (S.MADE, A.LOOK_AGAIN): S.MADE,
    (S.MADE, A.HELP): S.HELPED,
    (S.MADE, A.NOT_HELP): S.NOT_HELPED,
    (S.MADE, A.TAKE_BACK): S.TAKEN_BACK,
}


def test_what_ended_stays_ended_and_only_a_failure_needs_words():
    for state, act in product(S, A):
        if (state, act) not in BY_HAND:
            with pytest.raises(RuleBrokenError, match="ended already"):
                check_act(state, act, "words")
            continue
        assert check_act(state, act, "words") is BY_HAND[state, act]
        if act is A.NOT_HELP:
            with pytest.raises(RuleBrokenError, match="Say why not"):
                check_act(state, act, " ")
        else:
            check_act(state, act, "")
    assert {step.permission for step in ACTS.values()} == {Permission.REQUEST_WRITE}
    assert set(STATE_WORDS) == set(S)


def test_nobody_is_sent_on_unasked_and_no_child_alone():
    for service, told, is_agreed, is_child, carer in product(
        ("Desk", " "), ("all", " "), (True, False), (True, False), ("her aunt", " ")
    ):
        whole = service.strip() and told.strip() and is_agreed
        if whole and (carer.strip() or not is_child):
            check_new(service, told, is_agreed=is_agreed, is_child=is_child, carer=carer)
        else:
            with pytest.raises(RuleBrokenError):
                check_new(service, told, is_agreed=is_agreed, is_child=is_child, carer=carer)


def test_a_follow_up_is_late_a_week_after_its_day():
    now = datetime(2026, 11, 30, tzinfo=UTC)
    assert not is_late(now - timedelta(days=7), now)
    assert is_late(now - timedelta(days=7, seconds=1), now)
