"""Which token of one name answers which of the other. Pure.

What one clerk joins and another parts is put together first. Then optimal assignment; order is free
at a price; missing tokens are allowed, contradicting ones dear.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations

from rfl.matching.likeness import TokenMatch, hear, match
from rfl.matching.reading import ReadToken, pieces, together
from rfl.matching.types import NameRole, Reason

SMALL = 5
"""Up to so many tokens on each side every assignment is tried; longer names go greedily."""

PAIRED = 0.6
"""Below this likeness two tokens are not taken for the same name."""

ANSWERED = 0.8
"""From this likeness on a token is not parted or joined to find a better answer."""

JOINED = 0.88
"""How like another two tokens have to be to be taken together for it."""

ORDER_PRICE = 0.02
"""Taken off a pair out of place, counted from the front and from the back."""

LAST_PRICE = 0.01
"""Taken off a pair of which only one stands last: middle names go missing more than last ones."""

ROLE_PRICE = 0.15
"""Taken off a pair whose stated roles differ: a given name against a family name."""

Tokens = tuple[ReadToken, ...]
Worth = list[list[float]]


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
    left_a: Tokens
    left_b: Tokens


@lru_cache(maxsize=131_072)
def align(a: Tokens, b: Tokens) -> Alignment:
    """Return how the weighty tokens of two names answer each other."""
    mine, theirs = _fitted(_weighty(a), _weighty(b))
    swapped = _order(mine) > _order(theirs)  # one direction, so that both ways say the same
    short, long = (theirs, mine) if swapped else (mine, theirs)
    worth = _worth(short, long)
    pairs: list[Aligned] = []
    apart: list[Aligned] = []
    chosen = _assign(worth, len(long))
    for place, other in enumerate(chosen):
        if other is None:
            continue
        likeness = max(0.0, worth[place][other])
        found = _aligned(short[place], long[other], likeness, swapped=swapped)
        (pairs if likeness >= PAIRED else apart).append(found)
    left_short = tuple(t for t, other in zip(short, chosen, strict=True) if other is None)
    left_long = tuple(t for place, t in enumerate(long) if place not in set(chosen))
    left = (left_long, left_short) if swapped else (left_short, left_long)
    return Alignment(tuple(pairs), tuple(apart), *left)


def _weighty(tokens: Tokens) -> Tokens:
    return tuple(token for token in tokens if not token.is_light) or tokens


def _fitted(mine: Tokens, theirs: Tokens) -> tuple[Tokens, Tokens]:
    """Part what only one side writes as one name; join what only one side writes as two."""
    hear((one, other) for one in mine for other in theirs)
    lone_mine = [one for one in mine if not _answered(one, theirs)]
    lone_theirs = [other for other in theirs if not _answered(other, mine)]
    if not lone_mine and not lone_theirs:
        return mine, theirs
    parted_mine, parted_theirs = _parted(mine, lone_mine), _parted(theirs, lone_theirs)
    return _joined(parted_mine, lone_theirs), _joined(parted_theirs, lone_mine)


def _answered(one: ReadToken, others: Tokens) -> bool:
    found = (match(one, other) for other in others)
    return any(m.likeness >= ANSWERED or m.reason is Reason.CONFLICT for m in found)


def _parted(tokens: Tokens, lone: list[ReadToken]) -> Tokens:
    parts = (pieces(token) if token in lone else (token,) for token in tokens)
    return tuple(piece for part in parts for piece in part)


def _joined(tokens: Tokens, lone: list[ReadToken]) -> Tokens:
    """Take two neighbours for one name where that answers a lone token of the other side."""
    for place, pair in enumerate(pairwise(tokens)):
        longest = max(len(token.signs) for token in pair)
        asked = [other for other in lone if len(other.signs) > longest + 1]
        both = together(*pair) if asked else None
        if both and any(match(both, other).likeness >= JOINED for other in asked):
            return (*tokens[:place], both, *tokens[place + 2 :])
    return tokens


def _order(tokens: Tokens) -> tuple[int, list[tuple[str, str]]]:
    return len(tokens), [(token.key, token.role) for token in tokens]


def _worth(short: Tokens, long: Tokens) -> Worth:
    """Return the likeness of every pair, less the prices of place and role."""
    hear((one, other) for one in short for other in long)
    return [
        [
            match(one, other).likeness
            - _misplaced(i, j, len(short), len(long))
            - ROLE_PRICE * _roles_differ(one, other)
            for j, other in enumerate(long)
        ]
        for i, one in enumerate(short)
    ]


def _misplaced(i: int, j: int, short: int, long: int) -> float:
    if i == j and short == long:
        return 0.0
    is_moved = i != j and i - short != j - long
    return ORDER_PRICE * is_moved + LAST_PRICE * ((i == short - 1) != (j == long - 1))


def _assign(worth: Worth, width: int) -> list[int | None]:
    best = [max(range(width), key=lambda j: (row[j], -j)) for row in worth]
    if len(set(best)) == len(best):  # everybody's first choice: nothing can be better
        return list(best)
    if len(worth) <= SMALL and width <= SMALL:
        orders = permutations(range(width), len(worth))
        dearest: tuple[int, ...] = max(orders, key=lambda order: _value(worth, order))
        return list(dearest)
    return _greedy(worth, width)


def _value(worth: Worth, order: Sequence[int]) -> float:
    return sum(max(0.0, row[j]) ** 2 for row, j in zip(worth, order, strict=True))


def _greedy(worth: Worth, width: int) -> list[int | None]:
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


def _aligned(one: ReadToken, other: ReadToken, likeness: float, *, swapped: bool) -> Aligned:
    first, second = (other, one) if swapped else (one, other)
    return Aligned(first, second, match(first, second), likeness)


def _roles_differ(one: ReadToken, other: ReadToken) -> bool:
    stated = {one.role, other.role}
    return NameRole.FULL not in stated and len(stated) > 1
