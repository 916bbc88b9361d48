"""The table of referrals. To whom and for what is sealed: the kind of help tells too much."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import Base, Word
from rfl.referrals.rules import ReferralState


class Referral(Base):
    """Somebody was sent to a service. `sealed`: ReferralDocument, under the case's key."""

    __tablename__ = "referral"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    request_id: Mapped[UUID] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    state: Mapped[ReferralState] = mapped_column(Word(ReferralState))
    follow_up_at: Mapped[datetime] = mapped_column(index=True)
    """The day on which we ask what came of it, at noon UTC."""
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    sealed: Mapped[bytes]
