"""Workbooks whose cells say that they stand far away: refused before memory is asked for."""

import io
import zipfile

import pytest
import xlsxwriter

from rfl.errors import RuleBrokenError
from rfl.tables import read_table

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*cells: tuple[int, int]) -> bytes:
    """Return a list of two columns, with further cells at (row, column), counted from 0."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate((("name", "age"), ("Momodou Jallow", 24))):
            sheet.write_row(row, 0, line)
        for row, column in cells:
            sheet.write(row, column, "x")
        sheet.set_row(1_048_575, 30)  # an empty row with a height of its own, as people leave them
    return out.getvalue()


def changed(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return the workbook with other words in its sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for part in before.namelist():
            text = before.read(part)
            after.writestr(part, text.replace(old, new) if part == SHEET else text)
    return out.getvalue()


def test_a_list_with_an_empty_row_far_below_is_read():
    rows = list(read_table(workbook()).rows)

    assert rows == [("Momodou Jallow", "24")]


@pytest.mark.parametrize("far", [(1_048_575, 16_383), (200_000, 300)])
def test_a_cell_far_outside_a_list_is_refused(far):
    with pytest.raises(RuleBrokenError, match="far outside"):
        list(read_table(workbook(far)).rows)


@pytest.mark.parametrize(
    "place",
    [b'r="A99999999"', b'r="ZZZZ2"', b"r = 'B99999999999999999999'", b'x="/>" r="A99999999"'],
)
def test_a_place_that_no_spreadsheet_knows_is_refused(place):
    with pytest.raises(RuleBrokenError, match="far outside"):
        list(read_table(changed(workbook(), b'r="B2"', place)).rows)


def test_cells_that_do_not_say_where_they_stand_are_counted():
    many = b"<c><v>1</v></c>" * 30
    far = changed(workbook(), b'<c r="B2">', b'</row><row r="1048576">' + many + b'<c r="B2">')

    with pytest.raises(RuleBrokenError, match="far outside"):
        list(read_table(far).rows)
