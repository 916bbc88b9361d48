"""Which figures may be shown. Pure.

A small figure can tell who is meant: nobody learns a figure under LEAST, not even from the others.
A total says no more than the figures shown above it: it is their sum, exact where all of them are
shown and 'at least' where one is not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rfl.text import N_

LEAST = 5
"""The smallest figure that is shown."""


class Measure(StrEnum):
    """What is counted, over one calendar year (UTC)."""

    REGISTERED = "registered"
    OPENED = "opened"
    LOCATED = "located"
    CLOSED = "closed"
    ANSWERED = "answered"
    REFERRED = "referred"
    HELPED = "helped"


MEASURE_WORDS: Mapping[str, str] = {
    Measure.REGISTERED: N_("People registered"),
    Measure.OPENED: N_("Tracing requests opened"),
    Measure.LOCATED: N_("Somebody was located"),
    Measure.CLOSED: N_("Closed, the family told of who was found"),
    Measure.ANSWERED: N_("People whose family learnt what became of them"),
    Measure.REFERRED: N_("Referrals to a service"),
    Measure.HELPED: N_("Referrals after which they were helped"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it may be shown: None for fewer than LEAST."""

    value: int | None


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the figures shown. Not `is_exact`: some are not, so there are at least so many."""

    value: int
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One society's figures, in the order of Measure."""

    name: str
    figures: tuple[Figure, ...]

    @property
    def is_silent(self) -> bool:
        """Tell whether none of the figures may be shown."""
        return all(figure.value is None for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Report:
    """What a coordinator sees of one year."""

    year: int
    rows: tuple[Row, ...]
    totals: tuple[Total, ...]

    @property
    def silent(self) -> tuple[str, ...]:
        """Return the societies of which no figure may be shown."""
        return tuple(row.name for row in self.rows if row.is_silent)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no figure to show."""
        return len(self.silent) == len(self.rows)


def shown(count: int) -> Figure:
    """Return `count` as it may be shown. None at all is as small as four."""
    return Figure(count if count >= LEAST else None)


def total_of(figures: Iterable[Figure]) -> Total:
    """Return what the figures of one column come to, made of nothing but what is shown."""
    values = [figure.value for figure in figures]
    return Total(sum(value or 0 for value in values), is_exact=None not in values)


def report_of(year: int, counts: Sequence[tuple[str, Mapping[Measure, int]]]) -> Report:
    """Return the report from (name of a society, its counts); a measure not counted is 0."""
    rows = tuple(
        Row(name, tuple(shown(found.get(measure, 0)) for measure in Measure))
        for name, found in counts
    )
    totals = tuple(total_of(row.figures[place] for row in rows) for place in range(len(Measure)))
    return Report(year, rows, totals)
