"""Tables of person records, registrations and consents. Particulars rest in `sealed`."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.models import Guarded
from rfl.db.base import Base, Word
from rfl.keys.rules import FIRST_VERSION
from rfl.persons.rules import ConsentDecision, Purpose, RegistrationKind


class Person(Guarded, Base):
    """One human being as one society knows them. `sealed`: persons.document.PersonDocument."""

    __tablename__ = "person"
    LISTED_BY = ("changed_at", "id")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    key_id: Mapped[UUID]
    """The record key: destroying it makes the record and all copies of it unreadable."""
    sealed: Mapped[bytes]
    changed_at: Mapped[datetime]


class Registration(Guarded, Base):
    """A person met by the society. `sealed`: RegistrationDocument, under the person's key."""

    __tablename__ = "registration"
    LISTED_BY = ("met_on", "number")

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(30), unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    site_id: Mapped[UUID | None] = mapped_column(ForeignKey("site.id"))
    kind: Mapped[RegistrationKind] = mapped_column(Word(RegistrationKind))
    met_on: Mapped[datetime]
    """The day they were met, at noon UTC."""
    sealed: Mapped[bytes]
    changed_at: Mapped[datetime]
    review_on: Mapped[datetime | None]
    """The day on which whoever it lies with looks at it again, at noon UTC."""


Index("ix_registration_owner_id", Registration.owner_id)


class Consent(Base):
    """One decision of one person for one purpose. `sealed`: ConsentDocument, person's key."""

    __tablename__ = "consent"
    __table_args__ = (Index("ix_consent_person_purpose", "person_id", "purpose"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[Purpose] = mapped_column(Word(Purpose))
    recipient: Mapped[str] = mapped_column(String(2), default="*")
    """A society's code, or persons.rules.ALL_PARTNERS."""
    decision: Mapped[ConsentDecision] = mapped_column(Word(ConsentDecision))
    attested: Mapped[bool] = mapped_column(default=False)
    decided_at: Mapped[datetime]
    recorded_by: Mapped[UUID]
    withdrawn_at: Mapped[datetime | None]
    sealed: Mapped[bytes]


class ExternalRecord(Base):
    """That a row of somebody's list is already here: the HMAC tag of its id, never the id."""

    __tablename__ = "external_record"
    __table_args__ = (UniqueConstraint("society_code", "kind", "tag"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    kind: Mapped[str] = mapped_column(String(20))
    """registration or request."""
    tag: Mapped[int] = mapped_column(BigInteger)
    tag_key: Mapped[int] = mapped_column(default=FIRST_VERSION)
    """Version of the index key under which the tag lies."""
    record_id: Mapped[UUID] = mapped_column(index=True)


class PersonMerge(Base):
    """That two records are of one human being, from when to when: a pointer, and nothing is moved.

    `sealed`: MergeDocument, under a key of its own.
    """

    __tablename__ = "person_merge"
    __table_args__ = (Index(None, "kept_id"), Index(None, "other_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_by: Mapped[UUID]
    approved_by: Mapped[UUID]
    merged_at: Mapped[datetime]
    parted_at: Mapped[datetime | None]
    part_asked_by: Mapped[UUID | None]
    part_approved_by: Mapped[UUID | None]
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]


class SamePerson(Base):
    """Which records are of one human being now, as the standing merges say (persons.wholes)."""

    __tablename__ = "same_person"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    whole_id: Mapped[UUID] = mapped_column(index=True)
