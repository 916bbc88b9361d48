import io
import zipfile

import pytest
import xlsxwriter

from rfl.errors import RuleBrokenError
from rfl.intake.columns import REGISTRATION_COLUMNS, Field, recognise
from rfl.intake.values import age, country, partial_date, sex, yes
from rfl.intake.vocabulary import HEADINGS
from rfl.persons.rules import Sex
from rfl.tables import read_table, safe_cell


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_list_is_read_whatever_its_delimiter_and_encoding(encoding, delimiter):
    text = f"name{delimiter}âge\nAïssatou Baldé{delimiter}24\n"

    table = read_table(text.encode(encoding))

    assert table.headers == ("name", "âge")
    assert list(table.rows) == [("Aïssatou Baldé", "24")]


def test_arabic_in_the_windows_page_is_read():
    table = read_table("name,age\nمحمد علي,24\nأحمد,30\n".encode("cp1256"))

    assert next(table.rows) == ("محمد علي", "24")


def test_a_workbook_is_read_as_a_person_would_have_typed_it():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["name", "age"])
    sheet.write_row(1, 0, ["Momodou", 24.0])
    book.close()

    assert list(read_table(out.getvalue()).rows) == [("Momodou", "24")]


def test_a_workbook_that_unpacks_to_far_too_much_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)

    with pytest.raises(RuleBrokenError, match="unpacks"):
        read_table(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"   \n", b"PK\x03\x04 not a workbook"])
def test_what_is_no_list_is_told_so(data):
    with pytest.raises(RuleBrokenError):
        read_table(data)


def test_kobo_columns_are_recognised_as_they_come():
    places = recognise(("_id", "person/full_name", "_uuid", "other"), REGISTRATION_COLUMNS, {}, {})

    assert places == {Field.NAME: 1, Field.EXTERNAL_ID: 2}


def test_the_societys_own_mapping_wins():
    places = recognise(("Nom", "notes"), REGISTRATION_COLUMNS, {"Nom": "name"}, {})

    assert places[Field.NAME] == 0


@pytest.mark.parametrize(
    "headers",
    [
        ("Nom complet", "Né le", "Pays d’origine", "Village :"),
        ("Nombre completo", "Fecha de nacimiento", "País de origen", "Pueblo"),
        ("الاسم الكامل", "تاريخ الميلاد", "بلد الأصل", "القرية"),
        ("Full name", "DOB", "Country of origin", "Village"),
    ],
)
def test_everyday_headings_are_taken_for_what_they_say(headers):
    places = recognise(headers, REGISTRATION_COLUMNS, {}, HEADINGS["registrations"])

    assert places == {
        Field.NAME: 0,
        Field.BIRTH_DATE: 1,
        Field.ORIGIN_COUNTRY: 2,
        Field.ORIGIN_PLACE: 3,
    }


@pytest.mark.parametrize("kind", ["registrations", "requests"])
def test_running_numbers_and_bare_dates_are_taken_for_nothing(kind):
    headers = ("No.", "id", "date", "numéro")

    assert recognise(headers, {}, {}, HEADINGS[kind]) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2001-03-04", (2001, 3, 4)), ("2001-00-00", (2001, None, None)), ("1998", (1998, None, None)),
     ("04/03/2001", (2001, 3, 4)), ("1998.0", (1998, None, None)), ("", None)],
)  # fmt: skip
def test_dates_are_read_as_far_as_they_are_given(text, expected):
    assert partial_date(text) == expected


@pytest.mark.parametrize("text", ["yesterday", "31-12", "2001-13-01"])
def test_a_date_that_cannot_be_read_is_an_error(text):
    with pytest.raises(RuleBrokenError):
        partial_date(text)


@pytest.mark.parametrize("text", ["yes", "Oui", "sí", "نعم", "1", "TRUE"])
def test_yes_in_several_languages(text):
    assert yes(text)


@pytest.mark.parametrize("text", ["", "no", "non", "لا", "perhaps", "0"])
def test_anything_else_is_not_yes(text):
    assert not yes(text)


def test_words_for_sex_age_and_country():
    assert (sex("Homme"), sex("أنثى"), sex("")) == (Sex.MALE, Sex.FEMALE, Sex.UNKNOWN)
    assert (age("24.0"), age("")) == (24, None)
    assert (country("The Gambia"), country("SN"), country("السنغال")) == ("GM", "SN", "SN")
    assert (country("Alemania"), country("Guinée"), country("sen")) == ("DE", "GN", "SN")
    assert country("Utopia") == ""


def test_cells_that_a_spreadsheet_would_run_are_made_harmless():
    assert safe_cell("=1+1") == "'=1+1"
    assert safe_cell("+220 700 1234") == "+220 700 1234"
