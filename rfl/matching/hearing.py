"""How near words sound: the cheapest way to turn one row of signs into the other. Pure.

All pairs of a call are worked on at once by NumPy, one sign of the first words at a time; no loop
runs over candidates.
"""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from rfl.matching.sounds import Prices, tables
from rfl.matching.spelling import LONGEST_READ

Row = tuple[int, ...]
Packed = NDArray[np.uint16]
Scripts = NDArray[np.uint8]
"""Numbers of scripts, by rfl.matching.sounds.SCRIPTS."""

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


def size_of(row: Row) -> float:
    """Return the same of one row of signs."""
    by_sign = _sizes()
    return sum([by_sign[sign] for sign in row[:LONGEST_READ]])


def prices(ones: Packed, others: Packed, of_ones: Scripts, of_others: Scripts) -> Prices:
    """Return the price of each word of `ones` against the word of `others` at its place.

    `ones` may hold a single word, for all others. `of_…`: that side's scripts (arrays of as
    many words).
    """
    swap, others = tables().swap, others.astype(np.intp)  # as NumPy looks things up by
    gap_others, gap_ones = _gaps(others, of_ones), _gaps(ones, of_others)
    lacked = np.zeros((others.shape[0] + 1, others.shape[1]), dtype=np.float32)
    # Row by row: NumPy's own accumulate along this axis takes ten times as long.
    for before, lacking, after in zip(lacked, gap_others, lacked[1:], strict=False):
        np.add(before, lacking, out=after)
    row, moved, step = lacked.copy(), np.empty_like(lacked), np.empty_like(gap_others)
    for signs, lacking in zip(ones, gap_ones, strict=True):
        if len(signs) > 1:
            step[:] = swap[signs, others]
        else:
            np.take(swap[signs[0]], others, out=step, mode="clip")
        np.add(row, lacking, out=moved)
        np.add(row[:-1], step, out=step)
        np.minimum(moved[1:], step, out=moved[1:])
        moved -= lacked
        for before, after in pairwise(moved):
            np.minimum(before, after, out=after)
        moved += lacked
        row, moved = moved, row
    # Filling costs nothing and stands for nothing: the last cell is the whole of both words.
    last: Prices = row[-1]
    return last


@cache
def _sizes() -> list[float]:
    found: list[float] = tables().size.tolist()
    return found


def _gaps(words: Packed, scripts: Scripts) -> Prices:
    """Return the price of each sign that the other side, of the script given, lacks."""
    gap = tables().gap
    if (scripts == scripts[0]).all():  # as mostly: a pool is of one script
        one: Prices = np.take(gap[scripts[0]], words)
        return one
    found: Prices = gap[scripts, words]
    return found


def nearness(price: Prices, size_ones: Prices, size_others: Prices) -> Prices:
    """Return 0 to 1: 1 for the same sounds, 0 for nothing in common."""
    whole = np.maximum((size_ones + size_others) / 2, SMALLEST)
    found: Prices = np.clip(1 - price / whole, 0, 1)
    return found
