"""Where an installation lives and how it is set: environment first, `settings.toml` second.

RFL_INSTANCE        folder of the installation (default: `instance/` where one stands)
RFL_DATABASE_URL    main database (default: SQLite in that folder)
RFL_KEYSTORE_URL    key store, another database (default: SQLite in that folder)
RFL_ROOT            where the root key is: `file` (default) or `vault:MOUNT/KEY`, HashiCorp Vault's
                    Transit (VAULT_ADDR, VAULT_TOKEN or RFL_VAULT_TOKEN_FILE, VAULT_CACERT,
                    VAULT_NAMESPACE)
RFL_ROOT_PASSPHRASE passphrase of the root key, where it is kept under one
RFL_REDIS_URL       queue and throttles for several processes (default: inside this one)
RFL_HOSTS           names the site answers to, comma-separated
RFL_BACKUP_DAYS     how many days backups are kept (default: 35); receipts of erasures count on it
RFL_WITNESS_MINUTES how old the newest signature of a witness may be before nothing is shown
                    (default: 0, never mind; logs without a witness are not held up)
RFL_PROXIES         how many proxies of yours stand before it and write X-Forwarded-For (default: 0;
                    then that header, which anybody can write, is not read)
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BACKUP_DAYS = 35
"""How long backups are kept, unless it is set: a month, and time to notice that one is bad."""

INSTALLATION = "ZZ"
"""Society code (ISO user-assigned) under which the installation itself keeps keys and a log."""

LONGEST_NUMBER = 6
"""Figures of a number that is set: more is a slip of the hand."""

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class SettingError(ValueError):
    """A setting cannot be meant; the sentence says which, and what to write."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one installation; built once at start, never changed."""

    instance: Path
    database_url: str
    keystore_url: str
    redis_url: str | None = None
    hosts: tuple[str, ...] = LOCAL_HOSTS
    demo: bool = False
    secure_cookies: bool = True
    proxies: int = 0
    backup_days: int = BACKUP_DAYS
    root: str = "file"
    witness_minutes: int = 0

    @property
    def root_key_path(self) -> Path:
        """Return where the root key rests."""
        return self.instance / "root.key"

    @property
    def queue_path(self) -> Path:
        """Return where the queue of the one-process server rests."""
        return self.instance / "queue.db"


def from_environment(
    environment: Mapping[str, str] = os.environ, *, instance: Path | None = None, demo: bool = False
) -> Config:
    """Return the settings that `environment` asks for; `instance` wins over RFL_INSTANCE."""
    folder = (instance or Path(environment.get("RFL_INSTANCE") or "instance")).resolve()
    hosts = tuple(h.strip() for h in environment.get("RFL_HOSTS", "").split(",") if h.strip())
    return Config(
        instance=folder,
        database_url=environment.get("RFL_DATABASE_URL") or f"sqlite:///{folder / 'rfl.db'}",
        keystore_url=environment.get("RFL_KEYSTORE_URL") or f"sqlite:///{folder / 'keys.db'}",
        redis_url=environment.get("RFL_REDIS_URL") or None,
        hosts=(*LOCAL_HOSTS, *hosts),
        demo=demo,
        secure_cookies=bool(hosts),
        proxies=_number(environment, "RFL_PROXIES", 0),
        root=environment.get("RFL_ROOT") or "file",
        backup_days=_number(environment, "RFL_BACKUP_DAYS", BACKUP_DAYS, least=1),
        witness_minutes=_number(environment, "RFL_WITNESS_MINUTES", 0),
    )


def _number(environment: Mapping[str, str], name: str, usual: int, *, least: int = 0) -> int:
    """Return a whole number that is set, or the usual one.

    Raises:
        SettingError: it is no whole number, or less than `least`.

    """
    asked = environment.get(name, "").strip()
    if not asked:
        return usual
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= LONGEST_NUMBER):
        raise SettingError(f"{name} is a whole number, such as {usual}. Set it so, or not at all.")
    if int(asked) < least:
        raise SettingError(f"{name} is at least {least}. Set it anew, or not at all.")
    return int(asked)
