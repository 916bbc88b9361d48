"""Tables of cases that change hands. What is told of a case rests sealed, once for each side."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.models import Guarded
from rfl.db.base import Base, Word
from rfl.transfers.rules import OfferKind, OfferState, Side, Urgency


class CaseOffer(Guarded, Base):
    """A case that `society_code` offers to `to_society`: the same code within one society.

    `sealed` and `delivered` hold an OfferDocument each (transfers.document), under a key of either
    society, so that each reads its own and its readings stand in its own log.
    """

    __tablename__ = "case_offer"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    to_society: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"), index=True)
    to_site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    """Within one society: the branch."""
    request_id: Mapped[UUID] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    kind: Mapped[OfferKind] = mapped_column(Word(OfferKind))
    urgency: Mapped[Urgency] = mapped_column(Word(Urgency))
    people: Mapped[int]
    """How many are sought."""
    state: Mapped[OfferState] = mapped_column(Word(OfferState), index=True)
    lead: Mapped[Side] = mapped_column(Word(Side), default=Side.TO)
    answer_by: Mapped[datetime]
    changed_at: Mapped[datetime]
    signed_by: Mapped[UUID | None]
    answered_by: Mapped[UUID | None]
    answered_at: Mapped[datetime | None]
    handed_by: Mapped[UUID | None]
    handed_at: Mapped[datetime | None]
    noted_at: Mapped[datetime | None]
    """When whoever offered took note of an end."""
    from_read_at: Mapped[datetime | None]
    to_read_at: Mapped[datetime | None]
    """When either side last read the notes on shared work."""
    new_request_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("tracing_request.id"), index=True
    )
    """The other society's own case."""
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    delivered_key_id: Mapped[UUID]
    delivered: Mapped[bytes]


class OfferNote(Base):
    """One society's copy of a note on shared work. `sealed`: SharedNote, under its offer's key."""

    __tablename__ = "offer_note"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("case_offer.id"), index=True)
    by_society: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    sealed: Mapped[bytes]
