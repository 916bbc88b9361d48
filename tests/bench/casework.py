"""Twenty thousand cases and two hundred thousand people: how long an officer waits for a page.

make bench PART=casework              both databases, in RFL_BENCH_FOLDER (instance/bench)
python -m tests.bench.casework DIR    on SQLite in DIR
python -m tests.bench.casework DIR pg on PostgreSQL

Registered people come from tests.bench.filling; forty officers of one society hold the cases, five
hundred each. Most are opened where nobody watches and indexed with the rest; the last of the first
officer's are matched as they are saved, so that there is something to judge. Installations are
kept: whoever was stopped goes on, whoever comes again only asks for pages. Times are wall and, in
brackets, of the processor, from the application's door to the whole page.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select, update

from rfl import clock
from rfl.access import service as access
from rfl.access.document import StaffDocument
from rfl.access.rules import Actor, Role
from rfl.audit.rules import SYSTEM
from rfl.config import Config
from rfl.installation import Installation, open_installation
from rfl.linking import warming
from rfl.linking.models import Link
from rfl.persons.models import Person, Registration
from rfl.tracing import opening
from rfl.tracing.document import SoughtDocument
from rfl.tracing.models import TracingRequest
from rfl.tracing.opening import NewRequest, NewSought
from rfl.tracing.rules import CaseState
from tests.bench import filling, ground
from tests.bench.million import folder_of, on, spread
from tests.bench.people import asked_for
from tests.test_pace import statements
from tests.tracing.web import Browser, site_of
from tests.tracing.world import COMPLETE, World

CASES, PEOPLE = 20_000, 200_000
OFFICERS, MATCHED, PART = 40, 100, 100
REGISTERED = PEOPLE - 2 * CASES
"""Each case has an enquirer and somebody sought."""

ROUNDS = 40
OFFICER, HEAD = "awa.sarr@sn.example", "ousmane.faye@sn.example"
STATES = (CaseState.ACTIVE,) * 16 + (CaseState.SUBMITTED, CaseState.ACCEPTED, CaseState.DRAFT)
REVIEW_DAYS, HEARD_DAYS = 60, 120
"""Reviews are due, and families heard something, within so many days of today."""

AIM = "p95 300 ms"


@dataclass(frozen=True, slots=True)
class Wait:
    """What one page took, each time it was asked for."""

    walls: list[float]
    owns: list[float]
    statements: int


def main(arguments: Sequence[str]) -> None:
    """Measure one installation in a folder of one's own."""
    kind = ground.POSTGRESQL if "pg" in arguments[1:] else ground.SQLITE
    for row in measured(Path(arguments[0]), kind):
        print(row, flush=True)


def rows() -> Iterator[str]:
    """Measure both databases."""
    for kind in (ground.SQLITE, ground.POSTGRESQL):
        yield from measured(folder_of(f"casework-{kind}"), kind)


def measured(folder: Path, kind: str) -> Iterator[str]:
    """Fill an installation, but for what is there, and ask for its pages."""
    folder.mkdir(parents=True, exist_ok=True)
    with on(folder, kind) as config:
        is_new = not config.root_key_path.exists()
        installation = ground.new_installation(config) if is_new else ground.opened(config)
        list(filling.filled(config, REGISTERED, 1))  # the part of a million tells what that takes
        _fill(installation, config)
        yield f"| {kind}: cases; people | {_count(installation)} | |"
        for words, wait in _pages(installation):
            walls, owns = spread(wait.walls), spread(wait.owns)
            told = f"{walls} ({owns}), {wait.statements} statements"
            yield f"| {kind}: {words} | {told} | {AIM} |"
        installation.close()


def _fill(installation: Installation, config: Config) -> None:
    there = _cases(installation)
    emails = [OFFICER, *(f"officer{number}@sn.example" for number in range(1, OFFICERS))]
    if not there:
        _seat(installation, emails[1:])
    filling.side_by_side(_opening, config, 1, CASES - MATCHED)
    filling.side_by_side(filling.indexing, config, 1, 0)
    if _cases(installation) < CASES:
        actor = filling.actor_of(installation, OFFICER)
        for number in range(CASES - MATCHED, CASES):
            _open(installation, actor, number, 1)
        _spread_out(installation)


def _seat(installation: Installation, emails: Sequence[str]) -> None:
    with installation.begin() as session:
        for number, email in enumerate(emails, 1):
            staff = StaffDocument(f"Officer {number}", email)
            access.new_user(session, "SN", staff, [Role.OFFICER], SYSTEM)


def _opening(config: Config, _of: int, count: int, _place: int) -> tuple[int, float]:
    # Nothing is wired in this process: nobody who watches for saved people matches them.
    installation = open_installation(config)
    start = time.process_time()
    there = _cases(installation)
    for number in range(there, count, PART):
        place = number * OFFICERS // CASES
        email = OFFICER if place == 0 else f"officer{place}@sn.example"
        _open(installation, filling.actor_of(installation, email), number)
    installation.close()
    return max(0, count - there), time.process_time() - start


def _open(installation: Installation, actor: Actor, number: int, count: int = PART) -> None:
    """Open some cases in one go, the first of them by this number."""
    random = Random(number)
    block = filling.block(number % (REGISTERED // filling.BLOCK), count)
    relation = COMPLETE.sought[0].search.relation
    news = [
        NewRequest(
            enquirer=COMPLETE.enquirer,
            sought=(
                NewSought(
                    asked_for(one.truth, random, "SN", filling.DAY), SoughtDocument(relation)
                ),
            ),
            document=COMPLETE.document,
            consents=COMPLETE.consents,
            state=CaseState.SUBMITTED,
        )
        for one in block
    ]
    with installation.begin() as session:
        opening.open_many(session, actor, news)


def _spread_out(installation: Installation) -> None:
    """Put the cases where cases of a society stand: most under search, some late."""
    random, now = Random(1), clock.now()
    with installation.begin() as session:
        ids = session.scalars(select(TracingRequest.id).order_by(TracingRequest.number)).all()
        values = [
            {
                "id": one,
                "state": random.choice(STATES),
                "review_on": now + timedelta(days=random.randint(-9, REVIEW_DAYS)),
                "family_heard_at": now - timedelta(days=random.randint(0, HEARD_DAYS)),
            }
            for one in ids
        ]
        session.execute(update(TracingRequest), values)


def _cases(installation: Installation) -> int:
    with installation.begin() as session:
        return session.scalar(select(func.count(TracingRequest.id))) or 0


def _count(installation: Installation) -> str:
    with installation.begin() as session:
        people = session.scalar(select(func.count(Person.id))) or 0
        links = session.scalar(select(func.count(Link.id))) or 0
        cases = session.scalar(select(func.count(TracingRequest.id))) or 0
    return f"{cases:,}; {people:,}; {links:,} links"


def _pages(installation: Installation) -> Iterator[tuple[str, Wait]]:
    warming.warm(installation.begin)  # as a process that serves does at its start
    site = site_of(World(installation))
    officer, head = (site.as_(filling.actor_of(installation, email)) for email in (OFFICER, HEAD))
    actor = filling.actor_of(installation, OFFICER)
    with installation.begin() as session:
        mine = TracingRequest.owner_id == actor.user_id
        cases = session.scalars(select(TracingRequest.id).where(mine).limit(ROUNDS)).all()
        owned = select(Link.id).where(Link.owner_id == actor.user_id).limit(ROUNDS)
        links = session.scalars(owned).all()
        people = session.scalars(
            select(Registration.id).where(Registration.society_code == "GM").limit(ROUNDS)
        ).all()
    registrar = site.as_(filling.actor_of(installation, filling.REGISTERS))
    yield "My work, of an officer with 500 cases", _asked(officer, ["/my-work"])
    yield "My work, of a head of tracing", _asked(head, ["/my-work"])
    yield "cases", _asked(officer, ["/requests"])
    yield "cases of a state, mine", _asked(officer, ["/requests?state=searching&owner=mine"])
    yield "case pages", _asked(officer, [f"/requests/{one}" for one in cases])
    yield "links to judge", _asked(officer, ["/links"])
    yield "link pages", _asked(officer, [f"/links/{one}" for one in links])
    yield "registrations", _asked(registrar, ["/registrations", "/registrations?page=40"])
    yield "registration pages", _asked(registrar, [f"/registrations/{one}" for one in people])
    yield "search box", _searched(officer)


def _asked(browser: Browser, paths: Sequence[str]) -> Wait:
    return _timed([_opener(browser, path) for path in paths])


def _opener(browser: Browser, path: str) -> Callable[[], int]:
    return lambda: browser.client.get(path).status_code


def _searched(browser: Browser) -> Wait:
    browser.get("/sessions")
    token = browser.form["csrf_token"]
    names = [
        filling.block(number * 7, 1)[0].new.person.names[0].text for number in range(1, ROUNDS)
    ]
    return _timed([_seeker(browser, {"csrf_token": token, "q": name}) for name in names])


def _seeker(browser: Browser, typed: Mapping[str, object]) -> Callable[[], int]:
    return lambda: browser.client.post("/search", data=typed).status_code


def _timed(asks: Sequence[Callable[[], int]]) -> Wait:
    """Ask ROUNDS times, in turn, after all was seen once; count the statements of the last."""
    for ask in asks[:2]:
        assert ask() == 200
    walls, owns = [], []
    for place in range(ROUNDS):
        wall, own = time.perf_counter(), time.process_time()
        assert asks[place % len(asks)]() == 200
        walls.append(time.perf_counter() - wall)
        owns.append(time.process_time() - own)
    with statements() as said:
        asks[0]()
    return Wait(sorted(walls), sorted(owns), len(said))


if __name__ == "__main__":
    main(sys.argv[1:])
