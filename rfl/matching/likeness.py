"""How alike two tokens of names are, and why. Pure."""

from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from rfl.matching.classes import lexicon
from rfl.matching.reading import ReadToken
from rfl.matching.script import skeleton
from rfl.matching.types import Reason

CLASS_LIKENESS = 0.98
NICKNAME_LIKENESS = 0.86
SOUND_LIKENESS = 0.93
INITIAL_LIKENESS = 0.6
CONFLICT_LIKENESS = 0.08
KNOWN_APART = 0.62
"""Factor where both are well-known names of different classes: likeness of letters means little."""

SKELETON_SHARE = 0.55
"""Share of the consonants in the likeness of two readings; vowels and order make the rest."""


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """How alike two tokens are (0 to 1), why, and by which readings."""

    likeness: float
    reason: Reason
    readings: tuple[str, str]
    conflict: str = ""


@lru_cache(maxsize=524_288)
def match(a: ReadToken, b: ReadToken) -> TokenMatch:
    """Compare two tokens. Symmetric; identical tokens are 1."""
    heads = (a.readings[0] if a.readings else "", b.readings[0] if b.readings else "")
    if a.key == b.key:
        return TokenMatch(1.0, Reason.EXACT, heads)
    names = lexicon()
    if a.classes & b.classes:
        return TokenMatch(CLASS_LIKENESS, Reason.CLASS, heads)
    conflict = names.conflict(a.classes, b.classes)
    if conflict:
        return TokenMatch(CONFLICT_LIKENESS, Reason.CONFLICT, heads, conflict)
    if names.tied(a.classes, b.classes):
        return TokenMatch(NICKNAME_LIKENESS, Reason.NICKNAME, heads)
    if a.is_initial or b.is_initial:
        same = heads[0][:1] == heads[1][:1]
        return TokenMatch(INITIAL_LIKENESS if same else 0.0, Reason.INITIAL, heads)
    return _by_sound(a, b)


def _by_sound(a: ReadToken, b: ReadToken) -> TokenMatch:
    best, pair = 0.0, ("", "")
    for one in a.readings:
        for other in b.readings:
            likeness = sound_likeness(one, other)
            if likeness > best:
                best, pair = likeness, (one, other)
    if a.classes and b.classes:
        return TokenMatch(best * KNOWN_APART, Reason.DIFFERENT, pair)
    if best >= SOUND_LIKENESS:
        return TokenMatch(SOUND_LIKENESS, Reason.SOUND, pair)
    return TokenMatch(best, Reason.EDIT, pair)


@lru_cache(maxsize=524_288)
def sound_likeness(one: str, other: str) -> float:
    """Return how alike two readings sound, 0 to 1: consonants first, vowels cheap."""
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    bones = DamerauLevenshtein.normalized_similarity(skeleton(one), skeleton(other))
    whole = JaroWinkler.normalized_similarity(one, other, prefix_weight=0.05)
    edits = DamerauLevenshtein.normalized_similarity(one, other)
    rest = (whole + edits) / 2
    return SKELETON_SHARE * bones + (1 - SKELETON_SHARE) * rest
