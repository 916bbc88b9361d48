"""The whole of it: blocks, levels, weights, and pairs that come out a part at a time. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rfl.matching.records.blocks import Blocks, keys_for
from rfl.matching.records.levels import DIFFERENT, MISSING, NEAR, Comparison, Levels
from rfl.matching.records.people import Bits, Numbers, People, Values
from rfl.matching.records.weights import Pairing, Weights, learn, rarity_bits, strangers

PART = 2_000
"""Rows of the first list that are worked on at once: memory stays bounded."""

LEARNT_FROM = 6_000
"""Rows of the first list that the weights are learnt from, spread evenly."""

RANDOM_PAIRS = 60_000
SEED = 20_261_124
"""Fixed: the same lists give the same answer."""

LEAST = 0.01
"""Pairs less probable than this are forgotten at once."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Judged pairs: their rows, probability, bits in all; levels and bits by field."""

    a: Numbers
    b: Numbers
    probability: Bits
    bits: Bits
    levels: Levels
    by_field: Bits

    def only(self, chosen: Numbers) -> "Pairs":
        """Return the pairs at the places `chosen`."""
        return Pairs(
            self.a[chosen], self.b[chosen], self.probability[chosen], self.bits[chosen],
            self.levels[chosen], self.by_field[chosen],
        )  # fmt: skip

    @classmethod
    def joined(cls, parts: Sequence["Pairs"]) -> "Pairs":
        """Return all `parts`, at least one, as one."""
        return cls(*(
            np.concatenate([getattr(part, name) for part in parts])
            for name in ("a", "b", "probability", "bits", "levels", "by_field")
        ))  # fmt: skip


class Linker:
    """Two lists made ready to be linked, or one to be searched for doubles."""

    def __init__(
        self, fields: Sequence[str], values: Mapping[str, Values], a: People, b: People | None
    ) -> None:
        self.fields, self.a, self.b = tuple(fields), a, a if b is None else b
        self.is_one_list = b is None
        self._comparisons = [Comparison(field, values[field]) for field in fields]
        self._blocks = Blocks(self.b, keys_for(fields, values))
        sizes = [len(values[field].texts) for field in fields]
        self._shares = [
            (_shares(self.a.fields[f], size), _shares(self.b.fields[f], size))
            for f, size in zip(fields, sizes, strict=True)
        ]
        self.u = strangers(self._levels(*self._random_pairs()))
        self.compared = 0
        self.weights = self._learn()

    def parts(self, told: Callable[[int], None] = lambda _rows: None) -> Iterator[Pairs]:
        """Yield the pairs that are not hopeless, by rows of the first list; `told` counts rows."""
        for first in range(0, len(self.a), PART):
            rows = np.arange(first, min(first + PART, len(self.a)))
            a, b = self._pairs(rows)
            self.compared += len(a)
            yield self._judged(a, b)
            told(len(rows))

    def _judged(self, a: Numbers, b: Numbers) -> Pairs:
        levels = self._levels(a, b)
        by_field = self.weights.by_field(levels, self._rarity(a, b, levels))
        bits = by_field.sum(axis=1)
        probability = self.weights.probability(bits)
        found = Pairs(a, b, probability, bits, levels, by_field)
        return found.only(np.flatnonzero(probability >= LEAST))

    def _pairs(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        part = People(("",) * len(rows), {f: self.a.fields[f][rows] for f in self.fields})
        mine, theirs = self._blocks.pairs(part)
        a = rows[mine]
        if self.is_one_list:
            return a[a < theirs], theirs[a < theirs]
        return a, theirs

    def _levels(self, a: Numbers, b: Numbers) -> Levels:
        found = np.empty((len(a), len(self.fields)), dtype=np.int8)
        for place, (field, comparison) in enumerate(
            zip(self.fields, self._comparisons, strict=True)
        ):
            found[:, place] = comparison.levels(self.a.fields[field][a], self.b.fields[field][b])
        if {"given_name", "surname"} <= set(self.fields):
            self._mind_swapped(found, a, b)
        return found

    def _mind_swapped(self, levels: Levels, a: Numbers, b: Numbers) -> None:
        """Raise the levels where given name and surname stand in each other's column."""
        given, family = self.fields.index("given_name"), self.fields.index("surname")
        ones, others = self.a.fields, self.b.fields
        crossed = [
            (ones[x][a] == others[y][b]) & (ones[x][a] > 0)
            for x, y in (("given_name", "surname"), ("surname", "given_name"))
        ]
        poor = (levels[:, given] <= DIFFERENT) & (levels[:, family] <= DIFFERENT)
        for place, one in zip((given, family), crossed, strict=True):
            levels[one & poor, place] = NEAR
        half = poor & (crossed[0] ^ crossed[1])
        levels[half & ~crossed[0], given] = MISSING
        levels[half & ~crossed[1], family] = MISSING

    def _rarity(self, a: Numbers, b: Numbers, levels: Levels) -> Bits:
        shares = [
            (mine[self.a.fields[field][a]], theirs[self.b.fields[field][b]])
            for field, (mine, theirs) in zip(self.fields, self._shares, strict=True)
        ]
        return rarity_bits(self.fields, shares, levels, self.u)

    def _random_pairs(self) -> tuple[Numbers, Numbers]:
        luck = np.random.default_rng(SEED)
        a = luck.integers(0, len(self.a), RANDOM_PAIRS)
        b = luck.integers(0, len(self.b), RANDOM_PAIRS)
        apart = a != b if self.is_one_list and len(self.a) > 1 else np.ones(len(a), dtype=bool)
        return a[apart], b[apart]

    def _learn(self) -> Weights:
        step = max(1, len(self.a) // LEARNT_FROM)
        sample = np.arange(0, len(self.a), step)
        found = [self._pairs(sample[first : first + PART]) for first in range(0, len(sample), PART)]
        a, b = (np.concatenate([pair[side] for pair in found]) for side in (0, 1))
        levels = self._levels(a, b)
        possible = len(sample) * len(self.b) / (2 if self.is_one_list else 1)
        most = 2.0 * len(sample) if self.is_one_list else float(min(len(sample), len(self.b)))
        pairing = Pairing(a, b, max(possible, 2.0), max(most, 1.0), not self.is_one_list)
        return learn(self.fields, levels, self._rarity(a, b, levels), self.u, pairing)


def _shares(numbers: Numbers, size: int) -> Bits:
    """Return the share of each value in a list, half a row more than was seen."""
    counts = np.bincount(numbers, minlength=size) + 0.5
    return np.asarray(counts / max(1.0, counts[1:].sum()))
