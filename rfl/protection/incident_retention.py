"""Events with many missing whose time is over, and the erasure of one that should not be there.

An event is kept as long as any case hangs on it that is not anonymous yet: families begin to look
years later. Each is erased by itself, with four eyes (rfl.erasure); people and cases stay.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.erasure import service as erasure
from rfl.erasure.models import Erasure
from rfl.erasure.rules import EraseReason, ErasureState, Record, RecordKind
from rfl.errors import NotFoundError
from rfl.incidents.models import Incident, IncidentTie
from rfl.protection.periods import periods_of
from rfl.protection.schedule import years_before
from rfl.tracing.models import TracingRequest


def due_incidents(session: Session, actor: Actor) -> Sequence[Incident]:
    """Return the events whose time is over, and whose erasure nobody asked for yet; opens none."""
    authorise(actor, Permission.RETENTION_READ)
    asked = select(Erasure.record_id).where(Erasure.state == ErasureState.ASKED)
    query = select(Incident).where(
        where(visible(actor, Permission.RETENTION_READ, clock.now()), Incident),
        _is_over(session, actor.society),
        Incident.id.not_in(asked),
    )
    return session.scalars(query.order_by(Incident.changed_at, Incident.number)).all()


def reachable(session: Session, actor: Actor, incident_id: UUID) -> Incident:
    """Return an event whose erasure the actor may ask for. Nothing is opened.

    Raises:
        DeniedError, NotFoundError: not theirs to ask.

    """
    authorise(actor, Permission.ERASURE_ASK)
    scope = visible(actor, Permission.ERASURE_ASK, clock.now())
    query = select(Incident).where(Incident.id == incident_id, where(scope, Incident))
    row = session.scalar(query)
    if row is None:
        raise NotFoundError("incident")
    return row


def ask_erasure(session: Session, actor: Actor, incident_id: UUID) -> Erasure:
    """Ask that an event be erased: its time is over, or it should never have been written.

    Raises:
        DeniedError, NotFoundError: not theirs to ask.

    """
    query = select(Incident.id).where(Incident.id == incident_id, _is_over(session, actor.society))
    is_over = session.scalar(query) is not None
    reason = EraseReason.OVER if is_over else EraseReason.MISTAKE
    return erasure.ask(session, actor, Record(RecordKind.INCIDENT, incident_id), reason)


def _is_over(session: Session, society: str) -> ColumnElement[bool]:
    """Return the condition under which nothing was written for long, and no case needs it."""
    limit = years_before(clock.now(), periods_of(session, society).anonymise_years)
    kept = exists().where(
        IncidentTie.incident_id == Incident.id,
        IncidentTie.off_at.is_(None),
        TracingRequest.id == IncidentTie.request_id,
        TracingRequest.erased_at.is_(None),
    )
    return (Incident.changed_at <= limit) & ~kept
