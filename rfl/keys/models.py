"""Tables of the key store: a database of its own, in none of the first one's backups."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import KeyBase, Word
from rfl.keys.rules import InstallationKind, RecipientKind, RecipientState, SocietyKind, Trouble


class InstallationKey(KeyBase):
    """One key of the installation, locked under the root key."""

    __tablename__ = "installation_key"

    kind: Mapped[InstallationKind] = mapped_column(Word(InstallationKind), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]
    created_at: Mapped[datetime]


class SocietyKey(KeyBase):
    """One key of a society for one epoch, locked under the root key."""

    __tablename__ = "society_key"

    society: Mapped[str] = mapped_column(String(2), primary_key=True)
    kind: Mapped[SocietyKind] = mapped_column(Word(SocietyKind), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]
    created_at: Mapped[datetime]


class RecordKey(KeyBase):
    """The key of one record, locked under its society's key of one epoch.

    Erasure empties `wrapped` and sets `destroyed_at`: the row stays as the tombstone that says
    'erased' rather than 'lost', and that a restored copy must be taught.
    """

    __tablename__ = "record_key"
    __table_args__ = (Index(None, "society", "epoch"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    society: Mapped[str] = mapped_column(String(2))
    epoch: Mapped[int]
    wrapped: Mapped[bytes | None]
    created_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]


class AuditHead(KeyBase):
    """The newest state of one audit log that was seen to be committed.

    Kept apart from the log, so that a shortened or older copy of the main database is noticed. A
    head that the log no longer leads up to is never overwritten: it is the evidence.
    """

    __tablename__ = "audit_head"
    __table_args__ = (Index(None, "log"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    log: Mapped[str] = mapped_column(String(2))
    size: Mapped[int]
    leaf: Mapped[bytes]
    frontier: Mapped[bytes]
    note: Mapped[str]
    at: Mapped[datetime]


class TrailRecipient(KeyBase):
    """A key to which the day keys of a society's log are sealed: a focal point's, or on paper.

    `proof` ties the row together under a key of the society, so that nobody who can only write to
    the database can slip in a key of their own.
    """

    __tablename__ = "trail_recipient"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    society: Mapped[str] = mapped_column(String(2), index=True)
    kind: Mapped[RecipientKind] = mapped_column(Word(RecipientKind))
    holder: Mapped[UUID | None]
    public: Mapped[bytes]
    locked: Mapped[bytes | None]
    """The private key under its holder's passphrase; of a key on paper nothing is kept."""

    state: Mapped[RecipientState] = mapped_column(Word(RecipientState))
    asked_by: Mapped[UUID]
    """Who proposed it, or its end: somebody else has to agree."""

    asked_at: Mapped[datetime]
    active_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    proof: Mapped[bytes]


class TrailEpoch(KeyBase):
    """The key of one day of one log. `wrapped` is emptied when the day is over."""

    __tablename__ = "trail_epoch"

    log: Mapped[str] = mapped_column(String(2), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Days since 1 January 1970, UTC."""

    wrapped: Mapped[bytes | None]
    created_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]


class TrailCopy(KeyBase):
    """A day key, sealed to one recipient: all that is left of it once the day is over."""

    __tablename__ = "trail_copy"
    __table_args__ = (
        ForeignKeyConstraint(["log", "epoch"], ["trail_epoch.log", "trail_epoch.epoch"]),
    )

    log: Mapped[str] = mapped_column(String(2), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recipient_id: Mapped[UUID] = mapped_column(
        ForeignKey(TrailRecipient.id), primary_key=True, index=True
    )
    sealed: Mapped[bytes]


class TrailOpening(KeyBase):
    """A recipient's private key while it is open: under a secret that only a browser has."""

    __tablename__ = "trail_opening"

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey(TrailRecipient.id))
    boxed: Mapped[bytes]
    until: Mapped[datetime]


class TrailWitness(KeyBase):
    """Who else keeps the heads of a log: another society, or a folder."""

    __tablename__ = "trail_witness"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    log: Mapped[str] = mapped_column(String(2), index=True)
    label: Mapped[str]
    key: Mapped[str]
    """The witness's verifier key (C2SP); '' for a folder, which signs nothing."""

    address: Mapped[str]
    """https://…, local:CODE for a society of this installation, file:/folder."""

    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    size: Mapped[int]
    frontier: Mapped[bytes]
    note: Mapped[str]
    """The newest head that it saw, with its signature."""

    seen_at: Mapped[datetime | None]
    trouble: Mapped[Trouble | None] = mapped_column(Word(Trouble))


class TrailWitnessed(KeyBase):
    """A log of somebody else's that a society here is a witness of, and its newest head."""

    __tablename__ = "trail_witnessed"

    society: Mapped[str] = mapped_column(String(2), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    """The log's verifier key: name and key together say which log it is."""

    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    size: Mapped[int]
    note: Mapped[str]
