"""Reads of events with many missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from rfl.access.filters import where
from rfl.access.rules import Scope
from rfl.db.rounds import Reading, all_of, rows_of
from rfl.incidents.models import Incident, IncidentSighting, IncidentTestimony, IncidentTie
from rfl.incidents.rules import IncidentKind, IncidentState
from rfl.persons.models import Person, Registration, SamePerson
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.queries import within as case_within

HANGS = IncidentTie.off_at.is_(None)


@dataclass(frozen=True, slots=True)
class IncidentFilter:
    """What a list of events is narrowed to; empty means all."""

    kind: IncidentKind | None = None
    state: IncidentState | None = None
    year: int | None = None
    number: str = ""


def incident_within(
    session: Session, scope: Scope, incident_id: UUID, *, lock: bool = False
) -> Incident | None:
    """Return one event in `scope`, locked until the transaction ends if so wanted."""
    query = select(Incident).where(Incident.id == incident_id, where(scope, Incident))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def incidents(
    session: Session, scope: Scope, narrowed: IncidentFilter, limit: int, offset: int
) -> Sequence[Incident]:
    """Return events in `scope`, the latest year first."""
    query = select(Incident).where(*_conditions(scope, narrowed))
    order = (Incident.year.desc(), Incident.changed_at.desc(), Incident.number)
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def count(session: Session, scope: Scope, narrowed: IncidentFilter) -> int:
    """Return how many events in `scope` the filter leaves."""
    query = select(func.count(Incident.id)).where(*_conditions(scope, narrowed))
    return session.scalar(query) or 0


def years(session: Session, scope: Scope) -> Sequence[int]:
    """Return the years of events in `scope`, the latest first."""
    query = select(Incident.year).where(where(scope, Incident)).distinct()
    return session.scalars(query.order_by(Incident.year.desc())).all()


def _conditions(scope: Scope, narrowed: IncidentFilter) -> list[ColumnElement[bool]]:
    found = [where(scope, Incident)]
    if narrowed.kind:
        found.append(Incident.kind == narrowed.kind)
    if narrowed.state:
        found.append(Incident.state == narrowed.state)
    if narrowed.year:
        found.append(Incident.year == narrowed.year)
    if narrowed.number:
        number = narrowed.number.strip().upper()
        found.append(Incident.number.contains(number, autoescape=True))
    return found


def case_counts(session: Session, scope: Scope, incident_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many cases in `scope` hang on each event: no others are counted."""
    query = (
        select(IncidentTie.incident_id, func.count())
        .join(TracingRequest, TracingRequest.id == IncidentTie.request_id)
        .where(IncidentTie.incident_id.in_(set(incident_ids)), HANGS, case_within(scope))
        .group_by(IncidentTie.incident_id)
    )
    return dict(session.execute(query).all())


def cases(session: Session, scope: Scope, incident_id: UUID) -> Sequence[TracingRequest]:
    """Return the cases in `scope` that hang on an event."""
    query = (
        select(TracingRequest)
        .join(IncidentTie, IncidentTie.request_id == TracingRequest.id)
        .where(IncidentTie.incident_id == incident_id, HANGS, case_within(scope))
    )
    return session.scalars(query.order_by(TracingRequest.number)).all()


def cases_seeking(
    session: Session, scope: Scope, incident_id: UUID, people: Collection[UUID]
) -> Sequence[TracingRequest]:
    """Return the cases in `scope` that hang on an event and look for one of `people`."""
    seeks = exists().where(
        SoughtPerson.request_id == TracingRequest.id, SoughtPerson.person_id.in_(set(people))
    )
    query = (
        select(TracingRequest)
        .join(IncidentTie, IncidentTie.request_id == TracingRequest.id)
        .where(IncidentTie.incident_id == incident_id, HANGS, case_within(scope), seeks)
    )
    return session.scalars(query.order_by(TracingRequest.number)).all()


def registrations(session: Session, scope: Scope, incident_id: UUID) -> Sequence[Registration]:
    """Return the registrations in `scope` of people who were on board: they and their records."""
    query = (
        select(Registration)
        .join(IncidentTie, IncidentTie.registration_id == Registration.id)
        .where(IncidentTie.incident_id == incident_id, HANGS, _registered(scope))
    )
    return session.scalars(query.order_by(Registration.number)).all()


def hangs(session: Session, incident_id: UUID, record_id: UUID) -> bool:
    """Tell whether a case or a registration hangs on an event now."""
    query = select(IncidentTie.id).where(IncidentTie.incident_id == incident_id, _holds(record_id))
    return session.scalar(query) is not None


def _holds(record_id: UUID) -> ColumnElement[bool]:
    either = or_(IncidentTie.request_id == record_id, IncidentTie.registration_id == record_id)
    return and_(HANGS, either)


def ties(session: Session, incident_id: UUID) -> dict[UUID, UUID]:
    """Return by case or registration what ties it to an event now."""
    query = select(IncidentTie).where(IncidentTie.incident_id == incident_id, HANGS)
    found = {}
    for tie in session.scalars(query):
        record_id = tie.request_id or tie.registration_id
        if record_id is not None:
            found[record_id] = tie.id
    return found


def tie_within(
    session: Session, case_scope: Scope, people_scope: Scope, tie_id: UUID
) -> IncidentTie | None:
    """Return what ties a record to an event now, if the record lies in its scope; locked."""
    case = exists().where(TracingRequest.id == IncidentTie.request_id, case_within(case_scope))
    met = exists().where(Registration.id == IncidentTie.registration_id, _registered(people_scope))
    query = select(IncidentTie).where(IncidentTie.id == tie_id, HANGS, or_(case, met))
    return session.scalar(query.with_for_update())


def case_of_number(session: Session, scope: Scope, number: str) -> UUID | None:
    """Return the case in `scope` that bears this number."""
    query = select(TracingRequest.id).where(TracingRequest.number == number, case_within(scope))
    return session.scalar(query)


def registration_of_number(session: Session, scope: Scope, number: str) -> UUID | None:
    """Return the registration in `scope` that bears this number."""
    query = select(Registration.id).where(Registration.number == number, _registered(scope))
    return session.scalar(query)


def _registered(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a registration lies in `scope`: it and its person."""
    person = exists().where(Person.id == Registration.person_id, where(scope, Person))
    return and_(where(scope, Registration), person)


def told(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a testimony may be known: whoever gave it lies in `scope`.

    Of one whose witness was erased what was said of others stays.
    """
    witness = exists().where(Person.id == IncidentTestimony.witness_id, where(scope, Person))
    return or_(IncidentTestimony.witness_id.is_(None), IncidentTestimony.sealed == b"", witness)


def spoken_of(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a sighting may be known: its person lies in `scope` too."""
    person = exists().where(Person.id == IncidentSighting.person_id, where(scope, Person))
    return and_(IncidentSighting.sealed != b"", or_(IncidentSighting.person_id.is_(None), person))


def testimonies(session: Session, scope: Scope, incident_id: UUID) -> Sequence[IncidentTestimony]:
    """Return the testimonies of an event that may be known, the oldest first."""
    query = select(IncidentTestimony).where(
        IncidentTestimony.incident_id == incident_id, told(scope)
    )
    order = (IncidentTestimony.created_at, IncidentTestimony.id)
    return session.scalars(query.order_by(*order)).all()


def sightings(
    session: Session, scope: Scope, testimony_ids: Collection[UUID]
) -> Sequence[IncidentSighting]:
    """Return the sightings of some testimonies that may be known, in their order."""
    query = select(IncidentSighting).where(
        IncidentSighting.testimony_id.in_(set(testimony_ids)), spoken_of(scope)
    )
    order = (IncidentSighting.testimony_id, IncidentSighting.place)
    return session.scalars(query.order_by(*order)).all()


def given_by(session: Session, person_id: UUID) -> Sequence[IncidentTestimony]:
    """Return the testimonies that a person gave, the oldest first."""
    query = select(IncidentTestimony).where(
        IncidentTestimony.witness_id == person_id, IncidentTestimony.sealed != b""
    )
    order = (IncidentTestimony.created_at, IncidentTestimony.id)
    return session.scalars(query.order_by(*order)).all()


def is_spoken_of(session: Session, person_id: UUID) -> bool:
    """Tell whether any testimony speaks of a person."""
    query = select(IncidentSighting.id).where(
        IncidentSighting.person_id == person_id, IncidentSighting.sealed != b""
    )
    return session.scalar(query.limit(1)) is not None


def names_hidden(session: Session, scope: Scope, testimony_ids: Collection[UUID]) -> set[UUID]:
    """Return which testimonies name somebody outside `scope`: their words may name them too."""
    person = exists().where(Person.id == IncidentSighting.person_id, where(scope, Person))
    query = select(IncidentSighting.testimony_id).where(
        IncidentSighting.testimony_id.in_(set(testimony_ids)),
        IncidentSighting.person_id.is_not(None),
        IncidentSighting.sealed != b"",
        ~person,
    )
    return set(session.scalars(query))


def people_within(session: Session, scope: Scope, ids: Collection[UUID]) -> dict[UUID, Person]:
    """Return those of some records that lie in `scope`, by id."""
    if not ids:
        return {}
    query = select(Person).where(Person.id.in_(set(ids)), where(scope, Person))
    return {row.id: row for row in session.scalars(query)}


def to_review(scope: Scope, reviewer_id: UUID, most: int) -> Reading[list[Incident]]:
    """Read the events in `scope` that wait for a second person, the longest first."""
    query = select(Incident).where(
        where(scope, Incident),
        Incident.state.in_((IncidentState.OPEN, IncidentState.REOPENED)),
        Incident.written_by != reviewer_id,
        exists().where(IncidentTestimony.incident_id == Incident.id),
    )
    return (yield from all_of(query, Incident.changed_at, most=most))


def of_case(scope: Scope, request_id: UUID) -> Reading[list[Incident]]:
    """Read the events in `scope` on which a case hangs."""
    ids = select(IncidentTie.incident_id).where(IncidentTie.request_id == request_id, HANGS)
    query = select(Incident).where(Incident.id.in_(ids), where(scope, Incident))
    return (yield from all_of(query, Incident.number))


def said_of_sought(
    scope: Scope, incident_scope: Scope, request_id: UUID
) -> Reading[list[IncidentSighting]]:
    """Read what testimonies say of the sought people of a case, on the events it hangs on."""
    sought = select(SoughtPerson.person_id).where(SoughtPerson.request_id == request_id)
    whole = select(SamePerson.whole_id).where(SamePerson.person_id.in_(sought))
    same = select(SamePerson.person_id).where(SamePerson.whole_id.in_(whole))
    here = select(IncidentTie.incident_id).where(IncidentTie.request_id == request_id, HANGS)
    query = (
        select(IncidentSighting, IncidentTestimony)
        .join(IncidentTestimony, IncidentTestimony.id == IncidentSighting.testimony_id)
        .join(Incident, Incident.id == IncidentSighting.incident_id)
        .where(
            or_(IncidentSighting.person_id.in_(sought), IncidentSighting.person_id.in_(same)),
            IncidentSighting.incident_id.in_(here),
            where(incident_scope, Incident),
            spoken_of(scope),
            told(scope),
        )
    )
    rows = yield from rows_of(query, IncidentTestimony.created_at, IncidentSighting.place)
    return [sighting for sighting, _testimony in rows]
