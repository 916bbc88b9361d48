"""How near words sound: the cheapest way to turn one row of signs into the other. Pure.

All pairs of a call are worked on at once by NumPy, one sign of the first words at a time; no loop
runs over candidates.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rfl.matching.sounds import Prices, tables
from rfl.matching.spelling import LONGEST_READ

Row = tuple[int, ...]
Packed = NDArray[np.uint16]
Flags = NDArray[np.bool_]
SMALLEST = 0.6


def packed(rows: Sequence[Row]) -> Packed:
    """Return rows of signs as one array, sign × row, filled up with 0."""
    width = min(LONGEST_READ, max((len(row) for row in rows), default=0))
    found = np.zeros((len(rows), max(1, width)), dtype=np.uint16)
    for place, row in enumerate(rows):
        found[place, : len(row)] = row[:width]
    return np.ascontiguousarray(found.T)


def sizes(words: Packed) -> Prices:
    """Return how much there is to each word: the price of all its signs lacking."""
    total: Prices = tables().size[words].sum(axis=0)
    return total


def prices(ones: Packed, others: Packed, open_ones: Flags, open_others: Flags) -> Prices:
    """Return the price of each word of `ones` against the word of `others` at its place.

    `ones` may hold a single word, for all others. `open_…`: whether that side's script leaves
    vowels out (arrays of as many words).
    """
    known = tables()
    swap, gap = known.swap, known.gap
    width = others.shape[1]
    gap_others = np.where(open_ones, gap[1][others], gap[0][others])
    gap_ones = np.where(open_others, gap[1][ones], gap[0][ones])
    lacked = np.zeros((others.shape[0] + 1, width), dtype=np.float32)
    np.cumsum(gap_others, axis=0, out=lacked[1:])
    row = lacked.copy()
    for place in range(ones.shape[0]):
        signs = ones[place]
        step = swap[signs, others] if len(signs) > 1 else swap[signs[0]][others]
        moved = row + gap_ones[place]
        np.minimum(moved[1:], row[:-1] + step, out=moved[1:])
        moved -= lacked
        np.minimum.accumulate(moved, axis=0, out=moved)
        moved += lacked
        row = moved
    # Filling costs nothing and stands for nothing: the last cell is the whole of both words.
    last: Prices = row[-1]
    return last


def nearness(price: Prices, size_ones: Prices, size_others: Prices) -> Prices:
    """Return 0 to 1: 1 for the same sounds, 0 for nothing in common."""
    whole = np.maximum((size_ones + size_others) / 2, SMALLEST)
    found: Prices = np.clip(1 - price / whole, 0, 1)
    return found
