"""A copy from before an erasure restores without the erased record, whichever database is older."""

import sqlalchemy as sa
from sqlalchemy import func, select

from rfl import clock
from rfl.db.base import Base, KeyBase
from rfl.erasure import replaying
from rfl.erasure.models import Erasure
from rfl.erasure.rules import EraseReason
from rfl.exchange import asking, releasing
from rfl.exchange.models import Release
from rfl.exchange.rules import View
from rfl.keys.models import RecordKey
from rfl.linking.models import IndexedPerson, Posting
from rfl.persons.models import Person
from tests.erasure.erasing import all_that_opens

CANARY = "Zebulonzinho"


def snapshot(engine, base):
    with engine.begin() as connection:
        return {
            table: [dict(row._mapping) for row in connection.execute(sa.select(table))]
            for table in base.metadata.sorted_tables
        }


def put_back(engine, rows):
    """Bring a whole database to what it was, as restoring an older copy of it does."""
    with engine.begin() as connection:
        for table in reversed(rows):
            connection.execute(sa.delete(table))
        for table, values in rows.items():
            if values:
                connection.execute(sa.insert(table), values)


def test_an_older_main_database_is_taught_what_was_erased(desk):
    kept = desk.gate.register("Fatou Sarr")
    registration = desk.gate.register(CANARY)
    request_id = desk.gate.request("Ousainou Ceesay")
    engine = desk.world.installation.database.engine
    old = snapshot(engine, Base)
    desk.erased_person(registration)
    desk.erased_case(request_id)
    put_back(engine, old)

    done = replaying.replay(desk.world.begin)
    desk.work()

    assert (done.records, done.keys) == (2, 0)
    left = all_that_opens(desk.world).lower()
    for name in (CANARY, "Ceesay", "Baldé"):
        assert name.lower().encode() not in left
    assert b"fatou" in left
    with desk.world.begin() as session:
        reasons = set(session.scalars(select(Erasure.reason)))
        assert reasons == {EraseReason.RESTORED}
        assert session.scalar(select(func.count(IndexedPerson.number))) == 1
        assert session.scalar(select(func.count(Posting.tag))) > 0
    assert kept
    again = replaying.replay(desk.world.begin)
    assert (again.records, again.keys, again.releases) == (0, 0, 0)
    assert str(again.sentence()) == "Nothing that was erased came back."


def test_an_older_key_store_is_taught_which_keys_are_dead(desk):
    registration = desk.gate.register(CANARY)
    person_id = desk.person_of(registration)
    engine = desk.world.installation.key_database.engine
    old = snapshot(engine, KeyBase)
    desk.erased_person(registration)
    with desk.world.begin() as session:
        key_id = session.get_one(Person, person_id).key_id
    put_back(engine, old)
    with engine.begin() as connection:
        alive = connection.scalar(select(RecordKey.wrapped).where(RecordKey.id == key_id))
    assert alive is not None

    done = replaying.replay(desk.world.begin)

    assert (done.records, done.keys) == (0, 1)
    with engine.begin() as connection:
        dead = connection.scalar(select(RecordKey.wrapped).where(RecordKey.id == key_id))
    assert dead is None


def test_with_both_older_a_list_of_dead_keys_from_elsewhere_is_enough(desk):
    registration = desk.gate.register(CANARY)
    installation = desk.world.installation
    engines = (installation.database.engine, Base), (installation.key_database.engine, KeyBase)
    old = [snapshot(engine, base) for engine, base in engines]
    desk.erased_person(registration)
    with installation.key_database.begin() as session:
        query = select(RecordKey.id).where(RecordKey.destroyed_at.is_not(None))
        dead = session.scalars(query).all()
    for (engine, _), rows in zip(engines, old, strict=True):
        put_back(engine, rows)
    assert CANARY.encode() in all_that_opens(desk.world)

    done = replaying.replay(desk.world.begin, dead)

    assert (done.records, done.keys) == (1, 1)
    assert CANARY.lower().encode() not in all_that_opens(desk.world).lower()
    assert str(done.sentence()).startswith("Erased again what was erased before: 1 records")


def test_a_release_that_was_taken_back_stays_taken_back(desk):
    ask_id = desk.gate.sent()
    release_id = desk.gate.released(ask_id)
    engine = desk.world.installation.database.engine
    old = snapshot(engine, Base)
    with desk.world.begin() as session:
        releasing.withdraw(session, desk.gate.haddy, release_id)
    put_back(engine, old)

    done = replaying.replay(desk.world.begin)

    assert done.releases == 1
    with desk.world.begin() as session:
        assert session.get_one(Release, release_id).withdrawn_at < clock.now()
        assert asking.read(session, desk.gate.awa, ask_id).view is View.WITHDRAWN
