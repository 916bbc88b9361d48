"""One photo board's rows: reached under a permission, sealed, opened under a receipt, noted."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission
from rfl.audit import service as audit
from rfl.audit.reveal import opening, reveal_many
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import Receipt
from rfl.boards.document import BoardDocument, LeadDocument
from rfl.boards.models import Board, BoardLead, BoardPicture
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading, all_of, ask
from rfl.errors import NotFoundError
from rfl.keys import service as keys
from rfl.persons.document import SCHEMA, decode, encode
from rfl.tracing.cases import reachable
from rfl.tracing.document import ActionDocument
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ActionKind
from rfl.tracing.service import NewEntry, add_entry

PURPOSE = "tracing"


def reach(
    session: Session,
    actor: Actor,
    board_id: UUID,
    permission: Permission = Permission.REQUEST_WRITE,
    *,
    lock: bool = False,
) -> tuple[Board, TracingRequest]:
    """Return a board whose case the actor may do `permission` to, with that case.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.

    """
    row = session.get(Board, board_id, with_for_update=lock, populate_existing=lock)
    if row is None or not row.sealed:
        raise NotFoundError("photo board")
    return row, reachable(session, actor, permission, row.request_id, lock=lock)


def of_request(session: Session, request_id: UUID) -> Sequence[Board]:
    """Return the boards of a case, newest first. Nothing is opened."""
    return ask(session, reading_boards(request_id))


def reading_boards(request_id: UUID) -> Reading[Sequence[Board]]:
    """Read the boards of a case, newest first. Nothing is opened."""
    query = select(Board).where(Board.request_id == request_id, Board.sealed != b"")
    return (yield from all_of(query, Board.created_at.desc(), Board.id))


def open_rows(session: Session, receipt: Receipt, rows: Sequence[Board]) -> list[BoardDocument]:
    """Return boards, opened, in order; the caller has decided that they may be."""
    return ask(session, opening_rows(receipt, rows))


def opening_rows(receipt: Receipt, rows: Sequence[Board]) -> Reading[list[BoardDocument]]:
    """Read boards, opened, in order; the caller has decided that they may be."""
    sealed = [Sealed(row.sealed, context_of(row)) for row in rows]
    return [decode(data, BoardDocument) for data in (yield from opening(receipt, sealed))]


def open_leads(session: Session, receipt: Receipt, rows: Sequence[BoardLead]) -> list[LeadDocument]:
    """Return answers to boards, opened, in order; the caller has decided that they may be."""
    sealed = [Sealed(row.sealed, lead_context(row)) for row in rows]
    return [decode(data, LeadDocument) for data in reveal_many(session, receipt, sealed)]


def seal(session: Session, request: TracingRequest, row: Board, document: BoardDocument) -> None:
    """Seal what a board holds, anew."""
    row.sealed = keys.of(session).seal(request.key_id, context_of(row), encode(document))


def seal_lead(
    session: Session, request: TracingRequest, row: BoardLead, document: LeadDocument
) -> None:
    """Seal an answer to a board, anew."""
    row.sealed = keys.of(session).seal(request.key_id, lead_context(row), encode(document))


def seal_pictures(
    session: Session, request: TracingRequest, row: Board, pictures: Sequence[bytes]
) -> None:
    """Keep the pictures of a board (small, whole) in place of those it had."""
    session.execute(delete(BoardPicture).where(BoardPicture.board_id == row.id))
    store = keys.of(session)
    for place, data in enumerate(pictures):
        picture = BoardPicture(
            id=uuid4(), society_code=row.society_code, board_id=row.id, place=place
        )
        picture.sealed = store.seal(request.key_id, picture_context(picture), data)
        session.add(picture)


def picture_row(session: Session, board_id: UUID, place: int) -> BoardPicture:
    """Return one picture of a board, unopened.

    Raises:
        NotFoundError: there is none.

    """
    query = select(BoardPicture).where(
        BoardPicture.board_id == board_id, BoardPicture.place == place
    )
    found = session.scalar(query)
    if found is None:
        raise NotFoundError("picture")
    return found


def note(
    session: Session,
    actor_id: UUID,
    request: TracingRequest,
    result: str,
    words: str = "",
    kind: ActionKind = ActionKind.NOTE,
) -> None:
    """Write to the time line what became of a board; `result` is a key of tracing's NOTE_WORDS."""
    actor = Actor(actor_id, request.society_code, frozenset())
    add_entry(session, actor, request, NewEntry(kind, ActionDocument(words, result)))
    if actor_id != SYSTEM:
        request.changed_at = clock.now()
    session.flush()


def context_of(row: Board) -> Context:
    """Return the place to which a board is bound."""
    return Context(row.society_code, Board.__tablename__, row.id, SCHEMA)


def picture_context(row: BoardPicture) -> Context:
    """Return the place to which a picture is bound."""
    return Context(row.society_code, BoardPicture.__tablename__, row.id, SCHEMA)


def lead_context(row: BoardLead) -> Context:
    """Return the place to which an answer is bound."""
    return Context(row.society_code, BoardLead.__tablename__, row.id, SCHEMA)


def record(session: Session, actor_id: UUID, act: Act, row: Board, *fields: str) -> Receipt:
    """Write to the trail what was done with a board."""
    return audit.record(
        session,
        actor_id,
        act,
        societies=[row.society_code],
        subjects=[row.request_id, row.id],
        fields=fields,
        purpose=PURPOSE,
    )
