"""How far two names agree, for many distinct pairs: letters first, the engine's ear after. Pure.

What can be told of each name by itself is told once, in arrays; only pairs that letters and
lexicon leave in doubt are heard one by one.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import permutations

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from rfl.matching.bones import bones_of
from rfl.matching.classes import by_lexicon, lexicon
from rfl.matching.names import likenesses_of_pairs
from rfl.matching.reading import ReadToken, read
from rfl.matching.records.letters import Letters
from rfl.matching.score import COMMON_SENSE
from rfl.matching.script import words
from rfl.matching.types import Name

DIFFERENT, AKIN, CLOSE, NEAR, SAME = 1, 2, 3, 4, 5
CLOSE_LETTERS, AKIN_LETTERS = 0.92, 0.8
EAR = (0.62, 0.78, 0.88)
"""From which likeness of the engine a pair is AKIN, CLOSE, NEAR."""

KEPT = 100_000
"""Pairs whose level by ear is remembered: the same names come again in other rows."""

HEARD_AT_ONCE = 4_000
"""Pairs of names: what is known of their tokens stays in memory while they are judged."""

Levels = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]


@by_lexicon(maxsize=262_144)
def tokens_of(text: str) -> tuple[ReadToken, ...]:
    """Return the tokens of a name, each read as if it stood alone."""
    return tuple(token for word in words(text) for token in read(Name.of(word)))


@lru_cache(maxsize=262_144)
def key_of(text: str) -> str:
    """Return the name in plain Latin letters, its words in the order of the alphabet."""
    found = sorted(_plain(token) for token in tokens_of(text) if not token.is_light)
    return " ".join(found) or text


def _plain(token: ReadToken) -> str:
    return token.key if token.key.isascii() else token.said


@lru_cache(maxsize=262_144)
def skeletons(text: str) -> tuple[str, ...]:
    """Return what each weighty word may be found by, at most two ways a word."""
    return tuple(
        way for token in tokens_of(text) if not token.is_light for way in bones_of(token.signs)[:2]
    )


class Spoken:
    """All names of a field, made ready to be compared by number."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Read `texts`, each once."""
        self._texts = texts
        self._heard: dict[tuple[int, int], int] = {}
        keys = [key_of(text) for text in texts]
        self._keys, self._letters = np.array(keys, dtype=np.object_), Letters(keys)
        tokens = [tokens_of(text) for text in texts]
        lone = [found[0] if len(found) == 1 else None for found in tokens]
        self._is_lone = np.array([one is not None for one in lone], dtype=np.bool_)
        self._is_initial = _flags(one is not None and one.is_initial for one in lone)
        self._is_open = _flags(one is not None and one.is_open for one in lone)
        self._first = _numbers([text[:1] for text in texts])
        slugs = {slug: number for number, slug in enumerate(sorted(lexicon().classes), 1)}
        self._classes = _table([[slugs[s] for s in one.classes] if one else [] for one in lone])
        self._apart = _coded(lexicon().conflicts, slugs)
        self._tied = _coded(lexicon().ties, slugs)
        ways: dict[str, int] = {}
        self._bones = _table(
            [[ways.setdefault(way, len(ways) + 1) for way in skeletons(text)] for text in texts]
        )

    def levels(self, ones: Numbers, others: Numbers) -> tuple[Levels, Flags]:
        """Return the level of each pair of names, by their numbers, and which are in doubt.

        What is in doubt only the ear can tell (`by_ear`).
        """
        near, found = self._by_letters(ones, others)
        unlike = near < 1.0
        lone = self._is_lone[ones] & self._is_lone[others] & unlike
        open_ = lone & (self._is_open[ones] != self._is_open[others])
        initial = lone & (self._is_initial[ones] | self._is_initial[others])
        found[initial & (self._first[ones] == self._first[others])] = AKIN
        doubt = (open_ & ~initial) | (~lone & unlike & (found > DIFFERENT))
        far = np.flatnonzero(~lone & unlike & (found == DIFFERENT))
        bones = [self._bones.take(numbers[far], axis=1) for numbers in (ones, others)]
        doubt[far[_share(*bones)]] = True
        doubt[self._by_lexicon(found, ones, others, np.flatnonzero(lone))] = False
        return found, doubt

    def by_ear(self, ones: Numbers, others: Numbers) -> Levels:
        """Return the level of each pair of names by the whole engine: slow, and the last word."""
        pairs = list(zip(ones.tolist(), others.tolist(), strict=True))
        fresh = [pair for pair in dict.fromkeys(pairs) if pair not in self._heard]
        heard = self._heard
        for start in range(0, len(fresh), HEARD_AT_ONCE):
            part = fresh[start : start + HEARD_AT_ONCE]
            names = [(Name.of(self._texts[a]), Name.of(self._texts[b])) for a, b in part]
            near = np.array(likenesses_of_pairs(names, COMMON_SENSE))
            levels = DIFFERENT + np.searchsorted(EAR, near, side="right")
            heard |= zip(part, levels.tolist(), strict=True)
        if len(heard) > KEPT:
            self._heard = {}
        return np.array([heard[pair] for pair in pairs], dtype=np.int8)

    def _by_letters(self, ones: Numbers, others: Numbers) -> tuple[npt.NDArray[np.float32], Levels]:
        near = np.zeros(len(ones), dtype=np.float32)
        common = self._letters.common(ones, others)
        maybe = np.flatnonzero(self._letters.may_resemble(ones, others, common, AKIN_LETTERS))
        keys = [self._keys[numbers[maybe]].tolist() for numbers in (ones, others)]
        near[maybe] = process.cpdist(
            *keys, scorer=JaroWinkler.similarity, score_cutoff=AKIN_LETTERS, workers=1
        )
        level = np.where(near >= CLOSE_LETTERS, CLOSE, np.where(near > 0, AKIN, DIFFERENT))
        found = level.astype(np.int8)
        found[near == 1.0] = SAME
        akin = np.flatnonzero(found == AKIN)
        few = [self._keys[numbers[akin]].tolist() for numbers in (ones, others)]
        slips = process.cpdist(*few, scorer=OSA.distance, score_cutoff=1, workers=1)
        found[akin[slips <= 1]] = CLOSE
        return near, found

    def _by_lexicon(self, found: Levels, ones: Numbers, others: Numbers, lone: Numbers) -> Numbers:
        """Set the levels that the lexicon knows, of pairs of single names; return their places."""
        both = (self._classes[0, ones[lone]] > 0) & (self._classes[0, others[lone]] > 0)
        places = lone[both]
        mine, theirs = (self._classes.take(n[places], axis=1) for n in (ones, others))
        one_class = _share(mine, theirs)
        pairs = mine[:, None] * len(lexicon().classes) * 2 + theirs
        tied, apart = (
            _among(pairs, coded).any(axis=(0, 1)) & ~one_class
            for coded in (self._tied, self._apart)
        )
        found[places[one_class]] = NEAR
        found[places[tied]] = CLOSE
        found[places[apart]] = DIFFERENT
        return np.asarray(places[one_class | tied | apart])


def _coded(pairs: Iterable[frozenset[str]], slugs: dict[str, int]) -> Numbers:
    """Return pairs of classes as one number each, both ways round."""
    both = [slugs[a] * len(slugs) * 2 + slugs[b] for pair in pairs for a, b in permutations(pair)]
    return np.array(sorted(both), dtype=np.int64)


def _among(numbers: Numbers, rising: Numbers) -> Flags:
    """Tell which of `numbers` are among `rising`, which are some."""
    return np.asarray(rising.take(np.searchsorted(rising, numbers), mode="clip") == numbers)


def _share(mine: Numbers, theirs: Numbers) -> Flags:
    """Tell which columns of two tables have a number in common; 0 is none."""
    found = np.zeros(mine.shape[1], dtype=np.bool_)
    for one in np.where(mine > 0, mine, -1):
        for other in theirs:
            found |= one == other
    return found


def _table(rows: Sequence[Sequence[int]]) -> Numbers:
    """Return rows of different lengths as the columns of one array, 0 below the shorter ones."""
    height = max(1, max(map(len, rows), default=1))
    found = np.zeros((len(rows), height), dtype=np.int64)
    for place, row in enumerate(rows):
        found[place, : len(row)] = row
    return np.ascontiguousarray(found.T)


def _flags(given: Iterable[bool]) -> Flags:
    return np.fromiter(given, dtype=np.bool_)


def _numbers(texts: Sequence[str]) -> Numbers:
    return np.unique(np.array(texts, dtype=np.str_), return_inverse=True)[1].astype(np.int64)
