"""Work that comes back by itself: asked for again and again, by one worker of all."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from rfl import clock
from rfl.jobs import service
from rfl.jobs.models import Rhythm

Societies = Callable[[Session], Iterable[str]]
"""For which societies the work is asked."""

_rhythms: dict[str, tuple[timedelta, Societies]] = {}


def every(interval: timedelta, kind: str, societies: Societies) -> None:
    """Have a job of `kind` asked for each of `societies` once in `interval`."""
    _rhythms[kind] = (interval, societies)


def ask_due(session: Session, asked_by: UUID) -> int:
    """Ask for what is due, and return how many jobs that are. Of many workers one asks."""
    now = clock.now()
    asked = 0
    for kind, (interval, societies) in _rhythms.items():
        if not _take_turn(session, kind, now, now + interval):
            continue
        for society in societies(session):
            service.ask(session, kind=kind, society=society, asked_by=asked_by, arguments={})
            asked += 1
    return asked


def _take_turn(session: Session, kind: str, now: datetime, following: datetime) -> bool:
    """Move the turn on if it is due; only one transaction of several does."""
    turn = update(Rhythm).where(Rhythm.kind == kind, Rhythm.next_at <= now)
    if session.connection().execute(turn.values(next_at=following)).rowcount:
        return True
    if session.scalar(select(Rhythm.kind).where(Rhythm.kind == kind)) is not None:
        return False
    # The first time ever: who comes second meets the primary key, and rolls back.
    session.execute(insert(Rhythm).values(kind=kind, next_at=following))
    return True
