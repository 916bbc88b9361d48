"""Whose time is over: cases that ended, and registrations that belong to no case."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Scope
from rfl.children.models import ChildFile
from rfl.linking.models import Link
from rfl.linking.rules import LinkState
from rfl.messages.models import FamilyMessage, MessageDelivery
from rfl.persons.models import Consent, Person, PersonMerge, Registration
from rfl.persons.rules import RegistrationKind
from rfl.protection.models import RightsRecord, RightsRequest
from rfl.protection.periods import Periods
from rfl.protection.rules import WAITING
from rfl.protection.schedule import SOURCES, RetentionAct, years_before
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.queries import within
from rfl.tracing.rules import ENDED, CaseState

JUDGED = (LinkState.PROBABLE, LinkState.CONFIRMED)
OPEN = (LinkState.SUGGESTED, LinkState.UNDER_REVIEW, LinkState.MORE_NEEDED)


@dataclass(frozen=True, slots=True)
class Over:
    """A case or a registration as it stands: numbers and days, no names."""

    id: UUID
    number: str
    state: CaseState | RegistrationKind
    since: datetime
    """When the case ended, or the registration was last changed."""


def find(
    session: Session, act: RetentionAct, periods: Periods, scope: Scope, limit: int | None
) -> Sequence[Over]:
    """Return what is due for `act` within `scope`, the oldest first, at most `limit`."""
    number, since = _columns(act)[1], _columns(act)[3]
    query = select(*_columns(act)).where(_within(act, scope), *_conditions(act, periods))
    rows = session.execute(query.order_by(since, number).limit(limit))
    return [Over(*row) for row in rows]


def count(session: Session, act: RetentionAct, periods: Periods, scope: Scope) -> int:
    """Return how much is due for `act` within `scope`."""
    query = select(func.count(_columns(act)[0]))
    here = query.where(_within(act, scope), *_conditions(act, periods))
    return session.scalar(here) or 0


def present(session: Session, act: RetentionAct, ids: Collection[UUID]) -> Sequence[Over]:
    """Return how these cases or registrations stand now, due or not."""
    columns = _columns(act)
    rows = session.execute(select(*columns).where(columns[0].in_(set(ids))))
    return [Over(*row) for row in rows]


def is_due(session: Session, act: RetentionAct, periods: Periods, record_id: UUID) -> bool:
    """Tell whether a case or a registration is due for `act` now, whoever may see it."""
    identity = _columns(act)[0]
    query = select(identity).where(identity == record_id, *_conditions(act, periods))
    return session.scalar(query) is not None


def _columns(act: RetentionAct) -> tuple[Any, Any, Any, Any]:
    if act is RetentionAct.FORGET:
        return Registration.id, Registration.number, Registration.kind, Registration.changed_at
    return TracingRequest.id, TracingRequest.number, TracingRequest.state, _ENDED


def _within(act: RetentionAct, scope: Scope) -> ColumnElement[bool]:
    if act is not RetentionAct.FORGET:
        return within(scope)
    person = exists().where(Person.id == Registration.person_id, where(scope, Person))
    return and_(where(scope, Registration), person)


def _conditions(act: RetentionAct, periods: Periods) -> list[ColumnElement[bool]]:
    if act is RetentionAct.FORGET:
        return _of_no_case(years_before(clock.now(), periods.registration_years))
    archives = act is RetentionAct.ARCHIVE
    years = periods.archive_years if archives else periods.anonymise_years
    return [
        TracingRequest.state.in_(SOURCES[act]),
        years_before(clock.now(), years) >= _ENDED,
    ]


_ENDED = func.coalesce(TracingRequest.closed_at, TracingRequest.changed_at)


def _of_no_case(limit: datetime) -> list[ColumnElement[bool]]:
    """Return when the newest registration of somebody is due: nothing new, nothing under way."""
    person, newer = Registration.person_id, aliased(Registration)
    is_newer = or_(
        newer.changed_at > Registration.changed_at,
        and_(newer.changed_at == Registration.changed_at, newer.id > Registration.id),
    )
    joined = or_(
        and_(PersonMerge.kept_id == person, _is_held(PersonMerge.other_id)),
        and_(PersonMerge.other_id == person, _is_held(PersonMerge.kept_id)),
    )
    asks = RightsRecord.person_id == person, RightsRecord.rights_id == RightsRequest.id
    return [
        Registration.erased_at.is_(None),
        Registration.created_at <= limit,  # by itself nothing new, but it has an index
        Registration.changed_at <= limit,
        Registration.met_on <= limit,
        ~exists().where(newer.person_id == person, newer.erased_at.is_(None), is_newer),
        exists().where(Person.id == person, Person.changed_at <= limit),
        ~exists().where(
            Consent.person_id == person,
            or_(Consent.decided_at > limit, Consent.withdrawn_at > limit),
        ),
        ~exists().where(FamilyMessage.person_id == person, FamilyMessage.created_at > limit),
        ~exists().where(MessageDelivery.person_id == person, MessageDelivery.created_at > limit),
        ~exists().where(*asks, RightsRequest.state.in_(WAITING)),
        ~_is_held(person),
        ~exists().where(PersonMerge.parted_at.is_(None), joined),
    ]


def _is_held(person: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Return whether somebody stands in a case or a child's file, or may be whom one looks for.

    The computer's own suggestion holds them while that case is searched; an officer's judgement
    until the case is made anonymous.
    """
    registered, case = aliased(Registration), aliased(TracingRequest)
    stands = or_(Link.state.in_(JUDGED), and_(Link.state.in_(OPEN), case.state.not_in(ENDED)))
    return or_(
        exists().where(TracingRequest.enquirer_id == person, TracingRequest.erased_at.is_(None)),
        exists().where(
            SoughtPerson.person_id == person,
            TracingRequest.id == SoughtPerson.request_id,
            TracingRequest.erased_at.is_(None),
        ),
        exists().where(ChildFile.person_id == person, ChildFile.erased_at.is_(None)),
        exists().where(
            registered.person_id == person,
            Link.registration_id == registered.id,
            case.id == Link.request_id,
            case.erased_at.is_(None),
            stands,
        ),
    )
