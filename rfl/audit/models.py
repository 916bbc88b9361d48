"""The logs' tables. Rows are only ever added."""

from datetime import datetime
from typing import NoReturn

from sqlalchemy import (
    BigInteger,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import Mapped, ORMExecuteState, Session, mapped_column

from rfl.db.base import Base
from rfl.errors import UnavailableError


class Entry(Base):
    """One entry of one society's log, chained to the one before.

    (log, seq) and (log, prev) are unique, so that two writers can never fork a log.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("log", "prev"), Index(None, "log", "at"))

    log: Mapped[str] = mapped_column(String(2), primary_key=True)
    """The society's code. No foreign key: the log outlives whatever it speaks of."""

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    prev: Mapped[bytes] = mapped_column(LargeBinary(32))
    header: Mapped[bytes]
    """Canonical clear header (rfl.crypto.header)."""

    sealed: Mapped[bytes]
    """The body (rfl.audit.document), bound to the header."""

    leaf: Mapped[bytes] = mapped_column(LargeBinary(32))
    """SHA-256(0x00 ‖ header ‖ sealed)."""


class EntryTag(Base):
    """By which blind tags an entry is found: those of its header, once more."""

    __tablename__ = "audit_tag"
    __table_args__ = (ForeignKeyConstraint(["log", "seq"], ["audit_entry.log", "audit_entry.seq"]),)

    log: Mapped[str] = mapped_column(String(2), primary_key=True)
    tag: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


def _refuse(*_args: object) -> NoReturn:
    raise UnavailableError("Entries in the audit trail are never changed or removed.")


def _refuse_in_bulk(state: ORMExecuteState) -> None:
    if state.is_update or state.is_delete:
        mapper = state.bind_mapper
        if mapper is not None and issubclass(mapper.class_, Entry | EntryTag):
            _refuse()


for _model in (Entry, EntryTag):
    event.listen(_model, "before_update", _refuse)
    event.listen(_model, "before_delete", _refuse)
event.listen(Session, "do_orm_execute", _refuse_in_bulk)
