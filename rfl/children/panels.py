"""What child files add to the pages of a case and of a person: the way to the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, may, visible
from rfl.audit.service import Receipt
from rfl.children import queries
from rfl.children.models import ChildFile
from rfl.children.opening import is_child
from rfl.children.reading import file_for
from rfl.children.rules import STATE_WORDS
from rfl.db.rounds import Reading
from rfl.persons.document import PersonDocument
from rfl.persons.panels import PersonPart
from rfl.text import Text
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import Panel, Part


@dataclass(frozen=True, slots=True)
class Line:
    """One file on the page of a case."""

    child_id: UUID
    number: str
    state: str
    """An English word to be translated."""


def part(actor: Actor, receipt: Receipt, request: TracingRequest) -> Reading[Part]:
    """Read the files of children who are sought in a case."""
    del receipt
    if not may(actor, Permission.CHILD_LIST):
        return Part()
    scope = visible(actor, Permission.CHILD_LIST, clock.now())
    rows = yield from queries.files_of_case(scope, request.id)
    if not rows:
        return Part()
    return Part(
        Panel(
            anchor="child",
            title=Text("Child file"),
            template="children/panel.html",
            data=_lines(rows),
            count=len(rows),
        )
    )


def person_part(
    session: Session, actor: Actor, person_id: UUID, document: PersonDocument
) -> PersonPart | None:
    """Return what leads from a child's record to their file, or to opening one."""
    if not may(actor, Permission.CHILD_LIST):
        return None
    row = file_for(session, actor, person_id)
    if row is not None:
        return PersonPart(
            Text("Child file"),
            Text("%(number)s: %(state)s", number=row.number, state=Text(STATE_WORDS[row.state])),
            Text("Open the child’s file"),
            f"/children/{row.id}",
        )
    if is_child(session, person_id, document) is False:
        return None
    return PersonPart(
        Text("Child file"),
        Text("A child without their family has a file of their own: care, search, what is best."),
        Text("Open a file for this child"),
        f"/children/new/{person_id}",
    )


def _lines(rows: Sequence[ChildFile]) -> list[Line]:
    return [Line(row.id, row.number, STATE_WORDS[row.state]) for row in rows]
