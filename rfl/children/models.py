"""Tables of child files. What is said of a child rests in `sealed`, under the file's own key."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.models import Guarded
from rfl.children.late import ReviewReason
from rfl.children.rules import ChildAct, ChildState, EntryKind, Factor
from rfl.db.base import Base, Word


class ChildFile(Guarded, Base):
    """The file of one child. It holds no particulars: those stand in its entries."""

    __tablename__ = "child_file"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    state: Mapped[ChildState] = mapped_column(
        Word(ChildState), default=ChildState.IDENTIFIED, index=True
    )
    key_id: Mapped[UUID]
    changed_at: Mapped[datetime]
    state_since: Mapped[datetime]
    visited_at: Mapped[datetime | None]
    """When somebody last saw the child."""
    located_at: Mapped[datetime | None]
    """When the family that is now looked at was located: both sides are asked anew from then."""
    determined_by: Mapped[UUID | None]
    determined_hash: Mapped[bytes | None]
    """SHA-256 of exactly what is signed (deciding.digest_of)."""
    head_signed_by: Mapped[UUID | None]
    head_signed_at: Mapped[datetime | None]
    focal_signed_by: Mapped[UUID | None]
    focal_signed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class ChildEntry(Base):
    """One thing written down in a child's file. `sealed`: EntryDocument. Never changed."""

    __tablename__ = "child_entry"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    child_id: Mapped[UUID] = mapped_column(ForeignKey("child_file.id"), index=True)
    kind: Mapped[EntryKind] = mapped_column(Word(EntryKind))
    act: Mapped[ChildAct | None] = mapped_column(Word(ChildAct))
    """With kinds STATE and SIGNATURE: what was done."""
    factor: Mapped[Factor | None] = mapped_column(Word(Factor))
    """With kind FACTOR: which one was assessed."""
    happened_at: Mapped[datetime]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    sealed: Mapped[bytes]


class FollowUp(Base):
    """One visit that is due after the child came to a place."""

    __tablename__ = "child_follow_up"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    child_id: Mapped[UUID] = mapped_column(ForeignKey("child_file.id"), index=True)
    months: Mapped[int]
    due_on: Mapped[datetime]
    done_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    """When it was decided that this visit will not be made."""
    entry_id: Mapped[UUID | None]
    """The entry in which its outcome stands."""


class ChildReview(Base):
    """What a focal point is asked to look at: a step late or left out, a child in danger."""

    __tablename__ = "child_review"
    __table_args__ = (UniqueConstraint("child_id", "reason", "counted_from"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    child_id: Mapped[UUID] = mapped_column(ForeignKey("child_file.id"))
    reason: Mapped[ReviewReason] = mapped_column(Word(ReviewReason))
    counted_from: Mapped[datetime]
    """The moment from which it is late; what is late since the same moment is asked once."""
    found_at: Mapped[datetime]
    answered_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
    sealed: Mapped[bytes]
