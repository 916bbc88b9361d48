"""Rotating the index key: the same people are found before, meanwhile and after."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from rfl.access import queries as access_queries
from rfl.access.models import RecoveryCode, User
from rfl.access.rules import Role
from rfl.access.service import free_tag, tags_of_email
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act
from rfl.crypto.hiding import NO_NUMBER
from rfl.errors import RuleBrokenError, UnavailableError
from rfl.intake import service as intake
from rfl.intake import taking_in
from rfl.intake.models import ImportKind, ImportRun
from rfl.jobs import service as jobs
from rfl.jobs.models import Job
from rfl.jobs.service import Work
from rfl.keys import rotating
from rfl.keys import service as keys
from rfl.keys.models import InstallationKey
from rfl.keys.rules import InstallationKind, TagPurpose
from rfl.linking import forgetting, index, lexicon, rekeying, searching, state
from rfl.linking.index import Indexed
from rfl.linking.models import IndexedPerson, LexiconToken, Posting
from rfl.linking.rules import Side
from rfl.linking.state import State
from rfl.linking.tagging import shown
from rfl.persons.models import ExternalRecord, Registration
from rfl.persons.particulars import particulars_of
from tests.access.conftest import quick_hashing
from tests.access.doors import account, sign_in, stranger
from tests.intake.kobo import export, row
from tests.keeping.conftest import console
from tests.tracing.world import person

__all__ = ["console", "quick_hashing"]

TABLES = IndexedPerson, LexiconToken
NAMES = "Momodou Jallow", "Mamadou Diallo", "Binta Camara", "Fatoumata Diallo"


def found(world, name="Mamadou Diallo"):
    """Return who is found for a name, and how heavily each weighs."""
    sought = particulars_of(person(name, age=24))
    with world.begin() as session:
        some = searching.candidates(session, sought, Side.REGISTERED, sa.true())
        return {(one.person_id, round(one.weight, 6)) for one in some}


def versions(world):
    """Return the versions that rows of the index lie under."""
    with world.begin() as session:
        return {key for table in TABLES for key in session.scalars(select(table.key).distinct())}


def ask(world):
    with world.begin() as session:
        return rekeying.ask(session)


@pytest.fixture
def people(gate):
    """Return the world with people of like names in its index."""
    for name in NAMES:
        gate.register(name)
    return gate.world


def watched(world, besides, key=2):
    """Return the work of a rotation; after each of its steps `besides` is done."""

    @contextmanager
    def begin():
        with world.begin() as session:
            yield session
        besides()

    return Work(ask(world), SYSTEM, "ZZ", {"key": key}, begin)


def move_all(world):
    """Do all of a rotation but the tidying up, which waits for whoever reads."""
    with world.begin() as session:
        rotating.make_index_key(keys.of(session).ring, 2)
        state.begin_key(session, 2)
    with world.begin() as session:
        index.rekey(session, 2, 0, 100)
        rekeying._move_tokens(session, 2, 0, 100)
        assert state.end_key(session, 2)


def test_the_same_people_are_found_at_every_step_of_a_rotation(people, monkeypatch):
    monkeypatch.setattr(rekeying, "BATCH", 2)
    before = {name: found(people, name) for name in (*NAMES, "Nobody Known")}
    assert len(before["Mamadou Diallo"]) >= 2
    with people.begin() as session:
        old = set(session.execute(select(Posting.tag, Posting.hidden)).all())
    met = set()

    def look():
        met.add(frozenset(versions(people)))
        assert {name: found(people, name) for name in before} == before

    rekeying.rekey_job(watched(people, look))

    assert {frozenset({1, 2}), frozenset({2})} <= met
    look()
    with people.begin() as session:
        assert state.look(session) == State(0, 2, 2)
        now = session.execute(select(Posting.tag, Posting.hidden)).all()
        assert len(now) == len(old)
        assert not old & set(now)


def test_who_has_the_old_key_reads_nothing_of_the_index_any_more(people):
    with people.begin() as session:
        rows = session.execute(select(Posting.tag, Posting.hidden)).all()
        tokens = set(session.scalars(select(LexiconToken.tag)))
        assert NO_NUMBER not in shown(session, array_of(rows)).tolist()
    jobs.run(people.begin, ask(people))

    with people.begin() as session:
        rows = session.execute(select(Posting.tag, Posting.hidden)).all()
        places = session.scalars(select(IndexedPerson.places)).all()
        old = keys.of(session).index(1)
        assert set(old.show(*array_of(rows).T).tolist()) == {NO_NUMBER}
        assert len(old.open_places(places)[0]) == 0
        assert not tokens & set(session.scalars(select(LexiconToken.tag)))


def array_of(rows):
    return np.array([tuple(row) for row in rows], np.int64).reshape(-1, 2)


def test_who_comes_changes_and_goes_meanwhile_is_found_rightly(gate, people, monkeypatch):
    monkeypatch.setattr(rekeying, "BATCH", 1)
    with people.begin() as session:
        stays, goes = session.scalars(
            select(Registration.person_id).order_by(Registration.created_at).limit(2)
        )

    done: list[bool] = []

    def change():
        if done or versions(people) != {1, 2}:
            return
        done.append(True)
        gate.register("Mamadou Diallo")
        with people.begin() as session:
            renamed = particulars_of(person("Lamine Sanyang", age=24))
            index.put(session, [Indexed(stays, Side.REGISTERED, renamed)])
            index.remove(session, [goes])
            forgetting.drop_unborne(session)

    rekeying.rekey_job(watched(people, change))

    assert {one for one, _ in found(people, "Lamine Sanyang")} == {stays}
    assert not {stays, goes} & {one for one, _ in found(people)}
    assert len(found(people)) >= 2
    assert versions(people) == {2}
    with people.begin() as session:
        known = lexicon.known(session, {"mamadou", "diallo", "momodou", "jallow", "sanyang"})
        rows = session.execute(select(Posting.tag, Posting.hidden)).all()
        assert NO_NUMBER not in shown(session, array_of(rows)).tolist()
    assert known["sanyang"].people == 1
    # Bearers are never counted less, and names that nobody bears are dropped.
    assert "momodou" not in known


@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
def test_a_search_during_which_a_rotation_passes_finds_everybody(people):
    """It saw the old key, and all were moved before it read the first list."""
    before = found(people)
    passing: list[str] = []

    def rotate(_connection, _cursor, statement, *_rest):
        if "FROM posting" in statement and not passing:
            passing.append(statement)
            move_all(people)

    engine = people.installation.database.engine
    sa.event.listen(engine, "before_cursor_execute", rotate)
    after = found(people)
    sa.event.remove(engine, "before_cursor_execute", rotate)

    assert passing
    assert versions(people) == {2}
    assert after == before


@pytest.mark.parametrize("world", ["postgresql"], indirect=True)
def test_nobody_is_written_under_a_key_that_counts_no_more(people):
    """Whoever writes holds the key: a rotation begins after them, and not meanwhile."""
    with people.begin() as writing:
        known = writing.scalars(select(Registration.person_id).limit(1)).one()
        somebody = Indexed(known, Side.REGISTERED, particulars_of(person("Lamine Sanyang")))
        index.put(writing, [somebody])
        with people.begin() as session:
            session.execute(sa.text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(OperationalError, match="lock timeout"):
                state.begin_key(session, 2)
            session.rollback()


def test_a_rotation_killed_on_its_way_goes_on(people):
    before, job_id = found(people), ask(people)

    assert die_at(people, job_id, 24) == -signal.SIGKILL
    assert found(people) == before
    assert versions(people) == {1, 2}, "the test dies too early or too late"

    with people.begin() as session:
        arguments = dict(session.get_one(Job, job_id).arguments)
    rekeying.rekey_job(Work(job_id, SYSTEM, "ZZ", arguments, people.begin))
    assert versions(people) == {2}
    assert found(people) == before
    with people.begin() as session:
        assert state.look(session) == State(0, 2, 2)


def die_at(world, job_id, step):
    config = world.installation.config
    urls = {"RFL_DATABASE_URL": config.database_url, "RFL_KEYSTORE_URL": config.keystore_url}
    environment = {**os.environ, **urls, "RFL_INSTANCE": str(config.instance)}
    words = [sys.executable, "-m", "tests.linking.rekeyer", str(job_id), str(step)]
    return subprocess.run(words, env=environment, capture_output=True, check=False).returncode  # noqa: S603  # our own words


def test_the_console_rotates_it_and_tells_where_it_stands(people, console):
    assert "Index of names: key 1, 0 days old.\n" in console("keys", "status").output

    answer = console("keys", "rotate", "--index")

    assert answer.exit_code == 0, answer.output
    assert answer.output.endswith(" people and names of the index lie under a new key now.\n")
    assert "Index of names: key 2, 0 days old.\n" in console("keys", "status").output
    with people.begin() as session:
        rows = reading.what_did(session, SYSTEM, "ZZ", SYSTEM, Asking()).rows
        assert Act.KEY_ROTATED in [row.act for row in rows]
        ring = keys.of(session).ring
    with ring.connect() as connection:
        kept = select(InstallationKey.version).where(InstallationKey.kind == InstallationKind.INDEX)
        assert set(connection.scalars(kept)) == {1, 2}


def test_a_rotation_left_half_way_is_told_and_goes_on_to_the_key_it_made(people, console):
    with people.begin() as session:
        rotating.make_index_key(keys.of(session).ring, 2)
        state.begin_key(session, 2)
        assert not state.end_key(session, 2), "the old key is asked as long as somebody rests there"

    said = console("keys", "status").output
    assert "a rotation is under way" in said
    assert "`rfl keys rotate --index` goes on with it." in said
    assert console("keys", "rotate", "--index").exit_code == 0
    with people.begin() as session:
        assert state.look(session) == State(0, 2, 2)


def test_an_older_key_store_than_the_index_is_told(people):
    """A key store restored from before a rotation lacks the newest key: nothing is guessed."""
    with people.begin() as session:
        state.begin_key(session, 2)

    with pytest.raises(UnavailableError, match="older than the main database"):
        found(people)


def test_addresses_foreign_ids_and_codes_are_carried_and_found_all_the_while(people, site):
    """Who has the first key finds none of them any more; nobody is shut out meanwhile."""
    who, lamin = account(people), people.colleague(Role.OFFICER, society="GM")
    data = export([row(1), row(2)])
    assert taken_in(people, lamin, data).added == 2
    before = people.installation.keys.tag(TagPurpose.EMAIL, who.email)
    seen = []

    def meanwhile():
        with people.begin() as session:
            tags = tags_of_email(session, who.email).tags[0]
            found = access_queries.user_of_tags(session, tags)
            seen.append(found is not None and found.id == who.actor.user_id)

    rekeying.rekey_job(watched(people, meanwhile))
    assert seen
    assert all(seen)

    with people.begin() as session:
        for table in (User, RecoveryCode, ExternalRecord, ImportRun):
            assert set(session.scalars(select(table.tag_key))) == {2}, table.__tablename__
        assert access_queries.user_of_tags(session, [before]) is None
        with pytest.raises(RuleBrokenError):
            free_tag(session, who.email)
    sign_in(stranger(site), who)
    assert taken_in(people, lamin, export([row(1), row(2), row(3)])).added == 1
    late = account(people, email="late@sn.example")
    with people.begin() as session:
        assert session.get_one(User, late.actor.user_id).tag_key == 2


def taken_in(world, actor, data):
    """Take a list in, and return its run."""
    with world.begin() as session:
        run_id = intake.start(session, actor, ImportKind.REGISTRATIONS, data).id
    taking_in.run_import(world.begin, actor, run_id)
    with world.begin() as session:
        return session.get_one(ImportRun, run_id)
