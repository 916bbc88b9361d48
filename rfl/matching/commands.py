"""`rfl names`: the engine by itself, for anyone with lists of names. No set-up, no database."""

import csv
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import click

from rfl.matching.explaining import explain as in_words
from rfl.matching.explaining import signed
from rfl.matching.pool import Pool
from rfl.matching.score import compare_names
from rfl.matching.types import Evidence, Likeness

PERCENTILE = 0.95


@click.group()
def names() -> None:
    """Compare, search and explain names in any script."""


@names.command()
@click.argument("pairs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Default: the screen.")
@click.option("--timing", is_flag=True, help="Tell times and memory on standard error.")
def compare(pairs: Path, out: Path | None, *, timing: bool) -> None:
    """Compare the names in the columns a and b of PAIRS (TSV): likeness, bits, reasons."""
    rows = _table(pairs, ("a", "b"))
    took: list[float] = []
    with _output(out) as file:
        writer = _writer(file, ("a", "b", "likeness", "bits", "reasons"))
        for row in _progress(rows, out, "Comparing"):
            start = time.perf_counter()
            found = compare_names(row["a"], row["b"])
            took.append(time.perf_counter() - start)
            bits = f"{found.bits - found.prior_bits:.2f}"
            writer.writerow((row["a"], row["b"], f"{found.likeness:.4f}", bits, reasons(found)))
    if timing:
        _tell_timing(0.0, took)


@names.command()
@click.argument("pool", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 1000))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Default: the screen.")
@click.option("--timing", is_flag=True, help="Tell times and memory on standard error.")
def search(pool: Path, queries: Path, top: int, out: Path | None, *, timing: bool) -> None:
    """Search each query of QUERIES (TSV: query) in POOL (TSV: id, name)."""
    people, asked = _table(pool, ("id", "name")), _table(queries, ("query",))
    start = time.perf_counter()
    index = Pool([row["name"] for row in people])
    built = time.perf_counter() - start
    took: list[float] = []
    with _output(out) as file:
        writer = _writer(file, ("query", "rank", "id", "likeness", "reasons"))
        for row in _progress(asked, out, "Searching"):
            start = time.perf_counter()
            found = index.search(row["query"], top)
            took.append(time.perf_counter() - start)
            writer.writerows(
                (
                    row["query"],
                    rank,
                    people[one.place]["id"],
                    f"{one.likeness.likeness:.4f}",
                    reasons(one.likeness),
                )
                for rank, one in enumerate(found, 1)
            )
    if timing:
        _tell_timing(built, took)


@names.command()
@click.argument("one")
@click.argument("other")
def explain(one: str, other: str) -> None:
    """Explain in words how alike the names ONE and OTHER are.

    Several names of one person, in several scripts, are parted by a slash: the best pair counts.
    """
    for line in in_words(one, other):
        click.echo(str(line))


def reasons(found: Likeness) -> str:
    """Return the reasons of a judgement in one line: 'CLASS Diallo~Jallow +4.3; …'."""
    return "; ".join(_reason(row) for row in found.evidence)


def _reason(row: Evidence) -> str:
    return f"{row.reason.value.upper()} {row.a}~{row.b} {signed(row.bits)}"


def _table(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    """Return the columns `needed` of a file of UTF-8 text parted by tabs; others are left."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter="\t", strict=True)
            places = _columns(path, next(reader, []), needed)
            return [
                {name: row[place] if place < len(row) else "" for name, place in places.items()}
                for row in reader
                if any(row)
            ]
    except (UnicodeDecodeError, csv.Error):
        raise click.UsageError(
            f"{path.name} is not UTF-8 text parted by tabs, or a quotation mark is not closed."
        ) from None


def _columns(path: Path, header: Sequence[str], needed: Sequence[str]) -> dict[str, int]:
    told = [name.strip().lower() for name in header]
    missing = [name for name in needed if name not in told]
    if missing:
        raise click.UsageError(
            f"{path.name} needs a header line with the columns {', '.join(needed)}, parted by "
            f"tabs. Not found: {', '.join(missing)}."
        )
    twice = [name for name in needed if told.count(name) > 1]
    if twice:
        raise click.UsageError(
            f"{path.name} has the column {twice[0]} twice: take one of them out, or rename it."
        )
    return {name: told.index(name) for name in needed}


@contextmanager
def _output(out: Path | None) -> Iterator[TextIO]:
    if out is None:
        yield sys.stdout
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        yield file


def _writer(file: TextIO, header: Sequence[str]) -> Any:
    writer = csv.writer(file, delimiter="\t", lineterminator="\n")
    writer.writerow(header)
    return writer


def _progress(rows: list[dict[str, str]], out: Path | None, label: str) -> Iterator[dict[str, str]]:
    if out is None or not sys.stderr.isatty():
        yield from rows
        return
    with click.progressbar(rows, label=label, file=sys.stderr) as bar:
        yield from bar


def _tell_timing(built: float, took: list[float]) -> None:
    ordered = sorted(took) or [0.0]
    middle = ordered[len(ordered) // 2]
    late = ordered[min(len(ordered) - 1, int(PERCENTILE * len(ordered)))]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = len(took) / sum(took) if sum(took) else 0.0
    click.echo(
        f"build {built:.1f} s, {rate:.0f} queries/s, p50 {1000 * middle:.1f} ms, "
        f"p95 {1000 * late:.1f} ms, peak {peak:.0f} MB",
        err=True,
    )
