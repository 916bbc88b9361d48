"""Restoring a backup, and trying one out: whole, trail sound, nothing come back?"""

import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

import msgspec
import sqlalchemy as sa

from rfl.audit import service as audit
from rfl.audit.models import Entry
from rfl.audit.rules import INSTALLATION_LOG, SYSTEM, Act
from rfl.audit.verify import verify
from rfl.config import Config
from rfl.crypto import stream
from rfl.crypto.sealing import UnsealError
from rfl.db import dumping
from rfl.db.base import Base
from rfl.db.migrate import History
from rfl.db.session import Database
from rfl.erasure import replaying
from rfl.errors import RuleBrokenError
from rfl.installation import Installation, open_installation
from rfl.keeping.backing_up import Content, Tell, found_in, made_at
from rfl.keys.models import RecordKey
from rfl.text import Text

KEYS_PER_QUERY = 5_000

NAMES = {Content.MAIN: "The main database", Content.KEYS: "The key store"}


@dataclass(frozen=True, slots=True)
class Source:
    """Which backup: its two files, and the newest list of dead keys beside them."""

    main: Path
    keys: Path
    dead: Path | None
    seed: bytes
    """The private key, from paper."""


@dataclass(slots=True)
class Report:
    """What was found, in sentences."""

    sentences: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Tell whether all was as it should be."""
        return not self.problems


def choose(main: Path, keys: Path, seed: bytes) -> Source:
    """Return the backup at these places; in a folder the newest is taken.

    Raises:
        RuleBrokenError: there is none, or the two files are of two backups.

    """
    chosen = _chosen(main, Content.MAIN)
    at = made_at(chosen)
    wanted = keys / chosen.name.replace(f".{Content.MAIN}.", f".{Content.KEYS}.")
    kept = wanted if keys.is_dir() else keys
    if not kept.is_file() or made_at(kept) != at:
        raise RuleBrokenError(
            Text(
                "The key store's half of this backup is not there: %(path)s. Give the folder "
                "where it lies with --keys-from.",
                path=str(kept),
            )
        )
    lists = found_in(chosen.parent, Content.DEAD)
    return Source(chosen, kept, lists[-1] if lists else None, seed)


def restore(
    config: Config, source: Source, passphrase: Callable[[], str] | None, tell: Tell
) -> Report:
    """Restore a backup into the empty databases that `config` names, and look it over.

    Raises:
        RuleBrokenError: a database is not empty, or a file is not whole or not of this kind.

    """
    report = Report()
    loading = _Loading(source, report, tell)
    loading.load(config.database_url, History.MAIN, source.main, Content.MAIN)
    loading.load(config.keystore_url, History.KEYS, source.keys, Content.KEYS)
    installation = open_installation(config, passphrase)
    try:
        _look_over(installation, source, report)
        with installation.begin() as session:
            audit.record(session, SYSTEM, Act.BACKUP_RESTORED, societies=[INSTALLATION_LOG])
    finally:
        installation.close()
    return report


def check(
    config: Config, source: Source, passphrase: Callable[[], str] | None, tell: Tell
) -> Report:
    """Restore a backup into a scratch place that is gone afterwards, and say how it was found.

    The scratch databases are SQLite, whatever the backup was made of.
    """
    with tempfile.TemporaryDirectory(prefix="rfl-check-") as name:
        main, keys = (f"sqlite:///{Path(name) / file}" for file in ("rfl.db", "keys.db"))
        scratch = replace(config, database_url=main, keystore_url=keys)
        return restore(scratch, source, passphrase, tell)


@dataclass(frozen=True, slots=True)
class _Loading:
    """Writes the files of one backup into databases, and says so."""

    source: Source
    report: Report
    tell: Tell

    def load(self, url: str, history: History, path: Path, content: Content) -> None:
        """Write one file into the empty database at `url`."""
        database = Database(url)
        try:
            with path.open("rb") as file:
                pieces = stream.read(file, self.source.seed, content.label)
                head, rows = dumping.load(database.engine, history, pieces, self.tell)
        except UnsealError:
            raise RuleBrokenError(
                Text(
                    "%(path)s does not open. It is damaged, or was sealed to another backup key.",
                    path=str(path),
                )
            ) from None
        finally:
            database.close()
        made = f"{head.made_at:%Y-%m-%d %H:%M} UTC"
        self.report.sentences.append(f"{NAMES[content]} of {made} is whole: {rows} rows.")


def _look_over(installation: Installation, source: Source, report: Report) -> None:
    further = _dead_keys(source, report)
    _check_trail(installation, report)
    replayed = replaying.replay(installation.begin, further)
    report.sentences.append(str(replayed.sentence()))
    missing, present = _count_keys(installation)
    if missing:
        report.problems.append(f"{missing} records have no key in the key store.")
    else:
        report.sentences.append(f"All {present} records have their key.")


def _dead_keys(source: Source, report: Report) -> list[UUID]:
    if source.dead is None:
        report.problems.append(
            "There is no list of dead keys beside the backup: what was erased since may come back."
        )
        return []
    try:
        with source.dead.open("rb") as file:
            packed = b"".join(stream.read(file, source.seed, Content.DEAD.label))
    except UnsealError:
        raise RuleBrokenError(Text("%(path)s does not open.", path=str(source.dead))) from None
    return [UUID(hex=one) for one in msgspec.msgpack.decode(packed, type=list[str])]


def _check_trail(installation: Installation, report: Report) -> None:
    with installation.begin() as session:
        logs = set(session.scalars(sa.select(Entry.log).distinct()))
    for log in sorted(logs | set(installation.keys.trail.logs())):
        found = verify(installation.database, installation.keys, log)
        if found.is_sound:
            report.sentences.append(f"{log}: all {found.entries} entries are complete.")
        report.problems += [f"{log}: {problem}" for problem in found.problems]


def _count_keys(installation: Installation) -> tuple[int, int]:
    """Return how many records of the main database have no key, and how many have."""
    missing = present = 0
    tables = [table for table in Base.metadata.sorted_tables if "key_id" in table.columns]
    with installation.begin() as session:
        for table in tables:
            if table.name == "erasure_key":
                continue
            query = sa.select(table.c.key_id).execution_options(yield_per=KEYS_PER_QUERY)
            for part in session.scalars(query).partitions():
                wanted = set(part)
                here = _known(installation, wanted)
                present, missing = present + len(here), missing + len(wanted) - len(here)
    return missing, present


def _known(installation: Installation, ids: Collection[UUID]) -> set[UUID]:
    query = sa.select(RecordKey.id).where(RecordKey.id.in_(ids))
    with installation.keys.ring.connect() as connection:
        return set(connection.scalars(query))


def _chosen(place: Path, content: Content) -> Path:
    if place.is_file():
        return place
    found = found_in(place, content)
    if not found:
        raise RuleBrokenError(Text("There is no backup in %(place)s.", place=str(place)))
    return found[-1]
