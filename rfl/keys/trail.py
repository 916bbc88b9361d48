"""What the audit trail asks of the key store: keys of its logs, and the heads kept apart from them.

Imported by rfl.audit alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.orm import aliased

from rfl.crypto.header import GENESIS
from rfl.crypto.merkle import Frontier
from rfl.crypto.note import TreeHead, open_note, sign
from rfl.errors import UnavailableError
from rfl.keys.days import DayKeys, LogKey, log_key
from rfl.keys.models import AuditHead, SocietyKey, TrailRecipient
from rfl.keys.recipients import Opened, Recipients
from rfl.keys.ring import KeyRing
from rfl.keys.rules import FIRST_EPOCH, InstallationKind, SocietyKind, is_day
from rfl.keys.witnesses import Witnesses


class HeadRow(NamedTuple):
    """A head as its row says it, unchecked."""

    id: int
    log: str
    size: int
    leaf: bytes
    frontier: bytes
    note: str
    at: datetime


_HEAD = (
    AuditHead.id,
    AuditHead.log,
    AuditHead.size,
    AuditHead.leaf,
    AuditHead.frontier,
    AuditHead.note,
    AuditHead.at,
)
_HEADS = select(*_HEAD).where(AuditHead.log == bindparam("log")).order_by(AuditHead.id.desc())
_EXCHANGE = update(AuditHead).where(
    AuditHead.id == bindparam("replaces"), AuditHead.size < bindparam("shorter_than")
)

_NEWER, _NEWER_HEAD = aliased(SocietyKey), aliased(AuditHead)
_NEWEST_HEAD = (
    select(func.max(_NEWER_HEAD.id)).where(_NEWER_HEAD.log == SocietyKey.society).scalar_subquery()
)
_NEWEST_EPOCH = (
    select(func.max(_NEWER.epoch))
    .where(_NEWER.society == SocietyKey.society, _NEWER.kind == SocietyKind.AUDIT)
    .scalar_subquery()
)
# Each page ends with this: one statement, however many logs it writes to.
_NEWEST = (
    select(
        SocietyKey.society,
        SocietyKey.epoch,
        select(TrailRecipient.id)
        .where(TrailRecipient.society == SocietyKey.society)
        .exists()
        .label("has_recipients"),
        *_HEAD,
    )
    .join(AuditHead, AuditHead.id == _NEWEST_HEAD, isouter=True)
    .where(
        SocietyKey.society.in_(bindparam("logs", expanding=True)),
        SocietyKey.kind == SocietyKind.AUDIT,
        SocietyKey.epoch == _NEWEST_EPOCH,
    )
    .order_by(SocietyKey.society)
    .with_for_update(read=True, of=SocietyKey)
)


@dataclass(frozen=True, slots=True)
class KeptHead:
    """A head as it rests in the key store. `head` is None where its signature does not hold."""

    id: int
    at: datetime
    head: TreeHead | None
    frontier: Frontier
    note: str = ""


@dataclass(frozen=True, slots=True)
class Advance:
    """A log's new state, to be kept once it is committed; it takes the place of head `replaces`."""

    head: TreeHead
    frontier: Frontier
    replaces: int | None
    at: datetime


class TrailKeys:
    """The audit trail's side of a key ring."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self.recipients = Recipients(ring)
        self.days = DayKeys(ring, self.recipients)
        self.witnesses = Witnesses(ring)
        self.patience = timedelta(0)
        """How old the newest signature of a witness may be; 0 is any age."""

        self._kept: dict[str, tuple[tuple[object, ...], Advance]] = {}
        """What this process last kept of each log: its own signature need not be checked again."""

    def newest(self, log: str) -> tuple[LogKey, KeptHead | None]:
        """Return the key to seal with now, and the newest head kept for `log`."""
        return self.newest_of([log])[log]

    def newest_of(self, logs: Sequence[str]) -> dict[str, tuple[LogKey, KeptHead | None]]:
        """Return the same of several logs, in one transaction and statement of the key store.

        Raises:
            UnavailableError: a society has no keys yet, or its witnesses are silent for too long.

        """
        tag_key, found = self._tag_key, dict[str, tuple[LogKey, HeadRow | None]]()
        with self._ring.connect() as connection:
            rows = {row[0]: row for row in connection.execute(_NEWEST, {"logs": list(logs)})}
            for log in logs:
                if self.patience:
                    self.witnesses.check_fresh(connection, log, self.patience)
                if log not in rows:
                    raise UnavailableError("This society has no keys yet.")
                _log, epoch, has_recipients, *head = rows[log]
                key = self._today(connection, log, has_days=has_recipients)
                key = key or self._of_society(connection, log, epoch, tag_key)
                found[log] = key, None if head[0] is None else HeadRow(*head)
        return {
            log: (key, self._checked(row) if row else None) for log, (key, row) in found.items()
        }

    def at_epoch(self, log: str, epoch: int, opened: Opened | None = None) -> LogKey:
        """Return the key of a past epoch, by a recipient's key that is open if need be.

        Raises:
            ForgottenError: it is of a day that the server has forgotten.
            UnavailableError: it is not there.

        """
        tag_key = self._tag_key
        with self._ring.connect() as connection:
            if is_day(epoch):
                return self.days.at(connection, log, epoch, opened)
            return self._of_society(connection, log, epoch, tag_key)

    def first_keys(self, log: str) -> list[LogKey]:
        """Return the keys of the society itself, under which entries lie that are of no day."""
        query = select(SocietyKey.epoch).where(
            SocietyKey.society == log, SocietyKey.kind == SocietyKind.AUDIT
        )
        with self._ring.connect() as connection:
            epochs = connection.scalars(query).all()
        return [self.at_epoch(log, epoch) for epoch in epochs]

    def heads(self, log: str) -> list[KeptHead]:
        """Return every head kept for `log`, oldest first: one, unless a log was ever broken."""
        with self._ring.connect() as connection:
            rows = connection.execute(_HEADS, {"log": log}).all()
        return [self._checked(HeadRow(*row)) for row in reversed(rows)]

    def logs(self) -> list[str]:
        """Return every log that a head is kept for."""
        with self._ring.connect() as connection:
            return list(connection.scalars(select(AuditHead.log).distinct()))

    def keep(self, advances: Sequence[Advance]) -> None:
        """Keep heads whose entries are committed, in one transaction of the key store.

        A longer head is never exchanged for a shorter one.
        """
        new, exchanged = list[dict[str, object]](), list[dict[str, object]]()
        for advance in advances:
            values = self._resting(advance)
            if advance.replaces is None:
                new.append({"log": advance.head.log, **values})
            else:
                place = {"replaces": advance.replaces, "shorter_than": advance.head.size}
                exchanged.append({**values, **place})
        with self._ring.connect() as connection:
            if new:
                connection.execute(insert(AuditHead), new)
            if exchanged:
                connection.execute(_EXCHANGE, exchanged)

    def _resting(self, advance: Advance) -> dict[str, object]:
        """Return a head as it will rest, signed, and remember it: its signature needs no check."""
        head = advance.head
        values = {
            "size": head.size,
            "leaf": head.leaf,
            "frontier": advance.frontier.to_bytes(),
            "note": sign(head, self._signer),
            "at": advance.at,
        }
        self._kept[head.log] = tuple(values.values())[:4], advance
        return values

    def empty_head(self, log: str, at: datetime) -> dict[str, object]:
        """Return the first head of a new log: a log without any head is always a broken one."""
        note = sign(TreeHead(log, 0, Frontier().root(), GENESIS), self._signer)
        return {
            "log": log,
            "size": 0,
            "leaf": GENESIS,
            "frontier": b"",
            "note": note,
            "at": at,
        }

    def _today(self, connection: Connection, log: str, *, has_days: bool) -> LogKey | None:
        """Return the key of a log's day; None where its society's own key seals what it holds."""
        known = self.days.remembered(log)
        return self.days.running(connection, log) if known is None and has_days else known

    def _of_society(self, connection: Connection, log: str, epoch: int, tag_key: bytes) -> LogKey:
        """Return a key of the society itself; all but the first have tags of their own."""
        key = self._ring.society(connection, log, SocietyKind.AUDIT, epoch)
        return LogKey(epoch, key, tag_key) if epoch == FIRST_EPOCH else log_key(epoch, key)

    @property
    def _tag_key(self) -> bytes:
        return self._ring.installation(InstallationKind.AUDIT_TAGS)

    @property
    def public_key(self) -> Ed25519PublicKey:
        """Return the key by which the heads' signatures are checked."""
        return self._signer.public_key()

    @cached_property
    def _signer(self) -> Ed25519PrivateKey:
        seed = self._ring.installation(InstallationKind.CHECKPOINT)
        return Ed25519PrivateKey.from_private_bytes(seed)

    def _checked(self, row: HeadRow) -> KeptHead:
        head: TreeHead | None = None
        frontier = Frontier()
        resting = (row.size, row.leaf, row.frontier, row.note)
        known, advance = self._kept.get(row.log, ((), None))
        if advance is not None and known == resting:
            return KeptHead(row.id, row.at, advance.head, advance.frontier, row.note)
        try:
            signed = open_note(row.note, row.log, self.public_key)
            frontier = Frontier.from_bytes(row.size, row.frontier)
            if (signed.size, signed.leaf, signed.root) == (
                row.size,
                row.leaf,
                frontier.root(),
            ):
                head = signed
        except ValueError:
            pass
        return KeptHead(row.id, row.at, head, frontier, row.note)
