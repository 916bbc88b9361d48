"""One million sealed people: taking them in, indexing them, searching them.

make bench PART=million                      10,000, 100,000 and 1,000,000 people, both databases
RFL_BENCH_SIZES='10000 100000' make bench PART=million
python -m tests.bench.million DIR 100000     so many on SQLite in DIR
python -m tests.bench.million DIR 100000 pg  the same on PostgreSQL

Installations lie in the folder RFL_BENCH_FOLDER (instance/bench) and are kept: whoever was stopped
goes on, whoever comes again only searches. People are sealed and then indexed, in two processes on
PostgreSQL and in one on SQLite, where one writes at a time. Searched are people of the list as
their families in another society tell of them, spelt by other clerks: once in the search box of the
registering society, once as a new request, sealed, saved and matched. Times are wall and, in
brackets, processor time of the asking process.
"""

import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random

from rfl.access.rules import Actor
from rfl.config import Config
from rfl.installation import Installation
from rfl.linking import finding, reindexing, warming
from rfl.persons.document import PersonDocument
from rfl.tracing.document import SoughtDocument
from rfl.tracing.opening import NewRequest, NewSought, open_request
from rfl.tracing.rules import CaseState
from tests.bench import filling, ground
from tests.bench.people import asked_for
from tests.tracing.world import COMPLETE

SIZES = (10_000, 100_000, 1_000_000)
PROCESSES = {ground.SQLITE: 1, ground.POSTGRESQL: 2}
SEARCHES, WARMING = 100, 200
"""Searched and measured; and before them, so that what is read often lies in the memory of the
database, as in one that has run for some minutes. After its start it must read pages from disk."""

SIDE_BY_SIDE = {"two processes": 2, "three processes": 3}
"""On two cores; on PostgreSQL one of three mostly waits for the disk, where entries go."""

REQUESTS_BEFORE = 10
"""The same of requests, which come after the searches."""

START_S = 300
"""So long does one process wait for the other, which learns its names meanwhile."""

_STARTS: list[Barrier] = []
"""Where this process waits for the other, if it is one of two."""

REGISTERS, SEEKS = filling.REGISTERS, "awa.sarr@sn.example"


def main(arguments: Sequence[str]) -> None:
    """Measure one installation in a folder of one's own."""
    folder, count = Path(arguments[0]), int(arguments[1])
    kind = ground.POSTGRESQL if "pg" in arguments[2:] else ground.SQLITE
    for row in measured(folder, count, kind):
        print(row, flush=True)


def rows() -> Iterator[str]:
    """Measure all sizes on both databases."""
    sizes = [int(size) for size in os.environ.get("RFL_BENCH_SIZES", "").split()] or SIZES
    for kind in (ground.SQLITE, ground.POSTGRESQL):
        for count in sizes:
            yield from measured(folder_of(f"{kind}-{count}"), count, kind)


def folder_of(name: str) -> Path:
    """Return where an installation that is kept lies."""
    return Path(os.environ.get("RFL_BENCH_FOLDER", "instance/bench")).absolute() / name


def measured(folder: Path, count: int, kind: str) -> Iterator[str]:
    """Take `count` people in, but for those who are there, and search; yield rows of a table."""
    folder.mkdir(parents=True, exist_ok=True)
    with on(folder, kind) as config:
        is_new = not config.root_key_path.exists()
        installation = ground.new_installation(config) if is_new else ground.opened(config)
        found = _all(installation, config, count, PROCESSES[kind])
        for what, took, aim in found:
            yield f"| {count:,} on {kind}: {what} | {took} | {aim} |"
        installation.close()


def _all(
    installation: Installation, config: Config, count: int, processes: int
) -> Iterator[tuple[str, str, str]]:
    yield from filling.filled(config, count, processes)
    with installation.begin() as session:
        yield "not indexed", str(reindexing.count_outdated(session)), "0"
    sought = list(_sought(count))
    yield from _searched(installation, sought)
    for words, several in SIDE_BY_SIDE.items():
        yield words, _side_by_side(config, sought, several), "40 searches/s"


@contextmanager
def on(folder: Path, kind: str) -> Iterator[Config]:
    """Yield the settings of an installation in `folder`, its server running if it needs one."""
    if kind == ground.SQLITE:
        yield ground.config_in(folder / "instance")
        return
    with ground.server(folder / "server") as url:
        yield ground.config_on(url, folder / "instance", "million")


def _sought(count: int) -> Iterator[PersonDocument]:
    """Yield people from all over the list, as their families tell of them."""
    random, wanted = Random(2), SEARCHES + WARMING
    for place in range(wanted):
        number = place * (count // filling.BLOCK) // wanted
        one = filling.block(number, place % 40 + 1)[-1]
        yield asked_for(one.truth, random, "SN", filling.DAY)


def _searched(
    installation: Installation, sought: Sequence[PersonDocument]
) -> Iterator[tuple[str, str, str]]:
    start, worked = time.perf_counter(), time.process_time()
    learnt = warming.warm(installation.begin)
    wall, own = time.perf_counter() - start, time.process_time() - worked
    yield f"{learnt:,} tokens learnt at start", f"{wall:.1f} s ({own:.1f} s)", ""
    for words, act, email, before in (
        ("search box", _search, REGISTERS, WARMING),
        ("request saved and matched", _request, SEEKS, REQUESTS_BEFORE),
    ):
        actor = filling.actor_of(installation, email)
        for one in sought[:before]:
            act(installation, actor, one)
        walls, owns = _timed(partial(act, installation, actor), sought[WARMING:])
        yield words, f"{spread(walls)} ({spread(owns)})", "p95 80 ms"
    yield "memory of the process", f"{_memory_mb():.0f} MB", "1,500 MB"


def _search(installation: Installation, actor: Actor, person: PersonDocument) -> int:
    with installation.begin_reading() as session:
        return len(finding.search(session, actor, person.names[0].text).hits)


def _request(installation: Installation, actor: Actor, person: PersonDocument) -> None:
    new = NewRequest(
        enquirer=COMPLETE.enquirer,
        sought=(NewSought(person, SoughtDocument(COMPLETE.sought[0].search.relation)),),
        document=COMPLETE.document,
        consents=COMPLETE.consents,
        state=CaseState.SUBMITTED,
    )
    with installation.begin() as session:
        open_request(session, actor, new)


def _timed(
    act: Callable[[PersonDocument], object], people_: Sequence[PersonDocument]
) -> tuple[list[float], list[float]]:
    walls, owns = [], []
    for one in people_:
        wall, own = time.perf_counter(), time.process_time()
        act(one)
        walls.append(time.perf_counter() - wall)
        owns.append(time.process_time() - own)
    return sorted(walls), sorted(owns)


def spread(took: Sequence[float]) -> str:
    """Return the middle and the 95th percentile of seconds in order, in words."""
    middle, late = took[len(took) // 2], took[int(len(took) * 0.95)]
    return f"p50 {1000 * middle:.0f} ms, p95 {1000 * late:.0f} ms"


def _side_by_side(config: Config, sought: Sequence[PersonDocument], processes: int) -> str:
    """Search in several processes at once."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(processes)
    with ProcessPoolExecutor(processes, context, _at_one_start, (start,)) as pool:
        told = [pool.submit(_asking, config, sought) for _ in range(processes)]
        walls, owns, memories = zip(*(one.result() for one in told), strict=True)
    rate, worked = processes * SEARCHES / max(walls), sum(SEARCHES / own for own in owns)
    return f"{rate:.0f} searches/s ({worked:.0f}/s), {max(memories):.0f} MB each"


def _at_one_start(start: Barrier) -> None:
    _STARTS.append(start)


def _asking(config: Config, sought: Sequence[PersonDocument]) -> tuple[float, float, float]:
    installation = ground.opened(config)
    warming.warm(installation.begin)
    actor = filling.actor_of(installation, REGISTERS)
    for one in sought[:WARMING]:
        _search(installation, actor, one)
    _STARTS[0].wait(START_S)
    wall, own = time.perf_counter(), time.process_time()
    for one in sought[WARMING:]:
        _search(installation, actor, one)
    took = time.perf_counter() - wall, time.process_time() - own
    installation.close()
    return *took, _memory_mb()


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
