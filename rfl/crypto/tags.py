"""Blind tags: equal values give equal numbers, and the numbers tell nothing without the key."""

from collections.abc import Iterable

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from rfl.crypto.encoding import prefixed

TAG_BYTES = 8


def tag(key: bytes, label: str, value: str) -> int:
    """Return the first 64 bits of HMAC-SHA-256 as a signed integer, fit for a BIGINT column.

    `label` parts the uses of one key: the same value under two labels cannot be matched up.
    """
    return tags(key, label, [value])[0]


def tags(key: bytes, label: str, values: Iterable[str]) -> list[int]:
    """Return the tags of many values, in order: the key is made ready once."""
    begun = HMAC(key, SHA256())
    begun.update(prefixed((label.encode(),)))
    found = []
    for value in values:
        one = begun.copy()
        one.update(value.encode())
        found.append(int.from_bytes(one.finalize()[:TAG_BYTES], "big", signed=True))
    return found
