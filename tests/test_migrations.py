import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.attachments import service as attachments
from rfl.db.base import Base, KeyBase
from rfl.db.migrate import History, downgrade, is_current, upgrade
from rfl.lists.models import KeptView
from rfl.lists.rules import ListName
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


VIEW = "state=active&owner=mine"


def _keep_views(world, actor):
    """Keep a view of the cases, and one of the people registered."""
    with world.begin() as session:
        for of_list, filters in ((ListName.CASES, VIEW), (ListName.PEOPLE, "kind=missing")):
            view = KeptView(of_list=of_list, filters=filters, made_at=clock.now())
            view.society_code, view.user_id = actor.society, actor.user_id
            session.add(view)


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
    _keep_views(world, move.awa)

    downgrade(engine, History.MAIN, "0039")
    columns: list[sa.ColumnClause[str]] = [sa.column(name) for name in ("state", "owner", "due")]
    with engine.connect() as connection:  # what a view of people narrows had no place then
        kept = connection.execute(sa.select(*columns).select_from(sa.table("kept_view"))).all()
    assert kept == [("active", "mine", "")]
    upgrade(engine, History.MAIN)
    with world.begin() as session:
        views = session.execute(sa.select(KeptView.of_list, KeptView.filters)).all()
    assert views == [(ListName.CASES, VIEW)]

    downgrade(engine, History.MAIN, "base")
    assert _tables(engine) == set()
    upgrade(engine, History.MAIN)

    assert _tables(engine) == before
    assert is_current(engine, History.MAIN)
