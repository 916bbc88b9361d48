"""The lists of photo boards that officers work through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.boards import queries, records
from rfl.boards.document import BoardDocument
from rfl.boards.models import Board
from rfl.boards.rules import Shelf
from rfl.tracing.models import TracingRequest
from rfl.web.paging import SIZE


@dataclass(frozen=True, slots=True)
class Row:
    """One board of a list, opened, with its case."""

    row: Board
    document: BoardDocument
    request: TracingRequest


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, and how many boards stand in each."""

    rows: Sequence[Row]
    counts: Mapping[Shelf, int]


def listed(session: Session, actor: Actor, shelf: Shelf, page: int) -> Found:
    """Return one page of a list of boards, of cases that the actor may read.

    Raises:
        DeniedError: they work on no cases.

    """
    authorise(actor, Permission.REQUEST_WRITE)
    scope, now = visible(actor, Permission.REQUEST_WRITE, clock.now()), clock.now()
    rows = queries.listed(session, scope, shelf, now, SIZE, (page - 1) * SIZE)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.BOARD_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        purpose=records.PURPOSE,
    )
    documents = records.open_rows(session, receipt, rows)
    cases = {row.id: session.get_one(TracingRequest, row.request_id) for row in rows}
    return Found(
        [Row(row, doc, cases[row.id]) for row, doc in zip(rows, documents, strict=True)],
        queries.counts(session, scope, now),
    )
