"""What an agreement tells, learnt from the lists themselves: Fellegi–Sunter by EM. Pure.

How often strangers agree (u) is counted on random pairs and then held fast; how often one person's
two records agree (m), and how many such pairs there are, is learnt on the pairs looked at. The
prior is that of all pairs, looked at or not, and rows compete for a partner while it is learnt:
without that an unsupervised prior grows until everything matches.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rfl.matching.records.columns import GROUPS, KINDS, Kind
from rfl.matching.records.levels import DIFFERENT, LEVELS, MISSING, NEAR, SAME, Levels
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
    same: Bits
    """How often strangers have the very same value, by field."""

    @classmethod
    def at_start(cls, fields: Sequence[str], u: Bits, share: float) -> "Weights":
        """Return what is believed at first, if at most `share` of pairs are true."""
        return cls(
            tuple(fields), _ratio(np.tile(START, (len(fields), 1)), u), float(np.log2(share / 2)),
            u[:, SAME],
        )  # fmt: skip

    def hope(self, shares: Sequence[Bits]) -> Bits:
        """Return the most that each field may tell of pairs, by how common its values are."""
        found = [
            np.maximum(bits[SAME] + np.log2(u / share), bits[NEAR] + NEAR_MOST)
            for bits, u, share in zip(self.bits, self.same, shares, strict=True)
        ]
        return np.asarray(np.maximum(np.stack(found, axis=1), 0.0))

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
        found = Weights(start.fields, _ratio(m, u), prior, start.same)
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


def rarity_bits(fields: Sequence[str], shares: Sequence[Bits], levels: Levels, u: Bits) -> Bits:
    """Return what the value agreed on adds or takes, by how common it is in the lists.

    `shares`: for each field the share of the value, by pair, in the list that has it more.
    """
    found = np.zeros(levels.shape, dtype=np.float64)
    for place, field in enumerate(fields):
        if KINDS[field] is Kind.NUMBER:
            continue
        told = np.log2(u[place, SAME] / shares[place])
        found[:, place] = np.where(levels[:, place] == SAME, told, 0.0)
        if KINDS[field] is Kind.NAME:
            near = levels[:, place] == NEAR
            found[near, place] = np.clip(told[near] / 2, -NEAR_MOST, NEAR_MOST)
    return found


def lessened(fields: Sequence[str], bits: Bits) -> Bits:
    """Return `bits` with all but the strongest of a group of related fields made less."""
    found = bits.copy()
    for group in sorted(set(GROUPS.values())):
        places = [n for n, field in enumerate(fields) if GROUPS.get(field) == group]
        if len(places) > 1:
            part = found[:, places]
            strongest = np.abs(part).argmax(axis=1)
            keep = np.arange(len(places)) == strongest[:, None]
            found[:, places] = np.where(keep, part, part * REST)
    return found
