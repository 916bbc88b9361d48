"""`rfl records`: link two lists of people, or find the doubles of one. No set-up, no database."""

import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import numpy as np

from rfl.errors import RuleBrokenError
from rfl.matching.records.choosing import one_to_one
from rfl.matching.records.columns import read_map, recognise
from rfl.matching.records.linking import Linker, Pairs
from rfl.matching.records.people import People, Values, collect, fields_of
from rfl.matching.records.writing import ENDINGS, rows_of, write
from rfl.tables import read_table
from rfl.text import Text

LIST = click.Path(exists=True, dir_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)


def _options(command: Any) -> Any:
    for option in (
        click.option("--timing", is_flag=True, help="Tell times and memory on standard error."),
        click.option("--out", type=FILE, help="CSV, TSV or XLSX by its ending. Default: screen."),
        click.option("--threshold", default=0.5, show_default=True, type=click.FloatRange(0.01, 1)),
        click.option("--map", "map_", type=LIST, help="TOML: which heading is which field."),
    ):
        command = option(command)
    return command


@click.group()
def records() -> None:
    """Find the same people in two lists, or twice in one."""


@records.command()
@click.argument("a", type=LIST)
@click.argument("b", type=LIST)
@click.option("--one-to-one", "single", is_flag=True, help="Each row has one partner at most.")
@_options
def link(a: Path, b: Path, *, single: bool, **options: Any) -> None:
    """Tell which rows of the lists A and B are one person, how surely, and why."""
    _run([a, b], single=single, **options)


@records.command()
@click.argument("a", type=LIST)
@_options
def dedupe(a: Path, **options: Any) -> None:
    """Tell which rows of the list A are one person, how surely, and why."""
    _run([a], single=False, **options)


def _run(
    paths: list[Path], *, map_: Path | None, threshold: float, single: bool, out: Path | None,
    timing: bool,
) -> None:  # fmt: skip
    if out is not None and out.suffix.lower() not in ENDINGS:
        raise RuleBrokenError("The file to write must end in .csv, .tsv or .xlsx.")
    start = time.perf_counter()
    linker = _linker(paths, map_)
    built = time.perf_counter() - start
    chosen: Iterator[Pairs] = (
        part.only(np.flatnonzero(part.probability >= threshold)) for part in _progressing(linker)
    )
    if single:
        whole = Pairs.joined(list(chosen))
        chosen = iter([whole.only(one_to_one(whole.a, whole.b, whole.bits))])
    write((row for part in chosen for row in rows_of(linker, part)), out)
    if timing:
        _tell(built, time.perf_counter() - start - built, linker)


def _linker(paths: list[Path], map_: Path | None) -> Linker:
    try:
        own = read_map(map_.read_text("utf-8-sig") if map_ else "")
    except UnicodeDecodeError:
        raise RuleBrokenError("The map is not UTF-8 text.") from None
    tables = [_table(path) for path in paths]
    mapped = [recognise(table.headers, names) for table, names in zip(tables, own, strict=False)]
    fields = fields_of(*mapped)
    names = Values()
    values = {f: names if f in ("given_name", "surname") else Values() for f in fields}
    people: list[People] = [
        collect(table.rows, places, fields, values)
        for table, places in zip(tables, mapped, strict=True)
    ]
    return Linker(fields, values, people[0], people[1] if len(people) > 1 else None)


def _table(path: Path) -> Any:
    try:
        return read_table(path.read_bytes())
    except RuleBrokenError as error:
        raise RuleBrokenError(
            Text("%(file)s: %(why)s", file=path.name, why=error.sentence)
        ) from None


def _progressing(linker: Linker) -> Iterator[Pairs]:
    with click.progressbar(
        length=len(linker.a), label="Comparing", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        yield from linker.parts(bar.update)


def _tell(built: float, took: float, linker: Linker) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    click.echo(
        f"build {built:.1f} s (reading and learning), {linker.compared} pairs compared, "
        f"{linker.finished} of them by every field, judged and written in {took:.1f} s, "
        f"peak {peak:.0f} MB",
        err=True,
    )
