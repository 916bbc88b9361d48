"""Setting a thing of My work aside until a day. It comes back by itself, or sooner if it must."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.db.rounds import Reading, all_of, ask, together
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.tracing.models import WorkRest
from rfl.tracing.work import Found, Pending, WorkItem, WorkKind, find_work, finding

REST_DAYS = (1, 3, 7, 14)
"""For how many days a thing may be set aside; a review is due after fourteen in any case."""


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that is somebody's to do: what stands now, and what they set aside."""

    now: list[Found]
    aside: list[tuple[Found, datetime]]
    """With the moment at which each comes back."""


def may_rest(pending: Pending | WorkItem, days: int, today: date) -> bool:
    """Tell whether a thing can be set aside for so many days: never when late, nor past its day."""
    in_time = pending.due is None or today + timedelta(days=days) < pending.due
    return days in REST_DAYS and not pending.urgent and in_time


def find(session: Session, actor: Actor) -> Work:
    """Return the actor's work, in order; what became late or moved on is not aside any more."""
    work, rows = ask(session, together(finding(actor), _rows(actor)))
    return _parted(work, {(row.kind, row.case_no): row for row in rows})


def rest(session: Session, actor: Actor, kind: WorkKind, case_no: str, days: int) -> datetime:
    """Set one thing aside, and return when it comes back.

    Raises:
        NotFoundError: it is not the actor's to do, or was done in the meantime.
        RuleBrokenError: it is late, or would be by then.

    """
    authorise(actor, Permission.WORK_LIST)
    pending = _pending(session, actor, kind, case_no)
    if not may_rest(pending, days, clock.today()):
        raise RuleBrokenError(
            "This is late, or would be by then, so it stays. Do it now, or hand the case to a "
            "colleague."
        )
    _forget(session, actor, kind, case_no)
    until = clock.now() + timedelta(days=days)
    session.add(
        WorkRest(
            user_id=actor.user_id, kind=kind, case_no=case_no, until=until, created_at=clock.now()
        )
    )
    _record(session, actor, kind, case_no)
    return until


def wake(session: Session, actor: Actor, kind: WorkKind, case_no: str) -> None:
    """Take a thing up again that was set aside. Twice is once."""
    authorise(actor, Permission.WORK_LIST)
    _forget(session, actor, kind, case_no)
    _record(session, actor, kind, case_no)


def _parted(found: Sequence[Found], rests: Mapping[tuple[str, str], WorkRest]) -> Work:
    work = Work([], [])
    for one in found:
        row = rests.get((one.pending.kind, one.pending.case_no))
        if row is None or one.pending.urgent or _moved_on(one.pending, row):
            work.now.append(one)
        else:
            work.aside.append((one, row.until))
    return work


def _moved_on(pending: Pending, row: WorkRest) -> bool:
    """Tell whether something happened since the thing was set aside."""
    return pending.since is not None and pending.since > row.created_at


def _pending(session: Session, actor: Actor, kind: WorkKind, case_no: str) -> Pending:
    for one in find_work(session, actor):
        if one.pending.kind is kind and one.pending.case_no == case_no:
            return one.pending
    raise NotFoundError("work item")


def _rows(actor: Actor) -> Reading[Sequence[WorkRest]]:
    query = select(WorkRest).where(WorkRest.user_id == actor.user_id, WorkRest.until > clock.now())
    return (yield from all_of(query))


def _forget(session: Session, actor: Actor, kind: WorkKind, case_no: str) -> None:
    """Forget this rest, and the actor's that are over."""
    whose = WorkRest.user_id == actor.user_id
    this = (WorkRest.kind == kind) & (WorkRest.case_no == case_no)
    session.execute(delete(WorkRest).where(whose, this | (WorkRest.until <= clock.now())))


def _record(session: Session, actor: Actor, kind: WorkKind, case_no: str) -> None:
    audit.record(
        session,
        actor.user_id,
        Act.WORK_RESTED,
        societies=[actor.society],
        detail={"number": case_no, "kind": str(kind)},
        purpose="tracing",
    )
