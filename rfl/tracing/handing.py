"""Handing cases over: one to a colleague, or all of somebody's who leaves, registrations with them.

What hangs on a case and lies above (links, questions to other societies) goes along: its domain
says so through `register_follower` (rfl.wiring).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, authorise, may, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.db.rounds import Reading, ask, rows_of, together
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.lists import takers
from rfl.lists.rules import check_hand_over
from rfl.persons import looking_after
from rfl.persons import queries as person_queries
from rfl.persons.models import Registration
from rfl.tracing import queries
from rfl.tracing.cases import reachable
from rfl.tracing.document import ActionDocument
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ENDED, ActionKind, CaseState
from rfl.tracing.service import NewEntry, add_entry

OPEN = tuple(state for state in CaseState if state not in ENDED)


@dataclass(frozen=True, slots=True)
class Handed:
    """A case that changed hands."""

    request_id: UUID
    owner_id: UUID
    """With whom it lies now."""
    before: UUID | None
    """With whom it lay."""


Follower = Callable[[Session, Handed], None]

_followers: list[Follower] = []


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who leaves, or left, and how many open cases and registrations lie with them."""

    user_id: UUID
    open: int
    registered: int
    leaves_on: date | None
    """None when their account was closed without a last day."""


@dataclass(frozen=True, slots=True)
class Held:
    """What lies with one colleague, to be handed over in one act."""

    user_id: UUID
    name: str
    is_gone: bool
    """They work on cases here no more."""
    leaves_on: date | None
    cases: Sequence[TracingRequest]
    registrations: Sequence[Registration]
    colleagues: dict[UUID, str]
    """Who could take it."""


def register_follower(follower: Follower) -> None:
    """Have `follower` called whenever a case changes hands. Twice is once."""
    if follower not in _followers:
        _followers.append(follower)


def hand_over(session: Session, actor: Actor, request_id: UUID, owner_id: UUID) -> TracingRequest:
    """Give the case, with its people, to an officer of the same society.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or nobody who works on cases.
        RuleBrokenError: it is somebody else's, and the actor is no head of tracing.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    is_head = may(actor, Permission.REQUEST_ASSIGN)
    check_hand_over(request.owner_id, owner_id, actor.user_id, is_head=is_head)
    _check_taker(session, request.society_code, owner_id)
    _give(session, actor, request, owner_id)
    return request


def give_back(
    session: Session, actor: Actor, request: TracingRequest, owner_id: UUID | None
) -> None:
    """Give a case to whom it lay with before, or to nobody: the caller undoes their own act."""
    _give(session, actor, request, owner_id)


def _give(session: Session, actor: Actor, request: TracingRequest, owner_id: UUID | None) -> None:
    handed = Handed(request.id, owner_id or request.created_by, request.owner_id)
    request.owner_id, request.changed_at = owner_id, clock.now()
    sought = queries.sought(session, [request.id])
    ids = [request.enquirer_id, *(row.person_id for row in sought)]
    for person in person_queries.people(session, ids).values():
        person.owner_id = owner_id  # who works on a case may open its people, a child's too
    entry = ActionDocument(result="handed_over", colleague_id=owner_id)
    add_entry(session, actor, request, NewEntry(ActionKind.NOTE, entry))
    audit.record(
        session,
        actor.user_id,
        Act.REQUEST_ASSIGNED,
        societies=[request.society_code],
        subjects=[request.id, *([owner_id] if owner_id else [])],
    )
    session.flush()
    for follow in _followers:
        follow(session, handed)


def leavers(session: Session, actor: Actor) -> list[Leaver]:
    """Return who leaves or left, and how much lies with them that the actor may know of.

    Opens no name.
    """
    return ask(session, reading_leavers(actor))


def reading_leavers(actor: Actor) -> Reading[list[Leaver]]:
    """Read who leaves or left, and how much lies with them; see `leavers`."""
    authorise(actor, Permission.REQUEST_ASSIGN)
    leaving = yield from access.reading_leavers(actor.society)
    if not leaving:
        return []
    cases, registered = yield from together(_counts(actor), _registered(actor))
    found = [
        Leaver(one, cases.get(one, 0), registered.get(one, 0), leaves_on)
        for one, leaves_on in leaving.items()
    ]
    return [one for one in found if one.open or one.registered]


def held_by(session: Session, actor: Actor, user_id: UUID) -> Held:
    """Return what lies with one colleague that the actor may know of, and who could take it.

    Raises:
        DeniedError: the actor is no head of tracing.
        NotFoundError: they are nobody of the team.

    """
    authorise(actor, Permission.REQUEST_ASSIGN)
    cases = _cases(session, actor, user_id)
    registrations = _registrations(session, actor, user_id)
    officers = takers.officers(session, actor.society)
    if not (cases or registrations) and user_id not in officers:
        raise NotFoundError("colleague")
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_LISTED,
        societies=[actor.society],
        subjects=[user_id, *(one.id for one in cases), *(one.id for one in registrations)],
        purpose="hand_over",
    )
    names = access.staff_names(session, receipt, [user_id, *officers])
    return Held(
        user_id=user_id,
        name=names.get(user_id, ""),
        is_gone=user_id not in officers,
        leaves_on=access.leavers(session, actor.society).get(user_id),
        cases=cases,
        registrations=registrations,
        colleagues={one: names[one] for one in officers if one != user_id},
    )


def hand_over_all(session: Session, actor: Actor, user_id: UUID, owner_id: UUID) -> tuple[int, int]:
    """Give every open case and every registration of one colleague to another, in one act.

    Return how many of each. Those of which the actor may not know stay: whoever is named on them
    hands them over.

    Raises:
        DeniedError, NotFoundError: the actor is no head of tracing, or nobody who works on cases.
        RuleBrokenError: to the same person, or nothing lies with them.

    """
    authorise(actor, Permission.REQUEST_ASSIGN)
    _check_taker(session, actor.society, owner_id)
    if user_id == owner_id:
        raise RuleBrokenError("Choose somebody else to take the cases.")
    cases = _cases(session, actor, user_id)
    registrations = _registrations(session, actor, user_id)
    if not (cases or registrations):
        raise RuleBrokenError("Nothing lies with them any more.")
    for case in cases:
        hand_over(session, actor, case.id, owner_id)
    for row in registrations:
        looking_after.hand_over(session, actor, row, owner_id)
    return len(cases), len(registrations)


def _check_taker(session: Session, society: str, owner_id: UUID) -> None:
    if owner_id not in takers.officers(session, society):
        raise NotFoundError("colleague")


def _cases(session: Session, actor: Actor, user_id: UUID) -> Sequence[TracingRequest]:
    scope = visible(actor, Permission.REQUEST_WRITE, clock.now())
    query = select(TracingRequest).where(
        queries.within(scope), TracingRequest.owner_id == user_id, TracingRequest.state.in_(OPEN)
    )
    return session.scalars(query.order_by(TracingRequest.review_on, TracingRequest.number)).all()


def _registrations(session: Session, actor: Actor, user_id: UUID) -> Sequence[Registration]:
    query = select(Registration).where(*_looked_after(actor), Registration.owner_id == user_id)
    return session.scalars(query.order_by(Registration.review_on, Registration.number)).all()


def _looked_after(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    scope = visible(actor, Permission.REGISTRATION_WRITE, clock.now())
    return where(scope, Registration), Registration.erased_at.is_(None)


def _registered(actor: Actor) -> Reading[dict[UUID, int]]:
    query = (
        select(Registration.owner_id, func.count())
        .where(*_looked_after(actor), Registration.owner_id.is_not(None))
        .group_by(Registration.owner_id)
    )
    rows = yield from rows_of(query)
    return {owner: number for owner, number in rows if owner}


def _counts(actor: Actor) -> Reading[dict[UUID, int]]:
    scope = visible(actor, Permission.REQUEST_WRITE, clock.now())
    query = (
        select(TracingRequest.owner_id, func.count())
        .where(
            queries.within(scope),
            TracingRequest.owner_id.is_not(None),
            TracingRequest.state.in_(OPEN),
        )
        .group_by(TracingRequest.owner_id)
    )
    rows = yield from rows_of(query)
    return {owner: number for owner, number in rows if owner}
