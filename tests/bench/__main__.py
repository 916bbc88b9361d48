"""Measures the main job on this machine: matching, pages and a large list.

make bench                 everything
make bench PART=matching   recall of true counterparts in the demonstration
make bench PART=pages      time of the main pages with the demonstration's data
make bench PART=import     20,000 rows of a KoboToolbox export: sealed, indexed, and compared
make bench PART=proof|trail|crash    the record of access (tests/bench/trail.py)

Seconds are those of the processor, in one process: what else the machine does hardly matters.
"""

import platform
import random
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from sqlalchemy import select

from rfl.config import Config
from rfl.demo.installation import seat_everybody
from rfl.demo.names import WEST, spelt
from rfl.demo.stories import play
from rfl.demo.world import Progress, fill
from rfl.installation import Installation, create_installation
from rfl.intake import service as intake
from rfl.intake import taking_in
from rfl.intake.models import ImportKind
from rfl.linking import match
from rfl.linking.models import Link
from rfl.linking.rules import LIKELY_PROBABILITY
from rfl.societies import service as societies
from rfl.wiring import wire
from tests.bench import trail
from tests.intake.kobo import export, row
from tests.tracing.web import site_of
from tests.tracing.world import World

PEOPLE, ROWS, ROUNDS = 5_000, 20_000, 40
PAGES = ("/my-work", "/requests", "/links", "/registrations", "/persons", "/exchange", "/imports")


def main(parts: list[str]) -> None:
    """Run the parts named, or all."""
    wire()
    print(f"{platform.python_version()} on {platform.machine()}, {time.strftime('%d %B %Y')}")
    if set(parts) & set(trail.PARTS):
        for part in parts:
            trail.PARTS[part]()
        return
    with tempfile.TemporaryDirectory() as folder:
        installation = _installation(Path(folder))
        seats, progress = seat_everybody(installation), Progress()
        start = time.process_time()
        fill(installation, seats, people=PEOPLE, seed=1, progress=progress)
        filled = time.process_time() - start
        if not parts or "matching" in parts:
            _matching(installation, progress)
        play(installation, seats, progress)
        print(
            f"demonstration: {PEOPLE} registrations, {progress.requests} requests in {filled:.1f} s"
        )
        if not parts or "pages" in parts:
            _pages(installation, seats[0].actor)
        if not parts or "import" in parts:
            actor = next(one.actor for one in seats if one.member.society == "GM")
            _import(installation, actor)
        installation.close()


def _installation(folder: Path) -> Installation:
    main_url, keys_url = (f"sqlite:///{folder / 'i' / name}" for name in ("rfl.db", "keys.db"))
    config = Config(folder / "i", main_url, keys_url, demo=True, secure_cookies=False)
    made = create_installation(config)
    with made.begin() as session:
        societies.seed(session)
    return made


def _matching(installation: Installation, progress: Progress) -> None:
    with installation.begin() as session:
        query = select(Link.request_id, Link.registration_id, Link.probability)
        found = session.execute(query.order_by(Link.bits.desc())).all()
    by_request = defaultdict(list)
    for request_id, registration_id, _probability in found:
        by_request[request_id].append(registration_id)
    total = len(progress.truths)
    first, three = (
        sum(truth in by_request[request][:top] for request, truth in progress.truths.items())
        for top in (1, 3)
    )
    likely = [pair for pair in found if pair[2] >= LIKELY_PROBABILITY]
    right = sum(progress.truths.get(pair[0]) == pair[1] for pair in likely)
    print(f"true counterparts: {total}; first {first / total:.3f}, among three {three / total:.3f}")
    print(f"likely: {len(likely)}, of which right {right / max(1, len(likely)):.3f}")


def _pages(installation: Installation, actor) -> None:
    client = site_of(World(installation)).as_(actor).client
    with installation.begin() as session:
        query = select(Link).where(Link.owner_id == actor.user_id, Link.sensitivity == "normal")
        link = session.scalars(query.order_by(Link.probability.desc()).limit(1)).one()
    for path in (*PAGES, f"/requests/{link.request_id}", f"/links/{link.id}"):
        took = []
        for _ in range(ROUNDS):
            start = time.process_time()
            assert client.get(path).status_code == 200
            took.append(time.process_time() - start)
        took.sort()
        middle, late = took[ROUNDS // 2], took[int(ROUNDS * 0.95)]
        print(f"page {path}: p50 {1000 * middle:.0f} ms, p95 {1000 * late:.0f} ms")


def _import(installation: Installation, actor) -> None:
    luck = random.Random(1)
    rows = [
        row(number, f"{spelt(luck.choice(WEST.men), 1)} {spelt(luck.choice(WEST.families), 1)}")
        for number in range(ROWS)
    ]
    start = time.process_time()
    with installation.begin() as session:
        run_id = intake.start(session, actor, ImportKind.REGISTRATIONS, export(rows)).id
    taking_in.run_import(installation.begin, actor, run_id)
    sealed = time.process_time() - start
    match.compare_waiting(installation.begin)
    every = time.process_time() - start
    print(f"import: {ROWS} rows sealed and indexed in {sealed:.1f} s, compared in {every:.1f} s")


if __name__ == "__main__":
    main([part for part in sys.argv[1:] if part])
