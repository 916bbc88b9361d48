"""Witnesses of a log, and the logs of others that a society here is a witness of."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, func, insert, select, update

from rfl import clock
from rfl.crypto.consistency import holds
from rfl.crypto.cosigning import NamedKey, cosign, named, read_key
from rfl.crypto.merkle import EMPTY_ROOT, Frontier
from rfl.crypto.note import ORIGIN, TreeHead, open_note
from rfl.errors import NotFoundError, UnavailableError
from rfl.keys.models import TrailWitness, TrailWitnessed
from rfl.keys.ring import KeyRing
from rfl.keys.rules import InstallationKind, Trouble

WITNESS_LABEL = b"rfl.witness/1:"
WITNESS_NAME = "rfl.witness/"


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness as it is kept; `frontier` is the tree of the newest head that it saw."""

    id: UUID
    log: str
    label: str
    key: NamedKey | None
    address: str
    frontier: Frontier
    note: str
    seen_at: datetime | None
    trouble: Trouble | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A witness's answer, as C2SP tlog-witness has it: an HTTP status and a body."""

    status: int
    body: str = ""


class Witnesses:
    """Both sides of witnessing in one key ring."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._own = cache(self._derived)

    def of(self, log: str) -> list[Witness]:
        """Return the witnesses that `log` has now."""
        table = TrailWitness.__table__.c
        query = select(*table).where(table.log == log, table.ended_at.is_(None))
        with self._ring.connect() as connection:
            rows = connection.execute(query.order_by(table.added_at, table.id)).all()
        return [
            Witness(
                id=row.id,
                log=row.log,
                label=row.label,
                key=read_key(row.key) if row.key else None,
                address=row.address,
                frontier=Frontier.from_bytes(row.size, row.frontier),
                note=row.note,
                seen_at=row.seen_at,
                trouble=row.trouble,
            )
            for row in rows
        ]

    def add(self, log: str, label: str, key: NamedKey | None, address: str) -> None:
        """Give `log` a witness."""
        values = {"log": log, "label": label, "key": key.written() if key else ""}
        with self._ring.connect() as connection:
            connection.execute(
                insert(TrailWitness).values(
                    id=uuid4(),
                    address=address,
                    added_at=clock.now(),
                    size=0,
                    frontier=b"",
                    note="",
                    **values,
                )
            )

    def end(self, log: str, label: str) -> None:
        """Take a witness from `log`; raises NotFoundError."""
        found = [one for one in self.of(log) if one.label == label]
        if not found:
            raise NotFoundError("There is no such witness.")
        for one in found:
            self.note(one, {"ended_at": clock.now()})

    def note(self, witness: Witness, values: Mapping[str, Any]) -> None:
        """Write down what became of asking a witness."""
        with self._ring.connect() as connection:
            connection.execute(
                update(TrailWitness).where(TrailWitness.id == witness.id).values(**values)
            )

    def check_fresh(self, connection: Connection, log: str, patience: timedelta) -> None:
        """Return if a witness of `log` saw it lately, or it has none.

        Raises:
            UnavailableError: its witnesses have been silent for longer than `patience`.

        """
        table = TrailWitness.__table__.c
        query = select(func.count(), func.max(table.seen_at)).where(
            table.log == log, table.ended_at.is_(None)
        )
        count, newest = connection.execute(query).one()
        if count and (newest is None or clock.now() - newest > patience):
            raise UnavailableError(
                "No witness has seen this record of access for too long, so nothing was opened. "
                "Tell whoever keeps the server."
            )

    def own_key(self, society: str) -> NamedKey:
        """Return the public key under which a society here is a witness."""
        return named(WITNESS_NAME + society, self._own(society).public_key())

    def trust(self, society: str, key: NamedKey) -> None:
        """Have `society` be a witness of the log `key`."""
        place = (TrailWitnessed.society == society) & (TrailWitnessed.key == key.written())
        with self._ring.connect() as connection:
            again = connection.execute(update(TrailWitnessed).where(place).values(ended_at=None))
            if not again.rowcount:
                connection.execute(
                    insert(TrailWitnessed).values(
                        society=society, key=key.written(), added_at=clock.now(), size=0, note=""
                    )
                )

    def witnessed(self) -> list[tuple[str, NamedKey, int, str]]:
        """Return (society, log's key, size, newest note) of every log witnessed here."""
        table = TrailWitnessed.__table__.c
        query = select(table.society, table.key, table.size, table.note)
        with self._ring.connect() as connection:
            rows = connection.execute(query.where(table.ended_at.is_(None))).all()
        return [(row.society, read_key(row.key), row.size, row.note) for row in rows]

    def judge(self, society: str, old: int, proof: Sequence[bytes], note: str) -> Verdict:
        """Check a head as the witness `society`, keep it and sign it (C2SP tlog-witness).

        What was kept and what is kept now change in one transaction: no two heads of one log are
        signed that do not follow each other.
        """
        signer, name = self._own(society), self.own_key(society).name
        origin = note.partition("\n")[0]
        table = TrailWitnessed.__table__.c
        query = select(table.key, table.size, table.note).where(
            table.society == society, table.ended_at.is_(None)
        )
        with self._ring.connect() as connection:
            rows = connection.execute(query.with_for_update()).all()
            known = [(read_key(row.key), row) for row in rows]
            ours = [(key, row) for key, row in known if key.name == origin]
            if not ours:
                return Verdict(404)
            found = [(key, row, head) for key, row in ours if (head := _opened(note, key))]
            if not found:
                return Verdict(403)
            key, row, head = found[0]
            refusal = _refusal(row.size, _root_of(row.note, key), head, old, proof)
            if refusal is not None:
                return refusal
            body = note.partition("\n\n")[0] + "\n"
            line = cosign(body, name, signer, clock.now())
            kept = note.partition("\n\n")[0] + "\n\n" + _first_signature(note) + line
            place = (TrailWitnessed.society == society) & (TrailWitnessed.key == row.key)
            connection.execute(
                update(TrailWitnessed).where(place).values(size=head.size, note=kept)
            )
        return Verdict(200, line)

    def _derived(self, society: str) -> Ed25519PrivateKey:
        seed = self._ring.installation(InstallationKind.CHECKPOINT)
        label = WITNESS_LABEL + society.encode()
        return Ed25519PrivateKey.from_private_bytes(hmac.digest(seed, label, "sha256"))


def _opened(note: str, key: NamedKey) -> TreeHead | None:
    try:
        return open_note(note, key.name.removeprefix(ORIGIN), key.key)
    except ValueError:
        return None


def _root_of(note: str, key: NamedKey) -> bytes:
    head = _opened(note, key) if note else None
    return head.root if head else EMPTY_ROOT


def _first_signature(note: str) -> str:
    return note.partition("\n\n")[2].partition("\n")[0] + "\n"


def _refusal(
    size: int, root: bytes, head: TreeHead, old: int, proof: Sequence[bytes]
) -> Verdict | None:
    """Return why a head is not signed, None if it follows the one that was kept."""
    if old > head.size:
        return Verdict(400)
    if old != size or (old == head.size and root != head.root):
        return Verdict(409, f"{size}\n")
    if not holds((size, root), (head.size, head.root), proof):
        return Verdict(422)
    return None
