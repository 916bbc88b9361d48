"""The table of tasks. What is to be done is sealed: it tells of the people of the case."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base


class CaseTask(Base):
    """Something to do in a case. `sealed`: TaskDocument, under the case's key."""

    __tablename__ = "case_task"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    request_id: Mapped[UUID] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    owner_id: Mapped[UUID] = mapped_column(index=True)
    """Who is to do it."""
    link_id: Mapped[UUID | None] = mapped_column(index=True)
    """About which pair something has to be found out, if it is about one."""
    due_at: Mapped[datetime]
    """Its day, at noon UTC."""
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None]
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    sealed: Mapped[bytes]
