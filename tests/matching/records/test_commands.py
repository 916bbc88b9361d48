import csv
import io

import pytest
import xlsxwriter
from click.testing import CliRunner

from rfl.cli import main
from rfl.matching.records.columns import recognise
from rfl.matching.records.dates import parts_of
from tests.matching.records.people import double, person, pool


def written(path, rows, delimiter=","):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def run(*arguments):
    return CliRunner().invoke(main, ["records", *arguments])


def pairs(text, delimiter="\t"):
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


@pytest.fixture
def two_lists(tmp_path):
    ones = pool(200)
    others = [double(one, number) for number, one in enumerate(ones[:120])]
    return written(tmp_path / "a.csv", ones), written(tmp_path / "b.tsv", others, ";")


def test_links_the_right_people_and_says_why(two_lists):
    done = run("link", *two_lists, "--one-to-one")
    assert done.exit_code == 0, done.output
    found = pairs(done.stdout)
    right = [row for row in found if row["id_b"] == f"b{row['id_a']}"]
    assert len(right) >= 116
    assert len(found) - len(right) <= 2
    assert all("+" in row["reasons"] for row in found)


def test_one_to_one_leaves_a_row_its_likeliest_partner(tmp_path):
    ones = pool(60)
    close, twin = dict(ones[0], id="close", dob=ones[1]["dob"]), dict(ones[0], id="twin")
    lists = written(tmp_path / "a.csv", ones), written(tmp_path / "b.csv", [close, twin, *ones[2:]])
    asked: tuple[list[str], ...] = ([], ["--one-to-one"])
    found = [
        [row["id_b"] for row in pairs(run("link", *lists, *more).stdout) if row["id_a"] == "0"]
        for more in asked
    ]
    assert [sorted(one) for one in found] == [["close", "twin"], ["twin"]]


ARABIC = str.maketrans("badofiklumstern", "بادوفيكلومستيرن")
"""The letters of the invented people, as an Arabic clerk hears them."""


def test_a_long_list_is_learnt_from_a_part_and_told_part_by_part(tmp_path, monkeypatch):
    ones = pool(150)
    others = [{**one, "id": f"b{one['id']}"} for one in ones[:90]]
    for one in others[:45]:
        one["given_name"] = one["given_name"].translate(ARABIC)
    lists = written(tmp_path / "a.csv", ones), written(tmp_path / "b.csv", others)
    whole = {(row["id_a"], row["id_b"]) for row in pairs(run("link", *lists).stdout)}
    monkeypatch.setattr("rfl.matching.records.linking.LEARNT_FROM", 75)
    monkeypatch.setattr("rfl.matching.records.linking.PART", 40)
    parted = {(row["id_a"], row["id_b"]) for row in pairs(run("link", *lists).stdout)}
    assert {(one["id"], f"b{one['id']}") for one in ones[:90]} <= parted
    assert len(parted ^ whole) <= 2


def test_gives_the_same_answer_twice(two_lists):
    assert run("link", *two_lists).stdout == run("link", *two_lists).stdout


def test_finds_doubles_in_a_workbook_with_floats(tmp_path):
    rows = [*pool(150), *(double(one, n) for n, one in enumerate(pool(150)[:40]))]
    book = xlsxwriter.Workbook(str(tmp_path / "a.xlsx"))
    sheet = book.add_worksheet()
    for number, row in enumerate([dict.fromkeys(rows[0]), *rows]):
        for place, (key, value) in enumerate(row.items()):
            sheet.write(number, place, key if number == 0 else value)
    book.close()
    out = tmp_path / "out.csv"
    done = run("dedupe", str(tmp_path / "a.xlsx"), "--out", str(out), "--timing")
    assert done.exit_code == 0, done.output
    assert "peak" in done.stderr
    found = pairs(out.read_text("utf-8"), ",")
    assert sum(row["id_b"] == f"b{row['id_a']}" for row in found) >= 38


def test_a_name_is_found_in_another_script_and_spelling(tmp_path):
    ones = [*pool(150), person("x", "Mamadou", "Diallo", "1990-05-06", "Pita", 7)]
    others = [
        *({**one, "id": f"b{one['id']}"} for one in pool(150)),
        person("arabic", "مامادو", "ديالو", "1990-05-06", "Pita", 7),
        person("gambian", "Momodou", "Jallow", "1990-05-06", "Pita", 7),
    ]
    done = run("link", written(tmp_path / "a.csv", ones), written(tmp_path / "b.csv", others))
    assert {row["id_b"] for row in pairs(done.stdout) if row["id_a"] == "x"} == {
        "arabic", "gambian",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04rubbish", "workbook"),
        (b"colour,size\nred,3\n", "No column of names"),
        (b"name,age\n", "no rows"),
        (b"id,name\n1,Ali\n1,Omar\n", "Row 2 has an id"),
    ],
)
def test_bad_lists_are_told_in_a_sentence(tmp_path, content, said):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    done = run("dedupe", str(path))
    assert done.exit_code == 1
    assert said in done.stderr


def test_a_map_names_columns_and_unknown_fields_are_refused(tmp_path):
    rows = [{"wer": one["given_name"], "geburt": one["dob"]} for one in pool(30)]
    path, map_ = written(tmp_path / "a.csv", [*rows, *rows]), tmp_path / "map.toml"
    map_.write_text('[columns]\nwer = "full_name"\ngeburt = "birth_date"\n', "utf-8")
    assert len(pairs(run("dedupe", path, "--map", str(map_)).stdout)) >= 28
    map_.write_text('[columns]\nwer = "shoe"\n', "utf-8")
    assert "not known" in run("dedupe", path, "--map", str(map_)).stderr


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Date of Birth", "birth_date"),
        ("group_person/FIRST NAME:", "given_name"),
        ("details.family-name", "surname"),
        ("Téléphone", "phone"),
        ("_uuid", "id"),
        ("favourite colour", None),
    ],
)
def test_columns_are_known_by_common_headings(heading, field):
    assert recognise([heading], {}) == ({field: 0} if field else {})


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("1985-03-12", (1985, 3, 12)),
        ("1985-03-12t00:00:00", (1985, 3, 12)),
        ("12/3/1985", (1985, 3, 12)),
        ("03/28/1985", (1985, 3, 28)),
        ("19850312", (1985, 3, 12)),
        ("12.3.85", (1985, 3, 12)),
        ("12 juillet 1985", (1985, 7, 12)),
        ("31118", (1985, 3, 12)),
        ("1985", (1985, 0, 0)),
        ("about 30", (0, 0, 0)),
    ],
)
def test_dates_are_read_as_lists_write_them(text, date):
    assert parts_of(text) == date


def test_what_a_spreadsheet_made_of_numbers_is_read_as_it_was_typed(tmp_path):
    typed = [{**one, "dob": one["dob"].replace("-", ""), "phone": "22000000"} for one in pool(60)]
    floats = [{**one, "dob": one["dob"] + ".0", "phone": "2.2e7"} for one in typed]
    plain, odd = written(tmp_path / "a.csv", typed), written(tmp_path / "b.csv", floats)
    assert run("link", plain, odd).stdout == run("link", plain, plain).stdout
