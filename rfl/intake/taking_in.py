"""Taking the rows of a list in: batch by batch, so that it can be killed and called again.

What a batch adds, its progress and its bad rows stand in one transaction, and the sealed rows that
were taken in are gone with it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.intake import keeping
from rfl.intake.columns import FIELD_WORDS, Field, check_columns
from rfl.intake.document import BadRowDocument
from rfl.intake.keeping import Cells
from rfl.intake.models import ImportKind, ImportRun, ImportState
from rfl.intake.rows import BadRowError, Row, registration_of, request_of
from rfl.jobs.service import Begin
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.persons import queries as person_queries
from rfl.persons import registering
from rfl.societies import service as societies
from rfl.tracing import opening

EXTERNAL: Mapping[ImportKind, str] = {
    ImportKind.REGISTRATIONS: registering.EXTERNAL_KIND,
    ImportKind.REQUESTS: opening.EXTERNAL_KIND,
}


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


def bad_among(
    kind: ImportKind, headers: Cells, fields: Mapping[str, Field], rows: Sequence[Cells]
) -> Iterator[tuple[int, BadRowDocument]]:
    """Yield those of a file's first rows that could not be taken in: number from 1, and why."""
    for place, cells in enumerate(rows, 1):
        try:
            _new(kind, _row(place, headers, fields, cells), {})
        except BadRowError as error:
            yield place, _problem(headers, fields, cells, error)


def _one_batch(
    session: Session,
    actor: Actor,
    run_id: UUID,
    tell: Callable[[Session, int, int], None] | None,
) -> bool:
    run = keeping.reachable(session, actor, run_id)
    if run.state is ImportState.DONE:
        return True
    receipt = keeping.record(session, actor, run, Act.IMPORT_ROWS_SAVED)
    headers, fields = keeping.open_fields(session, receipt, run)
    check_columns(set(fields.values()))
    run.state = ImportState.RUNNING
    chunk = keeping.next_chunk(session, run)
    if chunk is None:
        _finish(session, actor, run)
        return True
    part = keeping.open_chunk(session, receipt, run, chunk)
    good, bad = _read_rows(session, run, headers, fields, part)
    fresh = _not_known(session, run, good)
    if run.kind is ImportKind.REGISTRATIONS:
        registering.register_many(session, actor, [new for _, new in fresh])  # type: ignore[misc]
    else:
        opening.open_many(session, actor, [new for _, new in fresh])  # type: ignore[misc]
    keeping.keep_bad_rows(session, run, bad)
    session.delete(chunk)
    _count(run, rows=len(part), good=len(good), fresh=len(fresh), bad=len(bad))
    if tell is not None:
        tell(session, run.rows_done, run.rows)
    return False


def _count(run: ImportRun, *, rows: int, good: int, fresh: int, bad: int) -> None:
    run.rows_done += rows
    run.added += fresh
    run.known += good - fresh
    run.bad += bad
    run.changed_at = clock.now()


def _read_rows(
    session: Session,
    run: ImportRun,
    headers: Cells,
    fields: Mapping[str, Field],
    part: Sequence[Cells],
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


def _not_known(
    session: Session, run: ImportRun, good: Sequence[tuple[str, object]]
) -> list[tuple[str, object]]:
    store = keys.of(session)
    found = store.identifiers(TagPurpose.EXTERNAL_ID, [external for external, _ in good])
    every = [tag for tags in found.tags for tag in tags]
    here = person_queries.known_tags(session, run.society_code, EXTERNAL[run.kind], every)
    return [pair for pair, tags in zip(good, found.tags, strict=True) if here.isdisjoint(tags)]


def _finish(session: Session, actor: Actor, run: ImportRun) -> None:
    run.state = ImportState.DONE
    audit.record(
        session,
        actor.user_id,
        Act.IMPORT_FINISHED,
        societies=[run.society_code],
        subjects=[run.id],
        detail={"added": str(run.added), "known": str(run.known), "bad": str(run.bad)},
    )
