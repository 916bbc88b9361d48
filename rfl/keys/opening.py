"""The one place that opens sealed documents. Imported by rfl.audit.reveal and nobody else."""

from collections.abc import Sequence

from rfl.crypto.sealing import Sealed, UnsealError, key_id_of, unseal
from rfl.errors import UnavailableError
from rfl.keys.ring import record_keys
from rfl.keys.service import KeyStore
from rfl.keys.warrant import Warrant


def open_many(store: KeyStore, items: Sequence[Sealed], warrant: Warrant) -> list[bytes]:
    """Return what `items` hold, in order; all record keys are fetched in one query.

    The documents are named in the warrant's entry before the first is opened.

    Raises:
        UnavailableError: the warrant is no live receipt, or a key or the key store is missing.
        ErasedError: a record's key was destroyed.
        UnsealError: a document was moved or changed.

    """
    if type(warrant) not in Warrant.issuers:
        raise UnavailableError("Nothing is opened without an entry in the audit trail.")
    warrant.admit([item.context for item in items])
    ids = [key_id_of(item.blob) for item in items]
    found = record_keys(store.ring, ids) if ids else {}
    opened = []
    for key_id, item in zip(ids, items, strict=True):
        if found[key_id].society != item.context.society:
            raise UnsealError
        opened.append(unseal(found[key_id].key, item.context, item.blob))
    return opened
