"""Unambiguous bytes out of several fields."""

from collections.abc import Iterable


def prefixed(parts: Iterable[bytes]) -> bytes:
    """Return `parts` one after another, each behind its length in four bytes, big-endian.

    No two different lists give the same bytes, so ("ab", "c") cannot pass for ("a", "bc").
    """
    found: list[bytes] = []
    for part in parts:  # the quickest way: each sealed document that is opened asks for it
        found += (len(part).to_bytes(4, "big"), part)
    return b"".join(found)
