"""The one place that asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime

_told: ContextVar[datetime | None] = ContextVar("rfl.clock", default=None)


def now() -> datetime:
    """Return the present moment, timezone-aware, in UTC."""
    return _told.get() or datetime.now(UTC)  # noqa: TID251  # the one door


def today() -> date:
    """Return the present day in UTC."""
    return now().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be `moment` for this thread. For the demonstration alone, which has a past to tell."""
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)
