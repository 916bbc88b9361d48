"""What is sealed of an offer, in each of its two copies, and of a note on shared work. Pure."""

import msgspec

from rfl.tracing.rules import Cause
from rfl.transfers.rules import AgeBand, DeclineReason


class OfferDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """The least with which somebody can decide whether to take a case on."""

    cause: Cause | None = None
    """None also where the cause itself makes a survivor of somebody."""
    countries: tuple[str, ...] = ()
    """Where the search leads, ISO 3166-1 alpha-2."""
    ages: tuple[AgeBand, ...] = ()
    """Of each sought person."""
    language: str = ""
    """In which the enquirer is spoken with."""
    why: str = ""
    names: tuple[str, ...] = ()
    """Of the sought people: only where the enquirer's consent stood when it was offered."""
    reason: DeclineReason | None = None
    """Why it was not taken on; with `answer` in the words of whoever decided."""
    answer: str = ""
    told: str = ""
    """At the hand-over: how the family was told, and by whom."""


class SharedNote(msgspec.Struct, frozen=True, omit_defaults=True):
    """One note on work that is shared: both societies read it, each in its own copy."""

    words: str = ""
