"""The table of background work. Arguments are ids and numbers, never personal data."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """One piece of work. A worker that dies loses its lease, and the job runs again."""

    __tablename__ = "job"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(Word(JobState), default=JobState.WAITING, index=True)
    society_code: Mapped[str] = mapped_column(String(2))
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """Numbers only; an error is told by its kind, never by its text."""
    ended_at: Mapped[datetime | None]


class Rhythm(Base):
    """When work that comes back by itself is due next."""

    __tablename__ = "rhythm"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    next_at: Mapped[datetime]
