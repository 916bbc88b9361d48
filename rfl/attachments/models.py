"""Tables of photos and documents. What they are, of whom and from whom rests sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import PICTURES, Base


class Attachment(Base):
    """A photo or document of a case or a registration. `sealed`: AttachmentDocument, under its key.

    A registration's is under the person's key. Taken away or erased, its row stays with nothing in
    it, and its pages are gone.
    """

    __tablename__ = "attachment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration.id"), index=True)
    """One of the two is set."""
    pages: Mapped[int]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    taken_by: Mapped[UUID | None]
    taken_at: Mapped[datetime | None]
    sealed: Mapped[bytes]


class AttachmentPage(Base):
    """One page as a picture (JPEG), sealed under the same key."""

    __tablename__ = "attachment_page"
    __table_args__ = ({"info": PICTURES},)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    attachment_id: Mapped[UUID] = mapped_column(ForeignKey("attachment.id"), index=True)
    place: Mapped[int]
    """From 1; 0 is the small picture of the first page."""
    sealed: Mapped[bytes]
