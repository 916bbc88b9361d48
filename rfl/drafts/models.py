"""The table of unfinished forms. What was typed rests sealed, each under a key of its own."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word
from rfl.drafts.rules import FormKind


class Draft(Base):
    """One form that somebody did not finish. `sealed`: DraftDocument."""

    __tablename__ = "draft"
    __table_args__ = (Index(None, "user_id", "kind"), Index(None, "society_code", "saved_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The number by which the form is sent once (its field `once`)."""
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[FormKind] = mapped_column(Word(FormKind))
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
