"""The small map of a pair: geometry only, drawn by templates/linking/places.html. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rfl.linking.atlas import Atlas, Point, Window, land, window_of
from rfl.linking.rules import Side
from rfl.linking.whereabouts import Stop, journey

NEAR = 12.0
"""Marks of places nearer than this lie on each other and become one, in units of the picture."""

LETTER, LINE = 7.4, 16.0
"""Width of a letter and height of a line, about, in the sizes of rfl.css."""

MARK = 9.0
"""How far a name stands from its mark."""

LETTERS = 22
"""Letters of a name that the map holds; the table beside it has it whole."""

MOST_COUNTRIES = 6
BEND = 0.14
"""How far the line between two places bows out, as a share of its length."""

BEADS = 24
"""In so many steps a line is walked to see what lies on it."""

Box = tuple[float, float, float, float]
Leg = tuple[Point, Point, Point]
"""From where, over which point it bows, to where."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name, with lines of days under it. `anchor`: start or end of what runs left to right."""

    text: str
    x: float
    y: float
    anchor: str
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """One place, and which of the two records name it."""

    x: float
    y: float
    sides: frozenset[Side]
    stops: tuple[Stop, ...]
    label: Label | None = None
    """None where there is no room; the table has it."""


@dataclass(frozen=True, slots=True)
class Way:
    """A line from place to place, in the order of days."""

    side: Side
    path: str


@dataclass(frozen=True, slots=True)
class Map:
    """Everything the picture needs; lengths in its own units."""

    width: float
    height: float
    land: tuple[str, ...]
    countries: tuple[Label, ...]
    ways: tuple[Way, ...]
    marks: tuple[Mark, ...]


def draw(
    stops: Sequence[Stop],
    atlas: Atlas,
    name_country: Callable[[str], str],
    write_days: Callable[[Sequence[Stop]], Sequence[str]],
) -> Map | None:
    """Return the map of what two records say; None: none of their places is in the gazetteer.

    `name_country`: an ISO 3166-1 numeric code to a name, or ''. `write_days`: the days of stops at
    one place, as lines that the reader reads.
    """
    spots = [spot for one in stops if (spot := one.spot)]
    if not spots:
        return None
    window = window_of(spots)
    shapes = land(atlas, window)
    legs = list(_legs(stops, window))
    taken = [bead for _side, leg in legs for bead in _beads(leg)]
    marks = tuple(_labelled(_marks(stops, window), window, taken, write_days))
    return Map(
        width=window.width,
        height=window.height,
        land=tuple(shape.path for shape in shapes),
        countries=tuple(
            _countries(
                ((name_country(one.code), one.middle, one.room) for one in shapes), window, taken
            )
        ),
        ways=tuple(
            Way(side, path)
            for side in Side
            if (path := _way(leg for whose, leg in legs if whose is side))
        ),
        marks=marks,
    )


def _marks(stops: Sequence[Stop], window: Window) -> list[Mark]:
    """Return a mark for each place; places that lie on each other have one."""
    found: list[Mark] = []
    for stop in stops:
        if (spot := stop.spot) is None:
            continue
        x, y = window.place(spot)
        at = next(
            (n for n, one in enumerate(found) if abs(one.x - x) + abs(one.y - y) < NEAR), None
        )
        if at is None:
            found.append(Mark(x, y, frozenset({stop.side}), (stop,)))
        else:
            old = found[at]
            found[at] = replace(old, sides=old.sides | {stop.side}, stops=(*old.stops, stop))
    return found


def _labelled(
    marks: Sequence[Mark],
    window: Window,
    taken: list[Box],
    write_days: Callable[[Sequence[Stop]], Sequence[str]],
) -> Iterator[Mark]:
    """Yield marks with their names where there is room, and note what room they took.

    `taken`: the room that lines take, to begin with.
    """
    lines = len(taken)
    taken.extend((m.x - MARK, m.y - MARK, m.x + MARK, m.y + MARK) for m in marks)
    for mark in marks:
        text, days = cut(mark.stops[0].name, LETTERS), tuple(write_days(mark.stops))
        found = list(_places(mark, text, days))
        rooms = (taken, taken[lines:])  # beside the lines, or else over them
        free = next(
            (one for room in rooms for one in found if _is_free(one[1], window, room)), None
        )
        if free is not None:
            taken.append(free[1])
        yield replace(mark, label=free[0] if free else None)


def _places(mark: Mark, text: str, days: tuple[str, ...]) -> Iterator[tuple[Label, Box]]:
    """Yield where a name can stand: beside its mark, above, below, then farther off."""
    width = max(len(line) for line in (text, *days)) * LETTER
    height = LINE * (1 + len(days))
    for off in (MARK + 2, MARK + 14):
        right, left = mark.x + off, mark.x - off - width
        over, under = mark.y - off - height, mark.y + off
        for x, y in (
            (right, mark.y - LINE / 2), (left, mark.y - LINE / 2),
            (right - 4, over), (left + 4, over), (right - 4, under - 4), (left + 4, under - 4),
            (mark.x - width / 2, over), (mark.x - width / 2, under),
        ):  # fmt: skip
            is_left = x + width / 2 < mark.x
            at = x + width if is_left else x
            label = Label(text, round(at, 1), round(y + 12, 1), "end" if is_left else "start", days)
            yield label, (x, y, x + width, y + height)


def _countries(
    named: Iterable[tuple[str, Point, float]], window: Window, taken: list[Box]
) -> Iterator[Label]:
    """Yield the names of the countries that have room for them, the widest first."""
    left = MOST_COUNTRIES
    for name, (x, y), room in named:
        width = len(name) * LETTER
        box = (x - width / 2, y - LINE / 2, x + width / 2, y + LINE / 2)
        if left and name and width < room and _is_free(box, window, taken):
            taken.append(box)
            left -= 1
            yield Label(name, x, y + 4, "middle")


def _legs(stops: Sequence[Stop], window: Window) -> Iterator[tuple[Side, Leg]]:
    """Yield the legs of each record's journey; the two records' bow to opposite sides."""
    for side, bend in ((Side.SOUGHT, BEND), (Side.REGISTERED, -BEND)):
        own = journey([one for one in stops if one.side is side])
        points = [window.place(spot) for one in own if (spot := one.spot)]
        for one, other in pairwise(points):
            if abs(one[0] - other[0]) + abs(one[1] - other[1]) >= NEAR:
                x = (one[0] + other[0]) / 2 - (other[1] - one[1]) * bend
                y = (one[1] + other[1]) / 2 + (other[0] - one[0]) * bend
                yield side, (one, (round(x, 1), round(y, 1)), other)


def _way(legs: Iterable[Leg]) -> str:
    return "".join(
        f"M{one[0]:g} {one[1]:g}Q{bow[0]:g} {bow[1]:g} {other[0]:g} {other[1]:g}"
        for one, bow, other in legs
    )


def _beads(leg: Leg) -> Iterator[Box]:
    """Yield what room a leg takes, bead by bead (a quadratic curve of Bézier's)."""
    for number in range(1, BEADS):
        t = number / BEADS
        x, y = (
            (1 - t) ** 2 * one + 2 * t * (1 - t) * bow + t**2 * other
            for one, bow, other in zip(*leg, strict=True)
        )
        yield x - 2, y - 2, x + 2, y + 2


def _is_free(box: Box, window: Window, taken: Iterable[Box]) -> bool:
    within = box[0] > 2 and box[1] > 2 and box[2] < window.width - 2 and box[3] < window.height - 2  # noqa: PLR2004
    return within and not any(
        box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]
        for other in taken
    )


def cut(text: str, most: int) -> str:
    """Return `text` as far as `most` letters reach."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
