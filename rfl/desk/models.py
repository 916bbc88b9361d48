"""Tables of the desk: what is usual for whom, and the accesses that are looked at.

No row names a record or counts anything in clear: that rests sealed, and in the trail.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word
from rfl.desk.rules import ReviewState
from rfl.desk.unusual import Rule


class AccessHabit(Base):
    """What one colleague's days are like. `sealed`: HabitDocument."""

    __tablename__ = "access_habit"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]


class AccessWatch(Base):
    """Up to when the log of a society was looked through; locked while somebody does."""

    __tablename__ = "access_watch"

    society_code: Mapped[str] = mapped_column(
        String(2), ForeignKey("society.code"), primary_key=True
    )
    watched_until: Mapped[datetime | None]


class AccessReview(Base):
    """An unusual access of one colleague on one day. `sealed`: ReviewDocument."""

    __tablename__ = "access_review"
    __table_args__ = (
        UniqueConstraint("society_code", "user_id", "rule", "day"),
        Index(None, "society_code", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    rule: Mapped[Rule] = mapped_column(Word(Rule))
    day: Mapped[date]
    state: Mapped[ReviewState] = mapped_column(Word(ReviewState), default=ReviewState.OPEN)
    found_at: Mapped[datetime]
    due_at: Mapped[datetime]
    escalated_at: Mapped[datetime | None]
    """Since when the data protection officer knows that nobody answered."""
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
