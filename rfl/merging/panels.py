"""What merges add to a person's page: their other records, the story of that, the way to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.rules import Actor, Permission, may
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.merging import queries, service
from rfl.persons import wholes
from rfl.persons.document import PersonDocument
from rfl.persons.models import PersonMerge
from rfl.persons.panels import PersonPart
from rfl.persons.sections import PersonSection
from rfl.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """One merge, standing or parted."""

    merge_id: UUID
    records: tuple[tuple[UUID, str], ...]
    """Id and number of both."""
    why: str
    asked_by: str
    approved_by: str
    merged_at: datetime
    parted_at: datetime | None
    parted_why: str
    parted_by: str


@dataclass(frozen=True, slots=True)
class Story:
    """The merges of one record, as its page tells them."""

    person_id: UUID
    lines: Sequence[Line]


def section(
    session: Session, actor: Actor, receipt: Receipt, person_id: UUID
) -> PersonSection | None:
    """Return the merges of a person whose two records the actor may read, each."""
    del receipt
    if not may(actor, Permission.PERSON_MERGE):
        return None
    merges = queries.merges_of(session, person_id)
    if not merges:
        return None
    both = {one for row in merges for one in (row.kept_id, row.other_id)}
    readable = {row.id for row in wholes.readable(session, actor, both)}
    shown = [row for row in merges if {row.kept_id, row.other_id} <= readable and row.sealed]
    if not shown:
        return None
    return PersonSection(
        "same",
        Text("Records of the same person"),
        "merging/section.html",
        Story(person_id, _lines(session, actor, shown)),
        is_of_whole=True,
    )


def part(
    session: Session, actor: Actor, person_id: UUID, document: PersonDocument
) -> PersonPart | None:
    """Return the way to the records that may be of the same person."""
    del session, document
    if not may(actor, Permission.PERSON_MERGE):
        return None
    return PersonPart(
        Text("Here twice?"),
        Text("The same person may have been written down at another place, by another hand."),
        Text("Look for the same person"),
        f"/persons/{person_id}/same",
    )


def _lines(session: Session, actor: Actor, rows: Sequence[PersonMerge]) -> list[Line]:
    receipt = audit.record(
        session,
        actor.user_id,
        Act.PERSON_COMPARED,
        societies=[actor.society],
        subjects=[one for row in rows for one in (row.id, row.kept_id, row.other_id)],
        fields=["merge"],
        purpose="tracing",
    )
    numbers = queries.labels(session, [one for row in rows for one in (row.kept_id, row.other_id)])
    people = [row.asked_by for row in rows] + [row.approved_by for row in rows]
    people += [row.part_approved_by for row in rows if row.part_approved_by]
    names = access.staff_names(session, receipt, people)
    told = [(row, service.open_merge(session, receipt, row)) for row in rows]
    return [
        Line(
            row.id,
            tuple((one, numbers.get(one, "")) for one in (row.kept_id, row.other_id)),
            words.why,
            names.get(row.asked_by, "–"),
            names.get(row.approved_by, "–"),
            row.merged_at,
            row.parted_at,
            words.parted_why,
            names.get(row.part_approved_by, "–") if row.part_approved_by else "",
        )
        for row, words in told
    ]
