"""Backups: both databases, each sealed to a key that is not on this machine, in two places.

`NAME.main.rflbackup` and `NAME.dead.rflbackup` in one place, `NAME.keys.rflbackup` in another. The
second is small: the keys of whatever was erased so far, so that an older copy restores without it.
`NAME.list.rflbackup` lies in both places, signed: which backup this is, and what its files are.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from rfl import clock
from rfl.audit import service as audit
from rfl.audit.rules import INSTALLATION_LOG, SYSTEM, Act
from rfl.config import INSTALLATION
from rfl.crypto import stream
from rfl.crypto.hybrid import fingerprint, new_seed, public_of
from rfl.db import dumping
from rfl.db.base import Base, KeyBase
from rfl.db.migrate import History
from rfl.erasure import replaying
from rfl.errors import RuleBrokenError, UnavailableError
from rfl.installation import Installation
from rfl.jobs import service as jobs
from rfl.keeping.signing import BackupList, signed
from rfl.keys.models import AuditHead, TrailWitness
from rfl.text import Text

BACKUP_JOB = "keeping.backup"
"""Kind of the row that says when a backup was made, beside other background work."""

PUBLIC_NAME = "backup.pub"
SUFFIX = ".rflbackup"
STAMP = "rfl-%Y%m%dT%H%M%SZ"

HEADS: tuple[type[KeyBase], ...] = (AuditHead, TrailWitness)
"""What the key store knows of how long the logs are, itself and by their witnesses."""

Put = Callable[[bytes], object]

Tell = Callable[[str, int], None]
"""Called with a table's name and how many of its rows are done."""


class Content(StrEnum):
    """What a file of a backup holds."""

    MAIN = "main"
    DEAD = "dead"
    KEYS = "keys"
    LIST = "list"

    @property
    def label(self) -> bytes:
        """Return what the file is sealed as: no file passes for one of another kind."""
        return self.value.encode()


@dataclass(frozen=True, slots=True)
class Made:
    """What a backup left behind."""

    files: tuple[Path, ...]
    removed: tuple[Path, ...]
    """Older ones, whose time was over."""
    signer: str
    """Fingerprint of the key that signed it."""


def make_key(installation: Installation, keep: Callable[[bytes], None]) -> bytes:
    """Make the key pair of the backups; return the public half.

    The private half goes to `keep`, before anything is sealed to it, and rests nowhere here.

    Raises:
        RuleBrokenError: there is one already, which stays: older backups open with it alone.

    """
    path = installation.config.instance / PUBLIC_NAME
    if path.exists():
        raise RuleBrokenError(
            Text(
                "There is a backup key already (%(fingerprint)s). To change it, move %(path)s "
                "away first, and keep the old paper as long as its backups.",
                fingerprint=fingerprint(path.read_bytes()),
                path=str(path),
            )
        )
    seed = new_seed()
    public = public_of(seed)
    keep(seed)
    _write_file(path, public)
    return public


def public_key(installation: Installation) -> bytes:
    """Return the key that backups are sealed to.

    Raises:
        RuleBrokenError: there is none yet.

    """
    path = installation.config.instance / PUBLIC_NAME
    if not path.exists():
        raise RuleBrokenError(
            "There is no backup key yet. `rfl keys backup-key` makes one; its private half goes "
            "on paper."
        )
    return path.read_bytes()


def back_up(
    installation: Installation, to: Path, keys_to: Path, tell: Tell = lambda _table, _rows: None
) -> Made:
    """Write a backup of both databases while the server works on; remove those that are too old.

    Raises:
        RuleBrokenError: there is no backup key, or both places are one.
        UnavailableError: a place cannot be written to; nothing half-written is left.

    """
    public, now = public_key(installation), clock.now()
    if to.resolve() == keys_to.resolve():
        raise RuleBrokenError(
            "The key store's copy goes to another place than the main database's: whoever finds "
            "both and the root key has everything."
        )
    heads = _heads(installation)  # before the logs, so that no head is longer than its log
    main = dumping.dump(installation.database.engine, History.MAIN, Base.metadata, now, tell=tell)
    dead = [msgspec.msgpack.encode([one.hex for one in replaying.dead_keys(installation.begin)])]
    kept = dumping.dump(
        installation.key_database.engine,
        History.KEYS,
        KeyBase.metadata,
        now,
        instead=heads,
        tell=tell,
    )
    plan: tuple[tuple[Path, Content, Iterable[bytes]], ...] = (
        (to, Content.MAIN, main),
        (keys_to, Content.KEYS, kept),
        (to, Content.DEAD, dead),
    )
    signer = installation.keys.backup_signer()
    sealed = {content: _seal(folder, now, content, public, data) for folder, content, data in plan}
    hashes = {content.value: one for content, (_, one) in sealed.items()}
    words = signed(BackupList(now.replace(microsecond=0), hashes), signer)
    lists = [_write(folder, now, Content.LIST, lambda put: put(words)) for folder in (to, keys_to)]
    files = (*(path for path, _ in sealed.values()), *lists)
    with installation.begin() as session:
        detail = {"key": fingerprint(public)}
        societies = [INSTALLATION_LOG]
        audit.record(session, SYSTEM, Act.BACKUP_MADE, societies=societies, detail=detail)
        done = jobs.ask(
            session, kind=BACKUP_JOB, society=INSTALLATION, asked_by=SYSTEM, arguments={}
        )
        jobs.finish(session, [done.id])
    removed = _remove_old((to, keys_to), now - timedelta(days=installation.config.backup_days))
    return Made(files, removed, fingerprint(signer.public_key().public_bytes_raw()))


def found_in(folder: Path, content: Content) -> list[Path]:
    """Return the files of one kind in `folder`, the oldest first."""
    return sorted(path for path in folder.glob(f"*.{content}{SUFFIX}") if made_at(path))


def made_at(path: Path) -> datetime | None:
    """Return when a backup was made, by its name; None if it is none of ours."""
    try:
        return datetime.strptime(path.name.split(".")[0], STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _heads(installation: Installation) -> dict[str, list[dict[str, Any]]]:
    tables = [KeyBase.metadata.tables[model.__tablename__] for model in HEADS]
    with installation.keys.ring.connect() as connection:
        return {
            table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
            for table in tables
        }


def _seal(
    folder: Path, now: datetime, content: Content, public: bytes, data: Iterable[bytes]
) -> tuple[Path, str]:
    """Return where the file lies, and its hash as written: what lies there may be changed."""
    hashed = hashlib.sha256()

    def write(put: Put) -> None:
        def both(piece: bytes) -> None:
            hashed.update(piece)
            put(piece)

        stream.write(both, public, content.label, data)

    return _write(folder, now, content, write), hashed.hexdigest()


def _write(folder: Path, now: datetime, content: Content, write: Callable[[Put], object]) -> Path:
    path = folder / f"{now:{STAMP}}.{content}{SUFFIX}"
    part = path.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "wb") as target:
            write(target.write)
            target.flush()
            os.fsync(target.fileno())
        part.rename(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise UnavailableError(
            f"The backup could not be written to {folder} ({error.strerror}). "
            "Nothing half-written was left there."
        ) from None
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path


def _remove_old(folders: Iterable[Path], oldest: datetime) -> tuple[Path, ...]:
    removed = tuple(_old(folders, oldest))
    for path in removed:
        path.unlink()
    return removed


def _old(folders: Iterable[Path], oldest: datetime) -> Iterator[Path]:
    for folder in folders:
        for content in Content:
            for path in found_in(folder, content):
                at = made_at(path)
                if at is not None and at < oldest:
                    yield path


def _write_file(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
