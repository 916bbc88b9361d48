"""Reads of tracing requests."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session

from rfl.access.filters import where
from rfl.access.rules import Scope
from rfl.persons.models import Consent
from rfl.persons.rules import ALL_PARTNERS, ConsentDecision, Purpose
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.tracing.rules import CaseState

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """What a list of cases is narrowed to; empty means all."""

    number: str = ""
    states: frozenset[CaseState] = frozenset()
    owner_id: UUID | None = None
    review_before: datetime | None = None


def requests(
    session: Session, scope: Scope, narrowed: RequestFilter, limit: int, offset: int
) -> Sequence[TracingRequest]:
    """Return cases in `scope`, the one changed last first."""
    query = _narrowed(select(TracingRequest), scope, narrowed)
    order = (TracingRequest.changed_at.desc(), TracingRequest.number.desc())
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def count_requests(session: Session, scope: Scope, narrowed: RequestFilter) -> int:
    """Return how many cases there are in `scope`."""
    query = _narrowed(select(func.count(TracingRequest.id)), scope, narrowed)
    return session.scalar(query) or 0


def counts_by_state(session: Session, scope: Scope) -> dict[CaseState, int]:
    """Return how many cases in `scope` stand in each state."""
    query = select(TracingRequest.state, func.count()).where(where(scope, TracingRequest))
    return {state: n for state, n in session.execute(query.group_by(TracingRequest.state))}


def sought(session: Session, request_ids: Collection[UUID]) -> Sequence[SoughtPerson]:
    """Return the sought people of cases, in their order."""
    query = select(SoughtPerson).where(SoughtPerson.request_id.in_(set(request_ids)))
    return session.scalars(query.order_by(SoughtPerson.place_in_case, SoughtPerson.id)).all()


def actions(session: Session, request_id: UUID) -> Sequence[CaseAction]:
    """Return the time line of a case, newest first."""
    query = select(CaseAction).where(CaseAction.request_id == request_id)
    order = (CaseAction.happened_at.desc(), CaseAction.created_at.desc())
    return session.scalars(query.order_by(*order)).all()


def shares(session: Session, request: TracingRequest, society: str) -> bool:
    """Tell whether the enquirer agreed that `society` be told of the request."""
    given = exists().where(
        Consent.person_id == request.enquirer_id,
        Consent.purpose == Purpose.SHARE_SOCIETY,
        Consent.decision == ConsentDecision.GIVEN,
        Consent.withdrawn_at.is_(None),
        or_(Consent.recipient == ALL_PARTNERS, Consent.recipient == society),
    )
    return bool(session.scalar(select(given)))


def _narrowed(
    query: Select[tuple[T]], scope: Scope, narrowed: RequestFilter
) -> Select[tuple[T]]:
    query = query.where(where(scope, TracingRequest))
    if narrowed.number:
        query = query.where(
            TracingRequest.number.contains(narrowed.number.strip(), autoescape=True)
        )
    if narrowed.states:
        query = query.where(TracingRequest.state.in_(narrowed.states))
    if narrowed.owner_id:
        query = query.where(TracingRequest.owner_id == narrowed.owner_id)
    if narrowed.review_before:
        query = query.where(TracingRequest.review_on < narrowed.review_before)
    return query
