"""Tables of erasures: who asked, who approved, which keys must stay destroyed; no particulars."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word
from rfl.erasure.rules import EraseReason, ErasureState, RecordKind


class Erasure(Base):
    """One erasure, from the wish to the tombstone: it outlives the record."""

    __tablename__ = "erasure"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    kind: Mapped[RecordKind] = mapped_column(Word(RecordKind))
    record_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[str] = mapped_column(String(40), default="")
    """The record's number, by which people speak of it."""
    reason: Mapped[EraseReason] = mapped_column(Word(EraseReason))
    state: Mapped[ErasureState] = mapped_column(Word(ErasureState), default=ErasureState.ASKED)
    asked_by: Mapped[UUID]
    asked_at: Mapped[datetime]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    approved_hash: Mapped[bytes | None]
    """SHA-256 of exactly what was approved (rules.digest)."""
    unreadable_by: Mapped[datetime | None]
    """From when on no backup can be read either."""
    shredded_at: Mapped[datetime | None]
    """When the last of its keys was destroyed."""


class ErasureKey(Base):
    """One key of an erased record: a restored key store is taught by these rows."""

    __tablename__ = "erasure_key"

    key_id: Mapped[UUID] = mapped_column(primary_key=True)
    erasure_id: Mapped[UUID] = mapped_column(ForeignKey("erasure.id"), index=True)
