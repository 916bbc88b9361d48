"""Reads of persons, registrations and consents."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from rfl.access.filters import where
from rfl.access.rules import Scope
from rfl.persons.models import Consent, ExternalRecord, Person, Registration
from rfl.persons.rules import RegistrationKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RegistrationFilter:
    """What a list of registrations is narrowed to; empty means all."""

    number: str = ""
    kind: RegistrationKind | None = None
    site_id: UUID | None = None
    met_from: datetime | None = None
    met_before: datetime | None = None


def registrations(
    session: Session, scope: Scope, narrowed: RegistrationFilter, limit: int, offset: int
) -> Sequence[Registration]:
    """Return registrations in `scope`, newest first."""
    query = _narrowed(select(Registration), scope, narrowed)
    order = (Registration.met_on.desc(), Registration.number.desc())
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def count_registrations(session: Session, scope: Scope, narrowed: RegistrationFilter) -> int:
    """Return how many registrations there are in `scope`."""
    query = _narrowed(select(func.count(Registration.id)), scope, narrowed)
    return session.scalar(query) or 0


def _narrowed(
    query: Select[tuple[T]], scope: Scope, narrowed: RegistrationFilter
) -> Select[tuple[T]]:
    conditions: list[ColumnElement[bool]] = [where(scope, Registration)]
    if narrowed.number:
        conditions.append(Registration.number.contains(narrowed.number.strip(), autoescape=True))
    if narrowed.kind:
        conditions.append(Registration.kind == narrowed.kind)
    if narrowed.site_id:
        conditions.append(Registration.site_id == narrowed.site_id)
    if narrowed.met_from:
        conditions.append(Registration.met_on >= narrowed.met_from)
    if narrowed.met_before:
        conditions.append(Registration.met_on < narrowed.met_before)
    return query.where(*conditions)


def registration_of(session: Session, person_id: UUID) -> Registration | None:
    """Return the newest registration of a person."""
    query = select(Registration).where(Registration.person_id == person_id)
    return session.scalar(query.order_by(Registration.met_on.desc()).limit(1))


def consents(session: Session, person_id: UUID) -> Sequence[Consent]:
    """Return what a person decided, purpose by purpose, newest first."""
    query = select(Consent).where(Consent.person_id == person_id)
    return session.scalars(query.order_by(Consent.decided_at.desc(), Consent.purpose)).all()


def consents_of_society(
    session: Session, society: str, limit: int, offset: int
) -> Sequence[tuple[Consent, str]]:
    """Return consents of a society's registered people with the registration's number."""
    query = (
        select(Consent, Registration.number)
        .join(Registration, Registration.person_id == Consent.person_id)
        .where(Consent.society_code == society)
        .order_by(Consent.decided_at.desc(), Consent.id)
        .limit(limit)
        .offset(offset)
    )
    return [(consent, number) for consent, number in session.execute(query)]


def people(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Person]:
    """Return the rows of people by id."""
    query = select(Person).where(Person.id.in_(set(person_ids)))
    return {person.id: person for person in session.scalars(query)}


def known_tags(session: Session, society: str, kind: str, tags: Collection[int]) -> set[int]:
    """Return which of `tags` (blind tags of foreign ids) a society has taken in already."""
    query = select(ExternalRecord.tag).where(
        ExternalRecord.society_code == society,
        ExternalRecord.kind == kind,
        ExternalRecord.tag.in_(tags),
    )
    return set(session.scalars(query))
