"""What photo boards show on a case's page and in My work: answers first, then what ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.boards import queries, records
from rfl.boards.document import BoardDocument
from rfl.boards.models import Board, BoardLead
from rfl.boards.rules import (
    ENDING_DAYS,
    LEAD_WORDS,
    OPEN,
    SHOWN_WHILE,
    STATE_WORDS,
    BoardState,
    LeadState,
)
from rfl.boards.words import LOOKS_WORDS
from rfl.db.rounds import Reading, rows_of, together
from rfl.persons.rules import RelationKind
from rfl.text import N_, Text
from rfl.tracing import queries as tracing
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import NextAct, Panel, Part, Pressing
from rfl.tracing.work import PER_GROUP, Nameless, Pending, WorkKind, spoken

ANSWERED = (
    N_("Read what somebody answered to a photo board"),
    N_("They saw the photo and wrote. They may wait for a word from us."),
    N_("Read the answer"),
)
TO_CHECK = (
    N_("Check age and risk before the photo is published"),
    N_("Somebody asked for a photo board."),
    N_("Check it"),
)
TO_SHOW = (
    N_("Show the approved photo board"),
    N_("A second person approved it. Tell the family first on which day it begins."),
    N_("Look at it"),
)
ENDS = (
    N_("Ask whether the photo board goes on"),
    N_("It ends soon. Ask the family, then check it anew or let it end."),
    N_("Look at it"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template of the panel draws."""

    boards: Sequence[tuple[Board, BoardDocument]]
    leads: Sequence[BoardLead]
    states: Mapping[BoardState, str]
    lead_states: Mapping[LeadState, str]
    looks: Mapping[RelationKind, str]
    may_ask: bool
    standing: int
    """How many boards stand: one more for the same sought person is refused."""


def part(actor: Actor, receipt: Receipt, request: TracingRequest) -> Reading[Part]:
    """Read the photo boards of a case and what was answered to them."""
    if not may(actor, Permission.REQUEST_WRITE):
        return Part()
    rows, leads = yield from together(
        records.reading_boards(request.id), queries.reading_leads(request.id)
    )
    opened = yield from records.opening_rows(receipt, rows)
    waiting = [one for one in leads if _waits(one)]
    is_sealed = request.sensitivity is Sensitivity.SEALED
    panel = Panel(
        anchor="boards",
        title=Text("Photo boards"),
        template="boards/panel.html",
        data=Shown(
            boards=list(zip(rows, opened, strict=True)),
            leads=leads,
            states=STATE_WORDS,
            lead_states=LEAD_WORDS,
            looks=LOOKS_WORDS,
            may_ask=request.state in SHOWN_WHILE and not is_sealed,
            standing=sum(row.state in OPEN for row in rows),
        ),
        count=len(rows) or None,
        is_empty=not rows and not leads,
        is_waiting=bool(waiting),
    )
    return Part(panel, _next_act(waiting[-1]) if waiting else None)


def find_work(actor: Actor) -> Reading[list[Pending]]:
    """Read the answers to read and the boards to carry on: of own cases, and nobody's to a head.

    Nothing is opened.
    """
    if not may(actor, Permission.REQUEST_WRITE):
        return []
    now = clock.now()
    soon = and_(Board.state == BoardState.LIVE, Board.until <= now + timedelta(days=ENDING_DAYS))
    due = or_(Board.state.in_((BoardState.REQUESTED, BoardState.APPROVED)), soon)
    query = (
        select(Board, TracingRequest, BoardLead)
        .join(TracingRequest, TracingRequest.id == Board.request_id)
        .outerjoin(BoardLead, and_(BoardLead.board_id == Board.id, queries.waits()))
        .where(or_(BoardLead.id.is_not(None), due), Board.sealed != b"", _own(actor))
    )
    rows = yield from rows_of(query, BoardLead.heard_at, Board.until, most=PER_GROUP)
    return [_pending(*row) for row in rows]


def _own(actor: Actor) -> ColumnElement[bool]:
    own = TracingRequest.owner_id == actor.user_id
    if may(actor, Permission.REQUEST_ASSIGN):
        own = or_(own, TracingRequest.owner_id.is_(None))
    return and_(tracing.within(visible(actor, Permission.REQUEST_WRITE, clock.now())), own)


def _pending(row: Board, request: TracingRequest, lead: BoardLead | None) -> Pending:
    if lead is not None:
        return Pending(
            WorkKind.ANSWERS,
            request.number,
            since=lead.heard_at,
            thing=_thing(ANSWERED, f"/photo-boards/answers/{lead.id}", request),
        )
    words = {BoardState.REQUESTED: TO_CHECK, BoardState.APPROVED: TO_SHOW, BoardState.LIVE: ENDS}
    return Pending(
        WorkKind.REVIEWS,
        request.number,
        due=row.last_day if row.state is BoardState.LIVE else None,
        since=row.changed_at,
        thing=_thing(words[row.state], f"/photo-boards/{row.id}", request),
    )


def _thing(words: tuple[str, str, str], href: str, request: TracingRequest) -> Nameless:
    return Nameless(
        *spoken(words),
        href=href,
        case_href=f"/requests/{request.id}",
        is_guarded=request.sensitivity is not Sensitivity.NORMAL,
    )


def _waits(lead: BoardLead) -> bool:
    is_heard = lead.answered_at is not None and lead.answered_at >= lead.heard_at
    return lead.state is LeadState.OPEN and not is_heard


def _next_act(lead: BoardLead) -> NextAct:
    return NextAct(*spoken(ANSWERED), f"/photo-boards/answers/{lead.id}", Pressing.ANSWER)
