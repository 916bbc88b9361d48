"""The words that only one of the two databases knows, where it matters how they are carried out."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from rfl.access.models import User
from rfl.db.native import among, sent, sent_ids, unfolded
from rfl.linking.models import LexiconToken

FAR = 2**63 - 1


def test_many_values_are_read_once_for_a_statement_and_not_for_every_row(world):
    with world.begin() as session:
        connection = session.connection()
        query = select(LexiconToken.id).where(among(connection, LexiconToken.tag))
        read = str(query.compile(dialect=connection.dialect))
        values = sent(connection, list(range(400)))
        if connection.dialect.name == "postgresql":
            rows = connection.exec_driver_sql(f"EXPLAIN {read}", values)
            assert "InitPlan" in str(rows.all())
        else:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {read}", tuple(values.values()))
            plan = str(rows.all())
            assert "LIST SUBQUERY" in plan
            assert "CORRELATED" not in plan


@pytest.mark.parametrize("numbers", [[], [7], [0, -1, 1, FAR, -FAR - 1, 20]])
def test_numbers_arrive_as_they_were_sent(world, numbers):
    with world.begin() as session:
        connection = session.connection()
        rows = connection.execute(select(unfolded(connection)), sent(connection, numbers))
        assert [number for (number,) in rows] == numbers


def test_whoever_is_asked_for_by_id_is_found_and_nobody_else(world):
    with world.begin() as session:
        connection = session.connection()
        query = select(User.id).where(among(connection, User.id))
        here = session.scalars(select(User.id).order_by(User.id).limit(3)).all()
        for ids in ([], here[:1], [*here, uuid4()]):
            found = connection.execute(query, sent_ids(connection, ids)).scalars()
            assert set(found) == set(ids) & set(here)
