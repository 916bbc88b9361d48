"""Tables of kept views and of acts on many lines of a list. They name nobody."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word
from rfl.lists.rules import BulkKind, ListName


class BulkAct(Base):
    """One act on many lines, and what each had before, so that it can be undone."""

    __tablename__ = "bulk_act"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    of_list: Mapped[ListName] = mapped_column(Word(ListName))
    kind: Mapped[BulkKind] = mapped_column(Word(BulkKind))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    changes: Mapped[list[list[str]]] = mapped_column(JSON)
    """(row, before, after): ids of owners, or days of review; '' for none."""


class KeptView(Base):
    """Filters of a list that somebody keeps; called by their own words."""

    __tablename__ = "kept_view"
    __table_args__ = (UniqueConstraint("user_id", "of_list", "filters"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    is_shared: Mapped[bool] = mapped_column(default=False)
    """Whether the whole society has it beside its list."""
    of_list: Mapped[ListName] = mapped_column(Word(ListName))
    filters: Mapped[str] = mapped_column(String(200))
    """As they stand in the address, in the order of the list."""
    made_at: Mapped[datetime]
