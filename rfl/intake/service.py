"""Taking in lists: preview, run, go on after an interruption, rows to mend.

The file rests sealed in the database, so that any worker can go on with it; what a batch adds, its
progress and its bad rows stand in one transaction. A file that was here before is the same run.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, decide
from rfl.audit import service as audit
from rfl.audit.reveal import reveal, reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.intake.columns import (
    FIELD_WORDS,
    REGISTRATION_COLUMNS,
    REQUEST_COLUMNS,
    Field,
    check_columns,
    recognise,
)
from rfl.intake.document import BadRowDocument, ImportDocument, MappingDocument
from rfl.intake.models import (
    BadRow,
    ColumnMapping,
    ImportChunk,
    ImportKind,
    ImportRun,
    ImportState,
)
from rfl.intake.reading import Table, read_table
from rfl.intake.rows import BadRowError, Row, registration_of, request_of
from rfl.intake.vocabulary import HEADINGS
from rfl.jobs.service import Begin
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.persons import queries as person_queries
from rfl.persons import registering
from rfl.persons.document import SCHEMA, decode, encode
from rfl.societies import service as societies
from rfl.tracing import opening

BATCH = 250
"""Rows written in one transaction: a second or so, so that others are not kept waiting."""

CHUNK_BYTES = 512 * 1024
KNOWN: Mapping[ImportKind, Mapping[str, Field]] = {
    ImportKind.REGISTRATIONS: REGISTRATION_COLUMNS,
    ImportKind.REQUESTS: REQUEST_COLUMNS,
}
EXTERNAL: Mapping[ImportKind, str] = {
    ImportKind.REGISTRATIONS: registering.EXTERNAL_KIND,
    ImportKind.REQUESTS: opening.EXTERNAL_KIND,
}
PERMISSION: Mapping[ImportKind, Permission] = {
    ImportKind.REGISTRATIONS: Permission.REGISTRATION_CREATE,
    ImportKind.REQUESTS: Permission.REQUEST_CREATE,
}


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file would be read, before anything is taken in."""

    run: ImportRun
    headers: tuple[str, ...]
    fields: Mapping[str, Field]
    """Header → what it is read as; headers not named here are left out."""
    rows: int
    sample: tuple[tuple[str, ...], ...]
    bad: tuple[tuple[int, BadRowDocument], ...]
    """Bad rows among the first ones: their number in the list from 1, and why."""

    @property
    def has_name(self) -> bool:
        """Whether a column is read as a name: without one nothing can be taken in."""
        return bool({Field.NAME, Field.NAME_NATIVE} & set(self.fields.values()))


def start(session: Session, actor: Actor, kind: ImportKind, data: bytes) -> ImportRun:
    """Take a file in for preview, sealed. The same file again is the same run.

    Raises:
        DeniedError: the actor may not import.
        RuleBrokenError: the file is no list that can be read.

    """
    authorise(actor, Permission.IMPORT_RUN)
    authorise(actor, PERMISSION[kind])
    table = read_table(data)
    store = keys.of(session)
    tag = store.tag(TagPurpose.FILE, f"{actor.society}:{kind}:{sha256(data).hexdigest()}")
    run = session.scalar(
        select(ImportRun).where(ImportRun.society_code == actor.society, ImportRun.file_tag == tag)
    )
    if run is None or run.state is ImportState.DONE:
        run = _new_run(session, actor, kind, tag, len(table.rows))
        _keep_file(session, run, data)
    kept = kept_mapping(session, actor, kind)
    places = recognise(table.headers, KNOWN[kind], kept, HEADINGS[kind])
    _keep_document(session, run, table, places)
    audit.record(
        session,
        actor.user_id,
        Act.IMPORT_PREVIEWED,
        societies=[actor.society],
        subjects=[run.id],
    )
    return run


def preview(session: Session, actor: Actor, run_id: UUID) -> Preview:
    """Return how the file of a run is read, with its first rows."""
    run = reachable(session, actor, run_id)
    receipt = _record(session, actor, run, Act.IMPORT_PREVIEWED)
    table = _table(session, receipt, run)
    document = _document(session, receipt, run)
    fields = {header: Field(field) for header, field in document.mapping.items()}
    return Preview(
        run=run,
        headers=table.headers,
        fields=fields,
        rows=len(table.rows),
        sample=table.rows[:5],
        bad=tuple(_bad_rows(run, table, fields, first=BATCH)),
    )


def set_mapping(session: Session, actor: Actor, run_id: UUID, columns: Mapping[str, str]) -> None:
    """Say what the columns hold, for this file and for the next ones of the society.

    Raises:
        RuleBrokenError: no column holds names, or one field stands in two columns.

    """
    run = reachable(session, actor, run_id)
    chosen = {header: Field(field) for header, field in columns.items() if field}
    for field in set(chosen.values()):
        if list(chosen.values()).count(field) > 1:
            raise RuleBrokenError("Two columns are read as the same. Choose one of them.")
    check_columns(set(chosen.values()))
    receipt = _record(session, actor, run, Act.MAPPING_CHANGED)
    document = _document(session, receipt, run)
    mapping = {header: field.value for header, field in chosen.items()}
    _seal_document(session, run, ImportDocument(mapping, document.headers))
    _keep_mapping(session, actor, run.kind, mapping)


def mapping_of(session: Session, actor: Actor, run_id: UUID) -> dict[str, str]:
    """Return how the columns of a run are read: header → field."""
    run = reachable(session, actor, run_id)
    return _document(session, _record(session, actor, run, Act.IMPORT_PREVIEWED), run).mapping


def run_import(
    begin: Begin,
    actor: Actor,
    run_id: UUID,
    tell: Callable[[Session, int, int], None] | None = None,
) -> None:
    """Take the rows in, batch by batch, from where the run stands; safe to kill and to call again.

    `begin` opens a transaction of its own; `tell` is called in each with rows done and in all.

    Raises:
        RuleBrokenError: no column holds names.

    """
    while True:
        with begin() as session:
            is_done = _one_batch(session, actor, run_id, tell)
        if is_done:
            return


def bad_rows(session: Session, actor: Actor, run_id: UUID) -> list[tuple[int, BadRowDocument]]:
    """Return the rows that were left out: row number in the file, cells, column and reason."""
    run = reachable(session, actor, run_id)
    receipt = _record(session, actor, run, Act.IMPORT_PREVIEWED)
    rows = session.scalars(select(BadRow).where(BadRow.run_id == run.id).order_by(BadRow.row)).all()
    table = BadRow.__tablename__
    sealed = [Sealed(r.sealed, Context(run.society_code, table, r.id, SCHEMA)) for r in rows]
    opened = reveal_many(session, receipt, sealed)
    return [(row.row, decode(data, BadRowDocument)) for row, data in zip(rows, opened, strict=True)]


def headers_of(session: Session, actor: Actor, run_id: UUID) -> tuple[str, ...]:
    """Return the headers of the file of a run."""
    run = reachable(session, actor, run_id)
    receipt = _record(session, actor, run, Act.IMPORT_PREVIEWED)
    return _document(session, receipt, run).headers


def runs(session: Session, actor: Actor, limit: int = 20) -> Sequence[ImportRun]:
    """Return the newest imports of the actor's society."""
    authorise(actor, Permission.IMPORT_RUN)
    query = select(ImportRun).where(ImportRun.society_code == actor.society)
    return session.scalars(query.order_by(ImportRun.changed_at.desc()).limit(limit)).all()


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


def reachable(session: Session, actor: Actor, run_id: UUID) -> ImportRun:
    """Return a run of the actor's society."""
    authorise(actor, Permission.IMPORT_RUN)
    run = session.get(ImportRun, run_id, with_for_update=True)
    if run is None:
        raise NotFoundError("import")
    decide(actor, Permission.IMPORT_RUN, access.resource_of(session, run), clock.now())
    return run


def _one_batch(
    session: Session,
    actor: Actor,
    run_id: UUID,
    tell: Callable[[Session, int, int], None] | None,
) -> bool:
    run = reachable(session, actor, run_id)
    if run.state is ImportState.DONE:
        return True
    receipt = _record(session, actor, run, Act.IMPORT_ROWS_SAVED)
    table = _table(session, receipt, run)
    fields = {
        header: Field(field) for header, field in _document(session, receipt, run).mapping.items()
    }
    check_columns(set(fields.values()))
    run.state = ImportState.RUNNING
    part = table.rows[run.rows_done : run.rows_done + BATCH]
    good, bad = _read_rows(session, run, table.headers, fields, part)
    fresh = _not_known(session, run, good)
    if run.kind is ImportKind.REGISTRATIONS:
        registering.register_many(session, actor, [new for _, new in fresh])  # type: ignore[misc]
    else:
        opening.open_many(session, actor, [new for _, new in fresh])  # type: ignore[misc]
    _keep_bad(session, run, bad)
    run.rows_done += len(part)
    run.added += len(fresh)
    run.known += len(good) - len(fresh)
    run.bad += len(bad)
    run.changed_at = clock.now()
    if tell is not None:
        tell(session, run.rows_done, run.rows)
    if run.rows_done >= len(table.rows):
        _finish(session, actor, run)
        return True
    return False


def _read_rows(
    session: Session,
    run: ImportRun,
    headers: tuple[str, ...],
    fields: Mapping[str, Field],
    part: Sequence[tuple[str, ...]],
) -> tuple[list[tuple[str, object]], list[tuple[int, BadRowDocument]]]:
    sites = {site.name.casefold(): site.id for site in societies.sites(session, run.society_code)}
    good: list[tuple[str, object]] = []
    bad: list[tuple[int, BadRowDocument]] = []
    seen: set[str] = set()
    for place, cells in enumerate(part, run.rows_done + 1):
        row = _row(place, headers, fields, cells)
        try:
            new = _new(run.kind, row, sites)
        except BadRowError as error:
            bad.append((place, _problem(headers, fields, cells, error)))
            continue
        if row.external_id not in seen:  # twice in one file is once
            seen.add(row.external_id)
            good.append((row.external_id, new))
    return good, bad


def _new(kind: ImportKind, row: Row, sites: Mapping[str, UUID]) -> object:
    if kind is ImportKind.REGISTRATIONS:
        return registration_of(row, sites, clock.today())
    return request_of(row, clock.today())


def _row(
    number: int, headers: Sequence[str], fields: Mapping[str, Field], cells: Sequence[str]
) -> Row:
    found = {
        fields[header]: cell
        for header, cell in zip(headers, cells, strict=True)
        if header in fields
    }
    return Row(number, found)


def _problem(
    headers: Sequence[str], fields: Mapping[str, Field], cells: Sequence[str], error: BadRowError
) -> BadRowDocument:
    column = next((header for header, field in fields.items() if field is error.field), "")
    return BadRowDocument(tuple(cells), column or FIELD_WORDS[error.field], str(error.sentence))


def _bad_rows(
    run: ImportRun, table: Table, fields: Mapping[str, Field], first: int
) -> Iterator[tuple[int, BadRowDocument]]:
    for place, cells in enumerate(table.rows[:first], 1):
        try:
            _new(run.kind, _row(place, table.headers, fields, cells), {})
        except BadRowError as error:
            yield place, _problem(table.headers, fields, cells, error)


def _not_known(
    session: Session, run: ImportRun, good: Sequence[tuple[str, object]]
) -> list[tuple[str, object]]:
    store = keys.of(session)
    tags = store.tag_many(TagPurpose.EXTERNAL_ID, [external for external, _ in good])
    here = person_queries.known_tags(session, run.society_code, EXTERNAL[run.kind], tags)
    return [pair for pair, tag in zip(good, tags, strict=True) if tag not in here]


def _finish(session: Session, actor: Actor, run: ImportRun) -> None:
    run.state = ImportState.DONE
    session.execute(delete(ImportChunk).where(ImportChunk.run_id == run.id))
    audit.record(
        session,
        actor.user_id,
        Act.IMPORT_FINISHED,
        societies=[run.society_code],
        subjects=[run.id],
        detail={"added": str(run.added), "known": str(run.known), "bad": str(run.bad)},
    )


def _new_run(session: Session, actor: Actor, kind: ImportKind, tag: int, rows: int) -> ImportRun:
    now = clock.now()
    run = ImportRun(
        id=uuid4(),
        society_code=actor.society,
        created_by=actor.user_id,
        created_at=now,
        kind=kind,
        file_tag=tag,
        key_id=keys.of(session).new_record_key(actor.society),
        sealed=b"",
        rows=rows,
        changed_at=now,
    )
    session.add(run)
    session.flush()
    return run


def _keep_file(session: Session, run: ImportRun, data: bytes) -> None:
    store = keys.of(session)
    for place, start in enumerate(range(0, len(data), CHUNK_BYTES)):
        identity = uuid4()
        context = Context(run.society_code, ImportChunk.__tablename__, identity, SCHEMA)
        sealed = store.seal(run.key_id, context, data[start : start + CHUNK_BYTES])
        session.add(ImportChunk(id=identity, run_id=run.id, place=place, sealed=sealed))
    session.flush()


_tables: dict[UUID, Table] = {}
"""The table of the run at hand: parsed once, not for each batch. Emptied with the next run."""


def _table(session: Session, receipt: Receipt, run: ImportRun) -> Table:
    if run.id not in _tables:
        query = select(ImportChunk).where(ImportChunk.run_id == run.id)
        chunks = session.scalars(query.order_by(ImportChunk.place)).all()
        name = ImportChunk.__tablename__
        sealed = [Sealed(c.sealed, Context(run.society_code, name, c.id, SCHEMA)) for c in chunks]
        table = read_table(b"".join(reveal_many(session, receipt, sealed)))
        _tables.clear()
        _tables[run.id] = table
    return _tables[run.id]


def _keep_document(
    session: Session, run: ImportRun, table: Table, places: Mapping[Field, int]
) -> None:
    mapping = {table.headers[place]: field.value for field, place in places.items()}
    _seal_document(session, run, ImportDocument(mapping, table.headers))


def _seal_document(session: Session, run: ImportRun, document: ImportDocument) -> None:
    context = Context(run.society_code, ImportRun.__tablename__, run.id, SCHEMA)
    run.sealed = keys.of(session).seal(run.key_id, context, encode(document))
    session.flush()


def _document(session: Session, receipt: Receipt, run: ImportRun) -> ImportDocument:
    context = Context(run.society_code, ImportRun.__tablename__, run.id, SCHEMA)
    return decode(reveal(session, receipt, Sealed(run.sealed, context)), ImportDocument)


def _keep_bad(session: Session, run: ImportRun, bad: Sequence[tuple[int, BadRowDocument]]) -> None:
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


def _keep_mapping(
    session: Session, actor: Actor, kind: ImportKind, columns: dict[str, str]
) -> None:
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


def _mapping_row(session: Session, society: str, kind: ImportKind) -> ColumnMapping | None:
    query = select(ColumnMapping).where(
        ColumnMapping.society_code == society, ColumnMapping.kind == kind
    )
    return session.scalar(query)


def _record(session: Session, actor: Actor, run: ImportRun, act: Act) -> Receipt:
    return audit.record(
        session, actor.user_id, act, societies=[run.society_code], subjects=[run.id]
    )
