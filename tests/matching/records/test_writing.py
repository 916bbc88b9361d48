"""What is told of linked pairs: why, strongest first, in a file of the kind that its name says."""

import numpy as np
import pytest
from click.testing import CliRunner

from rfl.cli import main
from rfl.matching.records.levels import AKIN, CLOSE, DIFFERENT, MISSING, NEAR, SAME
from rfl.matching.records.linking import Pairs
from rfl.matching.records.writing import HEADER, reasons, rows_of, write
from rfl.tables import read_table
from tests.matching.records.people import pool
from tests.matching.records.test_commands import written
from tests.matching.records.test_linking import linked

ROWS = [("1", "b1", 0.9876, 7.25, "town same +7.2"), ("=1+1", "+220 77", 0.5, -1.0, "a; b")]


def test_why_is_told_strongest_first_and_not_what_one_side_does_not_tell() -> None:
    fields = ("given_name", "surname", "birth_date", "town", "sex", "phone")
    levels = (NEAR, CLOSE, SAME, DIFFERENT, AKIN, MISSING)
    assert reasons(fields, levels, (5.04, 4.0, 12.4, -3.96, 0.02, 0)) == (
        "birth date same +12.4; given name near +5.0; surname close +4.0; town different −4.0; "
        "sex alike a little +0.0"
    )


@pytest.mark.parametrize(("ending", "delimiter"), [("csv", ","), ("tsv", "\t"), ("TSV", "\t")])
def test_text_is_written_as_the_ending_says_and_no_cell_is_a_formula(
    tmp_path, ending, delimiter
) -> None:
    out = tmp_path / f"links.{ending}"
    write(ROWS, out)
    assert out.read_text("utf-8").splitlines() == [
        delimiter.join(line)
        for line in (
            HEADER, ("1", "b1", "0.9876", "7.25", "town same +7.2"),
            ("'=1+1", "+220 77", "0.5", "-1.0", "a; b"),
        )
    ]  # fmt: skip


def test_a_workbook_holds_the_same_as_text(tmp_path) -> None:
    out = tmp_path / "links.XLSX"
    write(ROWS, out)
    table = read_table(out.read_bytes())
    assert table.headers == HEADER
    assert list(table.rows) == [tuple(map(str, ROWS[0])), ("=1+1", "+220 77", "0.5", "-1", "a; b")]


def test_figures_are_told_in_four_and_two_places_with_the_ids_of_both_lists() -> None:
    linker = linked(pool(5), [{**one, "id": f"b{one['id']}"} for one in pool(3)])
    levels, bits = np.array([[0, 0, 0, 0, SAME]], np.int8), np.array([[0, 0, 0, 0, 6.54321]])
    told = Pairs(
        np.array([4]), np.array([2]), np.array([0.123456]), np.array([6.54321]), levels, bits
    )
    assert list(rows_of(linker, told)) == [("4", "b2", 0.1235, 6.54, "phone same +6.5")]


def test_files_of_other_kinds_are_refused(tmp_path) -> None:
    lists = [written(tmp_path / f"{name}.csv", pool(70)) for name in "ab"]
    for ending, code in (("csv", 0), ("tsv", 0), ("xlsx", 0), ("txt", 1), ("", 1)):
        out = tmp_path / f"out.{ending}"
        done = CliRunner().invoke(main, ["records", "link", *lists, "--out", str(out)])
        assert done.exit_code == code, ending
        assert out.exists() == (code == 0)
