"""What takes two people, where a wish stands, who decides. Pure.

Four eyes: one asks and says why, another decides on exactly that. What was asked is bound by its
hash to what it would change, so that a change in between makes it worthless (OWASP ASVS 5.0 2.3.5).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rfl.crypto.encoding import prefixed
from rfl.errors import RuleBrokenError
from rfl.text import N_

WAITS = timedelta(days=7)
"""How long a wish waits: a week's leave of the one who decides, and no old wish lies in wait."""

SHORTEST_WHY = 10
"""Characters of a reason: less is a word, and says nothing to whoever decides."""


class ApprovalKind(StrEnum):
    """What is asked, named `<subject>:<act>`."""

    ROLE = "role:grant"
    INVITE = "account:invite"
    RENEW = "account:renew"
    UNSEAL = "record:unseal"
    READER = "record:reader"
    DEATH = "death:establish"
    MERGE = "person:merge"
    PART = "person:part"
    BOARD = "board:publish"
    EXPORT = "case:export"


class ApprovalState(StrEnum):
    """Where a wish stands."""

    ASKED = "asked"
    APPROVED = "approved"
    """And carried out, in the same transaction."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


FOLLOWS: Mapping[ApprovalState, frozenset[ApprovalState]] = {
    **dict.fromkeys(ApprovalState, frozenset[ApprovalState]()),
    ApprovalState.ASKED: frozenset(set(ApprovalState) - {ApprovalState.ASKED}),
}
"""Where a wish goes from each state: once, and no further."""

STATE_WORDS: Mapping[ApprovalState, str] = {
    ApprovalState.ASKED: N_("waits"),
    ApprovalState.APPROVED: N_("approved and done"),
    ApprovalState.REFUSED: N_("refused"),
    ApprovalState.WITHDRAWN: N_("taken back"),
    ApprovalState.EXPIRED: N_("ran out"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked, opened. `plan` is in words that only its kind reads."""

    id: UUID
    kind: ApprovalKind
    society: str
    subject_id: UUID
    """The record or the account that it is about."""
    asked_by: UUID
    plan: Mapping[str, str]


def digest(wish: Wish, why: str, standing: Iterable[str]) -> bytes:
    """Return the SHA-256 of exactly what is approved: the wish, its reason, what it would change.

    `standing` is how the subject stands now, as its kind says, such as the roles somebody has.
    """
    parts = [wish.id.bytes, wish.kind.encode(), wish.society.encode(), wish.subject_id.bytes]
    parts += [wish.asked_by.bytes, why.encode()]
    for key, value in sorted(wish.plan.items()):
        parts += [key.encode(), value.encode()]
    parts += [b"standing", *(one.encode() for one in standing)]
    return hashlib.sha256(prefixed(parts)).digest()


def check_why(why: str) -> str:
    """Return a reason without the space around it.

    Raises:
        RuleBrokenError: it is too short to tell anybody anything.

    """
    said = why.strip()
    if len(said) < SHORTEST_WHY:
        raise RuleBrokenError("Say why in a sentence: somebody else decides by it.")
    return said


def check_waits(state: ApprovalState, until: datetime, now: datetime) -> None:
    """Return if a wish still waits.

    Raises:
        RuleBrokenError: it was decided, taken back, or ran out.

    """
    if state is ApprovalState.ASKED and until <= now:
        raise RuleBrokenError("This waited too long and ran out. It can be asked again.")
    if not FOLLOWS[state]:
        raise RuleBrokenError("This was decided already, or taken back. Load the page once more.")


def check_decides(wish: Wish, decides: UUID) -> None:
    """Return if `decides` is another person than who asked and than whom it is about.

    Raises:
        RuleBrokenError: they are not.

    """
    if wish.asked_by == decides:
        raise RuleBrokenError("You asked for this yourself. Somebody else decides on it.")
    if wish.subject_id == decides:
        raise RuleBrokenError("This is about yourself. Somebody else decides on it.")
