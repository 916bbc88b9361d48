"""Writing a task down, doing it, and finding that it was not done after all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from textwrap import shorten
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity
from rfl.audit import service as audit
from rfl.audit.reveal import opening
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading, all_of
from rfl.errors import NotFoundError
from rfl.keys import service as keys
from rfl.linking.models import Link
from rfl.lists import takers
from rfl.persons.document import SCHEMA, decode, encode
from rfl.tasks.document import TaskDocument
from rfl.tasks.models import CaseTask
from rfl.tasks.rules import MOST_SIGNS, check_new, check_owner
from rfl.tracing.cases import reachable
from rfl.tracing.handing import Handed
from rfl.tracing.models import TracingRequest


def _of_pair(link_id: UUID | InstrumentedAttribute[UUID]) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which a task about a pair is still to be done."""
    return CaseTask.link_id == link_id, CaseTask.done_at.is_(None), CaseTask.sealed != b""


@dataclass(frozen=True, slots=True)
class Opened:
    """One task, opened."""

    row: CaseTask
    document: TaskDocument


def write(
    session: Session, actor: Actor, request_id: UUID, words: str, day: date, owner_id: UUID
) -> CaseTask:
    """Write down what `owner_id` is to do in a case until `day`.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or nobody who works on cases.
        RuleBrokenError: see rules.check_new and rules.check_owner.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id)
    if owner_id not in takers.officers(session, request.society_code):
        raise NotFoundError("colleague")
    is_guarded = request.sensitivity is not Sensitivity.NORMAL
    check_owner(owner_id, actor.user_id, request.owner_id, is_guarded=is_guarded)
    return _written(session, actor, request, words, (day, owner_id, None))


def write_for_pair(session: Session, actor: Actor, link: Link, words: str, day: date) -> CaseTask:
    """Write down what is to be found out about a pair: a task of whoever leads the case.

    Of long words the task keeps the beginning; all of them stand with the pair.

    Raises:
        DeniedError, NotFoundError: not the actor's case.
        RuleBrokenError: see rules.check_new.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, link.request_id)
    leads = request.owner_id in takers.officers(session, request.society_code)
    owner_id = request.owner_id if leads and request.owner_id else actor.user_id
    short = shorten(words, MOST_SIGNS, placeholder="…")
    return _written(session, actor, request, short, (day, owner_id, link.id))


def settle_pair(session: Session, actor: Actor, link: Link) -> None:
    """End what is still to be found out about a pair. The caller has decided that it is judged."""
    query = select(CaseTask).where(*_of_pair(link.id))
    request = session.get_one(TracingRequest, link.request_id)
    for row in session.scalars(query).all():
        row.done_at, row.done_by = clock.now(), actor.user_id
        _record(session, actor, Act.TASK_DONE, request, row)


PAIR_WAITS = exists().where(*_of_pair(Link.id))
"""Whether something is still to be found out about a Link until a day."""


def _written(
    session: Session,
    actor: Actor,
    request: TracingRequest,
    words: str,
    when: tuple[date, UUID, UUID | None],
) -> CaseTask:
    """Keep a task; `when`: its day, who does it, and the link that it is about."""
    day, owner_id, link_id = when
    check_new(words, day, clock.today())
    row = CaseTask(
        id=uuid4(),
        society_code=request.society_code,
        request_id=request.id,
        owner_id=owner_id,
        link_id=link_id,
        due_at=datetime.combine(day, time(12), UTC),
        created_by=actor.user_id,
        created_at=clock.now(),
    )
    document = TaskDocument(words.strip())
    row.sealed = keys.of(session).seal(request.key_id, _context(row), encode(document))
    session.add(row)
    _record(session, actor, Act.TASK_WRITTEN, request, row)
    return row


def finish(session: Session, actor: Actor, task_id: UUID) -> CaseTask:
    """Say that a task is done; one that is done already stays as it is.

    Raises:
        DeniedError, NotFoundError: not a task of a case of the actor's.

    """
    row, request = _reach(session, actor, task_id)
    if row.done_at is None:
        row.done_at, row.done_by = clock.now(), actor.user_id
        _record(session, actor, Act.TASK_DONE, request, row)
    return row


def reopen(session: Session, actor: Actor, task_id: UUID) -> CaseTask:
    """Say that a task was not done after all.

    Raises:
        DeniedError, NotFoundError: not a task of a case of the actor's.

    """
    row, request = _reach(session, actor, task_id)
    if row.done_at is not None:
        row.done_at = row.done_by = None
        _record(session, actor, Act.TASK_REOPENED, request, row)
    return row


def follow_owner(session: Session, handed: Handed) -> None:
    """Give what is still to do to a case's new owner, where it lay with the last one.

    It is a tracing.handing.Follower: the task of a colleague who leaves would come due for nobody.
    """
    here = CaseTask.request_id == handed.request_id, CaseTask.owner_id == handed.before
    session.execute(
        update(CaseTask)
        .where(*here, CaseTask.done_at.is_(None))
        .values({"owner_id": handed.owner_id})
    )


def of_request(request_id: UUID) -> Reading[Sequence[CaseTask]]:
    """Read the tasks of a case, the soonest first. Nothing is opened."""
    query = select(CaseTask).where(CaseTask.request_id == request_id, CaseTask.sealed != b"")
    return (yield from all_of(query, CaseTask.due_at, CaseTask.id))


def opening_rows(receipt: Receipt, rows: Sequence[CaseTask]) -> Reading[list[Opened]]:
    """Read tasks, opened, in order; the caller has decided that they may be."""
    opened = yield from opening(receipt, [Sealed(row.sealed, _context(row)) for row in rows])
    return [Opened(row, decode(data, TaskDocument)) for row, data in zip(rows, opened, strict=True)]


def _reach(session: Session, actor: Actor, task_id: UUID) -> tuple[CaseTask, TracingRequest]:
    row = session.get(CaseTask, task_id, with_for_update=True)
    if row is None or not row.sealed:
        raise NotFoundError("task")
    return row, reachable(session, actor, Permission.REQUEST_WRITE, row.request_id)


def _context(row: CaseTask) -> Context:
    return Context(row.society_code, CaseTask.__tablename__, row.id, SCHEMA)


def _record(
    session: Session, actor: Actor, act: Act, request: TracingRequest, row: CaseTask
) -> None:
    session.flush()
    audit.record(
        session,
        actor.user_id,
        act,
        societies=[request.society_code],
        subjects=[request.id, row.id],
        purpose="tracing",
    )
