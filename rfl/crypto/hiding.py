"""How the blind index rests: lists under sub-tags, and in them numbers that only the key tells.

A row of a list is `slot(32) ‖ number(32) XOR stream(32)`, with

    slot   = first 32 bits of AES(tag ‖ number)
    stream = first 32 bits of AES(tag ‖ slot)

under two keys of their own. So one person has another number in each list: without the key nobody
can tell that two rows are one person's, or whose a row is. AES works on whole lists in one call.

A later key is laid over the ones before: blind key = AES(blind key under those before). Whoever has
only the ones before makes none of it, and nobody's name is needed to change the key.
"""

import hmac
import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from numpy.typing import ArrayLike, NDArray

LABEL = b"rfl.blind-index/2:"
NONCE_BYTES = 12
HALF_BITS = 32

Numbers = NDArray[np.int64]

PLACE = np.dtype([("key", "<i8"), ("lot", "<i8")])
"""One thing somebody is found by: its blind key, and the number of the sub-tag they rest under."""

PLACES_STEP = 8
"""Places of one person are filled up to a multiple of this: their number tells little."""

NOWHERE = -1
"""Lot of a place that only fills."""

ASIDE = -2
"""Lot of what somebody is weighed by and stands in no list for."""

NO_NUMBER = -1
"""In place of a number: the row is of another key, or was changed by hand."""


class IndexCipher:
    """The secret side of the blind index of one installation."""

    def __init__(self, key: bytes) -> None:
        """Derive what is needed from the installation's index key (32 bytes)."""
        self._spread = Cipher(AES(_derived(key, b"spread")), modes.ECB())  # noqa: S305  # a PRF on single blocks
        self._slot = Cipher(AES(_derived(key, b"slot")), modes.ECB())  # noqa: S305
        self._stream = Cipher(AES(_derived(key, b"stream")), modes.ECB())  # noqa: S305
        self._lift = Cipher(AES(_derived(key, b"lift")), modes.ECB())  # noqa: S305
        self._box = AESGCM(_derived(key, b"places"))

    def sub_tags(self, keys: ArrayLike, lots: ArrayLike) -> Numbers:
        """Return the tag of each sub-list: of each blind key, the one with the number in `lots`."""
        return _first_64(_blocks(self._spread, keys, lots))

    def lift(self, keys: ArrayLike) -> Numbers:
        """Return the blind keys of this version, from those of the version before."""
        before = np.asarray(keys, np.int64)
        return _first_64(_blocks(self._lift, before, np.zeros(len(before), np.uint64)))

    def hide(self, tags: ArrayLike, numbers: ArrayLike) -> Numbers:
        """Return how people with `numbers` (below 2**32) stand in the lists `tags`."""
        clear = np.asarray(numbers, np.uint64)
        slots = _blocks(self._slot, tags, clear)[:, 0]
        stream = _blocks(self._stream, tags, slots)[:, 0]
        return ((slots << np.uint64(HALF_BITS)) | (clear ^ stream)).view(np.int64)

    def show(self, tags: ArrayLike, hidden: ArrayLike) -> Numbers:
        """Return the number that stands in each row of the lists `tags`, or NO_NUMBER."""
        rows = np.asarray(hidden, np.int64).view(np.uint64)
        slots = rows >> np.uint64(HALF_BITS)
        low = rows & np.uint64(2**HALF_BITS - 1)
        numbers = low ^ _blocks(self._stream, tags, slots)[:, 0]
        genuine = _blocks(self._slot, tags, numbers)[:, 0] == slots
        return np.where(genuine, numbers.astype(np.int64), NO_NUMBER)

    def close_places(self, places: NDArray[Any]) -> bytes:
        """Return the places (PLACE) of one person, sealed and filled up."""
        short = -len(places) % PLACES_STEP
        filled = np.concatenate((places, np.full(short, np.array((0, NOWHERE), PLACE))))
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._box.encrypt(nonce, filled.tobytes(), None)

    def open_places(self, sealed: Sequence[bytes]) -> tuple[NDArray[Any], NDArray[np.int64]]:
        """Return all places of several people, and of each the place of its owner in `sealed`.

        Rows that do not open (changed by hand) have no places.
        """
        opened = self._all_opened(sealed)
        places = np.frombuffer(b"".join(opened), PLACE)
        owners = np.repeat(np.arange(len(opened)), [len(row) // PLACE.itemsize for row in opened])
        real = places["lot"] != NOWHERE
        return places[real], owners[real]

    def _all_opened(self, rows: Sequence[bytes]) -> list[bytes]:
        decrypt = self._box.decrypt
        try:
            return [decrypt(row[:NONCE_BYTES], row[NONCE_BYTES:], None) for row in rows]
        except (InvalidTag, ValueError):
            return [self._opened(row) for row in rows]

    def _opened(self, row: bytes) -> bytes:
        try:
            return self._box.decrypt(row[:NONCE_BYTES], row[NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            return b""


def _derived(key: bytes, use: bytes) -> bytes:
    return hmac.digest(key, LABEL + use, "sha256")


def _blocks(cipher: Cipher[modes.ECB], left: ArrayLike, right: ArrayLike) -> NDArray[np.uint64]:
    """Return the first and second 32 bits of each enciphered block, row by row."""
    one, other = np.asarray(left), np.asarray(right)
    blocks = np.empty((max(one.size, other.size), 2), "<u8")
    blocks[:, 0] = one.astype(np.int64, copy=False).view(np.uint64)
    blocks[:, 1] = other.astype(np.uint64)
    done = cipher.encryptor().update(blocks.tobytes())
    return np.frombuffer(done, "<u4").reshape(-1, 4)[:, :2].astype(np.uint64)


def _first_64(halves: NDArray[np.uint64]) -> Numbers:
    return ((halves[:, 0] << np.uint64(HALF_BITS)) | halves[:, 1]).view(np.int64)
