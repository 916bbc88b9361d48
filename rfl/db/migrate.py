"""Alembic driven from Python: the main database and the key store, each with its own history."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from rfl.errors import RuleBrokenError
from rfl.paths import resource_dir


class History(StrEnum):
    """Which of the two databases, and the folder under migrations/ that holds its steps."""

    MAIN = "versions"
    KEYS = "keys"


def upgrade(engine: Engine, history: History, revision: str = "head") -> None:
    """Bring the database up to `revision`, in one transaction."""
    with engine.begin() as connection:
        command.upgrade(_config(connection, history), revision)


def downgrade(engine: Engine, history: History, revision: str) -> None:
    """Take the database down to `revision`, in one transaction."""
    with engine.begin() as connection:
        command.downgrade(_config(connection, history), revision)


def is_current(engine: Engine, history: History) -> bool:
    """Tell whether the database has every step of its history."""
    with engine.begin() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == _heads(history)


def revision_of(connection: Connection, history: History) -> str:
    """Return up to which step the database is."""
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        raise RuleBrokenError(f"This database was never made ({history}). Run `rfl init` first.")
    return found


@cache  # to read every step takes longer than all else that opening an installation takes
def _heads(history: History) -> frozenset[str]:
    return frozenset(ScriptDirectory.from_config(_places(history)).get_heads())


def _config(connection: Connection, history: History) -> Config:
    config = _places(history)
    config.attributes["connection"] = connection
    config.attributes["history"] = history
    return config


def _places(history: History) -> Config:
    folder: Path = resource_dir("migrations")
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("version_locations", str(folder / history.value))
    config.set_main_option("path_separator", "newline")
    return config
