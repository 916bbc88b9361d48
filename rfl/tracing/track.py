"""The way of a case, as its page draws it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from rfl.tracing.rules import STATE_WORDS, CaseState

TRACK = (
    *(CaseState.SUBMITTED, CaseState.ACCEPTED, CaseState.ACTIVE, CaseState.LOCATED),
    *(CaseState.VERIFIED, CaseState.DELIVERED, CaseState.CLOSED),
)
_ON_TRACK: Mapping[CaseState, CaseState] = {
    CaseState.WITH_PARTNER: CaseState.ACTIVE,
    CaseState.AWAITING_ENQUIRER: CaseState.ACTIVE,
    CaseState.REOPENED: CaseState.ACTIVE,
    CaseState.CLOSURE_REQUESTED: CaseState.DELIVERED,
    CaseState.ARCHIVED: CaseState.CLOSED,
    CaseState.ANONYMISED: CaseState.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop on the way, in English."""

    words: str
    is_done: bool
    is_here: bool


def stops(state: CaseState) -> list[Stop]:
    """Return the whole way, with where a case in `state` stands; before its beginning nowhere."""
    here = place(state)
    return [
        Stop(STATE_WORDS[state if nth == here else stop], nth < here, nth == here)
        for nth, stop in enumerate(TRACK)
    ]


def place(state: CaseState) -> int:
    """Return how far along TRACK a case stands: an index, or -1 before its beginning."""
    stop = _ON_TRACK.get(state, state)
    return TRACK.index(stop) if stop in TRACK else -1
