"""What can be erased, why, and by whom. Pure.

Four eyes: whoever approves is another person than who asked, and approves exactly what they saw.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rfl.crypto.encoding import prefixed
from rfl.errors import RuleBrokenError


class RecordKind(StrEnum):
    """A record with keys of its own."""

    PERSON = "person"
    """A registered person, with registrations, consents, and what was released about them."""
    REQUEST = "request"
    """A case, with the enquirer, the sought people, the time line and its confirmation requests."""
    CHILD = "child"
    """A child's file, with every entry; the child's own record stays."""
    IMPORT = "import"
    """A list that was brought in, with its rows to mend."""
    MESSAGE = "message"
    """A family message, with the copy that the delivering society has of it."""
    INCIDENT = "incident"
    """An event with many missing, with every testimony; the people and their cases stay."""
    DELIVERY = "delivery"
    """What a society brings to somebody, with its own work on it; the message itself stays."""


class EraseReason(StrEnum):
    """Why a record is erased. One word only: a reason in words would outlive the record."""

    WISHED = "wished"
    """The person asks for it."""
    OVER = "over"
    """The time for which it may be kept is over."""
    MISTAKE = "mistake"
    """It should never have been written: wrong person, entered twice, without consent."""
    RESTORED = "restored"
    """It was erased before, and a copy from before that was restored."""


class ErasureState(StrEnum):
    """Where an erasure stands."""

    ASKED = "asked"
    REFUSED = "refused"
    DONE = "done"


FOLLOWS: Mapping[ErasureState, frozenset[ErasureState]] = {
    ErasureState.ASKED: frozenset({ErasureState.REFUSED, ErasureState.DONE}),
    ErasureState.REFUSED: frozenset(),
    ErasureState.DONE: frozenset(),
}
"""Where an erasure goes from each state; what is done cannot be undone."""


@dataclass(frozen=True, slots=True)
class Record:
    """Which record."""

    kind: RecordKind
    id: UUID


def check_decision(state: ErasureState, asked_by: UUID, decides: UUID) -> None:
    """Return if `decides` may decide on an erasure.

    Raises:
        RuleBrokenError: it is decided already, or they asked for it themselves.

    """
    if not FOLLOWS[state]:
        raise RuleBrokenError("This was decided already.")
    if asked_by == decides:
        raise RuleBrokenError("You asked for this yourself. Somebody else decides on it.")


def check_reason(reason: EraseReason) -> None:
    """Return if somebody may give this reason.

    Raises:
        RuleBrokenError: it is the program's own.

    """
    if reason is EraseReason.RESTORED:
        raise RuleBrokenError("Say why: they wish it, its time is over, or it was a mistake.")


def digest(
    erasure_id: UUID,
    record: Record,
    reason: EraseReason,
    rows: Iterable[tuple[str, UUID]],
    keys: Iterable[UUID],
) -> bytes:
    """Return the SHA-256 of what an approval is bound to: each row emptied, each key destroyed."""
    parts = [erasure_id.bytes, record.kind.encode(), record.id.bytes, reason.encode()]
    for table, row_id in sorted(rows):
        parts += [table.encode(), row_id.bytes]
    parts += [b"keys", *(key.bytes for key in sorted(keys))]
    return hashlib.sha256(prefixed(parts)).digest()
