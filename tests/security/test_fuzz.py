"""Every parser given nonsense: it answers, or refuses with a sentence, and never breaks."""

import io
import zipfile
from contextlib import suppress
from datetime import date

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rfl.access.rules import Role
from rfl.access.views import OWN_PAGE
from rfl.errors import RuleBrokenError
from rfl.intake import values
from rfl.intake.columns import REGISTRATION_COLUMNS, REQUEST_COLUMNS, Field, recognise
from rfl.intake.rows import Row, registration_of, request_of
from rfl.intake.vocabulary import HEADINGS
from rfl.matching import Name, NamePart
from rfl.matching.reading import read as read_name
from rfl.matching.records.columns import read_map
from rfl.matching.records.columns import recognise as recognise_records
from rfl.persons import calendars
from rfl.persons.document import BirthStatement
from rfl.persons.rules import Calendar, Precision
from rfl.tables import MAX_CELL, read_table, safe_cell
from tests.once import WHOLE

TODAY = date(2026, 11, 29)
SEPARATOR = st.sampled_from([",", ";", "\t", "|", "\n", "\r\n", '"', "\0", "'"])
TEXT = st.text(max_size=60) | st.lists(SEPARATOR | st.text(max_size=6)).map("".join)
CELL = TEXT | st.sampled_from(
    ["", "24", "-1", "1e9", "2001-02-30", "00/00/0000", "٢٤", "۱۳۷۵-۰۱-۰۱", "nan", "=1+1", "½", "²"]
)
QUICK = settings(max_examples=150, deadline=None)


@given(st.binary(max_size=400) | TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")))
@QUICK
def test_any_bytes_are_a_list_or_are_refused(data):
    with suppress(RuleBrokenError):
        table = read_table(data)
        width = len(table.headers)
        for line in table.rows:
            assert len(line) == width
            assert all(len(cell) <= MAX_CELL for cell in line)


def _workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["name", "age", "day"])
        sheet.write_row(1, 0, ["Awa", 24, "2026-01-01"])
    return out.getvalue()


WORKBOOK = _workbook()


@given(st.lists(st.tuples(st.integers(0, len(WORKBOOK) - 1), st.integers(0, 255)), max_size=20))
@QUICK
def test_a_workbook_with_changed_bytes_is_read_or_refused(changes):
    data = bytearray(WORKBOOK)
    for place, value in changes:
        data[place] = value
    with suppress(RuleBrokenError):
        list(read_table(bytes(data)).rows)


@given(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"]), st.data())
@QUICK
def test_a_workbook_with_changed_words_is_read_or_refused(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part == name:
                place = data.draw(st.integers(0, len(content)))
                content = content[:place] + data.draw(st.binary(max_size=30)) + content[place:]
            new.writestr(part, content)
    with suppress(RuleBrokenError):
        list(read_table(out.getvalue()).rows)


@pytest.mark.parametrize(
    "reader",
    [
        values.yes, values.sex, values.relation, values.age, values.partial_date,
        values.whole_date, values.moment, values.country,
    ],
)  # fmt: skip
def test_any_cell_is_read_or_refused(reader):
    @given(CELL)
    @QUICK
    def read(cell):
        with suppress(RuleBrokenError):
            reader(cell)

    read()


@given(st.dictionaries(st.sampled_from(list(Field)), CELL, max_size=12))
@QUICK
def test_any_row_becomes_a_record_or_names_the_column_to_mend(cells):
    for make in (lambda row: registration_of(row, {}, TODAY), lambda row: request_of(row, TODAY)):
        with suppress(RuleBrokenError):
            make(Row(1, cells))


@given(st.lists(TEXT, max_size=8), st.dictionaries(TEXT, TEXT, max_size=4))
@QUICK
def test_any_headings_are_recognised_or_left_out(headers, own):
    kept = dict.fromkeys(own, Field.NAME.value)
    for kind, known in zip(HEADINGS, (REGISTRATION_COLUMNS, REQUEST_COLUMNS), strict=True):
        places = recognise(headers, known, kept, HEADINGS[kind])
        assert len(set(places.values())) == len(places)
    with suppress(RuleBrokenError):
        recognise_records(headers, own)


@given(
    st.text(max_size=80)
    | st.builds('[{}]\n"{}" = "{}"\n'.format, st.sampled_from(["columns", "x"]), TEXT, TEXT)
)
@example("b.2.21=2")
@QUICK
def test_any_map_of_columns_is_read_or_refused(text):
    with suppress(RuleBrokenError):
        read_map(text)


NUMBER = st.none() | st.integers(-5, 10_000)


@given(
    st.builds(
        BirthStatement,
        st.sampled_from(list(Precision)),
        calendar=st.sampled_from(list(Calendar)),
        year=NUMBER,
        month=NUMBER,
        day=NUMBER,
        age=NUMBER,
        stated_on=st.none() | st.just(TODAY),
    )
)
@QUICK
def test_any_statement_of_a_birth_is_checked_before_it_is_told(birth):
    with suppress(RuleBrokenError):
        calendars.check(birth, TODAY)
        str(calendars.describe(birth))
        low, high = calendars.age_between(birth, TODAY)
        assert low <= high


@given(TEXT)
@QUICK
def test_any_name_is_read(text):
    read_name(Name((NamePart(text),)))


@given(CELL)
@QUICK
def test_any_cell_that_goes_out_stays_one_cell_and_runs_nothing(cell):
    written = safe_cell(cell)

    assert written.replace("'", "") == cell.replace("'", "")
    assert not written.lstrip().startswith(("=", "@"))


@given(st.text(max_size=40) | st.builds("/{}".format, st.text("/\\.:@%\t\r\n a", max_size=12)))
@QUICK
def test_any_address_after_signing_in_is_ours_or_is_not_followed(address):
    if OWN_PAGE.fullmatch(address):
        assert address.startswith("/")
        assert not address.startswith("//")
        assert not set(address) & set("\\\r\n\t :@")


PATHS = (
    "/requests", "/registrations", "/persons", "/links", "/exchange", "/inbox", "/imports",
    "/my-work", "/reports", "/sign-in", "/requests/new", "/registrations/new", "/transfers",
    "/directory", "/boards", "/photo-boards",
)  # fmt: skip


def test_any_query_and_any_form_get_a_page(world, site):
    """No nonsense in an address or a form brings out an error of ours."""
    browser = site.as_(world.colleague(Role.OFFICER, Role.COORDINATOR))
    browser.get("/requests/new")
    names = [name for name in browser.form if name != "csrf_token"]
    token = browser.form["csrf_token"]
    keys = st.sampled_from(
        ["page", "state", "show", "number", "kind", "days", "site", "next", "all", "_external"]
    )
    fields = st.sampled_from([*names, "row", "person-names-9999-parts-0-text", "recipients"])

    @given(st.sampled_from(PATHS), st.dictionaries(keys, CELL), st.dictionaries(fields, CELL))
    @settings(
        max_examples=60 if WHOLE else 25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    def ask(path, query, typed):
        assert browser.client.get(path, query_string=query).status_code in (200, 303, 403)
        form = {**typed, "csrf_token": token}
        for address in ("/requests/new", "/registrations/new", "/search"):
            answer = browser.client.post(address, data=form)
            assert answer.status_code in (200, 303, 400, 422), address

    ask()
