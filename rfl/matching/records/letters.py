"""How alike two texts can be at most, by the letters they have in common. Pure.

Most pairs that are looked at have too few: they need not be compared letter by letter.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from rfl.matching.records.people import Bits, Numbers

BINS = 32
"""Letters are counted by what is left of their code: a to z, and 0 to 9, each by itself."""

MOST_COUNTED = 7
"""Of one letter in a text: 32 bins of these still add up to less than a byte holds."""

BYTES = np.uint64(0x0101010101010101)
PREFIX_BOOST = 0.4
"""What Winkler adds at most, for four first letters: this share of what lacks."""

HAIR = 1e-6
"""Scorers compute in single precision: a pair at the very threshold is compared."""

Flags = npt.NDArray[np.bool_]


class Letters:
    """The letters of texts, counted, to be looked at by their numbers."""

    def __init__(self, texts: Sequence[str]) -> None:
        sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        places = np.repeat(np.arange(len(texts)) * BINS, sizes) + codes % BINS
        counts = np.bincount(places, minlength=len(texts) * BINS).reshape(-1, BINS)
        counted = np.minimum(counts, MOST_COUNTED)
        self.sizes = sizes
        self._counts = counted.astype(np.uint8)
        self._per_letter: Bits = 1 / np.maximum(sizes, 1)
        self._uncounted = (counts - counted).sum(axis=1)
        self._first = np.array([ord(text[0]) if text else 0 for text in texts])

    def common(self, a: Numbers, b: Numbers) -> Numbers:
        """Return how many letters the texts of each pair have in common at most."""
        # `take` fetches rows in half the time that indexing takes.
        mine, theirs = self._counts.take(a, axis=0), self._counts.take(b, axis=0)
        both = np.minimum(mine, theirs).view(np.uint64)
        added = (both[:, 0] + both[:, 1] + both[:, 2] + both[:, 3]) * BYTES >> np.uint64(56)
        found = added.astype(np.int64)
        if self._uncounted.any():
            found += np.minimum(self._uncounted[a], self._uncounted[b])
        return np.asarray(found)

    def may_share(self, a: Numbers, b: Numbers, common: Numbers, least: float) -> Flags:
        """Tell which pairs may have a normalised Indel similarity of `least`."""
        return np.asarray(2 * common >= (least - HAIR) * (self.sizes[a] + self.sizes[b]))

    def may_resemble(self, a: Numbers, b: Numbers, common: Numbers, least: float) -> Flags:
        """Tell which pairs may have a Jaro–Winkler similarity of `least`."""
        share = common * (self._per_letter[a] + self._per_letter[b])
        begins_alike = self._first[a] == self._first[b]
        # j + 0.4 (1 − j) ≥ least, solved for Jaro's j, which is a third of the shares and one.
        needed = np.where(begins_alike, (least - PREFIX_BOOST) / (1 - PREFIX_BOOST), least)
        return np.asarray((share + 1) / 3 >= needed - HAIR)
