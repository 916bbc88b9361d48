"""Blind tags: equal values give equal numbers, and the numbers tell nothing without the key."""

import hmac
from functools import cache

from rfl.crypto.encoding import prefixed

TAG_BYTES = 8


def tag(key: bytes, label: str, value: str) -> int:
    """Return the first 64 bits of HMAC-SHA-256 as a signed integer, fit for a BIGINT column.

    `label` parts the uses of one key: the same value under two labels cannot be matched up.
    """
    digest = hmac.digest(key, _prefix(label) + value.encode(), "sha256")
    return int.from_bytes(digest[:TAG_BYTES], "big", signed=True)


@cache
def _prefix(label: str) -> bytes:
    return prefixed((label.encode(),))
