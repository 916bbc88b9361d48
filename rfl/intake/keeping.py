"""What rests of an import: the file's rows in sealed parts, how its columns are read, mappings.

Rows are sealed as they are read, a batch to a part, so that any worker can go on with them and none
ever holds the whole file.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, decide
from rfl.audit import service as audit
from rfl.audit.reveal import reveal, reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError
from rfl.intake.columns import Field
from rfl.intake.document import BadRowDocument, ImportDocument, MappingDocument, RowsDocument
from rfl.intake.models import BadRow, ColumnMapping, ImportChunk, ImportKind, ImportRun
from rfl.keys import service as keys
from rfl.persons.document import SCHEMA, decode, encode

Cells = tuple[str, ...]

BATCH = 250
"""Rows sealed together and taken in together: half a second, so that others need not wait."""


def reachable(session: Session, actor: Actor, run_id: UUID) -> ImportRun:
    """Return a run of the actor's society."""
    authorise(actor, Permission.IMPORT_RUN)
    run = session.get(ImportRun, run_id, with_for_update=True)
    if run is None:
        raise NotFoundError("import")
    decide(actor, Permission.IMPORT_RUN, access.resource_of(session, run), clock.now())
    return run


def record(session: Session, actor: Actor, run: ImportRun, act: Act) -> Receipt:
    """Write to the trail what is done with a run, and return leave to open what rests of it."""
    return audit.record(
        session, actor.user_id, act, societies=[run.society_code], subjects=[run.id]
    )


def keep_rows(session: Session, run: ImportRun, rows: Iterator[Cells]) -> int:
    """Seal the rows of a file, part by part, and return how many there are."""
    store, total = keys.of(session), 0
    for place, part in enumerate(_parts(rows)):
        identity = uuid4()
        context = Context(run.society_code, ImportChunk.__tablename__, identity, SCHEMA)
        sealed = store.seal(run.key_id, context, encode(RowsDocument(part)))
        session.add(ImportChunk(id=identity, run_id=run.id, place=place, sealed=sealed))
        session.flush()
        total += len(part)
    return total


def next_chunk(session: Session, run: ImportRun) -> ImportChunk | None:
    """Return the first part of the file that was not taken in yet, or None."""
    query = select(ImportChunk).where(ImportChunk.run_id == run.id)
    return session.scalar(query.order_by(ImportChunk.place).limit(1))


def open_chunk(
    session: Session, receipt: Receipt, run: ImportRun, chunk: ImportChunk | None
) -> tuple[Cells, ...]:
    """Return the rows of a part, as they came."""
    if chunk is None:
        return ()
    context = Context(run.society_code, ImportChunk.__tablename__, chunk.id, SCHEMA)
    return decode(reveal(session, receipt, Sealed(chunk.sealed, context)), RowsDocument).rows


def seal_document(session: Session, run: ImportRun, document: ImportDocument) -> None:
    """Keep how the columns of a run are read."""
    run.sealed = keys.of(session).seal(run.key_id, _context(run), encode(document))
    session.flush()


def open_document(session: Session, receipt: Receipt, run: ImportRun) -> ImportDocument:
    """Return how the columns of a run are read."""
    return decode(reveal(session, receipt, Sealed(run.sealed, _context(run))), ImportDocument)


def open_fields(
    session: Session, receipt: Receipt, run: ImportRun
) -> tuple[Cells, dict[str, Field]]:
    """Return the headers of a run's file, and as what those that are read are read."""
    document = open_document(session, receipt, run)
    return document.headers, {name: Field(field) for name, field in document.mapping.items()}


def keep_bad_rows(
    session: Session, run: ImportRun, bad: Sequence[tuple[int, BadRowDocument]]
) -> None:
    """Keep rows to be mended, sealed, with their number in the file."""
    ids = [uuid4() for _ in bad]
    name = BadRow.__tablename__
    blobs = keys.of(session).seal_many(
        [
            (run.key_id, Context(run.society_code, name, identity, SCHEMA), encode(document))
            for identity, (_, document) in zip(ids, bad, strict=True)
        ]
    )
    session.add_all(
        BadRow(id=identity, run_id=run.id, row=place, sealed=blob)
        for identity, (place, _), blob in zip(ids, bad, blobs, strict=True)
    )


def open_bad_rows(
    session: Session, receipt: Receipt, run: ImportRun
) -> list[tuple[int, BadRowDocument]]:
    """Return the rows of a run to be mended, in the order of the file."""
    rows = session.scalars(select(BadRow).where(BadRow.run_id == run.id).order_by(BadRow.row)).all()
    table = BadRow.__tablename__
    sealed = [Sealed(r.sealed, Context(run.society_code, table, r.id, SCHEMA)) for r in rows]
    opened = reveal_many(session, receipt, sealed)
    return [(row.row, decode(data, BadRowDocument)) for row, data in zip(rows, opened, strict=True)]


def keep_mapping(session: Session, actor: Actor, kind: ImportKind, columns: dict[str, str]) -> None:
    """Keep how a society's own columns are read, for its next files."""
    row = _mapping_row(session, actor.society, kind)
    if row is None:
        row = ColumnMapping(
            id=uuid4(),
            society_code=actor.society,
            kind=kind,
            key_id=keys.of(session).new_record_key(actor.society),
            sealed=b"",
            changed_at=clock.now(),
        )
        session.add(row)
    context = Context(actor.society, ColumnMapping.__tablename__, row.id, SCHEMA)
    row.sealed = keys.of(session).seal(row.key_id, context, encode(MappingDocument(columns)))
    row.changed_at = clock.now()
    session.flush()


def kept_mapping(session: Session, actor: Actor, kind: ImportKind) -> dict[str, str]:
    """Return how the society's own columns are read, as it said before."""
    row = _mapping_row(session, actor.society, kind)
    if row is None:
        return {}
    receipt = audit.record(
        session, actor.user_id, Act.MAPPING_CHANGED, societies=[actor.society], subjects=[row.id]
    )
    context = Context(actor.society, ColumnMapping.__tablename__, row.id, SCHEMA)
    return decode(reveal(session, receipt, Sealed(row.sealed, context)), MappingDocument).columns


def _parts(rows: Iterable[Cells]) -> Iterator[tuple[Cells, ...]]:
    left = iter(rows)
    while part := tuple(islice(left, BATCH)):
        yield part


def _context(run: ImportRun) -> Context:
    return Context(run.society_code, ImportRun.__tablename__, run.id, SCHEMA)


def _mapping_row(session: Session, society: str, kind: ImportKind) -> ColumnMapping | None:
    query = select(ColumnMapping).where(
        ColumnMapping.society_code == society, ColumnMapping.kind == kind
    )
    return session.scalar(query)
