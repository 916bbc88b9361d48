"""What becomes of an unusual access: who answers, until when, who hears when nobody does. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from rfl.errors import RuleBrokenError
from rfl.text import N_

ANSWER_WITHIN = timedelta(days=7)
"""An unusual access that nobody answered for so long goes to the data protection officer too."""


class ReviewState(StrEnum):
    """Where an unusual access stands."""

    OPEN = "open"
    FOLLOWED = "followed"
    EXPLAINED = "explained"
    CLOSED = "closed"


class ReviewAct(StrEnum):
    """What a focal point does with it."""

    EXPLAIN = "explain"
    FOLLOW = "follow"
    CLOSE = "close"
    REOPEN = "reopen"


STATE_WORDS: Mapping[ReviewState, str] = MappingProxyType(
    {
        ReviewState.OPEN: N_("To look at"),
        ReviewState.FOLLOWED: N_("Followed up"),
        ReviewState.EXPLAINED: N_("Explained"),
        ReviewState.CLOSED: N_("Closed"),
    }
)

ACT_WORDS: Mapping[ReviewAct, str] = MappingProxyType(
    {
        ReviewAct.EXPLAIN: N_("Explained"),
        ReviewAct.FOLLOW: N_("Follow up"),
        ReviewAct.CLOSE: N_("Close"),
        ReviewAct.REOPEN: N_("Open again"),
    }
)

STEPS: Mapping[tuple[ReviewState, ReviewAct], ReviewState] = MappingProxyType(
    {
        (ReviewState.OPEN, ReviewAct.EXPLAIN): ReviewState.EXPLAINED,
        (ReviewState.OPEN, ReviewAct.FOLLOW): ReviewState.FOLLOWED,
        (ReviewState.FOLLOWED, ReviewAct.FOLLOW): ReviewState.FOLLOWED,
        (ReviewState.FOLLOWED, ReviewAct.CLOSE): ReviewState.CLOSED,
        (ReviewState.EXPLAINED, ReviewAct.REOPEN): ReviewState.OPEN,
        (ReviewState.CLOSED, ReviewAct.REOPEN): ReviewState.FOLLOWED,
    }
)
"""(state, act) → state. ‘Explained’ closes the matter; ‘follow up’ opens one."""

WAITING = (ReviewState.OPEN, ReviewState.FOLLOWED)
ANSWERED = (ReviewState.EXPLAINED, ReviewState.CLOSED)


def acts(state: ReviewState) -> tuple[ReviewAct, ...]:
    """Return what can be done with an access in `state`, in the order of its buttons."""
    return tuple(act for act in ReviewAct if (state, act) in STEPS)


def step(state: ReviewState, act: ReviewAct, words: str) -> ReviewState:
    """Return the state that follows.

    Raises:
        RuleBrokenError: the act is not open now, or nothing was written beside it.

    """
    if (state, act) not in STEPS:
        raise RuleBrokenError("Somebody answered this meanwhile. Read what they wrote first.")
    if not words.strip():
        raise RuleBrokenError("Write a sentence: what you heard, or what you will do.")
    return STEPS[state, act]


def is_overdue(state: ReviewState, due_at: datetime, now: datetime) -> bool:
    """Tell whether an answer was due before `now`."""
    return state in WAITING and due_at < now
