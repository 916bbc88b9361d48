"""`rfl names` as somebody with two lists meets it: files in, tables and clear errors out."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from rfl.matching.commands import names


def run(*args: str) -> Result:
    return CliRunner().invoke(names, args)


def written(folder: Path, name: str, text: str | bytes) -> str:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


ALONE = """
import gc, sys
import rfl.matching.commands
from rfl.cli import main
before = gc.get_threshold()
main(sys.argv[1:], standalone_mode=False)
assert gc.get_threshold() == before
print({"flask", "werkzeug", "sqlalchemy", "rfl.wiring"} & sys.modules.keys())
"""


def test_lists_of_names_need_neither_web_nor_database(tmp_path: Path) -> None:
    rows = [f"{number},Awa Cissé {number},198{number % 9}\n" for number in range(9)]
    people = written(tmp_path, "a.csv", "id,name,year of birth\n" + "".join(rows))
    done = subprocess.run(  # noqa: S603  # our own program, in a process of its own
        [sys.executable, "-c", ALONE, "records", "dedupe", people],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "set()"


def test_compare_writes_likeness_bits_and_reasons(tmp_path: Path) -> None:
    pairs = written(tmp_path, "pairs.tsv", "a\tb\tsame\nMamadou Diallo\tMomodou Jallow\t1\n")
    rows = run("compare", pairs).stdout.splitlines()
    assert rows[0] == "a\tb\tlikeness\tbits\treasons"
    a, b, likeness, bits, reasons = rows[1].split("\t")
    assert (a, b) == ("Mamadou Diallo", "Momodou Jallow")
    assert float(likeness) > 0.9
    assert float(bits) > 5
    assert "CLASS Diallo~Jallow +" in reasons


def test_search_writes_rank_id_and_reasons(tmp_path: Path) -> None:
    pool = written(tmp_path, "pool.tsv", "id\tname\n7\tMomodou Jallow\n9\tHussein Ali\n")
    queries = written(tmp_path, "queries.tsv", "query\nMamadou Diallo\n")
    out = tmp_path / "found.tsv"
    found = run("search", pool, queries, "--top", "1", "--out", str(out), "--timing")
    header, row = out.read_text(encoding="utf-8").splitlines()
    assert header == "query\trank\tid\tlikeness\treasons"
    assert row.split("\t")[:3] == ["Mamadou Diallo", "1", "7"]
    assert all(word in found.stderr for word in ("build", "queries/s", "p95", "MB"))


@pytest.mark.parametrize(
    "text",
    [
        "\ufeffa\tb\r\nAwa Cissé\tAwa Sisay\r\n",
        'a\tb\n"Awa Cissé"\t"Awa Sisay"\n',
        " A \tnote\tB\nAwa Cissé\t\tAwa Sisay\n\n",
    ],
    ids=["byte order mark and CRLF", "quotes", "case, spaces and an empty line"],
)
def test_a_spreadsheets_way_of_writing_is_read_right(tmp_path: Path, text: str) -> None:
    rows = run("compare", written(tmp_path, "pairs.tsv", text)).stdout.splitlines()
    assert [row.split("\t")[:2] for row in rows[1:]] == [["Awa Cissé", "Awa Sisay"]]


def test_a_short_row_is_an_empty_name(tmp_path: Path) -> None:
    rows = run("compare", written(tmp_path, "pairs.tsv", "a\tb\nAwa Cissé\n")).stdout.splitlines()
    assert rows[1].split("\t")[:3] == ["Awa Cissé", "", "0.0000"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "needs a header line with the columns a, b"),
        ("a,b\nAwa,Awa\n", "Not found: a, b"),
        ("a\tc\nAwa\tAwa\n", "Not found: b"),
        ("a\tb\ta\nAwa\tAwa\tAwa\n", "the column a twice"),
        (b"a\tb\n\xff\xfe\tAwa\n", "not UTF-8"),
        ('a\tb\n"Awa\tAwa\n', "a quotation mark is not closed"),
    ],
)
def test_a_list_that_cannot_be_read_is_named_with_its_fault(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    found = run("compare", written(tmp_path, "pairs.tsv", text))
    assert found.exit_code == 2
    assert "pairs.tsv" in found.stderr
    assert said in found.stderr


def test_explain_says_in_words_what_counts_and_how_much() -> None:
    said = run("explain", "Cabdiraxmaan Maxamed", "عبد الرحمن محمد").stdout
    assert "Cabdiraxmaan is the Somali, عبد الرحمن the Arabic spelling of one name" in said
    assert "this speaks clearly for one person (+" in said
    assert "of 100 pairs with names so alike, about" in said
    assert "almost the same" in said


def test_explain_says_against_what_a_conflict_speaks() -> None:
    said = run("explain", "Hassan Ali", "Hussein Ali").stdout
    assert "this speaks strongly against one person (−" in said
    assert "fewer than 1 are one person" in said


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("Mamadou", "fewer than 1 are one person"),
        ("Awa Kuvanir", "about 92 are one person"),
        ("Zubenelo Tsuvaniro", "about 99 are one person"),
        ("Zubenelo Tsuvaniro Gwembeshi", "more than 99 are one person"),
    ],
)
def test_explain_never_says_that_all_or_none_are_one(name: str, share: str) -> None:
    assert f"of 100 pairs with names so alike, {share}" in run("explain", name, name).stdout


def test_explain_says_which_of_several_names_counted() -> None:
    said = run("explain", "Moussa Hassan / محمد حسن", "محمد حسن").stdout
    assert "Name: محمد حسن ~ محمد حسن" in said
    assert "These two fit best, so they count." in said


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Саша", "Oleksandr", "Саша is a short form of Oleksandr."),
        ("Oleksandr", "Александр", "one name as two languages or regions say it"),
        ("Touré", "Toure", "differ only by accents"),
        ("Петренко", "Petrenko", "letter by letter, in two scripts"),
        ("Khorin", "Хорен", "Said aloud, at their nearest: ‘khorin’ and ‘khorin’."),
        ("M. Sow", "Moussa Sow", "Only a first letter is given, and it fits."),
    ],
)
def test_explain_names_the_kind_of_likeness(one: str, other: str, why: str) -> None:
    assert why in run("explain", one, other).stdout


@pytest.mark.parametrize("text", ["", "🙂", "\u202e", "/", "123"])
def test_explain_has_an_answer_to_everything(text: str) -> None:
    assert run("explain", "--", text, "Awa Cissé").exit_code == 0
