"""What may be shown of whom, and every (state, act) of a photo board, by pure rules."""

from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest

from rfl.access.rules import Role
from rfl.boards.rules import (
    ACTS,
    FINDING_WORDS,
    LEAD_WORDS,
    LEAST_MIN_AGE,
    MOST_DAYS,
    QUESTIONS,
    SHELVES,
    SHOWN_WHILE,
    STATE_WORDS,
    TERM_DAYS,
    Age,
    BoardAct,
    BoardState,
    Finding,
    LeadState,
    Risk,
    Shelf,
    check_act,
    check_age,
    check_answers,
    check_case,
    check_consent,
    check_min_age,
    check_said,
    check_term,
    check_told,
    questions,
    unsafe,
)
from rfl.boards.words import LOOKS_WORDS
from rfl.errors import RuleBrokenError, SeveralBrokenError
from rfl.persons.rules import RelationKind
from rfl.tracing.rules import CaseState
from tests.states.machines import roles_of

ME, OTHER = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 30)
BY_HAND = """
requested check age_and_risk_checked os
age_and_risk_checked correct requested os
approved correct requested os
age_and_risk_checked approve approved s
approved publish live os
approved expire expired -
live expire expired -
requested take_down withdrawn os
age_and_risk_checked take_down withdrawn os
approved take_down withdrawn os
live take_down withdrawn os
expired renew requested os
"""
ROLES: dict[str, set[Role]] = {
    "os": {Role.OFFICER, Role.SUPERVISOR},
    "s": {Role.SUPERVISOR},
    "-": set(),
}


def test_every_state_act_and_role_is_as_it_was_written_out_by_hand():
    hand: dict[tuple[str, str], tuple[str, set[Role]]] = {}
    for line in BY_HAND.strip().split("\n"):
        source, act, target, who = line.split()
        hand[source, act] = target, ROLES[who]
    for state, act in product(BoardState, BoardAct):
        if (state, act) not in hand:
            with pytest.raises(RuleBrokenError, match="not possible"):
                check_act(state, act, (), ME)
            continue
        target, roles = hand[state, act]
        assert check_act(state, act, (OTHER,), ME).value == target
        permission = ACTS[act].permission
        assert (roles_of(permission) if permission else set()) == roles
        if act is BoardAct.APPROVE:
            with pytest.raises(RuleBrokenError, match="neither asked"):
                check_act(state, act, (OTHER, ME), ME)


def test_no_child_is_shown_and_nobody_whose_age_is_unknown():
    for age, least in ((Age(18, is_child=False), 18), (Age(16, is_child=True), 16)):
        check_age(age, least)
    for age, why in (
        (Age(None, is_child=True), "Nobody wrote down"),
        (Age(17, is_child=True), "younger than 18"),
        (Age(3, is_child=True), "younger than 18"),
    ):
        with pytest.raises(RuleBrokenError, match=why):
            check_age(age, 18)
    for years in (LEAST_MIN_AGE, 18):
        check_min_age(years)
    for years in (LEAST_MIN_AGE - 1, 19, 0):
        with pytest.raises(RuleBrokenError):
            check_min_age(years)


def test_every_question_is_answered_with_a_reason_and_one_bad_answer_is_enough():
    whole = {one: (QUESTIONS[one].safe, "They said so") for one in questions(is_child=True)}
    check_answers(whole, is_child=True)
    grown = questions(is_child=False)
    assert set(questions(is_child=True)) - set(grown) == {Risk.CARER_AGREES, Risk.BEST_INTEREST}
    for left in grown:
        for answers in (
            {one: whole[one] for one in grown if one is not left},
            {**whole, left: (QUESTIONS[left].safe, "  ")},
        ):
            with pytest.raises(RuleBrokenError, match="how you know"):
                check_answers(answers, is_child=False)
        said = {one: answer[0] for one, answer in whole.items()}
        assert unsafe(said) == []
        assert unsafe({**said, left: not said[left]}) == [left]
    with pytest.raises(SeveralBrokenError) as every:
        check_answers({grown[0]: (True, "")}, is_child=False)
    names = [name for name, _sentence in every.value.told]
    assert names == [f"{grown[0].value}_why", *(one.value for one in grown[1:])]


def test_a_face_is_shown_while_somebody_is_looked_for_and_for_a_year_at_most():
    for state in CaseState:
        for is_sealed in (False, True):
            if state in SHOWN_WHILE and not is_sealed:
                check_case(state, is_sealed=is_sealed)
            else:
                with pytest.raises(RuleBrokenError):
                    check_case(state, is_sealed=is_sealed)
    assert not SHOWN_WHILE & {CaseState.DRAFT, CaseState.DELIVERED, CaseState.CLOSED}
    for days in (1, TERM_DAYS, MOST_DAYS):
        check_term(TODAY + timedelta(days=days), TODAY)
    for days in (-1, 0, MOST_DAYS + 1):
        with pytest.raises(RuleBrokenError):
            check_term(TODAY + timedelta(days=days), TODAY)
    check_consent(stands=True)
    with pytest.raises(RuleBrokenError, match="Ask them first"):
        check_consent(stands=False)


def test_an_answer_says_something_and_is_over_when_it_is_closed():
    check_told("I saw him in Sfax")
    check_said(LeadState.OPEN, "Where?")
    for state, words in ((LeadState.CLOSED, "Where?"), (LeadState.OPEN, " ")):
        with pytest.raises(RuleBrokenError):
            check_said(state, words)
    with pytest.raises(RuleBrokenError):
        check_told(" yes ")


def test_everything_there_is_has_words():
    assert set(LOOKS_WORDS) == set(RelationKind)
    assert set(STATE_WORDS) == set(BoardState)
    assert set(FINDING_WORDS) == set(Finding)
    assert set(LEAD_WORDS) == set(LeadState)
    assert set(SHELVES) == set(Shelf)
    assert {state for _words, states in SHELVES.values() for state in states} == set(BoardState)
