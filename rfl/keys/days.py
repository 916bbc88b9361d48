"""The key of each day of a log: made in the morning, sealed to its recipients, then forgotten.

While a day lasts its key rests in the key store under the root key, so that every process can write
and read. When the day is over that is emptied, and only the copies sealed to people are left. A day
key is never used before its copies are written.
"""

import hmac
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Select, and_, insert, select, update

from rfl import clock
from rfl.crypto.encoding import prefixed
from rfl.crypto.hybrid import open_with, seal_to
from rfl.crypto.sealing import UnsealError, box, unbox
from rfl.crypto.tags import tags
from rfl.crypto.wrapping import binding, new_key
from rfl.db.native import insert_into, scrub
from rfl.errors import UnavailableError
from rfl.keys.models import TrailCopy, TrailEpoch
from rfl.keys.recipients import Opened, Recipient, Recipients
from rfl.keys.ring import KeyRing
from rfl.keys.rules import (
    FOCAL_KEYS,
    RECOVERY_KEYS,
    ForgottenError,
    RecipientKind,
    TagPurpose,
    day_number,
)

ENTRY_LABEL = b"rfl.audit-entry/1"
TAGS_LABEL = b"rfl.audit-tags/1"

GRACE = timedelta(minutes=10)
"""How long after midnight a day key is still there: for a transaction that began before it."""


@dataclass(frozen=True, slots=True)
class LogKey:
    """The key that seals a log's entries during one epoch, and tags who and what they are of."""

    epoch: int
    key: bytes
    tag_key: bytes

    def seal(self, header: bytes, body: bytes) -> bytes:
        """Return `body` sealed, bound to the entry's clear `header`."""
        return box(self.key, ENTRY_LABEL, header, body)

    def unseal(self, header: bytes, sealed: bytes) -> bytes:
        """Return the body; raises UnsealError if header or ciphertext are not as written."""
        return unbox(self.key, ENTRY_LABEL, header, sealed)

    def tags(self, purpose: TagPurpose, values: Iterable[str]) -> list[int]:
        """Return the blind tags by which entries of this epoch are found, in order."""
        return tags(self.tag_key, purpose.value, values)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a log in some stretch of time: those that open, and how many stay closed."""

    keys: dict[int, LogKey]
    closed: int


class DayKeys:
    """The day keys of one process."""

    def __init__(self, ring: KeyRing, recipients: Recipients) -> None:
        self._ring = ring
        self._recipients = recipients
        self._today: dict[str, LogKey] = {}

    def remembered(self, log: str) -> LogKey | None:
        """Return today's key of `log` if this process has it; one of yesterday is dropped."""
        known = self._today.get(log)
        if known is not None and known.epoch == day_number(clock.now()):
            return known
        self._today.pop(log, None)
        return None

    def running(self, connection: Connection, log: str) -> LogKey | None:
        """Return today's key of `log`, made if need be; None if the log has too few recipients.

        Raises:
            UnavailableError: the key of this day was forgotten already (the clock went back).

        """
        epoch = day_number(clock.now())
        key = self._unwrapped(connection, log, epoch)
        if key is None:
            live = [one for one in self._recipients.read(connection, log) if one.is_live]
            if not is_enough(live, has_begun=self._has_begun(connection, log)):
                return None
            self._make(connection, log, epoch, live)
            key = self._unwrapped(connection, log, epoch)
        if key is not None:
            self._today[log] = key
        return key

    def at(self, connection: Connection, log: str, epoch: int, opened: Opened | None) -> LogKey:
        """Return the key of a day, as long as the server has it or by a key that is open.

        Raises:
            ForgottenError: only somebody's key opens it.
            UnsealError: there never was such a day.

        """
        query = _days(log, opened).where(TrailEpoch.epoch == epoch)
        row = connection.execute(query).one_or_none()
        if row is None:
            raise UnsealError
        key = self._key_of(log, row.epoch, row.wrapped, row.sealed, opened)
        if key is None:
            raise ForgottenError("Only a focal point's key opens the entries of that day.")
        return key

    def between(
        self, log: str, since: datetime | None, until: datetime | None, opened: Opened | None
    ) -> Days:
        """Return the day keys of `log` that entries from `since` up to `until` may be under."""
        query = _days(log, opened)
        if since is not None:
            query = query.where(TrailEpoch.epoch >= day_number(since))
        if until is not None:
            query = query.where(TrailEpoch.epoch <= day_number(until) + 1)
        with self._ring.connect() as connection:
            rows = connection.execute(query).all()
        found = [self._key_of(log, row.epoch, row.wrapped, row.sealed, opened) for row in rows]
        keys = {key.epoch: key for key in found if key is not None}
        return Days(keys, len(rows) - len(keys))

    def share(self, log: str, opened: Opened) -> int:
        """Seal to every live recipient the days that they lack and `opened` has; return how many.

        Also what a new key of a day still running needs: then `opened` has no part in it.
        """
        with self._ring.connect() as connection:
            live = [one for one in self._recipients.read(connection, log) if one.is_live]
            keys = [
                (row.epoch, key)
                for row in connection.execute(_days(log, opened))
                if (key := self._key_of(log, row.epoch, row.wrapped, row.sealed, opened))
            ]
            return self._seal_missing(connection, log, keys, live)

    def share_running(self, log: str) -> None:
        """Seal to every live recipient the days whose keys the server has not forgotten."""
        with self._ring.connect() as connection:
            live = [one for one in self._recipients.read(connection, log) if one.is_live]
            keys = [
                (row.epoch, key)
                for row in connection.execute(_days(log, None))
                if (key := self._key_of(log, row.epoch, row.wrapped, None, None))
            ]
            self._seal_missing(connection, log, keys, live)

    def has_begun(self, log: str) -> bool:
        """Tell whether `log` was ever sealed from its server: from then on it stays so."""
        with self._ring.connect() as connection:
            return self._has_begun(connection, log)

    def over(self) -> list[tuple[str, int]]:
        """Return (log, day) of the keys whose day is over and that are not forgotten yet."""
        ended = TrailEpoch.epoch < day_number(clock.now() - GRACE)
        query = select(TrailEpoch.log, TrailEpoch.epoch).where(
            TrailEpoch.wrapped.is_not(None), ended
        )
        with self._ring.connect() as connection:
            rows = connection.execute(query.order_by(TrailEpoch.log, TrailEpoch.epoch)).all()
        return [(row.log, row.epoch) for row in rows]

    def forget(self, days: Sequence[tuple[str, int]]) -> None:
        """Forget the keys of `days`, here, on disk and in the database's own log."""
        for log in list(self._today):
            self.remembered(log)
        if not days:
            return
        with self._ring.connect() as connection:
            for log, epoch in days:
                place = and_(TrailEpoch.log == log, TrailEpoch.epoch == epoch)
                connection.execute(
                    update(TrailEpoch).where(place).values(wrapped=None, forgotten_at=clock.now())
                )
        scrub(self._ring.database.engine, [TrailEpoch.__tablename__])

    def _make(
        self, connection: Connection, log: str, epoch: int, live: Sequence[Recipient]
    ) -> None:
        """Write a new day's key and its copies; whoever comes second finds the first one's."""
        key = new_key()
        wrapped = self._ring.locked(connection, key, day_binding(log, epoch))
        made = connection.execute(
            insert_into(connection, TrailEpoch)
            .values(log=log, epoch=epoch, wrapped=wrapped, created_at=clock.now())
            .on_conflict_do_nothing()
        )
        if made.rowcount:
            self._seal_missing(connection, log, [(epoch, log_key(epoch, key))], live)

    def _seal_missing(
        self,
        connection: Connection,
        log: str,
        keys: Sequence[tuple[int, LogKey]],
        live: Sequence[Recipient],
    ) -> int:
        there = set(
            connection.execute(
                select(TrailCopy.epoch, TrailCopy.recipient_id).where(TrailCopy.log == log)
            )
        )
        rows = [
            {
                "log": log,
                "epoch": epoch,
                "recipient_id": one.id,
                "sealed": seal_to(one.public, _label(log, epoch), key.key),
            }
            for epoch, key in keys
            for one in live
            if (epoch, one.id) not in there
        ]
        if rows:
            connection.execute(insert(TrailCopy), rows)
        return len({row["epoch"] for row in rows})

    def _has_begun(self, connection: Connection, log: str) -> bool:
        query = select(TrailEpoch.epoch).where(TrailEpoch.log == log).limit(1)
        return connection.execute(query).first() is not None

    def _unwrapped(self, connection: Connection, log: str, epoch: int) -> LogKey | None:
        query = select(TrailEpoch.wrapped).where(TrailEpoch.log == log, TrailEpoch.epoch == epoch)
        row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if row.wrapped is None:
            raise UnavailableError("The key of this day was forgotten already. Is the clock right?")
        return log_key(epoch, self._ring.root.unwrap(row.wrapped, day_binding(log, epoch)))

    def _key_of(
        self,
        log: str,
        epoch: int,
        wrapped: bytes | None,
        sealed: bytes | None,
        opened: Opened | None,
    ) -> LogKey | None:
        if wrapped is not None:
            return log_key(epoch, self._ring.root.unwrap(wrapped, day_binding(log, epoch)))
        if sealed is None or opened is None:
            return None
        try:
            return log_key(epoch, open_with(opened.seed, _label(log, epoch), sealed))
        except UnsealError:
            return None


def _days(log: str, opened: Opened | None) -> Select[int, bytes | None, bytes | None]:
    """Return the query for (day, wrapped key, copy sealed to the key that is open)."""
    mine = and_(
        TrailCopy.log == TrailEpoch.log,
        TrailCopy.epoch == TrailEpoch.epoch,
        TrailCopy.recipient_id == (opened.recipient_id if opened else None),
    )
    return (
        select(TrailEpoch.epoch, TrailEpoch.wrapped, TrailCopy.sealed)
        .join_from(TrailEpoch, TrailCopy, mine, isouter=True)
        .where(TrailEpoch.log == log)
        .order_by(TrailEpoch.epoch)
    )


def is_enough(live: Iterable[Recipient], *, has_begun: bool) -> bool:
    """Tell whether a log is sealed to `live`: enough keys to begin, and then never less than one.

    A log that has begun stays sealed when a key ends, so that ending keys opens nothing.
    """
    kinds = Counter(one.kind for one in live)
    if has_begun:
        return kinds[RecipientKind.FOCAL] > 0
    return (
        kinds[RecipientKind.FOCAL] >= FOCAL_KEYS and kinds[RecipientKind.RECOVERY] >= RECOVERY_KEYS
    )


def log_key(epoch: int, key: bytes) -> LogKey:
    """Return the key of an epoch with tags of its own: no two epochs are laid together by them."""
    return LogKey(epoch, key, hmac.digest(key, TAGS_LABEL, "sha256"))


def day_binding(log: str, epoch: int) -> bytes:
    """Return what ties a wrapped day key to its row."""
    return binding("trail-day", log, epoch)


def _label(log: str, epoch: int) -> bytes:
    return prefixed((b"rfl.trail-day/1", log.encode(), epoch.to_bytes(4, "big")))
