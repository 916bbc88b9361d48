"""A death: written by one, agreed to by another, told in person; taken back if it is untrue."""

from datetime import timedelta

import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.approvals import service as approvals
from rfl.errors import RuleBrokenError
from rfl.tracing import establishing, preparing, reading, service
from rfl.tracing.delivery_rules import Establishes, News, Satisfaction, Support
from rfl.tracing.document import ActionDocument, DeathSource, Ending, Outcome
from rfl.tracing.next_act import choices
from rfl.tracing.rules import CaseAct, CaseState, Fate, OutcomeReason, Whereabouts
from rfl.tracing.time_line import moments
from tests.tracing.web import site_of, words_of
from tests.tracing.world import son

DAY = clock.today() - timedelta(days=2)
PAPER = DeathSource(Establishes.HOSPITAL, "Hôpital de Mbour", "No 12", "His papers.", DAY)
TOLD = ActionDocument(
    words="She asked to be alone with her sister.",
    told_how="at their home",
    news=News.DEAD,
    beside="her sister",
    support=Support.ACCEPTED,
    is_prepared=True,
)
NOT_FOUND = Fate.UNKNOWN, Whereabouts.UNKNOWN, OutcomeReason.NOT_LOCATED
DEAD = Outcome(Fate.DEAD, Whereabouts.KNOWN, OutcomeReason.DEATH_CONFIRMED)


@pytest.fixture
def awa(world):
    return world.colleague(Role.OFFICER)


@pytest.fixture
def ousmane(world):
    return world.colleague(Role.SUPERVISOR)


def _ask(world, actor, case):
    with world.begin() as session:
        establishing.ask(session, actor, case, None, PAPER)


def _agree(world, actor):
    with world.begin() as session:
        (line,) = approvals.inbox(session, actor).to_decide
        assert line.told.href == f"/requests/{line.subject_id}"
        told = {value for _what, value in line.told.lines}
        assert {"Hôpital de Mbour", "No 12", DAY} <= told
        approvals.approve(session, actor, line.id, line.seen)


def _tell(world, actor, case):
    with world.begin() as session:
        service.tell(session, actor, case, TOLD, is_result=True)


def _case(world, actor, case):
    with world.begin() as session:
        return reading.read(session, actor, case)


def _sought(world, actor, case):
    return [one.row.id for one in _case(world, actor, case).sought]


def _active(world, awa, **changes):
    case = world.case(awa, **changes)
    world.set(case, state=CaseState.ACTIVE)
    return case


def test_a_death_is_told_after_a_paper_and_two_people_and_a_talk_that_was_prepared(
    world, awa, ousmane
):
    case = _active(world, awa)
    (sought,) = _sought(world, awa, case)

    _ask(world, ousmane, case)
    for who in (awa, ousmane, world.colleague(Role.SUPERVISOR)):
        first = choices(_case(world, who, case), who, ()).first
        assert first
        assert first.href == f"/approvals#about-{case}"
    with pytest.raises(RuleBrokenError, match="second person has agreed"):
        _tell(world, awa, case)
    with pytest.raises(RuleBrokenError, match="waits already"):
        _ask(world, awa, case)
    with world.begin() as session:
        assert not approvals.inbox(session, ousmane).to_decide  # they asked it themselves
    with pytest.raises(RuleBrokenError, match="agrees first"), world.begin() as session:
        preparing.printed(session, awa, case, sought)
    _agree(world, world.colleague(Role.SUPERVISOR))
    assert world.row(case).state is CaseState.VERIFIED

    _tell(world, awa, case)
    with world.begin() as session:
        prepared = preparing.printed(session, awa, case, sought)
    assert (prepared.sought, prepared.death.source) == ("Mamadou Diallo", PAPER)


def test_a_deaths_form_says_all_that_is_missing_at_once(world, awa):
    case = _active(world, awa)
    said = words_of(site_of(world).as_(awa).fill(f"/requests/{case}/death", {}, 422))
    for words in ("Choose the kind of authority", "Name the authority", "the day of the paper"):
        assert words in said


def test_a_death_that_is_not_true_is_taken_back_and_its_end_with_it(world, awa, ousmane):
    case = _active(world, awa)
    _ask(world, awa, case)
    _agree(world, ousmane)
    _tell(world, awa, case)
    with pytest.raises(RuleBrokenError, match="our help"), world.begin() as session:
        service.request_closure(session, awa, case, DEAD)
    end = Outcome(*(DEAD.fate, DEAD.whereabouts, DEAD.reason), satisfaction=Satisfaction.NOT_ASKED)
    with world.begin() as session:
        service.request_closure(session, awa, case, end)
    assert _case(world, awa, case).document.outcome.authority == PAPER.authority

    (sought,) = _sought(world, awa, case)
    with world.begin() as session:
        establishing.take_back(session, ousmane, case, sought, "He called his mother.")

    read = _case(world, awa, case)
    assert read.request.state is CaseState.ACTIVE
    assert (read.deaths, read.document.outcome) == ({}, None)
    assert [past.outcome.fate for past in read.document.past_ends] == [Fate.DEAD]


def test_of_two_who_are_sought_one_may_be_dead_and_the_search_for_the_other_goes_on(
    world, awa, ousmane
):
    case = _active(world, awa, sought=(son(), son("Ibrahima Diallo")))
    first, second = _sought(world, awa, case)

    with pytest.raises(RuleBrokenError, match="of whom"):
        _ask(world, awa, case)
    with world.begin() as session:
        establishing.ask(session, awa, case, second, PAPER)
    _agree(world, ousmane)

    read = _case(world, awa, case)
    assert (set(read.deaths), read.request.state) == ({second}, CaseState.ACTIVE)
    with world.begin() as session:
        service.tell(session, awa, case, TOLD, is_result=False)
    assert _case(world, awa, case).deaths[second].told.document.sought_id == second

    ends = Ending(first, *NOT_FOUND), Ending(second, DEAD.fate, DEAD.whereabouts, DEAD.reason)
    with world.begin() as session:
        service.request_closure(session, awa, case, Outcome(*NOT_FOUND, each=ends))
    read = _case(world, awa, case)
    named = [(name, end.fate, end.authority) for name, end in read.ends]
    assert named == [
        ("Mamadou Diallo", Fate.UNKNOWN, ""),
        ("Ibrahima Diallo", Fate.DEAD, PAPER.authority),
    ]
    assert [one.row.is_answered for one in read.sought] == [False, True]
    (more,) = (one.more for one in moments(read) if len(one.more) == len(ends))
    assert "Ibrahima Diallo: Death confirmed. Fate: dead." in str(more[1])
    with world.begin() as session:
        service.act(session, ousmane, case, CaseAct.REFUSE_CLOSURE, words="His brother?")
    read = _case(world, awa, case)
    assert [one.row.is_answered for one in read.sought] == [None, None]
    assert [end.fate for _, end in read.past_ends[0][1]] == [Fate.UNKNOWN, Fate.DEAD]


def test_an_end_that_holds_no_longer_is_kept_beside_the_new_one(world, awa, ousmane):
    case = _active(world, awa)
    lost = Outcome(Fate.UNKNOWN, Whereabouts.UNKNOWN, OutcomeReason.NOT_LOCATED)
    with world.begin() as session:
        service.request_closure(session, awa, case, lost)
    for actor, act in ((ousmane, CaseAct.CLOSE), (awa, CaseAct.REOPEN)):
        with world.begin() as session:
            service.act(session, actor, case, act, words="A cousin saw him in Gao.")

    document = _case(world, awa, case).document
    assert document.outcome is None
    assert document.past_ends[0].outcome == lost
