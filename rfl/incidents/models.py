"""Tables of events with many missing. Whatever names a person or a place rests in `sealed`."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.models import Guarded
from rfl.db.base import Base, Word
from rfl.incidents.rules import IncidentKind, IncidentState
from rfl.societies.rules import Route


class Incident(Guarded, Base):
    """A shipwreck or another event. `sealed`: IncidentDocument, under a key of its own."""

    __tablename__ = "incident"
    LISTED_BY = ("year", "number")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    kind: Mapped[IncidentKind] = mapped_column(Word(IncidentKind))
    state: Mapped[IncidentState] = mapped_column(Word(IncidentState), default=IncidentState.OPEN)
    route: Mapped[Route] = mapped_column(Word(Route))
    year: Mapped[int]
    written_by: Mapped[UUID]
    """Who wrote last in it: another person reviews it."""
    changed_at: Mapped[datetime]
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]


class IncidentTie(Base):
    """What hangs on an event: a case, or a registration of somebody who was on board."""

    __tablename__ = "incident_tie"
    __table_args__ = (
        CheckConstraint("(request_id IS NULL) <> (registration_id IS NULL)", name="one_record"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("tracing_request.id"), index=True)
    registration_id: Mapped[UUID | None] = mapped_column(ForeignKey("registration.id"), index=True)
    tied_by: Mapped[UUID]
    tied_at: Mapped[datetime]
    off_by: Mapped[UUID | None]
    off_at: Mapped[datetime | None]
    """Since when it hangs there no more."""


class IncidentTestimony(Base):
    """What somebody told of an event. `sealed`: TestimonyDocument, under the witness's key."""

    __tablename__ = "incident_testimony"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    witness_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Whoever told it, where they have a record."""
    created_by: Mapped[UUID]
    created_at: Mapped[datetime]
    sealed: Mapped[bytes]


class IncidentSighting(Base):
    """What one testimony says of one person. `sealed`: SightingDocument, under theirs."""

    __tablename__ = "incident_sighting"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    incident_id: Mapped[UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    testimony_id: Mapped[UUID] = mapped_column(ForeignKey("incident_testimony.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Of whom it speaks, where they have a record."""
    place: Mapped[int]
    """Where they stand in the testimony."""
    sealed: Mapped[bytes]
