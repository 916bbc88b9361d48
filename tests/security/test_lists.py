"""Lists from outside: bombs, entities, names that lead elsewhere, formulas. And lists going out."""

import csv
import io
import zipfile
from uuid import UUID

import pytest
import xlsxwriter

from rfl.access.rules import Role
from rfl.errors import RuleBrokenError
from rfl.intake import taking_in
from rfl.tables import MAX_CELL, MAX_COLUMNS, read_table, safe_cell
from tests.intake.kobo import export, row

SHEET = "xl/worksheets/sheet1.xml"


def workbook(cell: str = "Momodou Jallow") -> bytes:
    """Return a small workbook."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write_column(0, 0, ["name", cell])
    return out.getvalue()


def changed(data: bytes, changes: dict[str, bytes]) -> bytes:
    """Return a workbook with some of its parts put in or exchanged."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    return out.getvalue()


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        return archive.read(name)


def read(data: bytes) -> list[tuple[str, ...]]:
    return list(read_table(data).rows)


@pytest.fixture
def secret(tmp_path):
    """A file that only this machine should read."""
    path = tmp_path / "secret"
    path.write_text("Zebulonzinho", encoding="utf-8")
    return path


def test_an_entity_that_names_a_file_reads_none(secret):
    strings = part("xl/sharedStrings.xml").decode()
    hostile = strings.replace("<sst", f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><sst', 1)
    data = changed(
        workbook(),
        {"xl/sharedStrings.xml": hostile.replace("Momodou Jallow", "Momodou &e;").encode()},
    )

    try:
        cells = repr(read(data))
    except RuleBrokenError as error:
        cells = str(error)

    assert "Zebulonzinho" not in cells


def test_entities_that_grow_do_not_grow():
    lol = '<!ENTITY a "' + "lol" * 100 + '">'
    for one, before in zip("bcdefgh", "abcdefg", strict=True):
        lol += f'<!ENTITY {one} "' + f"&{before};" * 10 + '">'
    strings = part("xl/sharedStrings.xml").decode()
    hostile = strings.replace("<sst", f"<!DOCTYPE x [{lol}]><sst", 1)
    data = changed(
        workbook(),
        {"xl/sharedStrings.xml": hostile.replace("Momodou Jallow", "&h;").encode()},
    )

    try:
        cells = repr(read(data))
    except RuleBrokenError as error:
        cells = str(error)

    assert len(cells) < MAX_CELL


def test_a_workbook_that_unpacks_to_a_flood_is_not_read():
    flood = b"<worksheet>" + b" " * 300_000_000 + b"</worksheet>"

    with pytest.raises(RuleBrokenError, match="unpacks to far more"):
        read(changed(workbook(), {SHEET: flood}))


def test_a_workbook_that_lies_about_its_size_is_not_read():
    """The size in the directory is made small; what is inside is not."""
    data = changed(workbook(), {SHEET: b"<worksheet>" + b"A" * 50_000_000})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        real = archive.getinfo(SHEET).file_size
    lying = data.replace(real.to_bytes(4, "little"), (5_000).to_bytes(4, "little"))
    assert lying != data

    with pytest.raises(RuleBrokenError, match="damaged"):  # before anything reads its cells
        read(lying)


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_workbook_packed_in_another_way_is_not_read(way):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression=way) as archive:
        archive.writestr(SHEET, "<worksheet/>" * 50)

    with pytest.raises(RuleBrokenError, match="damaged"):
        read(out.getvalue())


def test_a_workbook_of_a_hundred_thousand_parts_is_not_read():
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(5_000):
            archive.writestr(f"xl/media/{number}", b"")

    with pytest.raises(RuleBrokenError, match="unpacks to far more"):
        read(out.getvalue())


def test_a_part_that_leads_out_of_the_archive_writes_no_file(tmp_path, monkeypatch):
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    data = changed(workbook(), {"../../slip.txt": b"x", str(tmp_path / "slip.txt"): b"x"})

    assert read(data) == [("Momodou Jallow",)]
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_list_of_a_million_columns_is_not_read():
    line = ",".join(f"c{number}" for number in range(MAX_COLUMNS + 1))

    with pytest.raises(RuleBrokenError, match="columns"):
        read(f"{line}\n{line}\n".encode())


def test_a_cell_without_end_is_cut():
    assert read(b"name\n" + b"a" * 500_000) == [("a" * MAX_CELL,)]


@pytest.mark.parametrize(
    "formula",
    [
        '=HYPERLINK("//evil.example","x")',
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "  =1+1",
        "\0=1+1",
        "\uff1d1+1",
        "Ba;=1+1",
        "Ba\t=1+1",
        "Ba\n=1+1",
        "Ba,=1+1",
    ],
)
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(formula):
    """Also where a spreadsheet of another country parts it at its own separator."""
    for separator in ",;\t|\n":
        for one in safe_cell(formula).split(separator):
            bare = one.strip().strip("\0")
            assert not bare.startswith(("=", "+", "-", "@", "\uff1d")) or "'" in one[:2]


@pytest.mark.parametrize("cell", ["+220 700 1234", "-5", "Aïssatou", "O’Brien - Diallo", "", "a=b"])
def test_what_is_no_formula_stays_as_it_is(cell):
    assert safe_cell(cell) == cell


def test_the_file_of_rows_to_mend_runs_nothing(world, site):
    """Through the door: headings, cells and reasons of a hostile list, as they come back."""
    officer = world.colleague(Role.OFFICER)
    browser = site.as_(officer)
    rows = [row(1, "=cmd()", person__age="=1+1", notes="x;=2+2"), row(2, "Good One")]
    data = export(rows).replace(b"person/phone", b"=HYPERLINK(1)")
    made = browser.fill(
        "/imports", {"kind": "registrations", "file": (io.BytesIO(data), "list.csv")}
    )
    address = made.headers["Location"]
    taking_in.run_import(world.begin, officer, UUID(address.rsplit("/", 1)[1]))

    text = browser.post(f"{address}/mend.csv", {}, 200).text

    cells = [cell for line in csv.reader(io.StringIO(text.lstrip("\ufeff"))) for cell in line]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith("=")]
