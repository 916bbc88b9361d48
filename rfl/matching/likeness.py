"""How alike two tokens of names are, and why. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rfl.matching import hearing
from rfl.matching.classes import lexicon
from rfl.matching.reading import ReadToken
from rfl.matching.types import Reason

CLASS_LIKENESS = 0.98
NICKNAME_LIKENESS = 0.86
SOUND_LIKENESS = 0.93
"""From here on two tokens are said to sound the same."""

INITIAL_LIKENESS = 0.6
CONFLICT_LIKENESS = 0.08
KNOWN_APART = 0.62
"""Factor where both are well-known names of different classes: likeness of letters means little."""

HIGHEST_BY_SOUND = 0.97
"""Two spellings that sound wholly alike are not yet known to be one name."""

KEPT = 400_000
"""Pairs whose likeness by sound is kept in memory."""


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """How alike two tokens are (0 to 1), why, and by which readings."""

    likeness: float
    reason: Reason
    readings: tuple[str, str]
    conflict: str = ""


_Heard = tuple[hearing.Row, bool, hearing.Row, bool]
_heard: dict[_Heard, float] = {}


def match(a: ReadToken, b: ReadToken) -> TokenMatch:
    """Compare two tokens. Symmetric; identical tokens are 1."""
    known = _by_knowledge(a, b)
    return known if known is not None else _by_sound(a, b)


def hear(pairs: Iterable[tuple[ReadToken, ReadToken]]) -> None:
    """Work out by sound, at once, all pairs of tokens that `match` will be asked for."""
    wanted = {_pair(a, b) for a, b in pairs if a.key != b.key}
    fresh = [pair for pair in wanted if pair not in _heard]
    if not fresh:
        return
    if len(_heard) > KEPT:
        _heard.clear()
    ones = hearing.packed([pair[0] for pair in fresh])
    others = hearing.packed([pair[2] for pair in fresh])
    open_ones = np.array([pair[1] for pair in fresh])
    open_others = np.array([pair[3] for pair in fresh])
    price = hearing.prices(ones, others, open_ones, open_others)
    near = hearing.nearness(price, hearing.sizes(ones), hearing.sizes(others))
    _heard.update(zip(fresh, near.tolist(), strict=True))


def _pair(a: ReadToken, b: ReadToken) -> _Heard:
    one, other = (a.signs, a.is_open), (b.signs, b.is_open)
    return (*one, *other) if one <= other else (*other, *one)


@lru_cache(maxsize=524_288)
def _by_knowledge(a: ReadToken, b: ReadToken) -> TokenMatch | None:
    """Compare by letter and by the lexicon; None where only the ear can tell."""
    heads = (a.said, b.said)
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
    return None


def _by_sound(a: ReadToken, b: ReadToken) -> TokenMatch:
    heads = (a.said, b.said)
    pair = _pair(a, b)
    if pair not in _heard:
        hear([(a, b)])
    likeness = _heard.get(pair, 0.0) * HIGHEST_BY_SOUND if a.signs and b.signs else 0.0
    if a.classes and b.classes:
        return TokenMatch(likeness * KNOWN_APART, Reason.DIFFERENT, heads)
    reason = Reason.SOUND if likeness >= SOUND_LIKENESS else Reason.EDIT
    return TokenMatch(likeness, reason, heads)
