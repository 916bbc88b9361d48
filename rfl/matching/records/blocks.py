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

ATOM_BITS = 32
"""Every atom fits into so many: two of them into one number."""

FIT = 2**31
"""Pairs that can be told apart by 32 bits."""

Way = tuple[int] | tuple[int, int]


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
        rows = np.flatnonzero(found)
        order = rows[np.argsort(found[rows])]
        ordered = found[order]
        starts = np.flatnonzero(np.diff(ordered, prepend=0))
        counts = np.diff(starts, append=len(order))
        fits = counts <= MOST
        return cls(ordered[starts[fits]], starts[fits], counts[fits], order)

    def pairs(self, wanted: Numbers) -> tuple[Numbers, Numbers]:
        """Return the places in `wanted`, the keys of some rows, and the rows that share them.

        There must be a block.
        """
        asked = np.flatnonzero(wanted)
        keys = wanted[asked]
        at = np.searchsorted(self.values, keys)
        known = np.flatnonzero(self.values.take(at, mode="clip") == keys)
        mine, at = asked[known], at[known]
        counts = self.counts[at]
        step = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        return np.repeat(mine, counts), self.order[np.repeat(self.starts[at], counts) + step]


class Blocks:
    """The second list, sorted by each key: one telling atom, or two of different fields."""

    def __init__(self, people: People, fields: Sequence[str], values: Mapping[str, Values]) -> None:
        self._atoms = [
            (field, table) for field in fields for table in _atoms(field, values[field].texts)
        ]
        self._size = len(people)
        parts = self._parts(people.fields)
        blocks = ((way, Block.of(_key(parts, way))) for way in self._ways())
        self._blocks = [(way, block) for way, block in blocks if len(block.values)]

    def pairs(self, rows: Mapping[str, Numbers]) -> tuple[Numbers, Numbers]:
        """Return the pairs (row of `rows`, row of the second list), each once, in order.

        `rows`: field → the number of each row's value, as in `People`.
        """
        found: list[Numbers] = [np.empty(0, dtype=np.int64)]
        parts = self._parts(rows)
        for way, block in self._blocks:
            mine, theirs = block.pairs(_key(parts, way))
            found.append(mine * self._size + theirs)
        # Half as wide, where they fit, they are sorted in half the time; np.unique takes longer.
        width = np.int32 if len(parts[0]) * self._size < FIT else np.int64
        pairs = np.concatenate(found, dtype=width, casting="same_kind")
        pairs.sort()
        pairs = pairs[np.diff(pairs, prepend=-1) > 0].astype(np.int64)
        mine, theirs = np.divmod(pairs, self._size)
        return mine, theirs

    def _ways(self) -> Iterator[Way]:
        """Yield which atoms make blocks, by their places: telling ones alone, others in twos."""
        for place, (_, table) in enumerate(self._atoms):
            if _tells(table):
                yield (place,)
        for one, other in combinations(range(len(self._atoms)), 2):
            if self._atoms[one][0] != self._atoms[other][0]:
                yield one, other

    def _parts(self, rows: Mapping[str, Numbers]) -> list[Numbers]:
        return [table[rows[field]] for field, table in self._atoms]


def _key(parts: Sequence[Numbers], way: Way) -> Numbers:
    """Return one number a row for its atoms at the places `way`; 0 where one is not given."""
    if len(way) == 1:
        return parts[way[0]]
    one, other = (parts[place] for place in way)
    return np.where((one != 0) & (other != 0), one << ATOM_BITS | other, 0)


def _tells(table: Numbers) -> bool:
    """Tell whether an atom has values enough to stand alone."""
    return len(set(table.tolist())) > TELLING


def _atoms(field: str, texts: Sequence[str]) -> list[Numbers]:
    kind = KINDS[field]
    if kind is Kind.NAME:
        ways = list(map(skeletons, texts))
        depth = min(WAYS, max(map(len, ways)))
        spread = [_numbered([w[n] if len(w) > n else "" for w in ways]) for n in range(depth)]
        return [_numbered(list(map(key_of, texts))), *spread]
    if kind is Kind.DATE:
        year, month, day = date_parts(texts).T
        known = (year > 0) & (month > 0)
        whole = known & (day > 0)
        return [known * (year * 100 + month), whole * (month * 100 + day), year]
    if kind in (Kind.WORD, Kind.NUMBER):
        return [_numbered(texts)]
    if kind is Kind.PHONE:
        return [_numbered(["".join(c for c in text if c.isdigit())[-8:] for text in texts])]
    return [_numbered(["".join(text.split())[:10] for text in texts])]


def _numbered(texts: Sequence[str]) -> Numbers:
    """Return a number below 2³² for each text, 0 for none."""
    return np.array([crc32(text.encode()) for text in texts], dtype=np.int64)
