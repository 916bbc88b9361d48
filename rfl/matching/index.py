"""Finding candidates by token: what a token may be written as, over tokens that are borne. Pure.

The same expansion serves the blind index of an installation (postings in SQL) and a pool of names
in memory (`rfl names search`). A few hundred thousand tokens are held in a few plain arrays.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cdist

from rfl.matching.classes import lexicon
from rfl.matching.likeness import SKELETON_SHARE, match
from rfl.matching.reading import ReadToken, read
from rfl.matching.script import skeleton
from rfl.matching.types import Name, NamePart

Token = ReadToken
Ids = NDArray[np.uint32]

LEAST = 0.66
"""A borne token less like the one sought is not looked up: where recall stopped growing."""

EXPANSIONS = 40
"""Borne tokens looked up for one sought token, the likest first."""

NEIGHBOURS = 4_000
"""Tokens that share a skeleton with the sought one and are compared by sound, at the most."""

SHORTLIST = 60
"""Of them, how many are compared in full."""

REMEMBERED = 20_000
"""Expansions kept; the commonest names are sought again and again."""


def tokens_of(names: Iterable[Name]) -> tuple[Token, ...]:
    """Return the distinct weighty tokens of somebody's names; all of them where none is weighty."""
    found: dict[str, Token] = {}
    for name in names:
        tokens = read(name)
        for token in [t for t in tokens if not t.is_light] or tokens:
            found.setdefault(token.key, token)
    return tuple(found.values())


@dataclass(slots=True)
class Bones:
    """Which tokens have which skeleton: pairs (hash, token) sorted in one array, new ones beside.

    Hashes are of this process; two skeletons under one hash cost a comparison and nothing else.
    """

    _sorted: NDArray[np.uint64] = field(default_factory=lambda: np.empty(0, np.uint64))
    _fresh: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    _waiting: int = 0

    def add(self, skeletons: Iterable[str], token: int) -> None:
        """File `token` under each of `skeletons`; tokens come in rising order."""
        for bones in {_hash(one) for one in skeletons}:
            self._fresh[bones].append(token)
            self._waiting += 1
        if self._waiting > max(4_096, len(self._sorted) // 8):
            self._merge()

    def find(self, skeletons: Iterable[str], since: int) -> Ids:
        """Return the tokens from `since` on that have one of `skeletons`, each once, rising."""
        found = []
        for bones in {_hash(one) for one in skeletons}:
            head = bones << 32
            first, last = np.searchsorted(
                self._sorted, np.array([head + since, head + 2**32], np.uint64)
            )
            found.append(self._sorted[first:last].astype(np.uint32))
            fresh = [token for token in self._fresh.get(bones, ()) if token >= since]
            found.append(np.array(fresh, np.uint32))
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.uint32)

    def _merge(self) -> None:
        fresh = [(bones << 32) + token for bones, own in self._fresh.items() for token in own]
        self._sorted = np.sort(np.concatenate([self._sorted, np.array(fresh, np.uint64)]))
        self._fresh.clear()
        self._waiting = 0


@dataclass(slots=True)
class TokenLexicon:
    """Every token that somebody bears, by key, class, skeleton and skeleton less one letter."""

    counts: dict[str, int] = field(default_factory=dict)
    _keys: list[str] = field(default_factory=list)
    _readings: list[str] = field(default_factory=list)
    """By token, its readings in one text, parted by spaces."""
    _is_classed: bytearray = field(default_factory=bytearray)
    _by_class: dict[str, "array[int]"] = field(default_factory=dict)
    _bones: Bones = field(default_factory=Bones)
    _expanded: dict[Token, tuple[int, list[tuple[str, float]]]] = field(default_factory=dict)
    """What was expanded before, and how many tokens there were then."""

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, key: str, count: int = 1) -> None:
        """Count more bearers of the token `key`; a new one becomes findable."""
        if key in self.counts:
            self.counts[key] += count
            return
        self.counts[key] = count
        token, place = token_of(key), len(self._keys)
        self._keys.append(key)
        self._readings.append(" ".join(token.readings))
        self._is_classed.append(bool(token.classes))
        for slug in token.classes:
            self._by_class.setdefault(slug, array("I")).append(place)
        self._bones.add({b for bones in token.skeletons for b in _less_one(bones)}, place)

    def expand(self, token: Token) -> list[tuple[str, float]]:
        """Return borne keys that may be the same name as `token`, with likeness, best first."""
        since, best = self._expanded.get(token, (0, []))
        if since < len(self._keys):
            near = {self._keys[place] for place in self._near(token, since)}
            scored = ((match(token, token_of(key)).likeness, key) for key in near)
            fresh = [(key, likeness) for likeness, key in scored if likeness >= LEAST]
            best = nlargest(EXPANSIONS, (*best, *fresh), key=lambda pair: (pair[1], pair[0]))
            if len(self._expanded) >= REMEMBERED:
                self._expanded.clear()
            self._expanded[token] = len(self._keys), best
        return best

    def _near(self, token: Token, since: int) -> set[int]:
        """Return the tokens from `since` on that are worth a comparison in full."""
        names = lexicon()
        slugs = {tie for slug in token.classes for tie in (slug, *names.tied_to(slug))}
        near = {p for slug in slugs for p in self._by_class.get(slug, ()) if p >= since}
        skeletons = {b for bones in token.skeletons for b in _less_one(bones)}
        alike = self._bones.find(skeletons, since)[:NEIGHBOURS]
        if token.classes:  # two well-known names that are not tied are two names
            alike = np.array([p for p in alike if not self._is_classed[p]], np.uint32)
        near.update(self._shortlist(token, alike.tolist()))
        return near

    def _shortlist(self, token: Token, places: Sequence[int]) -> Sequence[int]:
        """Return those of `places` that sound most like `token`, by one pass over arrays."""
        if len(places) <= SHORTLIST:
            return places
        sounds = [self._readings[place].split(" ") for place in places]
        owners = np.repeat(np.arange(len(places)), [len(own) for own in sounds])
        flat = [sound for own in sounds for sound in own]
        best = np.zeros(len(places), np.float32)
        np.maximum.at(best, owners, _sound_likeness(token.readings, flat))
        top = np.argpartition(-best, SHORTLIST)[:SHORTLIST]
        return [places[place] for place in top]


def token_of(key: str) -> Token:
    """Return the token whose key is `key`."""
    found = read(Name((NamePart(key),)))
    return found[0] if found else read(Name((NamePart("x"),)))[0]


def _sound_likeness(readings: Sequence[str], others: Sequence[str]) -> NDArray[Any]:
    """Return for each of `others` how like the likest of `readings` it sounds (likeness)."""
    edits = DamerauLevenshtein.normalized_similarity
    bones = cdist(
        [skeleton(one) for one in readings], [skeleton(one) for one in others], scorer=edits
    )
    whole = cdist(readings, others, scorer=JaroWinkler.normalized_similarity)
    rest = (whole + cdist(readings, others, scorer=edits)) / 2
    likest: NDArray[Any] = (SKELETON_SHARE * bones + (1 - SKELETON_SHARE) * rest).max(axis=0)
    return likest


def _less_one(bones: str) -> set[str]:
    """Return a skeleton and, if it is long enough, what is left of it without one letter."""
    shortest = 4
    less = (
        {bones[:i] + bones[i + 1 :] for i in range(len(bones))} if len(bones) >= shortest else set()
    )
    return {bones, *less} - {""}


def _hash(skeleton_: str) -> int:
    return hash(skeleton_) & 0x7FFF_FFFF
