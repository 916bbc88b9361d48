"""Tables of rights requests and of a society's own periods. Words of people rest in `sealed`."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.models import Guarded
from rfl.db.base import Base, Word
from rfl.protection.rules import RecordKind, Right, RightsState, RightsVerdict
from rfl.protection.schedule import RetentionAct, RunState


class RightsRequest(Guarded, Base):
    """What a person asks of the society about their data. `sealed`: document.RightsDocument.

    It has a key of its own, so that the proof of an erasure outlives what was erased.
    """

    __tablename__ = "rights_request"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    asked_right: Mapped[Right] = mapped_column(Word(Right))
    state: Mapped[RightsState] = mapped_column(Word(RightsState), default=RightsState.OPEN)
    due_on: Mapped[datetime]
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    prepared: Mapped[bytes | None]
    """document.Holding, sealed: exactly what an access request gives; gone once it is answered."""
    changed_at: Mapped[datetime]
    verdict: Mapped[RightsVerdict | None] = mapped_column(Word(RightsVerdict))
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    decided_hash: Mapped[bytes | None]
    """SHA-256 of exactly what was decided; approving anything else is refused."""
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    """When it was carried out."""
    answered_at: Mapped[datetime | None]


class RightsRecord(Base):
    """A record of the person who asks."""

    __tablename__ = "rights_record"
    __table_args__ = (UniqueConstraint("rights_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    rights_id: Mapped[UUID] = mapped_column(ForeignKey("rights_request.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[RecordKind] = mapped_column(Word(RecordKind))
    record_id: Mapped[UUID]
    """The registration, or the case."""
    number: Mapped[str] = mapped_column(String(30))


class ProtectionSetting(Base):
    """A society's own periods; without a row, those of rules and of keeping."""

    __tablename__ = "protection_setting"

    society_code: Mapped[str] = mapped_column(
        String(2), ForeignKey("society.code"), primary_key=True
    )
    answer_days: Mapped[int]
    archive_years: Mapped[int]
    anonymise_years: Mapped[int]
    registration_years: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by: Mapped[UUID]


class ImpactReview(Base):
    """That somebody read a society's impact assessment through, the last time."""

    __tablename__ = "impact_review"

    society_code: Mapped[str] = mapped_column(
        String(2), ForeignKey("society.code"), primary_key=True
    )
    read_at: Mapped[datetime]
    read_by: Mapped[UUID]
    content_hash: Mapped[bytes]
    """SHA-256 of what it said then (impact_review.content_hash)."""


class RetentionRun(Base):
    """A list of what is over its time, put up, approved and carried out. No particulars."""

    __tablename__ = "retention_run"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    act: Mapped[RetentionAct] = mapped_column(Word(RetentionAct))
    state: Mapped[RunState] = mapped_column(Word(RunState), default=RunState.PROPOSED)
    proposed_by: Mapped[UUID]
    proposed_at: Mapped[datetime]
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    list_hash: Mapped[bytes]
    """SHA-256 of exactly this list (schedule.list_hash); approving anything else is refused."""
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    skipped: Mapped[int] = mapped_column(default=0)
    """What was opened again, or changed, before its turn came."""
    job_id: Mapped[UUID | None]
    ended_at: Mapped[datetime | None]


class RetentionItem(Base):
    """One case, or one registration, of such a list."""

    __tablename__ = "retention_item"
    __table_args__ = (
        UniqueConstraint("run_id", "request_id"),
        UniqueConstraint("run_id", "registration_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("retention_run.id"))
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration.id"), index=True)
    number: Mapped[str] = mapped_column(String(30))
    done_at: Mapped[datetime | None]
    is_skipped: Mapped[bool] = mapped_column(default=False)

    @property
    def record_id(self) -> UUID:
        """Return the id of the case or the registration."""
        found = self.request_id or self.registration_id
        if found is None:
            raise ValueError("neither a case nor a registration")
        return found
