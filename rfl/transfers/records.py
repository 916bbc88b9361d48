"""One offer's rows: reached from either side, seen as it stands, sealed and opened, recorded."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError
from rfl.keys import service as keys
from rfl.persons.document import SCHEMA, decode, encode
from rfl.tracing.models import TracingRequest
from rfl.transfers import queries
from rfl.transfers.document import OfferDocument
from rfl.transfers.models import CaseOffer
from rfl.transfers.rules import OPEN, OfferState, Sharing, seen_as

DELIVERED = "delivered"
"""The column to which the other society's copy is bound; one's own has the table's."""


def reach_own(
    session: Session, actor: Actor, permission: Permission, offer_id: UUID, *, lock: bool = False
) -> CaseOffer:
    """Return an offer that the actor's society made.

    Raises:
        DeniedError, NotFoundError: not theirs, or there is none.

    """
    authorise(actor, permission)
    scope = visible(actor, permission, clock.now())
    known = queries.own(scope)
    return _found(queries.offer_within(session, scope, offer_id, known, lock=lock))


def reach_received(
    session: Session, actor: Actor, offer_id: UUID, *, lock: bool = False
) -> CaseOffer:
    """Return an offer that reached the actor's society, or a branch of it.

    Raises:
        DeniedError, NotFoundError: it did not, or there is none.

    """
    authorise(actor, Permission.TRANSFER_ANSWER)
    scope = visible(actor, Permission.TRANSFER_ANSWER, clock.now())
    known = queries.reached()
    return _found(queries.offer_within(session, scope, offer_id, known, lock=lock))


def is_within(row: CaseOffer) -> bool:
    """Tell whether an offer stays within one society: nothing crosses."""
    return row.to_society == row.society_code


def sharing(session: Session, row: CaseOffer) -> Sharing | None:
    """Return what the enquirer said of sharing; None where nothing crosses."""
    return None if is_within(row) else queries.sharings(session, [row])[row.id]


def is_erased_there(session: Session, row: CaseOffer) -> bool:
    """Tell whether the case was erased where it arrived, and that side's copy with it."""
    there = session.get(TracingRequest, row.new_request_id) if row.new_request_id else None
    return there is not None and there.erased_at is not None


def view_of(session: Session, row: CaseOffer) -> OfferState:
    """Return the state of an offer as both sides see it now."""
    return views_of(session, [row])[row.id]


def views_of(session: Session, rows: Sequence[CaseOffer]) -> dict[UUID, OfferState]:
    """Return the states of offers as both sides see them now, by offer."""
    asked = [row for row in rows if row.state in OPEN and not is_within(row)]
    said, now = queries.sharings(session, asked), clock.now()
    found = {row.id: seen_as(row.state, row.answer_by, said.get(row.id), now) for row in rows}
    for row in rows:
        if row.state is OfferState.SHARED and is_erased_there(session, row):
            found[row.id] = OfferState.ENDED
    return found


def seal_both(session: Session, row: CaseOffer, document: OfferDocument) -> None:
    """Seal what is told of a case, for each side under its own key."""
    store, data = keys.of(session), encode(document)
    row.sealed = store.seal(row.key_id, _own_context(row), data)
    row.delivered = store.seal(row.delivered_key_id, _delivered_context(row), data)


def open_own(session: Session, receipt: Receipt, rows: Sequence[CaseOffer]) -> list[OfferDocument]:
    """Return what is told of cases, from the offering side's copies, in order."""
    return _opened(session, receipt, [Sealed(row.sealed, _own_context(row)) for row in rows])


def open_delivered(
    session: Session, receipt: Receipt, rows: Sequence[CaseOffer]
) -> list[OfferDocument]:
    """Return what is told of cases, from the other side's copies, in order."""
    sealed = [Sealed(row.delivered, _delivered_context(row)) for row in rows]
    return _opened(session, receipt, sealed)


def record(
    session: Session, actor: Actor, act: Act, row: CaseOffer, subjects: Sequence[UUID] = ()
) -> Receipt:
    """Write into the log of the actor's own society, and into no other."""
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[actor.society],
        subjects=[row.id, *subjects],
        purpose="tracing",
        detail={"offer": row.number, "from": row.society_code, "to": row.to_society},
    )


def _found(row: CaseOffer | None) -> CaseOffer:
    if row is None:
        raise NotFoundError("offer")
    return row


def _opened(session: Session, receipt: Receipt, sealed: Sequence[Sealed]) -> list[OfferDocument]:
    return [decode(data, OfferDocument) for data in reveal_many(session, receipt, sealed)]


def _own_context(row: CaseOffer) -> Context:
    return Context(row.society_code, CaseOffer.__tablename__, row.id, SCHEMA)


def _delivered_context(row: CaseOffer) -> Context:
    return Context(row.to_society, CaseOffer.__tablename__, row.id, SCHEMA, column=DELIVERED)
