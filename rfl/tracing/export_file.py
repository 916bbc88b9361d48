"""A file of cases, written: CSV or XLSX, no cell of which a spreadsheet runs."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

import xlsxwriter
from flask import Response, current_app
from flask_babel import gettext as _

from rfl import clock
from rfl.persons.calendars import describe
from rfl.persons.rules import RELATION_WORDS, SEX_WORDS
from rfl.societies.names import country_name
from rfl.tables import safe_cell
from rfl.tracing.cases import Sought
from rfl.tracing.export_rules import COLUMN_WORDS, Column, FileKind
from rfl.tracing.exporting import Opened, Taken
from rfl.tracing.rules import STATE_WORDS
from rfl.web.formats import comma, day
from rfl.web.papers import said

TYPES = {
    FileKind.CSV: "text/csv",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def given(taken: Taken) -> Response:
    """Return the answer that gives the file; its name names nobody."""
    lines = list(_lines(taken))
    data = _workbook(lines) if taken.kind is FileKind.XLSX else _text(lines)
    name = f"cases-{clock.today().isoformat()}-{taken.mark}.{taken.kind}"
    return current_app.response_class(
        data,
        mimetype=TYPES[taken.kind],
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _lines(taken: Taken) -> Iterator[list[str]]:
    """Yield the head, then a line for each case; the last cell says who took it, and when."""
    yield [_("Case"), *(_(COLUMN_WORDS[one]) for one in taken.columns), _("Taken by")]
    mark = f"{taken.by}, {day(clock.today())}, {taken.mark}"
    for one in taken.rows:
        cells = [_cell(taken, one, column) for column in taken.columns]
        yield [safe_cell(cell) for cell in (one.case.request.number, *cells, mark)]


def _cell(taken: Taken, one: Opened, column: Column) -> str:
    request = one.case.request
    plain = {
        Column.STATE: str(_(STATE_WORDS[request.state])),
        Column.OWNER: taken.staff.get(request.owner_id, "") if request.owner_id else "",
        Column.OPENED: _iso(request.created_at),
        Column.REVIEW: _iso(request.review_on),
        Column.HEARD: _iso(request.family_heard_at),
        Column.ENQUIRER: one.case.enquirer.display_name,
    }
    if column in plain:
        return plain[column]
    return "; ".join(_of_sought(sought, column) for sought in one.sought)


def _iso(moment: datetime | None) -> str:
    return moment.date().isoformat() if moment else ""


def _of_sought(one: Sought, column: Column) -> str:
    if column is Column.SOUGHT:
        return one.person.display_name
    if column is Column.SEX:
        return str(_(SEX_WORDS[one.person.sex]))
    if column is Column.BORN:
        return comma().join(said(describe(birth)) for birth in one.person.births)
    if column is Column.RELATION:
        return str(_(RELATION_WORDS[one.search.relation]))
    news = one.search.last_news[0] if one.search.last_news else None
    if news is None:
        return ""
    where = (news.place, country_name(news.country) if news.country else "")
    return comma().join(part for part in (day(news.day) if news.day else "", *where) if part)


def _text(lines: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return ("\ufeff" + out.getvalue()).encode()


def _workbook(lines: list[list[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
        sheet.freeze_panes(1, 1)
        sheet.set_footer(lines[1][-1] if len(lines) > 1 else "")
    return out.getvalue()
