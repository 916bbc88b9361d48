"""What an agreement tells, learnt from the lists themselves: Fellegi–Sunter by EM. Pure.

How often strangers agree (u) is counted on random pairs and then held fast; how often one person's
two records agree (m), and how many such pairs there are, is learnt on the pairs looked at. The
prior is that of all pairs, looked at or not, and rows compete for a partner while it is learnt:
without that an unsupervised prior grows until everything matches.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from rfl.matching.records.columns import GROUPS, KINDS, Kind
from rfl.matching.records.levels import CLOSE, DIFFERENT, LEVELS, MISSING, NEAR, SAME, Flags, Levels
from rfl.matching.records.people import Bits, Numbers

ROUNDS = 25
SETTLED = 1e-4
START = np.array([0.0, 0.06, 0.04, 0.06, 0.09, 0.75])
"""Agreement levels of one person's two records before anything is learnt."""

TRUST_START = 20.0
"""Pairs that the start counts for."""

NEAR_MOST = 3.0
"""Bits that rarity adds or takes at most where two names are near and not the same."""

REST = 0.35
"""What the weaker fields of a group of related ones add to the strongest."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Bits for each field and level, and the prior odds of a pair in bits."""

    fields: tuple[str, ...]
    bits: Bits
    prior: float

    @classmethod
    def at_start(cls, fields: Sequence[str], u: Bits, share: float) -> "Weights":
        """Return what is believed at first, if at most `share` of pairs are true."""
        return cls(
            tuple(fields), _ratio(np.tile(START, (len(fields), 1)), u), float(np.log2(share / 2))
        )

    def hope_of_text(self, place: int, told: Bits, same: Flags, missing: Flags) -> Bits:
        """Return the most that the texts at `place` may tell of pairs.

        `told`: what the value tells where it is agreed on; `same`, `missing`: both sides have the
        very same text, or one has none.
        """
        bits = self.bits[place]
        found = np.where(same, bits[SAME] + told, bits[NEAR])
        return np.asarray(np.where(missing, 0.0, np.maximum(found, 0.0)))

    def hope_of_name(self, place: int, told: Bits) -> Bits:
        """Return the most that the names at `place`, which are in doubt, may tell of pairs."""
        bits = self.bits[place]
        return np.asarray(np.maximum(np.maximum(bits[SAME] + told, bits[NEAR] + NEAR_MOST), 0.0))

    def of_field(self, place: int, levels: Levels, told: Bits) -> Bits:
        """Return what the field at `place` tells of pairs, by their levels of it."""
        return np.asarray(self.bits[place][levels] + rarity_of(self.fields[place], told, levels))

    def most_by_ear(self, place: int, told: Bits) -> Bits:
        """Return the most that a name in doubt may tell once it is heard."""
        bits = self.bits[place]
        return np.asarray(np.maximum(bits[CLOSE], bits[NEAR] + _near(told)))

    def by_field(self, levels: Levels, rarity: Bits) -> Bits:
        """Return the bits of each pair and field, related fields lessened."""
        found = _bits(self.bits, levels) + rarity
        return lessened(self.fields, found)

    def probability(self, evidence: Bits) -> Bits:
        """Return the probability of pairs with `evidence` bits."""
        return np.asarray(1.0 / (1.0 + np.exp2(-np.clip(evidence + self.prior, -500, 500))))


def strangers(levels: Levels) -> Bits:
    """Return how often strangers agree, shape (fields, levels), smoothed."""
    counts = np.stack(
        [np.bincount(column, minlength=LEVELS) for column in levels.T.astype(np.int64)]
    ).astype(np.float64)
    counts[:, MISSING] = 0.0
    counts[:, DIFFERENT:] += 0.5
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def learn(start: Weights, levels: Levels, rarity: Bits, u: Bits, pairing: "Pairing") -> Weights:
    """Return the weights that explain the pairs looked at best."""
    found = start
    before = -1.0
    for _ in range(ROUNDS):
        evidence = found.by_field(levels, rarity).sum(axis=1)
        share = pairing.compete(evidence + found.prior)
        matches = float(np.clip(share.sum(), 1.0, pairing.most))
        m = _agreement(levels, share)
        prior = float(np.log2(matches / pairing.possible))
        found = Weights(start.fields, _ratio(m, u), prior)
        if abs(matches - before) < SETTLED * matches:
            break
        before = matches
    return found


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which rows the pairs join, how many pairs were possible, and how many can be true."""

    rows: Numbers
    others: Numbers
    possible: float
    most: float
    competes: bool

    def compete(self, bits: Bits) -> Bits:
        """Return each pair's share of belief; in two lists a row has one partner at most."""
        odds = np.exp2(np.clip(bits, -100, 100))
        if not self.competes:
            return np.asarray(odds / (1 + odds))
        mine = np.bincount(self.rows, odds)[self.rows]
        theirs = np.bincount(self.others, odds)[self.others]
        return np.asarray(odds / (1 + np.maximum(mine, theirs)))


def _agreement(levels: Levels, share: Bits) -> Bits:
    counts = np.stack([np.bincount(c, share, minlength=LEVELS) for c in levels.T.astype(np.int64)])
    counts[:, MISSING] = 0.0
    smoothed = counts + TRUST_START * START
    return np.asarray(smoothed / smoothed.sum(axis=1, keepdims=True))


def _ratio(m: Bits, u: Bits) -> Bits:
    found = np.zeros_like(m)
    found[:, DIFFERENT:] = np.log2(m[:, DIFFERENT:] / u[:, DIFFERENT:])
    # A lower level never tells more for a match than a higher one.
    found[:, DIFFERENT:] = np.minimum.accumulate(found[:, :MISSING:-1], axis=1)[:, ::-1]
    return found


def _bits(table: Bits, levels: Levels) -> Bits:
    return np.asarray(table[np.arange(levels.shape[1]), levels])


def rarity_bits(fields: Sequence[str], told: Bits, levels: Levels) -> Bits:
    """Return what the value agreed on adds or takes, by how common it is in the lists.

    `told`: what a value tells where it is agreed on, field × pair.
    """
    rows = (rarity_of(f, *pair) for f, *pair in zip(fields, told, levels.T, strict=True))
    return np.stack(list(rows), axis=1)


def rarity_of(field: str, told: Bits, levels: Levels) -> Bits:
    """Return the same of one field."""
    if KINDS[field] is Kind.NUMBER:
        return np.zeros(len(levels))
    found = np.where(levels == SAME, told, 0.0)
    if KINDS[field] is Kind.NAME:
        near = np.flatnonzero(levels == NEAR)
        found[near] = _near(told[near])
    return found


def _near(told: Bits) -> Bits:
    return np.asarray(np.clip(told / 2, -NEAR_MOST, NEAR_MOST))


def lessened(fields: Sequence[str], bits: Bits) -> Bits:
    """Return `bits` with all but the strongest of a group of related fields made less."""
    found = bits.copy()
    for places in _related(fields):
        part = found[:, places]
        strongest = np.abs(part).argmax(axis=1)
        keep = np.arange(len(places)) == strongest[:, None]
        found[:, places] = np.where(keep, part, part * REST)
    return found


def most(fields: Sequence[str], bits: Bits, hope: Bits, still: Set[int]) -> Bits:
    """Return the most that pairs may come to: `bits` so far and `hope`, both field × pair.

    `still`: places of fields that are not compared yet; a stronger one makes related ones less.
    """
    found = bits.sum(axis=0) + hope.sum(axis=0)
    for places in _related(fields):
        whole, strongest = bits[places].sum(axis=0), bits[places[0]]
        for place in places[1:]:
            strongest = np.where(np.abs(bits[place]) > np.abs(strongest), bits[place], strongest)
        if not still.isdisjoint(places):
            strongest = np.maximum(strongest, 0.0)
        found -= (1 - REST) * (whole - strongest)
    return np.asarray(found)


def _related(fields: Sequence[str]) -> list[list[int]]:
    """Return the places of each group of two or more related fields."""
    groups = [
        [n for n, field in enumerate(fields) if GROUPS.get(field) == group]
        for group in sorted(set(GROUPS.values()))
    ]
    return [places for places in groups if len(places) > 1]
