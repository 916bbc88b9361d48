"""Figures of one society by whole quarters, for its head of tracing and its management. Pure.

Two reports must not tell, by what lies between them, of a single person. So only quarters that are
over are told, never days or weeks, and none overlaps another; a figure that was told once is told
so again, whatever is erased, sealed or written later; one under LEAST is told to nobody, and a
year's sum is made of nothing but what is told (Sweeney 2002 and Dwork 2006 on why counts leak).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rfl.reporting.rules import LEAST, Figure, Total, total_of

SHOWN = 8
"""Two years of quarters."""

MONTHS = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """Three months of a calendar year (UTC)."""

    year: int
    number: int

    @property
    def name(self) -> str:
        """Return how it is written, such as 2026-Q3."""
        return f"{self.year}-Q{self.number}"

    @property
    def begins(self) -> datetime:
        """Return its first moment."""
        return datetime(self.year, (self.number - 1) * MONTHS + 1, 1, tzinfo=UTC)

    @property
    def ends(self) -> datetime:
        """Return the first moment after it."""
        return self.following.begins

    @property
    def following(self) -> "Quarter":
        """Return the next one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """One measure, quarter by quarter, and what of it is told in all."""

    measure: str
    figures: tuple[Figure, ...]
    total: Total


@dataclass(frozen=True, slots=True)
class QuarterReport:
    """What is told: the quarters, the oldest first, and a row for each measure."""

    quarters: tuple[Quarter, ...]
    rows: tuple[QuarterRow, ...]

    @property
    def is_empty(self) -> bool:
        """Tell whether there is no figure to show."""
        return all(figure.value is None for row in self.rows for figure in row.figures)


def over(first: datetime, now: datetime) -> tuple[Quarter, ...]:
    """Return the quarters since `first` that are over at `now`, the last SHOWN of them."""
    found, one = [], Quarter(first.year, (first.month - 1) // MONTHS + 1)
    while one.ends <= now:
        found.append(one)
        one = one.following
    return tuple(found[-SHOWN:])


def report_of(
    quarters: Sequence[Quarter],
    told: Mapping[tuple[Quarter, str], int | None],
    measures: Iterable[str],
) -> QuarterReport:
    """Return the report of what was told, a row for each of `measures`."""
    rows = []
    for measure in measures:
        figures = tuple(Figure(told.get((one, measure))) for one in quarters)
        rows.append(QuarterRow(measure, figures, total_of(figures)))
    return QuarterReport(tuple(quarters), tuple(rows))


def lines_of(report: QuarterReport, words: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the report as lines of cells, with headings; what is not told as '<5'."""
    yield ["measure", *(one.name for one in report.quarters), "together"]
    for row in report.rows:
        cells = [f"<{LEAST}" if one.value is None else str(one.value) for one in row.figures]
        together = str(row.total.value) if row.total.is_exact else f">={row.total.value}"
        yield [words[row.measure], *cells, together]
