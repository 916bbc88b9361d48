"""Reads of merges, and of what a merge asks of a record."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rfl.access.rules import Sensitivity
from rfl.merging.rules import Half
from rfl.persons import queries as person_queries
from rfl.persons import wholes
from rfl.persons.models import Person, PersonMerge
from rfl.tracing.models import SoughtPerson, TracingRequest


def halves(session: Session, person_ids: Collection[UUID]) -> dict[UUID, Half]:
    """Return what a merge asks of each record."""
    heads = wholes.wholes(session, person_ids)
    met = {row.person_id for row in person_queries.registrations_of(session, person_ids)}
    query = select(SoughtPerson.person_id).where(SoughtPerson.person_id.in_(set(person_ids)))
    sought = set(session.scalars(query))
    return {
        one: Half(
            one,
            person.society_code,
            heads[one],
            is_open=person.erased_at is None and person.sensitivity is not Sensitivity.SEALED,
            is_sought=one in sought,
            is_registered=one in met,
        )
        for one, person in person_queries.people(session, person_ids).items()
    }


def labels(session: Session, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return by person the number people call them by: of a registration, else of their case."""
    found = {one: number for one, number, _case in _cases(session, person_ids)}
    return {**found, **wholes.numbers_of(session, person_ids)}


def cases_of(session: Session, person_ids: Collection[UUID]) -> Sequence[TracingRequest]:
    """Return the cases in which these people ask or are sought, each once."""
    ids = {case for _person, _number, case in _cases(session, person_ids)}
    return session.scalars(select(TracingRequest).where(TracingRequest.id.in_(ids))).all()


def merges_of(session: Session, person_id: UUID) -> Sequence[PersonMerge]:
    """Return the merges of all records of a person, standing and parted, the newest first."""
    query = select(PersonMerge).where(
        or_(
            wholes.same_as(PersonMerge.kept_id, person_id),
            wholes.same_as(PersonMerge.other_id, person_id),
        )
    )
    return session.scalars(query.order_by(PersonMerge.merged_at.desc(), PersonMerge.id)).all()


def by_number(session: Session, society: str, number: str) -> list[UUID]:
    """Return whom a number of a society means: one registered, or everybody sought in a case."""
    row = person_queries.registration_of_number(session, society, number)
    if row is not None:
        return [row.person_id]
    query = (
        select(SoughtPerson.person_id)
        .join(TracingRequest, TracingRequest.id == SoughtPerson.request_id)
        .where(TracingRequest.society_code == society, TracingRequest.number == number)
        .order_by(SoughtPerson.place_in_case)
    )
    return list(session.scalars(query))


def openable(session: Session, person_ids: Collection[UUID]) -> list[Person]:
    """Return the records that are neither sealed nor erased."""
    query = select(Person).where(
        Person.id.in_(set(person_ids)),
        Person.erased_at.is_(None),
        Person.sensitivity != Sensitivity.SEALED,
    )
    return list(session.scalars(query.order_by(Person.created_at, Person.id)))


def _cases(session: Session, person_ids: Collection[UUID]) -> list[tuple[UUID, str, UUID]]:
    """Return person, number and id of each case in which they ask or are sought."""
    wanted = set(person_ids)
    asking = select(TracingRequest.enquirer_id, TracingRequest.number, TracingRequest.id).where(
        TracingRequest.enquirer_id.in_(wanted), TracingRequest.erased_at.is_(None)
    )
    sought = (
        select(SoughtPerson.person_id, TracingRequest.number, TracingRequest.id)
        .join(TracingRequest, TracingRequest.id == SoughtPerson.request_id)
        .where(SoughtPerson.person_id.in_(wanted), TracingRequest.erased_at.is_(None))
    )
    return [tuple(row) for row in (*session.execute(asking), *session.execute(sought))]
