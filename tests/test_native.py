"""The words that only one of the two databases knows, where it matters how they are carried out."""

from sqlalchemy import select

from rfl.db.native import among, sent
from rfl.linking.models import LexiconToken


def test_many_values_are_read_once_for_a_statement_and_not_for_every_row(world):
    with world.begin() as session:
        connection = session.connection()
        query = select(LexiconToken.id).where(among(connection, LexiconToken.tag))
        read = str(query.compile(dialect=connection.dialect))
        values = sent(connection, range(400))
        if connection.dialect.name == "postgresql":
            rows = connection.exec_driver_sql(f"EXPLAIN {read}", values)
            assert "InitPlan" in str(rows.all())
        else:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {read}", tuple(values.values()))
            plan = str(rows.all())
            assert "LIST SUBQUERY" in plan
            assert "CORRELATED" not in plan
