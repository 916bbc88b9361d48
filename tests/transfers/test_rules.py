"""The table of offers: every state, act and role, read off by hand; and what overtakes it."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest

from rfl.access.rules import GRANTS, Reach, Role, Sensitivity
from rfl.errors import RuleBrokenError
from rfl.transfers.rules import (
    ACTS,
    KEPT,
    OFFER_DAYS,
    OPEN,
    REACHED,
    REMIND_DAYS,
    STATE_WORDS,
    TO_NOTE,
    AgeBand,
    OfferAct,
    OfferState,
    Sharing,
    Urgency,
    answer_by,
    band_of,
    check_act,
    check_consent,
    check_nameless,
    check_signed,
    first_state,
    is_pressing,
    seen_as,
)

S, A = OfferState, OfferAct
NOW = datetime(2026, 11, 30, tzinfo=UTC)
LATER = answer_by(NOW)
AWA, OUSMANE = uuid4(), uuid4()

BY_HAND = {
    (S.TO_SIGN, A.SIGN): S.OFFERED,
    (S.TO_SIGN, A.REFUSE): S.REFUSED,
    (S.TO_SIGN, A.WITHDRAW): S.WITHDRAWN,
    (S.OFFERED, A.ACCEPT): S.ACCEPTED,
    (S.OFFERED, A.TAKE_OVER): S.HANDED_OVER,
    (S.OFFERED, A.DECLINE): S.DECLINED,
    (S.ACCEPTED, A.DECLINE): S.DECLINED,
    (S.OFFERED, A.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, A.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, A.HAND_OVER): S.HANDED_OVER,
    (S.ACCEPTED, A.SHARE): S.SHARED,
    (S.SHARED, A.GIVE_LEAD): S.SHARED,
    (S.SHARED, A.RETURN_LEAD): S.SHARED,
    (S.SHARED, A.END): S.ENDED,
    (S.SHARED, A.LEAVE): S.ENDED,
}
_ANSWERS = dict.fromkeys(
    (A.ACCEPT, A.TAKE_OVER, A.DECLINE, A.RETURN_LEAD, A.LEAVE), Reach.ADDRESSED
)
_OFFERS = dict.fromkeys((A.WITHDRAW, A.GIVE_LEAD, A.END), Reach.SOCIETY)
OF_ROLE = {
    Role.OFFICER: _ANSWERS | _OFFERS,
    Role.SUPERVISOR: _ANSWERS | _OFFERS | dict.fromkeys((A.HAND_OVER, A.SHARE), Reach.SOCIETY),
    Role.SAFEGUARDING: dict.fromkeys((A.SIGN, A.REFUSE), Reach.SOCIETY),
}


def test_every_act_leads_on_from_its_states_for_its_roles_and_no_other():
    for state, act in product(S, A):
        if (state, act) in BY_HAND:
            assert check_act(state, act, AWA, OUSMANE) is BY_HAND[state, act]
        else:
            with pytest.raises(RuleBrokenError, match="not possible while"):
                check_act(state, act, AWA, OUSMANE)
    for role, act in product(Role, A):
        assert GRANTS[role].get(ACTS[act].permission) == OF_ROLE.get(role, {}).get(act)


def test_whoever_offered_a_case_does_not_hand_it_over():
    for (state, act), target in BY_HAND.items():
        if act in (A.HAND_OVER, A.SHARE, A.TAKE_OVER):
            with pytest.raises(RuleBrokenError, match="You offered this case"):
                check_act(state, act, AWA, AWA)
        else:
            assert check_act(state, act, AWA, AWA) is target


def test_no_act_leads_into_a_state_that_only_the_clock_or_the_family_brings():
    assert {step.target for step in ACTS.values()} <= KEPT
    assert not KEPT & {S.EXPIRED, S.STOPPED}
    assert set(STATE_WORDS) == set(S)
    assert not REACHED & {S.TO_SIGN, S.REFUSED}, "what is not signed nobody outside knows of"


def test_the_clock_and_the_family_overtake_what_is_stored():
    for state, said, is_late in product(KEPT, (*Sharing, None), (False, True)):
        seen = seen_as(state, LATER, said, LATER if is_late else NOW)
        is_refused = said is Sharing.REFUSED and state in OPEN
        if is_refused or (state is S.SHARED and said is not Sharing.GIVEN):
            assert seen is S.STOPPED
        elif is_late and state in (S.OFFERED, S.TO_SIGN):
            assert seen is S.EXPIRED
        else:
            assert seen is state
    assert not any(TO_NOTE & ACTS[act].sources for act in A)


def test_an_offer_runs_out_after_two_weeks_and_presses_four_days_before():
    assert LATER - NOW == timedelta(days=OFFER_DAYS) == timedelta(days=14)
    last = LATER - timedelta(days=REMIND_DAYS)
    assert is_pressing(LATER, Urgency.ROUTINE, last)
    assert not is_pressing(LATER, Urgency.SOON, last - timedelta(seconds=1))
    assert is_pressing(LATER, Urgency.URGENT, NOW)


def test_only_with_consent_does_a_case_cross():
    check_consent(Sharing.GIVEN)
    for said in (Sharing.UNASKED, Sharing.REFUSED):
        with pytest.raises(RuleBrokenError, match="told"):
            check_consent(said)


def test_people_in_danger_need_the_focal_point_and_sealed_ones_stay():
    assert first_state(Sensitivity.NORMAL, is_within=False) is S.OFFERED
    assert first_state(Sensitivity.RESTRICTED, is_within=False) is S.TO_SIGN
    assert first_state(Sensitivity.RESTRICTED, is_within=True) is S.OFFERED
    for within in (False, True):
        with pytest.raises(RuleBrokenError, match="sealed case"):
            first_state(Sensitivity.SEALED, is_within=within)


def test_a_case_crosses_only_as_closely_as_the_focal_point_knew():
    for level, is_signed in product(Sensitivity, (True, False)):
        if level is Sensitivity.NORMAL or (level is Sensitivity.RESTRICTED and is_signed):
            check_signed(level, is_signed=is_signed)
        else:
            with pytest.raises(RuleBrokenError, match="focal point reads it first"):
                check_signed(level, is_signed=is_signed)


def test_no_name_stands_in_what_is_told_before():
    names = ("Aïssatou Baldé", "Mamadou Diallo", "عمر بن محمد", "De Sy")
    check_nameless("Her brother lives in Lyon, and she speaks Pulaar. De là.", names)
    for words in ("Ask for Diallo.", "‘MAMADOU’ was seen", "يبحثون عن عمر، في ليون"):
        with pytest.raises(RuleBrokenError, match="Leave the names out"):
            check_nameless(words, names)


def test_an_age_is_told_as_a_band_and_in_doubt_as_a_child():
    ages = (None, 0, 17, 18, 59, 60)
    bands = [band_of(age) for age in ages]
    assert bands == [
        *(AgeBand.UNKNOWN, AgeBand.CHILD, AgeBand.CHILD),
        *(AgeBand.ADULT, AgeBand.ADULT, AgeBand.OLDER),
    ]
