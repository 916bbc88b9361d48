"""The time line of a pair: geometry only, drawn by templates/linking/places.html. Pure.

It runs from left to right, or from right to left for those who read so.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rfl.linking.mapping import LETTER, cut
from rfl.linking.rules import Side
from rfl.linking.whereabouts import Stop, by_day

WIDTH, EDGE = 360.0, 14.0
ROW, BAND, HEAD = 20.0, 24.0, 24.0
"""Heights of a line of words, of the band of months, and of the words that say whose days."""

GAP = 12.0
"""Between the band and the marks of either side."""

MOST_ROWS = 5
"""Days of one side that are drawn, the latest; the table beside has them all."""

MOST_TICKS = 4
STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
"""Months from one word on the band to the next: as few as leave room for the words."""

LETTERS = 42


@dataclass(frozen=True, slots=True)
class Moment:
    """One day: its mark, and where its words stand. `anchor`: start or end, as the reader reads."""

    side: Side
    x: float
    y: float
    words: str
    words_x: float
    words_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Where a month begins, and where its word stands."""

    day: date
    x: float
    words_x: float


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Everything the picture needs; lengths in its own units."""

    width: float
    height: float
    top: float
    bottom: float
    """The band of months."""
    ticks: tuple[Tick, ...]
    by_years: bool
    """Whether the band tells years, not months."""
    moments: tuple[Moment, ...]
    spans: tuple[tuple[Side, float, float, float], ...]
    """Of each side with several days: from x, to x, at y."""


def draw(stops: Sequence[Stop], write: Callable[[Stop], str], *, rtl: bool) -> TimeLine | None:
    """Return the time line of two records; None: they do not tell two different days."""
    days = sorted({one.day for one in stops if one.day})
    if len(days) < 2:  # noqa: PLR2004  # one day is no line
        return None
    months = _months(days[0], days[-1])
    start, end = months[0], months[-1]
    shown = months[:-1]

    def place(day: date) -> float:
        x = EDGE + (day - start).days / (end - start).days * (WIDTH - 2 * EDGE)
        return round(WIDTH - x if rtl else x, 1)

    sides = {side: _latest(stops, side) for side in Side}
    top = HEAD + ROW * len(sides[Side.SOUGHT]) + GAP
    moments = [m for side in Side for m in _moments(side, sides[side], top, place, write, rtl=rtl)]
    inward = -5.0 if rtl else 5.0
    return TimeLine(
        width=WIDTH,
        height=top + BAND + GAP + ROW * len(sides[Side.REGISTERED]) + HEAD + 8,
        top=top,
        bottom=top + BAND,
        ticks=tuple(Tick(day, place(day), place(day) + inward) for day in shown),
        by_years=len(shown) > 1 and (shown[1] - shown[0]).days >= 365,  # noqa: PLR2004
        moments=tuple(moments),
        spans=tuple(_spans(moments)),
    )


def _latest(stops: Sequence[Stop], side: Side) -> list[Stop]:
    return by_day(one for one in stops if one.side is side and one.day)[-MOST_ROWS:]


def _moments(
    side: Side,
    stops: Sequence[Stop],
    top: float,
    place: Callable[[date], float],
    write: Callable[[Stop], str],
    *,
    rtl: bool,
) -> Iterator[Moment]:
    """Yield the days of one side; the earliest stands farthest off, so that no line is crossed."""
    is_above = side is Side.SOUGHT
    y = top - GAP / 2 if is_above else top + BAND + GAP / 2
    for number, stop in enumerate(stops):
        if stop.day is None:
            continue
        away = len(stops) - number
        words, x = cut(write(stop), LETTERS), place(stop.day)
        reach = WIDTH - x if rtl else x
        is_end = reach - 6 + len(words) * LETTER > WIDTH and reach > WIDTH / 2
        shift = 6.0 if is_end == (not rtl) else -6.0
        yield Moment(
            side=side,
            x=x,
            y=y,
            words=words,
            words_x=round(min(WIDTH, max(0.0, x + shift)), 1),
            words_y=round(y - ROW * away + 6 if is_above else y + ROW * away + 2, 1),
            anchor="end" if is_end else "start",
        )


def _spans(moments: Sequence[Moment]) -> Iterator[tuple[Side, float, float, float]]:
    for side in Side:
        own = [one for one in moments if one.side is side]
        if len(own) > 1:
            yield side, own[0].x, own[-1].x, own[0].y


def _months(first: date, last: date) -> list[date]:
    """Return beginnings of months from before `first` to after `last`, few enough to be read."""
    for step in STEPS:
        found = [_month(first, step)]
        while found[-1] <= last:
            found.append(_next(found[-1], step))
        if len(found) - 1 <= MOST_TICKS:
            return found
    return [_month(first, 1), last + timedelta(days=1)]


def _month(day: date, step: int) -> date:
    """Return the last beginning of a stretch of `step` months that is not after `day`."""
    months = (day.year * 12 + day.month - 1) // step * step
    return date(max(1, months // 12), months % 12 + 1, 1)


def _next(day: date, step: int) -> date:
    months = day.year * 12 + day.month - 1 + step
    return date(min(9999, months // 12), months % 12 + 1, 1)
