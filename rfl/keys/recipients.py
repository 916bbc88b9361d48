"""The keys to which a log's day keys are sealed: proposed, agreed to, ended, opened.

Whoever may ask, and that a second person agrees, is the caller's question (rfl.desk.keeping); which
state follows which is kept here. A row that its proof does not fit counts as not there.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, insert, select, update

from rfl import clock
from rfl.crypto.encoding import prefixed
from rfl.crypto.hybrid import fingerprint, new_seed, public_of
from rfl.crypto.sealing import UnsealError, box, unbox
from rfl.crypto.wrapping import binding, new_key
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys.models import TrailOpening, TrailRecipient
from rfl.keys.passphrase import USUAL, Cost, lock, unlock
from rfl.keys.ring import KeyRing
from rfl.keys.rules import LIVE, OPEN_FOR, RecipientKind, RecipientState

OPENING_LABEL = b"rfl.trail-opening/1"
BY_STATE = {
    RecipientState.PROPOSED: RecipientState.ACTIVE,
    RecipientState.ENDING: RecipientState.ENDED,
}
"""What becomes of a key when a second person agrees."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """A key as it rests; `locked` is the private one under a passphrase, None on paper."""

    id: UUID
    society: str
    kind: RecipientKind
    holder: UUID | None
    public: bytes
    locked: bytes | None
    state: RecipientState
    asked_by: UUID
    asked_at: datetime
    active_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def fingerprint(self) -> str:
        """Return by what two people compare it."""
        return fingerprint(self.public)

    @property
    def is_live(self) -> bool:
        """Tell whether day keys are sealed to it now."""
        return self.state in LIVE

    def digest(self) -> bytes:
        """Return the hash that its proof covers."""
        parts = (
            *(self.id.bytes, self.society.encode(), self.kind.encode(), self.public),
            *(self.holder.bytes if self.holder else b"", self.locked or b""),
            *(self.state.encode(), self.asked_by.bytes, self.asked_at.isoformat().encode()),
        )
        return hashlib.sha256(prefixed(parts)).digest()


@dataclass(frozen=True, slots=True)
class Opened:
    """A recipient's private key, open: its holder gave the passphrase, or typed the sheet."""

    recipient_id: UUID
    society: str
    seed: bytes


class Recipients:
    """The recipients' side of a key ring."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring

    def of(self, society: str) -> list[Recipient]:
        """Return the society's keys, those that ended too, oldest first."""
        with self._ring.connect() as connection:
            return self.read(connection, society)

    def read(self, connection: Connection, society: str) -> list[Recipient]:
        """Return the same as `of`, in a transaction that is open already."""
        table = TrailRecipient.__table__.c
        query = select(*table).where(table.society == society).order_by(table.asked_at, table.id)
        rows = [dict(row) for row in connection.execute(query).mappings()]
        proofs = [row.pop("proof") for row in rows]
        found = [Recipient(**row) for row in rows]
        return [one for one, proof in zip(found, proofs, strict=True) if self._fits(one, proof)]

    def get(self, society: str, recipient_id: UUID) -> Recipient:
        """Return one of the society's keys; raises NotFoundError."""
        for one in self.of(society):
            if one.id == recipient_id:
                return one
        raise NotFoundError("There is no such key.")

    def propose_focal(
        self, society: str, holder: UUID, passphrase: str, cost: Cost = USUAL
    ) -> Recipient:
        """Make a key for a focal point, locked under a passphrase; it opens nothing yet."""
        seed, key_id = new_seed(), uuid4()
        locked = lock(seed, passphrase, _place(society, key_id), cost)
        return self._propose(society, key_id, (RecipientKind.FOCAL, holder, seed, locked))

    def propose_recovery(self, society: str, asked_by: UUID) -> tuple[Recipient, bytes]:
        """Make a key to be kept on paper; return it and the private key, which rests nowhere."""
        seed = new_seed()
        made = self._propose(society, uuid4(), (RecipientKind.RECOVERY, None, seed, None), asked_by)
        return made, seed

    def agree(self, recipient: Recipient, seen: str) -> Recipient:
        """Move a key on, as a second person agrees, who saw the fingerprint `seen`.

        Raises:
            RuleBrokenError: it waits for nobody's agreement, or is not the key that was seen.

        """
        if recipient.state not in BY_STATE:
            raise RuleBrokenError("This key waits for nobody. Look at the page once more.")
        if seen != recipient.fingerprint:
            raise RuleBrokenError("This is not the key you saw. Look at the page once more.")
        state, now = BY_STATE[recipient.state], clock.now()
        changed = replace(recipient, state=state)
        dates = {"active_at": now} if state is RecipientState.ACTIVE else {"ended_at": now}
        with self._ring.connect() as connection:
            self._write(connection, changed, **dates)
            if state is RecipientState.ACTIVE:
                self._end_former(connection, changed, now)
        return changed

    def ask_end(self, recipient: Recipient, asked_by: UUID) -> None:
        """Ask that a key end; it does when somebody else agrees."""
        if recipient.state is not RecipientState.ACTIVE:
            raise RuleBrokenError("This key is not in use. Look at the page once more.")
        changed = replace(
            recipient, state=RecipientState.ENDING, asked_by=asked_by, asked_at=clock.now()
        )
        with self._ring.connect() as connection:
            self._write(connection, changed)

    def take_back(self, recipient: Recipient) -> None:
        """Take back a proposal, or the wish that a key end."""
        back = {
            RecipientState.PROPOSED: RecipientState.ENDED,
            RecipientState.ENDING: RecipientState.ACTIVE,
        }
        if recipient.state not in back:
            raise RuleBrokenError("There is nothing to take back. Look at the page once more.")
        with self._ring.connect() as connection:
            self._write(connection, replace(recipient, state=back[recipient.state]))

    def unlock(self, recipient: Recipient, passphrase: str) -> Opened | None:
        """Return a focal point's private key; None if the passphrase is not theirs."""
        try:
            place = _place(recipient.society, recipient.id)
            seed = unlock(recipient.locked or b"", passphrase, place)
        except UnsealError:
            return None
        return Opened(recipient.id, recipient.society, seed)

    def unfold(self, recipients: Sequence[Recipient], seed: bytes) -> Opened | None:
        """Return which of `recipients` the key typed from paper belongs to, open."""
        public = public_of(seed)
        for one in recipients:
            if one.public == public:
                return Opened(one.id, one.society, seed)
        return None

    def keep_open(self, session_id: UUID, opened: Opened) -> bytes:
        """Leave a private key open for OPEN_FOR; return the secret without which it stays shut.

        The secret goes to the browser and rests nowhere here: neither the databases alone nor the
        browser alone open anything, and any process can serve the next page.
        """
        secret, now = new_key(), clock.now()
        boxed = box(secret, OPENING_LABEL, _opening(session_id, opened.recipient_id), opened.seed)
        with self._ring.connect() as connection:
            old = (TrailOpening.session_id == session_id) | (TrailOpening.until <= now)
            connection.execute(delete(TrailOpening).where(old))
            connection.execute(
                insert(TrailOpening).values(
                    session_id=session_id,
                    recipient_id=opened.recipient_id,
                    boxed=boxed,
                    until=now + OPEN_FOR,
                )
            )
        return secret

    def opened(
        self, session_id: UUID, society: str, secret: bytes
    ) -> tuple[Opened, datetime] | None:
        """Return the private key that is still open in a web session, and until when."""
        query = select(TrailOpening.recipient_id, TrailOpening.boxed, TrailOpening.until).join(
            TrailRecipient, TrailRecipient.id == TrailOpening.recipient_id
        )
        query = query.where(
            TrailOpening.session_id == session_id,
            TrailOpening.until > clock.now(),
            TrailRecipient.society == society,
        )
        with self._ring.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        try:
            place = _opening(session_id, row.recipient_id)
            seed = unbox(secret, OPENING_LABEL, place, row.boxed)
        except UnsealError:
            return None
        return Opened(row.recipient_id, society, seed), row.until

    def shut(self, session_id: UUID) -> None:
        """Shut the private key that is open in a web session."""
        with self._ring.connect() as connection:
            connection.execute(delete(TrailOpening).where(TrailOpening.session_id == session_id))

    def _propose(
        self,
        society: str,
        key_id: UUID,
        made: tuple[RecipientKind, UUID | None, bytes, bytes | None],
        asked_by: UUID | None = None,
    ) -> Recipient:
        kind, holder, seed, locked = made
        by = asked_by or holder
        if by is None:
            raise ValueError("somebody proposes a key")
        recipient = Recipient(
            id=key_id,
            society=society,
            kind=kind,
            holder=holder,
            public=public_of(seed),
            locked=locked,
            state=RecipientState.PROPOSED,
            asked_by=by,
            asked_at=clock.now(),
        )
        columns = {name: getattr(recipient, name) for name in Recipient.__dataclass_fields__}
        with self._ring.connect() as connection:
            for old in self.read(connection, society):
                is_same = (old.kind, old.holder) == (kind, holder)
                if is_same and old.state is RecipientState.PROPOSED:
                    self._write(connection, replace(old, state=RecipientState.ENDED))
            proof = self._proof(connection, recipient)
            connection.execute(insert(TrailRecipient).values(**columns, proof=proof))
        return recipient

    def _end_former(self, connection: Connection, new: Recipient, now: datetime) -> None:
        """End the keys that a new one of the same holder, or of paper, takes the place of."""
        for old in self.read(connection, new.society):
            is_former = (old.kind, old.holder) == (new.kind, new.holder) and old.id != new.id
            if is_former and old.is_live:
                ended = replace(old, state=RecipientState.ENDED)
                self._write(connection, ended, ended_at=now)

    def _write(self, connection: Connection, recipient: Recipient, **dates: datetime) -> None:
        connection.execute(
            update(TrailRecipient)
            .where(TrailRecipient.id == recipient.id)
            .values(
                state=recipient.state,
                asked_by=recipient.asked_by,
                asked_at=recipient.asked_at,
                proof=self._proof(connection, recipient),
                **dates,
            )
        )

    def _proof(self, connection: Connection, recipient: Recipient) -> bytes:
        place = recipient_binding(recipient.id)
        return self._ring.locked(connection, recipient.digest(), place)

    def _fits(self, recipient: Recipient, proof: bytes) -> bool:
        place = recipient_binding(recipient.id)
        try:
            return self._ring.root.unwrap(proof, place) == recipient.digest()
        except UnsealError:
            return False


def recipient_binding(recipient_id: UUID) -> bytes:
    """Return what ties the proof of a recipient's key to its row."""
    return binding("trail-recipient", recipient_id.bytes)


def _place(society: str, key_id: UUID) -> bytes:
    return binding("trail-private-key", society, key_id.bytes)


def _opening(session_id: UUID, recipient_id: UUID) -> bytes:
    return prefixed((session_id.bytes, recipient_id.bytes))
