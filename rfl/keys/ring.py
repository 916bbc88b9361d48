"""The keys a process holds unlocked, and how locked ones are fetched.

Society and installation keys stay in memory once used. Record keys never outlive the call that
fetched them, so that a destroyed key is gone at once.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Select, bindparam, select, true
from sqlalchemy.exc import SQLAlchemyError
from structlog import get_logger

from rfl.crypto.sealing import UnsealError
from rfl.crypto.wrapping import binding, unwrap
from rfl.db.native import among, made_once, sent_ids
from rfl.db.session import Database
from rfl.errors import UnavailableError
from rfl.keys.models import InstallationKey, RecordKey, SocietyKey
from rfl.keys.root import Root
from rfl.keys.rules import FIRST_VERSION, ErasedError, InstallationKind, SocietyKind

log = get_logger()

_NEWEST_EPOCH = (
    select(SocietyKey.epoch)
    .where(SocietyKey.society == bindparam("society"), SocietyKey.kind == bindparam("kind"))
    .order_by(SocietyKey.epoch.desc())
    .limit(1)
    .with_for_update(read=True)
)

FIRST_KIND = InstallationKind.CHECKPOINT
_FIRST_KEY = select(InstallationKey.wrapped).where(
    InstallationKey.kind == FIRST_KIND, InstallationKey.version == FIRST_VERSION
)
"""By which it is told whose key store this is, and which is held while the root key is moved."""

IDS_PER_QUERY = 5_000
"""Ids sent as one value."""


class OpenKey(NamedTuple):
    """A record key, unlocked, and whose record it is for."""

    society: str
    key: bytes


class EpochGoneError(UnavailableError):
    """A society's key is not in the key store: it never was, or its epoch has just ended."""

    def __init__(self) -> None:
        super().__init__("A society's key is missing from the key store.")


class KeyRing:
    """Unlocked keys of one process."""

    def __init__(self, database: Database, root: Root) -> None:
        self.database = database
        self.root = root
        self._installation: dict[tuple[InstallationKind, int | None], bytes] = {}
        self._society: dict[tuple[str, SocietyKind, int], bytes] = {}

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Yield a connection to the key store, in a transaction of its own.

        Raises:
            UnavailableError: the key store does not answer. Fail closed.

        """
        with _answering(), self.database.engine.begin() as connection:
            yield connection

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """Yield a connection to the key store for statements that only read, each by itself.

        Raises:
            UnavailableError: the key store does not answer. Fail closed.

        """
        with _answering(), self.database.looking() as connection:
            yield connection

    def installation(self, kind: InstallationKind, version: int | None = None) -> bytes:
        """Return the installation's key of that kind: of one version, or the newest at start."""
        key = self._installation.get((kind, version))
        if key is None:
            key = self._installation[kind, version] = self._load_installation(kind, version)
        return key

    def society(self, connection: Connection, society: str, kind: SocietyKind, epoch: int) -> bytes:
        """Return a society's key of one epoch."""
        place = (society, kind, epoch)
        key = self._society.get(place)
        if key is None:
            query = select(SocietyKey.wrapped).where(
                SocietyKey.society == society,
                SocietyKey.kind == kind,
                SocietyKey.epoch == epoch,
            )
            wrapped = connection.execute(query).scalar_one_or_none()
            if wrapped is None:
                raise EpochGoneError
            key = self._society[place] = self.root.unwrap(wrapped, society_binding(*place))
        return key

    def newest_epoch(self, connection: Connection, society: str, kind: SocietyKind) -> int:
        """Return a society's present epoch, held still until the connection's transaction ends.

        Read each time: a rotation elsewhere must never leave a key locked under a dead epoch.
        """
        place = {"society": society, "kind": kind}
        epoch = connection.execute(_NEWEST_EPOCH, place).scalar_one_or_none()
        if epoch is None:
            raise UnavailableError("This society has no keys yet.")
        return epoch

    def locked(self, connection: Connection, key: bytes, binding: bytes) -> bytes:
        """Return `key` locked under the root, which stays where it is until the transaction ends.

        Raises:
            UnavailableError: the root key was moved since this process was started. What it locked
                now nobody could ever unlock.

        """
        query = _FIRST_KEY.with_for_update(read=True)
        row = connection.execute(query).one()
        if not self.is_opened_by(self.root, row.wrapped):
            raise UnavailableError("The root key was moved. Start rfl again.")
        return self.root.wrap(key, binding)

    @staticmethod
    def is_opened_by(root: Root, first_key: bytes) -> bool:
        """Tell whether `root` locked the first key of the key store."""
        try:
            root.unwrap(first_key, installation_binding(FIRST_KIND, FIRST_VERSION))
        except UnsealError:
            return False
        return True

    def forget_older(self, society: str, kind: SocietyKind, epoch: int) -> None:
        """Drop keys of epochs before `epoch` from this process's memory."""
        for place in list(self._society):
            if place[:2] == (society, kind) and place[2] < epoch:
                self._society.pop(place, None)

    def _load_installation(self, kind: InstallationKind, version: int | None) -> bytes:
        query = select(InstallationKey.version, InstallationKey.wrapped).where(
            InstallationKey.kind == kind,
            true() if version is None else InstallationKey.version == version,
        )
        with self.connect() as connection:
            row = connection.execute(
                query.order_by(InstallationKey.version.desc()).limit(1)
            ).one_or_none()
        if row is None:
            raise UnavailableError(
                "The key store holds no keys yet."
                if version in (None, FIRST_VERSION)
                else "The key store is older than the main database: a key of the index is missing."
            )
        try:
            return self.root.unwrap(row.wrapped, installation_binding(kind, row.version))
        except UnsealError:
            raise UnavailableError("The root key does not belong to this key store.") from None


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        log.critical("keystore.failed", kind=type(error).__name__)
        raise UnavailableError("The key store does not answer.") from None


def record_keys(ring: KeyRing, ids: Collection[UUID]) -> dict[UUID, OpenKey]:
    """Return the keys of those records: one query, whatever their number (up to 5,000).

    Raises:
        ErasedError: one of them was destroyed.
        UnavailableError: one is not in the key store, or the key store does not answer.

    """
    try:
        return _fetched(ring, ids)
    except EpochGoneError:  # a rotation ended between two statements: the keys lie under the next
        return _fetched(ring, ids)


def _fetched(ring: KeyRing, ids: Collection[UUID]) -> dict[UUID, OpenKey]:
    found: dict[UUID, OpenKey] = {}
    wanted = list(dict.fromkeys(ids))
    with ring.looking() as connection:
        for start in range(0, len(wanted), IDS_PER_QUERY):
            asked = sent_ids(connection, wanted[start : start + IDS_PER_QUERY])
            rows = connection.execute(_record_keys(connection), asked).all()
            for record_id, society, epoch, wrapped in rows:
                if wrapped is None:
                    raise ErasedError("This record was erased.")
                above = ring.society(connection, society, SocietyKind.RECORDS, epoch)
                lock = record_binding(society, epoch, record_id)
                found[record_id] = OpenKey(society, unwrap(above, wrapped, lock))
    if len(found) != len(wanted):
        raise UnavailableError("A record's key is missing from the key store.")
    return found


@made_once
def _record_keys(connection: Connection) -> Select[UUID, str, int, bytes | None]:
    query = select(RecordKey.id, RecordKey.society, RecordKey.epoch, RecordKey.wrapped)
    return query.where(among(connection, RecordKey.id))


def installation_binding(kind: InstallationKind, version: int) -> bytes:
    """Return what ties a wrapped installation key to its row."""
    return binding("installation", kind.value, version)


def society_binding(society: str, kind: SocietyKind, epoch: int) -> bytes:
    """Return what ties a wrapped society key to its row."""
    return binding("society", society, kind.value, epoch)


def record_binding(society: str, epoch: int, record_id: UUID) -> bytes:
    """Return what ties a wrapped record key to its row."""
    return binding("record", society, epoch, record_id.bytes)
