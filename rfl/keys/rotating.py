"""Rotating a society's record epoch: a new key above, survivors moved under it, the old one gone.

Each step is a transaction of its own and says by itself whether it was done: a rotation that was
killed anywhere is begun again with the same words, and goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, insert, select, update

from rfl import clock
from rfl.crypto.wrapping import new_key, unwrap, wrap
from rfl.db.native import scrub
from rfl.keys.models import InstallationKey, RecordKey, SocietyKey
from rfl.keys.ring import KeyRing, installation_binding, record_binding, society_binding
from rfl.keys.rules import InstallationKind, SocietyKind

KIND = SocietyKind.RECORDS

BATCH = 500
"""Record keys moved in one transaction: pages that fetch keys wait for it on SQLite (10 ms)."""

Tell = Callable[[int, int], None]
"""Called between the steps with how many keys are moved, and of how many."""


@dataclass(frozen=True, slots=True)
class Epoch:
    """The present epoch of one society."""

    society: str
    number: int
    began_at: datetime
    keys: int
    """Record keys that are alive, in all epochs."""
    behind: int
    """Of these, how many still lie under an older epoch: a rotation is under way."""


def epochs(ring: KeyRing) -> list[Epoch]:
    """Return the present epoch of every society, by code."""
    newest = (
        select(SocietyKey.society, func.max(SocietyKey.epoch).label("number"))
        .where(SocietyKey.kind == KIND)
        .group_by(SocietyKey.society)
        .subquery()
    )
    alive = RecordKey.wrapped.is_not(None)
    query = (
        select(
            newest.c.society,
            newest.c.number,
            SocietyKey.created_at,
            func.count(RecordKey.id).filter(alive),
            func.count(RecordKey.id).filter(alive, RecordKey.epoch < newest.c.number),
        )
        .join(
            SocietyKey,
            (SocietyKey.society == newest.c.society)
            & (SocietyKey.epoch == newest.c.number)
            & (SocietyKey.kind == KIND),
        )
        .outerjoin(RecordKey, RecordKey.society == newest.c.society)
        .group_by(newest.c.society, newest.c.number, SocietyKey.created_at)
        .order_by(newest.c.society)
    )
    with ring.connect() as connection:
        return [Epoch(*row) for row in connection.execute(query)]


def rotate(ring: KeyRing, society: str, beyond: int, tell: Tell) -> int:
    """Bring all of `society` under an epoch later than `beyond`; return how many keys were moved.

    Raises:
        UnavailableError: the key store does not answer, or the society has no keys.

    """
    epoch = _begin(ring, society, beyond)
    total, moved = _behind(ring, society, epoch), 0
    while True:
        tell(moved, max(total, moved))
        step = _move(ring, society, epoch)
        moved += step
        if not step and _destroy_older(ring, society, epoch):
            break
    scrub(ring.database.engine, [SocietyKey.__tablename__, RecordKey.__tablename__])
    ring.forget_older(society, KIND, epoch)
    return moved


def audit_epoch(ring: KeyRing, society: str) -> int:
    """Return the present epoch of the key that seals what the society's log holds."""
    with ring.connect() as connection:
        return ring.newest_epoch(connection, society, SocietyKind.AUDIT)


def renew_audit(ring: KeyRing, society: str, beyond: int) -> int:
    """Have new entries of the society's log sealed under a later epoch than `beyond`; return it.

    Entries are chained and stay as they are, so the older keys stay too. Whoever took one of them
    reads nothing that is written from now on, nor finds anybody in it by tag. The keys of single
    days, which a society with focal points has, are changed every night as it is.
    """
    with ring.connect() as connection:
        present = ring.newest_epoch(connection, society, SocietyKind.AUDIT)
        if present > beyond:
            return present
        return _add_epoch(ring, connection, society, SocietyKind.AUDIT)


def rotate_cookies(ring: KeyRing) -> int:
    """Make a new key for cookies and form tokens, destroy the old ones; return its version.

    Processes that run keep the old one until they are started again.
    """
    kind = InstallationKind.COOKIE
    with ring.connect() as connection:
        newest = select(func.max(InstallationKey.version)).where(InstallationKey.kind == kind)
        version = (connection.scalar(newest) or 0) + 1
        locked = ring.locked(connection, new_key(), installation_binding(kind, version))
        connection.execute(
            insert(InstallationKey).values(
                kind=kind, version=version, wrapped=locked, created_at=clock.now()
            )
        )
        old = (InstallationKey.kind == kind, InstallationKey.version < version)
        connection.execute(delete(InstallationKey).where(*old))
    scrub(ring.database.engine, [InstallationKey.__tablename__])
    return version


def index_key(ring: KeyRing) -> tuple[int, datetime]:
    """Return the newest version of the index key, and since when there is one."""
    query = select(InstallationKey.version, InstallationKey.created_at)
    query = query.where(InstallationKey.kind == InstallationKind.INDEX)
    with ring.connect() as connection:
        row = connection.execute(query.order_by(InstallationKey.version.desc()).limit(1)).one()
    return row.version, row.created_at


def make_index_key(ring: KeyRing, version: int) -> None:
    """Make that version of the index key, the next one, unless an earlier attempt made it.

    The ones before stay: tags of later versions are laid over theirs.
    """
    kind = InstallationKind.INDEX
    with ring.connect() as connection:
        newest = select(func.max(InstallationKey.version)).where(InstallationKey.kind == kind)
        if (connection.scalar(newest) or 0) >= version:
            return
        locked = ring.locked(connection, new_key(), installation_binding(kind, version))
        connection.execute(
            insert(InstallationKey).values(
                kind=kind, version=version, wrapped=locked, created_at=clock.now()
            )
        )


def _begin(ring: KeyRing, society: str, beyond: int) -> int:
    """Return the epoch to move to; it is made unless an earlier attempt made it."""
    with ring.connect() as connection:
        present = ring.newest_epoch(connection, society, KIND)
        if present > beyond:
            return present
        return _add_epoch(ring, connection, society, KIND)


def _add_epoch(ring: KeyRing, connection: Connection, society: str, kind: SocietyKind) -> int:
    epoch = ring.newest_epoch(connection, society, kind) + 1
    locked = ring.locked(connection, new_key(), society_binding(society, kind, epoch))
    connection.execute(
        insert(SocietyKey).values(
            society=society, kind=kind, epoch=epoch, wrapped=locked, created_at=clock.now()
        )
    )
    return epoch


def _behind(ring: KeyRing, society: str, epoch: int) -> int:
    with ring.connect() as connection:
        query = select(func.count()).select_from(RecordKey).where(*_survivors(society, epoch))
        return connection.scalar(query) or 0


def _move(ring: KeyRing, society: str, epoch: int) -> int:
    with ring.connect() as connection:
        return _move_some(ring, connection, society, epoch)


def _move_some(ring: KeyRing, connection: Connection, society: str, epoch: int) -> int:
    query = select(RecordKey.id, RecordKey.epoch, RecordKey.wrapped)
    query = query.where(*_survivors(society, epoch)).limit(BATCH).with_for_update()
    above = ring.society(connection, society, KIND, epoch)
    moved = []
    for key_id, old, wrapped in connection.execute(query).all():
        under = ring.society(connection, society, KIND, old)
        key = unwrap(under, wrapped or b"", record_binding(society, old, key_id))
        again = wrap(above, key, record_binding(society, epoch, key_id))
        moved.append({"which": key_id, "again": again})
    if moved:
        place = update(RecordKey).where(RecordKey.id == bindparam("which"))
        connection.execute(place.values(wrapped=bindparam("again"), epoch=epoch), moved)
    return len(moved)


def _destroy_older(ring: KeyRing, society: str, epoch: int) -> bool:
    """Destroy the older epochs unless a key came under one of them meanwhile."""
    older = (SocietyKey.society == society, SocietyKey.kind == KIND, SocietyKey.epoch < epoch)
    with ring.connect() as connection:
        # Whoever is making a record key holds its epoch still: here they are waited for.
        connection.execute(select(SocietyKey.epoch).where(*older).with_for_update()).all()
        if _move_some(ring, connection, society, epoch):
            return False
        connection.execute(delete(SocietyKey).where(*older))
    return True


def _survivors(society: str, epoch: int) -> tuple[ColumnElement[bool], ...]:
    return (
        RecordKey.society == society,
        RecordKey.epoch < epoch,
        RecordKey.wrapped.is_not(None),
    )
