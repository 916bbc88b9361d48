"""The shapes of the countries, cut to a window on the world and drawn as paths of an SVG.

Shapes: Natural Earth 1:50 million (public domain), as TopoJSON by the npm package world-atlas.
https://github.com/topojson/topojson-specification. Pure, but for reading the file.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import asinh, degrees, hypot, radians, tan
from pathlib import Path
from typing import Any

import msgspec

from rfl.matching.places import Spot
from rfl.paths import resource_dir

FILE = "vendor/world-atlas/countries-50m.json"
WIDTH = 360.0
LEAST_HEIGHT, MOST_HEIGHT = 200.0, 330.0
MARGIN = 44.0
"""Room round the outermost places, for their names."""

LEAST_DEGREES = 5.0
"""A window is no narrower: some 550 km, so that a coast or a border can be recognised."""

POLAR = 80.0
"""Mercator's map goes no nearer to the poles, in degrees of latitude."""

STEP = 2.2
"""Of two points nearer than this to each other one is left out, in units of the picture."""

LEAST_ISLAND = 3.0
"""An island or lake smaller than this each way is left out."""

NAME_LINES = 12
"""In so many lines of equal height a country's name looks for its place."""

SEAM_WIDTH, SEAM_HEIGHT = 300.0, 10.0
"""A ring so wide and so low, in degrees, is a sliver along the line at 180 degrees."""

OUTSIDE = 6.0
"""How far shapes reach over the frame, so that where they were cut is not seen."""

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Least x and y, greatest x and y."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One ring of a country: its arcs by number, a negative one (~number) walked backwards."""

    code: str
    """ISO 3166-1 numeric; '' where the atlas gives none."""
    arcs: tuple[int, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Atlas:
    """The world: arcs as x, y, x, y … of Mercator's projection in degrees, y to the north."""

    arcs: tuple["array[float]", ...]
    outlines: tuple[Outline, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """What of the world a picture shows; `scale`: units of the picture for a degree."""

    left: float
    top: float
    scale: float
    width: float
    height: float

    def place(self, spot: Spot) -> Point:
        """Return where a place lies in the picture."""
        x, y = _mercator(spot.longitude, spot.latitude)
        return round((x - self.left) * self.scale, 1), round((self.top - y) * self.scale, 1)

    def shows(self, box: Box) -> bool:
        """Tell whether anything within `box` may be seen."""
        right, bottom = self.left + self.width / self.scale, self.top - self.height / self.scale
        return box[0] < right and box[2] > self.left and box[1] < self.top and box[3] > bottom


@dataclass(frozen=True, slots=True)
class Land:
    """What is seen of one country: its path, and where its name may stand."""

    code: str
    path: str
    middle: Point
    room: float
    """How wide it is there, in units of the picture."""


@cache
def installed() -> Atlas | None:
    """Return the atlas that was copied at set-up; None: it is missing or cannot be read."""
    return read(resource_dir("static") / FILE)


def read(path: Path) -> Atlas | None:
    """Return the atlas in a TopoJSON file; None: it is missing or is none."""
    try:
        topology = msgspec.json.decode(path.read_bytes())
        arcs = tuple(_arc(arc, topology["transform"]) for arc in topology["arcs"])
        countries = topology["objects"]["countries"]["geometries"]
        return Atlas(arcs, tuple(one for country in countries for one in _outlines(country, arcs)))
    except (OSError, msgspec.DecodeError, LookupError, TypeError, ValueError):
        return None


def window_of(spots: Sequence[Spot]) -> Window:
    """Return a window with all of `spots` (one or more) in it, and some land around them."""
    points = [_mercator(spot.longitude, spot.latitude) for spot in spots]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    inner = WIDTH - 2 * MARGIN
    scale = min(
        inner / max(right - left, LEAST_DEGREES),
        (MOST_HEIGHT - 2 * MARGIN) / max(top - bottom, LEAST_DEGREES / 2),
    )
    height = round(max(LEAST_HEIGHT, (top - bottom) * scale + 2 * MARGIN))
    return Window(
        left=(left + right - WIDTH / scale) / 2,
        top=(top + bottom + height / scale) / 2,
        scale=scale,
        width=WIDTH,
        height=height,
    )


def land(atlas: Atlas, window: Window) -> list[Land]:
    """Return what `window` shows of each country, the one with the most room first."""
    drawn: dict[int, list[Point]] = {}
    shapes: dict[str, list[list[Point]]] = {}
    for number, outline in enumerate(atlas.outlines):
        if not window.shows(outline.box) or _is_tiny(outline.box, window):
            continue
        ring = _cut(_ring(atlas, outline, window, drawn), window)
        if len(ring) > 2:  # noqa: PLR2004  # two points enclose nothing
            shapes.setdefault(outline.code or f"-{number}", []).append(ring)
    found = [_land(code, rings, window) for code, rings in shapes.items()]
    return sorted(found, key=lambda one: -one.room)


def _land(code: str, rings: list[list[Point]], window: Window) -> Land:
    heights = [window.height * share / NAME_LINES for share in range(1, NAME_LINES)]
    chords = [chord for ring in rings for y in heights for chord in _chords(ring, y, window)]
    room, middle = max(chords, default=(0.0, (0.0, 0.0)))
    return Land(code, "".join(_path(ring) for ring in rings), middle, room)


def _chords(ring: list[Point], y: float, window: Window) -> Iterator[tuple[float, Point]]:
    """Return how wide a ring is at the height `y`, piece by piece, each with its middle."""
    crossings = sorted(
        before[0] + (y - before[1]) / (point[1] - before[1]) * (point[0] - before[0])
        for before, point in pairwise([*ring, ring[0]])
        if (before[1] > y) != (point[1] > y)
    )
    for start, end in zip(crossings[::2], crossings[1::2], strict=True):
        left, right = max(0.0, start), min(window.width, end)
        if right > left:
            yield round(right - left), (round((left + right) / 2), round(y))


def _ring(
    atlas: Atlas, outline: Outline, window: Window, drawn: dict[int, list[Point]]
) -> list[Point]:
    """Return a ring in units of the picture; a border comes out alike for both its countries."""
    ring: list[Point] = []
    for arc in outline.arcs:
        number = arc if arc >= 0 else ~arc
        if number not in drawn:
            drawn[number] = list(_thinned(atlas.arcs[number], window))
        points = drawn[number] if arc >= 0 else drawn[number][::-1]
        ring.extend(points[1:] if ring else points)
    return ring


def _thinned(arc: "array[float]", window: Window) -> Iterator[Point]:
    left, top, scale = window.left, window.top, window.scale
    last = len(arc) - 2
    px = py = float("inf")
    for at in range(0, len(arc), 2):
        x, y = (arc[at] - left) * scale, (top - arc[at + 1]) * scale
        if at in (0, last) or hypot(x - px, y - py) >= STEP:
            px, py = x, y
            yield x, y


def _cut(ring: list[Point], window: Window) -> list[Point]:
    """Return the part of a ring within the frame (Sutherland and Hodgman, 1974)."""
    for axis, bound, sign in (
        (0, -OUTSIDE, 1), (0, window.width + OUTSIDE, -1),
        (1, -OUTSIDE, 1), (1, window.height + OUTSIDE, -1),
    ):  # fmt: skip
        if all((point[axis] - bound) * sign >= 0 for point in ring):
            continue
        ring = list(_half(ring, axis, bound, sign))
    return ring


def _half(ring: list[Point], axis: int, bound: float, sign: int) -> Iterator[Point]:
    for before, point in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        was_in, is_in = ((one[axis] - bound) * sign >= 0 for one in (before, point))
        if was_in != is_in:
            share = (bound - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            yield (bound, other) if axis == 0 else (other, bound)
        if is_in:
            yield point


def _path(ring: list[Point]) -> str:
    """Return a ring in few letters: steps from point to point, in tenths where they tell."""
    steps: list[str] = []
    at = (0, 0)
    for point in ring:
        here = (round(point[0] * 10), round(point[1] * 10))
        if here != at or not steps:
            steps.append(f"{_tenths(here[0] - at[0])} {_tenths(here[1] - at[1])}")
            at = here
    return f"M{steps[0]}l{' '.join(steps[1:])}z".replace(" -", "-")


def _tenths(number: int) -> str:
    return f"{number / 10:g}".replace("0.", ".") if abs(number) < 10 else f"{number / 10:g}"  # noqa: PLR2004


def _arc(arc: list[list[int]], transform: dict[str, list[float]]) -> "array[float]":
    """Return an arc in Mercator's degrees. In the file, each point is a step from the last."""
    (x_scale, y_scale), (x_first, y_first) = transform["scale"], transform["translate"]
    found, x, y = array("d"), 0, 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        found.extend(_mercator(x * x_scale + x_first, y * y_scale + y_first))
    return found


def _outlines(country: dict[str, Any], arcs: Sequence["array[float]"]) -> Iterator[Outline]:
    parts = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    for ring in (ring for part in parts for ring in part):
        own = [arcs[arc if arc >= 0 else ~arc] for arc in ring]
        xs, ys = [x for arc in own for x in arc[::2]], [y for arc in own for y in arc[1::2]]
        box = (min(xs), min(ys), max(xs), max(ys))
        if box[2] - box[0] < SEAM_WIDTH or box[3] - box[1] > SEAM_HEIGHT:
            yield Outline(str(country.get("id", "")), tuple(ring), box)


def _mercator(longitude: float, latitude: float) -> Point:
    limited = max(-POLAR, min(POLAR, latitude))
    return longitude, degrees(asinh(tan(radians(limited))))


def _is_tiny(box: Box, window: Window) -> bool:
    return max(box[2] - box[0], box[3] - box[1]) * window.scale < LEAST_ISLAND
