"""Many values as PostgreSQL takes them in one: an array, packed as it travels. Pure.

A search sends thousands of numbers; written out as text they took a millisecond to write, and
another to read (PostgreSQL manual, array_send and array_recv: header, then each with its length).
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from numpy.typing import ArrayLike

BIGINT, UUIDS = 20, 2950
"""PostgreSQL's numbers of the types of one value."""

NUMBER = np.dtype([("size", ">i4"), ("value", ">i8")])
ID_SIZE = (16).to_bytes(4, "big")


@dataclass(frozen=True, slots=True)
class Array:
    """Values of one type, packed."""

    packed: bytes


def of_numbers(values: ArrayLike) -> Array:
    """Return whole numbers (64 bits, signed) as BIGINT[]."""
    numbers = np.asarray(values, np.int64)
    rows = np.empty(len(numbers), NUMBER)
    rows["size"], rows["value"] = 8, numbers
    return Array(_head(BIGINT, len(numbers)) + rows.tobytes())


def of_ids(ids: Collection[UUID]) -> Array:
    """Return ids as UUID[]."""
    return Array(_head(UUIDS, len(ids)) + b"".join([ID_SIZE + one.bytes for one in ids]))


def _head(kind: int, count: int) -> bytes:
    """Return dimensions, whether any value is missing, kind; and if there are any, how many."""
    head = [1 if count else 0, 0, kind]
    return np.array([*head, count, 1] if count else head, ">i4").tobytes()
