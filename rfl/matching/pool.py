"""A pool of names in memory, searched through the same token index as an installation's. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
from numpy.typing import NDArray

from rfl.matching.index import Token, TokenLexicon, tokens_of
from rfl.matching.names import likenesses
from rfl.matching.score import compare
from rfl.matching.types import Likeness, Name, Particulars

CANDIDATES = 150
ROWS_PER_SEARCH = 40_000
"""Postings read for one search before common tokens only add to names already found."""

REMEMBERED = 20_000
"""Expansions and frequencies kept: the commonest names are sought again and again."""

Places = NDArray[np.uint32]


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
        numbers: list[int] = []
        places: list[int] = []
        self._number_of: dict[str, int] = {}
        for place, name in enumerate(self.names):
            for token in tokens_of((name,)):
                self._lexicon.add(token.key, token=token)
                numbers.append(self._number_of.setdefault(token.key, len(self._number_of)))
                places.append(place)
        by_token = np.array(numbers, dtype=np.uint32)
        self._postings: Places = np.array(places, dtype=np.uint32)[
            np.argsort(by_token, kind="stable")
        ]
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(by_token)))).tolist()
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
        counts = self._lexicon.counts
        size = len(self.names)
        probes = []
        for options in map(self._expand, tokens_of((sought,))):
            borne = sum(counts[key] for key, _ in options)
            probes.append((borne, options))
        totals = np.zeros(size)
        budget = ROWS_PER_SEARCH
        for borne, options in sorted(probes, key=lambda probe: probe[0]):
            rarity = max(0.5, log2((size + 1) / (borne + 1)))
            best = np.zeros(size)
            for key, weight in reversed(options):  # the likest last: its weight stands
                best[self._bearers(key)] = weight * rarity
            if budget <= 0:
                best[totals == 0] = 0
            totals += best
            budget -= borne
        found = np.flatnonzero(totals)
        order = np.argsort(-totals[found], kind="stable")
        chosen: list[int] = found[order[:CANDIDATES]].tolist()
        return chosen

    def _bearers(self, key: str) -> Places:
        number = self._number_of[key]
        return self._postings[self._starts[number] : self._starts[number + 1]]

    def _expand(self, token: Token) -> list[tuple[str, float]]:
        if token not in self._expanded:
            if len(self._expanded) >= REMEMBERED:
                self._expanded.clear()
            self._expanded[token] = self._lexicon.expand(token)
        return self._expanded[token]
