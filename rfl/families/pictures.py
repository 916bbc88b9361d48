"""The picture of a family: geometry only, drawn by templates/families/picture.html. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rfl.families.rules import (
    CHILDREN,
    GRANDPARENTS,
    PARENTS,
    SIBLINGS,
    SPOUSES,
    Member,
    in_rows,
)
from rfl.persons.rules import RelationKind

CARD, HEIGHT, GAP, BETWEEN, EDGE = 176, 76, 20, 46, 6
LETTERS = 19
"""Letters of a name that a card holds; the table beside has it whole."""


@dataclass(frozen=True, slots=True)
class Card:
    """One member's card, by its left upper corner."""

    member: Member
    x: int
    y: int

    @property
    def middle(self) -> int:
        """Return where the lines to them begin."""
        return self.x + CARD // 2

    @property
    def name(self) -> str:
        """Return the name as far as it fits."""
        name = self.member.name
        return name if len(name) <= LETTERS else f"{name[: LETTERS - 1].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the picture needs; lengths in its own units."""

    cards: tuple[Card, ...]
    firm: tuple[str, ...]
    """Paths between spouses, and from parents to children."""
    loose: tuple[str, ...]
    """Paths to those of whom it is not told through whom they belong to the enquirer."""
    width: int
    height: int


def picture(members: Sequence[Member]) -> Picture:
    """Return the picture of a family; the enquirer is one of `members`."""
    rows = in_rows(members)
    widest = max(len(row) for row in rows)
    width = 2 * EDGE + widest * CARD + (widest - 1) * GAP
    cards = []
    for number, row in enumerate(rows):
        start = (width - len(row) * CARD - (len(row) - 1) * GAP) // 2
        cards += [
            Card(one, start + place * (CARD + GAP), EDGE + number * (HEIGHT + BETWEEN))
            for place, one in enumerate(row)
        ]
    height = 2 * EDGE + len(rows) * HEIGHT + (len(rows) - 1) * BETWEEN
    firm, loose = _paths(cards)
    return Picture(tuple(cards), tuple(firm), tuple(loose), width, height)


def _paths(cards: Sequence[Card]) -> tuple[list[str], list[str]]:
    me = next(card for card in cards if card.member.relation is None)
    parents, spouses = _of(cards, PARENTS), _of(cards, SPOUSES)
    children, siblings = _of(cards, CHILDREN), _of(cards, SIBLINGS)
    firm = [_beside(one, other) for one, other in _pairs(parents)]
    firm += [_beside(me, spouse) for spouse in spouses]
    if parents:
        firm += _down(parents, [me, *siblings])
    if children:
        firm += _down([me, *spouses[:1]], children)
    near = {*map(id, parents), *map(id, spouses), *map(id, children), id(me)}
    near |= {id(one) for one in siblings} if parents else set()
    loose = []
    for card in cards:
        if id(card) not in near:
            is_elder = card.member.relation in GRANDPARENTS
            loose.append(_bent(card, parents[0] if is_elder and parents else me))
    return firm, loose


def _of(cards: Sequence[Card], kinds: Collection[RelationKind]) -> list[Card]:
    return [card for card in cards if card.member.relation in kinds]


def _pairs(cards: Sequence[Card]) -> list[tuple[Card, Card]]:
    return list(pairwise(cards))


def _beside(one: Card, other: Card) -> str:
    y = one.y + HEIGHT // 2
    first, second = sorted((one.x, other.x))
    return f"M{first + CARD} {y}H{second}"


def _down(above: Sequence[Card], below: Sequence[Card]) -> list[str]:
    """Return the paths from a couple, or one parent, to their children."""
    first = above[0]
    from_x = (above[0].middle + above[-1].middle) // 2
    from_y = first.y + (HEIGHT // 2 if len(above) > 1 else HEIGHT)
    bar = below[0].y - BETWEEN // 2
    spots = sorted([from_x, *(card.middle for card in below)])
    paths = [f"M{from_x} {from_y}V{bar}", f"M{spots[0]} {bar}H{spots[-1]}"]
    return [*paths, *(f"M{card.middle} {bar}V{card.y}" for card in below)]


def _bent(card: Card, to: Card) -> str:
    if card.y == to.y:
        y = card.y + HEIGHT
        return f"M{card.middle} {y}v{BETWEEN // 4}H{to.middle}v-{BETWEEN // 4}"
    upper, lower = (card, to) if card.y < to.y else (to, card)
    bar = lower.y - BETWEEN // 3
    return f"M{upper.middle} {upper.y + HEIGHT}V{bar}H{lower.middle}V{lower.y}"
