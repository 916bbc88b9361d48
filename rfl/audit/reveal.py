"""The only door to a sealed document: opened with a receipt, and named in the receipt's entry."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from rfl.audit.service import Receipt
from rfl.crypto.sealing import Sealed
from rfl.keys import service as keys
from rfl.keys.opening import open_many

__all__ = ["Sealed", "reveal", "reveal_many"]


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
