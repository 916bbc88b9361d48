"""Tables of emergencies and concerns. What was said rests sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word
from rfl.safeguarding.concern_rules import ConcernState
from rfl.safeguarding.rules import GlassState


class BreakGlass(Base):
    """One record opened in an emergency. `sealed`: GlassDocument."""

    __tablename__ = "break_glass"
    __table_args__ = (Index(None, "society_code", "state"), Index(None, "user_id", "until"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    state: Mapped[GlassState] = mapped_column(Word(GlassState), default=GlassState.OPEN)
    opened_at: Mapped[datetime]
    until: Mapped[datetime]
    due_at: Mapped[datetime]
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]


class BreakGlassPart(Base):
    """One id that an emergency opens: of the record itself, and of the people in it."""

    __tablename__ = "break_glass_part"

    glass_id: Mapped[UUID] = mapped_column(ForeignKey("break_glass.id"), primary_key=True)
    record_id: Mapped[UUID] = mapped_column(primary_key=True)


class Concern(Base):
    """What somebody reported in confidence. `sealed`: ConcernDocument.

    It rests under the installation's own keys: opening it leaves no entry in the society's log.
    """

    __tablename__ = "concern"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    secret_hash: Mapped[bytes]
    """Of the secret with which whoever reported it comes back."""
    state: Mapped[ConcernState] = mapped_column(Word(ConcernState), default=ConcernState.OPEN)
    is_for_dpo: Mapped[bool]
    """It is about a focal point: the data protection officer reads it in their place."""
    raised_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    """When whoever reported it last said something."""
    changed_at: Mapped[datetime]
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]


class ConcernBar(Base):
    """Somebody who never learns of a concern: it may be about them."""

    __tablename__ = "concern_bar"

    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
