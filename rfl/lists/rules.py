"""Acts on many lines of a list: what each gets, who may, how many, how long the way back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from rfl.errors import RuleBrokenError
from rfl.text import N_, Text


class ListName(StrEnum):
    """A list that is narrowed, kept as views and acted on."""

    CASES = "cases"
    PEOPLE = "people"


MOST_VIEWS = 6
"""Views of a list that one person keeps: each is counted whenever the list is shown."""

MOST = 200
"""Lines in one act: more than a person looks through in a preview."""

MOST_PRINTED = 40
"""Records on paper at once: what one person carries in a folder, and can destroy again."""

UNDO_WITHIN = timedelta(days=1)
"""How long an act on many can be undone: until the next working day begins, others build on it."""

OWNERS: Mapping[str, str] = {"": N_("Everybody’s"), "mine": N_("Mine"), "nobody": N_("Nobody’s")}


class BulkKind(StrEnum):
    """What is done to many lines at once."""

    OWNER = "owner"
    REVIEW = "review"


BULK_WORDS: Mapping[BulkKind, str] = {
    BulkKind.OWNER: N_("Give them to a colleague"),
    BulkKind.REVIEW: N_("Set the next review"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done: to whom they go, or the day on which they are looked at again."""

    kind: BulkKind
    owner_id: UUID | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """One line as an act on many finds it."""

    owner_id: UUID | None
    review_on: date | None


def why_not(held: Held, wish: Wish, actor_id: UUID, *, is_head: bool) -> Text | None:
    """Return why a line stays as it is; None where it changes."""
    if wish.kind is BulkKind.REVIEW:
        return Text("This day is set already.") if held.review_on == wish.day else None
    if wish.owner_id is None or held.owner_id == wish.owner_id:
        return Text("It lies with them already.")
    try:
        check_hand_over(held.owner_id, wish.owner_id, actor_id, is_head=is_head)
    except RuleBrokenError as error:
        return error.sentence
    return None


def check_hand_over(
    owner_id: UUID | None, new_owner_id: UUID, actor_id: UUID, *, is_head: bool
) -> None:
    """Return if a record may change hands: its owner gives it, anybody takes one without an owner.

    Raises:
        RuleBrokenError: it is somebody else's, and the actor is no head of tracing.

    """
    takes = owner_id is None and new_owner_id == actor_id
    if not (is_head or takes or owner_id == actor_id):
        raise RuleBrokenError(
            "Its owner or a head of tracing hands it over. One that is nobody’s you can take "
            "yourself."
        )


def check_many(number: int) -> None:
    """Return if so many lines can be changed in one act.

    Raises:
        RuleBrokenError: none, or more than anybody looks through.

    """
    if number == 0:
        raise RuleBrokenError("Tick at least one line.")
    if number > MOST:
        raise RuleBrokenError(Text("Tick at most %(most)d lines at once.", most=MOST))


def check_printed(number: int) -> None:
    """Return if so many records can be printed at once.

    Raises:
        RuleBrokenError: none, or more than one person carries.

    """
    if number == 0:
        raise RuleBrokenError("Tick at least one line.")
    if number > MOST_PRINTED:
        raise RuleBrokenError(Text("Print at most %(most)d at once.", most=MOST_PRINTED))
