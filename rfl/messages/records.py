"""The rows of messages: reached under a permission, sealed, opened under a receipt, recorded."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.models import Guarded
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, visible
from rfl.audit import service as audit
from rfl.audit.reveal import opening, reveal, reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading, ask
from rfl.errors import NotFoundError
from rfl.keys import service as keys
from rfl.messages import queries
from rfl.messages.document import DeliveryDocument, Handed, MessageDocument
from rfl.messages.models import FamilyMessage, MessageDelivery, MessagePage, MessageStep
from rfl.messages.rules import MessageAct, MessageState, Report, sender_view
from rfl.persons.document import SCHEMA, decode, encode

WORK = "work"
"""The column to which the delivering society's work is bound; its handed copy has the table's."""


def view_of(row: FamilyMessage) -> MessageState:
    """Return the state that the message's own society sees now."""
    report = Report(row.reported, row.reported_paper)
    return sender_view(row.state, report, row.tries_until, clock.now())


def reach_message(
    session: Session, actor: Actor, permission: Permission, message_id: UUID, *, lock: bool = False
) -> FamilyMessage:
    """Return a message of the actor's society they may do `permission` to.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.

    """
    authorise(actor, permission)
    scope = visible(actor, permission, clock.now())
    row = queries.message_within(session, scope, message_id, lock=lock)
    if row is None:
        raise NotFoundError("message")
    return row


def reach_delivery(
    session: Session, actor: Actor, permission: Permission, delivery_id: UUID, *, lock: bool = False
) -> MessageDelivery:
    """Return a delivery of the actor's society they may do `permission` to.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.

    """
    authorise(actor, permission)
    scope = visible(actor, permission, clock.now())
    row = queries.delivery_within(session, scope, delivery_id, lock=lock)
    if row is None:
        raise NotFoundError("delivery")
    return row


def seal_message(session: Session, row: FamilyMessage, document: MessageDocument) -> None:
    """Seal a message's document anew."""
    row.sealed = keys.of(session).seal(row.key_id, _message_context(row), encode(document))


def open_message(session: Session, receipt: Receipt, row: FamilyMessage) -> MessageDocument:
    """Return a message's document."""
    return open_messages(session, receipt, [row])[0]


def open_messages(
    session: Session, receipt: Receipt, rows: Sequence[FamilyMessage]
) -> list[MessageDocument]:
    """Return the documents of messages, in order."""
    return ask(session, opening_messages(receipt, rows))


def opening_messages(
    receipt: Receipt, rows: Sequence[FamilyMessage]
) -> Reading[list[MessageDocument]]:
    """Read the documents of messages, in order."""
    sealed = [Sealed(row.sealed, _message_context(row)) for row in rows]
    return [decode(data, MessageDocument) for data in (yield from opening(receipt, sealed))]


def seal_handed(session: Session, row: MessageDelivery, handed: Handed) -> None:
    """Seal what the delivering society gets, under its own key."""
    row.sealed = keys.of(session).seal(row.key_id, _handed_context(row), encode(handed))


def open_handed(
    session: Session, receipt: Receipt, rows: Sequence[MessageDelivery]
) -> list[Handed]:
    """Return what was handed to the delivering society, in order."""
    return ask(session, opening_handed(receipt, rows))


def opening_handed(receipt: Receipt, rows: Sequence[MessageDelivery]) -> Reading[list[Handed]]:
    """Read what was handed to the delivering society, in order."""
    sealed = [Sealed(row.sealed, _handed_context(row)) for row in rows]
    return [decode(data, Handed) for data in (yield from opening(receipt, sealed))]


def seal_work(session: Session, row: MessageDelivery, work: DeliveryDocument) -> None:
    """Seal the delivering society's work."""
    row.work = keys.of(session).seal(row.work_key_id, _work_context(row), encode(work))


def open_work(session: Session, receipt: Receipt, row: MessageDelivery) -> DeliveryDocument:
    """Return the delivering society's work."""
    return decode(reveal(session, receipt, Sealed(row.work, _work_context(row))), DeliveryDocument)


def seal_pages(
    session: Session, owner: FamilyMessage | MessageDelivery, pictures: Sequence[bytes]
) -> None:
    """Keep the pages of a paper message, sealed under its owner's key."""
    is_handed = isinstance(owner, MessageDelivery)
    rows = [
        MessagePage(
            id=uuid4(),
            society_code=owner.society_code,
            message_id=None if is_handed else owner.id,
            delivery_id=owner.id if is_handed else None,
            place=place,
        )
        for place, _ in enumerate(pictures, 1)
    ]
    items = [
        (owner.key_id, page_context(row), picture)
        for row, picture in zip(rows, pictures, strict=True)
    ]
    for row, blob in zip(rows, keys.of(session).seal_many(items), strict=True):
        row.sealed = blob
    session.add_all(rows)


def open_pages(session: Session, receipt: Receipt, rows: Sequence[MessagePage]) -> list[bytes]:
    """Return pages as pictures (JPEG), in order."""
    return reveal_many(session, receipt, [Sealed(row.sealed, page_context(row)) for row in rows])


def page_context(row: MessagePage) -> Context:
    """Return the place to which a page is bound."""
    return Context(row.society_code, MessagePage.__tablename__, row.id, SCHEMA)


def write_step(
    session: Session, actor: Actor, owner: FamilyMessage | MessageDelivery, act: MessageAct
) -> None:
    """Write one line of a time line."""
    is_handed = isinstance(owner, MessageDelivery)
    session.add(
        MessageStep(
            id=uuid4(),
            society_code=owner.society_code,
            message_id=None if is_handed else owner.id,
            delivery_id=owner.id if is_handed else None,
            act=act,
            at=clock.now(),
            created_by=actor.user_id,
        )
    )


def record(
    session: Session,
    actor: Actor,
    act: Act,
    row: FamilyMessage | MessageDelivery,
    fields: Sequence[str] = (),
) -> Receipt:
    """Write into the log of the row's own society, and into no other."""
    related = [row.person_id] if row.person_id else []
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[row.society_code],
        subjects=[row.id, *related],
        fields=fields,
        purpose="tracing",
    )


def strictest(*found: Sensitivity) -> Sensitivity:
    """Return the closest of some ways to hold a record."""
    order = list(Sensitivity)
    return max(found, key=order.index)


def name_as(session: Session, actor: Actor, source: UUID, row: Guarded) -> None:
    """Let those who are named on a sealed record know of what hangs on it, and nobody else."""
    identity: UUID = row.id  # type: ignore[attr-defined]  # every guarded model has one
    if row.sensitivity is Sensitivity.SEALED:
        for reader in access_queries.named_readers(session, source):
            access.name_reader(session, actor, identity, reader)


def _message_context(row: FamilyMessage) -> Context:
    return Context(row.society_code, FamilyMessage.__tablename__, row.id, SCHEMA)


def _handed_context(row: MessageDelivery) -> Context:
    return Context(row.society_code, MessageDelivery.__tablename__, row.id, SCHEMA)


def _work_context(row: MessageDelivery) -> Context:
    return Context(row.society_code, MessageDelivery.__tablename__, row.id, SCHEMA, column=WORK)
