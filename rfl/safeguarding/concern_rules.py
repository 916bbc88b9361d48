"""What anybody may report in confidence, and what becomes of it. Pure."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from rfl.errors import RuleBrokenError
from rfl.text import N_

WORDS_LEAST = 20
"""Letters of a concern: shorter ones cannot be acted on."""

WORDS_MOST = 10_000

ANSWER_WITHIN = timedelta(days=7)
"""By when whoever reported it reads an answer: they are told to come back in a few days."""


class ConcernKind(StrEnum):
    """What it is about (DOMAIN: concern)."""

    EXPLOITATION = "exploitation"
    MISUSE_OF_DATA = "misuse_of_data"
    CONDUCT = "conduct"
    SERVICE = "service"
    OTHER = "other"


KIND_WORDS: Mapping[ConcernKind, str] = MappingProxyType(
    {
        ConcernKind.EXPLOITATION: N_("Sexual exploitation, abuse or harassment"),
        ConcernKind.MISUSE_OF_DATA: N_("What somebody told us in confidence was misused"),
        ConcernKind.CONDUCT: N_("How somebody behaved"),
        ConcernKind.SERVICE: N_("How the society works"),
        ConcernKind.OTHER: N_("Something else"),
    }
)


class ConcernState(StrEnum):
    """Where a concern stands."""

    OPEN = "open"
    CLOSED = "closed"


STATE_WORDS: Mapping[ConcernState, str] = MappingProxyType(
    {
        ConcernState.OPEN: N_("Being looked into"),
        ConcernState.CLOSED: N_("Closed"),
    }
)


def check_words(words: str) -> None:
    """Return if `words` say enough to be acted on.

    Raises:
        RuleBrokenError: they are too short.

    """
    if len(words.strip()) < WORDS_LEAST:
        raise RuleBrokenError("Say in a sentence or two what happened, when and where.")


def check_answer(state: ConcernState, words: str) -> None:
    """Return if something can be said now.

    Raises:
        RuleBrokenError: the concern is closed, or nothing was written.

    """
    if state is ConcernState.CLOSED:
        raise RuleBrokenError("This was closed. Write a new one if it goes on.")
    if not words.strip():
        raise RuleBrokenError("Write what you want to say.")
