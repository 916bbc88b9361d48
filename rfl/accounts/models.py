"""Tables of the reviews of roles. No names: those rest with the accounts."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.rules import Role
from rfl.accounts.review_rules import RoleVerdict
from rfl.db.base import Base, Word


class RoleReview(Base):
    """One look at all roles of a society, from its beginning to its last line."""

    __tablename__ = "role_review"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    begun_at: Mapped[datetime]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class RoleReviewLine(Base):
    """One role of one colleague, as it was when the review began, and what was said of it."""

    __tablename__ = "role_review_line"
    __table_args__ = (UniqueConstraint("review_id", "user_id", "role"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("role_review.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    role: Mapped[Role] = mapped_column(Word(Role))
    verdict: Mapped[RoleVerdict | None] = mapped_column(Word(RoleVerdict))
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
