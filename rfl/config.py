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
RFL_SMTP_URL        mail server for the daily letters: smtp://user:password@host:587, or smtps://…:465
                    (default: none, they are laid into the folder mail/ of the installation)
RFL_SMTP_PASSWORD_FILE  file that holds the password instead
RFL_MAIL_FROM       address the letters come from; needed with RFL_SMTP_URL
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

BACKUP_DAYS = 35
"""How long backups are kept, unless it is set: a month, and time to notice that one is bad."""

INSTALLATION = "ZZ"
"""Society code (ISO user-assigned) under which the installation itself keeps keys and a log."""

LONGEST_NUMBER = 6
"""Figures of a number that is set: more is a slip of the hand."""

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class SettingError(ValueError):
    """A setting cannot be meant; the sentence says which, and what to write."""


SMTP_PORTS = {"smtp": 587, "smtps": 465}
"""Where mail servers take letters from users (RFC 6409, RFC 8314), by the scheme of their URL."""


@dataclass(frozen=True, slots=True)
class Smtp:
    """The mail server that takes our letters."""

    host: str
    port: int
    sender: str
    """The address letters come from."""
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False
    """Whether TLS is spoken from the first byte; else STARTTLS is asked for."""

    @property
    def may_be_plain(self) -> bool:
        """Tell whether letters may go without TLS: to this machine alone."""
        return self.host in LOCAL_HOSTS or self.host == "::1"


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
    smtp: Smtp | None = None

    @property
    def root_key_path(self) -> Path:
        """Return where the root key rests."""
        return self.instance / "root.key"

    @property
    def queue_path(self) -> Path:
        """Return where the queue of the one-process server rests."""
        return self.instance / "queue.db"

    @property
    def mail_folder(self) -> Path:
        """Return where letters are laid when no mail server is set."""
        return self.instance / "mail"

    @property
    def address(self) -> str:
        """Return where people open this installation, or '' if it has no name of its own."""
        named = [host for host in self.hosts if host not in LOCAL_HOSTS]
        return f"https://{named[0]}/" if named else ""


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
        smtp=_smtp(environment),
    )


def _smtp(environment: Mapping[str, str]) -> Smtp | None:
    """Return the mail server that is set, or None. No message repeats what was set: a password.

    Raises:
        SettingError: it cannot be meant, or the sender is missing.

    """
    url = environment.get("RFL_SMTP_URL", "").strip()
    if not url:
        return None
    parts, port = _split(url)
    sender = environment.get("RFL_MAIL_FROM", "").strip()
    if not _is_address(sender):
        raise SettingError(
            "RFL_MAIL_FROM is the address that letters come from, such as rfl@society.example. "
            "Set it beside RFL_SMTP_URL."
        )
    user, password = unquote(parts.username or ""), _password(environment, parts)
    if bool(user) != bool(password):
        raise SettingError(
            "A mail server that asks for a user asks for a password too. Set both in RFL_SMTP_URL, "
            "or the password in RFL_SMTP_PASSWORD_FILE."
        )
    return Smtp(parts.hostname or "", port, sender, user, password, parts.scheme == "smtps")


def _split(url: str) -> tuple[SplitResult, int]:
    """Return the parts of a mail server's URL, and its port."""
    try:
        parts = urlsplit(url)
        port = parts.port or SMTP_PORTS[parts.scheme]
    except (ValueError, KeyError):
        parts, port = SplitResult("", "", "", "", ""), 0
    if not parts.hostname or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise SettingError(
            "RFL_SMTP_URL is smtp://user:password@host:587, or smtps://user:password@host:465, "
            "with %40 for an @ in a name. Set it so, or not at all."
        )
    return parts, port


def _password(environment: Mapping[str, str], parts: SplitResult) -> str:
    file = environment.get("RFL_SMTP_PASSWORD_FILE", "").strip()
    if not file:
        return unquote(parts.password or "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise SettingError(
            "RFL_SMTP_PASSWORD_FILE names no file that can be read. Correct it, or put the "
            "password into RFL_SMTP_URL."
        ) from None


def _is_address(text: str) -> bool:
    name, at, domain = text.partition("@")
    return (
        bool(name and at and domain)
        and "@" not in domain
        and text.isascii()
        and not (set(text) & set(' \t\r\n<>,;:"'))
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
