"""Reads of tracing requests."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, literal, not_, select, union_all
from sqlalchemy.orm import Session

from rfl.access.filters import where
from rfl.access.rules import Scope, Sensitivity
from rfl.db.rounds import Reading, all_of, ask, by_itself, rows_of
from rfl.persons.models import Person
from rfl.persons.queries import consent_condition, consent_stands
from rfl.persons.rules import Purpose
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.tracing.rules import ENDED, FAMILY_WAITS, IN_HAND, SEARCHED, ActionKind, CaseState


class Order(StrEnum):
    """How a list of cases is ordered."""

    CHANGED = "changed"
    """Changed last first."""
    HEARD = "heard"
    """The family that waits longest first."""
    REVIEW = "review"
    """The review due first."""


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """What a list of cases is narrowed to; empty means all."""

    number: str = ""
    states: frozenset[CaseState] = frozenset()
    owner_id: UUID | None = None
    is_unowned: bool = False
    review_before: datetime | None = None
    heard_before: datetime | None = None
    """Families who last heard from us before this moment, or never."""
    order: Order = Order.CHANGED


def within(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a case lies in `scope`: it, and each of its people.

    A person may be held more closely than the case, through a page of their own.
    """
    hidden = not_(where(scope, Person))
    sought_hidden = exists().where(
        SoughtPerson.request_id == TracingRequest.id, Person.id == SoughtPerson.person_id, hidden
    )
    enquirer_hidden = exists().where(Person.id == TracingRequest.enquirer_id, hidden)
    return and_(where(scope, TracingRequest), not_(sought_hidden), not_(enquirer_hidden))


def request_within(
    session: Session, scope: Scope, request_id: UUID, *, lock: bool = False
) -> TracingRequest | None:
    """Return one case in `scope`, locked until the transaction ends if so wanted."""
    query = select(TracingRequest).where(TracingRequest.id == request_id, within(scope))
    if lock:
        query = query.with_for_update(of=TracingRequest).execution_options(populate_existing=True)
    return session.scalar(query)


def requests(
    session: Session, scope: Scope, narrowed: RequestFilter, limit: int, offset: int
) -> Sequence[TracingRequest]:
    """Return cases in `scope`, in the order of the filter."""
    query = select(TracingRequest).where(*_conditions(scope, narrowed), *_states(narrowed))
    order = (*_ORDERS[narrowed.order], TracingRequest.number.desc())
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def counts_by_state(
    session: Session, scope: Scope, narrowed: RequestFilter
) -> dict[CaseState, int]:
    """Return how many cases in `scope` stand in each state, whatever states the filter names."""
    query = select(TracingRequest.state, func.count()).where(*_conditions(scope, narrowed))
    rows = session.execute(query.group_by(TracingRequest.state))
    return dict(rows.all())


def count_each(session: Session, scope: Scope, narrowed: Sequence[RequestFilter]) -> list[int]:
    """Return how many cases in `scope` each filter leaves, in one statement."""
    counts = [
        select(func.count(TracingRequest.id))
        .where(*_conditions(scope, one), *_states(one))
        .scalar_subquery()
        for one in narrowed
    ]
    return list(session.execute(select(*counts)).one()) if counts else []


def own_by_state(scope: Scope, owner_id: UUID) -> Reading[dict[CaseState, tuple[int, datetime]]]:
    """Read, by state, how many cases an owner has, and when the oldest of them was opened."""
    query = select(TracingRequest.state, func.count(), func.min(TracingRequest.created_at)).where(
        *_conditions(scope, RequestFilter(owner_id=owner_id))
    )
    rows = yield from rows_of(query.group_by(TracingRequest.state))
    return {state: (number, oldest) for state, number, oldest in rows}


def sought(session: Session, request_ids: Collection[UUID]) -> Sequence[SoughtPerson]:
    """Return the sought people of cases, in their order."""
    return ask(session, reading_sought(request_ids))


def reading_sought(request_ids: Collection[UUID]) -> Reading[Sequence[SoughtPerson]]:
    """Read the sought people of cases, in their order."""
    query = select(SoughtPerson).where(SoughtPerson.request_id.in_(set(request_ids)))
    return (yield from all_of(query, SoughtPerson.place_in_case, SoughtPerson.id))


def actions(session: Session, request_id: UUID) -> Sequence[CaseAction]:
    """Return the time line of a case, newest first."""
    return ask(session, reading_actions(request_id))


def reading_people(request_id: UUID) -> Reading[Sequence[Person]]:
    """Read who asks in a case and who is sought."""
    sought = select(SoughtPerson.person_id).where(SoughtPerson.request_id == request_id)
    asks = select(TracingRequest.enquirer_id).where(TracingRequest.id == request_id)
    return (yield from all_of(select(Person).where(Person.id.in_(sought.union_all(asks)))))


def reading_actions(request_id: UUID) -> Reading[Sequence[CaseAction]]:
    """Read the time line of a case, newest first."""
    query = select(CaseAction).where(CaseAction.request_id == request_id)
    order = (CaseAction.happened_at.desc(), CaseAction.created_at.desc(), CaseAction.id)
    return (yield from all_of(query, *order))


@dataclass(frozen=True, slots=True)
class Load:
    """How many open cases somebody has, and how many of them are late."""

    open: int = 0
    reviews_late: int = 0
    """Their day of review is past."""
    families_wait: int = 0
    """Their families are to be called soon, or should have been."""
    oldest: datetime | None = None
    """When the oldest of them was opened."""


def loads(
    session: Session, scope: Scope, reviewed_by: datetime, heard_by: datetime
) -> dict[UUID | None, Load]:
    """Return the open cases in `scope` by owner; None has those without one."""
    is_late = and_(TracingRequest.state.in_(IN_HAND), TracingRequest.review_on < reviewed_by)
    waits = and_(TracingRequest.state.in_(FAMILY_WAITS), unheard_since(heard_by))
    query = select(
        TracingRequest.owner_id,
        func.count(),
        func.count().filter(is_late),
        func.count().filter(waits),
        func.min(TracingRequest.created_at),
    ).where(within(scope), TracingRequest.state.not_in(ENDED))
    rows = session.execute(query.group_by(TracingRequest.owner_id))
    return {
        owner: Load(number, late, waiting, oldest) for owner, number, late, waiting, oldest in rows
    }


def opened_before(session: Session, scope: Scope, moments: Sequence[datetime]) -> list[int]:
    """Return how many cases in `scope` are open, and of these were opened before each moment."""
    counts = [func.count().filter(TracingRequest.created_at < moment) for moment in moments]
    query = select(func.count(), *counts).where(within(scope), TracingRequest.state.not_in(ENDED))
    return list(session.execute(query).one())


def last_acts(
    request_ids: Collection[UUID], states: Collection[CaseState]
) -> Reading[dict[UUID, CaseAction]]:
    """Read, by case, the newest entry that led into one of `states`: its words say why."""
    query = select(CaseAction).where(
        CaseAction.request_id.in_(set(request_ids)),
        CaseAction.kind == ActionKind.STATE,
        CaseAction.state.in_(states),
    )
    rows = yield from all_of(query, CaseAction.created_at)
    return {row.request_id: row for row in rows}


def searched() -> ColumnElement[bool]:
    """Return the condition on TracingRequest under which the engine looks for its people.

    The case's state, its sensitivity and the enquirer's consent decide; withdrawn is withdrawn.
    """
    return and_(
        TracingRequest.state.in_(SEARCHED),
        TracingRequest.sensitivity != Sensitivity.SEALED,
        TracingRequest.erased_at.is_(None),
        consent_stands(TracingRequest.enquirer_id, Purpose.TRACING),
    )


def shared_with(society: str) -> ColumnElement[bool]:
    """Return the condition on TracingRequest under which `society` may be told of a request."""
    return consent_condition(TracingRequest.enquirer_id, society)


def requests_shared_with(
    session: Session, request_ids: Collection[UUID], society: str
) -> set[UUID]:
    """Return which of `request_ids` the enquirer agreed to have told to `society`."""
    query = select(TracingRequest.id).where(
        TracingRequest.id.in_(set(request_ids)), shared_with(society)
    )
    return set(session.scalars(query))


def without_consent(states: Collection[CaseState]) -> ColumnElement[bool]:
    """Return the condition on TracingRequest: in one of `states` though no consent stands."""
    return and_(
        TracingRequest.state.in_(states),
        not_(consent_stands(TracingRequest.enquirer_id, Purpose.TRACING)),
    )


def some(
    scope: Scope, condition: ColumnElement[bool], order: Any, limit: int
) -> Reading[Sequence[TracingRequest]]:
    """Read cases in `scope` under `condition`; `order` is a column or an expression."""
    query = select(TracingRequest).where(within(scope), condition)
    return (yield from all_of(query, order, TracingRequest.number, most=limit))


def in_groups(
    scope: Scope, groups: Sequence[tuple[ColumnElement[bool], Any]], limit: int
) -> Reading[list[tuple[int, TracingRequest, UUID]]]:
    """Read the cases of several groups (condition, order): their group's place, the last hand.

    One statement, whatever the number of groups; at most `limit` cases of each.
    """
    allowed = within(scope)
    parts = [
        select(literal(place).label("place"), TracingRequest.id)
        .where(allowed, condition)
        .order_by(order, TracingRequest.number)
        .limit(limit)
        .subquery()
        for place, (condition, order) in enumerate(groups)
    ]
    found = union_all(*(select(part.c.place, part.c.id) for part in parts)).subquery()
    query = select(found.c.place, TracingRequest, last_hand())
    query = query.join(found, found.c.id == TracingRequest.id)
    rows = yield from by_itself(lambda session: session.execute(query).all())
    return [(place, request, by) for place, request, by in rows]


def last_hand() -> ColumnElement[UUID]:
    """Return who wrote last in a case."""
    newest = (
        select(CaseAction.created_by)
        .where(CaseAction.request_id == TracingRequest.id)
        .order_by(CaseAction.created_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(newest, TracingRequest.created_by)


def how_many(session: Session, scope: Scope, condition: ColumnElement[bool]) -> int:
    """Return how many cases in `scope` are under `condition`."""
    query = select(func.count(TracingRequest.id)).where(within(scope), condition)
    return session.scalar(query) or 0


def unheard_since(moment: datetime) -> ColumnElement[bool]:
    """Return the condition under which the enquirer heard nothing from us since `moment`."""
    return last_heard() < moment


def last_heard() -> ColumnElement[Any]:
    """Return when a family last heard from us; where never, since when it waits."""
    return func.coalesce(TracingRequest.family_heard_at, TracingRequest.created_at)


_ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {
    Order.CHANGED: (TracingRequest.changed_at.desc(),),
    Order.HEARD: (last_heard().asc(),),
    Order.REVIEW: (TracingRequest.review_on.is_(None), TracingRequest.review_on.asc()),
}


def _states(narrowed: RequestFilter) -> list[ColumnElement[bool]]:
    return [TracingRequest.state.in_(narrowed.states)] if narrowed.states else []


def _conditions(scope: Scope, narrowed: RequestFilter) -> list[ColumnElement[bool]]:
    """Return every condition of the filter but its states."""
    found = [within(scope)]
    if narrowed.number:
        number = narrowed.number.strip().upper()
        found.append(TracingRequest.number.contains(number, autoescape=True))
    if narrowed.owner_id:
        found.append(TracingRequest.owner_id == narrowed.owner_id)
    if narrowed.is_unowned:
        found.append(TracingRequest.owner_id.is_(None))
    if narrowed.review_before:
        found.append(TracingRequest.review_on < narrowed.review_before)
        found.append(TracingRequest.state.in_(IN_HAND))
    if narrowed.heard_before:
        found.append(unheard_since(narrowed.heard_before))
        found.append(TracingRequest.state.in_(FAMILY_WAITS))
    return found
