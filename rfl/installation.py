"""One installation: its settings, its two databases and its keys, opened together or not at all."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from rfl.config import INSTALLATION, Config, from_environment
from rfl.db.migrate import History, is_current, upgrade
from rfl.db.session import Database
from rfl.errors import RuleBrokenError
from rfl.keys.root import FileRoot, PassphraseRoot, Root, open_root
from rfl.keys.service import KeyStore, provision
from rfl.keys.transit import is_vault, open_vault
from rfl.text import Text


@dataclass(frozen=True, slots=True)
class Installation:
    """An open installation. `begin` is the one way to a session that services can use."""

    config: Config
    database: Database
    key_database: Database
    keys: KeyStore

    @contextmanager
    def begin(self, mark: object = None) -> Iterator[Session]:
        """Yield a session with the keys and the request's mark (audit.rules.RequestMark)."""
        with self.database.begin(self._info(mark)) as session:
            yield session

    @contextmanager
    def begin_reading(self, mark: object = None) -> Iterator[Session]:
        """Yield a session as `begin` does, of which only the audit trail is written, at its end."""
        with self.database.begin_reading(self._info(mark)) as session:
            yield session

    def _info(self, mark: object) -> dict[str, object]:
        return {
            "keys": self.keys,
            "request": mark,
            "backup_days": self.config.backup_days,
            "config": self.config,
        }

    def close(self) -> None:
        """Close every connection."""
        self.database.close()
        self.key_database.close()


def create_installation(config: Config, passphrase: str | None = None) -> Installation:
    """Make a new installation at `config.instance`: folder, root key, both databases.

    Raises:
        RuleBrokenError: one is there already; nothing is overwritten.

    """
    folder = config.instance
    if not is_vault(config.root) and config.root_key_path.exists():
        raise RuleBrokenError(
            Text(
                "There is an installation in %(folder)s already. Choose another folder with "
                "RFL_INSTANCE, or use the one that is there.",
                folder=str(folder),
            )
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    root = _new_root(config, passphrase)
    key_database = Database(config.keystore_url)
    database = Database(config.database_url)
    upgrade(key_database.engine, History.KEYS)
    upgrade(database.engine, History.MAIN)
    keys = provision(key_database, root)
    keys.ensure_society(INSTALLATION)
    return Installation(config, database, key_database, keys)


def open_installation(
    config: Config | None = None, passphrase: Callable[[], str] | None = None
) -> Installation:
    """Open the installation at `config.instance`; `passphrase` is asked only if there is one.

    Raises:
        RuleBrokenError: there is none, or it needs `rfl upgrade` first.

    """
    config = config or from_environment()
    if not is_vault(config.root) and not config.root_key_path.exists():
        raise RuleBrokenError(
            Text(
                "There is no installation in %(folder)s. Make one with `rfl init`, or say where it "
                "lies with RFL_INSTANCE.",
                folder=str(config.instance),
            )
        )
    root = _root(config, passphrase or _passphrase_of_environment)
    key_database = Database(config.keystore_url)
    database = Database(config.database_url)
    if not is_current(database.engine, History.MAIN) or not is_current(
        key_database.engine, History.KEYS
    ):
        raise RuleBrokenError("The databases are of another version. Run `rfl upgrade` first.")
    keys = KeyStore(key_database, root)
    keys.trail.patience = timedelta(minutes=config.witness_minutes)
    return Installation(config, database, key_database, keys)


def _new_root(config: Config, passphrase: str | None) -> Root:
    if is_vault(config.root):
        return open_vault(config.root)
    path = config.root_key_path
    return PassphraseRoot.create(path, passphrase) if passphrase else FileRoot.create(path)


def _root(config: Config, passphrase: Callable[[], str]) -> Root:
    if is_vault(config.root):
        return open_vault(config.root)
    return open_root(config.root_key_path, passphrase)


def _passphrase_of_environment() -> str:
    words = os.environ.get("RFL_ROOT_PASSPHRASE")
    if not words:
        raise RuleBrokenError("The root key is kept under a passphrase. Set RFL_ROOT_PASSPHRASE.")
    return words
