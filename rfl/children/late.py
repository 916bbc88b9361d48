"""When a step of a child's file is late, and what a focal point is asked about. Pure.

The days are our own choice, short where a child is without care, longer where others must answer;
they are to be settled with the focal points of the societies.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from rfl.children.rules import BEFORE_PLACEMENT, ChildState
from rfl.text import N_


class ReviewReason(StrEnum):
    """Why a focal point is asked to look at a file."""

    STEP_LATE = "step_late"
    VISIT_LATE = "visit_late"
    FOLLOW_UP_LATE = "follow_up_late"
    SKIPPED = "skipped"
    DANGER = "danger"


REASON_WORDS: Mapping[ReviewReason, str] = {
    ReviewReason.STEP_LATE: N_("The next step is late"),
    ReviewReason.VISIT_LATE: N_("Nobody has seen the child for a month"),
    ReviewReason.FOLLOW_UP_LATE: N_("A visit afterwards is late"),
    ReviewReason.SKIPPED: N_("Steps were left out"),
    ReviewReason.DANGER: N_("On a visit the child was found in danger"),
}

STEP_DAYS: Mapping[ChildState, int] = {
    ChildState.IDENTIFIED: 3,
    ChildState.DOCUMENTED: 3,
    ChildState.INTERIM_CARE: 7,
    ChildState.FAMILY_LOCATED: 30,
    ChildState.RELATIONSHIP_VERIFIED: 30,
    ChildState.BEST_INTEREST_DECIDED: 30,
}
"""Within how many days a file leaves a state. A search has no day; visits keep it in sight."""

VISIT_DAYS = 30
"""How long a child in care may go without a visit."""

VISIT_DUE_DAYS = 21
"""From here on a visit stands in My work: nine days to make it before it is late."""

FOLLOW_UP_GRACE_DAYS = 14
"""How long after its day a visit afterwards may still be made without anybody asking."""

FOLLOW_UP_AHEAD_DAYS = 14
"""How long before its day a visit afterwards stands in My work, and from when on a visit counts."""


FOLLOW_UP_MONTHS = (1, 3, 6)
"""How long after the child came to a place somebody looks how it is there."""


def step_due(state: ChildState, since: datetime) -> datetime | None:
    """Return when the next step is due; None where no day is set."""
    days = STEP_DAYS.get(state)
    return None if days is None else since + timedelta(days=days)


def is_visited(state: ChildState) -> bool:
    """Tell whether a child whose file is in `state` is visited regularly."""
    return state in BEFORE_PLACEMENT


def late_reasons(
    state: ChildState, since: datetime, seen: datetime, now: datetime
) -> list[tuple[ReviewReason, datetime]]:
    """Return what is late in a file but for visits afterwards, each with its beginning.

    `since`: when it came into its state. `seen`: when the child was last visited, or met first.
    """
    found = []
    due = step_due(state, since)
    if due is not None and due < now:
        found.append((ReviewReason.STEP_LATE, since))
    if is_visited(state) and seen + timedelta(days=VISIT_DAYS) < now:
        found.append((ReviewReason.VISIT_LATE, seen))
    return found


def follow_up_is_late(due_on: datetime, now: datetime) -> bool:
    """Tell whether a focal point is asked about a visit that was due on `due_on`."""
    return due_on + timedelta(days=FOLLOW_UP_GRACE_DAYS) < now


def follow_up_from(due_on: datetime) -> datetime:
    """Return from when on a visit counts as the one that is due on `due_on`."""
    return due_on - timedelta(days=FOLLOW_UP_AHEAD_DAYS)


def follow_up_made(dues: Sequence[datetime], day: date) -> int | None:
    """Return which of the open visits, the earliest first, was made by a visit on `day`.

    It is the latest whose time has come: whoever comes after three months for the first time made
    one visit, not two. None where the visit was before any of them.
    """
    begun = [nth for nth, due in enumerate(dues) if follow_up_from(due).date() <= day]
    return begun[-1] if begun else None


def months_after(day: date, months: int) -> date:
    """Return the same day `months` later; the last of the month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
