"""What one act on many cases changes in each of them, and why not. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from rfl.errors import RuleBrokenError
from rfl.text import N_, Text
from rfl.tracing.rules import IN_HAND, CaseState, check_hand_over

MOST = 200
"""Cases in one act: more than a person looks through in a preview."""

UNDO_WITHIN = timedelta(days=1)
"""How long an act on many can be undone: until the next working day begins, others build on it."""


class BulkKind(StrEnum):
    """What is done to many cases at once."""

    OWNER = "owner"
    REVIEW = "review"


BULK_WORDS: Mapping[BulkKind, str] = {
    BulkKind.OWNER: N_("Give them to a colleague"),
    BulkKind.REVIEW: N_("Set the next review"),
}


MOST_PRINTED = 40
"""Cases on paper at once: what one person carries in a folder, and can destroy again."""


class PaperKind(StrEnum):
    """What of many cases is printed."""

    FORM = "form"
    SHEET = "sheet"


PAPER_HOLDS: Mapping[PaperKind, str] = {
    PaperKind.FORM: N_("Tracing form: the people, the last news, how contact was lost"),
    PaperKind.SHEET: N_("Case sheet: the same, where the case stands, and its time line"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One case as an act on many finds it."""

    state: CaseState
    owner_id: UUID | None
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done: to whom they go, or the day on which they are looked at again."""

    kind: BulkKind
    owner_id: UUID | None = None
    day: date | None = None


def why_not(case: Standing, wish: Wish, actor_id: UUID, *, is_head: bool) -> Text | None:
    """Return why a case stays as it is; None where it changes."""
    if wish.kind is BulkKind.REVIEW:
        if case.state not in IN_HAND:
            return Text("Nobody works on it now, so it has no review.")
        return Text("This day is set already.") if case.review_on == wish.day else None
    if wish.owner_id is None or case.owner_id == wish.owner_id:
        return Text("It lies with them already.")
    try:
        check_hand_over(case.owner_id, wish.owner_id, actor_id, is_head=is_head)
    except RuleBrokenError as error:
        return error.sentence
    return None


def check_many(number: int) -> None:
    """Return if so many cases can be changed in one act.

    Raises:
        RuleBrokenError: none, or more than anybody looks through.

    """
    if number == 0:
        raise RuleBrokenError("Tick at least one case.")
    if number > MOST:
        raise RuleBrokenError(Text("Tick at most %(most)d cases at once.", most=MOST))


def check_printed(number: int) -> None:
    """Return if so many cases can be printed at once.

    Raises:
        RuleBrokenError: none, or more than one person carries.

    """
    if number == 0:
        raise RuleBrokenError("Tick at least one case.")
    if number > MOST_PRINTED:
        raise RuleBrokenError(Text("Print at most %(most)d cases at once.", most=MOST_PRINTED))
