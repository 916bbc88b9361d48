"""Parts that stand on the demonstration: matching, pages, a large list.

Seconds are those of the processor, in one process: what else the machine does hardly matters.
"""

import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from rfl.demo.cast import Seat
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
from tests.bench.ground import config_in
from tests.intake.kobo import export, row
from tests.tracing.web import site_of
from tests.tracing.world import World

PEOPLE, ROWS, ROUNDS = 5_000, 20_000, 40
SEED = 1
PAGES = ("/my-work", "/requests", "/links", "/registrations", "/persons", "/exchange", "/imports")


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A filled demonstration, and what filling it took."""

    installation: Installation
    seats: list[Seat]
    progress: Progress
    seconds: float


@contextmanager
def _demonstration() -> Iterator[Demonstration]:
    wire()
    with tempfile.TemporaryDirectory() as folder:
        made = create_installation(config_in(Path(folder) / "i"))
        with made.begin() as session:
            societies.seed(session)
        seats, progress = seat_everybody(made), Progress()
        start = time.process_time()
        fill(made, seats, people=PEOPLE, seed=SEED, progress=progress)
        yield Demonstration(made, seats, progress, time.process_time() - start)
        made.close()


def matching() -> Iterator[str]:
    """Yield how well the true counterparts of the demonstration are found."""
    with _demonstration() as demo, demo.installation.begin() as session:
        query = select(Link.request_id, Link.registration_id, Link.probability)
        found = session.execute(query.order_by(Link.bits.desc())).all()
        truths = demo.progress.truths
    by_request = defaultdict(list)
    for request_id, registration_id, _probability in found:
        by_request[request_id].append(registration_id)
    total = len(truths)
    first, three = (
        sum(truth in by_request[request][:top] for request, truth in truths.items())
        for top in (1, 3)
    )
    likely = [pair for pair in found if pair[2] >= LIKELY_PROBABILITY]
    right = sum(truths.get(pair[0]) == pair[1] for pair in likely)
    told = f"{PEOPLE}; {demo.progress.requests}; {total}"
    yield f"| registrations; requests; true counterparts | {told} | |"
    yield f"| counterpart is the first suggestion | {first / total:.3f} | |"
    yield f"| counterpart is among the first three | {three / total:.3f} | 0.95 |"
    precision = right / max(1, len(likely))
    yield f"| likely pairs: precision ({len(likely)} pairs) | {precision:.3f} | 0.90 |"
    yield f"| likely pairs: recall of counterparts | {right / total:.3f} | |"
    yield f"| seconds to register everybody and match all requests | {demo.seconds:.1f} | |"


def pages() -> Iterator[str]:
    """Yield the time of the main pages with the demonstration's data."""
    with _demonstration() as demo:
        play(demo.installation, demo.seats, demo.progress)
        actor = demo.seats[0].actor
        client = site_of(World(demo.installation)).as_(actor).client
        with demo.installation.begin() as session:
            query = select(Link).where(Link.owner_id == actor.user_id, Link.sensitivity == "normal")
            link = session.scalars(query.order_by(Link.probability.desc()).limit(1)).one()
        for path, words in (
            *((page, page) for page in PAGES),
            (f"/requests/{link.request_id}", "/requests/…"),
            (f"/links/{link.id}", "/links/…"),
        ):
            took = []
            for _ in range(ROUNDS):
                start = time.process_time()
                assert client.get(path).status_code == 200
                took.append(time.process_time() - start)
            took.sort()
            middle, late = took[ROUNDS // 2], took[int(ROUNDS * 0.95)]
            yield f"| {words}: p50; p95 | {1000 * middle:.0f} ms; {1000 * late:.0f} ms | |"


def taking_a_list_in() -> Iterator[str]:
    """Yield the time to take in a list of ROWS rows beside the demonstration's."""
    luck = random.Random(SEED)
    rows = [
        row(number, f"{spelt(luck.choice(WEST.men), 1)} {spelt(luck.choice(WEST.families), 1)}")
        for number in range(ROWS)
    ]
    with _demonstration() as demo:
        made = demo.installation
        actor = next(one.actor for one in demo.seats if one.member.society == "GM")
        start = time.process_time()
        with made.begin() as session:
            run_id = intake.start(session, actor, ImportKind.REGISTRATIONS, export(rows)).id
        taking_in.run_import(made.begin, actor, run_id)
        sealed = time.process_time() - start
        match.compare_waiting(made.begin)
        every = time.process_time() - start
    yield f"| {ROWS} rows sealed and indexed | {sealed:.1f} s | |"
    yield f"| compared with every running search | {every:.1f} s | |"
