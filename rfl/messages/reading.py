"""Reading messages and deliveries: lists, one with all that belongs to it, the pages of a paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, ask
from rfl.errors import NotFoundError
from rfl.messages import queries, records
from rfl.messages.document import DeliveryDocument, Handed, MessageDocument
from rfl.messages.models import FamilyMessage, MessageDelivery, MessageStep
from rfl.messages.queries import MessageFilter
from rfl.messages.rules import MessageState


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One line of the list of messages."""

    row: FamilyMessage
    document: MessageDocument
    view: MessageState


@dataclass(frozen=True, slots=True)
class MessageList:
    """One page of the list, and how many there are in each state."""

    rows: Sequence[MessageRow]
    counts: Mapping[MessageState, int]


@dataclass(frozen=True, slots=True)
class Opened:
    """All that the sender's society sees of one message."""

    row: FamilyMessage
    document: MessageDocument
    view: MessageState
    pages: int
    steps: Sequence[MessageStep]
    replies: Sequence[MessageDelivery]
    """Answers that were sent off to this society. One not sent off yet is not known here."""
    answers: MessageDelivery | None
    """What this message replies to, where it was brought by this society."""
    staff: Mapping[UUID, str]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One line of the list of messages to deliver."""

    row: MessageDelivery
    handed: Handed


@dataclass(frozen=True, slots=True)
class DeliveryList:
    """One page of the list, and how many there are in each state."""

    rows: Sequence[DeliveryRow]
    counts: Mapping[MessageState, int]


@dataclass(frozen=True, slots=True)
class Bringing:
    """All that the delivering society sees of one message."""

    row: MessageDelivery
    handed: Handed
    work: DeliveryDocument
    pages: int
    steps: Sequence[MessageStep]
    replies: Sequence[FamilyMessage]
    origin: FamilyMessage | None
    """The message of this society's own to which this one replies, if the actor may know it."""
    gate_refuses: bool
    staff: Mapping[UUID, str]
    receipt: Receipt


def list_messages(
    session: Session, actor: Actor, narrowed: MessageFilter, *, limit: int, offset: int
) -> MessageList:
    """Return messages the actor may see, the last moved first.

    Raises:
        DeniedError: the actor has nothing to do with messages.

    """
    authorise(actor, Permission.MESSAGE_LIST)
    scope, now = visible(actor, Permission.MESSAGE_LIST, clock.now()), clock.now()
    found = queries.messages(session, scope, narrowed, now, (limit, offset))
    receipt = audit.record(
        session,
        actor.user_id,
        Act.MESSAGE_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in found],
        fields=["names"],
        purpose="tracing",
        detail={"number": narrowed.number} if narrowed.number else None,
    )
    return MessageList(
        open_rows(session, receipt, found), queries.counts(session, scope, narrowed, now)
    )


def open_rows(
    session: Session, receipt: Receipt, rows: Sequence[FamilyMessage]
) -> list[MessageRow]:
    """Return messages the caller has decided may be shown, with their names."""
    return ask(session, opening_rows(receipt, rows))


def opening_rows(receipt: Receipt, rows: Sequence[FamilyMessage]) -> Reading[list[MessageRow]]:
    """Read messages the caller has decided may be shown, with their names."""
    documents = yield from records.opening_messages(receipt, rows)
    return [
        MessageRow(row, document, records.view_of(row))
        for row, document in zip(rows, documents, strict=True)
    ]


def read(
    session: Session,
    actor: Actor,
    message_id: UUID,
    permission: Permission = Permission.MESSAGE_READ,
) -> Opened:
    """Open one message as its own society sees it.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    row = records.reach_message(session, actor, permission, message_id)
    receipt = records.record(session, actor, Act.MESSAGE_OPENED, row, ["all"])
    steps = queries.steps(session, message_id=row.id)
    people = [row.created_by, row.written_by, row.screened_by, *(one.created_by for one in steps)]
    scope = visible(actor, Permission.DELIVERY_READ, clock.now())
    replies = queries.deliveries_within(session, scope, MessageDelivery.reply_to_id == row.id)
    answers = MessageDelivery.message_id == row.reply_to_id
    origin = queries.deliveries_within(session, scope, answers) if row.reply_to_id else []
    return Opened(
        row=row,
        document=records.open_message(session, receipt, row),
        view=records.view_of(row),
        pages=len(queries.pages(session, message_id=row.id)),
        steps=steps,
        replies=replies,
        answers=next(iter(origin), None),
        staff=access.staff_names(session, receipt, people),
        receipt=receipt,
    )


def list_deliveries(
    session: Session,
    actor: Actor,
    states: Sequence[MessageState],
    *,
    limit: int,
    offset: int,
) -> DeliveryList:
    """Return messages that the actor's society brings, those whose time is over soonest first."""
    authorise(actor, Permission.DELIVERY_LIST)
    scope = visible(actor, Permission.DELIVERY_LIST, clock.now())
    found = queries.deliveries(session, scope, states, (limit, offset))
    receipt = audit.record(
        session,
        actor.user_id,
        Act.DELIVERY_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in found],
        fields=["names", "places"],
        purpose="tracing",
    )
    opened = records.open_handed(session, receipt, found)
    rows = [DeliveryRow(row, handed) for row, handed in zip(found, opened, strict=True)]
    return DeliveryList(rows, queries.delivery_counts(session, scope))


def read_delivery(session: Session, actor: Actor, delivery_id: UUID) -> Bringing:
    """Open one message that the actor's society brings, with that society's own work.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    row = records.reach_delivery(session, actor, Permission.DELIVERY_READ, delivery_id)
    receipt = records.record(session, actor, Act.DELIVERY_OPENED, row, ["all"])
    steps = queries.steps(session, delivery_id=row.id)
    scope = visible(actor, Permission.MESSAGE_READ, clock.now())
    origin = queries.message_within(session, scope, row.reply_to_id) if row.reply_to_id else None
    message = session.get_one(FamilyMessage, row.message_id)
    people = [row.owner_id, *(one.created_by for one in steps)]
    return Bringing(
        row=row,
        handed=records.open_handed(session, receipt, [row])[0],
        work=records.open_work(session, receipt, row),
        pages=len(queries.pages(session, delivery_id=row.id)),
        steps=steps,
        replies=queries.messages_within(
            session, scope, FamilyMessage.reply_to_id == row.message_id
        ),
        origin=origin,
        gate_refuses=queries.gate_refuses(session, row, message.request_id),
        staff=access.staff_names(session, receipt, people),
        receipt=receipt,
    )


def picture(session: Session, actor: Actor, message_id: UUID, place: int) -> bytes:
    """Return one page of a paper message as a picture (JPEG).

    Raises:
        DeniedError, NotFoundError: not the actor's to read, or there is no such page.

    """
    row = records.reach_message(session, actor, Permission.MESSAGE_READ, message_id)
    receipt = records.record(session, actor, Act.MESSAGE_OPENED, row, ["page"])
    found = [one for one in queries.pages(session, message_id=row.id) if one.place == place]
    if not found:
        raise NotFoundError("page")
    return records.open_pages(session, receipt, found)[0]


def delivery_picture(session: Session, actor: Actor, delivery_id: UUID, place: int) -> bytes:
    """Return one page of a paper message that the actor's society brings; see `picture`."""
    row = records.reach_delivery(session, actor, Permission.DELIVERY_READ, delivery_id)
    receipt = records.record(session, actor, Act.DELIVERY_OPENED, row, ["page"])
    found = [one for one in queries.pages(session, delivery_id=row.id) if one.place == place]
    if not found:
        raise NotFoundError("page")
    return records.open_pages(session, receipt, found)[0]


def printed(
    session: Session, actor: Actor, message_id: UUID
) -> tuple[FamilyMessage, MessageDocument, list[bytes]]:
    """Open a message to be printed: its row, its document and its pages."""
    row = records.reach_message(session, actor, Permission.MESSAGE_READ, message_id)
    receipt = records.record(session, actor, Act.PRINTED, row, ["all"])
    pages = records.open_pages(session, receipt, queries.pages(session, message_id=row.id))
    return row, records.open_message(session, receipt, row), pages


def printed_delivery(
    session: Session, actor: Actor, delivery_id: UUID
) -> tuple[MessageDelivery, Handed, list[bytes]]:
    """Open a message that is brought to somebody, to be printed; see `printed`."""
    row = records.reach_delivery(session, actor, Permission.DELIVERY_READ, delivery_id)
    receipt = records.record(session, actor, Act.PRINTED, row, ["all"])
    pages = records.open_pages(session, receipt, queries.pages(session, delivery_id=row.id))
    return row, records.open_handed(session, receipt, [row])[0], pages
