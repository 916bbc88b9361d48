"""Reading child files: one with all that belongs to it, and lists of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, may, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.children import files, queries, service
from rfl.children.files import Entry
from rfl.children.models import ChildEntry, ChildFile, FollowUp
from rfl.children.queries import ChildFilter
from rfl.children.rules import ChildState, EntryKind, Hands, Standing
from rfl.children.tasks import Task, next_task
from rfl.children.verifying import is_shut
from rfl.persons import calendars
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons.document import PersonDocument
from rfl.persons.models import Registration
from rfl.tracing.models import TracingRequest


@dataclass(frozen=True, slots=True)
class ChildPage:
    """Everything one file's page shows."""

    row: ChildFile
    child: PersonDocument
    entries: tuple[Entry, ...]
    """Newest first. A side that must not be read yet is here without what it says."""
    follow_ups: Sequence[FollowUp]
    standing: Standing
    hands: Hands
    cases: Sequence[TracingRequest]
    registrations: Sequence[Registration]
    staff: Mapping[UUID, str]
    receipt: Receipt

    @property
    def age(self) -> str:
        """Return how old the child is today, or ''."""
        return calendars.years_old(self.child.births, clock.today())

    @property
    def task(self) -> Task:
        """Return what comes next."""
        return next_task(self.row.state, self.standing)

    def newest(self, kind: EntryKind) -> Entry | None:
        """Return the newest entry of a kind, which templates name by its word."""
        return files.newest(self.entries, EntryKind(kind))

    @property
    def alarm(self) -> Entry | None:
        """Return what heads of tracing were told and have not answered; none if it is sealed."""
        kinds = (EntryKind.ALARM, EntryKind.ALARM_ANSWERED)
        told = [one for one in self.entries if one.row.kind in kinds]
        last = max(told, key=lambda one: one.row.created_at, default=None)
        is_open = last is not None and last.row.kind is EntryKind.ALARM
        return last if is_open and self.row.sensitivity is not Sensitivity.SEALED else None

    def of(self, kind: EntryKind) -> list[Entry]:
        """Return all entries of a kind, newest first."""
        return [one for one in self.entries if one.row.kind == kind]


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One line of a list: a file, whose it is, what comes next, and when the child was seen."""

    row: ChildFile
    child: PersonDocument
    task: Task
    days_unseen: int

    @property
    def age(self) -> str:
        """Return how old the child is today, or ''."""
        return calendars.years_old(self.child.births, clock.today())


@dataclass(frozen=True, slots=True)
class ChildList:
    """One page of a list of files, and what stands around it."""

    rows: Sequence[ChildRow]
    counts: Mapping[ChildState, int]
    staff: Mapping[UUID, str]
    unfiled: Sequence[tuple[Registration, PersonDocument]]
    """Found children who have no file yet."""


UNFILED_SHOWN = 20


def read(session: Session, actor: Actor, child_id: UUID) -> ChildPage:
    """Open one file with its entries.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    row = files.reachable(session, actor, Permission.CHILD_READ, child_id)
    receipt = files.record(session, actor, Act.CHILD_OPENED, row, "all")
    entries = _opened(session, receipt, queries.entries(session, row.id))
    standing, hands = files.standing_of(session, row)
    return ChildPage(
        row=row,
        child=persons.open_by_id(session, receipt, [row.person_id])[row.person_id],
        entries=entries,
        follow_ups=queries.follow_ups(session, row.id),
        standing=service.opened_standing(session, receipt, row, standing),
        hands=hands,
        cases=queries.cases_of(
            session, visible(actor, Permission.REQUEST_READ, clock.now()), row.person_id
        ),
        registrations=person_queries.registrations_within(
            session, visible(actor, Permission.REGISTRATION_READ, clock.now()), row.person_id
        ),
        staff=access.staff_names(session, receipt, _people(row, entries)),
        receipt=receipt,
    )


def heading(
    session: Session, actor: Actor, child_id: UUID
) -> tuple[ChildFile, PersonDocument, Receipt]:
    """Open what stands over the forms of a file: its number and the child's name.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    row = files.reachable(session, actor, Permission.CHILD_READ, child_id)
    receipt = files.record(session, actor, Act.CHILD_OPENED, row, "names")
    return row, persons.open_by_id(session, receipt, [row.person_id])[row.person_id], receipt


def list_files(
    session: Session, actor: Actor, narrowed: ChildFilter, *, limit: int, offset: int
) -> ChildList:
    """Return files the actor may see, by number, and found children without one.

    Raises:
        DeniedError: the actor does not work on cases.

    """
    authorise(actor, Permission.CHILD_LIST)
    now = clock.now()
    scope = visible(actor, Permission.CHILD_LIST, now)
    rows = queries.files(session, scope, narrowed, limit, offset)
    unfiled = queries.registrations_without_file(
        session, visible(actor, Permission.REGISTRATION_LIST, now), UNFILED_SHOWN
    )
    receipt = audit.record(
        session,
        actor.user_id,
        Act.CHILD_LISTED,
        societies=[actor.society],
        subjects=[*(row.id for row in rows), *(one.id for one in unfiled)],
        fields=["names", "birth"],
        purpose=files.PURPOSE,
    )
    wanted = [*(row.person_id for row in rows), *(one.person_id for one in unfiled)]
    people = persons.open_by_id(session, receipt, wanted)
    return ChildList(
        rows=rows_of(session, rows, people),
        counts=queries.counts_by_state(session, scope, narrowed),
        staff=access.staff_names(session, receipt, [row.owner_id for row in rows]),
        unfiled=[(one, people[one.person_id]) for one in unfiled],
    )


def file_for(session: Session, actor: Actor, person_id: UUID) -> ChildFile | None:
    """Return the file of a child, on whichever of their records, if the actor may know of it.

    Nothing is opened.
    """
    if not may(actor, Permission.CHILD_LIST):
        return None
    scope = visible(actor, Permission.CHILD_LIST, clock.now())
    return queries.file_of_whole(session, scope, person_id)


def list_receipt(session: Session, actor: Actor) -> Receipt:
    """Write to the trail that the actor sees the names of colleagues, and return leave for it."""
    return audit.record(
        session, actor.user_id, Act.USER_LISTED, societies=[actor.society], fields=["names"]
    )


def rows_of(
    session: Session, rows: Sequence[ChildFile], people: Mapping[UUID, PersonDocument]
) -> list[ChildRow]:
    """Return files as a list shows them; the caller opened the children's records."""
    known = queries.facts(session, rows)
    return [
        ChildRow(
            row,
            people[row.person_id],
            next_task(row.state, queries.standing_of(row, known.get(row.id, queries.Facts()))),
            days_unseen(row),
        )
        for row in rows
    ]


def days_unseen(row: ChildFile) -> int:
    """Return for how many whole days nobody has seen the child; before a visit, since the file."""
    return days_since(row.visited_at or row.created_at)


def days_since(moment: datetime) -> int:
    """Return how many whole days ago `moment` was, in UTC."""
    return (clock.today() - moment.astimezone(UTC).date()).days


def _opened(session: Session, receipt: Receipt, rows: Sequence[ChildEntry]) -> tuple[Entry, ...]:
    kinds = [row.kind for row in sorted(rows, key=lambda row: row.created_at, reverse=True)]
    order = {
        row.id: place
        for place, row in enumerate(sorted(rows, key=lambda row: row.created_at, reverse=True))
    }
    shut = {row.id for row in rows if is_shut(row.kind, order[row.id], kinds)}
    found = files.open_entries(session, receipt, [row for row in rows if row.id not in shut])
    opened = {one.row.id: one.document for one in found}
    return tuple(Entry(row, opened.get(row.id, files.NOTHING)) for row in rows)


def _people(row: ChildFile, entries: Sequence[Entry]) -> list[UUID | None]:
    colleagues = [one.document.colleague_id for one in entries]
    return [
        *(row.owner_id, row.head_signed_by, row.focal_signed_by),
        *(one.row.created_by for one in entries),
        *colleagues,
    ]
