"""Tables of family messages. All that is personal rests in `sealed`, under keys of their own."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.models import Guarded
from rfl.db.base import PICTURES, Base, Word
from rfl.messages.calls import AgeGroup, ServiceKind
from rfl.messages.rules import Handing, MessageAct, MessageKind, MessageState, Undeliverable
from rfl.persons.rules import RelationKind, Sex


class FamilyMessage(Guarded, Base):
    """A message as its own society keeps it. `sealed`: messages.document.MessageDocument.

    The delivering society's work never touches this row, but for the three columns of a report.
    """

    __tablename__ = "family_message"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[MessageKind] = mapped_column(Word(MessageKind))
    state: Mapped[MessageState] = mapped_column(Word(MessageState), index=True)
    to_society: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The sender's own record, where they have one."""
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    """Where it was taken down."""
    reply_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_message.id"), index=True)
    is_to_child: Mapped[bool] = mapped_column(default=False)
    written_by: Mapped[UUID]
    """Who wrote it down, or changed it last: somebody else screens it."""
    screened_by: Mapped[UUID | None]
    dispatched_at: Mapped[datetime | None]
    tries_until: Mapped[datetime | None]
    reported: Mapped[Handing | None] = mapped_column(Word(Handing))
    reported_paper: Mapped[Undeliverable | None] = mapped_column(Word(Undeliverable))
    reported_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    """When the sender was told what became of it."""
    changed_at: Mapped[datetime]
    """Last act of its own society; nothing else moves it."""
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]


class MessageDelivery(Guarded, Base):
    """The delivering society's side. `sealed`: Handed; `work`: DeliveryDocument, key of its own."""

    __tablename__ = "message_delivery"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    message_id: Mapped[UUID] = mapped_column(ForeignKey("family_message.id"), unique=True)
    from_society: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    number: Mapped[str] = mapped_column(String(40))
    kind: Mapped[MessageKind] = mapped_column(Word(MessageKind))
    state: Mapped[MessageState] = mapped_column(Word(MessageState), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    is_to_child: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The addressee's record with the delivering society, where they have one."""
    reply_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_message.id"), index=True)
    """The message of one's own to which this one replies."""
    tries_until: Mapped[datetime]
    changed_at: Mapped[datetime]
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    work_key_id: Mapped[UUID]
    work: Mapped[bytes]


class MessagePage(Base):
    """One page of a paper message, as a picture (JPEG), sealed under its message's key."""

    __tablename__ = "message_page"
    __table_args__ = ({"info": PICTURES},)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_message.id"), index=True)
    delivery_id: Mapped[UUID | None] = mapped_column(ForeignKey("message_delivery.id"), index=True)
    """The copy that the delivering society has; of the two ids one is filled."""
    place: Mapped[int]
    """From 1."""
    sealed: Mapped[bytes]


class MessageStep(Base):
    """One line of a time line: of a message, or of a delivery; of the two ids one is filled."""

    __tablename__ = "message_step"
    __table_args__ = (
        Index("ix_message_step_message_id_at", "message_id", "at"),
        Index("ix_message_step_delivery_id_at", "delivery_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    message_id: Mapped[UUID | None] = mapped_column(ForeignKey("family_message.id"))
    delivery_id: Mapped[UUID | None] = mapped_column(ForeignKey("message_delivery.id"))
    act: Mapped[MessageAct] = mapped_column(Word(MessageAct))
    at: Mapped[datetime]
    created_by: Mapped[UUID]


class ServiceEvent(Base):
    """A service given at a site, counted without names: nothing in it is personal."""

    __tablename__ = "service_event"
    __table_args__ = (Index("ix_service_event_society_day", "society_code", "day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    kind: Mapped[ServiceKind] = mapped_column(Word(ServiceKind))
    day: Mapped[datetime]
    """At noon UTC."""
    minutes: Mapped[int] = mapped_column(default=0)
    relation: Mapped[RelationKind | None] = mapped_column(Word(RelationKind))
    """Whom in the family they called, if they wished to say."""
    sex: Mapped[Sex] = mapped_column(Word(Sex), default=Sex.UNKNOWN)
    age_group: Mapped[AgeGroup] = mapped_column(Word(AgeGroup), default=AgeGroup.UNKNOWN)
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
