"""Taking a testimony down: who told it, whom they saw, and what those are to each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from msgspec import structs
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, visible
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.incidents import queries, records
from rfl.incidents.account import Seen
from rfl.incidents.document import SightingDocument, TestimonyDocument, Tie
from rfl.incidents.models import Incident, IncidentSighting, IncidentTestimony
from rfl.incidents.rules import check_testimony
from rfl.incidents.service import to_write
from rfl.persons.models import Person
from rfl.persons.rules import RelationKind, SourceKind
from rfl.tracing.rules import ActionKind
from rfl.tracing.service import write_action


@dataclass(frozen=True, slots=True)
class NewSeen:
    """One person in a testimony: of whom there is a record, or by a name as it was said.

    `tie`: what they are to another person of the same testimony, by that one's place from 0.
    """

    seen: Seen
    name: str = ""
    person_id: UUID | None = None
    where: str = ""
    when: str = ""
    words: str = ""
    is_hearsay: bool = False
    tie: tuple[RelationKind, int] | None = None


@dataclass(frozen=True, slots=True)
class NewTestimony:
    """What somebody told. `witness_id`: their record, if they are registered."""

    document: TestimonyDocument
    seen: Sequence[NewSeen] = ()
    witness_id: UUID | None = None


def take_down(
    session: Session, actor: Actor, incident_id: UUID, new: NewTestimony
) -> IncidentTestimony:
    """Write a testimony down, each part under the key of whom it belongs to.

    Raises:
        DeniedError, NotFoundError: not the actor's event, or nobody whom they may know.
        RuleBrokenError: the event is closed, or see rules.check_testimony.

    """
    row, _document = to_write(session, actor, incident_id)
    told, day = new.document, new.document.day
    ties = [(place, one.tie[1]) for place, one in enumerate(new.seen) if one.tie]
    check_testimony(told.words, day, clock.today(), len(new.seen), ties)
    if not all(one.person_id or one.name.strip() for one in new.seen):
        raise RuleBrokenError("Write a name for each person who was seen, as it was said.")
    ids = {new.witness_id, *(one.person_id for one in new.seen)}
    people = _people(session, actor, [one for one in ids if one])
    testimony = IncidentTestimony(
        id=uuid4(),
        society_code=row.society_code,
        incident_id=row.id,
        witness_id=new.witness_id,
        created_by=actor.user_id,
        created_at=clock.now(),
    )
    document = structs.replace(told, who="" if new.witness_id else told.who.strip())
    records.seal_told(session, _key(row, people, new.witness_id), testimony, document)
    session.add(testimony)
    session.flush()
    session.add_all(_sightings(session, row, testimony, people, new))
    records.record(session, actor, Act.TESTIMONY_TAKEN, row, [testimony.id, *people])
    _tell_cases(session, actor, row, [one.person_id for one in new.seen if one.person_id])
    return testimony


def say_who(
    session: Session, actor: Actor, incident_id: UUID, sighting_id: UUID, person_id: UUID
) -> IncidentSighting:
    """Say that somebody who was named in a testimony is a person of whom there is a record.

    From then on what was said of them rests under that person's key, and goes with them.

    Raises:
        DeniedError, NotFoundError: not the actor's event, or nobody whom they may know.
        RuleBrokenError: the event is closed, or it is said already.

    """
    row, _document = to_write(session, actor, incident_id)
    sighting = session.get(IncidentSighting, sighting_id, with_for_update=True)
    scope = visible(actor, Permission.PERSON_LIST, clock.now())
    told = [one.id for one in queries.testimonies(session, scope, row.id)]
    known = {one.id for one in queries.sightings(session, scope, told)}
    if sighting is None or sighting.id not in known:
        raise NotFoundError("sighting")
    if sighting.person_id is not None:
        raise RuleBrokenError("Who this is was said already. Load the page once more.")
    people = _people(session, actor, [person_id])
    receipt = records.record(
        session, actor, Act.TESTIMONY_NAMED, row, [sighting.testimony_id, person_id]
    )
    (document,) = records.open_sightings(session, receipt, [sighting])
    sighting.person_id = person_id
    records.seal_seen(session, people[person_id].key_id, sighting, document)
    _tell_cases(session, actor, row, [person_id])
    return sighting


def _tell_cases(session: Session, actor: Actor, row: Incident, people: Sequence[UUID]) -> None:
    """Write into the cases on the event that look for somebody who was spoken of now.

    Only into those that the actor may write in: of others they have no sign.
    """
    scope = visible(actor, Permission.REQUEST_WRITE, clock.now())
    for request in queries.cases_seeking(session, scope, row.id, people):
        write_action(session, actor, request, ActionKind.NOTE, result="testimony")


def _people(session: Session, actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Person]:
    """Return records that the actor may know.

    Raises:
        NotFoundError: one of them is not theirs to know.

    """
    scope = visible(actor, Permission.PERSON_LIST, clock.now())
    found = queries.people_within(session, scope, ids)
    if set(found) != set(ids):
        raise NotFoundError("person")
    return found


def _key(row: Incident, people: dict[UUID, Person], person_id: UUID | None) -> UUID:
    return people[person_id].key_id if person_id else row.key_id


def _sightings(
    session: Session,
    row: Incident,
    testimony: IncidentTestimony,
    people: dict[UUID, Person],
    new: NewTestimony,
) -> list[IncidentSighting]:
    rows = [
        IncidentSighting(
            id=uuid4(),
            society_code=row.society_code,
            incident_id=row.id,
            testimony_id=testimony.id,
            person_id=one.person_id,
            place=place,
        )
        for place, one in enumerate(new.seen)
    ]
    for sighting, one in zip(rows, new.seen, strict=True):
        ties = (Tie(one.tie[0], rows[one.tie[1]].id),) if one.tie else ()
        document = _seen(one, new.document.source, new.document.day, ties)
        records.seal_seen(session, _key(row, people, one.person_id), sighting, document)
    return rows


def _seen(one: NewSeen, source: SourceKind, day: date, ties: tuple[Tie, ...]) -> SightingDocument:
    return SightingDocument(
        seen=one.seen,
        source=source,
        day=day,
        name="" if one.person_id else one.name.strip(),
        where=one.where.strip(),
        when=one.when.strip(),
        words=one.words.strip(),
        is_hearsay=one.is_hearsay,
        ties=ties,
    )
