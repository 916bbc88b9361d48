"""The sender's society: a message is written down, read by another, sent off, and its end told.

Nothing here reads the delivering society's work: it learns of it through a report alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4, uuid5

import msgspec
from sqlalchemy import delete
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity, authorise
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.keys import service as keys
from rfl.messages import queries, records
from rfl.messages.checks import check_clean, check_return, check_screener
from rfl.messages.document import (
    Address,
    DeliveryDocument,
    MessageDocument,
    Party,
    Screening,
    handed_of,
)
from rfl.messages.models import FamilyMessage, MessageDelivery, MessagePage
from rfl.messages.rules import (
    ACTS,
    MOST_SIGNS,
    MessageAct,
    MessageKind,
    MessageState,
    check_act,
    first_state,
    try_until,
)
from rfl.persons import service as persons
from rfl.persons.models import Person
from rfl.persons.rules import RelationKind
from rfl.societies import service as societies
from rfl.tracing import cases

NOWHERE = Address()


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message as it was taken down. `pages`: pictures made by `picturing`."""

    kind: MessageKind
    document: MessageDocument
    to_society: str
    is_agreed: bool = False
    """The sender knows that colleagues read it and societies carry it, and agrees."""
    pages: tuple[bytes, ...] = ()
    person_id: UUID | None = None
    request_id: UUID | None = None
    site_id: UUID | None = None
    is_to_child: bool = False
    is_close: bool = False
    """To be held closely: a child, or somebody in danger."""
    reply_to_id: UUID | None = None
    once: UUID | None = None
    """Pressed twice on a slow line, a button makes one message: its id."""


@dataclass(frozen=True, slots=True)
class Relative:
    """One of several relatives to whom the same message goes."""

    party: Party
    address: Address = NOWHERE
    relation: RelationKind | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A message as it was changed. `pages`, where there are any, replace the earlier ones."""

    document: MessageDocument
    to_society: str
    is_to_child: bool = False
    pages: tuple[bytes, ...] = ()


def collect(session: Session, actor: Actor, new: NewMessage) -> FamilyMessage:
    """Write a message down.

    Raises:
        DeniedError, NotFoundError: the actor may not, or the person or case is not theirs to read.
        RuleBrokenError: no names, no content, not agreed, an unknown society or a foreign site.

    """
    authorise(actor, Permission.MESSAGE_CREATE)
    return keep_new(session, actor, new)


def collect_many(
    session: Session, actor: Actor, new: NewMessage, relatives: Sequence[Relative]
) -> list[FamilyMessage]:
    """Write one message to several relatives down: one for each, so that each goes its own way.

    Raises:
        DeniedError, NotFoundError, RuleBrokenError: as for `collect`, or nobody is named.

    """
    if not relatives:
        raise RuleBrokenError("Write the name of at least one relative.")
    found = []
    for place, one in enumerate(relatives):
        document = msgspec.structs.replace(
            new.document, addressee=one.party, addressee_at=one.address, relation=one.relation
        )
        once = uuid5(new.once, str(place)) if new.once else None
        found.append(collect(session, actor, replace(new, document=document, once=once)))
    return found


def keep_new(session: Session, actor: Actor, new: NewMessage) -> FamilyMessage:
    """Keep a new message; the caller has decided that the actor may."""
    before = session.get(FamilyMessage, new.once) if new.once else None
    if before is not None and before.created_by == actor.user_id:
        return before
    _check(session, actor, new)
    now = clock.now()
    row = FamilyMessage(
        id=new.once or uuid4(),
        number=societies.next_number(session, actor.society, "message", now.year),
        kind=new.kind,
        state=first_state(new.kind),
        society_code=actor.society,
        created_by=actor.user_id,
        created_at=now,
        sensitivity=Sensitivity.NORMAL,
        to_society=new.to_society,
        person_id=new.person_id,
        request_id=new.request_id,
        site_id=new.site_id,
        reply_to_id=new.reply_to_id,
        is_to_child=new.is_to_child,
        written_by=actor.user_id,
        changed_at=now,
        key_id=keys.of(session).new_record_key(actor.society),
        sealed=b"",
    )
    row.sensitivity = _sensitivity(session, actor, new)
    records.seal_message(session, row, new.document)
    session.add(row)
    session.flush()
    records.seal_pages(session, row, new.pages)
    for source in (new.person_id, new.request_id):
        if source is not None:
            records.name_as(session, actor, source, row)
    records.record(session, actor, Act.MESSAGE_COLLECTED, row)
    return row


def change(session: Session, actor: Actor, message_id: UUID, changed: Changed) -> FamilyMessage:
    """Change a message that nobody has read yet, or that came back.

    Raises:
        DeniedError, NotFoundError: not the actor's to change.
        RuleBrokenError: it has moved on, or there is nothing in it.

    """
    row = _acting(session, actor, MessageAct.EDIT, message_id)
    was_scan = row.kind is MessageKind.SCAN
    _check_content(row.kind, changed.document, has_pages=bool(changed.pages) or was_scan)
    societies.society(session, changed.to_society)
    records.seal_message(session, row, changed.document)
    if changed.pages:
        session.execute(delete(MessagePage).where(MessagePage.message_id == row.id))
        records.seal_pages(session, row, changed.pages)
        row.kind = MessageKind.SCAN
    row.to_society, row.is_to_child = changed.to_society, changed.is_to_child
    if row.is_to_child:
        row.sensitivity = records.strictest(row.sensitivity, Sensitivity.RESTRICTED)
    row.written_by = actor.user_id
    _moved(session, actor, row, MessageAct.EDIT)
    records.record(session, actor, Act.MESSAGE_CHANGED, row)
    return row


def screen(
    session: Session, actor: Actor, message_id: UUID, screening: Screening, *, is_read: bool
) -> FamilyMessage:
    """Say, as another person than who wrote it down, that a message is open family news.

    Raises:
        DeniedError, NotFoundError: not the actor's to screen.
        RuleBrokenError: they wrote it, did not read it, found something, or it has moved on.

    """
    row = _acting(session, actor, MessageAct.SCREEN, message_id)
    check_screener((row.created_by, row.written_by), actor.user_id)
    check_clean(screening.found, is_read=is_read)
    _keep_screening(session, actor, row, screening, Act.MESSAGE_SCREENED)
    row.screened_by = actor.user_id
    _moved(session, actor, row, MessageAct.SCREEN)
    return row


def send_back(
    session: Session, actor: Actor, message_id: UUID, screening: Screening
) -> FamilyMessage:
    """Send a message back to whoever wrote it down, and say why.

    Raises:
        DeniedError, NotFoundError: not the actor's to screen.
        RuleBrokenError: they wrote it, give no reason, or it has moved on.

    """
    row = _acting(session, actor, MessageAct.RETURN_FOR_EDIT, message_id)
    check_screener((row.created_by, row.written_by), actor.user_id)
    check_return(screening.found, screening.reasons, screening.words)
    _keep_screening(session, actor, row, screening, Act.MESSAGE_SENT_BACK)
    row.screened_by = None
    _moved(session, actor, row, MessageAct.RETURN_FOR_EDIT)
    return row


def dispatch(session: Session, actor: Actor, message_id: UUID) -> MessageDelivery:
    """Send a message off: it is sealed anew for the society that brings it.

    The sender's address is not part of it.

    Raises:
        DeniedError, NotFoundError: not the actor's to send.
        RuleBrokenError: nobody has read it yet, or it went already.

    """
    row = _acting(session, actor, MessageAct.DISPATCH, message_id)
    receipt = records.record(session, actor, Act.MESSAGE_DISPATCHED, row)
    document = records.open_message(session, receipt, row)
    pictures = records.open_pages(session, receipt, queries.pages(session, message_id=row.id))
    row.dispatched_at = clock.now()
    row.tries_until = try_until(row.dispatched_at)
    _moved(session, actor, row, MessageAct.DISPATCH)
    delivery = _new_delivery(session, actor, row)
    records.seal_handed(session, delivery, handed_of(document))
    records.seal_work(session, delivery, DeliveryDocument())
    session.add(delivery)
    session.flush()
    records.seal_pages(session, delivery, pictures)
    if delivery.person_id is not None:
        records.name_as(session, actor, delivery.person_id, delivery)
    return delivery


def tell(session: Session, actor: Actor, message_id: UUID, words: str) -> FamilyMessage:
    """Write down that the sender was told what became of the message, and how.

    Raises:
        DeniedError, NotFoundError: not the actor's to write in.
        RuleBrokenError: there is nothing to tell yet, or nothing is written.

    """
    row = records.reach_message(session, actor, Permission.MESSAGE_WRITE, message_id, lock=True)
    view = records.view_of(row)
    act = MessageAct.TELL_SENDER if view is MessageState.DELIVERED else MessageAct.RETURN
    check_act(view, act)
    if not words.strip():
        raise RuleBrokenError("Write in a few words how the sender was told.")
    receipt = records.record(session, actor, Act.MESSAGE_TOLD, row)
    document = records.open_message(session, receipt, row)
    records.seal_message(session, row, msgspec.structs.replace(document, told=words.strip()))
    row.told_at = row.changed_at = clock.now()
    if act is MessageAct.RETURN:
        row.state = MessageState.RETURNED
    records.write_step(session, actor, row, act)
    return row


def _acting(session: Session, actor: Actor, act: MessageAct, message_id: UUID) -> FamilyMessage:
    row = records.reach_message(session, actor, ACTS[act].permission, message_id, lock=True)
    check_act(records.view_of(row), act)
    return row


def _moved(session: Session, actor: Actor, row: FamilyMessage, act: MessageAct) -> None:
    row.state = ACTS[act].target or row.state
    row.changed_at = clock.now()
    records.write_step(session, actor, row, act)


def _keep_screening(
    session: Session, actor: Actor, row: FamilyMessage, screening: Screening, act: Act
) -> None:
    receipt = records.record(session, actor, act, row)
    document = records.open_message(session, receipt, row)
    records.seal_message(session, row, msgspec.structs.replace(document, screening=screening))


def _new_delivery(session: Session, actor: Actor, row: FamilyMessage) -> MessageDelivery:
    """Return the other society's row. What it replies to belongs to a person known there."""
    first, second = keys.of(session).new_record_keys(row.to_society, 2)
    origin = session.get(FamilyMessage, row.reply_to_id) if row.reply_to_id else None
    is_known = origin is not None and origin.society_code == row.to_society
    sensitivity = row.sensitivity
    if sensitivity is Sensitivity.SEALED and row.society_code != row.to_society:
        sensitivity = Sensitivity.RESTRICTED  # nobody there is named on it, and it must be brought
    if is_known and origin is not None:
        sensitivity = records.strictest(sensitivity, origin.sensitivity)
    return MessageDelivery(
        id=uuid4(),
        message_id=row.id,
        from_society=row.society_code,
        number=row.number,
        kind=row.kind,
        state=MessageState.DISPATCHED,
        society_code=row.to_society,
        created_by=actor.user_id,
        created_at=row.dispatched_at,
        owner_id=origin.created_by if is_known and origin is not None else None,
        sensitivity=sensitivity,
        is_to_child=row.is_to_child,
        person_id=origin.person_id if is_known and origin is not None else None,
        reply_to_id=row.reply_to_id if is_known else None,
        tries_until=row.tries_until,
        changed_at=row.dispatched_at,
        key_id=first,
        sealed=b"",
        work_key_id=second,
        work=b"",
    )


def _check(session: Session, actor: Actor, new: NewMessage) -> None:
    if not new.is_agreed:
        raise RuleBrokenError(
            "Tell the sender that colleagues read the message and societies carry it, and tick "
            "that they agree."
        )
    if not new.document.sender.name.strip() or not new.document.addressee.name.strip():
        raise RuleBrokenError("Write the names of the sender and of the addressee.")
    _check_content(new.kind, new.document, has_pages=bool(new.pages))
    societies.society(session, new.to_society)
    if new.site_id and new.site_id not in {
        site.id for site in societies.sites(session, actor.society)
    }:
        raise RuleBrokenError("Choose one of your society’s sites.")


def _check_content(kind: MessageKind, document: MessageDocument, *, has_pages: bool) -> None:
    if kind is MessageKind.LETTER and not document.text.strip():
        raise RuleBrokenError("Write the message, or choose a picture of the paper.")
    if kind is MessageKind.SAFE_AND_WELL and not document.phrases:
        raise RuleBrokenError("Choose at least one phrase.")
    if kind is MessageKind.SCAN and not has_pages:
        raise RuleBrokenError("Choose a picture of the paper, or write the message.")
    if len(document.text) > MOST_SIGNS:
        raise RuleBrokenError("This is longer than a family message can be. Make two of it.")


def _sensitivity(session: Session, actor: Actor, new: NewMessage) -> Sensitivity:
    """Return how closely a message is held: as closely as whoever it belongs to, at the least.

    Raises:
        DeniedError, NotFoundError: the person or the case is not the actor's to read.

    """
    found = [Sensitivity.RESTRICTED if new.is_close or new.is_to_child else Sensitivity.NORMAL]
    if new.request_id is not None:
        case = cases.reachable(session, actor, Permission.REQUEST_READ, new.request_id)
        found.append(case.sensitivity)
    if new.person_id is not None and new.reply_to_id is None:
        person, _document, _receipt = persons.read_person(session, actor, new.person_id)
        found.append(person.sensitivity)
    elif new.person_id is not None:
        found.append(session.get_one(Person, new.person_id).sensitivity)
    return records.strictest(*found)
