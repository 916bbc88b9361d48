"""Reads of the logs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TypeVarTuple

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Row,
    Select,
    bindparam,
    func,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from rfl.audit.models import Entry, EntryTag

Columns = TypeVarTuple("Columns")

# Each page ends with these; built once, they cost half.
_LEAVES = (
    select(Entry.leaf)
    .where(Entry.log == bindparam("log"), Entry.seq >= bindparam("start"))
    .order_by(Entry.seq)
)


@dataclass(frozen=True, slots=True)
class LogEnd:
    """The newest entry of a log: how many there are with it, and its leaf."""

    size: int
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Window:
    """Which entries of a log: those under any of `tags`, from `since` up to before `until`.

    Without tags, all of them.
    """

    log: str
    tags: tuple[int, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def log_ends(connection: Connection, logs: Sequence[str]) -> dict[str, LogEnd]:
    """Return the ends of `logs`, in one statement; one that is still empty has none."""
    rows = connection.execute(_log_ends(len(logs)), {f"log_{n}": log for n, log in enumerate(logs)})
    return {log: LogEnd(seq + 1, leaf) for log, seq, leaf in rows}


@cache
def _log_ends(count: int) -> CompoundSelect[str, int, bytes]:
    """Return the statement of `log_ends`: the last entry of each log, found without the others."""
    ends = [
        select(Entry.log, Entry.seq, Entry.leaf)
        .where(Entry.log == bindparam(f"log_{number}"))
        .order_by(Entry.seq.desc())
        .limit(1)
        .subquery()
        for number in range(count)
    ]
    return union_all(*(select(end.c.log, end.c.seq, end.c.leaf) for end in ends))


def leaves(connection: Connection, log: str, *, start: int = 0) -> list[bytes]:
    """Return the leaves of `log` from sequence number `start` on."""
    return list(connection.scalars(_LEAVES, {"log": log, "start": start}))


def entries(
    session: Session, window: Window, *, limit: int, offset: int
) -> Sequence[Row[int, bytes, bytes]]:
    """Return (seq, header, sealed) of the entries in `window`, newest first."""
    query = _within(select(Entry.seq, Entry.header, Entry.sealed), window)
    return session.execute(query.order_by(Entry.seq.desc()).limit(limit).offset(offset)).all()


def count(session: Session, window: Window) -> int:
    """Return how many entries are in `window`."""
    return session.execute(_within(select(func.count()).select_from(Entry), window)).scalar_one()


def begun_at(session: Session, log: str) -> datetime | None:
    """Return when the first entry of `log` was written, None while it is empty."""
    query = select(Entry.at).where(Entry.log == log).order_by(Entry.seq).limit(1)
    return session.execute(query).scalar_one_or_none()


def _within(query: Select[*Columns], window: Window) -> Select[*Columns]:
    query = query.where(Entry.log == window.log)
    if window.tags:
        tagged = select(EntryTag.seq).where(
            EntryTag.log == window.log, EntryTag.tag.in_(window.tags)
        )
        query = query.where(Entry.seq.in_(tagged))
    if window.since is not None:
        query = query.where(Entry.at >= window.since)
    if window.until is not None:
        query = query.where(Entry.at < window.until)
    return query
