"""Rows to mend, as a file: as they came, with column and reason behind. Pure."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Protocol

from rfl.intake.document import BadRowDocument

COLUMN_HEADER, REASON_HEADER = "_problem_column", "_problem"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Cells that a spreadsheet would run as a formula are put behind an apostrophe."""


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
    writer.writerow([*headers, COLUMN_HEADER, REASON_HEADER])
    for _number, bad in rows:
        cells = [safe_cell(cell) for cell in bad.cells]
        writer.writerow([*cells, bad.column, bad.reason])


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs. A telephone number keeps its plus."""
    if text.startswith(FORMULA_STARTS) and not text[1:].replace(" ", "").isdigit():
        return "'" + text
    return text
