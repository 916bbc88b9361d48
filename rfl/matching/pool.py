"""A pool of names in memory, searched through the same token index as an installation's. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2

import numpy as np
from numpy.typing import NDArray

from rfl.matching.align import JOINED
from rfl.matching.bones import bones_of, both_bones
from rfl.matching.index import Token, TokenLexicon, tokens_of
from rfl.matching.names import likenesses
from rfl.matching.reading import together
from rfl.matching.score import compare
from rfl.matching.types import Likeness, Name, Particulars

CANDIDATES = 150
ROWS_PER_SEARCH = 40_000
"""Postings read for one search before common tokens only add to names already found."""

REMEMBERED = 20_000
"""Expansions and frequencies kept: the commonest names are sought again and again."""

JOINED_WORTH = 0.6
"""What it is worth that two words of a name have the bones of the one word sought."""

LONG_ENOUGH = 6
"""Signs of a word that may be two."""

Places = NDArray[np.uint32]
Probe = list[tuple[Places, float]]


class Postings:
    """In which places each key stands, in two arrays."""

    def __init__(self, rows: Sequence[tuple[str, int]]) -> None:
        """Sort `rows`: keys and places, in rising order of places."""
        numbers: dict[str, int] = {}
        keys = np.array([numbers.setdefault(key, len(numbers)) for key, _ in rows], np.uint32)
        places = np.array([place for _, place in rows], dtype=np.uint32)
        self._numbers = numbers
        self._places: Places = places[np.argsort(keys, kind="stable")]
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(keys))))

    def __getitem__(self, key: str) -> Places:
        number = self._numbers.get(key)
        if number is None:
            return self._places[:0]
        return self._places[self._starts[number] : self._starts[number + 1]]


@dataclass(frozen=True, slots=True)
class Found:
    """One name of the pool that may be the one sought."""

    place: int
    likeness: Likeness


class PoolRarity:
    """How often a token is borne in a pool, smoothed by one half."""

    def __init__(self, counts: dict[str, int], size: int) -> None:
        self._counts = counts
        self._size = max(1, size)
        self._known: dict[Collection[str], float] = {}

    def frequency(self, keys: Collection[str]) -> float:
        """Return the share of names that hold any of `keys`."""
        share = self._known.get(keys)
        if share is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            borne = sum(self._counts.get(key, 0) for key in keys)
            share = self._known[keys] = (borne + 0.5) / (self._size + 1)
        return share


class Pool:
    """Names to be searched. Building is linear; a search looks at some thousands of postings."""

    def __init__(self, names: Sequence[str]) -> None:
        """Index `names`; a found name is told by its place in the list."""
        self.names = [Name.of(name) for name in names]
        self._lexicon = TokenLexicon()
        borne: list[tuple[str, int]] = []
        joined: list[tuple[str, int]] = []
        for place, name in enumerate(self.names):
            tokens = tokens_of((name,))
            for token in tokens:
                self._lexicon.add(token.key, token=token)
                borne.append((token.key, place))
            joined += [(both_bones(a.signs, b.signs), place) for a, b in pairwise(tokens)]
        self._bearers = Postings(borne)
        self._joined = Postings(joined)
        self._expanded: dict[Token, list[tuple[str, float]]] = {}
        self.rarity = PoolRarity(self._lexicon.counts, len(self.names))

    def search(self, query: str, top: int = 10) -> list[Found]:
        """Return the likeliest names of the pool, best first.

        Candidates are ranked by likeness alone; only those that are returned get their reasons.
        """
        sought = Name.of(query)
        places = self._candidates(sought)
        near = likenesses(sought, [self.names[place] for place in places], self.rarity)
        least = sorted(near, reverse=True)[:top][-1:]
        judged = [
            Found(place, self._judged(sought, place))
            for place, likeness in zip(places, near, strict=True)
            if likeness >= least[0]
        ]
        judged.sort(key=lambda f: (-f.likeness.likeness, -f.likeness.bits, f.place))
        return judged[:top]

    def _judged(self, sought: Name, place: int) -> Likeness:
        found = Particulars(names=(self.names[place],))
        return compare(Particulars(names=(sought,)), found, rarity=self.rarity)

    def _candidates(self, sought: Name) -> list[int]:
        """Return the places of the names that share the rarest tokens with `sought`."""
        size = len(self.names)
        totals = np.zeros(size)
        budget = ROWS_PER_SEARCH
        probes = [(sum(len(rows) for rows, _ in probe), probe) for probe in self._probes(sought)]
        for borne, probe in sorted(probes, key=lambda one: one[0]):
            rarity = max(0.5, log2((size + 1) / (borne + 1)))
            best = np.zeros(size)
            for rows, weight in reversed(probe):  # the likest last: its weight stands
                best[rows] = weight * rarity
            if budget <= 0:
                best[totals == 0] = 0
            totals += best
            budget -= borne
        found = np.flatnonzero(totals)
        order = np.argsort(-totals[found], kind="stable")
        chosen: list[int] = found[order[:CANDIDATES]].tolist()
        return chosen

    def _probes(self, sought: Name) -> Iterator[Probe]:
        """Yield, for each token sought, who bears what it may be, with the worth of that."""
        tokens = tokens_of((sought,))
        for token in tokens:
            options = [(self._bearers[key], weight) for key, weight in self._expand(token)]
            if len(token.signs) >= LONG_ENOUGH:  # perhaps two words that others part
                options += [(self._joined[b], JOINED_WORTH) for b in bones_of(token.signs)[:2]]
            yield options
        for pair in pairwise(tokens):  # perhaps one word that others write together
            found = self._expand(together(*pair))
            yield [(self._bearers[key], weight) for key, weight in found if weight >= JOINED]

    def _expand(self, token: Token) -> list[tuple[str, float]]:
        if token not in self._expanded:
            if len(self._expanded) >= REMEMBERED:
                self._expanded.clear()
            self._expanded[token] = self._lexicon.expand(token)
        return self._expanded[token]
