"""What is sealed at the desk: unusual access, what was said of it, and what is usual. Pure."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from rfl.desk.unusual import Day

SCHEMA = 1


class SaidOfReview(msgspec.Struct, frozen=True, omit_defaults=True):
    """One sentence about an unusual access, and the act it went with."""

    by: UUID
    at: datetime
    act: str
    words: str = ""


class ReviewDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """One unusual access: the rule's pick, and what was said about it since."""

    since: datetime
    until: datetime
    records: tuple[str, ...] = ()
    count: int = 0
    usual: int | None = None
    unrelated: int = 0
    moments: tuple[datetime, ...] = ()
    """Kept for the picture: the log's own day may be sealed by the time somebody looks."""
    said: tuple[SaidOfReview, ...] = ()
    words: str = ""
    """What the colleague gave as their reason at the time."""


class HabitDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a colleague's days were like of late, and the last on which anything was opened."""

    days: tuple[Day, ...] = ()
    last: date | None = None
