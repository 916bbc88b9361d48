"""What tests use one after the other: PostgreSQL databases, and statements once put into words."""

from contextlib import closing
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"

SHAPE = """
SELECT md5(string_agg(line, E'\\n' ORDER BY line)) FROM (
    SELECT concat_ws(' ', relname, relkind, relnatts, relchecks, relacl::text) AS line
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT concat_ws(' ', tgname, tgenabled, tgrelid::regclass) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', conname, conrelid::regclass) FROM pg_constraint
    UNION ALL SELECT concat_ws(' ', proname, md5(prosrc)) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
) AS lines
"""
"""One word for all tables, rights, triggers, constraints and functions there are."""

END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""

COPYING = "STRATEGY FILE_COPY"
"""Files are copied whole: without fsync that is half the work of writing pages to the log."""


_spoken: dict[tuple[str, str], tuple[sa.Dialect, dict[Any, Any]]] = {}
"""By kind of database: its dialect, and the statements that were put into its words so far."""


def speak_as_before(engine: sa.Engine) -> None:
    """Have an engine that has connected use the words found by those before it.

    Each engine keeps the SQL of each statement it has met. A test has an engine of its own, and
    would spend a third of its time on finding the same SQL again.
    """
    kind = engine.dialect.name, engine.url.username or ""
    engine.dialect, words = _spoken.setdefault(kind, (engine.dialect, {}))
    engine.update_execution_options(compiled_cache=words)


_connections: dict[sa.URL, sa.Pool] = {}
"""By address of a PostgreSQL database: the connections of the tests before."""


def keep_connections(engine: sa.Engine) -> None:
    """Have an engine on PostgreSQL use the connections of those before it, and leave them open.

    A server process that has met the tables and planned the statements answers in half the time.
    """
    kept = _connections.setdefault(engine.url, engine.pool)
    if kept is not engine.pool:
        engine.pool.dispose()
        engine.pool = kept


def leave_connections(engine: sa.Engine) -> None:
    """Let an engine be closed without the connections that the next one uses."""
    if engine.pool in _connections.values():
        engine.pool = engine.pool.recreate()


def drop_connections() -> None:
    """Close whatever was kept."""
    while _connections:
        _connections.popitem()[1].dispose()


class Lent:
    """One database, copied from a blank once and brought back to it before each use.

    To empty tables and fill in the blank's few rows takes a tenth of what a copy takes. A test
    that changed more than rows (a table dropped, a trigger set) leaves it unlike the blank: the
    next one gets a new copy.
    """

    def __init__(self, server: sa.URL, blank: str) -> None:
        """Stand ready to copy the database `blank` of `server`."""
        self._server = server
        self._blank = blank
        self._url: sa.URL | None = None
        self._shape = ""
        self._renew = ""

    def fresh(self) -> sa.URL:
        """Return the address of a database as the blank is."""
        if self._url is None or not self._is_renewed(self._url):
            self.drop()
            self._url = self._copied()
        return self._url

    def drop(self) -> None:
        """Take the database away."""
        if self._url is not None:
            run(self._server, f"DROP DATABASE {self._url.database} WITH (FORCE)")
            self._url = None

    def _copied(self) -> sa.URL:
        name = f"lent_{uuid4().hex}"
        run(self._server, f"CREATE DATABASE {name} TEMPLATE {self._blank} {COPYING}")
        url = self._server.set(database=name)
        with closing(_connected(url)) as connection:
            tables = connection.exec_driver_sql(TABLES).scalars().all()
            steps = ["SET session_replication_role = replica"]  # no trigger, no foreign key
            steps += [str(sa.delete(sa.table(table, schema="public"))) for table in tables]
            connection.exec_driver_sql("CREATE SCHEMA blank")
            for table in tables:
                copied = connection.exec_driver_sql(
                    f'CREATE TABLE blank."{table}" AS TABLE public."{table}"'
                )
                if copied.rowcount:
                    steps.append(f'INSERT INTO public."{table}" TABLE blank."{table}"')
            self._renew = ";".join(steps)
            self._shape = connection.exec_driver_sql(SHAPE).scalar_one()
        return url

    def _is_renewed(self, url: sa.URL) -> bool:
        with closing(_connected(url)) as connection:
            connection.exec_driver_sql(END_OTHERS)
            if connection.exec_driver_sql(SHAPE).scalar_one() != self._shape:
                return False
            connection.exec_driver_sql(f"BEGIN;{self._renew};COMMIT")
            return True


def _connected(url: sa.URL) -> sa.Connection:
    # No pool: a connection left open would keep others from copying this database.
    return sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect()


def run(server: sa.URL, *statements: str) -> None:
    """Carry statements out at the server itself, each by itself."""
    with closing(_connected(server)) as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
