"""From the bytes of a list to its rows: CSV of any delimiter and common encoding, or XLSX. Pure.

And, on the way out, cells that no spreadsheet takes for a formula.

Encodings: UTF-8 with or without mark, UTF-16, Windows-1252 and Windows-1256 (Arabic).
"""

import codecs
import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from rfl.errors import RuleBrokenError
from rfl.extents import Extent
from rfl.text import Text

MAX_ROWS = 200_000
MAX_COLUMNS = 400
MAX_CELL = 10_000
"""Characters of one cell that are kept; no name or note of a person is longer."""
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How parts of a workbook are packed (ECMA-376, part 2); other ways have errors of their own."""

MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""An XLSX that unpacks to more is refused: nobody's list is so large, but a trap may be."""
MAX_RATIO = 200
"""Unpacked to packed size of an XLSX; real ones stay far below."""

MAX_PARTS = 2_000
"""Files within an XLSX; real ones have some dozens."""

MAX_GRID = 20_000_000
"""Cells from the first to the farthest of a sheet: the reader takes some 30 bytes for each, filled
or not."""

PIECE_BYTES = 1024 * 1024

DELIMITERS = (",", ";", "\t", "|")
ARABIC_RUN = re.compile(rb"[\x81\x8d-\x90\x98\x9a\xaa\xc0-\xff]{2,}")
HIGH = re.compile(rb"[\x80-\xff]")


FORMULA = re.compile(r"(^|[,;|\t\r\n])(\s*)(?=[=+\-@\0\uff1d\uff0b\uff0d\uff20])")
"""What a spreadsheet would run, also where it parts a cell at the separator of another country;
the last four are the wide forms of East Asia. An apostrophe before it makes it text."""

TELEPHONE = re.compile(r"[+-]?[0-9 ]+")
"""Harmless, and spoilt by an apostrophe: a telephone number, a negative number."""


@dataclass(frozen=True, slots=True)
class Table:
    """A list: its headers, and its rows as text, each as long as the headers.

    The rows are read from the file one by one, and once.

    """

    headers: tuple[str, ...]
    rows: Iterator[tuple[str, ...]]


def read_table(data: bytes) -> Table:
    """Return the table in `data`.

    Raises:
        RuleBrokenError: it is no list this program can read; the sentence says what to do. Rows
            that cannot be read, or are too many, are told of when the reading comes to them.

    """
    if not data.strip():
        raise RuleBrokenError("The file is empty. Choose the export once more.")
    lines = _workbook(data) if data.startswith(b"PK\x03\x04") else _text(data)
    first = next((line for line in lines if any(cell.strip() for cell in line)), None)
    if first is None:
        raise RuleBrokenError("The file has no rows. Choose the export once more.")
    if len(first) > MAX_COLUMNS:
        raise RuleBrokenError(
            Text("The list has more than %(most)d columns. Take out some.", most=MAX_COLUMNS)
        )
    headers = tuple(cell[:MAX_CELL].strip() for cell in first)
    return Table(headers, _rows(lines, len(headers)))


def _rows(lines: Iterator[Sequence[str]], width: int) -> Iterator[tuple[str, ...]]:
    full = (line for line in lines if any(cell.strip() for cell in line))
    for number, line in enumerate(full, 1):
        if number > MAX_ROWS:
            raise RuleBrokenError(
                Text("The file has more than %(rows)d rows. Part it in two.", rows=MAX_ROWS)
            )
        yield _fitted(line, width)


def decode_text(data: bytes) -> str:
    """Return `data` as text, by its mark, as UTF-8, or as the likelier of two Windows pages."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    if b"\x00" in data[:200]:
        name = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        return data.decode(name, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1256" if _is_arabic(data) else "cp1252", errors="replace")


def _is_arabic(data: bytes) -> bool:
    """Tell whether high bytes stand in runs, as Arabic words do, or alone, as é and ñ do."""
    high = len(HIGH.findall(data))
    in_runs = sum(len(run) for run in ARABIC_RUN.findall(data))
    return in_runs * 2 > high


def _text(data: bytes) -> Iterator[Sequence[str]]:
    text = decode_text(data)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    try:
        yield from reader
    except csv.Error:
        raise RuleBrokenError(
            "The file is not a list that can be read. Export it as CSV or XLSX once more."
        ) from None


def _delimiter(text: str) -> str:
    """Return the delimiter of the first line: the one that parts it into the most cells."""
    line = next((one for one in text.splitlines() if one.strip()), "")
    bare = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=bare.count) if any(d in bare for d in DELIMITERS) else ","


def _workbook(data: bytes) -> Iterator[Sequence[str]]:
    _check_archive(data)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        for row in sheet.iter_rows():
            yield [_cell(value) for value in row]
    except (CalamineError, ValueError, OSError):
        raise RuleBrokenError(
            "The workbook cannot be read. Open it, save it as XLSX without a password, and try "
            "again."
        ) from None


def _check_archive(data: bytes) -> None:
    """Return if a workbook unpacks to what its directory says, and that is no more than a list.

    Raises:
        RuleBrokenError: it is a trap, damaged, or under a password.

    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            most = min(MAX_UNPACKED_BYTES, MAX_RATIO * len(data) + 1_000_000)
            if unpacked > most or len(entries) > MAX_PARTS:
                raise RuleBrokenError(
                    "The workbook unpacks to far more than a list holds. It was not read."
                )
            for entry in entries:
                _check_entry(archive, entry)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
        raise RuleBrokenError(
            "The workbook is damaged, or under a password. Save it once more, and try again."
        ) from None


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack a part piece by piece: one that is larger than it says fails its CRC.

    Raises:
        RuleBrokenError: its cells reach farther than a list does.
        BadZipFile: it is packed in a way of which no workbook is made.

    """
    if entry.compress_type not in PACKED:
        raise zipfile.BadZipFile
    with archive.open(entry) as part:
        grid = Extent().read(iter(lambda: part.read(PIECE_BYTES), b""))
    if grid > MAX_GRID:
        raise RuleBrokenError(
            "The workbook has cells far outside a list. Delete them, or save the list as CSV."
        )


def _cell(value: Any) -> str:
    """Return a cell as a person would have typed it: 24, not 24.0; 1998-03-04, not a serial."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _fitted(line: Sequence[str], width: int) -> tuple[str, ...]:
    cells = [cell[:MAX_CELL].strip() for cell in line[:width]]
    return tuple(cells + [""] * (width - len(cells)))


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet runs. A telephone number keeps its plus."""
    return text if TELEPHONE.fullmatch(text) else FORMULA.sub(r"\1\2'", text)
