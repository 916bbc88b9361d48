"""The life of a tracing request as a table: every state, every act, every role."""

from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rfl.access.rules import GRANTS, Actor, Permission, Reach, Role, Sensitivity, may
from rfl.errors import RuleBrokenError
from rfl.lists.rules import check_hand_over
from rfl.tracing.outcomes import FITS, check_outcome
from rfl.tracing.rules import (
    ACTS,
    BY_LIST,
    ENDED,
    IN_HAND,
    MAIN_ACT,
    NEEDS_WORDS,
    SEARCHED,
    STATE_WORDS,
    CaseAct,
    CaseState,
    Cause,
    Fate,
    Hands,
    LegalBasis,
    OutcomeReason,
    Whereabouts,
    acts_from,
    check_act,
    check_ready,
    check_words,
    sensitivity_for,
)
from rfl.tracing.track import TRACK, place, stops
from rfl.tracing.words import (
    ACTION_WORDS,
    ASK_WORDS,
    BASIS_WORDS,
    CAUSE_WORDS,
    DONE_WORDS,
    SAYINGS,
)

AWA, OUSMANE = uuid4(), uuid4()

# What docs/GLOSSARY.md says may happen to a case, written out once more: state, act, next state.
TABLE = """
draft submit submitted
returned submit submitted
submitted accept accepted
submitted return returned
submitted decline ineligible
accepted start active
accepted request_closure closure_requested
active hand_to_partner with_partner
active await_enquirer awaiting_enquirer
active locate located
active request_closure closure_requested
with_partner await_enquirer awaiting_enquirer
with_partner resume active
with_partner locate located
with_partner request_closure closure_requested
awaiting_enquirer hand_to_partner with_partner
awaiting_enquirer resume active
awaiting_enquirer locate located
awaiting_enquirer request_closure closure_requested
reopened hand_to_partner with_partner
reopened await_enquirer awaiting_enquirer
reopened resume active
reopened locate located
reopened request_closure closure_requested
located verify verified
located request_closure closure_requested
located not_them active
verified reverse active
delivered reverse active
verified deliver delivered
verified request_closure closure_requested
delivered request_closure closure_requested
closure_requested close closed
closure_requested refuse_closure active
active establish_death verified
with_partner establish_death verified
awaiting_enquirer establish_death verified
reopened establish_death verified
located establish_death verified
verified establish_death verified
verified disprove_death active
delivered disprove_death active
closure_requested disprove_death active
closed reopen reopened
accepted transfer closed
active transfer closed
with_partner transfer closed
awaiting_enquirer transfer closed
reopened transfer closed
closed archive archived
ineligible archive archived
archived anonymise anonymised
"""
OPEN = {
    (CaseState(state), CaseAct(act)): CaseState(target)
    for state, act, target in (line.split() for line in TABLE.split("\n") if line)
}
DECIDED_BY_A_HEAD = {
    *(CaseAct.ACCEPT, CaseAct.RETURN, CaseAct.DECLINE, CaseAct.VERIFY, CaseAct.REVERSE),
    *(CaseAct.CLOSE, CaseAct.REFUSE_CLOSURE, CaseAct.ESTABLISH_DEATH, CaseAct.DISPROVE_DEATH),
    CaseAct.TRANSFER,
}


def test_every_act_leads_on_from_its_states_for_its_roles_and_no_other():
    for state, act, role in product(CaseState, CaseAct, Role):
        actor = Actor(AWA, "SN", frozenset({role}))
        allowed = {Role.SUPERVISOR} if act in DECIDED_BY_A_HEAD else {Role.OFFICER, Role.SUPERVISOR}
        allowed = {Role.DPO} if act in BY_LIST else allowed
        assert may(actor, ACTS[act].permission) == (role in allowed), (act, role)
        assert (act in acts_from(state)) == ((state, act) in OPEN), (state, act)
        if (state, act) in OPEN:
            assert check_act(state, act, Hands(), AWA) is OPEN[state, act]
        else:
            with pytest.raises(RuleBrokenError, match="is not possible while the case is"):
                check_act(state, act, Hands(), AWA)


def test_no_role_reaches_a_case_of_another_society():
    reaches = {
        reach
        for grants in GRANTS.values()
        for permission, reach in grants.items()
        if permission.startswith("request:")
    }
    assert reaches <= {Reach.SOCIETY, Reach.OWN}


@pytest.mark.parametrize(
    ("state", "act", "hand"),
    [
        (CaseState.SUBMITTED, CaseAct.ACCEPT, "opened_by"),
        (CaseState.LOCATED, CaseAct.VERIFY, "located_by"),
        (CaseState.VERIFIED, CaseAct.REVERSE, "located_by"),
        (CaseState.CLOSURE_REQUESTED, CaseAct.CLOSE, "closure_by"),
    ],
)
def test_nobody_decides_on_what_they_did_themselves(state, act, hand):
    hands = Hands(**{hand: AWA})

    with pytest.raises(RuleBrokenError, match="Somebody other than the person"):
        check_act(state, act, hands, AWA)
    check_act(state, act, hands, OUSMANE)


@given(st.lists(st.sampled_from(list(ACTS)), max_size=30), st.sampled_from(list(CaseState)))
def test_whatever_is_tried_nothing_is_delivered_before_a_second_person_verified(tried, start):
    state, passed = start, [start]
    for act in tried:
        try:
            state = check_act(state, act, Hands(), AWA)
        except RuleBrokenError:
            continue
        passed.append(state)

    if CaseState.DELIVERED in passed[1:]:
        assert passed[passed.index(CaseState.DELIVERED, 1) - 1] is CaseState.VERIFIED


def test_every_state_and_act_can_be_said():
    assert set(STATE_WORDS) == set(CaseState)
    assert set(DONE_WORDS) == set(ACTS)
    assert set(ASK_WORDS) == NEEDS_WORDS
    assert set(MAIN_ACT.values()) == set(SAYINGS)
    assert (set(CAUSE_WORDS), set(BASIS_WORDS)) == (set(Cause), set(LegalBasis))
    assert ACTION_WORDS.keys() >= {"note", "state", "told_enquirer"}


def test_the_main_act_of_a_state_is_open_in_it():
    assert all((state, act) in OPEN for state, act in MAIN_ACT.items())


def test_an_ended_case_is_neither_searched_nor_in_hand():
    assert not ENDED & SEARCHED
    assert not ENDED & IN_HAND


@pytest.mark.parametrize("act", sorted(NEEDS_WORDS))
def test_what_somebody_will_ask_the_reason_of_needs_words(act):
    with pytest.raises(RuleBrokenError, match="Say why"):
        check_words(act, "  ")
    check_words(act, "The address was missing.")


def test_submitting_needs_consent_and_a_legal_basis():
    with pytest.raises(RuleBrokenError, match="consent first"):
        check_ready(has_consent=False, legal_basis=LegalBasis.VITAL_INTEREST)
    with pytest.raises(RuleBrokenError, match="legal basis"):
        check_ready(has_consent=True, legal_basis=None)
    check_ready(has_consent=True, legal_basis=LegalBasis.CONSENT)


@pytest.mark.parametrize(
    ("owner", "new", "actor", "is_head", "allowed"),
    [
        (AWA, OUSMANE, AWA, False, True),
        (AWA, OUSMANE, OUSMANE, False, False),
        (None, AWA, AWA, False, True),
        (None, OUSMANE, AWA, False, False),
        (AWA, OUSMANE, OUSMANE, True, True),
    ],
)
def test_a_case_is_handed_over_by_its_owner_or_a_head(owner, new, actor, is_head, allowed):
    if allowed:
        check_hand_over(owner, new, actor, is_head=is_head)
    else:
        with pytest.raises(RuleBrokenError, match="hands it over"):
            check_hand_over(owner, new, actor, is_head=is_head)


@pytest.mark.parametrize("reason", OutcomeReason)
@pytest.mark.parametrize("fate", Fate)
@pytest.mark.parametrize("where", Whereabouts)
def test_fate_whereabouts_and_reason_do_not_contradict_each_other(fate, where, reason):
    fates, places = FITS[reason]

    if fate in fates and where in places:
        check_outcome(fate, where, reason, authority="Civil registry of Mbour, 3 October")
    else:
        with pytest.raises(RuleBrokenError, match="does not go with"):
            check_outcome(fate, where, reason, authority="Civil registry of Mbour, 3 October")


def test_nobody_alive_has_a_confirmed_death_and_nobody_dead_is_reunited():
    assert FITS[OutcomeReason.DEATH_CONFIRMED][0] == {Fate.DEAD}
    assert FITS[OutcomeReason.REUNITED][1] == {Whereabouts.KNOWN}


def test_a_death_needs_an_authority():
    with pytest.raises(RuleBrokenError, match="authority’s source"):
        check_outcome(Fate.DEAD, Whereabouts.KNOWN, OutcomeReason.DEATH_CONFIRMED, authority=" ")


def test_danger_and_violence_make_a_case_restricted():
    assert sensitivity_for(Cause.MIGRATION, is_danger=False) is Sensitivity.NORMAL
    assert sensitivity_for(None, is_danger=True) is Sensitivity.RESTRICTED
    assert sensitivity_for(Cause.TRAFFICKING, is_danger=False) is Sensitivity.RESTRICTED


def test_the_way_of_a_case_is_drawn_for_every_state():
    assert [place(state) for state in TRACK] == list(range(len(TRACK)))
    assert place(CaseState.DRAFT) == -1
    drawn = stops(CaseState.WITH_PARTNER)
    assert [stop.words for stop in drawn if stop.is_here] == ["With a partner"]
    assert [stop.words for stop in drawn if stop.is_done] == ["Submitted", "Accepted"]


def test_what_is_kept_no_longer_is_the_data_protection_officers():
    assert Permission.RETENTION_WORK is ACTS[CaseAct.ARCHIVE].permission
    assert acts_from(CaseState.ARCHIVED) == [CaseAct.ANONYMISE]
    assert acts_from(CaseState.ANONYMISED) == []
