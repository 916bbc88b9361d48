"""The whole of it: blocks, levels, weights, and pairs that come out a part at a time. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rfl.matching.records.blocks import Blocks
from rfl.matching.records.columns import KINDS, Kind
from rfl.matching.records.levels import DIFFERENT, MISSING, NEAR, SAME, Comparison, Flags, Levels
from rfl.matching.records.people import Bits, Numbers, People, Values
from rfl.matching.records.weights import Pairing, Weights, learn, most, rarity_bits, strangers

PART = 2_000
"""Rows of the first list that are worked on at once: memory stays bounded."""

LEARNT_FROM = 6_000
"""Rows of the first list that the weights are learnt from, spread evenly."""

RANDOM_PAIRS = 60_000
SEED = 20_261_124
"""Fixed: the same lists give the same answer."""

HOPELESS_BITS = -11.0
"""A pair that cannot reach this, whatever its texts say, is compared no further: LEAST is
−6.6 bits, and what related fields take from each other may come back."""

FEWER = 0.8
"""Hopeless pairs are taken out when so many at most are left: it costs more to copy the others
than to compare a few too many. Measured on FEBRL's lists; 0.6 and 0.9 take as long."""

LEAST = 0.01
"""Pairs less probable than this are forgotten at once."""

HAIR = 0.999
"""Bits are added in another order before than after: a pair at the very threshold is judged."""


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


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs and their levels, in the order of the first list's rows."""

    a: Numbers
    b: Numbers
    levels: Levels

    def rows(self, first: int, last: int) -> "Compared":
        """Return the pairs of the rows from `first` up to `last`."""
        chosen = slice(*np.searchsorted(self.a, [first, last]))
        return Compared(self.a[chosen], self.b[chosen], self.levels[chosen])

    @classmethod
    def joined(cls, parts: Sequence["Compared"]) -> "Compared":
        """Return all `parts`, at least one, as one."""
        return cls(*(np.concatenate([getattr(p, name) for p in parts]) for name in cls.__slots__))


class Linker:
    """Two lists made ready to be linked, or one to be searched for doubles."""

    def __init__(
        self, fields: Sequence[str], values: Mapping[str, Values], a: People, b: People | None
    ) -> None:
        self.fields, self.a, self.b = tuple(fields), a, a if b is None else b
        self.is_one_list = b is None
        made: dict[int, Comparison] = {}  # given names and surnames are read once, together
        self._comparisons = [
            made.setdefault(id(values[f]), Comparison(KINDS[f], values[f])) for f in fields
        ]
        self._blocks = Blocks(self.b, fields, values)
        self.u = strangers(self._levels(*self._random_pairs()))
        sizes = [len(values[field].texts) for field in fields]
        self._tells = [
            tuple(
                np.log2(self.u[n, SAME] / _shares(one.fields[f], sizes[n])) for one in (a, self.b)
            )
            for n, f in enumerate(fields)
        ]
        self.compared = self.finished = 0
        self._whole: Compared | None = None
        self.weights = self._learn()

    def parts(self, told: Callable[[int], None] = lambda _rows: None) -> Iterator[Pairs]:
        """Yield the pairs that are not hopeless, by rows of the first list; `told` counts rows."""
        for first in range(0, len(self.a), PART):
            last = min(first + PART, len(self.a))
            if self._whole is None:
                part = self._compared(np.arange(first, last), self.weights, LEAST)
            else:
                part = self._whole.rows(first, last)
            yield self._judged(part)
            told(last - first)

    def _judged(self, pairs: Compared) -> Pairs:
        a, b, levels = pairs.a, pairs.b, pairs.levels
        by_field = self.weights.by_field(levels, self._rarity(a, b, levels))
        bits = by_field.sum(axis=1)
        probability = self.weights.probability(bits)
        found = Pairs(a, b, probability, bits, levels, by_field)
        return found.only(np.flatnonzero(probability >= LEAST))

    def _pairs(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        mine, theirs = self._blocks.pairs({f: self.a.fields[f][rows] for f in self.fields})
        a = rows[mine]
        if self.is_one_list:
            return a[a < theirs], theirs[a < theirs]
        return a, theirs

    def _compared(self, rows: Numbers, weights: Weights, least: float = 0.0) -> Compared:
        """Compare the candidates of `rows`, texts last, as long as there is hope.

        Names in doubt are heard only where the pair may still be as probable as `least`.
        """
        a, b = self._pairs(rows)
        self.compared += len(a)
        told = self._told(a, b)
        hope = self._hope(told, a, b, weights)
        levels, doubt = np.zeros(told.shape, np.int8), np.zeros(told.shape, np.bool_)
        bits, still = np.zeros(told.shape), set(range(len(told)))
        for places in self._stages(hope):
            self._fill(levels, doubt, places, a, b)
            still -= set(places)
            for place in places:
                bits[place] = weights.of_field(place, levels[place], told[place])
                hope[place], open_ = 0.0, np.flatnonzero(doubt[place])
                hope[place, open_] = weights.hope_of_name(place, told[place, open_])
            enough = most(self.fields, bits, hope, still) + weights.prior >= HOPELESS_BITS
            keep = np.flatnonzero(enough)
            if not still or len(keep) < FEWER * len(a):
                a, b, levels, doubt, bits, hope, told = _only(
                    keep, a, b, levels, doubt, bits, hope, told
                )
        if least:
            keep = self._probable(bits, doubt, told, least)
            a, b, levels, doubt = _only(keep, a, b, levels, doubt)
        self._settle(levels, doubt, a, b)
        self.finished += len(a)
        return Compared(a, b, np.ascontiguousarray(levels.T))

    def _probable(self, bits: Bits, doubt: Flags, told: Bits, least: float) -> Numbers:
        """Return which pairs may be as probable as `least`, however near doubtful names sound."""
        for place in np.flatnonzero(doubt.any(axis=1)).tolist():
            open_ = np.flatnonzero(doubt[place])
            by_ear = self.weights.most_by_ear(place, told[place, open_])
            bits[place, open_] = np.maximum(bits[place, open_], by_ear)
        reached = most(self.fields, bits, np.zeros_like(bits), set())
        return np.flatnonzero(self.weights.probability(reached) >= least * HAIR)

    def _stages(self, hope: Bits) -> list[list[int]]:
        """Return which fields are compared together: all but texts, then texts one by one."""
        texts = [n for n, field in enumerate(self.fields) if KINDS[field] is Kind.TEXT]
        others = [n for n in range(len(self.fields)) if n not in texts]
        texts.sort(key=lambda n: -hope[n].sum())
        return [places for places in (others, *([n] for n in texts)) if places]

    def _hope(self, told: Bits, a: Numbers, b: Numbers, weights: Weights) -> Bits:
        """Return the most that texts, which are compared last, may tell of pairs."""
        found = np.zeros_like(told)
        for place, field in enumerate(self.fields):
            if KINDS[field] is Kind.TEXT:
                one, other = self._values(place, a, b)
                missing = (one == 0) | (other == 0)
                found[place] = weights.hope_of_text(place, told[place], one == other, missing)
        return found

    def _levels(self, a: Numbers, b: Numbers) -> Levels:
        found = np.zeros((len(self.fields), len(a)), dtype=np.int8)
        doubt = np.zeros(found.shape, dtype=np.bool_)
        self._fill(found, doubt, range(len(self.fields)), a, b)
        self._settle(found, doubt, a, b)
        return found.T

    def _fill(
        self, levels: Levels, doubt: Flags, places: Sequence[int], a: Numbers, b: Numbers
    ) -> None:
        """Compare pairs by the fields at `places`; `levels` and `doubt` are field × pair."""
        for place in places:
            levels[place], doubt[place] = self._comparisons[place].levels(
                *self._values(place, a, b)
            )
        if "given_name" in [self.fields[place] for place in places] and "surname" in self.fields:
            self._mind_swapped(levels, a, b)

    def _settle(self, levels: Levels, doubt: Flags, a: Numbers, b: Numbers) -> None:
        for place in np.flatnonzero(doubt.any(axis=1)).tolist():
            # Names found in each other's column are settled already.
            told = levels[place]
            chosen = np.flatnonzero(doubt[place] & (told != MISSING) & (told != NEAR))
            values = self._values(place, a[chosen], b[chosen])
            levels[place, chosen] = self._comparisons[place].settle(*values)

    def _values(self, place: int, a: Numbers, b: Numbers) -> tuple[Numbers, Numbers]:
        field = self.fields[place]
        return self.a.fields[field][a], self.b.fields[field][b]

    def _mind_swapped(self, levels: Levels, a: Numbers, b: Numbers) -> None:
        """Raise the levels where given name and surname stand in each other's column."""
        given, family = self.fields.index("given_name"), self.fields.index("surname")
        ones, others = self.a.fields, self.b.fields
        crossed = [
            (ones[x][a] == others[y][b]) & (ones[x][a] > 0)
            for x, y in (("given_name", "surname"), ("surname", "given_name"))
        ]
        poor = (levels[given] <= DIFFERENT) & (levels[family] <= DIFFERENT)
        for place, one in zip((given, family), crossed, strict=True):
            levels[place, one & poor] = NEAR
        half = poor & (crossed[0] ^ crossed[1])
        levels[given, half & ~crossed[0]] = MISSING
        levels[family, half & ~crossed[1]] = MISSING

    def _rarity(self, a: Numbers, b: Numbers, levels: Levels) -> Bits:
        return rarity_bits(self.fields, self._told(a, b), levels)

    def _told(self, a: Numbers, b: Numbers) -> Bits:
        """Return what a value tells that both have, by its share in the list that has it more.

        Shape: field × pair.
        """
        found = np.empty((len(self.fields), len(a)))
        for place, (mine, theirs) in enumerate(self._tells):
            one, other = self._values(place, a, b)
            np.minimum(mine[one], theirs[other], out=found[place])
        return found

    def _random_pairs(self) -> tuple[Numbers, Numbers]:
        luck = np.random.default_rng(SEED)
        a = luck.integers(0, len(self.a), RANDOM_PAIRS)
        b = luck.integers(0, len(self.b), RANDOM_PAIRS)
        apart = a != b if self.is_one_list and len(self.a) > 1 else np.ones(len(a), dtype=bool)
        return a[apart], b[apart]

    def _learn(self) -> Weights:
        step = max(1, len(self.a) // LEARNT_FROM)
        sample = np.arange(0, len(self.a), step)
        most = 2.0 * len(sample) if self.is_one_list else float(min(len(sample), len(self.b)))
        possible = max(2.0, len(sample) * len(self.b) / (2 if self.is_one_list else 1))
        start = Weights.at_start(self.fields, self.u, max(most, 1.0) / possible)
        steps = range(0, len(sample), PART)
        found = [self._compared(sample[first : first + PART], start) for first in steps]
        whole = Compared.joined(found)
        if step == 1:
            self._whole = whole
        else:
            self.compared = self.finished = 0
        a, b, levels = whole.a, whole.b, whole.levels
        pairing = Pairing(a, b, possible, max(most, 1.0), not self.is_one_list)
        return learn(start, levels, self._rarity(a, b, levels), self.u, pairing)


def _only(keep: Numbers, *arrays: Any) -> Any:
    """Return the pairs at the places `keep` of arrays of pairs, or of field × pair."""
    return [np.take(one, keep, axis=-1) for one in arrays]


def _shares(numbers: Numbers, size: int) -> Bits:
    """Return the share of each value in a list, half a row more than was seen."""
    counts = np.bincount(numbers, minlength=size) + 0.5
    return np.asarray(counts / max(1.0, counts[1:].sum()))
