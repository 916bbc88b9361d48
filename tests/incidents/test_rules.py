"""The life of an account, who may know its people, figures that differ, and what is probably so."""

from datetime import date, timedelta
from itertools import product
from uuid import UUID

import pytest

from rfl.access.rules import GRANTS, Role
from rfl.errors import RuleBrokenError
from rfl.incidents.account import (
    SEEN_WORDS,
    STANDING_WORDS,
    STEP_WORDS,
    Evidence,
    Seen,
    Standing,
    account,
)
from rfl.incidents.rules import (
    ACTS,
    COUNT_SOURCE_WORDS,
    COUNT_WORDS,
    KIND_WORDS,
    NEEDS_WORDS,
    ROUTE_WORDS,
    STATE_WORDS,
    CountKind,
    CountSource,
    IncidentAct,
    IncidentKind,
    IncidentState,
    check_act,
    check_count,
    check_event,
    check_testimony,
    disputed,
    knows_people,
    unaccounted,
)
from rfl.persons.rules import SourceKind
from rfl.societies.rules import Route

S, A = IncidentState, IncidentAct
BY_HAND = {
    (S.OPEN, A.WRITE): S.OPEN,
    (S.REOPENED, A.WRITE): S.REOPENED,
    (S.REVIEWED, A.WRITE): S.REOPENED,
    (S.OPEN, A.REVIEW): S.REVIEWED,
    (S.REOPENED, A.REVIEW): S.REVIEWED,
    (S.REVIEWED, A.CLOSE): S.CLOSED,
    (S.REVIEWED, A.REOPEN): S.REOPENED,
    (S.CLOSED, A.REOPEN): S.REOPENED,
}
ROLES = {
    A.WRITE: {Role.OFFICER, Role.SUPERVISOR},
    A.REVIEW: {Role.SUPERVISOR},
    A.CLOSE: {Role.SUPERVISOR},
    A.REOPEN: {Role.OFFICER, Role.SUPERVISOR},
}
ME, OTHER = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 30)
K = CountKind


def test_every_act_in_every_state_by_every_role_is_as_written_down():
    for state, act in product(S, A):
        if (state, act) not in BY_HAND:
            with pytest.raises(RuleBrokenError, match="is not possible while"):
                check_act(state, act, "words", OTHER, ME)
            continue
        assert check_act(state, act, "words", OTHER, ME) is BY_HAND[state, act]
        if act is A.REVIEW:
            with pytest.raises(RuleBrokenError, match="You wrote last"):
                check_act(state, act, "words", ME, ME)
        else:
            check_act(state, act, "words", ME, ME)
        if act in NEEDS_WORDS:
            with pytest.raises(RuleBrokenError):
                check_act(state, act, " ", OTHER, ME)
    assert set(NEEDS_WORDS) == {A.REVIEW, A.REOPEN}
    assert {
        act: {role for role in Role if step.permission in GRANTS[role]}
        for act, step in ACTS.items()
    } == ROLES


def test_every_word_is_told():
    for words, kind in (
        (STATE_WORDS, S),
        (KIND_WORDS, IncidentKind),
        (ROUTE_WORDS, Route),
        (COUNT_WORDS, CountKind),
        (COUNT_SOURCE_WORDS, CountSource),
        (SEEN_WORDS, Seen),
        (STEP_WORDS, Seen),
        (STANDING_WORDS, Standing),
    ):
        assert set(words) == set(kind)


def test_only_who_has_to_do_with_it_may_know_who_was_on_board():
    for is_head, is_owner, has_case in product((True, False), repeat=3):
        knows = knows_people(is_head=is_head, is_owner=is_owner, has_case=has_case)
        assert knows is (is_head or is_owner or has_case)


@pytest.mark.parametrize(
    ("figures", "differ", "rest"),
    [
        ([], set(), None),
        ([(K.ARRIVED, 20)], set(), None),
        ([(K.LEFT, 60)], set(), (60, 60)),
        ([(K.LEFT, 60), (K.ARRIVED, 38), (K.BODIES, 7)], set(), (15, 15)),
        ([(K.LEFT, 60), (K.LEFT, 64), (K.ARRIVED, 38)], {K.LEFT}, (22, 26)),
        ([(K.LEFT, 60), (K.LEFT, 60), (K.MISSING, 20), (K.MISSING, 9)], {K.MISSING}, (60, 60)),
        ([(K.LEFT, 10), (K.ARRIVED, 12), (K.ARRIVED, 9)], {K.ARRIVED}, (0, 1)),
    ],
)
def test_figures_that_differ_all_count(figures, differ, rest):
    assert disputed(figures) == differ
    assert unaccounted(figures) == rest


def saw(seen: Seen, witness: str, source=SourceKind.SURVIVOR, *, heard: bool = False) -> Evidence:
    return Evidence(seen, witness, heard, source)


A1, A2 = saw(Seen.ABOARD, "a"), saw(Seen.ABOARD, "b")
ACCOUNTS = [
    ([], Standing.NOTHING, []),
    ([A1, A2, A1], Standing.ABOARD, [(Seen.ABOARD, 2)]),
    ([A1, saw(Seen.ALIVE, "a")], Standing.ALIVE, [(Seen.ABOARD, 1), (Seen.ALIVE, 1)]),
    ([saw(Seen.IN_DANGER, "a"), saw(Seen.ALIVE, "b")], Standing.IN_DANGER, None),
    ([saw(Seen.SEEN_DEAD, "a"), saw(Seen.ALIVE, "b")], Standing.SAID_DEAD, None),
    ([saw(Seen.SEEN_DEAD, "a"), saw(Seen.ARRIVED, "us")], Standing.CONTRADICTED, None),
    ([saw(Seen.BODY, "a")], Standing.SAID_DEAD, [(Seen.BODY, 1)]),
    ([saw(Seen.BODY, "m", SourceKind.AUTHORITY), A1], Standing.BODY_NAMED, None),
    (
        [saw(Seen.BODY, "m", SourceKind.AUTHORITY), saw(Seen.ARRIVED, "us")],
        Standing.CONTRADICTED,
        None,
    ),
    # Who only heard of it is no source, and outweighs nobody who saw.
    ([saw(Seen.SEEN_DEAD, "a", heard=True)], Standing.SAID_DEAD, [(Seen.SEEN_DEAD, 0)]),
    ([saw(Seen.SEEN_DEAD, "a", heard=True), saw(Seen.ARRIVED, "us")], Standing.ARRIVED, None),
]


@pytest.mark.parametrize(("evidence", "standing", "steps"), ACCOUNTS)
def test_an_account_counts_sources_and_says_what_they_say(evidence, standing, steps):
    found = account(evidence)
    assert found.standing is standing
    if steps is not None:
        assert [(one.seen, one.sources) for one in found.steps] == steps
    assert found.is_single is (len({one.witness for one in evidence}) == 1)


def test_no_account_says_of_its_own_that_somebody_is_dead():
    said = [str(words) for words in STANDING_WORDS.values()]
    said += [str(step.words) for one, _standing, _steps in ACCOUNTS for step in account(one).steps]
    for sentence in said:
        if "dead" in sentence or "body" in sentence.lower():
            assert "say" in sentence or "said" in sentence or "heard" in sentence, sentence


def test_what_cannot_be_is_refused_with_what_to_do():
    tomorrow = TODAY + timedelta(days=2)
    for broken in (
        lambda: check_event(" ", TODAY, TODAY),
        lambda: check_event("Boat", tomorrow, TODAY),
        lambda: check_count(-1, TODAY, TODAY),
        lambda: check_count(3, tomorrow, TODAY),
        lambda: check_testimony(" ", TODAY, TODAY, 0, ()),
        lambda: check_testimony("x", tomorrow, TODAY, 0, ()),
        lambda: check_testimony("x", TODAY, TODAY, 31, ()),
        lambda: check_testimony("x", TODAY, TODAY, 2, [(0, 0)]),
        lambda: check_testimony("x", TODAY, TODAY, 2, [(0, 2)]),
        lambda: check_testimony("x", TODAY, TODAY, 2, [(0, -1)]),
    ):
        with pytest.raises(RuleBrokenError):
            broken()
    check_event("Boat", TODAY, TODAY)
    check_count(0, TODAY, TODAY)
    check_testimony("", TODAY, TODAY, 2, [(0, 1), (1, 0)])
