"""Fills an installation with as many people as a measurement needs; stopped, it goes on.

People come in blocks, each from a seed of its own: so that several processes can work at once, and
whoever comes back knows which blocks there are (the first of a block bears its number as the id of
a list). They are sealed first, and then indexed by the job that also follows another lexicon.
"""

import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from functools import partial

from sqlalchemy import select

from rfl.access import service as access
from rfl.access.rules import Actor
from rfl.audit.rules import SYSTEM
from rfl.config import Config
from rfl.installation import Installation, open_installation
from rfl.jobs.models import Job
from rfl.keys.rules import TagPurpose
from rfl.linking import reindexing
from rfl.persons import registering
from rfl.persons.document import RegistrationDocument
from rfl.persons.models import ExternalRecord
from rfl.persons.registering import NewRegistration
from rfl.wiring import wire
from tests.bench.people import Registered, people

BLOCK = 500
"""People of one seed, written in one transaction."""

DAY = date(2026, 11, 1)
"""When all was said: so that whoever comes back another day goes on with the same people."""

FEW = 1_000
"""Of fewer people nothing is told."""

REGISTERS = "lamin.touray@gm.example"


def block(number: int, count: int = BLOCK) -> list[Registered]:
    """Return the first people of one block, always the same."""
    return list(people(count, number + 1, "GM", DAY))


def filled(config: Config, count: int, processes: int) -> Iterator[tuple[str, str, str]]:
    """Seal `count` people and index them, but for those who are; yield what that took.

    What was done in another run is not told.
    """
    for words, work in (("sealed", _sealing), ("indexed", indexing)):
        people_, took = side_by_side(work, config, processes, count)
        if people_ > FEW:
            yield words, f"{people_ / took:,.0f}/s of one processor, {took:.0f} s", ""


def actor_of(installation: Installation, email: str) -> Actor:
    """Return a colleague of the installation."""
    with installation.begin() as session:
        return access.actor_of_email(session, email)


def side_by_side(
    work: Callable[..., tuple[int, float]], config: Config, processes: int, count: int
) -> tuple[int, float]:
    """Return how many people all processes worked on, and their seconds of the processor."""
    places, context = range(processes), multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:  # whose errors are ours
        told = list(pool.map(partial(work, config, processes, count), places))
    return sum(done for done, _ in told), sum(took for _, took in told)


def _sealing(config: Config, of: int, count: int, place: int) -> tuple[int, float]:
    # Nothing is wired in this process: nobody who watches for saved people indexes them.
    installation = open_installation(config)
    actor = actor_of(installation, REGISTERS)
    there = _present(installation, count)
    wanted = [number for number in range(place, count // BLOCK, of) if number not in there]
    start = time.process_time()
    for number in wanted:
        with installation.begin() as session:
            registering.register_many(session, actor, _marked(number))
    took = time.process_time() - start
    installation.close()
    return len(wanted) * BLOCK, took


def _marked(number: int) -> list[NewRegistration]:
    first, *others = (one.new for one in block(number))
    return [replace(first, document=RegistrationDocument(external_id=_mark(number))), *others]


def _present(installation: Installation, count: int) -> set[int]:
    """Return the numbers of the blocks that are there."""
    tags = installation.keys.tag_many(TagPurpose.EXTERNAL_ID, map(_mark, range(count // BLOCK)))
    with installation.begin() as session:
        there = set(session.scalars(select(ExternalRecord.tag)))
    return {number for number, tag in enumerate(tags) if tag in there}


def _mark(number: int) -> str:
    return f"block-{number}"


def indexing(config: Config, _of: int, _count: int, _place: int) -> tuple[int, float]:
    """Index whoever is not; return how many that were, and the seconds it took."""
    wire()
    installation = open_installation(config)
    start = time.process_time()
    with installation.begin() as session:
        reindexing.ask_if_outdated(session, SYSTEM)
    done = 0
    for job_id in reindexing.work_here(installation.begin, reindexing.REINDEX_JOB):
        with installation.begin() as session:
            done += (session.get_one(Job, job_id).result or {}).get("indexed", 0)
    took = time.process_time() - start
    installation.close()
    return done, took
