"""Pictures of access: somebody's days, and who came to a record when. Geometry only. Pure.

Drawn by templates/desk/heat.html and line.html.
"""

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

HOURS = 2
"""Hours in one cell."""

LEFT, TOP = 52.75, 22.75
ACROSS, DOWN = 25.5, 22
STEPS = (1, 4, 10, 20)
"""From how many records on a cell is one step darker."""

INKS = ("", "hn", "hn", "hn hn-mid", "hn hn-high")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: how many, how dark (0 to 4), where, and whether something unusual is in it."""

    count: int
    step: int
    x: float
    y: float
    ink: str
    is_framed: bool = False


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day and its cells from midnight on."""

    day: date
    y: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """The whole picture. `most` is the fullest cell, `most_hour` its first hour."""

    rows: tuple[DayRow, ...]
    hours: tuple[int, ...]
    height: int
    total: int
    most: int
    most_day: date | None
    most_hour: int
    has_frame: bool
    usual: int
    """Records on a day on which any was opened: the middle one of such days."""


Span = tuple[datetime, datetime]


def heat(
    moments: Sequence[datetime], last: date, days: int, *, framed: Sequence[Span] = ()
) -> Heat:
    """Return the picture of `moments` (in the reader's zone) over the `days` up to `last`.

    Cells that lie within one of the spans `framed` (also in that zone) are unusual.
    """
    first = last - timedelta(days=days - 1)
    marked = {place for span in framed for place in _places(*span)}
    counts = Counter((at.date(), at.hour // HOURS) for at in moments if first <= at.date() <= last)
    rows = tuple(
        _row(first + timedelta(days=number), number, counts, marked) for number in range(days)
    )
    fullest = max(counts, key=lambda place: (counts[place], place), default=None)
    return Heat(
        rows=rows,
        hours=tuple(range(0, 24, HOURS)),
        height=26 + DOWN * days,
        total=counts.total(),
        most=counts[fullest] if fullest else 0,
        most_day=fullest[0] if fullest else None,
        most_hour=fullest[1] * HOURS if fullest else 0,
        has_frame=any(cell.is_framed for row in rows for cell in row.cells),
        usual=_usual(counts),
    )


def _usual(counts: Counter[tuple[date, int]]) -> int:
    days: Counter[date] = Counter()
    for (day, _cell), count in counts.items():
        days[day] += count
    return round(median(days.values())) if days else 0


Place = tuple[date, int]
"""A day, and which cell of it."""


def _places(since: datetime, until: datetime) -> Iterator[Place]:
    at = since.replace(hour=since.hour // HOURS * HOURS, minute=0, second=0, microsecond=0)
    while at <= until:
        yield at.date(), at.hour // HOURS
        at += timedelta(hours=HOURS)


def _row(day: date, number: int, counts: Counter[Place], marked: Set[Place]) -> DayRow:
    y = TOP + DOWN * number
    cells = (
        _cell(counts[day, place], place, y, is_framed=(day, place) in marked)
        for place in range(24 // HOURS)
    )
    return DayRow(day, y, tuple(cells))


def _cell(count: int, place: int, y: float, *, is_framed: bool) -> Cell:
    step = sum(count >= least for least in STEPS)
    return Cell(count, step, LEFT + ACROSS * place, y, INKS[step], is_framed and count > 0)


LANES = 8
"""People with a lane of their own; further ones share the last."""

LANE, LANE_TOP, LINE_START, LINE_WIDTH = 26, 26, 150, 460
TICKS = 4


@dataclass(frozen=True, slots=True)
class Dot:
    """One entry on the time line."""

    x: float
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """Everything of one person; `who` '' is everybody who has no lane of their own."""

    who: str
    y: int
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Who came to a record when, from `since` to `until`."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, datetime], ...]
    since: datetime
    until: datetime
    height: int


Point = tuple[str, datetime, bool]
"""Who, when, and whether it was refused."""


def time_line(points: Sequence[Point]) -> TimeLine | None:
    """Return the time line of `points`, the busiest person first; None for fewer than two."""
    if len(points) < 2:  # noqa: PLR2004  # one dot is no line
        return None
    since, until = min(at for _, at, _ in points), max(at for _, at, _ in points)
    seconds = max((until - since).total_seconds(), 1.0)

    def place(at: datetime) -> float:
        return round(LINE_START + LINE_WIDTH * (at - since).total_seconds() / seconds, 1)

    busiest = [who for who, _ in Counter(who for who, _, _ in points).most_common()]
    shown = busiest if len(busiest) <= LANES else [*busiest[: LANES - 1], ""]
    lanes = tuple(
        Lane(
            who,
            LANE_TOP + LANE * number,
            tuple(
                Dot(place(at), is_refused)
                for name, at, is_refused in points
                if (name if name in shown else "") == who
            ),
        )
        for number, who in enumerate(shown)
    )
    steps = (since + (until - since) * step / TICKS for step in range(TICKS + 1))
    ticks = tuple((place(at), at) for at in steps)
    return TimeLine(lanes, ticks, since, until, LANE_TOP + LANE * len(lanes))
