"""One installation: its settings, its two databases and its keys, opened together or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rfl.config import INSTALLATION, Config, from_environment
from rfl.db.migrate import History, is_current, upgrade
from rfl.db.session import Database
from rfl.errors import RuleBrokenError
from rfl.keys import root as roots
from rfl.keys.service import KeyStore, provision
from rfl.text import Text


@dataclass(frozen=True, slots=True)
class RequestMark:
    """What the audit trail keeps of a request: a number to quote and the network address."""

    number: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Installation:
    """An open installation. `begin` is the one way to a session that services can use."""

    config: Config
    database: Database
    key_database: Database
    keys: KeyStore

    @contextmanager
    def begin(self, mark: RequestMark | None = None) -> Iterator[Session]:
        """Yield a session with the keys and the request's mark; commit at the end."""
        with self.database.begin({"keys": self.keys, "request": mark or RequestMark()}) as session:
            yield session

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
    if config.root_key_path.exists():
        raise RuleBrokenError(
            Text("There is an installation in %(folder)s already. Choose another folder with "
                 "RFL_INSTANCE, or use the one that is there.", folder=str(folder))
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    root = roots.create(config.root_key_path, passphrase)
    key_database = Database(config.keystore_url)
    database = Database(config.database_url)
    upgrade(key_database.engine, History.KEYS)
    upgrade(database.engine, History.MAIN)
    provision(key_database, root)
    keys = KeyStore(key_database, root)
    keys.ensure_society(INSTALLATION)
    return Installation(config, database, key_database, keys)


def open_installation(
    config: Config | None = None, passphrase: str | None = None
) -> Installation:
    """Open the installation at `config.instance`.

    Raises:
        RuleBrokenError: there is none, or it needs `rfl upgrade` first.

    """
    config = config or from_environment()
    if not config.root_key_path.exists():
        raise RuleBrokenError(
            Text("There is no installation in %(folder)s. Make one with `rfl init`, or say where it "
                 "lies with RFL_INSTANCE.", folder=str(config.instance))
        )
    root = roots.open_root(config.root_key_path, passphrase)
    key_database = Database(config.keystore_url)
    database = Database(config.database_url)
    if not is_current(database.engine, History.MAIN) or not is_current(
        key_database.engine, History.KEYS
    ):
        raise RuleBrokenError("The databases are of another version. Run `rfl upgrade` first.")
    return Installation(config, database, key_database, KeyStore(key_database, root))
