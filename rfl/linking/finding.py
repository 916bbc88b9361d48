"""The search box: a name in any script through the same engine, or a case number."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.linking import index, queries
from rfl.linking.match import Judge, Opened, open_places
from rfl.linking.models import Side
from rfl.linking.queries import Place
from rfl.matching import Likeness, Name, Particulars
from rfl.persons.models import Person
from rfl.tracing.models import TracingRequest

SHOWN = 20
LEAST_LIKENESS = 0.55
"""Names less like what was typed are not shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One person who may be meant."""

    opened: Opened
    likeness: Likeness
    is_sought: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: people, best first, or one case by its number."""

    hits: Sequence[Hit] = ()
    case_id: UUID | None = None


NOTHING = Found()


def search(session: Session, actor: Actor, words: str) -> Found:
    """Search people of the actor's own society by name, or a case by its number.

    What was searched for is kept, sealed, in the trail; what was found is named in it.
    """
    authorise(actor, Permission.SEARCH)
    case_id = _case(session, actor, words)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.SEARCHED,
        societies=[actor.society],
        subjects=[case_id] if case_id else [],
        fields=["names", "birth"],
        purpose="tracing",
        detail={"query": words},
    )
    if case_id is not None:
        return Found(case_id=case_id)
    names = (Name.of(words),)
    asked, judge = Particulars(names=names), Judge(session)
    hits: list[tuple[float, Opened, Side]] = []
    for side in Side:
        places = _places(session, actor, names, side)
        opened = open_places(session, receipt, places, side) if places else []
        near = judge.nearness(asked, [one.particulars for one in opened])
        hits += [
            (likeness, one, side)
            for one, likeness in zip(opened, near, strict=True)
            if likeness >= LEAST_LIKENESS
        ]
    hits.sort(key=lambda hit: (-hit[0], str(hit[1].place.person_id)))
    return Found(hits=tuple(_told(judge, asked, one, side) for _, one, side in hits[:SHOWN]))


def _told(judge: Judge, asked: Particulars, one: Opened, side: Side) -> Hit:
    """Return why somebody may be meant."""
    borne = Particulars(names=one.particulars.names)
    return Hit(one, judge.compare(asked, borne), side is Side.SOUGHT)


def _places(session: Session, actor: Actor, names: tuple[Name, ...], side: Side) -> list[Place]:
    """Return where people of the actor's reach rest who may bear the name."""
    scope = visible(actor, Permission.PERSON_READ, clock.now())
    condition = where(scope, Person) & Person.erased_at.is_(None)
    found = index.candidates(session, Particulars(names=names), side, condition, limit=SHOWN * 2)
    ids = [candidate.person_id for candidate in found]
    load = queries.sought_places if side is Side.SOUGHT else queries.registered_places
    return load(session, ids) if ids else []


def _case(session: Session, actor: Actor, words: str) -> UUID | None:
    """Return the case whose number was typed, if the actor may know of it."""
    scope = visible(actor, Permission.REQUEST_READ, clock.now())
    query = select(TracingRequest.id).where(
        TracingRequest.number == words.strip().upper(), where(scope, TracingRequest)
    )
    return session.scalar(query)
