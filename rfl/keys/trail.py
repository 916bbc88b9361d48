"""What the audit trail asks of the key store: keys of its logs, and the heads kept apart from them.

Imported by rfl.audit alone.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from sqlalchemy import Row, bindparam, insert, select, update

from rfl.crypto.header import GENESIS
from rfl.crypto.merkle import Frontier
from rfl.crypto.note import TreeHead, open_note, sign
from rfl.crypto.sealing import box, unbox
from rfl.keys.models import AuditHead
from rfl.keys.ring import KeyRing
from rfl.keys.rules import InstallationKind, SocietyKind

HeadRow = Row[int, str, int, bytes, bytes, str, datetime]

_HEADS = (
    select(
        AuditHead.id,
        AuditHead.log,
        AuditHead.size,
        AuditHead.leaf,
        AuditHead.frontier,
        AuditHead.note,
        AuditHead.at,
    )
    .where(AuditHead.log == bindparam("log"))
    .order_by(AuditHead.id.desc())
)
_NEWEST_HEAD = _HEADS.limit(1)
_EXCHANGE = update(AuditHead).where(
    AuditHead.id == bindparam("replaces"), AuditHead.size < bindparam("shorter_than")
)

ENTRY_LABEL = b"rfl.audit-entry/1"


@dataclass(frozen=True, slots=True)
class LogKey:
    """The key that seals a log's entries during one epoch."""

    epoch: int
    key: bytes

    def seal(self, header: bytes, body: bytes) -> bytes:
        """Return `body` sealed, bound to the entry's clear `header`."""
        return box(self.key, ENTRY_LABEL, header, body)

    def unseal(self, header: bytes, sealed: bytes) -> bytes:
        """Return the body; raises UnsealError if header or ciphertext are not as written."""
        return unbox(self.key, ENTRY_LABEL, header, sealed)


@dataclass(frozen=True, slots=True)
class KeptHead:
    """A head as it rests in the key store. `head` is None where its signature does not hold."""

    id: int
    at: datetime
    head: TreeHead | None
    frontier: Frontier


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
        self._kept: dict[str, tuple[tuple[object, ...], Advance]] = {}
        """What this process last kept of each log: its own signature need not be checked again."""

    def newest(self, log: str) -> tuple[LogKey, KeptHead | None]:
        """Return the key to seal with now, and the newest head kept for `log`."""
        with self._ring.connect() as connection:
            epoch = self._ring.newest_epoch(connection, log, SocietyKind.AUDIT)
            key = self._ring.society(connection, log, SocietyKind.AUDIT, epoch)
            row = connection.execute(_NEWEST_HEAD, {"log": log}).one_or_none()
        return LogKey(epoch, key), self._checked(row) if row else None

    def at_epoch(self, log: str, epoch: int) -> LogKey:
        """Return the key of a past epoch; raises UnavailableError if it is not there."""
        with self._ring.connect() as connection:
            return LogKey(epoch, self._ring.society(connection, log, SocietyKind.AUDIT, epoch))

    def heads(self, log: str) -> list[KeptHead]:
        """Return every head kept for `log`, oldest first: one, unless a log was ever broken."""
        with self._ring.connect() as connection:
            rows = connection.execute(_HEADS, {"log": log}).all()
        return [self._checked(row) for row in reversed(rows)]

    def logs(self) -> list[str]:
        """Return every log that a head is kept for."""
        with self._ring.connect() as connection:
            return list(connection.scalars(select(AuditHead.log).distinct()))

    def keep(self, advance: Advance) -> None:
        """Keep a head whose entries are committed; never exchange a longer one for a shorter."""
        head = advance.head
        values = {
            "size": head.size,
            "leaf": head.leaf,
            "frontier": advance.frontier.to_bytes(),
            "note": sign(head, self._signer),
            "at": advance.at,
        }
        self._kept[head.log] = tuple(values.values())[:4], advance
        with self._ring.connect() as connection:
            if advance.replaces is None:
                connection.execute(insert(AuditHead), {"log": head.log, **values})
            else:
                place = {"replaces": advance.replaces, "shorter_than": head.size}
                connection.execute(_EXCHANGE, {**values, **place})

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
            return KeptHead(row.id, row.at, advance.head, advance.frontier)
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
        return KeptHead(row.id, row.at, head, frontier)
