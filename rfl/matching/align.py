"""Which token of one name answers which of the other. Pure.

Optimal assignment; order is free at a price; missing tokens are allowed, contradicting ones dear.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from rfl.matching.likeness import TokenMatch, hear, match
from rfl.matching.reading import ReadToken
from rfl.matching.types import NameRole

SMALL = 5
"""Up to so many tokens on the shorter side every assignment is tried; longer names go greedily."""

PAIRED = 0.6
"""Below this likeness two tokens are not taken for the same name."""

ORDER_PRICE = 0.02
"""Taken off an assignment for each token out of place."""

ROLE_PRICE = 0.15
"""Taken off a pair whose stated roles differ: a given name against a family name."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """One pair of tokens that answer each other; `likeness` after the price of role and place."""

    a: ReadToken
    b: ReadToken
    match: TokenMatch
    likeness: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two names answer each other."""

    pairs: tuple[Aligned, ...]
    """Pairs at or above PAIRED."""
    apart: tuple[Aligned, ...]
    """Leftover tokens of both sides set against each other: contradictions."""
    left_a: tuple[ReadToken, ...]
    left_b: tuple[ReadToken, ...]


@lru_cache(maxsize=131_072)
def align(a: tuple[ReadToken, ...], b: tuple[ReadToken, ...]) -> Alignment:
    """Return how the weighty tokens of two names answer each other."""
    mine = tuple(t for t in a if not t.is_light) or a
    theirs = tuple(t for t in b if not t.is_light) or b
    swapped = _order(mine) > _order(theirs)  # one direction, so that both ways say the same
    short, long = (theirs, mine) if swapped else (mine, theirs)
    hear((one, other) for one in short for other in long)
    chosen = _assign(short, long)
    pairs: list[Aligned] = []
    apart: list[Aligned] = []
    used: set[int] = set()
    for place, other in enumerate(chosen):
        if other is None:
            continue
        found = _pair(short[place], long[other], place, other, swapped=swapped)
        used.add(other)
        (pairs if found.likeness >= PAIRED else apart).append(found)
    paired_short = {id(p.b if swapped else p.a) for p in (*pairs, *apart)}
    left_short = tuple(t for t in short if id(t) not in paired_short)
    left_long = tuple(t for place, t in enumerate(long) if place not in used)
    left = (left_long, left_short) if swapped else (left_short, left_long)
    return Alignment(tuple(pairs), tuple(apart), *left)


def _order(tokens: tuple[ReadToken, ...]) -> tuple[int, list[tuple[str, str]]]:
    return len(tokens), [(token.key, token.role) for token in tokens]


def _assign(short: tuple[ReadToken, ...], long: tuple[ReadToken, ...]) -> list[int | None]:
    worth = [
        [_priced(one, other, i, j) for j, other in enumerate(long)] for i, one in enumerate(short)
    ]
    if len(short) <= SMALL and len(long) <= SMALL:
        best = max(
            permutations(range(len(long)), len(short)),
            key=lambda order: sum(worth[i][j] ** 2 for i, j in enumerate(order)),
        )
        return list(best)
    return _greedy(worth, len(long))


def _greedy(worth: list[list[float]], width: int) -> list[int | None]:
    cells = sorted(
        ((value, i, j) for i, row in enumerate(worth) for j, value in enumerate(row)),
        key=lambda cell: (-cell[0], cell[1], cell[2]),
    )
    chosen: list[int | None] = [None] * len(worth)
    free = set(range(width))
    for _, i, j in cells:
        if chosen[i] is None and j in free:
            chosen[i] = j
            free.discard(j)
    return chosen


def _priced(one: ReadToken, other: ReadToken, i: int, j: int) -> float:
    likeness = match(one, other).likeness - ORDER_PRICE * (i != j)
    return max(0.0, likeness - ROLE_PRICE * _roles_differ(one, other))


def _pair(
    one: ReadToken, other: ReadToken, place: int, other_place: int, *, swapped: bool
) -> Aligned:
    likeness = _priced(one, other, place, other_place)
    found = match(one, other)
    if not swapped:
        return Aligned(one, other, found, likeness)
    turned = TokenMatch(
        found.likeness, found.reason, (found.readings[1], found.readings[0]), found.conflict
    )
    return Aligned(other, one, turned, likeness)


def _roles_differ(one: ReadToken, other: ReadToken) -> bool:
    stated = {one.role, other.role}
    return NameRole.FULL not in stated and len(stated) > 1
