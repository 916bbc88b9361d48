"""What focal points do with emergencies: see them at once, judge them in time, or accounts rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, may
from rfl.accounts import managing
from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Sealed
from rfl.errors import NotFoundError
from rfl.jobs.service import Work
from rfl.safeguarding.breaking import context_of, seal
from rfl.safeguarding.document import GlassDocument, SaidOfGlass, decode
from rfl.safeguarding.models import BreakGlass
from rfl.safeguarding.rules import GlassAct, GlassState, acts, is_overdue, step

PURPOSE = "access_review"
GLASS_JOB = "safeguarding.glass"
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody found."""

    who: str
    at: datetime
    act: GlassAct
    words: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """One record opened in an emergency, told."""

    id: UUID
    who: str
    number: str
    reason: str
    state: GlassState
    opened_at: datetime
    until: datetime
    due_at: datetime
    is_running: bool
    is_overdue: bool
    said: tuple[Said, ...]
    acts: tuple[GlassAct, ...]


def emergencies(session: Session, actor: Actor, states: Sequence[GlassState]) -> list[Emergency]:
    """Return the emergencies of the actor's society in `states`, newest first."""
    authorise(actor, Permission.AUDIT_READ)
    query = select(BreakGlass).where(
        BreakGlass.society_code == actor.society,
        BreakGlass.state.in_(states),
        BreakGlass.user_id != actor.user_id,
    )
    rows = session.scalars(query.order_by(BreakGlass.opened_at.desc()).limit(SHOWN)).all()
    return _told(session, actor, rows, Act.GLASS_LISTED) if rows else []


def waiting(session: Session, actor: Actor) -> Sequence[BreakGlass]:
    """Return which emergencies wait for the actor's judgement, the earliest due first."""
    if not may(actor, Permission.AUDIT_READ):
        return []
    return session.scalars(
        select(BreakGlass).where(_waits(actor)).order_by(BreakGlass.due_at)
    ).all()


def judge(session: Session, actor: Actor, glass_id: UUID, act: GlassAct, words: str) -> None:
    """Say whether it was an emergency. If it was none, the account is suspended at once.

    Finding that it was one opens an account again that was suspended for want of an answer.

    Raises:
        NotFoundError: there is none in the actor's society, or it is the actor's own.
        RuleBrokenError: it was judged meanwhile, or nothing was written.

    """
    authorise(actor, Permission.AUDIT_READ)
    row = session.get(BreakGlass, glass_id, with_for_update=True)
    if row is None or row.society_code != actor.society or row.user_id == actor.user_id:
        raise NotFoundError("no such emergency here")
    state = step(row.state, act, words)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.GLASS_JUDGED,
        societies=[actor.society],
        subjects=[row.id, row.user_id],
        purpose=PURPOSE,
        detail={"act": act.value},
    )
    (document,) = opened(session, receipt, [row])
    said = SaidOfGlass(actor.user_id, clock.now(), act.value, words.strip())
    row.state = state
    seal(session, row, msgspec.structs.replace(document, said=(*document.said, said)))
    if state is GlassState.UNJUSTIFIED:
        row.until = min(row.until, clock.now())
        managing.suspend(session, actor.user_id, row.user_id)
    elif not _blocks(session, row.user_id):
        managing.end_suspension(session, actor.user_id, row.user_id)


def suspend_late(session: Session, society: str) -> int:
    """Suspend the accounts whose emergencies no focal point judged in time; return how many."""
    query = select(BreakGlass).where(
        BreakGlass.society_code == society,
        BreakGlass.state == GlassState.OPEN,
        BreakGlass.due_at < clock.now(),
    )
    users = {row.user_id for row in session.scalars(query)}
    return sum(managing.suspend(session, SYSTEM, user_id) for user_id in sorted(users))


def glass_job(work: Work) -> Mapping[str, int]:
    """Suspend what is late in one society."""
    with work.begin() as session:
        return {"suspended": suspend_late(session, work.society)}


def count_open(session: Session, actor: Actor) -> int:
    """Return how many emergencies wait for the actor's judgement. Opens none."""
    query = count_of_open(actor)
    return 0 if query is None else session.scalar(query) or 0


def count_of_open(actor: Actor) -> Select[int] | None:
    """Return the query of the same, for the tab; None if they judge none."""
    if not may(actor, Permission.AUDIT_READ):
        return None
    return select(func.count(BreakGlass.id)).where(_waits(actor))


def _waits(actor: Actor) -> ColumnElement[bool]:
    return and_(
        BreakGlass.society_code == actor.society,
        BreakGlass.state == GlassState.OPEN,
        BreakGlass.user_id != actor.user_id,
    )


def _blocks(session: Session, user_id: UUID) -> bool:
    """Tell whether another emergency of theirs was none, or waits too long."""
    query = select(BreakGlass).where(
        BreakGlass.user_id == user_id, BreakGlass.state != GlassState.JUSTIFIED
    )
    now = clock.now()
    return any(
        row.state is GlassState.UNJUSTIFIED or is_overdue(row.state, row.due_at, now)
        for row in session.scalars(query)
    )


def opened(session: Session, receipt: Receipt, rows: Sequence[BreakGlass]) -> list[GlassDocument]:
    """Return what is known and said of emergencies, under a receipt of their society."""
    sealed = [Sealed(row.sealed, context_of(row)) for row in rows]
    return [decode(data) for data in reveal_many(session, receipt, sealed)]


def _told(session: Session, actor: Actor, rows: Sequence[BreakGlass], act: Act) -> list[Emergency]:
    receipt = audit.record(
        session,
        actor.user_id,
        act,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        purpose=PURPOSE,
    )
    documents = opened(session, receipt, rows)
    spoke = {one.by for document in documents for one in document.said}
    names = access.staff_names(session, receipt, spoke | {row.user_id for row in rows})
    now = clock.now()
    return [
        Emergency(
            id=row.id,
            who=names[row.user_id],
            number=document.number,
            reason=document.reason,
            state=row.state,
            opened_at=row.opened_at,
            until=row.until,
            due_at=row.due_at,
            is_running=row.until > now,
            is_overdue=is_overdue(row.state, row.due_at, now),
            said=tuple(
                Said(names[one.by], one.at, GlassAct(one.act), one.words) for one in document.said
            ),
            acts=acts(row.state),
        )
        for row, document in zip(rows, documents, strict=True)
    ]
