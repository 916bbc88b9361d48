"""Finding candidates by token: what a token may be written as, over tokens that are borne. Pure.

The same expansion serves the blind index of an installation (postings in SQL) and a pool of names
in memory (`rfl names search`).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from rfl.matching import hearing
from rfl.matching.bones import bones_of, less_one
from rfl.matching.classes import by_lexicon, lexicon
from rfl.matching.likeness import match_all
from rfl.matching.reading import ReadToken, read
from rfl.matching.spelling import LONGEST_READ
from rfl.matching.types import Name, NamePart

Token = ReadToken

LEAST = 0.55
"""A borne token less like the one sought is not looked up: where recall stopped growing."""

EXPANSIONS = 60
"""Borne tokens looked up for one sought token, the likest first."""

JUDGED = 160
"""Of those near by sound, the tokens compared in full."""

Numbers = NDArray[np.uint32]


def tokens_of(names: Iterable[Name]) -> tuple[Token, ...]:
    """Return the distinct weighty tokens of somebody's names; all of them where none is weighty."""
    found: dict[str, Token] = {}
    for name in names:
        tokens = read(name)
        for token in [t for t in tokens if not t.is_light] or tokens:
            found.setdefault(token.key, token)
    return tuple(found.values())


@dataclass(slots=True)
class TokenLexicon:
    """Every token that somebody bears, by key, class, and bones with one left out."""

    counts: dict[str, int] = field(default_factory=dict)
    _keys: list[str] = field(default_factory=list)
    _by_class: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_bones: defaultdict[str, "array[int]"] = field(
        default_factory=lambda: defaultdict(lambda: array("I"))
    )
    _signs: NDArray[np.uint16] = field(
        default_factory=lambda: np.zeros((1_024, LONGEST_READ), dtype=np.uint16)
    )
    _open: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(1_024, dtype=np.bool_))

    def add(self, key: str, count: int = 1, token: Token | None = None) -> None:
        """Count one more bearer of the token `key`; a new one becomes findable.

        `token` tells more than its key where it was written with accents.
        """
        if key in self.counts:
            self.counts[key] += count
            return
        self.counts[key] = count
        token = token or _token_of(key)
        number = len(self._keys)
        if number == len(self._signs):
            self._signs = np.concatenate((self._signs, np.zeros_like(self._signs)))
            self._open = np.concatenate((self._open, np.zeros_like(self._open)))
        self._signs[number, : len(token.signs)] = token.signs
        self._open[number] = token.is_open
        self._keys.append(key)
        for slug in token.classes:
            self._by_class[slug].append(key)
        for bones in {less for whole in bones_of(token.signs) for less in less_one(whole)}:
            self._by_bones[bones].append(number)

    def classify(self, keys: Iterable[str]) -> None:
        """Read those of `keys` that are borne anew: another lexicon has them in other classes."""
        changed = {key for key in keys if key in self.counts}
        for borne in self._by_class.values() if changed else ():
            borne[:] = [key for key in borne if key not in changed]
        for key in changed:
            for slug in _token_of(key).classes:
                self._by_class[slug].append(key)

    def expand(self, token: Token) -> list[tuple[str, float]]:
        """Return borne keys that may be the same name as `token`, with likeness, best first."""
        near: set[str] = {token.key} if token.key in self.counts else set()
        names = lexicon()
        for slug in token.classes:
            near.update(self._by_class.get(slug, ()))
            for tie in names.tied_to(slug):
                near.update(self._by_class.get(tie, ()))
        near.update(self._sounding_near(token))
        found = match_all((token, _token_of(key)) for key in near)
        scored = zip((one.likeness for one in found), near, strict=True)
        best = nlargest(EXPANSIONS, (pair for pair in scored if pair[0] >= LEAST))
        return [(key, likeness) for likeness, key in best]

    def _sounding_near(self, token: Token) -> list[str]:
        found = self._sharing_bones(token)
        if not len(found) or not token.signs:
            return []
        others = np.ascontiguousarray(self._signs[found].T)
        others = others[: max(1, int((others != 0).any(axis=1).sum()))]
        ones = hearing.packed([token.signs])
        price = hearing.prices(ones, others, np.array([token.is_open]), self._open[found])
        near = hearing.nearness(price, hearing.sizes(ones), hearing.sizes(others))
        if len(found) > JUDGED:
            chosen = np.argpartition(-near, JUDGED)[:JUDGED]
            found, near = found[chosen], near[chosen]
        return [self._keys[number] for number in found[near >= LEAST]]

    def _sharing_bones(self, token: Token) -> Numbers:
        keys = {less for whole in bones_of(token.signs) for less in less_one(whole)}
        lists = [self._by_bones[key] for key in keys if key in self._by_bones]
        if not lists:
            return np.zeros(0, dtype=np.uint32)
        return np.unique(np.concatenate([np.frombuffer(one, dtype=np.uint32) for one in lists]))


@by_lexicon(maxsize=65_536)
def _token_of(key: str) -> Token:
    found = read(Name((NamePart(key),)))
    return found[0] if found else read(Name((NamePart("x"),)))[0]
