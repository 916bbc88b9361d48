"""The tokens that one process has learnt, open, and what each may be written as.

Who learns them, and when, is in rfl.linking.lexicon. Nothing here asks a database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from threading import Lock

from rfl.matching.classes import Lexicon, shipped
from rfl.matching.index import EXPANSIONS, Token, TokenLexicon

LOOK_BACK = 2_000
"""Numbers are given in the order of writing and seen in that of committing: so many of the last are
looked at again."""

FRESH = 500
"""New tokens kept apart before they join the others."""

REMEMBERED = 20_000
"""Expansions kept: the commonest names are sought again and again."""


@dataclass(slots=True)
class Memory:
    """The tokens this process has learnt: all up to `below`, and those in `recent` beyond."""

    lexicon: TokenLexicon = field(default_factory=TokenLexicon)
    fresh: TokenLexicon = field(default_factory=TokenLexicon)
    """The newest few, so that what was expanded among the others is not expanded again."""
    expanded: dict[Token, list[tuple[str, float]]] = field(default_factory=dict)
    nearest: dict[Token, list[tuple[str, float]]] = field(default_factory=dict)
    """The same with the newest among them."""
    below: int = 0
    recent: set[int] = field(default_factory=set)
    counted_at: int = 0
    """How many people could be found when bearers were last counted."""
    names: Lexicon = field(default_factory=shipped)
    """By which the tokens stand in classes."""
    lock: Lock = field(default_factory=Lock)

    def heed(self, names: Lexicon) -> None:
        """Have the tokens stand in the classes of another lexicon."""
        if names is self.names:
            return
        for tokens in (self.lexicon, self.fresh):
            tokens.classify(names.own | self.names.own)
        self.expanded.clear()
        self.nearest.clear()
        self.names = names

    def keep(self, ids: Iterable[int]) -> None:
        """Remember that the tokens with these ids are learnt."""
        self.recent.update(ids)
        self.below = max(self.below, max(self.recent) - LOOK_BACK)
        self.recent = {one for one in self.recent if one > self.below}

    def add(self, people_of: Mapping[str, int]) -> None:
        """Learn tokens, each with how many bear it."""
        new = {key: people for key, people in people_of.items() if not self.has(key)}
        self.nearest.clear()
        if len(self.fresh.counts) + len(new) > FRESH:
            new = {**self.fresh.counts, **new}
            self.fresh = TokenLexicon()
            self.expanded.clear()
        into = self.lexicon if len(new) > FRESH else self.fresh
        for key, people in new.items():
            into.add(key, people)

    def has(self, key: str) -> bool:
        """Tell whether a token was learnt."""
        return key in self.lexicon.counts or key in self.fresh.counts

    def expand(self, token: Token) -> list[tuple[str, float]]:
        """Return the tokens that may be the same name, with likeness, best first."""
        if token not in self.nearest:
            if len(self.expanded) >= REMEMBERED:
                self.expanded.clear()
                self.nearest.clear()
            if token not in self.expanded:
                self.expanded[token] = self.lexicon.expand(token)
            found = (*self.expanded[token], *self.fresh.expand(token))
            best = nlargest(EXPANSIONS, found, key=lambda option: (option[1], option[0]))
            self.nearest[token] = best
        return self.nearest[token]
