"""What other domains may ask of the key store: new keys, sealing, blind tags, destroying."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from rfl import clock
from rfl.crypto.hiding import IndexCipher, Numbers
from rfl.crypto.sealing import Context, seal
from rfl.crypto.tags import tags
from rfl.crypto.wrapping import new_key, wrap
from rfl.db.native import insert_into, sweep_log
from rfl.db.session import Database
from rfl.errors import NotFoundError, RuleBrokenError, UnavailableError
from rfl.keys.models import AuditHead, InstallationKey, RecordKey, SocietyKey
from rfl.keys.ring import (
    KeyRing,
    installation_binding,
    record_binding,
    record_keys,
    society_binding,
)
from rfl.keys.root import Root
from rfl.keys.rules import (
    FIRST_EPOCH,
    FIRST_VERSION,
    KIND_OF_TAG,
    InstallationKind,
    SocietyKind,
    TagPurpose,
)
from rfl.keys.trail import TrailKeys


class KeyStore:
    """The key store of one installation, as one process sees it. Safe to share between threads.

    Each call is a transaction of its own in the key store's database, committed when it returns.
    Nothing here opens a sealed document: that is rfl.audit.reveal.
    """

    def __init__(self, database: Database, root: Root) -> None:
        """Take the key store's `database` and the `root` that unlocks it."""
        self.ring = KeyRing(database, root)
        self.trail = TrailKeys(self.ring)
        self._ciphers: dict[int, IndexCipher] = {}

    def ensure_society(self, society: str) -> None:
        """Give `society` (two-letter code) its first keys and an empty audit log, if need be."""
        now = clock.now()
        head = self.trail.empty_head(society, now)
        with self.ring.connect() as connection:
            query = select(SocietyKey.kind).where(SocietyKey.society == society)
            present = set(connection.scalars(query))
            for kind in (kind for kind in SocietyKind if kind not in present):
                locked = self.ring.locked(
                    connection, new_key(), society_binding(society, kind, FIRST_EPOCH)
                )
                connection.execute(
                    insert(SocietyKey).values(
                        society=society,
                        kind=kind,
                        epoch=FIRST_EPOCH,
                        wrapped=locked,
                        created_at=now,
                    )
                )
                if kind is SocietyKind.AUDIT:
                    connection.execute(insert(AuditHead).values(head))

    def new_record_key(self, society: str) -> UUID:
        """Return the id of a fresh record key of `society`, committed at once."""
        return self.new_record_keys(society, 1)[0]

    def new_record_keys(self, society: str, count: int) -> list[UUID]:
        """Return the ids of `count` fresh record keys of `society`, committed at once.

        A key whose record is never written is an orphan that opens nothing.
        """
        now, ids = clock.now(), [uuid4() for _ in range(count)]
        if not ids:
            return ids
        with self.ring.connect() as connection:
            epoch = self.ring.newest_epoch(connection, society, SocietyKind.RECORDS)
            above = self.ring.society(connection, society, SocietyKind.RECORDS, epoch)
            rows = [
                {
                    "id": key_id,
                    "society": society,
                    "epoch": epoch,
                    "wrapped": wrap(above, new_key(), record_binding(society, epoch, key_id)),
                    "created_at": now,
                }
                for key_id in ids
            ]
            connection.execute(insert(RecordKey), rows)
        return ids

    def seal(self, key_id: UUID, context: Context, plaintext: bytes) -> bytes:
        """Return `plaintext` sealed under the record key `key_id` for the place `context`."""
        return self.seal_many([(key_id, context, plaintext)])[0]

    def seal_many(self, items: Sequence[tuple[UUID, Context, bytes]]) -> list[bytes]:
        """Return each item sealed, in order; all record keys are fetched in one query.

        Raises:
            ErasedError: a key was destroyed.
            UnavailableError: a key is missing, or belongs to another society than the record.

        """
        if not items:
            return []
        found = record_keys(self.ring, [key_id for key_id, _, _ in items])
        sealed = []
        for key_id, context, plaintext in items:
            opened = found[key_id]
            if opened.society != context.society:
                raise UnavailableError("This key belongs to another society than the record.")
            sealed.append(seal(opened.key, key_id, context, plaintext))
        return sealed

    def tag(self, purpose: TagPurpose, value: str) -> int:
        """Return the blind tag of `value`, a signed 64-bit integer: equal only for equal values.

        The caller folds `value` (case, spaces) first.
        """
        return self.tag_many(purpose, [value])[0]

    def tag_many(self, purpose: TagPurpose, values: Iterable[str]) -> list[int]:
        """Return the blind tags of `values`, in order."""
        key = self.ring.installation(KIND_OF_TAG[purpose], FIRST_VERSION)
        return tags(key, purpose.value, values)

    def identifiers(self, purpose: TagPurpose, values: Sequence[str]) -> "Identifiers":
        """Return the tags by which whole values are found again, under each version of the key.

        A row lies under one of them. Rotation moves rows one by one: ask for all, write the newest.
        """
        query = select(func.max(InstallationKey.version)).where(
            InstallationKey.kind == InstallationKind.INDEX
        )
        with self.ring.connect() as connection:
            version = connection.execute(query).scalar_one()
        lain = [np.array(self.tag_many(purpose, values), np.int64)]
        for one in range(FIRST_VERSION + 1, version + 1):
            lain.append(self.index(one).lift(lain[-1]))
        columns = [one.tolist() for one in lain]
        return Identifiers(version, list(zip(*columns, strict=True)))

    def index(self, version: int) -> IndexCipher:
        """Return the secret side of the blind index under one version of its key."""
        cipher = self._ciphers.get(version)
        if cipher is None:
            key = self.ring.installation(InstallationKind.INDEX, version)
            cipher = self._ciphers[version] = IndexCipher(key)
        return cipher

    def lifted(self, blind: Numbers, since: int, until: int) -> Numbers:
        """Return blind keys of version `since` as they are under the later version `until`."""
        for version in range(since + 1, until + 1):
            blind = self.index(version).lift(blind)
        return blind

    def backup_signer(self) -> Ed25519PrivateKey:
        """Return the key that signs backups; an installation older than that gets one now."""
        kind, place = InstallationKind.BACKUP, installation_binding(InstallationKind.BACKUP, 1)
        with self.ring.connect() as connection:
            connection.execute(
                insert_into(connection, InstallationKey)
                .values(
                    kind=kind,
                    version=FIRST_VERSION,
                    wrapped=self.ring.locked(connection, new_key(), place),
                    created_at=clock.now(),
                )
                .on_conflict_do_nothing()
            )
        return Ed25519PrivateKey.from_private_bytes(self.ring.installation(kind, FIRST_VERSION))

    def destroy(self, key_id: UUID) -> None:
        """Shred a record key: whatever was sealed under it can never be read again.

        The row stays as a tombstone. Destroying twice is destroying once.

        Raises:
            NotFoundError: there never was such a key.

        """
        with self.ring.connect() as connection:
            known = select(RecordKey.id).where(RecordKey.id == key_id)
            if connection.execute(known).scalar_one_or_none() is None:
                raise NotFoundError("There is no such key.")
            connection.execute(
                update(RecordKey)
                .where(RecordKey.id == key_id, RecordKey.destroyed_at.is_(None))
                .values(wrapped=None, destroyed_at=clock.now())
            )
        sweep_log(self.ring.database.engine)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Blind tags of values, each under every version of the index key, the newest last."""

    version: int
    """The newest version."""
    tags: Sequence[tuple[int, ...]]

    @property
    def newest(self) -> list[int]:
        """Return the tags under which to write."""
        return [one[-1] for one in self.tags]


def of(session: Session) -> KeyStore:
    """Return the key store that goes with `session`.

    Raises:
        UnavailableError: the session was opened without one.

    """
    store = session.info.get("keys")
    if not isinstance(store, KeyStore):
        raise UnavailableError("This session has no key store.")
    return store


def provision(database: Database, root: Root) -> KeyStore:
    """Make the keys of a new installation in the empty key store `database` and return it.

    Raises:
        RuleBrokenError: there are keys already. They are never overwritten.

    """
    store = KeyStore(database, root)
    with store.ring.connect() as connection:
        if connection.execute(select(InstallationKey.kind).limit(1)).first() is not None:
            raise RuleBrokenError("This key store has its keys already; they stay as they are.")
        for kind in InstallationKind:
            connection.execute(
                insert(InstallationKey).values(
                    kind=kind,
                    version=1,
                    wrapped=root.wrap(new_key(), installation_binding(kind, 1)),
                    created_at=clock.now(),
                )
            )
    return store
