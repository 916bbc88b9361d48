"""What child files put into My work: next steps, visits, signatures, children without a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.children import queries
from rfl.children.late import FOLLOW_UP_AHEAD_DAYS, VISIT_DUE_DAYS, is_visited, step_due
from rfl.children.models import ChildFile
from rfl.children.queries import Facts
from rfl.children.reading import days_unseen
from rfl.children.tasks import ALARM_SAYING, SAYINGS, Task, is_for, next_task
from rfl.db.rounds import Reading, by_itself, together, value_of
from rfl.persons import service as persons
from rfl.text import N_, Text
from rfl.tracing.work import (
    PER_GROUP,
    JointSource,
    Name,
    Pending,
    WorkItem,
    WorkKind,
    register_source,
    shown_by,
)

HEADS_TASKS = frozenset({Task.SIGN, Task.CLOSE})
"""Tasks of a head of tracing, whoever is responsible for the file."""

SIDE_TASKS = frozenset({Task.CHILD_SIDE, Task.FAMILY_SIDE})
"""Tasks for whoever works on the file, but did not ask the other side."""

_VISIT_TITLE = N_("Visit %(child)s: nobody has seen them for %(days)d days")
_VISIT_WHY = N_("A child in care is seen at least once a month.")


@dataclass(frozen=True, slots=True)
class _Thing:
    """What waits in one file; without a row, children who have no file."""

    row: ChildFile | None
    task: Task | None = None
    """None for a visit, and for a grave risk."""
    is_alarm: bool = False
    count: int = 0


def find(actor: Actor) -> Reading[list[Pending]]:
    """Read what waits for the actor in child files, unopened."""
    if not may(actor, Permission.CHILD_LIST):
        return []
    now = clock.now()
    rows, unfiled = yield from together(
        queries.working_files(visible(actor, Permission.CHILD_LIST, now), PER_GROUP),
        value_of(queries.count_without_file(visible(actor, Permission.REGISTRATION_LIST, now))),
    )
    known = (yield from by_itself(lambda session: queries.facts(session, rows))) if rows else {}
    found = [
        pending for row in rows for pending in _waiting(row, known.get(row.id, Facts()), actor)
    ]
    if unfiled:
        found.append(Pending(WorkKind.CHILDREN, "", thing=_Thing(None, count=unfiled)))
    return found


def show(session: Session, receipt: Receipt, pending: Sequence[Pending]) -> list[WorkItem]:
    """Return the same as the page shows it: the children's names opened, in order."""
    things = [cast("_Thing", one.thing) for one in pending]
    ids = [thing.row.person_id for thing in things if thing.row is not None]
    people = persons.open_by_id(session, receipt, ids)
    shown = []
    for one, thing in zip(pending, things, strict=True):
        if thing.row is None:
            shown.append(_unfiled(one, thing.count))
        else:
            shown.append(_item(one, thing, Name(people[thing.row.person_id].display_name)))
    return shown


def register() -> None:
    """Put child files into My work. Twice is once."""
    register_source(JointSource(find, shown_by(show)))


def _waiting(row: ChildFile, known: Facts, actor: Actor) -> Iterator[Pending]:
    now = clock.now()
    is_open = row.sensitivity is not Sensitivity.SEALED
    if known.is_alarmed and is_open and may(actor, Permission.CHILD_DECIDE):
        alarm = _Thing(row, is_alarm=True)
        kind = WorkKind.CHILDREN
        yield Pending(kind, row.number, urgent=True, since=row.changed_at, thing=alarm)
    is_mine = row.owner_id == actor.user_id or (
        row.owner_id is None and may(actor, Permission.CHILD_DECIDE)
    )
    if is_mine and is_visited(row.state) and days_unseen(row) >= VISIT_DUE_DAYS:
        seen = row.visited_at or row.created_at
        yield _pending(known, _Thing(row), seen + timedelta(days=30))
    task = next_task(row.state, queries.standing_of(row, known))
    if not _is_theirs(row, known, task, actor, is_mine=is_mine):
        return
    due = known.follow_ups[0].due_on if task is Task.FOLLOW_UP else None
    if due is not None and due > now + timedelta(days=FOLLOW_UP_AHEAD_DAYS):
        return
    yield _pending(known, _Thing(row, task), due or step_due(row.state, row.state_since))


def _is_theirs(row: ChildFile, known: Facts, task: Task, actor: Actor, *, is_mine: bool) -> bool:
    """Tell whether a task is the actor's: their own file, or what others do in it."""
    if task is Task.NOTHING or not is_for(task, queries.hands_of(row, known), actor.user_id):
        return False
    if task in HEADS_TASKS:
        is_signed = task is Task.SIGN and row.head_signed_by is not None
        return may(actor, Permission.CHILD_DECIDE) and not is_signed
    return is_mine or (task in SIDE_TASKS and _owner_asked(row, known))


def _owner_asked(row: ChildFile, known: Facts) -> bool:
    """Tell whether whoever is responsible asked one side: the other waits for a colleague."""
    return row.owner_id in known.sides.values()


def _pending(known: Facts, thing: _Thing, due: datetime | None) -> Pending:
    row = cast("ChildFile", thing.row)
    day: date | None = None if due is None else due.date()
    return Pending(
        WorkKind.CHILDREN,
        row.number,
        urgent=due is not None and due < clock.now(),
        due=day,
        since=row.state_since,
        by=known.moved_by,
        thing=thing,
    )


def _item(pending: Pending, thing: _Thing, child: Name) -> WorkItem:
    row = cast("ChildFile", thing.row)
    href = f"/children/{row.id}"
    if thing.is_alarm:
        say, because, do = ALARM_SAYING
        title, why, act, path = Text(say), Text(because), Text(do), "/alarm"
    elif thing.task is None:
        title = Text(_VISIT_TITLE, child=child, days=days_unseen(row))
        why, act, path = Text(_VISIT_WHY), Text("Write down the visit"), "/write/visit"
    else:
        saying = SAYINGS[thing.task]
        title, why = Text(saying.title, child=child), Text(saying.why)
        act, path = Text("Open the file"), ""
    return pending.shown(
        title=title,
        why=why,
        href=href + path,
        act=act,
        case_href=href,
        is_guarded=True,
    )


def _unfiled(pending: Pending, count: int) -> WorkItem:
    return pending.shown(
        title=Text("Open files for found children: %(count)d have none", count=count),
        why=Text("They were registered as found children. Nobody is responsible for them yet."),
        href="/children#unfiled",
        act=Text("See who they are"),
        is_guarded=True,
    )
