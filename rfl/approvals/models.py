"""The table of wishes that take two people. What is asked, and why, rests sealed."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.approvals.rules import ApprovalKind, ApprovalState
from rfl.db.base import Base, Word


class Approval(Base):
    """One wish, from the asking to the decision. `sealed`: ApprovalDocument."""

    __tablename__ = "approval"
    __table_args__ = (Index(None, "society_code", "state"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    kind: Mapped[ApprovalKind] = mapped_column(Word(ApprovalKind))
    state: Mapped[ApprovalState] = mapped_column(Word(ApprovalState), default=ApprovalState.ASKED)
    subject_id: Mapped[UUID]
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    content_hash: Mapped[bytes]
    """SHA-256 of exactly what was asked (rules.digest)."""
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]
    """When whoever asked took up what came of it: from then on it is no work of theirs."""
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
