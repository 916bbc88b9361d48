"""Rows to mend, as a file: as they came, with column and reason behind. Pure."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Protocol

from rfl.intake.document import BadRowDocument
from rfl.tables import safe_cell

COLUMN_HEADER, REASON_HEADER = "_problem_column", "_problem"


class Writer(Protocol):
    """What csv.writer returns."""

    def writerow(self, row: Sequence[str], /) -> object:
        """Write one row."""


def mended_name(name: str) -> str:
    """Return the name of the file of rows to mend that goes with a list called `name`."""
    return f"{PurePath(name).stem}.mend.csv"


def write_bad_rows(
    writer: Writer, headers: Sequence[str], rows: Iterable[tuple[int, BadRowDocument]]
) -> None:
    """Write the rows under the headers they came with, the problem in two columns more."""
    writer.writerow([safe_cell(cell) for cell in (*headers, COLUMN_HEADER, REASON_HEADER)])
    for _number, bad in rows:
        writer.writerow([safe_cell(cell) for cell in (*bad.cells, bad.column, bad.reason)])
