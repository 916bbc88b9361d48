"""A pool of names in memory, searched through the same token index as an installation's. Pure."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log2

from rfl.matching.index import TokenLexicon, tokens_of
from rfl.matching.score import compare
from rfl.matching.types import Likeness, Name, Particulars

CANDIDATES = 150
ROWS_PER_SEARCH = 40_000
"""Postings read for one search before common tokens only add to names already found."""


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

    def frequency(self, keys: Collection[str]) -> float:
        """Return the share of names that hold any of `keys`."""
        return (sum(self._counts.get(key, 0) for key in keys) + 0.5) / (self._size + 1)


class Pool:
    """Names to be searched. Building is linear; a search looks at some thousands of postings."""

    def __init__(self, names: Sequence[str]) -> None:
        """Index `names`; a found name is told by its place in the list."""
        self.names = [Name.of(name) for name in names]
        self._lexicon = TokenLexicon()
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self.names):
            for token in tokens_of((name,)):
                self._lexicon.add(token.key, token=token)
                self._postings[token.key].append(place)
        self.rarity = PoolRarity(self._lexicon.counts, len(self.names))

    def search(self, query: str, top: int = 10) -> list[Found]:
        """Return the likeliest names of the pool, best first."""
        sought = Particulars(names=(Name.of(query),))
        judged = [
            Found(
                place, compare(sought, Particulars(names=(self.names[place],)), rarity=self.rarity)
            )
            for place in self._candidates(sought)
        ]
        judged.sort(key=lambda f: (-f.likeness.likeness, -f.likeness.bits, f.place))
        return judged[:top]

    def _candidates(self, sought: Particulars) -> list[int]:
        totals: defaultdict[int, float] = defaultdict(float)
        probes = [self._lexicon.expand(token) for token in tokens_of(sought.names)]
        counts = self._lexicon.counts
        budget = ROWS_PER_SEARCH
        for options in sorted(probes, key=lambda o: sum(counts[key] for key, _ in o)):
            borne = sum(counts[key] for key, _ in options)
            rarity = max(0.5, log2((len(self.names) + 1) / (borne + 1)))
            best: dict[int, float] = {}
            for key, weight in options:
                for place in self._postings[key]:
                    if budget > 0 or place in totals:
                        best[place] = max(best.get(place, 0.0), weight * rarity)
            budget -= borne
            for place, worth in best.items():
                totals[place] += worth
        ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        return [place for place, _ in ranked[:CANDIDATES]]
