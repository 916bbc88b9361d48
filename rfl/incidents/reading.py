"""Opening an event: what is known of it, who was on board as far as this reader may know, the list.

Whatever this reader may not know of is not counted either: a testimony of a witness whom they may
not know is not there for them, nor what is said of such a person, nor words that may name one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.errors import NotFoundError
from rfl.incidents import queries, records
from rfl.incidents.account import Account, Evidence, Seen, account
from rfl.incidents.document import IncidentDocument, SightingDocument, TestimonyDocument
from rfl.incidents.models import Incident, IncidentSighting, IncidentTestimony
from rfl.incidents.queries import IncidentFilter
from rfl.persons import service as persons
from rfl.persons import wholes
from rfl.persons.document import PersonDocument
from rfl.persons.models import Registration
from rfl.persons.rules import SourceKind
from rfl.tracing import queries as case_queries
from rfl.tracing.models import TracingRequest

US = "us"
"""The witness of what our own registrations say."""


@dataclass(frozen=True, slots=True)
class Sighted:
    """What one testimony says of one person. `name`: of their record, else as it was said."""

    row: IncidentSighting
    document: SightingDocument
    name: str


@dataclass(frozen=True, slots=True)
class Testimony:
    """One testimony. `document` is None once whoever gave it was erased."""

    row: IncidentTestimony
    document: TestimonyDocument | None
    who: str
    seen: Sequence[Sighted]
    ties: Sequence[tuple[str, str, str]] = ()
    """Who is what to whom: name, RelationKind, name."""


@dataclass(frozen=True, slots=True)
class OnBoard:
    """One person on board, with what leads to them, and the account of them."""

    name: str
    account: Account
    person_id: UUID | None = None
    sighting_id: UUID | None = None
    """Where they are known by a name alone."""
    cases: Sequence[TracingRequest] = ()
    registration: Registration | None = None
    said: Sequence[SightingDocument] = ()
    """What testimonies say of them, the oldest first."""


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page of one event shows."""

    row: Incident
    document: IncidentDocument
    knows: bool
    """Whether this reader may know who was on board."""
    cases: Sequence[tuple[TracingRequest, Sequence[str]]] = ()
    """With the names of who is sought."""
    registrations: Sequence[Registration] = ()
    ties: Mapping[UUID, UUID] = field(default_factory=dict)
    testimonies: Sequence[Testimony] = ()
    people: Sequence[OnBoard] = ()
    staff: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Rows:
    """What is read before anything is opened."""

    cases: Sequence[TracingRequest]
    sought: Mapping[UUID, list[UUID]]
    """Case → the people looked for."""
    registrations: Sequence[Registration] = ()
    testimonies: Sequence[IncidentTestimony] = ()
    sightings: Sequence[IncidentSighting] = ()
    hidden: frozenset[UUID] = frozenset()
    """Testimonies whose words may name somebody whom this reader may not know."""

    @property
    def people(self) -> set[UUID]:
        """Return everybody of whom there is a record."""
        found = {one for ids in self.sought.values() for one in ids}
        found |= {one.person_id for one in self.registrations}
        found |= {one.person_id for one in self.sightings if one.person_id}
        return found | {one.witness_id for one in self.testimonies if one.witness_id and one.sealed}


def read(session: Session, actor: Actor, incident_id: UUID) -> Page:
    """Open one event.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    row = records.reachable(session, actor, Permission.INCIDENT_READ, incident_id)
    knows = records.may_know_people(session, actor, row)
    rows = _rows(session, actor, row, knows=knows)
    subjects = [*(one.id for one in rows.cases), *sorted(rows.people)]
    fields = ["event", "people", "testimonies"] if knows else ["event"]
    receipt = records.record(session, actor, Act.INCIDENT_OPENED, row, subjects, fields)
    document = records.open_one(session, receipt, row)
    known = persons.open_by_id(session, receipt, rows.people)
    names = {one: person.display_name for one, person in known.items()}
    testimonies = _testimonies(session, receipt, rows, names)
    staff = [row.created_by, *(one.created_by for one in rows.testimonies)]
    staff += [one.by for one in document.counts] + [one.by for one in document.done]
    return Page(
        row=row,
        document=document,
        knows=knows,
        cases=[(one, [names[who] for who in rows.sought.get(one.id, ())]) for one in rows.cases],
        registrations=rows.registrations,
        ties=queries.ties(session, row.id),
        testimonies=testimonies,
        people=_people(session, rows, testimonies, known) if knows else (),
        staff=access.staff_names(session, receipt, staff),
    )


def printed(
    session: Session, actor: Actor, incident_id: UUID, person_id: UUID
) -> tuple[Page, OnBoard]:
    """Open one event for a paper about one person on board.

    Raises:
        DeniedError, NotFoundError: the event is not the actor's to read, or nobody of it is that.

    """
    page = read(session, actor, incident_id)
    found = [one for one in page.people if one.person_id == person_id]
    if not found:
        raise NotFoundError("person on board")
    records.record(session, actor, Act.PRINTED, page.row, [person_id], ["account"])
    return page, found[0]


def _rows(session: Session, actor: Actor, row: Incident, *, knows: bool) -> _Rows:
    now = clock.now()
    cases = queries.cases(session, visible(actor, Permission.REQUEST_LIST, now), row.id)
    sought = defaultdict[UUID, list[UUID]](list)
    for one in case_queries.sought(session, [case.id for case in cases]):
        sought[one.request_id].append(one.person_id)
    if not knows:
        return _Rows(cases, sought)
    scope = visible(actor, Permission.PERSON_LIST, now)
    met = visible(actor, Permission.REGISTRATION_LIST, now)
    testimonies = queries.testimonies(session, scope, row.id)
    ids = [one.id for one in testimonies]
    return _Rows(
        cases,
        sought,
        queries.registrations(session, met, row.id),
        testimonies,
        queries.sightings(session, scope, ids),
        frozenset(queries.names_hidden(session, scope, ids)),
    )


def _testimonies(
    session: Session, receipt: Receipt, rows: _Rows, names: Mapping[UUID, str]
) -> list[Testimony]:
    whole = [one for one in rows.testimonies if one.sealed and one.id not in rows.hidden]
    told = dict(
        zip(
            [one.id for one in whole],
            records.open_testimonies(session, receipt, whole),
            strict=True,
        )
    )
    said = records.open_sightings(session, receipt, rows.sightings)
    seen = defaultdict[UUID, list[Sighted]](list)
    for sighting, document in zip(rows.sightings, said, strict=True):
        name = names.get(sighting.person_id, "") if sighting.person_id else document.name
        seen[sighting.testimony_id].append(Sighted(sighting, document, name))
    return [
        Testimony(
            one,
            told.get(one.id),
            _who(one, told.get(one.id), names),
            seen[one.id],
            _ties(seen[one.id]),
        )
        for one in rows.testimonies
        if one.id in told or seen[one.id]
    ]


def _who(
    row: IncidentTestimony, document: TestimonyDocument | None, names: Mapping[UUID, str]
) -> str:
    if row.witness_id and row.sealed:
        return names.get(row.witness_id, "")
    return document.who if document else ""


def _ties(seen: Sequence[Sighted]) -> list[tuple[str, str, str]]:
    names = {one.row.id: one.name for one in seen}
    return [
        (one.name, tie.kind, names[tie.other_id])
        for one in seen
        for tie in one.document.ties
        if tie.other_id in names
    ]


def _people(
    session: Session,
    rows: _Rows,
    testimonies: Sequence[Testimony],
    known: Mapping[UUID, PersonDocument],
) -> list[OnBoard]:
    """Return everybody on board, each once: those with a record, then those known by a name."""
    whole = wholes.wholes(session, known)
    evidence = defaultdict[UUID, list[Evidence]](list)
    said = defaultdict[UUID, list[SightingDocument]](list)
    alone: list[OnBoard] = []
    for one in testimonies:
        witness = one.row.witness_id
        by = whole.get(witness, witness) if witness else one.row.id
        for sighted in one.seen:
            found = evidence_of(sighted.document, by)
            who = sighted.row.person_id
            if who:
                evidence[whole[who]].append(found)
                said[whole[who]].append(sighted.document)
            else:
                alone.append(OnBoard(sighted.name, account([found]), sighting_id=sighted.row.id))
    met = {whole[one.person_id]: one for one in rows.registrations}
    for head in met:
        evidence[head].append(Evidence(Seen.ARRIVED, US, source=SourceKind.PERSON))
    cases = defaultdict[UUID, list[TracingRequest]](list)
    first: dict[UUID, UUID] = {}
    for case in rows.cases:
        for who in rows.sought.get(case.id, ()):
            cases[whole[who]].append(case)
            first.setdefault(whole[who], who)
    for who in (*(one.person_id for one in rows.registrations), *_seen_ids(rows)):
        first.setdefault(whole[who], who)
    return [
        OnBoard(
            known[who].display_name,
            account(evidence[head]),
            person_id=who,
            cases=cases[head],
            registration=met.get(head),
            said=said[head],
        )
        for head, who in first.items()
    ] + alone


def _seen_ids(rows: _Rows) -> list[UUID]:
    return [one.person_id for one in rows.sightings if one.person_id]


def evidence_of(document: SightingDocument, witness: UUID) -> Evidence:
    """Return what a sighting says, as the account of a person weighs it."""
    return Evidence(document.seen, witness, document.is_hearsay, document.source)


@dataclass(frozen=True, slots=True)
class Line:
    """One event in a list. `cases`: how many of those this reader may know hang on it."""

    row: Incident
    document: IncidentDocument
    cases: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list of events."""

    lines: Sequence[Line]
    total: int
    years: Sequence[int]


def listed(
    session: Session, actor: Actor, narrowed: IncidentFilter, *, limit: int, offset: int
) -> Found:
    """Return events the actor may see, the latest year first. Nobody on board is named.

    Raises:
        DeniedError: the actor works on no events.

    """
    authorise(actor, Permission.INCIDENT_LIST)
    now = clock.now()
    scope = visible(actor, Permission.INCIDENT_LIST, now)
    rows = queries.incidents(session, scope, narrowed, limit, offset)
    receipt = records.record_list(session, actor, rows)
    documents = records.open_many(session, receipt, rows)
    cases = visible(actor, Permission.REQUEST_LIST, now)
    counts = queries.case_counts(session, cases, [row.id for row in rows])
    lines = [
        Line(row, document, counts.get(row.id, 0))
        for row, document in zip(rows, documents, strict=True)
    ]
    return Found(lines, queries.count(session, scope, narrowed), queries.years(session, scope))
