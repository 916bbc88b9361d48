import pytest
import sqlalchemy as sa

from rfl.attachments import service as attachments
from rfl.db.base import Base, KeyBase
from rfl.db.migrate import History, downgrade, is_current, upgrade
from tests.attachments.test_attaching import DRAWN, PAPER
from tests.persons.people import register
from tests.transfers.moving import move_of


def _tables(engine):
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


@pytest.mark.parametrize(
    ("history", "base"), [(History.MAIN, Base), (History.KEYS, KeyBase)], ids=["main", "keys"]
)
def test_migrations_make_exactly_the_tables_of_the_models(world, history, base):
    database = world.installation.database
    if history is History.KEYS:
        database = world.installation.key_database

    with database.engine.connect() as connection:
        found = sa.inspect(connection)
        for table in base.metadata.sorted_tables:
            columns = {column["name"] for column in found.get_columns(table.name)}
            assert columns == {column.name for column in table.columns}, table.name


def test_migrations_go_down_and_up_with_data_in_them(world):
    move = move_of(world)
    move.offered()
    request_id = move.case()
    with world.begin() as session:
        attachments.add(session, move.awa, request_id, PAPER, DRAWN)
    registration_id = register(world, move.awa)
    with world.begin() as session:
        attachments.add_to_registration(session, move.awa, registration_id, PAPER, DRAWN)
    engine = world.installation.database.engine
    before = _tables(engine)

    downgrade(engine, History.MAIN, "base")
    assert _tables(engine) == set()
    upgrade(engine, History.MAIN)

    assert _tables(engine) == before
    assert is_current(engine, History.MAIN)
