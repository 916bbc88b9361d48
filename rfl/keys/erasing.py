"""Destroying record keys for good: which are destroyed, and by when no copy can be read."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from rfl import clock
from rfl.db.native import sweep_log
from rfl.keys.models import RecordKey, SocietyKey
from rfl.keys.ring import IDS_PER_QUERY, KeyRing
from rfl.keys.rules import SocietyKind
from rfl.keys.service import KeyStore

EPOCH_DAYS = 30
"""A society's epoch is rotated when it is so old; what lay under it alone is unreadable then."""

GRACE_DAYS = 1
"""The rotation is looked for once a day."""


def destroy_many(store: KeyStore, key_ids: Collection[UUID]) -> int:
    """Shred record keys and return how many were still whole. Keys that never were are passed over.

    The rows stay as tombstones. SQLite's write-ahead log, which holds the old pages, is emptied.
    """
    wanted, now, destroyed = sorted(set(key_ids)), clock.now(), 0
    for start in range(0, len(wanted), IDS_PER_QUERY):
        part = wanted[start : start + IDS_PER_QUERY]
        with store.ring.connect() as connection:
            query = select(RecordKey.id).where(
                RecordKey.id.in_(part), RecordKey.destroyed_at.is_(None)
            )
            whole = list(connection.scalars(query))
            connection.execute(
                update(RecordKey)
                .where(RecordKey.id.in_(whole))
                .values(wrapped=None, destroyed_at=now)
            )
        destroyed += len(whole)
    sweep_log(store.ring.database.engine)
    return destroyed


def tombstones(ring: KeyRing) -> list[UUID]:
    """Return the ids of all record keys that were destroyed."""
    query = select(RecordKey.id).where(RecordKey.destroyed_at.is_not(None))
    with ring.connect() as connection:
        return list(connection.scalars(query))


def unreadable_by(store: KeyStore, society: str, backup_days: int) -> datetime:
    """Return from when on nothing destroyed now can be read anywhere, backups included.

    That is when the society's present epoch has ended, and every backup made until then is gone.
    """
    query = (
        select(SocietyKey.created_at)
        .where(SocietyKey.society == society, SocietyKey.kind == SocietyKind.RECORDS)
        .order_by(SocietyKey.epoch.desc())
        .limit(1)
    )
    with store.ring.connect() as connection:
        began = connection.scalar(query) or clock.now()
    ends = max(began + timedelta(days=EPOCH_DAYS), clock.now()) + timedelta(days=GRACE_DAYS)
    return ends + timedelta(days=backup_days)
