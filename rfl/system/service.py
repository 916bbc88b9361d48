"""How the installation stands: background work, backups, accounts. No record is opened for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.models import SecondFactor, User, WebSession
from rfl.access.rules import Actor, Permission, authorise
from rfl.config import INSTALLATION
from rfl.jobs.models import Job, JobState
from rfl.keeping.backing_up import BACKUP_JOB
from rfl.system.rules import FAILED_DAYS, Standing


@dataclass(frozen=True, slots=True)
class Work:
    """Background work of one kind: how much waits, runs, failed lately, and when one ended well."""

    kind: str
    waiting: int
    running: int
    failed: int
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Accounts:
    """Who can sign in: open accounts, those without a second step, and sessions that are open."""

    open: int
    without_second_step: int
    sessions: int


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of the system shows."""

    standing: Standing
    work: Sequence[Work]
    accounts: Accounts


def page(session: Session, actor: Actor, *, has_backup_key: bool) -> Page:
    """Return how the installation stands, with the work and accounts of the actor's society.

    Raises:
        DeniedError: the actor does not look after the system.

    """
    authorise(actor, Permission.SYSTEM_READ)
    now = clock.now()
    work = _work(session, (actor.society, INSTALLATION), now)
    return Page(
        standing=Standing(
            waits_since=_waits_since(session),
            failed=sum(one.failed for one in work),
            backed_up_at=_last_done(session, BACKUP_JOB),
            has_backup_key=has_backup_key,
        ),
        work=work,
        accounts=_accounts(session, actor.society),
    )


def _work(session: Session, societies: Iterable[str], now: datetime) -> list[Work]:
    lately = now - timedelta(days=FAILED_DAYS)
    is_lost = (Job.state == JobState.FAILED) & (Job.ended_at >= lately)
    rows = session.execute(
        select(
            Job.kind,
            func.sum(case((Job.state == JobState.WAITING, 1), else_=0)),
            func.sum(case((Job.state == JobState.RUNNING, 1), else_=0)),
            func.sum(case((is_lost, 1), else_=0)),
            func.max(case((Job.state == JobState.DONE, Job.ended_at))),
        )
        .where(Job.society_code.in_(societies))
        .group_by(Job.kind)
        .order_by(Job.kind)
    )
    return [
        Work(kind, int(waiting), int(running), int(failed), done)
        for kind, waiting, running, failed, done in rows
    ]


def _waits_since(session: Session) -> datetime | None:
    """Return since when the oldest work waits, of any society: one worker does it all."""
    return session.scalar(select(func.min(Job.asked_at)).where(Job.state == JobState.WAITING))


def _last_done(session: Session, kind: str) -> datetime | None:
    return session.scalar(
        select(func.max(Job.ended_at)).where(Job.kind == kind, Job.state == JobState.DONE)
    )


def _accounts(session: Session, society: str) -> Accounts:
    is_open = (User.society_code == society) & User.ended_at.is_(None)
    has_step = select(SecondFactor.user_id).where(
        SecondFactor.confirmed_at.is_not(None), SecondFactor.ended_at.is_(None)
    )
    sessions = select(func.count()).where(
        WebSession.society_code == society, WebSession.ended_at.is_(None)
    )
    return Accounts(
        open=session.scalar(select(func.count()).where(is_open)) or 0,
        without_second_step=session.scalar(
            select(func.count()).where(is_open, User.id.not_in(has_step))
        )
        or 0,
        sessions=session.scalar(sessions) or 0,
    )
