"""Reads of photo boards and of the answers to them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from rfl.access.rules import Scope, Sensitivity
from rfl.boards.models import Board, BoardLead, BoardSetting
from rfl.boards.rules import ENDING_DAYS, OPEN, SHELVES, SHOWN_WHILE, BoardState, LeadState, Shelf
from rfl.db.rounds import Reading, all_of, ask
from rfl.persons.models import Person
from rfl.persons.queries import consent_stands
from rfl.persons.rules import Purpose
from rfl.tracing import queries as tracing
from rfl.tracing.models import TracingRequest


def is_shown(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which everybody sees a board; TracingRequest is joined.

    It asks what holds now, not what was written down: a consent taken back, a case ended or held
    more closely, a last day gone by take the face away with the same commit.
    """
    return and_(
        Board.state == BoardState.LIVE,
        Board.sealed != b"",
        Board.until > now,
        TracingRequest.erased_at.is_(None),
        TracingRequest.state.in_(SHOWN_WHILE),
        TracingRequest.sensitivity == Board.held,
        TracingRequest.sensitivity != Sensitivity.SEALED,
        TracingRequest.enquirer_id == Board.person_id,
        exists().where(
            Person.id == Board.person_id,
            Person.erased_at.is_(None),
            Person.sensitivity != Sensitivity.SEALED,
        ),
        consent_stands(Board.person_id, Purpose.TRACING),
        consent_stands(Board.person_id, Purpose.PUBLISH_PHOTO),
    )


def shown(session: Session, now: datetime, society: str = "") -> Sequence[Board]:
    """Return what everybody sees, newest first; of one society, or of all."""
    query = select(Board).join(TracingRequest, TracingRequest.id == Board.request_id)
    query = query.where(is_shown(now))
    if society:
        query = query.where(Board.society_code == society)
    return session.scalars(query.order_by(Board.published_at.desc(), Board.number)).all()


def shown_of_number(session: Session, number: str, now: datetime) -> Board | None:
    """Return the board of this number, if everybody sees it."""
    query = (
        select(Board)
        .join(TracingRequest, TracingRequest.id == Board.request_id)
        .where(Board.number == number, is_shown(now))
    )
    return session.scalar(query)


def over(session: Session, society: str, now: datetime) -> Sequence[Board]:
    """Return the boards of a society that are shown or approved no more, though so written down."""
    done = select(Board.id).join(TracingRequest, TracingRequest.id == Board.request_id)
    query = select(Board).where(
        Board.society_code == society,
        Board.sealed != b"",
        or_(
            and_(
                Board.state == BoardState.LIVE,
                Board.id.not_in(done.where(Board.society_code == society, is_shown(now))),
            ),
            and_(Board.state == BoardState.APPROVED, Board.until <= now),
        ),
    )
    return session.scalars(query.with_for_update()).all()


def open_of_people(session: Session, person_ids: Sequence[UUID]) -> Sequence[Board]:
    """Return the boards of these people that have not ended, locked."""
    query = select(Board).where(
        Board.person_id.in_(person_ids), Board.state.in_(OPEN), Board.sealed != b""
    )
    return session.scalars(query.with_for_update()).all()


def listed(
    session: Session, scope: Scope, shelf: Shelf, now: datetime, limit: int, offset: int
) -> Sequence[Board]:
    """Return one list of boards, the first to end first; what has ended, the last first."""
    order = Board.changed_at.desc() if shelf is Shelf.ENDED else Board.until
    query = (
        select(Board)
        .join(TracingRequest, TracingRequest.id == Board.request_id)
        .where(*_on_shelf(scope, shelf, now))
        .order_by(order, Board.number)
    )
    return session.scalars(query.limit(limit).offset(offset)).all()


def counts(session: Session, scope: Scope, now: datetime) -> dict[Shelf, int]:
    """Return how many boards stand in each list."""
    query = select(func.count(Board.id)).join(TracingRequest, TracingRequest.id == Board.request_id)
    return {
        shelf: session.scalar(query.where(*_on_shelf(scope, shelf, now))) or 0 for shelf in Shelf
    }


def _on_shelf(scope: Scope, shelf: Shelf, now: datetime) -> list[ColumnElement[bool]]:
    """Return the conditions of one list; TracingRequest is joined."""
    found = [tracing.within(scope), Board.sealed != b"", Board.state.in_(SHELVES[shelf][1])]
    if shelf is Shelf.ENDING:
        found.append(Board.until <= now + timedelta(days=ENDING_DAYS))
    return found


def waits() -> ColumnElement[bool]:
    """Return the condition under which nobody answered to what was last told."""
    return and_(
        BoardLead.state == LeadState.OPEN,
        BoardLead.sealed != b"",
        or_(BoardLead.answered_at.is_(None), BoardLead.answered_at < BoardLead.heard_at),
    )


def leads_of(session: Session, request_id: UUID) -> Sequence[BoardLead]:
    """Return the answers to the boards of a case, newest first. Nothing is opened."""
    return ask(session, reading_leads(request_id))


def reading_leads(request_id: UUID) -> Reading[Sequence[BoardLead]]:
    """Read the answers to the boards of a case, newest first. Nothing is opened."""
    query = select(BoardLead).where(BoardLead.request_id == request_id, BoardLead.sealed != b"")
    return (yield from all_of(query, BoardLead.heard_at.desc()))


def setting(session: Session, society: str) -> BoardSetting | None:
    """Return what a society set, if anything."""
    return session.get(BoardSetting, society)
