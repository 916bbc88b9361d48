"""Asking for background work, taking it on under a lease, and telling how far it is."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from rfl import clock
from rfl.errors import NotFoundError
from rfl.jobs.models import Job, JobState

LEASE = timedelta(seconds=60)
"""A worker that says nothing for so long is taken for dead, and the job runs again."""

LONG_LEASE = timedelta(minutes=30)
"""For work that the console does itself: nobody renews it."""

MAX_ATTEMPTS = 5

Begin = Callable[[], AbstractContextManager[Session]]
"""Opens a transaction of its own."""


@dataclass(frozen=True, slots=True)
class Work:
    """A job while it runs: what to do, and how to say how far one is."""

    job_id: UUID
    asked_by: UUID
    society: str
    arguments: Mapping[str, Any]
    begin: Begin

    def progress(self, session: Session, done: int, total: int) -> None:
        """Tell how far the work is and renew the lease, in the caller's transaction."""
        session.execute(
            update(Job)
            .where(Job.id == self.job_id)
            .values(done=done, total=total, lease_until=clock.now() + LEASE)
        )


Handler = Callable[[Work], Mapping[str, Any]]
"""Does the work in transactions of its own; safe to run again after being killed anywhere."""

_handlers: dict[str, Handler] = {}


def handle(kind: str, handler: Handler) -> None:
    """Have `handler` do jobs of `kind`."""
    _handlers[kind] = handler


def ask(
    session: Session, *, kind: str, society: str, asked_by: UUID, arguments: Mapping[str, Any]
) -> Job:
    """Write down a job; it starts after the commit. `arguments` are ids and numbers."""
    job = Job(
        kind=kind,
        society_code=society,
        asked_by=asked_by,
        arguments=dict(arguments),
        asked_at=clock.now(),
    )
    session.add(job)
    session.flush()
    return job


def waiting(session: Session) -> list[UUID]:
    """Return the jobs that nobody works on: new ones, and those whose worker died."""
    now = clock.now()
    orphaned = (Job.state == JobState.RUNNING) & (Job.lease_until < now)
    query = select(Job.id).where(or_(Job.state == JobState.WAITING, orphaned))
    return list(session.scalars(query.order_by(Job.asked_at)))


def take_waiting(session: Session, kind: str) -> list[Job]:
    """Take on every job of `kind` that nobody works on, to be done by the caller at once."""
    now = clock.now()
    query = select(Job).where(Job.kind == kind, Job.state != JobState.DONE)
    taken = [job for job in session.scalars(query.with_for_update()) if _is_free(job, now)]
    for job in taken:
        job.state, job.lease_until, job.attempts = JobState.RUNNING, now + LONG_LEASE, 1
    return taken


def finish(session: Session, job_ids: Collection[UUID]) -> None:
    """Mark jobs done that were taken with `take_waiting`."""
    for job_id in job_ids:
        _end(session, job_id, JobState.DONE, {})


def run(begin: Begin, job_id: UUID) -> None:
    """Do one job, unless somebody else holds it. An error leaves it for the next attempt."""
    with begin() as session:
        work = _take(session, job_id, begin)
    if work is None:
        return
    handler = _handlers[work[0]]
    try:
        result = dict(handler(work[1]))
    except Exception as error:
        with begin() as session:
            _fail(session, job_id, type(error).__name__)
        raise
    with begin() as session:
        _end(session, job_id, JobState.DONE, result)


def _take(session: Session, job_id: UUID, begin: Begin) -> tuple[str, Work] | None:
    job = session.get(Job, job_id, with_for_update=True)
    now = clock.now()
    if job is None or not _is_free(job, now):
        return None
    job.state, job.lease_until, job.attempts = JobState.RUNNING, now + LEASE, job.attempts + 1
    return job.kind, Work(job.id, job.asked_by, job.society_code, job.arguments, begin)


def _is_free(job: Job, now: datetime) -> bool:
    if job.state is JobState.WAITING:
        return True
    lost = job.lease_until is None or job.lease_until < now
    return job.state is JobState.RUNNING and lost


def _fail(session: Session, job_id: UUID, kind: str) -> None:
    job = session.get(Job, job_id)
    if job is not None and job.attempts < MAX_ATTEMPTS:
        job.state, job.result = JobState.WAITING, {"error": kind}
        return
    _end(session, job_id, JobState.FAILED, {"error": kind})


def _end(session: Session, job_id: UUID, state: JobState, result: dict[str, Any]) -> None:
    job = session.get(Job, job_id)
    if job is None:
        raise NotFoundError("job")
    job.state, job.result, job.ended_at, job.lease_until = state, result, clock.now(), None
