"""Which token of one name answers which of the other. Pure.

What one clerk joins and another parts is put together first. Then optimal assignment; order is free
at a price; missing tokens are allowed, contradicting ones dear.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice, pairwise, permutations, product
from typing import NamedTuple

from rfl.matching.likeness import TokenMatch, match, match_all
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

GENERATION_PRICE = 0.3
"""The same for child against father: who is whose son is what such names say."""

GENERATIONS = {NameRole.GIVEN, NameRole.FATHER}
HEREDITARY = {NameRole.FATHER, NameRole.FAMILY}
"""Where a father's name becomes the family's, one clerk's form says this and another's that."""

Tokens = tuple[ReadToken, ...]
Worth = list[list[float]]
Grid = Sequence[Sequence[TokenMatch]]
Answers = Mapping[ReadToken, tuple[tuple[TokenMatch, ...], tuple[bool, ...]]]
Lone = tuple[Tokens, Tokens]


class Aligned(NamedTuple):
    """One pair of tokens that answer each other; `likeness` after the price of role and place."""

    a: ReadToken
    b: ReadToken
    match: TokenMatch
    likeness: float


class Alignment(NamedTuple):
    """How two names answer each other."""

    pairs: tuple[Aligned, ...]
    """Pairs at or above PAIRED."""
    apart: tuple[Aligned, ...]
    """Leftover tokens of both sides set against each other: contradictions."""
    left_a: Tokens
    left_b: Tokens


def align(a: Tokens, b: Tokens) -> Alignment:
    """Return how the weighty tokens of two names answer each other."""
    return align_many(a, [b])[0]


def align_many(one: Tokens, others: Sequence[Tokens]) -> list[Alignment]:
    """Return how one name and each of `others` answer each other: all that is heard, at once."""
    mine = _weighty(one)
    theirs = [_weighty(other) for other in others]
    answers = _answers(mine, {token for tokens in theirs for token in tokens})
    lone = [_lone(mine, tokens, answers) for tokens in theirs]
    fitted = zip(theirs, lone, strict=True)
    match_all(pair for tokens, left in fitted for pair in _further(mine, tokens, left))
    return [
        _aligned(*_fitted(mine, tokens, left, answers))
        for tokens, left in zip(theirs, lone, strict=True)
    ]


def align_pairs(pairs: Sequence[tuple[Tokens, Tokens]]) -> list[Alignment]:
    """Return how the names of each pair answer each other: all that is heard, at once."""
    names = [(_weighty(one), _weighty(other)) for one, other in pairs]
    asked = ((mine, theirs) for one, other in names for theirs in other for mine in one)
    found = iter(match_all(asked))
    answers: list[Answers] = []
    for one, other in names:
        columns = [tuple(islice(found, len(one))) for _ in other]
        told = [(column, tuple(map(_is_answer, column))) for column in columns]
        answers.append(dict(zip(other, told, strict=True)))
    lone = [_lone(*pair, known) for pair, known in zip(names, answers, strict=True)]
    match_all(
        further for pair, left in zip(names, lone, strict=True) for further in _further(*pair, left)
    )
    return [
        _aligned(*_fitted(*pair, left, known))
        for pair, left, known in zip(names, lone, answers, strict=True)
    ]


def _weighty(tokens: Tokens) -> Tokens:
    return tuple(token for token in tokens if not token.is_light) or tokens


def _answers(mine: Tokens, theirs: Collection[ReadToken]) -> Answers:
    """Return, for each of `theirs`, what each of `mine` is to it, and whether that is an answer."""
    found = iter(match_all((one, token) for token in theirs for one in mine))
    columns = {token: tuple(islice(found, len(mine))) for token in theirs}
    return {token: (column, tuple(map(_is_answer, column))) for token, column in columns.items()}


def _is_answer(found: TokenMatch) -> bool:
    return found.likeness >= ANSWERED or found.reason is Reason.CONFLICT


def _lone(mine: Tokens, theirs: Tokens, answers: Answers) -> Lone:
    """Return the tokens of each side that the other side does not answer."""
    columns = [answers[token][1] for token in theirs]
    rows = zip(*columns, strict=True)
    return (
        tuple(token for token, row in zip(mine, rows, strict=True) if True not in row),
        tuple(token for token, row in zip(theirs, columns, strict=True) if True not in row),
    )


def _further(mine: Tokens, theirs: Tokens, lone: Lone) -> Iterator[tuple[ReadToken, ReadToken]]:
    """Yield the pairs that parting and joining will ask for."""
    if not any(lone):
        return
    parted_mine, parted_theirs = _parted(mine, lone[0]), _parted(theirs, lone[1])
    if parted_mine != mine or parted_theirs != theirs:
        yield from product(parted_mine, parted_theirs)
    for tokens, left in ((parted_mine, lone[1]), (parted_theirs, lone[0])):
        for pair in pairwise(tokens) if left else ():
            yield from ((together(*pair), other) for other in _asked(pair, left))


def _fitted(
    mine: Tokens, theirs: Tokens, lone: Lone, answers: Answers
) -> tuple[Tokens, Tokens, Grid]:
    """Part what only one side writes as one name; join what only one side writes as two."""
    parted_mine, parted_theirs = _parted(mine, lone[0]), _parted(theirs, lone[1])
    fitted_mine, fitted_theirs = _joined(parted_mine, lone[1]), _joined(parted_theirs, lone[0])
    if fitted_mine == mine and fitted_theirs == theirs:
        return mine, theirs, list(zip(*(answers[token][0] for token in theirs), strict=True))
    grid = [[match(one, other) for other in fitted_theirs] for one in fitted_mine]
    return fitted_mine, fitted_theirs, grid


def _parted(tokens: Tokens, lone: Tokens) -> Tokens:
    if not lone or all(len(token.words) == 1 and not token.may_be_initials for token in lone):
        return tokens
    parts = (pieces(token) if token in lone else (token,) for token in tokens)
    return tuple(piece for part in parts for piece in part)


def _joined(tokens: Tokens, lone: Tokens) -> Tokens:
    """Take two neighbours for one name where that answers a lone token of the other side."""
    for place, pair in enumerate(pairwise(tokens)) if lone else ():
        asked = _asked(pair, lone)
        both = together(*pair) if asked else None
        if both and any(match(both, other).likeness >= JOINED for other in asked):
            return (*tokens[:place], both, *tokens[place + 2 :])
    return tokens


def _asked(pair: tuple[ReadToken, ReadToken], lone: Tokens) -> Tokens:
    """Return the lone tokens that are long enough to be both of a pair."""
    longest = max(len(pair[0].signs), len(pair[1].signs))
    return tuple(other for other in lone if len(other.signs) > longest + 1)


def _aligned(mine: Tokens, theirs: Tokens, grid: Grid) -> Alignment:
    swapped = _comes_after(mine, theirs)  # one direction, so that both ways say the same
    short, long = (theirs, mine) if swapped else (mine, theirs)
    if swapped:
        grid = list(zip(*grid, strict=True))
    worth = _worth(short, long, grid)
    pairs: list[Aligned] = []
    apart: list[Aligned] = []
    chosen = _assign(worth, len(long))
    for place, other in enumerate(chosen):
        if other is None:
            continue
        likeness = max(0.0, worth[place][other])
        ends = (short[place], long[other])
        found = Aligned(*(ends[::-1] if swapped else ends), grid[place][other], likeness)
        (pairs if _is_paired(found) else apart).append(found)
    left_short = tuple(t for t, other in zip(short, chosen, strict=True) if other is None)
    left_long = tuple(t for place, t in enumerate(long) if place not in chosen)
    left = (left_long, left_short) if swapped else (left_short, left_long)
    return Alignment(tuple(pairs), tuple(apart), *left)


def _is_paired(found: Aligned) -> bool:
    """An initial that fits is a pair wherever it stands."""
    is_initial = found.match.reason is Reason.INITIAL and found.match.likeness > 0
    return found.likeness >= PAIRED or is_initial


def _comes_after(mine: Tokens, theirs: Tokens) -> bool:
    if len(mine) != len(theirs):
        return len(mine) > len(theirs)
    one, other = ([(token.key, token.role) for token in tokens] for tokens in (mine, theirs))
    return one > other


def _worth(short: Tokens, long: Tokens, grid: Grid) -> Worth:
    """Return the likeness of every pair, less the prices of place and role."""
    return [
        [
            found.likeness - moved - (0.0 if one.role is other.role else _role_price(one, other))
            for found, moved, other in zip(row, places, long, strict=True)
        ]
        for row, places, one in zip(grid, _places(len(short), len(long)), short, strict=True)
    ]


@lru_cache(maxsize=1_024)
def _places(short: int, long: int) -> tuple[tuple[float, ...], ...]:
    """Return the price of place of each token of a name of so many against each of another."""
    return tuple(tuple(_misplaced(i, j, short, long) for j in range(long)) for i in range(short))


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


def _role_price(one: ReadToken, other: ReadToken) -> float:
    stated = {one.role, other.role}
    if NameRole.FULL in stated or stated == HEREDITARY:
        return 0.0
    return GENERATION_PRICE if stated == GENERATIONS else ROLE_PRICE
