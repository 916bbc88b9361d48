"""The index of a stolen database, and a public list of names: the thief places next to nobody."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access.rules import Role
from rfl.crypto.hiding import IndexCipher
from rfl.keys.rules import FIRST_VERSION
from rfl.linking import lexicon, tagging
from rfl.linking.blocking import blocks_of
from rfl.linking.models import IndexedPerson, LexiconToken, Posting
from rfl.persons import registering
from rfl.persons import service as persons
from rfl.persons.particulars import particulars_of
from rfl.persons.rules import Sex
from tests.bench.people import people
from tests.lending import drop_connections
from tests.security.attack import ATTACKS, by_rank, known_outside, placed, steal
from tests.tracing.world import person

PEOPLE, FEWER, FEW, PART = 4_000, 1_000, 50, 500
MOST = 0.005
"""Of the rows, what a frequency attack may place (the promise of docs/SECURITY.md)."""


def register(world, count):
    """Register people; return what a list of names knows of them."""
    actor = world.colleague(Role.OFFICER, society="GM")
    news = [one.new for one in people(count, 7, "GM", clock.today())]
    for start in range(0, count, PART):
        with world.begin() as session:
            registering.register_many(session, actor, news[start : start + PART])
    return known_outside([new.person for new in news])


def attacked(world, public, *attacks):
    with world.begin() as session:
        stolen = steal(session)
        return {attack.__name__: placed(session, stolen, public, attack) for attack in attacks}


@pytest.fixture
def new_connections():
    """Have PostgreSQL plan for thousands of people: what others kept was planned for a few."""
    drop_connections()


@pytest.mark.usefixtures("new_connections")
def test_a_thief_with_a_list_of_names_places_next_to_no_row(world):
    public = register(world, PEOPLE)

    shares = attacked(world, public, *ATTACKS)

    assert max(shares.values()) <= MOST, shares
    _has_no_number_twice(world)


def test_without_splitting_the_same_attack_would_place_many(world, monkeypatch):
    monkeypatch.setattr(tagging, "PEOPLE_PER_SPLIT", FEWER)
    public = register(world, FEWER)

    assert attacked(world, public, by_rank)["by_rank"] > 10 * MOST


def test_without_hidden_numbers_the_rows_of_one_person_would_tell_of_each_other(world, monkeypatch):
    monkeypatch.setattr(IndexCipher, "hide", lambda _self, _tags, numbers: np.array(numbers))
    register(world, FEW)

    with pytest.raises(AssertionError):
        _has_no_number_twice(world)


def test_the_lexicon_does_not_tell_how_common_a_name_is(world):
    bearers = {f"name{number}": 1 + 3_000 // (number + 1) for number in range(3_000)}
    with world.begin() as session:
        lexicon.count(session, bearers, bearers, ())
        lexicon.count(session, {"name0": 2, "name7": 1}, {"name7": 1}, ())
        row = LexiconToken
        everybody = session.execute(sa.select(row.tag, row.padded, row.sought)).all()
        known = lexicon.known(session, bearers)
        tags = tagging.token_tags(session, bearers, FIRST_VERSION)

    assert {key: facts.people for key, facts in known.items()} == bearers | {
        "name0": bearers["name0"] + 2,
        "name7": bearers["name7"] + 1,
    }
    assert known["name0"].sought == bearers["name0"]
    assert known["name7"].sought == bearers["name7"] + 1
    commonest = sorted(bearers, key=lambda key: -bearers[key])
    for stands in (
        {tag: padded for tag, padded, _ in everybody},
        {tag: sought for tag, _, sought in everybody},
        {tag: padded - sought for tag, padded, sought in everybody},
    ):
        guessed = zip(sorted(stands, key=lambda tag: -stands[tag]), commonest, strict=True)
        assert sum(tags[key] == tag for tag, key in guessed) <= MOST * len(stands)


def _has_no_number_twice(world):
    """Check that nothing ties the rows of one person to each other, or to their record."""
    with world.begin() as session:
        often = Counter(session.scalars(sa.select(Posting.hidden)))
        numbers = set(session.scalars(sa.select(IndexedPerson.number)))
    assert max(often.values()) == 1
    assert not numbers & set(often)


def test_sex_and_whatever_protects_somebody_is_not_indexed(world):
    somebody = person("Fatou Jallow", age=30, sex=Sex.FEMALE)
    found_by = blocks_of(particulars_of(somebody))

    assert found_by == blocks_of(replace(particulars_of(somebody), sex="male"))
    assert set(IndexedPerson.__table__.columns.keys()) == {
        "number", "person_id", "side", "version", "places", "key",
    }  # fmt: skip
    assert set(Posting.__table__.columns.keys()) == {"tag", "hidden"}


def test_sealing_a_record_takes_every_row_of_it_out_of_the_index(world):
    officer = world.colleague(Role.OFFICER, society="GM")
    head = world.colleague(Role.SUPERVISOR, society="GM")
    new = next(people(1, 7, "GM", clock.today())).new
    with world.begin() as session:
        registration = registering.register(session, officer, new)
    with world.begin() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Posting))
        persons.seal_record(session, head, registration.person_id, [head.user_id])

    with world.begin() as session:
        for table in (Posting, IndexedPerson):
            assert not session.scalar(sa.select(sa.func.count()).select_from(table))
