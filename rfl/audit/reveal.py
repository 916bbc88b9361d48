"""The only door to a sealed document: opened with a receipt, and named in the receipt's entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy.orm import Session
from typing_extensions import override

from rfl.audit.service import Receipt
from rfl.crypto.sealing import Sealed
from rfl.db.rounds import Question, Reading
from rfl.keys import service as keys
from rfl.keys.opening import open_many

__all__ = ["Sealed", "opening", "reveal", "reveal_many"]


def reveal(session: Session, receipt: Receipt, sealed: Sealed) -> bytes:
    """Return what `sealed` holds; see `reveal_many`."""
    return reveal_many(session, receipt, [sealed])[0]


def reveal_many(session: Session, receipt: Receipt, items: Sequence[Sealed]) -> list[bytes]:
    """Return what `items` hold, in order, in one query for all their keys.

    What comes back may leave the server only after `session` has committed: until then its entry is
    not written.

    Raises:
        UnavailableError: the receipt is of another session or transaction, or a key is missing.
        ErasedError: a record was erased.
        UnsealError: a document was moved or changed.

    """
    receipt.check(session)
    return open_many(keys.of(session), items, receipt)


@dataclass(frozen=True, slots=True, eq=False)
class _Opening(Question):
    receipt: Receipt
    items: Sequence[Sealed]

    @classmethod
    @override
    def answer(cls, session: Session, asked: Sequence[Self]) -> Sequence[Any]:
        """Return what each holds; those under one receipt are revealed at once."""
        found: dict[int, list[bytes]] = {}
        for receipt in dict.fromkeys(one.receipt for one in asked):
            own = [(place, one) for place, one in enumerate(asked) if one.receipt is receipt]
            opened = iter(
                reveal_many(session, receipt, [item for _, one in own for item in one.items])
            )
            found |= {place: [next(opened) for _ in one.items] for place, one in own}
        return [found[place] for place in range(len(asked))]


def opening(receipt: Receipt, items: Sequence[Sealed]) -> Reading[list[bytes]]:
    """Read what `items` hold, as `reveal_many` does; with what others open in the same round."""
    if not items:
        return []
    (found,) = yield [_Opening(receipt, items)]
    opened: list[bytes] = found
    return opened
