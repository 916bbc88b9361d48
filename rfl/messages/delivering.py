"""The society that brings a message: attempts, handing over, what the sender may know, the reply.

Nothing here touches the sender's society's row or its trail but `_report`: when the addressee lets
the sender know, or when the paper cannot be used and nobody went there.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, may
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.messages import queries, records, sending
from rfl.messages.checks import check_changed_mind, check_give_up, check_leave, check_reply
from rfl.messages.document import Address, Attempt, DeliveryDocument, Handed, MessageDocument
from rfl.messages.models import FamilyMessage, MessageDelivery
from rfl.messages.rules import (
    PAPER_REASONS,
    Handing,
    Leave,
    MessageAct,
    MessageKind,
    Script,
    Undeliverable,
    check_act,
)
from rfl.messages.sending import NewMessage
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons.models import Registration
from rfl.persons.rules import RelationKind


@dataclass(frozen=True, slots=True)
class Reached:
    """How a message reached its addressee, and what they let the sender know."""

    handing: Handing
    day: date
    where: str
    by: str
    leave: Leave
    guardian: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the addressee answers, taken down at once."""

    text: str
    pages: tuple[bytes, ...] = ()
    language: str = ""
    script: Script | None = None
    relation: RelationKind | None = None
    """What the first sender is to them."""
    once: UUID | None = None


def attempt(session: Session, actor: Actor, delivery_id: UUID, one: Attempt) -> MessageDelivery:
    """Write down that somebody went and did not reach the addressee.

    The sender's society sees nothing of it.

    Raises:
        DeniedError, NotFoundError: not the actor's to work on.
        RuleBrokenError: the message has moved on, or the day lies ahead.

    """
    row, work, _ = _working(session, actor, MessageAct.ATTEMPT, delivery_id)
    _check_day(one.day)
    changed = msgspec.structs.replace(work, attempts=(*work.attempts, one), given_up=None)
    row.attempts = len(changed.attempts)
    _moved(session, actor, row, MessageAct.ATTEMPT, changed)
    records.record(session, actor, Act.DELIVERY_TRIED, row)
    return row


def hand_over(
    session: Session, actor: Actor, delivery_id: UUID, reached: Reached
) -> MessageDelivery:
    """Write down that the message reached its addressee, and what the sender may know.

    Only `Leave.ARRIVED` crosses. Otherwise the sender's society goes on seeing a message on its
    way, and after its time one that could not be delivered.

    Raises:
        DeniedError, NotFoundError: not the actor's to work on.
        RuleBrokenError: the consent gate says that nothing is told, a guardian is missing, the day
            lies ahead, or the sender's society knows already.

    """
    row, work, _ = _working(session, actor, MessageAct.DELIVER, delivery_id)
    _check_day(reached.day)
    check_changed_mind(work.leave, reached.leave)
    message = session.get_one(FamilyMessage, row.message_id)
    check_leave(
        reached.leave,
        gate_refuses=queries.gate_refuses(session, row, message.request_id),
        is_child=row.is_to_child,
        guardian=reached.guardian,
    )
    changed = msgspec.structs.replace(
        work,
        handing=reached.handing,
        handed_on=reached.day,
        handed_where=reached.where,
        handed_by=reached.by,
        leave=reached.leave,
        guardian=reached.guardian,
        given_up=None,
        words=reached.words,
    )
    _moved(session, actor, row, MessageAct.DELIVER, changed)
    records.record(session, actor, Act.DELIVERY_MADE, row)
    if reached.leave is Leave.ARRIVED:
        _report(session, actor, row, handing=reached.handing)
    return row


def give_up(
    session: Session, actor: Actor, delivery_id: UUID, reason: Undeliverable, words: str = ""
) -> MessageDelivery:
    """Give a delivery up. Only a reason of the paper, before anybody went there, crosses.

    Raises:
        DeniedError, NotFoundError: not the actor's to work on.
        RuleBrokenError: the reason does not go with what was tried, or the message has moved on.

    """
    row, work, _ = _working(session, actor, MessageAct.GIVE_UP, delivery_id)
    check_give_up(reason, row.attempts)
    changed = msgspec.structs.replace(work, given_up=reason, words=words or work.words)
    _moved(session, actor, row, MessageAct.GIVE_UP, changed)
    records.record(session, actor, Act.DELIVERY_GIVEN_UP, row)
    if reason in PAPER_REASONS:
        _report(session, actor, row, paper=reason)
    return row


def tie_person(session: Session, actor: Actor, delivery_id: UUID, number: str) -> MessageDelivery:
    """Say which registered person of the own society the addressee is.

    Raises:
        DeniedError, NotFoundError: not the actor's to work on.
        RuleBrokenError: no registration of theirs to read has this number.

    """
    row = records.reach_delivery(session, actor, Permission.DELIVERY_WORK, delivery_id, lock=True)
    registration = person_queries.registration_of_number(session, actor.society, number.strip())
    person_id = _readable(session, actor, registration)
    row.person_id, row.changed_at = person_id, clock.now()
    person = person_queries.people(session, [person_id])[person_id]
    row.sensitivity = records.strictest(row.sensitivity, person.sensitivity)
    records.name_as(session, actor, person_id, row)
    records.record(session, actor, Act.DELIVERY_CHANGED, row)
    return row


def assign(session: Session, actor: Actor, delivery_id: UUID, user_id: UUID) -> MessageDelivery:
    """Hand a delivery to a colleague: who owns one that is closely held may open it.

    Raises:
        DeniedError, NotFoundError: not the actor's to work on.
        RuleBrokenError: the colleague does not deliver messages.

    """
    row = records.reach_delivery(session, actor, Permission.DELIVERY_WORK, delivery_id, lock=True)
    if user_id not in carriers(session, actor.society):
        raise RuleBrokenError("Choose a colleague of your society who delivers messages.")
    row.owner_id = user_id
    records.record(session, actor, Act.DELIVERY_CHANGED, row)
    return row


def carriers(session: Session, society: str) -> list[UUID]:
    """Return the ids of those who may deliver messages of a society."""
    return [
        one
        for one in access.colleagues(session, society)
        if may(
            Actor(one, society, access.roles_of(session, one, society)), Permission.DELIVERY_WORK
        )
    ]


def take_reply(session: Session, actor: Actor, delivery_id: UUID, reply: Reply) -> FamilyMessage:
    """Write the addressee's answer down as a new message, tied to the first.

    It is read by somebody else and sent off like any other. Nobody needs to know where the first
    sender is: their own society does.

    Raises:
        DeniedError, NotFoundError: not the actor's to work on.
        RuleBrokenError: the message did not arrive, or the sender may know nothing of it.

    """
    row = records.reach_delivery(session, actor, Permission.DELIVERY_WORK, delivery_id, lock=True)
    receipt = records.record(session, actor, Act.DELIVERY_OPENED, row)
    handed = records.open_handed(session, receipt, [row])[0]
    work = records.open_work(session, receipt, row)
    check_reply(work.handing, work.leave)
    new = NewMessage(
        kind=MessageKind.SCAN if reply.pages else MessageKind.LETTER,
        document=_reply_document(reply, handed, work),
        to_society=row.from_society,
        is_agreed=True,
        pages=reply.pages,
        person_id=row.person_id,
        is_close=row.sensitivity is not Sensitivity.NORMAL,
        reply_to_id=row.message_id,
        once=reply.once,
    )
    return sending.keep_new(session, actor, new)


def _reply_document(reply: Reply, handed: Handed, work: DeliveryDocument) -> MessageDocument:
    return MessageDocument(
        sender=handed.addressee,
        sender_at=Address(place=work.handed_where) if work.handed_where else handed.addressee_at,
        addressee=handed.sender,
        relation=reply.relation,
        text=reply.text.strip(),
        language=reply.language or handed.language,
        script=reply.script,
    )


def _working(
    session: Session, actor: Actor, act: MessageAct, delivery_id: UUID
) -> tuple[MessageDelivery, DeliveryDocument, Handed]:
    row = records.reach_delivery(session, actor, Permission.DELIVERY_WORK, delivery_id, lock=True)
    check_act(row.state, act)
    receipt = records.record(session, actor, Act.DELIVERY_OPENED, row)
    handed = records.open_handed(session, receipt, [row])[0]
    return row, records.open_work(session, receipt, row), handed


def _moved(
    session: Session,
    actor: Actor,
    row: MessageDelivery,
    act: MessageAct,
    work: DeliveryDocument,
) -> None:
    row.state = check_act(row.state, act)
    row.changed_at = clock.now()
    records.seal_work(session, row, work)
    records.write_step(session, actor, row, act)


def _report(
    session: Session,
    actor: Actor,
    row: MessageDelivery,
    *,
    handing: Handing | None = None,
    paper: Undeliverable | None = None,
) -> None:
    """Let the sender's society know, once. Its trail has an entry, and its row a day."""
    message = session.get_one(FamilyMessage, row.message_id, with_for_update=True)
    if message.reported is not None or message.erased_at is not None:
        return
    if handing is not None:
        message.reported, message.told_at = handing, None
    message.reported_paper = paper or message.reported_paper
    message.reported_at = clock.now()
    audit.record(
        session,
        actor.user_id,
        Act.MESSAGE_REPORTED,
        societies=[message.society_code, row.society_code],
        subjects=[message.id, row.id],
        purpose="tracing",
    )


def _readable(session: Session, actor: Actor, registration: Registration | None) -> UUID:
    if registration is not None:
        with suppress(NotFoundError):
            persons.check_readable(session, actor, registration.person_id)
            return registration.person_id
    raise RuleBrokenError(
        "No registration of your society that you can open has this number. It looks like "
        "GM-R-2026-00123."
    )


def _check_day(day: date) -> None:
    if day > clock.today():
        raise RuleBrokenError("This day lies in the future.")
