"""How far two names agree, for many distinct pairs: letters first, the engine's ear after. Pure."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from rfl.matching.bones import bones_of
from rfl.matching.classes import lexicon
from rfl.matching.reading import ReadToken, read
from rfl.matching.score import compare_names
from rfl.matching.script import words
from rfl.matching.types import Name

DIFFERENT, AKIN, CLOSE, NEAR, SAME = 1, 2, 3, 4, 5
CLOSE_LETTERS, AKIN_LETTERS = 0.92, 0.8
EAR = ((0.88, NEAR), (0.78, CLOSE), (0.62, AKIN))
"""From which likeness of the engine a level is reached."""


@lru_cache(maxsize=262_144)
def tokens_of(text: str) -> tuple[ReadToken, ...]:
    """Return the tokens of a name, word by word, particles and titles last."""
    found = [token for word in words(text) for token in read(Name.of(word))]
    return tuple(sorted(found, key=lambda token: token.is_light))


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


def spoken_levels(ones: Sequence[str], others: Sequence[str]) -> npt.NDArray[np.int8]:
    """Return the level of agreement of each pair of names (see `levels`)."""
    keys = [[key_of(text) for text in texts] for texts in (ones, others)]
    near = process.cpdist(*keys, scorer=JaroWinkler.similarity, workers=1)
    slips = process.cpdist(*keys, scorer=OSA.distance, workers=1)
    found = np.select(
        [near == 1.0, (near >= CLOSE_LETTERS) | ((slips <= 1) & (near >= AKIN_LETTERS)),
         near >= AKIN_LETTERS],
        [SAME, CLOSE, AKIN],
        DIFFERENT,
    ).astype(np.int8)  # fmt: skip
    for place in np.flatnonzero(near < 1.0).tolist():
        known = _known(ones[place], others[place], int(found[place]))
        if known is not None:
            found[place] = known
    return found


def _known(one: str, other: str, letters: int) -> int | None:
    """Return the level where the lexicon or the ear knows better than the letters."""
    a, b = tokens_of(one), tokens_of(other)
    if len(a) == len(b) == 1:
        if a[0].classes & b[0].classes:
            return NEAR
        if lexicon().conflict(a[0].classes, b[0].classes):
            return DIFFERENT
        if a[0].is_initial or b[0].is_initial:
            return AKIN if one[:1] == other[:1] else None
        return _by_ear(one, other) if a[0].is_open != b[0].is_open else None
    if letters == DIFFERENT and not set(skeletons(one)) & set(skeletons(other)):
        return None
    return _by_ear(one, other)


def _by_ear(one: str, other: str) -> int:
    likeness = compare_names(one, other).likeness
    return next((level for least, level in EAR if likeness >= least), DIFFERENT)
