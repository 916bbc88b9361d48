"""The one place that asks what time it is."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """Return the present moment, timezone-aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # the one door


def today() -> date:
    """Return the present day in UTC."""
    return now().date()
