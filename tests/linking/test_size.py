"""The index stays quick when there are many: what one search reads does not grow with the rest."""

import gc
import sqlite3

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from rfl import clock
from rfl.access.rules import Actor, Role
from rfl.installation import open_installation
from rfl.linking import finding, lexicon, probing, searching, warming
from rfl.linking.blocking import blocks_of
from rfl.linking.rules import Side
from rfl.matching.index import TokenLexicon, tokens_of
from rfl.matching.types import Name, Particulars
from rfl.persons import registering
from rfl.persons.registering import NewRegistration
from rfl.persons.rules import RegistrationKind
from tests.bench.people import people
from tests.tracing.world import CONSENTS, World, person

FEW, MANY = 40, 200


def register(world: World, actor: Actor, name: str, count: int) -> None:
    new = NewRegistration(
        RegistrationKind.WANTS_FAMILY_TO_KNOW,
        clock.today(),
        person(name, age=30),
        consents=CONSENTS,
    )
    with world.begin() as session:
        registering.register_many(session, actor, [new] * count)


def search(world: World, actor: Actor, words: str) -> finding.Found:
    with world.begin() as session:
        return finding.search(session, actor, words)


class Steps:
    """Counts how much SQLite works, by its own steps (a hundred at a time)."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> int:
        self.count += 1
        return 0

    def watch(self, raw: object, *_others: object) -> None:
        if isinstance(raw, sqlite3.Connection):
            raw.set_progress_handler(self, 100)


@pytest.fixture
def steps(world) -> Steps:
    """Return what counts the steps of the main database from now on."""
    counting = Steps()
    engine = world.installation.database.engine
    engine.dispose()
    event.listen(engine, "connect", counting.watch)
    return counting


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_a_search_reads_no_more_where_a_society_registered_more(world, steps):
    lamin = world.colleague(Role.OFFICER, society="GM")
    register(world, lamin, "Bagirishya Habimana", FEW)
    took = []
    for _ in range(4):
        register(world, lamin, "Omar Touray", MANY)
        search(world, lamin, "Bagirishya Habimana")
        before = steps.count
        assert search(world, lamin, "Bagirishya Habimana").hits
        took.append(steps.count - before)

    assert took[-1] <= 1.3 * took[0], took


def test_a_common_name_asks_for_no_more_lists_than_a_search_has_time_for(gate, monkeypatch):
    for _ in range(9):
        gate.register("Momodou Jallow")
    monkeypatch.setattr(probing, "RARE", 1)
    monkeypatch.setattr(probing, "TAGS_PER_FETCH", 3)
    monkeypatch.setattr(probing, "TAGS_PER_SEARCH", 4)
    with gate.world.begin() as session:
        blocks = blocks_of(Particulars(names=(Name.of("Mamadou Diallo"),)))
        reading = probing.reading_of(session, blocks, lexicon.size(session))
        probes = reading.probes(session, Side.REGISTERED)

    asked = [len(fetch.tags) for fetch in probes.fetches]
    assert asked
    assert max(asked) <= 3
    assert sum(asked) <= 4
    assert gate.links(gate.request())


def test_lists_read_at_once_tell_what_they_tell_one_after_another(gate, monkeypatch):
    for name in ("Momodou Jallow", "Momodou Bah", "Mamadu Djalo", "Binta Jallow", "Musa Ceesay"):
        gate.register(name)
    gate.request()
    who = Particulars(names=(Name.of("Mamadou Diallo"),))
    found = []
    for at_once, most in ((4_000, 6_000), (0, 6_000), (4_000, 4), (0, 4)):
        monkeypatch.setattr(searching, "TAGS_AT_ONCE", at_once)
        monkeypatch.setattr(searching, "ROWS_PER_SEARCH", most)
        with gate.world.begin() as session:
            reading = searching.reading(session, who)
            both = searching.found_by(session, reading, dict.fromkeys(Side, sa.true())).first(10)
            one = searching.candidates(session, who, Side.REGISTERED, sa.true(), 10)
        assert both[Side.REGISTERED] == one
        found.append(both)

    assert found[0] == found[1]
    assert found[2] == found[3]
    assert len(found[0][Side.REGISTERED]) == 4
    assert len(found[0][Side.SOUGHT]) == 1


def test_what_is_heard_of_many_is_the_nearest(monkeypatch):
    known, asked = TokenLexicon(), tokens_of((Name.of("Bagirishya"),))[0]
    for one in people(400, 7, "GM", clock.today()):
        for token in tokens_of([Name.of(part) for part in one.truth.family.split("|")]):
            known.add(token.key, token=token)
    for near in ("bagirisha", "bagirisya", "bagilishya", "bakirishia"):
        known.add(near)
    whole = known.expand(asked)
    monkeypatch.setattr("rfl.matching.index.HEARD", 3)
    some = known.expand(asked)

    assert 0 < len(some) <= 3 < len(whole)
    assert some[0] == whole[0]


def test_a_process_learns_all_names_before_the_first_search_and_by_parts(gate, monkeypatch):
    for name in ("Momodou Jallow", "Binta Camara", "Musa Ceesay", "Omar Touray"):
        gate.register(name)
    monkeypatch.setattr(lexicon, "CHUNK", 3)
    other = open_installation(gate.world.installation.config)
    transactions = []

    def begin():
        transactions.append(1)
        return other.begin()

    learnt = warming.warm(begin)

    with other.begin() as session:
        assert lexicon.learn_some(session) == 0
        assert len(lexicon.all_keys(session)) == learnt
    assert learnt >= 8
    assert len(transactions) >= 3
    assert gc.get_freeze_count() > 0
    assert search(World(other), gate.lamin, "Momodou Jallow").hits
    other.close()


def test_a_server_whose_database_is_away_starts_all_the_same(gate):
    other = open_installation(gate.world.installation.config)

    def begin():
        raise RuntimeError

    warming.warm_in_background(begin).join()

    assert search(World(other), gate.awa, "Momodou Jallow").hits == ()
    other.close()
