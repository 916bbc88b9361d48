"""What a society holds of a person's messages, and what of it left: for the person themself.

A delivery of which nothing was reported left nothing behind with the sender's society, and is none
of what was told.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl.audit.service import Receipt
from rfl.messages import records
from rfl.messages.document import MessageDocument
from rfl.messages.models import FamilyMessage, MessageDelivery


@dataclass(frozen=True, slots=True)
class Sent:
    """One message of the person's own."""

    row: FamilyMessage
    document: MessageDocument


@dataclass(frozen=True, slots=True)
class Brought:
    """One message that was brought to the person."""

    row: MessageDelivery
    told_at: datetime | None
    """When the sender's society learnt that it arrived, if it did."""


def sent_by(
    session: Session, receipt: Receipt, society: str, person_ids: Collection[object]
) -> list[Sent]:
    """Return the messages that people of a society sent, oldest first."""
    query = select(FamilyMessage).where(
        FamilyMessage.society_code == society,
        FamilyMessage.person_id.in_(set(person_ids)),
        FamilyMessage.erased_at.is_(None),
    )
    rows = session.scalars(query.order_by(FamilyMessage.created_at, FamilyMessage.number)).all()
    documents = records.open_messages(session, receipt, rows)
    return [Sent(row, document) for row, document in zip(rows, documents, strict=True)]


def brought_to(session: Session, society: str, person_ids: Collection[object]) -> list[Brought]:
    """Return the messages that a society has to bring, or brought, to people; oldest first."""
    query = (
        select(MessageDelivery, FamilyMessage)
        .join(FamilyMessage, FamilyMessage.id == MessageDelivery.message_id)
        .where(
            MessageDelivery.society_code == society,
            MessageDelivery.person_id.in_(set(person_ids)),
            MessageDelivery.erased_at.is_(None),
        )
        .order_by(MessageDelivery.created_at, MessageDelivery.number)
    )
    return [
        Brought(row, message.reported_at if message.reported else None)
        for row, message in session.execute(query)
    ]
