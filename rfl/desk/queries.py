"""Reads for the desk: which ids a number stands for, and which number an id belongs to.

Always within one society, so that another's numbers are as good as unknown.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.models import RoleGrant, User
from rfl.access.rules import Role
from rfl.children.models import ChildFile
from rfl.exchange.models import ConfirmationAnswer, ConfirmationRequest, Release
from rfl.exchange.queries import RECEIVED
from rfl.linking.models import Link
from rfl.persons.models import Registration
from rfl.societies.models import Society
from rfl.tracing.models import SoughtPerson, TracingRequest


def ids_of_number(session: Session, society: str, number: str) -> list[UUID]:
    """Return the ids under which the log knows the record of this number; none if unknown."""
    return (
        _of_case(session, society, TracingRequest.number == number)
        or _of_registration(session, society, Registration.number == number)
        or _of_child(session, society, ChildFile.number == number)
        or _of_ask(session, society, ConfirmationRequest.number == number)
    )


def ids_of_id(session: Session, society: str, record_id: UUID) -> list[UUID]:
    """Return the ids that go with `record_id`; itself alone if nothing more is known of it."""
    return (
        _of_case(session, society, TracingRequest.id == record_id)
        or _of_registration(session, society, Registration.id == record_id)
        or _of_child(session, society, ChildFile.id == record_id)
        or _of_ask(session, society, ConfirmationRequest.id == record_id)
        or [record_id]
    )


def numbers(session: Session, society: str, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the numbers of the records that those of `ids` are, or are part of."""
    if not ids:
        return {}
    found: dict[UUID, str] = {}
    for query in _numbered(society, ids):
        for record_id, number in session.execute(query):
            found.setdefault(record_id, number)
    return found


def users(session: Session, society: str) -> list[UUID]:
    """Return everybody who works or worked here: an entry may be of somebody who left."""
    return list(session.scalars(select(User.id).where(User.society_code == society)))


def roles(session: Session, society: str) -> dict[UUID, list[Role]]:
    """Return the roles that people of the society have now."""
    now = clock.now()
    query = select(RoleGrant.user_id, RoleGrant.role).where(
        RoleGrant.society_code == society,
        RoleGrant.ended_at.is_(None),
        or_(RoleGrant.until.is_(None), RoleGrant.until > now),
    )
    held: dict[UUID, list[Role]] = defaultdict(list)
    for user_id, role in session.execute(query.order_by(RoleGrant.granted_at)):
        held[user_id].append(role)
    return held


def societies_of(session: Session, user_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the name of the society that each of `user_ids` works for."""
    query = (
        select(User.id, Society.name)
        .join(Society, Society.code == User.society_code)
        .where(User.id.in_(user_ids))
    )
    return dict(session.execute(query).all())


def _of_case(session: Session, society: str, which: ColumnElement[bool]) -> list[UUID]:
    query = select(TracingRequest.id, TracingRequest.enquirer_id)
    case = session.execute(query.where(which, TracingRequest.society_code == society)).first()
    if case is None:
        return []
    sought = session.execute(
        select(SoughtPerson.id, SoughtPerson.person_id)
        .where(SoughtPerson.request_id == case.id)
        .order_by(SoughtPerson.place_in_case)
    )
    return [case.id, case.enquirer_id, *(one for row in sought for one in row)]


def _of_registration(session: Session, society: str, which: ColumnElement[bool]) -> list[UUID]:
    query = select(Registration.id, Registration.person_id)
    found = session.execute(query.where(which, Registration.society_code == society)).first()
    return list(found) if found else []


def _of_child(session: Session, society: str, which: ColumnElement[bool]) -> list[UUID]:
    query = select(ChildFile.id, ChildFile.person_id)
    found = session.execute(query.where(which, ChildFile.society_code == society)).first()
    return list(found) if found else []


def _of_ask(session: Session, society: str, which: ColumnElement[bool]) -> list[UUID]:
    ask_id = session.scalar(
        select(ConfirmationRequest.id).where(which, _knows_of(society))  # unsent ones stay unknown
    )
    if ask_id is None:
        return []
    answers = select(ConfirmationAnswer.id).where(
        ConfirmationAnswer.ask_id == ask_id, ConfirmationAnswer.society_code == society
    )
    releases = select(Release.id).where(
        Release.ask_id == ask_id,
        or_(Release.society_code == society, Release.to_society == society),
    )
    return [ask_id, *session.scalars(answers), *session.scalars(releases)]


def _knows_of(society: str) -> ColumnElement[bool]:
    """Return the condition for questions that the society asked or received."""
    received = and_(
        ConfirmationRequest.to_society == society, ConfirmationRequest.state.in_(RECEIVED)
    )
    return or_(ConfirmationRequest.society_code == society, received)


def _numbered(society: str, ids: Collection[UUID]) -> Iterator[Select[UUID, str]]:
    """Yield queries for (id, number), the likeliest meaning of an id first."""
    case, ask, registration = TracingRequest, ConfirmationRequest, Registration
    for column in (case.id, case.enquirer_id):
        yield select(column, case.number).where(column.in_(ids), case.society_code == society)
    for column in (SoughtPerson.id, SoughtPerson.person_id):
        query = select(column, case.number).join(case, case.id == SoughtPerson.request_id)
        yield query.where(column.in_(ids), case.society_code == society)
    child = select(ChildFile.id, ChildFile.number).where(ChildFile.id.in_(ids))
    yield child.where(ChildFile.society_code == society)
    for column in (registration.id, registration.person_id):
        query = select(column, registration.number)
        yield query.where(column.in_(ids), registration.society_code == society)
    query = select(Link.id, case.number).join(case, case.id == Link.request_id)
    yield query.where(Link.id.in_(ids), Link.society_code == society)
    yield select(ask.id, ask.number).where(ask.id.in_(ids), _knows_of(society))
