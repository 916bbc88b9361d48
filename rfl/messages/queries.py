"""Reads of messages and of deliveries. The state that a list shows is made where it is read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, case, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from rfl.access.filters import where
from rfl.access.rules import Scope
from rfl.db.rounds import Reading, all_of, ask
from rfl.exchange.models import ConfirmationAnswer, ConfirmationRequest
from rfl.exchange.rules import AnswerState
from rfl.messages.models import FamilyMessage, MessageDelivery, MessagePage, MessageStep
from rfl.messages.rules import TO_DELIVER, MessageState


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """What a list of messages is narrowed to; empty means all."""

    state: MessageState | None = None
    number: str = ""
    created_by: UUID | None = None


def view_at(now: datetime) -> ColumnElement[str]:
    """Return `rules.sender_view` as SQL: a property test holds the two equal."""
    message = FamilyMessage
    is_over = or_(message.reported_paper.is_not(None), message.tries_until <= now)
    return case(
        (message.reported.is_not(None), MessageState.DELIVERED.value),
        (message.state != MessageState.DISPATCHED, type_coerce(message.state, String)),
        (is_over, MessageState.UNDELIVERABLE.value),
        else_=MessageState.DISPATCHED.value,
    )


def messages(
    session: Session, scope: Scope, narrowed: MessageFilter, now: datetime, page: tuple[int, int]
) -> Sequence[FamilyMessage]:
    """Return messages in `scope`, the last moved by their own society first.

    `page`: (most, how many to pass over).
    """
    query = select(FamilyMessage).where(*_conditions(scope, narrowed, now))
    order = (FamilyMessage.changed_at.desc(), FamilyMessage.number)
    limit, offset = page
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def counts(
    session: Session, scope: Scope, narrowed: MessageFilter, now: datetime
) -> dict[MessageState, int]:
    """Return how many messages in `scope` stand in each state, as their society sees them."""
    view = view_at(now)
    wide = MessageFilter(number=narrowed.number, created_by=narrowed.created_by)
    query = select(view, func.count()).where(*_conditions(scope, wide, now)).group_by(view)
    return {MessageState(state): number for state, number in session.execute(query)}


def _conditions(scope: Scope, narrowed: MessageFilter, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [where(scope, FamilyMessage)]
    if narrowed.state is not None:
        found.append(view_at(now) == narrowed.state.value)
    if narrowed.number:
        found.append(FamilyMessage.number.contains(narrowed.number.strip(), autoescape=True))
    if narrowed.created_by is not None:
        found.append(FamilyMessage.created_by == narrowed.created_by)
    return found


def messages_within(
    session: Session, scope: Scope, *conditions: ColumnElement[bool], most: int = 60
) -> Sequence[FamilyMessage]:
    """Return messages in `scope` under further conditions, the longest unmoved first."""
    return ask(session, reading_messages(scope, *conditions, most=most))


def reading_messages(
    scope: Scope, *conditions: ColumnElement[bool], most: int = 60
) -> Reading[Sequence[FamilyMessage]]:
    """Read messages in `scope` under further conditions, the longest unmoved first."""
    query = select(FamilyMessage).where(where(scope, FamilyMessage), *conditions)
    return (yield from all_of(query, FamilyMessage.changed_at, most=most))


def message_within(
    session: Session, scope: Scope, message_id: UUID, *, lock: bool = False
) -> FamilyMessage | None:
    """Return one message, if it lies in `scope`."""
    query = select(FamilyMessage).where(where(scope, FamilyMessage), FamilyMessage.id == message_id)
    return session.scalar(query.with_for_update() if lock else query)


def deliveries(
    session: Session,
    scope: Scope,
    states: Collection[MessageState],
    page: tuple[int, int],
) -> Sequence[MessageDelivery]:
    """Return messages to deliver in `scope`, those whose time is over soonest first."""
    query = select(MessageDelivery).where(where(scope, MessageDelivery), _in(states))
    order = (MessageDelivery.tries_until, MessageDelivery.number)
    limit, offset = page
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def delivery_counts(session: Session, scope: Scope) -> dict[MessageState, int]:
    """Return how many deliveries in `scope` stand in each state."""
    query = select(MessageDelivery.state, func.count()).where(where(scope, MessageDelivery))
    return dict(session.execute(query.group_by(MessageDelivery.state)).all())


def deliveries_to_do(scope: Scope, most: int) -> Reading[Sequence[MessageDelivery]]:
    """Read what the society still has to bring to somebody, the soonest over first."""
    query = select(MessageDelivery).where(where(scope, MessageDelivery), _in(TO_DELIVER))
    order = (MessageDelivery.tries_until, MessageDelivery.number)
    return (yield from all_of(query, *order, most=most))


def _in(states: Collection[MessageState]) -> ColumnElement[bool]:
    return MessageDelivery.state.in_(set(states or MessageState))


def delivery_within(
    session: Session, scope: Scope, delivery_id: UUID, *, lock: bool = False
) -> MessageDelivery | None:
    """Return one delivery, if it lies in `scope`."""
    query = select(MessageDelivery).where(
        where(scope, MessageDelivery), MessageDelivery.id == delivery_id
    )
    return session.scalar(query.with_for_update() if lock else query)


def deliveries_within(
    session: Session, scope: Scope, *conditions: ColumnElement[bool]
) -> Sequence[MessageDelivery]:
    """Return deliveries in `scope` under further conditions, newest first."""
    return ask(session, reading_deliveries(scope, *conditions))


def reading_deliveries(
    scope: Scope, *conditions: ColumnElement[bool]
) -> Reading[Sequence[MessageDelivery]]:
    """Read deliveries in `scope` under further conditions, newest first."""
    query = select(MessageDelivery).where(where(scope, MessageDelivery), *conditions)
    order = (MessageDelivery.created_at.desc(), MessageDelivery.number)
    return (yield from all_of(query, *order))


def pages(
    session: Session, *, message_id: UUID | None = None, delivery_id: UUID | None = None
) -> Sequence[MessagePage]:
    """Return the pages of a message or of its handed copy, in order."""
    return session.scalars(
        _of(MessagePage, message_id, delivery_id).order_by(MessagePage.place)
    ).all()


def steps(
    session: Session, *, message_id: UUID | None = None, delivery_id: UUID | None = None
) -> Sequence[MessageStep]:
    """Return the time line of a message or of a delivery, newest first."""
    query = _of(MessageStep, message_id, delivery_id)
    return session.scalars(query.order_by(MessageStep.at.desc(), MessageStep.id)).all()


def _of(table: type[Any], message_id: UUID | None, delivery_id: UUID | None) -> Any:
    if message_id is not None:
        return select(table).where(table.message_id == message_id)
    return select(table).where(table.delivery_id == delivery_id)


def gate_refuses(session: Session, delivery: MessageDelivery, request_id: UUID | None) -> bool:
    """Tell whether the addressee decided in the consent gate that nothing is told to this family.

    A refusal towards the case of the message, or towards any of that society's where the message
    belongs to none: whoever writes may be the one who asked. Where nobody said yet who the
    addressee is, a refusal of anybody asked for in that case counts.
    """
    if delivery.person_id is None and request_id is None:
        return False
    conditions = [
        ConfirmationAnswer.society_code == delivery.society_code,
        ConfirmationAnswer.state == AnswerState.REFUSED,
        ConfirmationRequest.society_code == delivery.from_society,
    ]
    if delivery.person_id is not None:
        conditions.append(ConfirmationAnswer.person_id == delivery.person_id)
    if request_id is not None:
        conditions.append(ConfirmationRequest.request_id == request_id)
    query = exists().where(ConfirmationRequest.id == ConfirmationAnswer.ask_id, *conditions)
    return bool(session.scalar(select(query)))
