"""Reads of both sides of the consent gate."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import Session

from rfl.db.rounds import Reading, all_of, ask, rows_of
from rfl.exchange.models import ConfirmationAnswer, ConfirmationRequest, Release
from rfl.exchange.rules import ANSWERED, AnswerState, AskState
from rfl.persons.models import Registration
from rfl.tracing.handing import Handed
from rfl.tracing.models import TracingRequest

RECEIVED = (AskState.SENT, AskState.ACCEPTED, AskState.DECLINED)
"""States in which the asked society knows of a request. One taken back is gone from its inbox."""


def reached() -> ColumnElement[bool]:
    """Return the condition under which the asked society has a request: nobody was erased."""
    erased = exists().where(
        Registration.id == ConfirmationRequest.registration_id, Registration.erased_at.is_not(None)
    )
    return and_(ConfirmationRequest.state.in_(RECEIVED), ~erased)


def new_id() -> UUID:
    """Return an id for a row that is sealed before it is written."""
    return uuid4()


def asks(
    session: Session, scope: ColumnElement[bool], limit: int, offset: int
) -> list[tuple[ConfirmationRequest, str]]:
    """Return requests of the asking society with their case numbers.

    Ordered by what the asking society did or received; nothing else moves `changed_at`.
    """
    query = _asks(scope).order_by(*_LAST_MOVED).limit(limit).offset(offset)
    return [(ask, number) for ask, number in session.execute(query)]


def reading_asks(
    scope: ColumnElement[bool], most: int
) -> Reading[list[tuple[ConfirmationRequest, str]]]:
    """Read the same, the first of them."""
    rows = yield from rows_of(_asks(scope), *_LAST_MOVED, most=most)
    return [(ask, number) for ask, number in rows]


_LAST_MOVED = (ConfirmationRequest.changed_at.desc(), ConfirmationRequest.id)


def _asks(scope: ColumnElement[bool]) -> Select[ConfirmationRequest, str]:
    return (
        select(ConfirmationRequest, TracingRequest.number)
        .join(TracingRequest, TracingRequest.id == ConfirmationRequest.request_id)
        .where(scope)
    )


def received(
    session: Session, scope: ColumnElement[bool], limit: int, offset: int
) -> list[tuple[ConfirmationRequest, ConfirmationAnswer | None]]:
    """Return requests that reached a society, the most pressing first, with its own work.

    `scope` may speak of both; see `is_done`.
    """
    query = _received(scope).order_by(*_DUE_FIRST).limit(limit).offset(offset)
    return [(ask, answer) for ask, answer in session.execute(query)]


def reading_received(
    scope: ColumnElement[bool], most: int
) -> Reading[list[tuple[ConfirmationRequest, ConfirmationAnswer | None]]]:
    """Read the same, the first of them."""
    rows = yield from rows_of(_received(scope), *_DUE_FIRST, most=most)
    return [(ask, answer) for ask, answer in rows]


_DUE_FIRST = (ConfirmationRequest.due_on, ConfirmationRequest.id)


def _received(scope: ColumnElement[bool]) -> Select[ConfirmationRequest, ConfirmationAnswer]:
    return (
        select(ConfirmationRequest, ConfirmationAnswer)
        .outerjoin(ConfirmationAnswer, ConfirmationAnswer.ask_id == ConfirmationRequest.id)
        .where(scope, reached())
    )


def is_done() -> ColumnElement[bool]:
    """Return the condition under which a society has nothing left to do for a request."""
    return or_(
        ConfirmationRequest.state == AskState.DECLINED,
        and_(ConfirmationAnswer.id.is_not(None), ConfirmationAnswer.state.in_(ANSWERED)),
    )


def count_received(session: Session, scope: ColumnElement[bool]) -> tuple[int, int]:
    """Return how many requests that reached a society wait for it, and for how many all is done."""
    done = func.coalesce(func.sum(case((is_done(), 1), else_=0)), 0)
    query = select(func.count(ConfirmationRequest.id), done).select_from(ConfirmationRequest)
    joined = query.outerjoin(
        ConfirmationAnswer, ConfirmationAnswer.ask_id == ConfirmationRequest.id
    )
    row = session.execute(joined.where(scope, reached())).one()
    return row[0] - row[1], row[1]


def releases_of(session: Session, ask_ids: Collection[UUID]) -> dict[UUID, list[Release]]:
    """Return every release for each of `ask_ids`, oldest first."""
    return ask(session, reading_releases(ask_ids))


def reading_releases(ask_ids: Collection[UUID]) -> Reading[dict[UUID, list[Release]]]:
    """Read every release for each of `ask_ids`, oldest first."""
    query = select(Release).where(Release.ask_id.in_(set(ask_ids)))
    found: dict[UUID, list[Release]] = {ask_id: [] for ask_id in ask_ids}
    if not found:
        return found
    for row in (yield from all_of(query, Release.released_at)):
        found[row.ask_id].append(row)
    return found


def last_release(session: Session, ask_id: UUID) -> Release | None:
    """Return the newest release for a request."""
    found = releases_of(session, [ask_id])[ask_id]
    return found[-1] if found else None


def reading_heard(request_ids: Collection[UUID]) -> Reading[dict[UUID, datetime | None]]:
    """Read when the family of each case last heard from us."""
    if not request_ids:
        return {}
    query = select(TracingRequest.id, TracingRequest.family_heard_at)
    rows = yield from rows_of(query.where(TracingRequest.id.in_(set(request_ids))))
    return {row[0]: row[1] for row in rows}


def asks_of_request(session: Session, request_id: UUID) -> Sequence[ConfirmationRequest]:
    """Return the confirmation requests of a case, oldest first."""
    query = select(ConfirmationRequest).where(ConfirmationRequest.request_id == request_id)
    return session.scalars(
        query.order_by(ConfirmationRequest.created_at, ConfirmationRequest.number)
    ).all()


def unanswered_of(session: Session, person_ids: Collection[UUID]) -> Sequence[ConfirmationRequest]:
    """Return the questions of these enquirers that crossed, without a release; held still."""
    query = (
        select(ConfirmationRequest)
        .join(TracingRequest, TracingRequest.id == ConfirmationRequest.request_id)
        .where(
            TracingRequest.enquirer_id.in_(set(person_ids)),
            ConfirmationRequest.state.in_((AskState.SENT, AskState.ACCEPTED)),
            ~exists().where(Release.ask_id == ConfirmationRequest.id),
        )
        .order_by(ConfirmationRequest.id)
        .with_for_update(of=ConfirmationRequest)
    )
    return session.scalars(query.execution_options(populate_existing=True)).all()


def answer_of(session: Session, ask_id: UUID) -> ConfirmationAnswer | None:
    """Return the asked society's work on a request."""
    return session.scalar(select(ConfirmationAnswer).where(ConfirmationAnswer.ask_id == ask_id))


def follow_owner(session: Session, handed: Handed) -> None:
    """Give the questions of a case to its new owner; none of their times moves.

    It is a tracing.handing.Follower.
    """
    session.execute(
        update(ConfirmationRequest)
        .where(ConfirmationRequest.request_id == handed.request_id)
        .values(owner_id=handed.owner_id)
    )


def has_refused(session: Session, person_ids: Collection[UUID], request_id: UUID) -> bool:
    """Tell whether one of these records says that the family of a case be told nothing."""
    query = (
        select(ConfirmationAnswer.id)
        .join(ConfirmationRequest, ConfirmationRequest.id == ConfirmationAnswer.ask_id)
        .where(
            ConfirmationRequest.request_id == request_id,
            ConfirmationAnswer.person_id.in_(person_ids),
            ConfirmationAnswer.state.in_((AnswerState.REFUSED, AnswerState.WITHDRAWN)),
        )
    )
    return session.scalar(query.limit(1)) is not None
