"""What somebody answers who saw a board: told without an account, read by the case's officer.

Whoever answers learns nothing: not of the case, not whether anybody was found. They read what they
said, and what the society writes to them.
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import secrets, tickets
from rfl.access import service as access
from rfl.access.rules import Actor, Permission
from rfl.access.tickets import Ticket
from rfl.audit import service as audit
from rfl.audit.rules import STRANGER, Act
from rfl.audit.service import Receipt
from rfl.boards import records, showing
from rfl.boards.document import LeadDocument, SaidOfLead
from rfl.boards.models import Board, BoardLead
from rfl.boards.rules import Finding, LeadState, check_said, check_told
from rfl.errors import NotFoundError
from rfl.tracing.cases import reachable
from rfl.tracing.models import TracingRequest


@dataclass(frozen=True, slots=True)
class NewLead:
    """What somebody tells."""

    finding: Finding
    words: str
    contact: str = ""
    """How they can be reached, if they wish."""


@dataclass(frozen=True, slots=True)
class Page:
    """One answer with its case, for its officer."""

    request: TracingRequest
    board: Board
    row: BoardLead
    document: LeadDocument
    staff: dict[UUID, str]


@dataclass(frozen=True, slots=True)
class Own:
    """One answer as whoever gave it reads it again."""

    row: BoardLead
    document: LeadDocument


def tell(session: Session, number: str, new: NewLead) -> Ticket:
    """Keep an answer to a board, and return what opens it again. The session carries no mark.

    Raises:
        NotFoundError: no board of this number is shown.
        RuleBrokenError: too little was said.

    """
    check_told(new.words)
    board = showing.live(session, number)
    request = session.get_one(TracingRequest, board.request_id)
    ticket = tickets.issue("B")
    row = BoardLead(
        id=uuid4(),
        society_code=board.society_code,
        board_id=board.id,
        request_id=board.request_id,
        reference=ticket.reference,
        secret_hash=secrets.digest(ticket.secret),
        state=LeadState.OPEN,
        heard_at=clock.now(),
        answered_at=None,
    )
    document = LeadDocument(new.finding, new.words.strip(), new.contact.strip())
    records.seal_lead(session, request, row, document)
    session.add(row)
    _record(session, STRANGER, Act.LEAD_TOLD, row)
    records.note(session, STRANGER, request, "board_lead", board.number)
    return ticket


def come_back(session: Session, ticket: Ticket) -> Own:
    """Return an answer to whoever gave it; names of those who wrote to them are not told.

    Raises:
        NotFoundError: reference and secret do not belong together.

    """
    row = _of_ticket(session, ticket)
    receipt = _record(session, STRANGER, Act.LEAD_OPENED, row)
    (document,) = records.open_leads(session, receipt, [row])
    return Own(row, document)


def add(session: Session, ticket: Ticket, words: str) -> None:
    """Keep what whoever answered says more.

    Raises:
        NotFoundError: reference and secret do not belong together.
        RuleBrokenError: it is closed, or nothing was written.

    """
    row = _of_ticket(session, ticket)
    _say(session, None, session.get_one(TracingRequest, row.request_id), row, words)
    row.heard_at = clock.now()


def read(session: Session, actor: Actor, lead_id: UUID) -> Page:
    """Open an answer.

    Raises:
        DeniedError, NotFoundError: not of the actor's case.

    """
    row, request = _reach(session, actor, lead_id)
    receipt = _record(session, actor.user_id, Act.LEAD_OPENED, row, "what was told")
    (document,) = records.open_leads(session, receipt, [row])
    writers = [one.by for one in document.said if one.by is not None]
    names = access.staff_names(session, receipt, writers)
    return Page(request, session.get_one(Board, row.board_id), row, document, names)


def reply(session: Session, actor: Actor, lead_id: UUID, words: str) -> BoardLead:
    """Write to whoever answered; they read it with their reference.

    Raises:
        DeniedError, NotFoundError: not of the actor's case.
        RuleBrokenError: it is closed, or nothing was written.

    """
    row, request = _reach(session, actor, lead_id, lock=True)
    _say(session, actor.user_id, request, row, words)
    row.answered_at = clock.now()
    return row


def close(session: Session, actor: Actor, lead_id: UUID, words: str) -> BoardLead:
    """Close an answer, with what came of it for the time line. Whoever answered reads no word.

    Raises:
        DeniedError, NotFoundError: not of the actor's case.
        RuleBrokenError: it is closed, or nothing says what came of it.

    """
    row, request = _reach(session, actor, lead_id, lock=True)
    check_said(row.state, words)
    row.state = LeadState.CLOSED
    _record(session, actor.user_id, Act.LEAD_CLOSED, row)
    records.note(session, actor.user_id, request, "board_lead_closed", words.strip())
    return row


def _say(
    session: Session, by: UUID | None, request: TracingRequest, row: BoardLead, words: str
) -> None:
    check_said(row.state, words)
    receipt = _record(session, by or STRANGER, Act.LEAD_ANSWERED, row)
    (document,) = records.open_leads(session, receipt, [row])
    said = (*document.said, SaidOfLead(clock.now(), words.strip(), by))
    records.seal_lead(session, request, row, msgspec.structs.replace(document, said=said))
    session.flush()


def _of_ticket(session: Session, ticket: Ticket) -> BoardLead:
    query = select(BoardLead).where(BoardLead.reference == ticket.folded, BoardLead.sealed != b"")
    row = session.scalar(query.with_for_update(of=BoardLead))
    tickets.check(ticket, row.secret_hash if row else None)
    if row is None:
        raise NotFoundError("answer")
    return row


def _reach(
    session: Session, actor: Actor, lead_id: UUID, *, lock: bool = False
) -> tuple[BoardLead, TracingRequest]:
    row = session.get(BoardLead, lead_id, with_for_update=lock, populate_existing=lock)
    if row is None or not row.sealed:
        raise NotFoundError("answer")
    return row, reachable(session, actor, Permission.REQUEST_WRITE, row.request_id, lock=lock)


def _record(session: Session, actor_id: UUID, act: Act, row: BoardLead, *fields: str) -> Receipt:
    return audit.record(
        session,
        actor_id,
        act,
        societies=[row.society_code],
        subjects=[row.request_id, row.board_id, row.id],
        fields=fields,
        purpose="publication",
    )
