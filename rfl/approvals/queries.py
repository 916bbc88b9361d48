"""Reads of wishes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from rfl.access.rules import Actor
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalKind, ApprovalState
from rfl.db.rounds import Reading, all_of

MOST_SHOWN = 200

UNINVITED = (ApprovalState.REFUSED, ApprovalState.WITHDRAWN, ApprovalState.EXPIRED)

ANSWERED = (ApprovalState.APPROVED, ApprovalState.REFUSED, ApprovalState.EXPIRED)
"""Where a wish comes to by somebody else's hand, or nobody's."""

LOOKED_BACK = timedelta(days=7)
"""So long a key is destroyed again each hour, should a worker have died before it did."""


def inbox(
    session: Session, actor: Actor, kinds: Collection[ApprovalKind], since: datetime
) -> Sequence[Approval]:
    """Return what waits in the actor's society or was decided after `since`, newest first.

    Of `kinds` everything, of others what the actor asked.
    """
    recent = or_(Approval.state == ApprovalState.ASKED, Approval.decided_at > since)
    query = select(Approval).where(_reached(actor, kinds), recent)
    return session.scalars(query.order_by(Approval.asked_at.desc()).limit(MOST_SHOWN)).all()


def count_of_waiting(actor: Actor, kinds: Collection[ApprovalKind], now: datetime) -> Select[int]:
    """Return the query of how many wishes wait for the actor's decision."""
    return select(func.count(Approval.id)).where(_waits_for(actor, kinds, now))


def at_hand(
    actor: Actor,
    kinds: Collection[ApprovalKind],
    back: Mapping[ApprovalKind, timedelta],
    now: datetime,
) -> Reading[Sequence[Approval]]:
    """Read what waits for the actor's decision, and what came back to them: by their last day.

    `kinds`: on which they decide; `back`: what comes back to who asked, and for how long.
    """
    mine = (_came_back(actor, kind, now - for_) for kind, for_ in back.items())
    query = select(Approval).where(or_(_waits_for(actor, kinds, now), *mine))
    return (yield from all_of(query, Approval.until, most=MOST_SHOWN))


def _came_back(actor: Actor, kind: ApprovalKind, since: datetime) -> ColumnElement[bool]:
    return and_(
        Approval.society_code == actor.society,
        Approval.kind == kind,
        Approval.asked_by == actor.user_id,
        Approval.state.in_(ANSWERED),
        Approval.decided_at > since,
        Approval.seen_at.is_(None),
    )


def _waits_for(actor: Actor, kinds: Collection[ApprovalKind], now: datetime) -> ColumnElement[bool]:
    return and_(
        Approval.society_code == actor.society,
        Approval.kind.in_(kinds),
        _waits(now),
        Approval.asked_by != actor.user_id,
        Approval.subject_id != actor.user_id,
    )


def waiting_about(
    session: Session, society: str, kind: ApprovalKind, subject_id: UUID, now: datetime
) -> Sequence[Approval]:
    """Return the wishes of a kind about a subject that still wait."""
    query = select(Approval).where(
        Approval.society_code == society,
        Approval.kind == kind,
        Approval.subject_id == subject_id,
        _waits(now),
    )
    return session.scalars(query).all()


def over(session: Session, society: str, now: datetime) -> Sequence[Approval]:
    """Return the wishes of a society that nobody decided in time, locked."""
    query = select(Approval).where(
        Approval.society_code == society,
        Approval.state == ApprovalState.ASKED,
        Approval.until <= now,
    )
    return session.scalars(query.with_for_update()).all()


def uninvited(session: Session, society: str, before: datetime) -> Sequence[Approval]:
    """Return invitations that came to nothing and were decided `before`, locked.

    Those emptied long ago are left out: their keys are gone for sure.
    """
    query = select(Approval).where(
        Approval.society_code == society,
        Approval.kind == ApprovalKind.INVITE,
        Approval.state.in_(UNINVITED),
        Approval.decided_at <= before,
        or_(Approval.sealed != b"", Approval.decided_at > before - LOOKED_BACK),
    )
    return session.scalars(query.with_for_update()).all()


def invitations_of(session: Session, subject_ids: Collection[UUID]) -> Sequence[Approval]:
    """Return the wishes by which these people were invited, locked."""
    query = select(Approval).where(
        Approval.kind == ApprovalKind.INVITE, Approval.subject_id.in_(set(subject_ids))
    )
    return session.scalars(query.with_for_update()).all()


def reachable(
    session: Session, actor: Actor, kinds: Collection[ApprovalKind], approval_id: UUID
) -> Approval | None:
    """Return a wish that the actor may see, locked."""
    query = select(Approval).where(Approval.id == approval_id, _reached(actor, kinds))
    return session.scalar(query.with_for_update().execution_options(populate_existing=True))


def _reached(actor: Actor, kinds: Collection[ApprovalKind]) -> ColumnElement[bool]:
    mine = Approval.asked_by == actor.user_id
    return and_(Approval.society_code == actor.society, or_(mine, Approval.kind.in_(kinds)))


def _waits(now: datetime) -> ColumnElement[bool]:
    return and_(Approval.state == ApprovalState.ASKED, Approval.until > now)
