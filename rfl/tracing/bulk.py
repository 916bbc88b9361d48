"""One act on many cases: shown before it is done, each case by its own rules, and undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, may, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.text import Text
from rfl.tracing import handing, queries, reading, service
from rfl.tracing.bulk_rules import (
    UNDO_WITHIN,
    BulkKind,
    Standing,
    Wish,
    check_many,
    why_not,
)
from rfl.tracing.cases import record_change
from rfl.tracing.models import BulkAct, TracingRequest
from rfl.tracing.reading import CaseRow


@dataclass(frozen=True, slots=True)
class Line:
    """One of the chosen cases, and why it would stay as it is; None where it changes."""

    row: CaseRow
    trouble: Text | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The chosen cases as an act would find them, and the names of who may own cases."""

    lines: Sequence[Line]
    staff: Mapping[UUID, str]

    @property
    def changing(self) -> int:
        """Return how many cases would change."""
        return sum(1 for line in self.lines if line.trouble is None)


@dataclass(frozen=True, slots=True)
class Done:
    """An act on many that was done: how many cases it changed, and whether it can be undone."""

    row: BulkAct
    may_undo: bool


def preview(session: Session, actor: Actor, ids: Sequence[UUID], wish: Wish | None) -> Preview:
    """Return the chosen cases that the actor may change; without a wish, none has trouble.

    Raises:
        DeniedError: the actor may not change cases.
        RuleBrokenError: none is chosen, or too many.

    """
    rows = _chosen(session, actor, ids)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["names"],
        purpose="tracing",
    )
    opened = reading.open_rows(session, receipt, rows)
    lines = [Line(one, _trouble(one.request, wish, actor)) for one in opened]
    return Preview(lines, reading.colleagues(session, actor))


def carry_out(session: Session, actor: Actor, ids: Sequence[UUID], wish: Wish) -> BulkAct:
    """Do it to each chosen case that changes; keep what was before, so that it can be undone.

    Raises:
        DeniedError, NotFoundError: the actor may not, or nobody works on cases by that id.
        RuleBrokenError: nothing changes, the day is past, none or too many are chosen.

    """
    changes = []
    for row in _chosen(session, actor, ids):
        if _trouble(row, wish, actor) is None:
            before = _value(row, wish.kind)
            _apply(session, actor, row.id, wish)
            changes.append([str(row.id), before, _value(row, wish.kind)])
    if not changes:
        raise RuleBrokenError("Nothing would change: read beside each case why.")
    done = BulkAct(
        id=uuid4(),
        society_code=actor.society,
        user_id=actor.user_id,
        kind=wish.kind,
        made_at=clock.now(),
        changes=changes,
    )
    session.add(done)
    session.flush()
    return done


def read(session: Session, actor: Actor, bulk_id: UUID) -> Done:
    """Return an act on many of the actor's own.

    Raises:
        DeniedError, NotFoundError: there is none of theirs.

    """
    row = _own(session, actor, bulk_id)
    return Done(row, row.undone_at is None and clock.now() - row.made_at <= UNDO_WITHIN)


def undo(session: Session, actor: Actor, bulk_id: UUID) -> tuple[int, int]:
    """Give each case back what it had; return how many got it back, and how many stay.

    A case that somebody changed since stays as they left it.

    Raises:
        DeniedError, NotFoundError: there is none of the actor's.
        RuleBrokenError: it was undone already, or too long ago.

    """
    authorise(actor, Permission.REQUEST_WRITE)
    done = read(session, actor, bulk_id)
    if not done.may_undo:
        raise RuleBrokenError("This was undone already, or is more than a day ago.")
    ids = [UUID(one) for one, _before, _after in done.row.changes]
    rows = {row.id: row for row in reached(session, actor, ids)}
    back = 0
    for one, before, after in done.row.changes:
        row = rows.get(UUID(one))
        if row is not None and _value(row, done.row.kind) == after:
            _restore(session, actor, row, done.row.kind, before)
            back += 1
    done.row.undone_at = clock.now()
    return back, len(ids) - back


def _chosen(session: Session, actor: Actor, ids: Sequence[UUID]) -> Sequence[TracingRequest]:
    authorise(actor, Permission.REQUEST_WRITE)
    check_many(len(set(ids)))
    return reached(session, actor, ids)


def reached(session: Session, actor: Actor, ids: Sequence[UUID]) -> Sequence[TracingRequest]:
    """Return which of these cases the actor may change, by number. Nothing is opened."""
    scope = visible(actor, Permission.REQUEST_WRITE, clock.now())
    query = select(TracingRequest).where(TracingRequest.id.in_(set(ids)), queries.within(scope))
    return session.scalars(query.order_by(TracingRequest.number)).all()


def _trouble(row: TracingRequest, wish: Wish | None, actor: Actor) -> Text | None:
    if wish is None:
        return None
    found = Standing(row.state, row.owner_id, row.review_on.date() if row.review_on else None)
    return why_not(found, wish, actor.user_id, is_head=may(actor, Permission.REQUEST_ASSIGN))


def _apply(session: Session, actor: Actor, request_id: UUID, wish: Wish) -> None:
    if wish.kind is BulkKind.OWNER and wish.owner_id is not None:
        handing.hand_over(session, actor, request_id, wish.owner_id)
    elif wish.day is not None:
        service.set_review(session, actor, request_id, wish.day)


def _restore(
    session: Session, actor: Actor, row: TracingRequest, kind: BulkKind, before: str
) -> None:
    if kind is BulkKind.OWNER:
        handing.give_back(session, actor, row, UUID(before) if before else None)
        return
    day = date.fromisoformat(before) if before else None
    row.review_on = datetime.combine(day, time(12), UTC) if day else None
    row.changed_at = clock.now()
    record_change(session, actor, row)


def _value(row: TracingRequest, kind: BulkKind) -> str:
    if kind is BulkKind.OWNER:
        return str(row.owner_id or "")
    return row.review_on.date().isoformat() if row.review_on else ""


def _own(session: Session, actor: Actor, bulk_id: UUID) -> BulkAct:
    authorise(actor, Permission.REQUEST_WRITE)
    row = session.get(BulkAct, bulk_id)
    if row is None or (row.user_id, row.society_code) != (actor.user_id, actor.society):
        raise NotFoundError("act on many cases")
    return row
