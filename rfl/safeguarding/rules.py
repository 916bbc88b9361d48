"""When a record may be opened in an emergency, for how long, and who looks at it after. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from rfl.errors import RuleBrokenError
from rfl.text import N_

GLASS_LASTS = timedelta(minutes=30)
"""How long one record stays open (docs/GLOSSARY.md, break-glass)."""

REVIEW_WITHIN = timedelta(hours=72)
"""An emergency that no focal point has judged by then suspends the account."""

REASON_LEAST = 20
"""Letters of a reason: shorter ones say nothing."""


class GlassState(StrEnum):
    """Where an emergency stands."""

    OPEN = "open"
    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"


class GlassAct(StrEnum):
    """What a focal point finds."""

    JUSTIFY = "justify"
    OBJECT = "object"


STATE_WORDS: Mapping[GlassState, str] = MappingProxyType(
    {
        GlassState.OPEN: N_("To judge"),
        GlassState.JUSTIFIED: N_("It was an emergency"),
        GlassState.UNJUSTIFIED: N_("It was none"),
    }
)
ACT_WORDS: Mapping[GlassAct, str] = MappingProxyType(
    {
        GlassAct.JUSTIFY: N_("It was an emergency"),
        GlassAct.OBJECT: N_("It was none: suspend the account"),
    }
)
STEPS: Mapping[tuple[GlassState, GlassAct], GlassState] = MappingProxyType(
    {
        (GlassState.OPEN, GlassAct.JUSTIFY): GlassState.JUSTIFIED,
        (GlassState.OPEN, GlassAct.OBJECT): GlassState.UNJUSTIFIED,
        (GlassState.UNJUSTIFIED, GlassAct.JUSTIFY): GlassState.JUSTIFIED,
    }
)


def acts(state: GlassState) -> tuple[GlassAct, ...]:
    """Return what a focal point can still find."""
    return tuple(act for act in GlassAct if (state, act) in STEPS)


def step(state: GlassState, act: GlassAct, words: str) -> GlassState:
    """Return the state that follows.

    Raises:
        RuleBrokenError: it was judged meanwhile, or nothing was written.

    """
    if (state, act) not in STEPS:
        raise RuleBrokenError("Somebody judged this meanwhile. Read what they wrote first.")
    if not words.strip():
        raise RuleBrokenError("Write a sentence: what you asked, and what you heard.")
    return STEPS[state, act]


def check_reason(reason: str) -> None:
    """Return if `reason` says why it cannot wait.

    Raises:
        RuleBrokenError: it is too short to say anything.

    """
    if len(reason.strip()) < REASON_LEAST:
        raise RuleBrokenError(
            "Say in a whole sentence what happened, and why it cannot wait for a colleague."
        )


def is_overdue(state: GlassState, due_at: datetime, now: datetime) -> bool:
    """Tell whether a focal point should have judged it before `now`."""
    return state is GlassState.OPEN and due_at < now
