"""Writing an event down, what is known of it, its figures, and the acts on its account."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from msgspec import structs
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity, authorise
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.incidents import records
from rfl.incidents.document import Count, Done, IncidentDocument
from rfl.incidents.models import Incident
from rfl.incidents.rules import (
    ACTS,
    CountKind,
    CountSource,
    IncidentAct,
    IncidentKind,
    check_act,
    check_count,
    check_event,
)
from rfl.keys import service as keys
from rfl.societies import service as societies
from rfl.societies.rules import Route

NUMBER_KIND = "incident"


@dataclass(frozen=True, slots=True)
class Event:
    """What is said of an event when it is written down, or changed."""

    kind: IncidentKind
    route: Route
    document: IncidentDocument


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, and who gave it on which day."""

    kind: CountKind
    number: int
    source: CountSource
    day: date
    who: str = ""
    is_about: bool = False


def open_incident(
    session: Session, actor: Actor, event: Event, *, is_close: bool = False
) -> Incident:
    """Write an event down. `is_close`: only the actor and heads of tracing know of it.

    Raises:
        DeniedError: the actor works on no events.
        RuleBrokenError: see rules.check_event.

    """
    authorise(actor, Permission.INCIDENT_WRITE)
    check_event(event.document.name, event.document.day, clock.today())
    now = clock.now()
    row = Incident(
        id=uuid4(),
        number=societies.next_number(session, actor.society, NUMBER_KIND, now.year),
        society_code=actor.society,
        created_by=actor.user_id,
        created_at=now,
        owner_id=actor.user_id,
        sensitivity=Sensitivity.RESTRICTED if is_close else Sensitivity.NORMAL,
        kind=event.kind,
        route=event.route,
        year=event.document.day.year,
        written_by=actor.user_id,
        changed_at=now,
        key_id=keys.of(session).new_record_key(actor.society),
    )
    records.seal(session, row, event.document)
    session.add(row)
    records.record(session, actor, Act.INCIDENT_CREATED, row)
    return row


def change(session: Session, actor: Actor, incident_id: UUID, event: Event) -> Incident:
    """Say otherwise what is known of an event; figures and acts stay as they are.

    Raises:
        DeniedError, NotFoundError: not the actor's to write in.
        RuleBrokenError: it is closed, or see rules.check_event.

    """
    row, document = to_write(session, actor, incident_id)
    check_event(event.document.name, event.document.day, clock.today())
    row.kind, row.route, row.year = event.kind, event.route, event.document.day.year
    kept = structs.replace(event.document, counts=document.counts, done=document.done)
    records.seal(session, row, kept)
    return row


def add_figure(session: Session, actor: Actor, incident_id: UUID, new: Figure) -> Incident:
    """Write down a figure beside those that are there: none is written over.

    Raises:
        DeniedError, NotFoundError: not the actor's to write in.
        RuleBrokenError: the event is closed, or see rules.check_count.

    """
    row, document = to_write(session, actor, incident_id)
    check_count(new.number, new.day, clock.today())
    one = Count(
        kind=new.kind,
        number=new.number,
        source=new.source,
        day=new.day,
        by=actor.user_id,
        at=clock.now(),
        is_about=new.is_about,
        who=new.who.strip(),
    )
    records.seal(session, row, structs.replace(document, counts=(*document.counts, one)))
    return row


def take_figure_back(
    session: Session, actor: Actor, incident_id: UUID, place: int, why: str
) -> Incident:
    """Say that a figure was written down wrongly: it stays, and counts no more.

    Raises:
        DeniedError, NotFoundError: not the actor's to write in.
        RuleBrokenError: the event is closed, there is no such figure, or no reason.

    """
    row, document = to_write(session, actor, incident_id)
    counts = list(document.counts)
    if not 0 <= place < len(counts) or counts[place].mistake:
        raise RuleBrokenError("This figure does not count any more. Load the page once more.")
    if not why.strip():
        raise RuleBrokenError("Say why the figure is wrong: a slip, another event, a rumour.")
    counts[place] = structs.replace(counts[place], mistake=why.strip())
    records.seal(session, row, structs.replace(document, counts=tuple(counts)))
    return row


def act(
    session: Session, actor: Actor, incident_id: UUID, what: IncidentAct, words: str = ""
) -> Incident:
    """Review the account of an event, close it, or open it again.

    Raises:
        DeniedError, NotFoundError: not the actor's to do.
        RuleBrokenError: see rules.check_act.

    """
    row = records.reachable(session, actor, ACTS[what].permission, incident_id, lock=True)
    records.check_knows(session, actor, row)
    row.state = check_act(row.state, what, words, row.written_by, actor.user_id)
    row.changed_at = clock.now()
    receipt = records.record(session, actor, Act.INCIDENT_STATE_CHANGED, row)
    document = records.open_one(session, receipt, row)
    done = Done(what, actor.user_id, row.changed_at, words.strip())
    records.seal(session, row, structs.replace(document, done=(*document.done, done)))
    return row


def to_write(
    session: Session, actor: Actor, incident_id: UUID
) -> tuple[Incident, IncidentDocument]:
    """Return an event that is about to be written in, opened; what was reviewed is open again.

    Raises:
        DeniedError, NotFoundError: not the actor's to write in, or they may not know its people.
        RuleBrokenError: it is closed.

    """
    row = records.reachable(session, actor, Permission.INCIDENT_WRITE, incident_id, lock=True)
    records.check_knows(session, actor, row)
    row.state = check_act(row.state, IncidentAct.WRITE, "", row.written_by, actor.user_id)
    row.written_by, row.changed_at = actor.user_id, clock.now()
    receipt = records.record(session, actor, Act.INCIDENT_CHANGED, row)
    return row, records.open_one(session, receipt, row)
