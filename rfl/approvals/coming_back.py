"""What is at somebody's hand: wishes they decide on, and answers to what they asked themselves."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, may
from rfl.approvals import kinds, queries, service
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalState
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.db.rounds import Reading
from rfl.errors import RuleBrokenError


def at_hand(actor: Actor) -> Reading[Sequence[Approval]]:
    """Return the wishes that wait for the actor's decision, and answers to theirs. Opens none."""
    decides = kinds.decided_by(actor) if may(actor, Permission.APPROVAL_DECIDE) else {}
    back = kinds.comes_back_to(actor)
    if not decides and not back:
        return []
    return (yield from queries.at_hand(actor, decides, back, clock.now()))


def answers(session: Session, actor: Actor, rows: Sequence[Approval]) -> dict[UUID, str]:
    """Return by id what whoever refused said of the actor's own wishes."""
    refused = [
        row for row in rows if row.asked_by == actor.user_id and row.state is ApprovalState.REFUSED
    ]
    if not refused:
        return {}
    receipt = audit.record(
        session,
        actor.user_id,
        Act.APPROVAL_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in refused],
        purpose=service.PURPOSE,
    )
    documents = service.opened(session, receipt, refused)
    return {row.id: document.answer for row, document in zip(refused, documents, strict=True)}


def take_up(session: Session, actor: Actor, approval_id: UUID) -> None:
    """Keep that the actor has seen what came of their wish.

    Raises:
        NotFoundError: they asked no such thing.
        RuleBrokenError: nobody decided on it yet.

    """
    row, _wish = service.own(session, actor, approval_id)
    if row.state is ApprovalState.ASKED:
        raise RuleBrokenError("Nobody decided on this yet.")
    row.seen_at = row.seen_at or clock.now()
