"""Tables of the consent gate.

The asking society's row (ConfirmationRequest) never changes through what the answering society
finds out: the answer has a table of its own, and only a release crosses over. So a refusal leaves
the asking society's rows, times and order exactly as a search still under way leaves them.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.models import Guarded
from rfl.db.base import Base, Word
from rfl.exchange.rules import AnswerState, AskState


class ConfirmationRequest(Guarded, Base):
    """What `society_code` asks `to_society`. `sealed`: exchange.document.AskDocument."""

    __tablename__ = "confirmation_request"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    to_society: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    request_id: Mapped[UUID] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    sought_id: Mapped[UUID] = mapped_column(ForeignKey("sought_person.id"))
    link_id: Mapped[UUID] = mapped_column(ForeignKey("link.id"))
    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registration.id"))
    state: Mapped[AskState] = mapped_column(Word(AskState), default=AskState.DRAFT)
    due_on: Mapped[datetime]
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    delivered_key_id: Mapped[UUID | None]
    delivered: Mapped[bytes | None]
    """The same AskDocument sealed anew for `to_society` when sent: its readings stand in its own
    log, so that the asking society's trail does not tell how often, or when, it was read."""
    changed_at: Mapped[datetime]
    """Last act of the asking society, or accept/decline of the asked one; nothing else moves it."""
    approved_by: Mapped[UUID | None]
    approved_hash: Mapped[bytes | None]
    """SHA-256 of exactly what was approved; sending anything else is refused."""
    sent_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]


class ConfirmationAnswer(Base):
    """The asked society's own work. `sealed`: AnswerDocument, under the found person's key."""

    __tablename__ = "confirmation_answer"
    __table_args__ = (UniqueConstraint("ask_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    ask_id: Mapped[UUID] = mapped_column(ForeignKey("confirmation_request.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    state: Mapped[AnswerState] = mapped_column(Word(AnswerState), default=AnswerState.ACCEPTED)
    sealed: Mapped[bytes]
    accepted_by: Mapped[UUID]
    changed_at: Mapped[datetime]
    interviewed_by: Mapped[UUID | None]
    safeguarded_by: Mapped[UUID | None]
    """The focal point who signed, for a child."""
    release_hash: Mapped[bytes | None]
    """SHA-256 of exactly what the person allowed; approving anything else is refused."""


class Release(Base):
    """What a found person allows the asking society to know. `sealed`: ReleaseDocument.

    It has a record key of its own: withdrawing destroys that key.
    """

    __tablename__ = "release"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    """The releasing society."""
    to_society: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    ask_id: Mapped[UUID] = mapped_column(ForeignKey("confirmation_request.id"), index=True)
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    approved_by: Mapped[UUID]
    released_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    """When the asking officer said that they stopped using what was withdrawn."""
