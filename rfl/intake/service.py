"""Lists on their way in: preview, mapping of columns, rows to mend.

The rows rest sealed in the database (keeping), and are taken in from there (taking_in). A file that
was here before is the same run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.intake import keeping
from rfl.intake.columns import (
    REGISTRATION_COLUMNS,
    REQUEST_COLUMNS,
    Field,
    check_columns,
    recognise,
)
from rfl.intake.document import BadRowDocument, ImportDocument
from rfl.intake.keeping import reachable
from rfl.intake.models import ImportKind, ImportRun, ImportState
from rfl.intake.taking_in import bad_among
from rfl.intake.vocabulary import HEADINGS
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.keys.service import Identifiers
from rfl.tables import read_table

KNOWN: Mapping[ImportKind, Mapping[str, Field]] = {
    ImportKind.REGISTRATIONS: REGISTRATION_COLUMNS,
    ImportKind.REQUESTS: REQUEST_COLUMNS,
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
    store = keys.of(session)
    told = f"{actor.society}:{kind}:{sha256(data).hexdigest()}"
    file = store.identifiers(TagPurpose.FILE, [told])
    run = session.scalar(
        select(ImportRun).where(
            ImportRun.society_code == actor.society, ImportRun.file_tag.in_(file.tags[0])
        )
    )
    if run is None or run.state is ImportState.DONE:
        run = _new_run(session, actor, kind, file, data)
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
    receipt = keeping.record(session, actor, run, Act.IMPORT_PREVIEWED)
    headers, fields = keeping.open_fields(session, receipt, run)
    rows = keeping.open_chunk(session, receipt, run, keeping.next_chunk(session, run))
    return Preview(
        run=run,
        headers=headers,
        fields=fields,
        rows=run.rows,
        sample=rows[:5],
        bad=tuple(bad_among(run.kind, headers, fields, rows)),
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
    receipt = keeping.record(session, actor, run, Act.MAPPING_CHANGED)
    document = keeping.open_document(session, receipt, run)
    mapping = {header: field.value for header, field in chosen.items()}
    keeping.seal_document(session, run, ImportDocument(mapping, document.headers))
    keeping.keep_mapping(session, actor, run.kind, mapping)


def mapping_of(session: Session, actor: Actor, run_id: UUID) -> dict[str, str]:
    """Return how the columns of a run are read: header → field."""
    run = reachable(session, actor, run_id)
    receipt = keeping.record(session, actor, run, Act.IMPORT_PREVIEWED)
    return keeping.open_document(session, receipt, run).mapping


def bad_rows(
    session: Session, actor: Actor, run_id: UUID, *, is_taken_out: bool = False
) -> list[tuple[int, BadRowDocument]]:
    """Return the rows that were left out: row number in the file, cells, column and reason."""
    run = reachable(session, actor, run_id)
    act = Act.EXPORTED if is_taken_out else Act.IMPORT_PREVIEWED
    receipt = keeping.record(session, actor, run, act)
    return keeping.open_bad_rows(session, receipt, run)


def headers_of(session: Session, actor: Actor, run_id: UUID) -> tuple[str, ...]:
    """Return the headers of the file of a run."""
    run = reachable(session, actor, run_id)
    receipt = keeping.record(session, actor, run, Act.IMPORT_PREVIEWED)
    return keeping.open_document(session, receipt, run).headers


def runs(session: Session, actor: Actor, limit: int = 20) -> Sequence[ImportRun]:
    """Return the newest imports of the actor's society."""
    authorise(actor, Permission.IMPORT_RUN)
    query = select(ImportRun).where(ImportRun.society_code == actor.society)
    return session.scalars(query.order_by(ImportRun.changed_at.desc()).limit(limit)).all()


def _new_run(
    session: Session, actor: Actor, kind: ImportKind, file: Identifiers, data: bytes
) -> ImportRun:
    """Seal the rows of a file, and how its columns would be read."""
    table = read_table(data)
    now = clock.now()
    run = ImportRun(
        id=uuid4(),
        society_code=actor.society,
        created_by=actor.user_id,
        created_at=now,
        kind=kind,
        file_tag=file.newest[0],
        tag_key=file.version,
        key_id=keys.of(session).new_record_key(actor.society),
        sealed=b"",
        changed_at=now,
    )
    session.add(run)
    session.flush()
    run.rows = keeping.keep_rows(session, run, table.rows)
    kept = keeping.kept_mapping(session, actor, kind)
    places = recognise(table.headers, KNOWN[kind], kept, HEADINGS[kind])
    mapping = {table.headers[place]: field.value for field, place in places.items()}
    keeping.seal_document(session, run, ImportDocument(mapping, table.headers))
    return run
