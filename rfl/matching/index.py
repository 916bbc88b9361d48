"""Finding candidates by token: what a token may be written as, over tokens that are borne. Pure.

The same expansion serves the blind index of an installation (postings in SQL) and a pool of names
in memory (`rfl names search`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from heapq import nlargest

from rfl.matching.classes import lexicon
from rfl.matching.likeness import match
from rfl.matching.reading import ReadToken, read
from rfl.matching.types import Name, NamePart

Token = ReadToken

LEAST = 0.66
"""A borne token less like the one sought is not looked up: where recall stopped growing."""

EXPANSIONS = 40
"""Borne tokens looked up for one sought token, the likest first."""

NEIGHBOURS = 1_500
"""Tokens of one skeleton compared in full, at the most."""


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
    """Every token that somebody bears, by key, class, skeleton and skeleton less one letter."""

    counts: dict[str, int] = field(default_factory=dict)
    _tokens: dict[str, Token] = field(default_factory=dict)
    _by_class: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _by_bones: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, key: str, count: int = 1) -> None:
        """Count one more bearer of the token `key`; a new one becomes findable."""
        if key in self.counts:
            self.counts[key] += count
            return
        self.counts[key] = count
        token = self._tokens[key] = _token_of(key)
        for slug in token.classes:
            self._by_class[slug].append(key)
        for bones in {b for skeleton in token.skeletons for b in _bones(skeleton)}:
            self._by_bones[bones].append(key)

    def expand(self, token: Token) -> list[tuple[str, float]]:
        """Return borne keys that may be the same name as `token`, with likeness, best first."""
        near: set[str] = {token.key} if token.key in self.counts else set()
        names = lexicon()
        for slug in token.classes:
            near.update(self._by_class.get(slug, ()))
            for tie in names.tied_to(slug):
                near.update(self._by_class.get(tie, ()))
        for bones in {b for skeleton in token.skeletons for b in _bones(skeleton)}:
            near.update(self._by_bones.get(bones, ())[:NEIGHBOURS])
        scored = ((match(token, self._tokens[key]).likeness, key) for key in near)
        best = nlargest(EXPANSIONS, (pair for pair in scored if pair[0] >= LEAST))
        return [(key, likeness) for likeness, key in best]


def _bones(skeleton: str) -> set[str]:
    """Return a skeleton and, if it is long enough, what is left of it without one letter."""
    shortest = 4
    less = (
        {skeleton[:i] + skeleton[i + 1 :] for i in range(len(skeleton))}
        if len(skeleton) >= shortest
        else set()
    )
    return {skeleton, *less} - {""}


def _token_of(key: str) -> Token:
    found = read(Name((NamePart(key),)))
    return found[0] if found else read(Name((NamePart("x"),)))[0]
