"""The table of a child's file: every state, every act, every role; nothing needed is left out."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from uuid import uuid4

import pytest

from rfl.access.rules import GRANTS, Permission, Role
from rfl.children.document import EntryDocument, Guardian, GuardianGround, RiskKind, Risks
from rfl.children.late import (
    ReviewReason,
    follow_up_is_late,
    follow_up_made,
    late_reasons,
    months_after,
)
from rfl.children.rules import (
    ACTS,
    NEED_WORDS,
    STATE_WORDS,
    ChildAct,
    ChildState,
    EntryKind,
    Factor,
    Hands,
    Need,
    Standing,
    Verdict,
    check_act,
    check_needs,
    missing,
)
from rfl.children.steps import stops
from rfl.children.tasks import SAYINGS, Task, is_for, next_task
from rfl.children.words import DONE_WORDS, FACTOR_WORDS, KIND_WORDS
from rfl.children.writing import SIDES, WRITABLE, check_side, check_whole, check_writable
from rfl.errors import RuleBrokenError

_S, _A = ChildState, ChildAct
OFFICERS = {Role.OFFICER, Role.SUPERVISOR}
HEADS = {Role.SUPERVISOR}
FOCAL = {Role.SAFEGUARDING}
BEFORE = (
    *(_S.IDENTIFIED, _S.DOCUMENTED, _S.INTERIM_CARE, _S.TRACING, _S.FAMILY_LOCATED),
    *(_S.RELATIONSHIP_VERIFIED, _S.BEST_INTEREST_DECIDED),
)
BY_HAND = {
    (_S.IDENTIFIED, _A.DOCUMENT): (_S.DOCUMENTED, OFFICERS),
    (_S.DOCUMENTED, _A.ARRANGE_CARE): (_S.INTERIM_CARE, OFFICERS),
    (_S.INTERIM_CARE, _A.TRACE): (_S.TRACING, OFFICERS),
    (_S.TRACING, _A.LOCATE): (_S.FAMILY_LOCATED, OFFICERS),
    (_S.FAMILY_LOCATED, _A.RESUME): (_S.TRACING, OFFICERS),
    (_S.RELATIONSHIP_VERIFIED, _A.RESUME): (_S.TRACING, OFFICERS),
    (_S.FAMILY_LOCATED, _A.VERIFY): (_S.RELATIONSHIP_VERIFIED, OFFICERS),
    (_S.RELATIONSHIP_VERIFIED, _A.SIGN_HEAD): (_S.BEST_INTEREST_DECIDED, HEADS),
    (_S.RELATIONSHIP_VERIFIED, _A.SIGN_FOCAL): (_S.BEST_INTEREST_DECIDED, FOCAL),
    (_S.BEST_INTEREST_DECIDED, _A.REUNIFY): (_S.REUNIFIED, OFFICERS),
    (_S.BEST_INTEREST_DECIDED, _A.HOLD_BACK): (_S.NOT_IN_INTEREST, OFFICERS),
    (_S.REUNIFIED, _A.FOLLOW_UP): (_S.FOLLOW_UP, OFFICERS),
    (_S.NOT_IN_INTEREST, _A.FOLLOW_UP): (_S.FOLLOW_UP, OFFICERS),
    (_S.BEST_INTEREST_DECIDED, _A.RECONSIDER): (_S.RELATIONSHIP_VERIFIED, HEADS),
    (_S.REUNIFIED, _A.RECONSIDER): (_S.RELATIONSHIP_VERIFIED, HEADS),
    (_S.NOT_IN_INTEREST, _A.RECONSIDER): (_S.RELATIONSHIP_VERIFIED, HEADS),
    (_S.FOLLOW_UP, _A.RECONSIDER): (_S.RELATIONSHIP_VERIFIED, HEADS),
    (_S.FOLLOW_UP, _A.CLOSE): (_S.CLOSED, HEADS),
    **{(state, _A.END_EARLY): (_S.CLOSED, HEADS) for state in BEFORE},
    (_S.REUNIFIED, _A.END_EARLY): (_S.CLOSED, HEADS),
    (_S.NOT_IN_INTEREST, _A.END_EARLY): (_S.CLOSED, HEADS),
    (_S.CLOSED, _A.REOPEN): (_S.DOCUMENTED, HEADS),
}
"""Read off the domain by hand: (state, act) → (state, roles)."""

WHOLE = Standing(
    has=frozenset(EntryKind),
    factors=frozenset(Factor),
    is_put_up=True,
    open_follow_ups=0,
    fits=True,
    verdict=Verdict.REUNIFY,
)


@pytest.mark.parametrize(("state", "act"), list(product(ChildState, ChildAct)))
def test_every_act_is_open_in_its_states_and_to_its_roles_alone(state, act):
    target, roles = BY_HAND.get((state, act), (None, set()))
    is_open = True
    try:
        found = check_act(state, act, Hands(), uuid4())
    except RuleBrokenError:
        is_open, found = False, None

    assert is_open is (target is not None)
    assert found is target
    if target is not None:
        assert {role for role in Role if ACTS[act].permission in GRANTS[role]} == roles


@pytest.mark.parametrize(
    ("act", "need", "lacking"),
    [
        (_A.DOCUMENT, Need.WISH, {"has": WHOLE.has - {EntryKind.WISH}}),
        (_A.DOCUMENT, Need.RISK, {"has": WHOLE.has - {EntryKind.RISK}}),
        (_A.ARRANGE_CARE, Need.CARE, {"has": WHOLE.has - {EntryKind.CARE}}),
        (_A.VERIFY, Need.SIDES, {"has": WHOLE.has - {EntryKind.CHILD_SIDE}}),
        (_A.VERIFY, Need.SIDES, {"has": WHOLE.has - {EntryKind.FAMILY_SIDE}}),
        (_A.VERIFY, Need.COMPARISON, {"has": WHOLE.has - {EntryKind.COMPARISON}}),
        (_A.VERIFY, Need.FITS, {"fits": False}),
        (_A.VERIFY, Need.FITS, {"fits": None}),
        (_A.SIGN_HEAD, Need.GUARDIAN, {"has": WHOLE.has - {EntryKind.GUARDIAN}}),
        (_A.SIGN_FOCAL, Need.ASSESSMENT, {"factors": WHOLE.factors - {Factor.VIEWS}}),
        (_A.SIGN_FOCAL, Need.DETERMINATION, {"is_put_up": False}),
        (_A.REUNIFY, Need.TO_REUNIFY, {"verdict": Verdict.NOT_IN_INTEREST}),
        (_A.REUNIFY, Need.HANDOVER, {"has": WHOLE.has - {EntryKind.HANDOVER}}),
        (_A.HOLD_BACK, Need.NOT_TO_REUNIFY, {"verdict": Verdict.REUNIFY}),
    ],
)
def test_what_an_act_needs_is_asked_for(act, need, lacking):
    standing = Standing(**{**{name: getattr(WHOLE, name) for name in WHOLE.__slots__}, **lacking})

    assert need in missing(act, standing, "because")
    with pytest.raises(RuleBrokenError) as told:
        check_needs(act, standing, "because")
    assert told.value.sentence.msgid == NEED_WORDS[need]


@pytest.mark.parametrize(
    "act", [_A.LOCATE, _A.RESUME, _A.HOLD_BACK, _A.RECONSIDER, _A.END_EARLY, _A.REOPEN]
)
def test_an_act_that_somebody_will_ask_about_takes_words(act):
    assert missing(act, WHOLE, "  ")[-1] is Need.WORDS


def test_closing_with_open_visits_takes_a_reason():
    waiting = Standing(open_follow_ups=2)

    assert missing(_A.CLOSE, waiting) == [Need.FOLLOW_UPS]
    assert missing(_A.CLOSE, waiting, "The family moved.") == []
    assert missing(_A.CLOSE, Standing()) == []


@pytest.mark.parametrize("hand", ["determined_by", "head_signed_by", "focal_signed_by"])
@pytest.mark.parametrize("act", [_A.SIGN_HEAD, _A.SIGN_FOCAL])
def test_nobody_signs_twice_or_what_they_wrote(act, hand):
    me = uuid4()
    with pytest.raises(RuleBrokenError):
        check_act(_S.RELATIONSHIP_VERIFIED, act, Hands(**{hand: me}), me)
    check_act(_S.RELATIONSHIP_VERIFIED, act, Hands(**{hand: uuid4()}), me)


def test_nobody_asks_both_sides():
    me, asked = uuid4(), Standing(has=frozenset({EntryKind.QUESTIONS}))
    check_side(EntryKind.CHILD_SIDE, asked, Hands(), me)
    with pytest.raises(RuleBrokenError):
        check_side(EntryKind.CHILD_SIDE, asked, Hands(family_side_by=me), me)
    with pytest.raises(RuleBrokenError):
        check_side(EntryKind.FAMILY_SIDE, asked, Hands(child_side_by=me), me)
    with pytest.raises(RuleBrokenError, match="questions first"):
        check_side(EntryKind.FAMILY_SIDE, Standing(), Hands(), me)


def test_nothing_is_written_into_a_closed_file():
    for kind in WRITABLE:
        with pytest.raises(RuleBrokenError):
            check_writable(kind, _S.CLOSED)


def test_no_risk_stands_beside_one_and_a_guardian_has_a_name():
    none, seen = RiskKind.NONE_SEEN, RiskKind.TRAFFICKING
    for kinds in ((none,), (seen, RiskKind.VIOLENCE)):
        check_whole(EntryDocument(risks=Risks(kinds)))
    check_whole(EntryDocument(guardian=Guardian(GuardianGround.NONE_YET)))
    check_whole(EntryDocument(guardian=Guardian(GuardianGround.COURT, "Judge Diop")))
    for wrong in (
        EntryDocument(risks=Risks((seen, none))),
        EntryDocument(guardian=Guardian(GuardianGround.COURT, " ")),
    ):
        with pytest.raises(RuleBrokenError):
            check_whole(wrong)


def test_a_step_leads_to_the_comparison_once_both_sides_are_written():
    def open_parts(*has):
        way = stops(_S.FAMILY_LOCATED, Standing(has=frozenset(has)), Hands(), ())
        return [part.path for stop in way for part in stop.parts if part.path]

    assert open_parts() == ["/write/questions"]
    assert open_parts(EntryKind.QUESTIONS) == ["/sides/child", "/sides/family"]
    assert open_parts(EntryKind.QUESTIONS, EntryKind.CHILD_SIDE) == ["/sides/family"]
    assert open_parts(EntryKind.QUESTIONS, *SIDES) == ["/comparison"]


@pytest.mark.parametrize(
    ("state", "standing", "task"),
    [
        (_S.IDENTIFIED, Standing(), Task.WISH),
        (_S.IDENTIFIED, Standing(has=frozenset({EntryKind.WISH})), Task.RISK),
        (_S.IDENTIFIED, WHOLE, Task.DOCUMENT),
        (_S.DOCUMENTED, Standing(), Task.CARE),
        (_S.DOCUMENTED, WHOLE, Task.ARRANGE_CARE),
        (_S.INTERIM_CARE, WHOLE, Task.TRACE),
        (_S.TRACING, WHOLE, Task.LOCATE),
        (_S.FAMILY_LOCATED, Standing(), Task.QUESTIONS),
        (_S.FAMILY_LOCATED, Standing(has=frozenset({EntryKind.QUESTIONS})), Task.CHILD_SIDE),
        (_S.FAMILY_LOCATED, WHOLE, Task.VERIFY),
        (_S.RELATIONSHIP_VERIFIED, Standing(), Task.GUARDIAN),
        (_S.RELATIONSHIP_VERIFIED, Standing(has=WHOLE.has), Task.ASSESS),
        (_S.RELATIONSHIP_VERIFIED, Standing(WHOLE.has, WHOLE.factors), Task.DETERMINE),
        (_S.RELATIONSHIP_VERIFIED, WHOLE, Task.SIGN),
        (_S.BEST_INTEREST_DECIDED, WHOLE, Task.PLACE),
        (_S.REUNIFIED, Standing(open_follow_ups=3), Task.FOLLOW_UP),
        (_S.NOT_IN_INTEREST, Standing(open_follow_ups=3), Task.FOLLOW_UP),
        (_S.FOLLOW_UP, Standing(), Task.CLOSE),
        (_S.CLOSED, WHOLE, Task.NOTHING),
    ],
)
def test_what_comes_next(state, standing, task):
    assert next_task(state, standing) is task


def test_a_task_is_not_put_before_whoever_may_not_do_it():
    me = uuid4()
    assert not is_for(Task.FAMILY_SIDE, Hands(child_side_by=me), me)
    assert is_for(Task.FAMILY_SIDE, Hands(child_side_by=uuid4()), me)
    assert not is_for(Task.SIGN, Hands(determined_by=me), me)


@pytest.mark.parametrize(
    ("day", "months", "found"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 29), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(day, months, found):
    assert months_after(day, months) == found


def test_late_is_told_from_the_day_it_began():
    now = datetime(2026, 6, 1, tzinfo=UTC)
    fresh, old = now - timedelta(days=2), now - timedelta(days=40)

    assert late_reasons(_S.IDENTIFIED, fresh, fresh, now) == []
    assert late_reasons(_S.IDENTIFIED, old, fresh, now) == [(ReviewReason.STEP_LATE, old)]
    assert late_reasons(_S.TRACING, old, old, now) == [(ReviewReason.VISIT_LATE, old)]
    assert late_reasons(_S.FOLLOW_UP, old, old, now) == []
    assert not follow_up_is_late(now - timedelta(days=14), now)
    assert follow_up_is_late(now - timedelta(days=15), now)


def test_a_visit_counts_as_the_latest_whose_time_has_come():
    placed = datetime(2026, 3, 10, 12, tzinfo=UTC)
    dues = [datetime.combine(months_after(placed.date(), n), time(12), UTC) for n in (1, 3, 6)]
    told = {
        date(2026, 3, 10): None,
        date(2026, 3, 26): None,
        date(2026, 3, 27): 0,
        date(2026, 5, 1): 0,
        date(2026, 5, 27): 1,
        date(2027, 1, 1): 2,
    }
    assert {day: follow_up_made(dues, day) for day in told} == told
    assert follow_up_made([], placed.date()) is None


def test_everything_has_words():
    assert set(STATE_WORDS) == set(ChildState)
    assert set(NEED_WORDS) == set(Need)
    assert set(DONE_WORDS) == set(ACTS) == set(ChildAct)
    assert set(KIND_WORDS) == set(EntryKind)
    assert set(FACTOR_WORDS) == set(Factor)
    assert set(SAYINGS) == set(Task) - {Task.NOTHING}
    assert {one.permission for one in ACTS.values()} == {
        Permission.CHILD_WRITE,
        Permission.CHILD_DECIDE,
        Permission.CHILD_SIGN,
    }
