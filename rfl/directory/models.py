"""The table of services. Public particulars in clear columns: nothing here is personal."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word
from rfl.directory.rules import HelpKind


class DirectoryEntry(Base):
    """One service to which people can be sent, as its society keeps it."""

    __tablename__ = "directory_entry"
    __table_args__ = (Index(None, "society_code", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    """The society that keeps the entry; the service is in its country."""
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    """Where it is one of the society's own sites."""
    kind: Mapped[HelpKind] = mapped_column(Word(HelpKind))
    name: Mapped[str] = mapped_column(String(200))
    languages: Mapped[str] = mapped_column(String(300), default="")
    for_whom: Mapped[str] = mapped_column(String(300), default="")
    opening: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(300))
    """Address, telephone or page of the service, never of a person."""
    verified_at: Mapped[datetime]
    """When somebody last looked whether it still holds."""
    verified_by: Mapped[UUID]
    closed_at: Mapped[datetime | None]
    """Since when nobody is sent there any more."""
