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
    """Explain in words how alike the names ONE and OTHER are."""
    found = compare_names(one, other)
    click.echo(f"{one}  ~  {other}")
    click.echo(f"Likeness {found.likeness:.2f} (0 to 1)")
    for row in found.evidence:
        click.echo(
            f"  {_signed(row.bits):>6}  {row.a or '–'} ~ {row.b or '–'}  [{row.reason.value}]"
        )
        click.echo(f"          {row.because}")
        if row.readings and row.readings[0] != row.a.lower():
            click.echo(f"          read as ‘{row.readings[0]}’ and ‘{row.readings[1]}’")
    evidence = found.bits - found.prior_bits
    click.echo(f"Together {_signed(evidence)} bits: each one for doubles the odds.")


def reasons(found: Likeness) -> str:
    """Return the reasons of a judgement in one line: 'CLASS Diallo~Jallow +4.3; …'."""
    return "; ".join(_reason(row) for row in found.evidence)


def _reason(row: Evidence) -> str:
    return f"{row.reason.value.upper()} {row.a}~{row.b} {_signed(row.bits)}"


def _signed(bits: float) -> str:
    return f"{bits:+.1f}".replace("-", "−")


def _table(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t")
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise click.UsageError(
                    f"{path.name} needs a header line with the columns {', '.join(needed)}, parted "
                    "by tabs."
                )
            return [{name: row[name] or "" for name in needed} for row in reader]
    except (UnicodeDecodeError, csv.Error):
        raise click.UsageError(f"{path.name} is not UTF-8 text parted by tabs.") from None


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
