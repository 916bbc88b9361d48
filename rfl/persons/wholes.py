"""Records that are of one human being: a merge is a pointer between two, and reads follow it.

Nothing of either record is moved or written over, so that parting gives back exactly what was
(docs/adr). `same_person` says which records are one now; it is made from the standing merges.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, Sensitivity, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.persons import queries, service
from rfl.persons.document import PersonDocument
from rfl.persons.models import Person, PersonMerge, SamePerson
from rfl.persons.records import open_document, saved_of
from rfl.persons.rules import Purpose
from rfl.persons.watch import announce, gone

STANDS = PersonMerge.parted_at.is_(None)


def wholes(session: Session, person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return by person what is the same for all records of one human being."""
    wanted = set(person_ids)
    query = select(SamePerson.person_id, SamePerson.whole_id)
    found: dict[UUID, UUID] = dict(
        session.execute(query.where(SamePerson.person_id.in_(wanted))).all()
    )
    return {one: found.get(one, one) for one in wanted}


def members(session: Session, person_id: UUID) -> list[UUID]:
    """Return all records of a person, the one asked for first."""
    whole = select(SamePerson.whole_id).where(SamePerson.person_id == person_id)
    query = select(SamePerson.person_id).where(SamePerson.whole_id.in_(whole))
    found = session.scalars(query.order_by(SamePerson.person_id))
    return [person_id, *(one for one in found if one != person_id)]


def same_as(column: InstrumentedAttribute[UUID], person_id: UUID) -> ColumnElement[bool]:
    """Return the condition under which a column names any record of a person."""
    whole = select(SamePerson.whole_id).where(SamePerson.person_id == person_id)
    others = select(SamePerson.person_id).where(SamePerson.whole_id.in_(whole))
    return or_(column == person_id, column.in_(others))


def readable_members(session: Session, actor: Actor, person_id: UUID) -> Sequence[Person]:
    """Return the other records of a person that the actor may read; of none other a sign."""
    return readable(session, actor, members(session, person_id)[1:])


def readable(session: Session, actor: Actor, person_ids: Collection[UUID]) -> Sequence[Person]:
    """Return those of some records that the actor may read, oldest first."""
    if not person_ids:
        return []
    scope = visible(actor, Permission.PERSON_READ, clock.now())
    query = select(Person).where(Person.id.in_(set(person_ids)), where(scope, Person))
    return session.scalars(query.order_by(Person.created_at, Person.id)).all()


@dataclass(frozen=True, slots=True)
class Other:
    """Another record of a person, opened under an entry that names it."""

    person: Person
    document: PersonDocument
    receipt: Receipt


def open_members(session: Session, actor: Actor, person_id: UUID) -> list[Other]:
    """Open the other records of a person that the actor may read."""
    rows = readable_members(session, actor, person_id)
    if not rows:
        return []
    receipt = audit.record(
        session,
        actor.user_id,
        Act.PERSON_OPENED,
        societies=[rows[0].society_code],
        subjects=[row.id for row in rows],
        fields=["all"],
        purpose="tracing",
    )
    return [
        Other(row, document, receipt)
        for row, document in zip(rows, service.open_documents(session, receipt, rows), strict=True)
    ]


def settle(session: Session, person_ids: Iterable[UUID]) -> set[UUID]:
    """Write down anew which records are one with these; return all that were looked at."""
    session.flush()
    found, frontier = set(person_ids), set(person_ids)
    edges: list[tuple[UUID, UUID]] = []
    while frontier:
        query = select(PersonMerge.kept_id, PersonMerge.other_id).where(
            STANDS, or_(PersonMerge.kept_id.in_(frontier), PersonMerge.other_id.in_(frontier))
        )
        new = [(kept, other) for kept, other in session.execute(query)]
        edges += new
        frontier = {one for edge in new for one in edge} - found
        found |= frontier
    session.execute(delete(SamePerson).where(SamePerson.person_id.in_(found)))
    heads = joined(found, edges)
    alone = {one for one in found if list(heads.values()).count(heads[one]) == 1}
    session.add_all(SamePerson(person_id=one, whole_id=heads[one]) for one in found - alone)
    session.flush()
    return found


def joined(people: Iterable[UUID], edges: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, UUID]:
    """Return by person the head of all that edges join them with. Pure."""
    heads = {one: one for one in people}
    for one, other in edges:
        first, second = sorted((heads[one], heads[other]))
        heads = {who: first if head == second else head for who, head in heads.items()}
    return heads


def retell(
    session: Session, actor_id: UUID, receipt: Receipt, person_ids: Collection[UUID]
) -> None:
    """Have registered people searched, or not, as what they decided says now (persons.watch)."""
    session.flush()
    rows = queries.registrations_of(session, person_ids)
    people = queries.people(session, [row.person_id for row in rows])
    searched = {
        one: person.erased_at is None
        and person.sensitivity is not Sensitivity.SEALED
        and queries.has_agreed(session, one, Purpose.TRACING)
        for one, person in people.items()
    }
    opened = service.open_by_id(session, receipt, [one for one, is_in in searched.items() if is_in])
    saved = [
        saved_of(
            row,
            opened[row.person_id],
            open_document(session, receipt, row),
            is_searched=True,
        )
        for row in rows
        if row.person_id in opened
    ]
    saved += [gone(one, people[one].society_code) for one, is_in in searched.items() if not is_in]
    announce(session, actor_id, saved)


def numbers_of(session: Session, person_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return by person the number of their newest registration, where they have one."""
    rows = queries.registrations_of(session, person_ids) if person_ids else ()
    return {row.person_id: row.number for row in reversed(rows)}
