"""What a society keeps no longer: with a stopped clock, on both kinds of database."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select, update

from rfl import clock
from rfl.access.models import RoleGrant
from rfl.access.rules import Sensitivity
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.jobs import service as jobs
from rfl.persons import queries as people
from rfl.persons.models import Consent, Person, Registration
from rfl.protection import periods, retention, running
from rfl.protection.models import RetentionItem, RetentionRun
from rfl.protection.periods import Periods
from rfl.protection.rules import RecordKind, Right
from rfl.protection.schedule import RetentionAct, RunState, list_hash, years_before
from rfl.reporting import queries as reporting
from rfl.tracing import reading
from rfl.tracing import service as tracing
from rfl.tracing.cases import context_of
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.tracing.queries import RequestFilter
from rfl.tracing.rules import CaseAct, CaseState
from tests.protection.desk import Desk, desk_of

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
ARCHIVE, ANONYMISE, FORGET = RetentionAct


@pytest.fixture
def home(world, monkeypatch) -> Desk:
    """Return the desk of Senegal, on a day that does not pass."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return desk_of(world, "SN")


def ended(world, gate, *, years: float, state: CaseState = CaseState.CLOSED) -> UUID:
    """Return a case that ended so many years ago."""
    request_id = gate.request()
    at = years_before(NOW, int(years))
    world.set(request_id, state=state, closed_at=at)
    return request_id


def due(world, actor, act) -> list[str]:
    with world.begin() as session:
        return [row.number for row in retention.due(session, actor)[act].rows]


def put_up(world, home, act) -> UUID:
    with world.begin() as session:
        return retention.propose(session, home.marta, act).id


def approved(world, home, run_id: UUID) -> RetentionRun:
    with world.begin() as session:
        seen = retention.read(session, home.elena, run_id).run.list_hash.hex()
        return retention.approve(session, home.elena, run_id, seen)


def carried_out(world, run: RetentionRun) -> RetentionRun:
    assert run.job_id is not None
    jobs.run(world.begin, run.job_id)
    with world.begin() as session:
        return session.get_one(RetentionRun, run.id)


def test_a_case_is_due_on_the_day_its_time_is_over_and_not_before(world, gate, home):
    request_id = gate.request()
    at = datetime(2025, 11, 29, 12, 0, 1, tzinfo=UTC)
    world.set(request_id, state=CaseState.CLOSED, closed_at=at)
    assert due(world, home.marta, ARCHIVE) == []
    world.set(request_id, closed_at=at.replace(second=0))
    assert due(world, home.marta, ARCHIVE) == [world.row(request_id).number]
    world.set(request_id, state=CaseState.ACTIVE)
    assert due(world, home.marta, ARCHIVE) == []
    world.set(
        request_id, state=CaseState.INELIGIBLE, closed_at=None, changed_at=at.replace(year=2024)
    )
    assert due(world, home.marta, ARCHIVE) == [world.row(request_id).number]


def test_a_society_sets_its_own_periods(world, gate, home):
    ended(world, gate, years=2)
    assert len(due(world, home.marta, ARCHIVE)) == 1
    with world.begin() as session:
        periods.set_periods(session, home.marta, Periods(30, 3, 10))
    assert due(world, home.marta, ARCHIVE) == []
    with world.begin() as session, pytest.raises(RuleBrokenError):
        periods.set_periods(session, home.marta, Periods(30, 6, 5))


def test_a_case_of_another_society_or_a_sealed_one_is_never_due(world, gate, home):
    request_id = ended(world, gate, years=2)
    assert due(world, desk_of(world, "GM").marta, ARCHIVE) == []
    world.set(request_id, sensitivity=Sensitivity.SEALED)
    assert due(world, home.marta, ARCHIVE) == []
    with world.begin() as session, pytest.raises(RuleBrokenError):
        retention.propose(session, home.marta, ARCHIVE)


def test_a_list_takes_two_people_and_is_bound_to_exactly_its_cases(world, gate, home):
    ended(world, gate, years=2)
    second = ended(world, gate, years=3)
    run_id = put_up(world, home, ARCHIVE)
    with world.begin() as session:
        seen = retention.read(session, home.marta, run_id).run.list_hash.hex()
        with pytest.raises(RuleBrokenError):
            retention.approve(session, home.marta, run_id, seen)
        with pytest.raises(RuleBrokenError):
            retention.approve(session, home.elena, run_id, "00" * 32)
        with pytest.raises(DeniedError):
            retention.approve(session, gate.awa, run_id, seen)
        with pytest.raises(NotFoundError):
            retention.approve(session, gate.haddy, run_id, seen)
        with pytest.raises(RuleBrokenError):
            retention.propose(session, home.marta, ARCHIVE)
    with world.begin() as session:
        tracing.act(session, gate.awa, second, CaseAct.REOPEN, words="A cousin called.")
    with world.begin() as session:
        assert not retention.read(session, home.elena, run_id).is_unchanged
        with pytest.raises(RuleBrokenError):
            retention.approve(session, home.elena, run_id, seen)
        retention.stop(session, home.elena, run_id)
    assert len(due(world, home.marta, ARCHIVE)) == 1
    approved(world, home, put_up(world, home, ARCHIVE))


def test_archiving_moves_the_case_on_and_nothing_else(world, gate, home):
    request_id = ended(world, gate, years=2)
    run = carried_out(world, approved(world, home, put_up(world, home, ARCHIVE)))
    assert (run.state, run.done, run.skipped) == (RunState.DONE, 1, 0)
    assert world.row(request_id).state is CaseState.ARCHIVED
    with world.begin() as session:
        assert reading.read(session, gate.awa, request_id).enquirer.display_name == "Aïssatou Baldé"
    trail = world.trail(request_id)
    for act in (
        Act.RETENTION_LISTED, Act.RETENTION_PROPOSED, Act.RETENTION_APPROVED,
        Act.RETENTION_CARRIED_OUT, Act.REQUEST_STATE_CHANGED,
    ):  # fmt: skip
        assert act in trail


def test_anonymised_leaves_figures_and_nothing_personal(world, gate, home):
    gate.register()
    request_id = ended(world, gate, years=6, state=CaseState.ARCHIVED)
    year = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    with world.begin() as session:
        before = reporting.counts(session, *year)
    run = carried_out(world, approved(world, home, put_up(world, home, ANONYMISE)))
    assert run.done == 1
    with world.begin() as session:
        waiting = jobs.waiting(session)
    for job_id in waiting:  # the keys are destroyed by a job of their own
        jobs.run(world.begin, job_id)
    with world.begin() as session:
        row = session.get_one(TracingRequest, request_id)
        assert (row.state, row.sealed) == (CaseState.ANONYMISED, b"")
        ids = [row.enquirer_id]
        ids += session.scalars(
            select(SoughtPerson.person_id).where(SoughtPerson.request_id == request_id)
        )
        for model, column in ((Person, Person.id), (Consent, Consent.person_id)):
            assert {
                one.sealed for one in session.scalars(select(model).where(column.in_(ids)))
            } == {b""}
        actions = session.scalars(select(CaseAction).where(CaseAction.request_id == request_id))
        assert {one.sealed for one in actions} == {b""}
        assert people.standing(session, row.enquirer_id) == []
        with pytest.raises(NotFoundError):
            reading.read(session, gate.awa, request_id)
        found = reading.list_requests(session, gate.awa, RequestFilter(), limit=9, offset=0)
        assert found.rows == []
        assert reporting.counts(session, *year) == before
        store = world.installation.keys
        with pytest.raises(NotFoundError):
            store.seal(row.key_id, context_of(row), b"again")


def test_a_case_that_changed_meanwhile_is_left_out(world, gate, home):
    first, second = ended(world, gate, years=2), ended(world, gate, years=3)
    run = approved(world, home, put_up(world, home, ARCHIVE))
    with world.begin() as session:
        tracing.act(session, gate.awa, second, CaseAct.REOPEN, words="A cousin called.")
    run = carried_out(world, run)
    assert (run.done, run.skipped) == (1, 1)
    assert world.row(first).state is CaseState.ARCHIVED
    assert world.row(second).state is CaseState.REOPENED


def test_a_worker_killed_in_the_middle_is_followed_by_another(world, gate, home, monkeypatch):
    cases = [ended(world, gate, years=6, state=CaseState.ARCHIVED) for _ in range(3)]
    run = approved(world, home, put_up(world, home, ANONYMISE))
    monkeypatch.setattr(running, "BATCH", 1)
    with world.begin() as session:
        assert running.carry_on(session, session.get_one(RetentionRun, run.id))
    with pytest.raises(KeyboardInterrupt):
        _die_after_some(world, run)
    with world.begin() as session:
        done = session.scalars(
            select(RetentionItem.id).where(RetentionItem.done_at.is_not(None))
        ).all()
        assert len(done) == 1
    run = carried_out(world, run)
    assert (run.state, run.done) == (RunState.DONE, 3)
    assert {world.row(one).state for one in cases} == {CaseState.ANONYMISED}


def test_whoever_lost_the_role_meanwhile_carries_nothing_out(world, gate, home):
    request_id = ended(world, gate, years=2)
    run = approved(world, home, put_up(world, home, ARCHIVE))
    with world.begin() as session:
        grants = session.scalars(select(RoleGrant).where(RoleGrant.user_id == home.marta.user_id))
        for grant in grants:
            grant.ended_at = NOW
    with pytest.raises(DeniedError):
        carried_out(world, run)
    assert world.row(request_id).state is CaseState.CLOSED


def test_a_registration_of_no_case_is_erased_when_nothing_new_was_heard(world, gate, later):
    alone, wished, moved, asked = (
        gate.register(name) for name in ("Binta Ceesay", "Isatou Njie", "Fatou Bah", "Omar Sowe")
    )
    gate.register()
    gate.judged(gate.links(gate.request())[0].id)
    changed = gate.register("Lamin Ceesay")
    later(days=3600)
    home = desk_of(world)
    assert due(world, home.marta, FORGET) == []
    with world.begin() as session:
        for one, model in ((wished, Consent), (changed, Person)):
            row = session.get_one(Registration, one)
            who = Person.id if model is Person else Consent.person_id
            stamp = "changed_at" if model is Person else "decided_at"
            session.execute(update(model).where(who == row.person_id).values({stamp: clock.now()}))
        session.get_one(Registration, moved).changed_at = clock.now()
        number = session.get_one(Registration, asked).number
        numbers = [session.get_one(Registration, one).number for one in (alone, asked)]
    later(days=60)
    assert due(world, home.marta, FORGET) == numbers
    home.asked(Right.OBJECTION, (number, RecordKind.REGISTERED))
    assert due(world, home.marta, FORGET) == numbers[:1]
    assert due(world, desk_of(world, "SN").marta, FORGET) == []

    run = carried_out(world, approved(world, home, put_up(world, home, FORGET)))
    assert (run.state, run.done, run.skipped) == (RunState.DONE, 1, 0)
    with world.begin() as session:
        row = session.get_one(Registration, alone)
        assert row.erased_at
        assert row.sealed == b""
        assert not session.get_one(Registration, asked).erased_at
    assert Act.RETENTION_CARRIED_OUT in world.trail(alone, "GM")
    assert due(world, home.marta, FORGET) == []


def test_nobody_archives_a_single_case_by_hand(world, gate, home):
    request_id = ended(world, gate, years=2)
    with world.begin() as session, pytest.raises(RuleBrokenError):
        tracing.act(session, home.marta, request_id, CaseAct.ARCHIVE)


def test_a_list_has_another_hash_when_anything_in_it_is_another():
    one, two = UUID(int=1), UUID(int=2)
    cases = [(one, CaseState.CLOSED, NOW), (two, CaseState.CLOSED, NOW)]
    same = list_hash(ARCHIVE, cases)
    assert list_hash(ARCHIVE, cases[::-1]) == same
    others = [
        list_hash(ANONYMISE, cases),
        list_hash(ARCHIVE, cases[:1]),
        list_hash(ARCHIVE, [cases[0], (two, CaseState.INELIGIBLE, NOW)]),
        list_hash(ARCHIVE, [cases[0], (two, CaseState.CLOSED, NOW.replace(year=2025))]),
    ]
    assert len({same, *others}) == 5


def test_a_leap_day_has_a_day_before_it_in_other_years():
    assert years_before(datetime(2028, 2, 29, tzinfo=UTC), 1).day == 28
    assert years_before(datetime(2028, 2, 29, tzinfo=UTC), 4).day == 29


def _die_after_some(world, run: RetentionRun) -> None:
    """Do some of the work and die before it is committed, as a worker that is killed does."""
    with world.begin() as session:
        running.carry_on(session, session.get_one(RetentionRun, run.id))
        raise KeyboardInterrupt
