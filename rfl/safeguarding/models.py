"""Tables of what guards records: emergencies. What was said rests sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word
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
