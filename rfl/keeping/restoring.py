"""Restoring a backup, and trying one out: whole, trail sound, nothing come back?"""

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
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
from rfl.keeping.signing import Hashed, hash_of, signed_list
from rfl.keys.models import RecordKey
from rfl.text import Text

KEYS_PER_QUERY = 5_000

SIGNED = "The installation on this paper signed it."
UNSIGNED = "Nobody looked who made it: whoever could write there could have."

NAMES = {Content.MAIN: "The main database", Content.KEYS: "The key store"}


@dataclass(frozen=True, slots=True)
class Source:
    """Which backup: its two files, and the newest list of dead keys beside them."""

    main: Path
    keys: Path
    dead: Path | None
    seed: bytes
    """The private key, from paper."""
    hashes: Mapping[Path, str] | None
    """Of each file, as the installation signed it; None: nobody looks who made it."""


@dataclass(slots=True)
class Report:
    """What was found, in sentences."""

    sentences: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Tell whether all was as it should be."""
        return not self.problems


def choose(main: Path, keys: Path, seed: bytes, signer: bytes | None) -> Source:
    """Return the backup at these places; in a folder the newest is taken.

    `signer` is the public key, from paper, that must have signed it; None: do not look.

    Raises:
        RuleBrokenError: there is none, the two files are of two backups, the installation did not
            sign them, or it signed a newer backup that is not there.

    """
    if signer is None:
        chosen = _newest(main, Content.MAIN, found_in(main, Content.MAIN))
        kept = _other_half(chosen, keys)
        dead = found_in(chosen.parent, Content.DEAD)
        return Source(chosen, kept, dead[-1] if dead else None, seed, None)
    place = main if main.is_dir() else main.parent
    lists = _Signed(place, keys if keys.is_dir() else keys.parent, signer)
    mains = found_in(main, Content.MAIN)
    chosen = _newest(main, Content.MAIN, lists.known(mains, Content.MAIN) or mains)
    if main.is_dir():
        lists.check_newest(chosen)
    kept = _other_half(chosen, keys)
    dead = lists.known(found_in(place, Content.DEAD), Content.DEAD)
    lists.check_newest(dead[-1] if dead else None)
    files = (
        (chosen, Content.MAIN),
        (kept, Content.KEYS),
        *((one, Content.DEAD) for one in dead[-1:]),
    )
    hashes = {path: lists.hash_of(path, content) for path, content in files}
    for path, wanted in hashes.items():
        if hash_of(path) != wanted:
            raise _not_signed(path)
    return Source(chosen, kept, dead[-1] if dead else None, seed, hashes)


def _other_half(chosen: Path, keys: Path) -> Path:
    wanted = keys / chosen.name.replace(f".{Content.MAIN}.", f".{Content.KEYS}.")
    kept = wanted if keys.is_dir() else keys
    if not kept.is_file() or made_at(kept) != made_at(chosen):
        raise RuleBrokenError(
            Text(
                "The key store's half of this backup is not there: %(path)s. Give the folder "
                "where it lies with --keys-from.",
                path=str(kept),
            )
        )
    return kept


class _Signed:
    """The lists that lie in both places of a backup and that the installation signed."""

    def __init__(self, main: Path, keys: Path, signer: bytes) -> None:
        self._lists = {
            path.name: one
            for folder in (main, keys)
            for path in found_in(folder, Content.LIST)
            if (one := signed_list(path, signer)) and one.made_at == made_at(path)
        }

    def known(self, paths: Sequence[Path], content: Content) -> list[Path]:
        """Return those files that stand in a list, in the same order."""
        return [path for path in paths if _list_name(path, content) in self._lists]

    def check_newest(self, path: Path | None) -> None:
        """Return if no list is newer than the file that was chosen as the newest."""
        newest = max((one.made_at for one in self._lists.values()), default=None)
        at = made_at(path) if path else None
        if newest is not None and (at is None or at < newest):
            raise RuleBrokenError(
                Text(
                    "A newer backup was made (%(at)s UTC), and not all of it is there: somebody "
                    "took it away, or a copy is missing. Look for it first. To restore an older "
                    "one all the same, name its file, with the newest list of dead keys beside it; "
                    "or say --unsigned, if nothing else is left.",
                    at=f"{newest:%Y-%m-%d %H:%M}",
                )
            )

    def hash_of(self, path: Path, content: Content) -> str:
        """Return the hash of a file as it was signed."""
        known = self._lists.get(_list_name(path, content))
        if known is None or content not in known.hashes:
            raise _not_signed(path)
        return known.hashes[content]


def _list_name(path: Path, content: Content) -> str:
    return path.name.replace(f".{content}.", f".{Content.LIST}.")


def _not_signed(path: Path) -> RuleBrokenError:
    return RuleBrokenError(
        Text(
            "%(path)s was not signed by the installation on this paper, or was changed since. It "
            "may be forged: look for another copy. If this is all there is, --unsigned restores it "
            "without looking who made it.",
            path=str(path),
        )
    )


def restore(
    config: Config, source: Source, passphrase: Callable[[], str] | None, tell: Tell
) -> Report:
    """Restore a backup into the empty databases that `config` names, and look it over.

    Raises:
        RuleBrokenError: a database is not empty, or a file is not whole or not of this kind.

    """
    report = Report()
    report.sentences.append(SIGNED if source.hashes is not None else UNSIGNED)
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
            pieces = _pieces(self.source, path, content)
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
        packed = b"".join(_pieces(source, source.dead, Content.DEAD))
    except UnsealError:
        raise RuleBrokenError(Text("%(path)s does not open.", path=str(source.dead))) from None
    return [UUID(hex=one) for one in msgspec.msgpack.decode(packed, type=list[str])]


def _pieces(source: Source, path: Path, content: Content) -> Iterator[bytes]:
    """Yield what a file holds; at its end it must have been, byte by byte, the one signed."""
    file = Hashed(path)
    try:
        yield from stream.read(file, source.seed, content.label)
    finally:
        was = file.close()
    if source.hashes is not None and was != source.hashes[path]:
        raise _not_signed(path)


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


def _newest(place: Path, content: Content, found: Sequence[Path]) -> Path:
    if place.is_file():
        return place
    if not found:
        raise RuleBrokenError(Text("There is no backup in %(place)s.", place=str(place)))
    return found[-1]
