"""Carrying an approved list out, a few in a transaction; killed anywhere, it goes on."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.erasure import emptying
from rfl.erasure import service as erasure
from rfl.erasure.rules import EraseReason, Record, RecordKind
from rfl.errors import NotFoundError
from rfl.jobs import service as jobs
from rfl.jobs.service import Work
from rfl.persons.models import Registration
from rfl.protection import erasing, officer_work, over, retention, things, waiting
from rfl.protection.models import RetentionItem, RetentionRun
from rfl.protection.periods import periods_of
from rfl.protection.schedule import BATCH, CASE_ACTS, FOLLOWS, RetentionAct, RunState
from rfl.tracing import service as tracing
from rfl.tracing import work
from rfl.tracing.models import TracingRequest


def retention_job(work: Work) -> Mapping[str, int]:
    """Carry out what is left of a list. Each transaction takes BATCH of it."""
    run_id = UUID(work.arguments["run"])
    while True:
        with work.begin() as session:
            run = session.get(RetentionRun, run_id, with_for_update=True, populate_existing=True)
            if run is None:
                raise NotFoundError("list")
            if not carry_on(session, run):
                return {"done": run.done, "skipped": run.skipped}
            work.progress(session, run.done + run.skipped, run.total)


def carry_on(session: Session, run: RetentionRun) -> bool:
    """Carry out the next BATCH of a list that runs; return whether anything was left."""
    query = select(RetentionItem).where(
        RetentionItem.run_id == run.id,
        RetentionItem.done_at.is_(None),
        RetentionItem.is_skipped.is_(False),
    )
    found = session.scalars(query.order_by(RetentionItem.number).limit(BATCH)).all()
    if RunState.DONE not in FOLLOWS[run.state]:
        return False
    if not found:
        run.state, run.ended_at = RunState.DONE, clock.now()
        return False
    for item in found:
        _carry_out(session, run, item)
    session.flush()
    return True


def _carry_out(session: Session, run: RetentionRun, item: RetentionItem) -> None:
    is_case, place = run.act is not RetentionAct.FORGET, item.record_id
    row: TracingRequest | Registration | None = (
        session.get(TracingRequest, place, with_for_update=True, populate_existing=True)
        if is_case
        else session.get(Registration, place, with_for_update=True, populate_existing=True)
    )
    periods = periods_of(session, run.society_code)
    if row is None or not over.is_due(session, run.act, periods, row.id):
        item.is_skipped, run.skipped = True, run.skipped + 1
        return
    officer = _actor(session, run.proposed_by, run.society_code)
    audit.record(
        session,
        officer.user_id,
        Act.RETENTION_CARRIED_OUT,
        societies=[run.society_code],
        subjects=[row.id, run.id],
        purpose="retention",
        detail={"act": run.act, "list": run.list_hash.hex()},
    )
    if isinstance(row, Registration):
        _empty(session, run, officer, Record(RecordKind.PERSON, row.person_id))
    else:
        tracing.keep_no_longer(session, officer, row.id, CASE_ACTS[run.act])
        if run.act is RetentionAct.ANONYMISE:
            _empty(session, run, officer, Record(RecordKind.REQUEST, row.id))
    item.done_at, run.done = clock.now(), run.done + 1


def _empty(session: Session, run: RetentionRun, officer: Actor, record: Record) -> None:
    """Erase all that is personal in a record, with the same two people; figures stay."""
    second = _actor(session, run.approved_by or run.proposed_by, run.society_code)
    asked = erasure.ask(session, second, record, EraseReason.OVER)
    erasure.erase(session, officer, asked.id, erasure.read(session, officer, asked.id).seen)


def _actor(session: Session, user_id: UUID, society: str) -> Actor:
    return Actor(user_id, society, access.roles_of(session, user_id, society))


def wire() -> None:
    """Join lists to the background work, and what waits for two people or officers to My work."""
    work.register_source(work.JointSource(waiting.find_work, work.shown_by(things.show)))
    work.register_source(work.Source(officer_work.find, things.show))
    jobs.handle(retention.RETENTION_JOB, retention_job)
    emptying.follow(erasing.forget_copies)
