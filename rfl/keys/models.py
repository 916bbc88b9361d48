"""Tables of the key store: a database of its own, in none of the first one's backups."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from rfl.db.base import KeyBase, Word
from rfl.keys.rules import InstallationKind, SocietyKind


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
