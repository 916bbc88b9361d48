"""Which tasks can be written down, for whom and until when. Pure."""

from datetime import date, timedelta
from uuid import UUID

from rfl.errors import RuleBrokenError

MOST_SIGNS = 500
"""Signs in a task: a sentence or two; what was found out belongs into the time line."""

FARTHEST = timedelta(days=365)
"""Nobody plans farther: a search is looked at again long before."""

AHEAD = timedelta(days=1)
"""How long before its day a task stands in My work."""


def check_new(words: str, day: date, today: date) -> None:
    """Return if a task of these words may be set for `day`.

    Raises:
        RuleBrokenError: nothing is said, too much is, or the day is over or too far.

    """
    if not words.strip():
        raise RuleBrokenError("Write in a few words what is to be done.")
    if len(words) > MOST_SIGNS:
        raise RuleBrokenError("This is too long for a task. Write the rest into the time line.")
    if not today <= day <= today + FARTHEST:
        raise RuleBrokenError("Choose a day from today on, within a year.")


def check_owner(owner: UUID, writer: UUID, case_owner: UUID | None, *, is_guarded: bool) -> None:
    """Return if the task may go to `owner`: a closely held case is not told of to others.

    Raises:
        RuleBrokenError: the case is closely held, and they do not work on it.

    """
    if is_guarded and owner not in (writer, case_owner):
        raise RuleBrokenError(
            "This case is closely held. Do it yourself, or give it to whoever has the case."
        )
