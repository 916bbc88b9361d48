"""What an event shows on the page of a case that hangs on it: which one, and who speaks of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from rfl import clock
from rfl.access.rules import Actor, Permission, Scope, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, together
from rfl.incidents import queries, records
from rfl.incidents.account import SEEN_WORDS, Seen
from rfl.incidents.document import IncidentDocument, SightingDocument
from rfl.incidents.models import Incident, IncidentSighting
from rfl.incidents.rules import KIND_WORDS, STATE_WORDS, TOLD_BY, IncidentKind, IncidentState
from rfl.persons.rules import SourceKind
from rfl.text import Text
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import Panel, Part
from rfl.tracing.work import PER_GROUP, Nameless, Pending, WorkKind


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template of the panel draws."""

    incidents: Sequence[tuple[Incident, IncidentDocument]]
    said: Sequence[tuple[IncidentSighting, SightingDocument]]
    """What testimonies say of who is sought here, the oldest first."""
    hang_href: str
    seen: Mapping[Seen, str]
    told_by: Mapping[SourceKind, str]
    states: Mapping[IncidentState, str]
    kinds: Mapping[IncidentKind, str]


def part(actor: Actor, receipt: Receipt, request: TracingRequest) -> Reading[Part]:
    """Read on which events a case hangs, and what testimonies say of who is sought in it."""
    if not may(actor, Permission.INCIDENT_READ):
        return Part()
    now = clock.now()
    here = visible(actor, Permission.INCIDENT_READ, now)
    people = visible(actor, Permission.PERSON_LIST, now)
    rows, seen = yield from together(
        queries.of_case(here, request.id), _seen(people, here, request.id, actor)
    )
    documents, said = yield from together(
        records.opening_many(receipt, rows), records.opening_sightings(receipt, seen)
    )
    panel = Panel(
        anchor="incident",
        title=Text("Event with many missing"),
        template="incidents/panel.html",
        data=Shown(
            incidents=list(zip(rows, documents, strict=True)),
            said=list(zip(seen, said, strict=True)),
            hang_href=f"/requests/{request.id}/incident",
            seen=SEEN_WORDS,
            told_by=TOLD_BY,
            states=STATE_WORDS,
            kinds=KIND_WORDS,
        ),
        count=len(said) or None,
        is_empty=not rows,
    )
    return Part(panel)


def find_work(actor: Actor) -> Reading[list[Pending]]:
    """Read which events wait for a second person's review. Nothing is opened."""
    if not may(actor, Permission.INCIDENT_REVIEW):
        return []
    scope = visible(actor, Permission.INCIDENT_REVIEW, clock.now())
    rows = yield from queries.to_review(scope, actor.user_id, PER_GROUP)
    return [
        Pending(
            WorkKind.REVIEWS,
            row.number,
            since=row.changed_at,
            by=row.written_by,
            thing=Nameless(
                Text("Read what survivors tell of an event"),
                Text("Somebody wrote in it. A second person reviews the account."),
                Text("Review the account"),
                href=f"/incidents/{row.id}",
                is_guarded=row.sensitivity is not Sensitivity.NORMAL,
            ),
        )
        for row in rows
    ]


def _seen(
    people: Scope, here: Scope, request_id: UUID, actor: Actor
) -> Reading[list[IncidentSighting]]:
    """Read nothing for whoever opened the case in an emergency: it is one record, and no other."""
    if any(request_id in glass.records for glass in actor.glass):
        return []
    return (yield from queries.said_of_sought(people, here, request_id))
