"""One event's rows: reached under a permission, sealed, opened under a receipt."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries as access
from rfl.access.rules import Actor, Permission, authorise, may, visible
from rfl.audit import service as audit
from rfl.audit.reveal import opening, reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading
from rfl.errors import NotFoundError
from rfl.incidents import queries
from rfl.incidents.document import IncidentDocument, SightingDocument, TestimonyDocument
from rfl.incidents.models import Incident, IncidentSighting, IncidentTestimony
from rfl.incidents.rules import knows_people
from rfl.keys import service as keys
from rfl.persons.document import SCHEMA, decode, encode

PURPOSE = "tracing"


def reachable(
    session: Session,
    actor: Actor,
    permission: Permission,
    incident_id: UUID,
    *,
    lock: bool = False,
) -> Incident:
    """Return an event the actor may do `permission` to.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.

    """
    authorise(actor, permission)
    scope = visible(actor, permission, clock.now())
    row = queries.incident_within(session, scope, incident_id, lock=lock)
    if row is None:
        raise NotFoundError("incident")
    return row


def may_know_people(session: Session, actor: Actor, row: Incident) -> bool:
    """Tell whether the actor may know who was on board (rules.knows_people)."""
    is_owner = actor.user_id in {row.created_by, row.owner_id}
    is_head = may(actor, Permission.INCIDENT_REVIEW)
    if is_owner or is_head:
        return knows_people(is_head=is_head, is_owner=is_owner, has_case=False)
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())  # no emergency adds to it
    found = queries.cases(session, scope, row.id)
    is_own = any(actor.user_id in {one.created_by, one.owner_id} for one in found)
    shared = access.shared_with(session, [one.id for one in found], clock.now())
    has_case = is_own or actor.user_id in shared
    return knows_people(is_head=False, is_owner=False, has_case=has_case)


def check_knows(session: Session, actor: Actor, row: Incident) -> None:
    """Return if the actor may know who was on board.

    Raises:
        NotFoundError: they may not.

    """
    if not may_know_people(session, actor, row):
        raise NotFoundError("people of the incident")


def record(
    session: Session,
    actor: Actor,
    act: Act,
    row: Incident,
    subjects: Iterable[UUID] = (),
    fields: Sequence[str] = (),
) -> Receipt:
    """Write to the trail what the actor does with an event, and return leave to open it."""
    session.flush()
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[row.society_code],
        subjects=[row.id, *subjects],
        fields=fields,
        purpose=PURPOSE,
    )


def record_list(session: Session, actor: Actor, rows: Sequence[Incident]) -> Receipt:
    """Write to the trail which events the actor sees in a list, and return leave to open them."""
    return audit.record(
        session,
        actor.user_id,
        Act.INCIDENT_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["event"],
        purpose=PURPOSE,
    )


def seal(session: Session, row: Incident, document: IncidentDocument) -> None:
    """Seal what is known of an event anew."""
    row.sealed = keys.of(session).seal(row.key_id, _place(row), encode(document))


def open_one(session: Session, receipt: Receipt, row: Incident) -> IncidentDocument:
    """Return what is known of an event."""
    return open_many(session, receipt, [row])[0]


def open_many(
    session: Session, receipt: Receipt, rows: Sequence[Incident]
) -> list[IncidentDocument]:
    """Return what is known of events, in order."""
    opened = reveal_many(session, receipt, [Sealed(row.sealed, _place(row)) for row in rows])
    return [decode(data, IncidentDocument) for data in opened]


def opening_many(receipt: Receipt, rows: Sequence[Incident]) -> Reading[list[IncidentDocument]]:
    """Read what is known of events, in order."""
    opened = yield from opening(receipt, [Sealed(row.sealed, _place(row)) for row in rows])
    return [decode(data, IncidentDocument) for data in opened]


def open_testimonies(
    session: Session, receipt: Receipt, rows: Sequence[IncidentTestimony]
) -> list[TestimonyDocument]:
    """Return what was told, in order."""
    opened = reveal_many(session, receipt, [Sealed(row.sealed, _place(row)) for row in rows])
    return [decode(data, TestimonyDocument) for data in opened]


def open_sightings(
    session: Session, receipt: Receipt, rows: Sequence[IncidentSighting]
) -> list[SightingDocument]:
    """Return what was said of people, in order."""
    opened = reveal_many(session, receipt, [Sealed(row.sealed, _place(row)) for row in rows])
    return [decode(data, SightingDocument) for data in opened]


def opening_sightings(
    receipt: Receipt, rows: Sequence[IncidentSighting]
) -> Reading[list[SightingDocument]]:
    """Read what was said of people, in order."""
    opened = yield from opening(receipt, [Sealed(row.sealed, _place(row)) for row in rows])
    return [decode(data, SightingDocument) for data in opened]


def seal_told(
    session: Session, key_id: UUID, row: IncidentTestimony, document: TestimonyDocument
) -> None:
    """Seal a testimony under its witness's key, or the event's."""
    row.sealed = keys.of(session).seal(key_id, _place(row), encode(document))


def seal_seen(
    session: Session, key_id: UUID, row: IncidentSighting, document: SightingDocument
) -> None:
    """Seal what is said of a person under that person's key, or the event's."""
    row.sealed = keys.of(session).seal(key_id, _place(row), encode(document))


def _place(row: Incident | IncidentTestimony | IncidentSighting) -> Context:
    return Context(row.society_code, row.__tablename__, row.id, SCHEMA)
