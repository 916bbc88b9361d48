"""What is due to be archived, made anonymous or erased: put up, approved by a second person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Scope, authorise, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.jobs import service as jobs
from rfl.protection import over
from rfl.protection.models import RetentionItem, RetentionRun
from rfl.protection.over import Over
from rfl.protection.periods import periods_of
from rfl.protection.schedule import (
    FOLLOWS,
    OPEN,
    RetentionAct,
    RunState,
    check_second,
    list_hash,
)

RETENTION_JOB = "protection.retention"

MOST_SHOWN = 200
"""Of a long list the first so many are shown; all are counted and bound."""


@dataclass(frozen=True, slots=True)
class Due:
    """What is due for one act: how many, and the first of them, the oldest first."""

    act: RetentionAct
    total: int
    rows: Sequence[Over]


@dataclass(frozen=True, slots=True)
class RunPage:
    """One list, with what is on it and whether it still is as it was put up."""

    run: RetentionRun
    items: Sequence[RetentionItem]
    is_unchanged: bool


def due(session: Session, actor: Actor) -> Mapping[RetentionAct, Due]:
    """Return what is due in the actor's society. Numbers and days; no names."""
    authorise(actor, Permission.RETENTION_READ)
    found = {act: _due(session, actor, act, MOST_SHOWN) for act in RetentionAct}
    audit.record(
        session,
        actor.user_id,
        Act.RETENTION_LISTED,
        societies=[actor.society],
        subjects=[row.id for one in found.values() for row in one.rows],
        purpose="retention",
    )
    return found


def count_due(session: Session, actor: Actor) -> int:
    """Return how many cases and registrations are due, for any act. Opens and names none."""
    authorise(actor, Permission.RETENTION_READ)
    scope, periods = _scope(actor), periods_of(session, actor.society)
    return sum(over.count(session, act, periods, scope) for act in RetentionAct)


def propose(session: Session, actor: Actor, act: RetentionAct) -> RetentionRun:
    """Put up exactly what is due now, to be approved by a second person.

    Raises:
        DeniedError: the actor does not put lists up.
        RuleBrokenError: nothing is due, or a list of this kind waits or runs already.

    """
    authorise(actor, Permission.RETENTION_WORK)
    _check_none_open(session, actor, act)
    rows = _due(session, actor, act, None).rows
    if not rows:
        raise RuleBrokenError("Nothing is due.")
    run = RetentionRun(
        society_code=actor.society,
        act=act,
        state=RunState.PROPOSED,
        proposed_by=actor.user_id,
        proposed_at=clock.now(),
        list_hash=_hash(act, rows),
        total=len(rows),
    )
    session.add(run)
    session.flush()
    session.add_all(_item(run, row) for row in rows)
    session.flush()
    _record(session, actor, Act.RETENTION_PROPOSED, run, [row.id for row in rows])
    return run


def runs(session: Session, actor: Actor) -> Sequence[RetentionRun]:
    """Return the lists of the actor's society, newest first."""
    authorise(actor, Permission.RETENTION_READ)
    query = select(RetentionRun).where(RetentionRun.society_code == actor.society)
    return session.scalars(query.order_by(RetentionRun.proposed_at.desc()).limit(50)).all()


def read(session: Session, actor: Actor, run_id: UUID) -> RunPage:
    """Open one list.

    Raises:
        DeniedError, NotFoundError: not of the actor's society.

    """
    run = _reachable(session, actor, Permission.RETENTION_READ, run_id)
    rows = items(session, run.id)
    _record(session, actor, Act.RETENTION_LISTED, run, [one.record_id for one in rows])
    return RunPage(run, rows, _present_hash(session, run, rows) == run.list_hash)


def approve(session: Session, actor: Actor, run_id: UUID, seen: str) -> RetentionRun:
    """Approve exactly the list that was `seen`, and have it carried out in the background.

    Raises:
        DeniedError, NotFoundError: not the actor's to approve.
        RuleBrokenError: they put it up themselves, or a case changed since.

    """
    run = _reachable(session, actor, Permission.RETENTION_APPROVE, run_id, lock=True)
    _check_step(run, RunState.RUNNING)
    check_second(run.proposed_by, actor.user_id)
    rows = items(session, run.id)
    if seen != run.list_hash.hex() or _present_hash(session, run, rows) != run.list_hash:
        raise RuleBrokenError(
            "A record of this list was changed since it was put up. Have it put up again."
        )
    job = jobs.ask(
        session,
        kind=RETENTION_JOB,
        society=run.society_code,
        asked_by=run.proposed_by,
        arguments={"run": str(run.id)},
    )
    run.state, run.approved_by, run.job_id = RunState.RUNNING, actor.user_id, job.id
    run.approved_at = clock.now()
    _record(session, actor, Act.RETENTION_APPROVED, run, [one.record_id for one in rows])
    return run


def stop(session: Session, actor: Actor, run_id: UUID) -> RetentionRun:
    """Take a list back before it is carried out; whoever may approve may also send it back."""
    run = _reachable(session, actor, Permission.RETENTION_APPROVE, run_id, lock=True)
    _check_step(run, RunState.STOPPED)
    run.state, run.ended_at = RunState.STOPPED, clock.now()
    _record(session, actor, Act.RETENTION_STOPPED, run, [])
    return run


def items(session: Session, run_id: UUID) -> Sequence[RetentionItem]:
    """Return what is on a list, by number."""
    query = select(RetentionItem).where(RetentionItem.run_id == run_id)
    return session.scalars(query.order_by(RetentionItem.number)).all()


def _due(session: Session, actor: Actor, act: RetentionAct, limit: int | None) -> Due:
    scope, periods = _scope(actor), periods_of(session, actor.society)
    total = over.count(session, act, periods, scope)
    return Due(act, total, over.find(session, act, periods, scope, limit) if total else ())


def _scope(actor: Actor) -> Scope:
    return visible(actor, Permission.RETENTION_READ, clock.now())


def _hash(act: RetentionAct, rows: Iterable[Over]) -> bytes:
    return list_hash(act, [(row.id, row.state, row.since) for row in rows])


def _present_hash(session: Session, run: RetentionRun, rows: Sequence[RetentionItem]) -> bytes:
    return _hash(run.act, over.present(session, run.act, [one.record_id for one in rows]))


def _item(run: RetentionRun, row: Over) -> RetentionItem:
    is_case = run.act is not RetentionAct.FORGET
    return RetentionItem(
        run_id=run.id,
        request_id=row.id if is_case else None,
        registration_id=None if is_case else row.id,
        number=row.number,
    )


def _check_none_open(session: Session, actor: Actor, act: RetentionAct) -> None:
    query = select(RetentionRun.id).where(
        RetentionRun.society_code == actor.society,
        RetentionRun.act == act,
        RetentionRun.state.in_(OPEN),
    )
    if session.scalar(query.limit(1)) is not None:
        raise RuleBrokenError("A list of this kind waits or is being carried out already.")


def _check_step(run: RetentionRun, target: RunState) -> None:
    if target not in FOLLOWS[run.state]:
        raise RuleBrokenError("This list has moved on since the page was opened. Load it again.")


def _reachable(
    session: Session, actor: Actor, permission: Permission, run_id: UUID, *, lock: bool = False
) -> RetentionRun:
    authorise(actor, permission)
    run = session.get(RetentionRun, run_id, with_for_update=lock, populate_existing=lock)
    if run is None or run.society_code != actor.society:
        raise NotFoundError("list")
    return run


def _record(
    session: Session, actor: Actor, act: Act, run: RetentionRun, records: Sequence[UUID]
) -> None:
    audit.record(
        session,
        actor.user_id,
        act,
        societies=[run.society_code],
        subjects=[run.id, *records],
        purpose="retention",
        detail={"act": run.act, "list": run.list_hash.hex()},
    )
