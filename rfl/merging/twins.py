"""Who may be here twice: the engine, turned to one side, among what the reader may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.linking import searching
from rfl.linking.match import Judge
from rfl.linking.rules import SUGGEST_BITS, Side
from rfl.matching import Likeness
from rfl.merging import queries, service
from rfl.merging.rules import check_joined
from rfl.persons import service as persons
from rfl.persons import wholes
from rfl.persons.document import PersonDocument
from rfl.persons.models import Person
from rfl.persons.particulars import particulars_of
from rfl.text import Text

CANDIDATES = 20
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Record:
    """One record as the pages of a merge show it."""

    person: Person
    document: PersonDocument
    number: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Another record that may be of the same person."""

    record: Record
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side; `trouble` is why they may not be joined."""

    one: Record
    other: Record
    likeness: Likeness
    trouble: Text | None


def look(session: Session, actor: Actor, person_id: UUID) -> tuple[Record, Sequence[Twin]]:
    """Return a record, and those of the actor's society that may be of the same person, best first.

    Raises:
        DeniedError, NotFoundError: not the actor's to join with another.

    """
    row = service.reachable(session, actor, person_id)
    (me,) = _opened(session, actor, [row])
    mine = particulars_of(me.document)
    own = queries.halves(session, [person_id])[person_id]
    side = Side.SOUGHT if own.is_sought and not own.is_registered else Side.REGISTERED
    scope = visible(actor, Permission.PERSON_MERGE, clock.now())
    condition = where(scope, Person) & Person.id.not_in(wholes.members(session, person_id))
    ids = [
        one.person_id
        for one in searching.candidates(session, mine, side, condition, limit=CANDIDATES)
    ]
    judge = Judge(session)
    twins = [
        Twin(record, judge.compare(mine, particulars_of(record.document)))
        for record in _opened(session, actor, queries.openable(session, ids))
    ]
    twins.sort(key=lambda twin: (-twin.likeness.bits, str(twin.record.person.id)))
    return me, [one for one in twins if one.likeness.bits >= SUGGEST_BITS][:SHOWN]


def compare(session: Session, actor: Actor, person_id: UUID, other_id: UUID) -> Comparison:
    """Return two records side by side.

    Raises:
        DeniedError, NotFoundError: one of them is not the actor's to join with another.

    """
    rows = [service.reachable(session, actor, one) for one in (person_id, other_id)]
    one, other = _opened(session, actor, rows)
    found = queries.halves(session, [person_id, other_id])
    trouble = None
    try:
        check_joined(found[person_id], found[other_id])
    except RuleBrokenError as error:
        trouble = error.sentence
    likeness = Judge(session).compare(particulars_of(one.document), particulars_of(other.document))
    return Comparison(one, other, likeness, trouble)


def find(session: Session, actor: Actor, person_id: UUID, number: str) -> UUID:
    """Return whom a typed number means, other than the record one comes from.

    Raises:
        RuleBrokenError: nobody whom the actor may join has it.

    """
    wanted = queries.by_number(session, actor.society, number.strip().upper())
    scope = where(visible(actor, Permission.PERSON_MERGE, clock.now()), Person)
    query = select(Person.id).where(Person.id.in_(wanted), Person.id != person_id, scope)
    found = session.scalar(query.limit(1))
    if found is not None:
        return found
    raise RuleBrokenError(
        "Nobody you may open has this number. Write the number of a registration or of a case."
    )


def _opened(session: Session, actor: Actor, rows: Sequence[Person]) -> list[Record]:
    receipt = audit.record(
        session,
        actor.user_id,
        Act.PERSON_COMPARED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["all"],
        purpose="tracing",
    )
    documents = persons.open_documents(session, receipt, rows)
    numbers = queries.labels(session, [row.id for row in rows])
    return [
        Record(row, document, numbers.get(row.id, ""))
        for row, document in zip(rows, documents, strict=True)
    ]
