"""How much the main pages ask of the databases: bounded, and the same however many rows there are.

The clock of a busy machine proves nothing; the number of statements is the same on all of them.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from rfl.access.rules import Role
from rfl.persons.models import Registration
from tests.exchange.gate import Gate, gate_of

FEW_CASES, MORE_CASES = 2, 8
"""Eight links to a case: some sixteen, and some sixty."""

TRAIL = 5
"""Statements by which all societies' logs keep what one page wrote: key and head of each read in
one, ends of logs, entries, their tags, and the new heads in the key store."""

DOOR = 2
"""Statements by which somebody enters: their session with roles and whether they have an emergency,
and in one of them what waits behind all tabs, with until when they have seen their news."""

UNCOUNTED = ("BEGIN", "COMMIT", "PRAGMA query_only", "SELECT pg_advisory_xact_lock")
"""How transactions begin, end and lock; a page that only looks says so aloud on SQLite (ADR 31)."""

OFFICERS_LISTS = ("/my-work", "/requests", "/persons", "/links")
OFFICERS_MOST = 15
"""Of a list of an officer who is nothing else: entering and the entry in the trail among them."""

WORK_MOST = 11
"""The same of an officer's My work: what each of some twenty domains asks is asked in one statement
(rfl.db.rounds), so that one domain more costs nothing."""

HEADS_MOST = 11
"""Of My work of a head of tracing who is nothing else."""

MOST = {
    "/my-work": 4 + DOOR + TRAIL,
    "/requests": 8 + DOOR + TRAIL,
    "/requests/{case}": 10 + DOOR + TRAIL,
    "/links": 5 + DOOR + TRAIL,
    "/links/{link}": 13 + DOOR + TRAIL,
    "/persons": 4 + DOOR + TRAIL,
    "/exchange": 5 + DOOR + TRAIL,
    "/imports": 2 + DOOR,
}
"""Page → the most statements it may take, in both databases together, for a head of tracing who
is an officer too."""


@pytest.fixture
def gate(site) -> Gate:
    """Return the people of the story, and ten men of one name registered in Banjul."""
    found = gate_of(site.world)
    for number in range(10):
        found.register(age=20 + number)
    return found


@contextmanager
def statements() -> Iterator[list[str]]:
    """Gather what is said to any database meanwhile, but for what is UNCOUNTED."""
    said: list[str] = []

    def hear(_connection, _cursor, statement, *_rest):
        if not statement.startswith(UNCOUNTED):
            said.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


def counted(browser, paths) -> dict[str, int]:
    """Return how many statements each page takes once everything was seen before."""
    found = {}
    for name, path in paths.items():
        browser.get(path)
        with statements() as said:
            browser.get(path)
        found[name] = len(said)
    return found


def test_a_page_takes_few_statements_and_as_many_for_sixty_links_as_for_ten(site, gate):
    cases = [gate.request() for _ in range(FEW_CASES)]
    links = gate.links(cases[0])
    assert len(links) >= FEW_CASES
    paths = {name: name.format(case=cases[0], link=links[0].id) for name in MOST}
    actor = site.world.colleague(Role.OFFICER, Role.SUPERVISOR)
    for case in cases:
        site.world.set(case, owner_id=actor.user_id)
    browser = site.as_(actor)

    few = counted(browser, paths)
    for _ in range(MORE_CASES - FEW_CASES):
        site.world.set(gate.request(), owner_id=actor.user_id)
    many = counted(browser, paths)

    assert many == few
    assert {name: number for name, number in few.items() if number > MOST[name]} == {}

    officer = site.world.colleague(Role.OFFICER)
    for case in cases:
        site.world.set(case, owner_id=officer.user_id)
    of_officer = counted(site.as_(officer), {name: name for name in OFFICERS_LISTS})
    assert of_officer.pop("/my-work") <= WORK_MOST
    assert max(of_officer.values()) <= OFFICERS_MOST
    of_head = counted(site.as_(gate.ousmane), {"work": "/my-work"})
    assert of_head["work"] <= HEADS_MOST


def test_lists_of_registered_people_take_as_many_statements_however_long_they_are(site, gate):
    with site.world.begin() as session:
        one = session.query(Registration).first()
    paths = {
        "list": "/registrations",
        "one": f"/registrations/{one.id}",
        "person": f"/persons/{one.person_id}",
        "inbox": "/inbox",
    }
    browser = site.as_(gate.lamin)

    few = counted(browser, paths)
    for number in range(10):
        gate.register(f"Lamin Ceesay {number}")

    assert counted(browser, paths) == few
    assert max(few.values()) <= 19  # statements


@pytest.mark.parametrize(
    ("role", "path", "most"),
    [(Role.COORDINATOR, "/reports", 13), (Role.SAFEGUARDING, "/access/", 32)],
)
def test_overviews_take_as_many_statements_however_much_there_is_to_see(
    site, gate, role, path, most
):
    browser = site.as_(site.world.colleague(role))
    gate.request()
    few = counted(browser, {path: path})
    for _ in range(3):
        gate.request()

    assert counted(browser, {path: path}) == few
    assert few[path] <= most


SEARCH_MOST, ASKS_MOST = 16, 20
"""Of a search by name: what stands in the index, who was found, their records and keys, the door
and the trail; and where it finds whoever asks, their case and whom they miss."""


def test_a_search_takes_few_statements(site, gate):
    browser = site.as_(gate.lamin)
    browser.post("/search", {"q": "Momodou Jallow"}, 200)  # by which names are learnt
    with statements() as said:
        browser.post("/search", {"q": "Momodou Jallow"}, 200)
    assert len(said) <= SEARCH_MOST
    gate.request()
    browser = site.as_(gate.awa)
    browser.post("/search", {"q": "Aissatou Balde"}, 200)
    with statements() as said:
        page = browser.post("/search", {"q": "Aissatou Balde"}, 200)
    assert "Looks for" in page.text
    assert len(said) <= ASKS_MOST
