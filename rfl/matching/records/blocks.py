"""Which pairs are worth a look: those that share something few others share. Pure.

Every row has atoms (a name's skeleton, a month of birth, a postcode …). Rows are paired that share
one rare atom, or two atoms of different fields that are rare together. A block that holds more
than `MOST` rows of the second list is left out: another, narrower one will bring its pairs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from zlib import crc32

import numpy as np

from rfl.matching.records.columns import KINDS, Kind
from rfl.matching.records.dates import date_parts
from rfl.matching.records.people import Numbers, People, Values
from rfl.matching.records.spoken import key_of, skeletons

MOST = 30
"""Rows of the second list in a block: at half as many, lists with many gaps lose pairs; at twice as
many nothing more was found in FEBRL's or Splink's lists."""

TELLING = 60
"""An atom with more distinct values than this makes blocks by itself."""

WAYS = 4
"""Skeletons of one name that are used."""

MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Block:
    """The blocks that one key makes: each of its values, and which places of `order` have it."""

    values: Numbers
    starts: Numbers
    counts: Numbers
    order: Numbers

    @classmethod
    def of(cls, found: Numbers) -> "Block":
        """Return the blocks of the second list, whose rows have the keys `found`; 0 is none."""
        order = np.argsort(found)
        ordered = found[order]
        starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        counts = np.diff(np.concatenate((starts, [len(found)])))
        fits = (counts <= MOST) & (ordered[starts] != 0)
        return cls(ordered[starts[fits]], starts[fits], counts[fits], order)

    def pairs(self, wanted: Numbers) -> tuple[Numbers, Numbers]:
        """Return the places in `wanted`, the keys of some rows, and the rows that share them."""
        if not len(self.values):
            return self.order[:0], self.order[:0]
        at = np.searchsorted(self.values, wanted)
        mine = np.flatnonzero(self.values.take(at, mode="clip") == wanted)
        at = at[mine]
        counts = self.counts[at]
        ends = np.cumsum(counts)
        step = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - counts, counts)
        return np.repeat(mine, counts), self.order[np.repeat(self.starts[at], counts) + step]


class Blocks:
    """The second list, sorted by each key: one telling atom, or two of different fields."""

    def __init__(self, people: People, fields: Sequence[str], values: Mapping[str, Values]) -> None:
        self._atoms = [
            (field, table) for field in fields for table in _atoms(field, values[field].texts)
        ]
        single = [(n,) for n, (_, table) in enumerate(self._atoms) if _tells(table)]
        joint = combinations(range(len(self._atoms)), 2)
        self._ways = [*single, *(p for p in joint if self._atoms[p[0]][0] != self._atoms[p[1]][0])]
        self._blocks = [Block.of(key) for key in self._keys(people)]
        self._size = len(people)

    def pairs(self, rows: People) -> tuple[Numbers, Numbers]:
        """Return the pairs (row of `rows`, row of the second list), each once, in order."""
        found: list[Numbers] = [np.empty(0, dtype=np.int64)]
        for key, block in zip(self._keys(rows), self._blocks, strict=True):
            mine, theirs = block.pairs(key)
            found.append(mine * self._size + theirs)
        pairs = np.concatenate(found)
        pairs.sort()  # and not np.unique, which takes three times as long
        pairs = pairs[np.concatenate(([True], pairs[1:] != pairs[:-1]))] if len(pairs) else pairs
        mine, theirs = np.divmod(pairs, self._size)
        return mine, theirs

    def _keys(self, people: People) -> Iterator[Numbers]:
        """Yield the keys of `people`, a number a row; 0 where an atom is not given."""
        parts = [table[people.fields[field]] for field, table in self._atoms]
        given = [part != 0 for part in parts]
        mixed = [part.astype(np.uint64) * MIX for part in parts]
        for first, *more in self._ways:
            key, is_given = mixed[first], given[first]
            for other in more:
                key = (key ^ parts[other].view(np.uint64)) * MIX
                is_given = is_given & given[other]
            yield (key * is_given).view(np.int64)


def _tells(table: Numbers) -> bool:
    """Tell whether an atom has values enough to stand alone."""
    return len(set(table.tolist())) > TELLING


def _atoms(field: str, texts: Sequence[str]) -> list[Numbers]:
    kind = KINDS[field]
    if kind is Kind.NAME:
        ways = [skeletons(text) if text else () for text in texts]
        depth = min(WAYS, max(map(len, ways), default=0))
        spread = [_numbered([w[n] if len(w) > n else "" for w in ways]) for n in range(depth)]
        return [_numbered([key_of(text) if text else "" for text in texts]), *spread]
    if kind is Kind.DATE:
        year, month, day = date_parts(texts).T
        known = (year > 0) & (month > 0)
        whole = np.where(known & (day > 0), 1, 0)
        return [known * (year * 100 + month), whole * (month * 100 + day), year]
    if kind in (Kind.WORD, Kind.NUMBER):
        return [_numbered(texts)]
    if kind is Kind.PHONE:
        return [_numbered(["".join(c for c in text if c.isdigit())[-8:] for text in texts])]
    return [_numbered(["".join(text.split())[:10] for text in texts])]


def _numbered(texts: Sequence[str]) -> Numbers:
    return np.array([crc32(text.encode()) if text else 0 for text in texts], dtype=np.int64)
