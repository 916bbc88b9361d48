"""What may be kept with a case, how much of it, and what is said before it goes. Pure."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from rfl.errors import RuleBrokenError
from rfl.text import N_, Text
from rfl.tracing.rules import ENDED, CaseState

MOST_PAGES = 12
"""Pages of one document: a passport, a birth certificate, a letter. A whole file is no evidence."""

MOST_OF_CASE = 60
"""Photos and documents of one case: what the largest family brings, and no archive."""

SMALL_SIDE = 320
"""Longest side of the small picture, in pixels: a face is known, small print is not read."""

OVER = ENDED - {CaseState.CLOSED}
"""States of a case to which nothing is added any more."""


class AttachmentKind(StrEnum):
    """What somebody gave."""

    PHOTO = "photo"
    IDENTITY_PAPER = "identity_paper"
    LETTER = "letter"
    OTHER = "other"


KIND_WORDS: Mapping[AttachmentKind, str] = {
    AttachmentKind.PHOTO: N_("Photo of a sought person"),
    AttachmentKind.IDENTITY_PAPER: N_("Identity paper"),
    AttachmentKind.LETTER: N_("Letter"),
    AttachmentKind.OTHER: N_("Another photo or document"),
}

OWN_KIND_WORDS: Mapping[AttachmentKind, str] = {
    **KIND_WORDS,
    AttachmentKind.PHOTO: N_("Photo of the person"),
}
"""The same, of somebody who is registered."""

SHOWN_SMALL = frozenset({AttachmentKind.PHOTO})
"""Kinds of which the case's page shows a small picture: nobody reads papers over a shoulder."""


def check_new(state: CaseState, kept: int, day: date | None, today: date) -> None:
    """Return if one more may be added to a case in `state` that has `kept`, given on `day`.

    Raises:
        RuleBrokenError: the case is over, or has too many; the day is to come.

    """
    if state in OVER:
        raise RuleBrokenError("This case is over: nothing is added to it any more.")
    check_room(kept, day, today)


def check_room(kept: int, day: date | None, today: date) -> None:
    """Return if one more may be added where there are `kept`, given on `day`.

    Raises:
        RuleBrokenError: there are too many; the day is to come.

    """
    if kept >= MOST_OF_CASE:
        raise RuleBrokenError(
            Text(
                "There are %(most)d photos and documents already. Take one away that is not needed "
                "for the search.",
                most=MOST_OF_CASE,
            )
        )
    if day is not None and day > today:
        raise RuleBrokenError("This day is still to come. Write the day on which it was given.")


def check_reason(reason: str) -> None:
    """Return if a photo or document may go for this reason.

    Raises:
        RuleBrokenError: none is given.

    """
    if not reason.strip():
        raise RuleBrokenError("Say why it is taken away, so that nobody looks for it.")
