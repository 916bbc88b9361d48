"""Finding candidates by token: what a token may be written as, over tokens that are borne. Pure.

The same expansion serves the blind index of an installation (postings in SQL) and a pool of names
in memory (`rfl names search`).
"""

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from sys import maxunicode
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from rfl.matching import hearing
from rfl.matching.bones import KINDS, bones_of, less_one, outline
from rfl.matching.classes import by_lexicon, lexicon
from rfl.matching.likeness import HIGHEST_BY_SOUND, match_all
from rfl.matching.reading import ReadToken, read
from rfl.matching.slips import meant
from rfl.matching.sounds import Prices
from rfl.matching.spelling import LONGEST_READ
from rfl.matching.types import Name, NamePart

Token = ReadToken
T = TypeVar("T", bound=np.generic)

LEAST = 0.55
"""A borne token less like the one sought is not looked up: where recall stopped growing."""

EXPANSIONS = 60
"""Borne tokens looked up for one sought token, the likest first."""

JUDGED = 160
"""Of those near by sound, the tokens compared in full."""

HEARD = 12_000
"""Of those that share bones, the tokens that are heard, nearest by outline: half a million
tokens share more than a search has time to hear. 4,000 cost 0.01 of recall on 164,640 words."""

AT_ONCE = 2_048
"""Words heard at once, short ones with short ones: what is kept of them meanwhile stays near the
processor, and hardly anything of it only fills. Three tenths less time than all at once."""

LAST_LETTER = chr(maxunicode)
"""No letter comes after it."""

Numbers = NDArray[np.int64]


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
        default_factory=lambda: np.zeros((LONGEST_READ, 1_024), dtype=np.uint16)
    )
    _lengths: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(1_024, dtype=np.uint8))
    """How many signs there are to each token."""
    _sizes: Prices = field(default_factory=lambda: np.zeros(1_024, dtype=np.float32))
    """How much there is to each token (`hearing.sizes`)."""
    _outlines: NDArray[np.int8] = field(
        default_factory=lambda: np.zeros((len(KINDS), 1_024), dtype=np.int8)
    )
    _scripts: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(1_024, dtype=np.uint8))
    _only_heard: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(1_024, dtype=np.bool_))
    """Tokens of which the lexicon knows nothing: the ear alone compares them with others."""
    _in_order: list[str] = field(default_factory=list)
    """The keys as a dictionary has them, as they were when somebody last asked for a beginning."""

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
        if number == len(self._lengths):
            self._signs, self._outlines = _doubled(self._signs), _doubled(self._outlines)
            self._lengths, self._sizes = _doubled(self._lengths), _doubled(self._sizes)
            self._scripts, self._only_heard = _doubled(self._scripts), _doubled(self._only_heard)
        self._signs[: len(token.signs), number] = token.signs
        self._lengths[number] = len(token.signs)
        self._sizes[number] = hearing.size_of(token.signs)
        self._outlines[:, number] = outline(token.signs)
        self._scripts[number] = token.script
        self._only_heard[number] = not (token.classes or token.is_initial)
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
        for number, key in enumerate(self._keys) if changed else ():
            if key in changed:
                token = _token_of(key)
                self._only_heard[number] = not (token.classes or token.is_initial)
                for slug in token.classes:
                    self._by_class[slug].append(key)

    def beginning_with(self, letters: str) -> Sequence[str]:
        """Return the borne keys that begin with `letters`, in the order of a dictionary."""
        if len(self._in_order) < len(self._keys):
            self._in_order = sorted(self._keys)
        start = bisect_left(self._in_order, letters)
        beyond = bisect_left(self._in_order, letters + LAST_LETTER, start)
        return self._in_order[start:beyond]

    def expand(self, token: Token) -> list[tuple[str, float]]:
        """Return borne keys that may be the same name as `token`, with likeness, best first."""
        near: set[str] = {token.key} if token.key in self.counts else set()
        names = lexicon()
        for slug in token.classes:
            near.update(self._by_class.get(slug, ()))
            for tie in names.tied_to(slug):
                near.update(self._by_class.get(tie, ()))
        for slug in () if token.classes else meant(token.key):
            near.update(self._by_class.get(slug, ()))
        numbers, likenesses = self._sounding_near(token)
        by_ear = self._only_heard[numbers] & (not token.is_initial)
        near.update(self._keys[number] for number in numbers[~by_ear])
        found = match_all((token, _token_of(key)) for key in near)
        scored = dict(zip(near, (one.likeness for one in found), strict=True))
        for number, likeness in zip(numbers[by_ear], likenesses[by_ear].tolist(), strict=True):
            scored.setdefault(self._keys[number], likeness * HIGHEST_BY_SOUND)
        best = nlargest(EXPANSIONS, ((like, key) for key, like in scored.items() if like >= LEAST))
        return [(key, likeness) for likeness, key in best]

    def _sounding_near(self, token: Token) -> tuple[Numbers, Prices]:
        """Return the numbers of tokens that sound near, and how near, 0 to 1."""
        found = self._sharing_bones(token)
        if not len(found) or not token.signs:
            return found[:0], np.zeros(0, np.float32)
        if len(found) > HEARD:
            own = np.array(outline(token.signs), np.int8)[:, None]
            apart = np.abs(self._outlines.take(found, axis=1) - own).sum(axis=0, dtype=np.int8)
            found = found[np.argpartition(apart, HEARD)[:HEARD]]
        found = found[np.argsort(self._lengths[found], kind="stable")]
        near = self._heard(token, found)
        if len(found) > JUDGED:
            chosen = np.argpartition(-near, JUDGED)[:JUDGED]
            found, near = found[chosen], near[chosen]
        return found[near >= LEAST], near[near >= LEAST]

    def _heard(self, token: Token, found: Numbers) -> Prices:
        """Return how near the tokens `found`, the shortest first, sound to one, 0 to 1."""
        ones, of = hearing.packed([token.signs]), np.array([token.script], np.uint8)
        price = np.empty(len(found), np.float32)
        for start in range(0, len(found), AT_ONCE):
            part = slice(start, start + AT_ONCE)
            here = found[part]
            longest = max(1, int(self._lengths[here[-1]]))
            others = self._signs[:longest].take(here, axis=1)
            price[part] = hearing.prices(ones, others, of, self._scripts[here])
        return hearing.nearness(price, hearing.sizes(ones), self._sizes[found])

    def _sharing_bones(self, token: Token) -> Numbers:
        keys = {less for whole in bones_of(token.signs) for less in less_one(whole)}
        shares = np.zeros(len(self._keys), dtype=np.bool_)
        for key in keys & self._by_bones.keys():
            shares[np.frombuffer(self._by_bones[key], dtype=np.uint32)] = True
        return np.flatnonzero(shares)


def _doubled(rows: NDArray[T]) -> NDArray[T]:
    """Return `rows` with as much room again."""
    return np.concatenate((rows, np.zeros_like(rows)), axis=-1)


@by_lexicon(maxsize=65_536)
def _token_of(key: str) -> Token:
    found = read(Name((NamePart(key),)))
    return found[0] if found else read(Name((NamePart("x"),)))[0]
