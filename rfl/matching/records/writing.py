"""Judged pairs as rows of CSV, TSV or XLSX, and the reasons of each in words. Pure."""

import csv
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from rfl.matching.records.levels import AKIN, CLOSE, DIFFERENT, MISSING, NEAR, SAME
from rfl.matching.records.linking import Linker, Pairs
from rfl.tables import safe_cell

HEADER = ("id_a", "id_b", "probability", "bits", "reasons")
WORDS = {SAME: "same", NEAR: "near", CLOSE: "close", AKIN: "alike a little", DIFFERENT: "different"}
ENDINGS = (".csv", ".tsv", ".xlsx")

Row = tuple[str, str, float, float, str]


def rows_of(linker: Linker, pairs: Pairs) -> Iterator[Row]:
    """Yield one row of output for each pair."""
    columns = (pairs.a, pairs.b, pairs.probability, pairs.bits, pairs.levels, pairs.by_field)
    for a, b, probability, bits, levels, by_field in zip(
        *(column.tolist() for column in columns), strict=True
    ):
        why = reasons(linker.fields, levels, by_field)
        yield linker.a.ids[a], linker.b.ids[b], round(probability, 4), round(bits, 2), why


def reasons(fields: Sequence[str], levels: Sequence[int], bits: Sequence[float]) -> str:
    """Return why, strongest first: 'birth date same +12.4; town different −3.9'."""
    told = [row for row in zip(fields, levels, bits, strict=True) if row[1] != MISSING]
    told.sort(key=lambda row: -abs(row[2]))
    words = [f"{_words(field, level)} {worth:+.1f}" for field, level, worth in told]
    return "; ".join(words).replace("-", "−")


@cache
def _words(field: str, level: int) -> str:
    return f"{field.replace('_', ' ')} {WORDS[level]}"


def write(rows: Iterable[Row], out: Path | None) -> None:
    """Write `rows` as the ending of `out` says; TSV to the screen without one."""
    if out is not None and out.suffix.lower() == ".xlsx":
        import xlsxwriter  # noqa: PLC0415  # a fortieth of a second that no other list needs

        with xlsxwriter.Workbook(str(out), {"constant_memory": True, "strings_to_formulas": False,
                                            "strings_to_urls": False}) as book:  # fmt: skip
            sheet = book.add_worksheet()
            for number, row in enumerate([HEADER, *rows]):
                sheet.write_row(number, 0, row)
    elif out is None:
        _text(rows, sys.stdout, "\t")
    else:
        with out.open("w", encoding="utf-8", newline="") as file:
            _text(rows, file, "," if out.suffix.lower() == ".csv" else "\t")


def _text(rows: Iterable[Row], file: "object", delimiter: str) -> None:
    writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow(HEADER)
    writer.writerows((safe_cell(a), safe_cell(b), *rest) for a, b, *rest in rows)
