"""What tasks show on a case's page and in My work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import select

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, rows_of, together
from rfl.tasks.models import CaseTask
from rfl.tasks.rules import AHEAD
from rfl.tasks.service import Opened, of_request, opening_rows
from rfl.text import Text
from rfl.tracing import queries
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import NextAct, Panel, Part, Pressing
from rfl.tracing.rules import ENDED
from rfl.tracing.work import PER_GROUP, Name, Pending, WorkItem, WorkKind

_OWN, _GIVEN = Text("You set yourself this task."), Text("A colleague asks this of you.")
_OPEN = Text("Open the case")
_TOLD, _PAIR = Text("Then the pair can be judged."), Text("Look at the pair")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template of the panel draws."""

    open: Sequence[Opened]
    done: Sequence[Opened]
    """The last done first."""
    staff: Mapping[UUID, str]
    new_href: str
    today: datetime


def part(actor: Actor, receipt: Receipt, request: TracingRequest) -> Reading[Part]:
    """Read the tasks of a case; the first of the actor's own that is due is a next act."""
    if not may(actor, Permission.REQUEST_WRITE):
        return Part()
    rows = yield from of_request(request.id)
    people = [person for row in rows for person in (row.owner_id, row.done_by)]
    lines, staff = yield from together(
        opening_rows(receipt, rows), access.reading_names(receipt, people)
    )
    waiting = [one for one in lines if one.row.done_at is None]
    done = sorted((one for one in lines if one.row.done_at), key=_done_at, reverse=True)
    due = [one for one in waiting if one.row.owner_id == actor.user_id and _is_due(one.row)]
    panel = Panel(
        anchor="tasks",
        title=Text("Tasks"),
        template="tasks/panel.html",
        data=Shown(waiting, done, staff, f"/requests/{request.id}/tasks/new", clock.now()),
        count=len(waiting) or None,
        is_empty=not rows,
        is_waiting=bool(due),
    )
    return Part(panel, _next_act(due[0]) if due and request.state not in ENDED else None)


def find_work(actor: Actor) -> Reading[list[Pending]]:
    """Read the actor's own tasks whose day has come, or comes tomorrow. Nothing is opened."""
    if not may(actor, Permission.REQUEST_WRITE):
        return []
    scope, now = visible(actor, Permission.REQUEST_WRITE, clock.now()), clock.now()
    query = (
        select(CaseTask, TracingRequest)
        .join(TracingRequest, TracingRequest.id == CaseTask.request_id)
        .where(
            CaseTask.owner_id == actor.user_id,
            CaseTask.done_at.is_(None),
            CaseTask.due_at <= now + AHEAD,
            CaseTask.sealed != b"",
            TracingRequest.state.not_in(ENDED),
            queries.within(scope),
        )
    )
    rows = yield from rows_of(query, CaseTask.due_at, most=PER_GROUP)
    return [
        Pending(
            WorkKind.TASKS,
            request.number,
            urgent=_is_due(row),
            due=row.due_at.date(),
            since=row.created_at,
            by=row.created_by,
            thing=(row, request),
        )
        for row, request in rows
    ]


def show_work(receipt: Receipt, pending: Sequence[Pending]) -> Reading[list[WorkItem]]:
    """Read tasks as My work shows them: in the words of who wrote them."""
    things = [cast("tuple[CaseTask, TracingRequest]", one.thing) for one in pending]
    lines = yield from opening_rows(receipt, [row for row, _request in things])
    return [
        one.shown(
            title=Text("%(words)s", words=Name(line.document.words)),
            why=_why(line.row),
            href=f"/links/{row.link_id}" if row.link_id else f"/requests/{request.id}#tasks",
            act=_PAIR if row.link_id else _OPEN,
            case_href=f"/requests/{request.id}",
            is_guarded=request.sensitivity is not Sensitivity.NORMAL,
        )
        for one, line, (row, request) in zip(pending, lines, things, strict=True)
    ]


def _why(row: CaseTask) -> Text:
    if row.link_id is not None:
        return _TOLD
    return _OWN if row.created_by == row.owner_id else _GIVEN


def _done_at(one: Opened) -> datetime:
    return one.row.done_at or one.row.created_at


def _is_due(row: CaseTask) -> bool:
    return row.due_at.date() <= clock.today()


def _next_act(one: Opened) -> NextAct:
    return NextAct(
        say=Text("%(words)s", words=Name(one.document.words)),
        why=_why(one.row),
        act=_PAIR if one.row.link_id else Text("Look at the task"),
        href=f"/links/{one.row.link_id}" if one.row.link_id else "#tasks",
        pressing=Pressing.ANSWER,
    )
