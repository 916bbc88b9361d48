"""Tables of imports. The file and its rows rest sealed until the import is done."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rfl.access.models import Guarded
from rfl.db.base import Base, Word
from rfl.keys.rules import FIRST_VERSION


class ImportKind(StrEnum):
    """What a list holds."""

    REGISTRATIONS = "registrations"
    REQUESTS = "requests"


class ImportState(StrEnum):
    """Where an import stands."""

    PREVIEW = "preview"
    RUNNING = "running"
    DONE = "done"


class ImportRun(Guarded, Base):
    """One file on its way in. A second run of the same file goes on where the first stopped."""

    __tablename__ = "import_run"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[ImportKind] = mapped_column(Word(ImportKind))
    state: Mapped[ImportState] = mapped_column(Word(ImportState), default=ImportState.PREVIEW)
    file_tag: Mapped[int] = mapped_column(BigInteger, index=True)
    tag_key: Mapped[int] = mapped_column(default=FIRST_VERSION)
    """HMAC tag of the file's bytes: tells that a file was here before, and nothing else."""
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    """intake.document.ImportDocument: the mapping used."""
    rows: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    added: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    bad: Mapped[int] = mapped_column(default=0)
    job_id: Mapped[UUID | None]
    changed_at: Mapped[datetime]


class ImportChunk(Base):
    """Some rows of the file, sealed (RowsDocument); gone as soon as they are taken in."""

    __tablename__ = "import_chunk"
    __table_args__ = (UniqueConstraint("run_id", "place"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("import_run.id"))
    place: Mapped[int]
    sealed: Mapped[bytes]


class BadRow(Base):
    """A row that could not be taken in: sealed, with column and reason, to be mended."""

    __tablename__ = "import_bad_row"
    __table_args__ = (UniqueConstraint("run_id", "row"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("import_run.id"))
    row: Mapped[int]
    sealed: Mapped[bytes]
    """intake.document.BadRowDocument."""


class ColumnMapping(Base):
    """How a society's own columns are read, for the next file too. Sealed: headers are text."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("society_code", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    society_code: Mapped[str] = mapped_column(String(2), ForeignKey("society.code"))
    kind: Mapped[ImportKind] = mapped_column(Word(ImportKind))
    key_id: Mapped[UUID]
    sealed: Mapped[bytes]
    changed_at: Mapped[datetime]
