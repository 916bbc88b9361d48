"""Reads of rights requests, and of the records that a number stands for."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from rfl.access.filters import where
from rfl.access.rules import Scope
from rfl.persons.models import Registration
from rfl.protection.models import ProtectionSetting, RightsRecord, RightsRequest
from rfl.protection.rules import RecordKind, RightsState
from rfl.tracing.models import SoughtPerson, TracingRequest


def requests(
    session: Session, scope: Scope, states: Collection[RightsState], limit: int, offset: int
) -> Sequence[RightsRequest]:
    """Return rights requests in `scope` and one of `states`, the most pressing first."""
    query = select(RightsRequest).where(_shown(scope, states))
    order = (RightsRequest.due_on, RightsRequest.number)
    return session.scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def count_requests(session: Session, scope: Scope, states: Collection[RightsState]) -> int:
    """Return how many rights requests there are in `scope` and one of `states`."""
    query = select(func.count(RightsRequest.id)).where(_shown(scope, states))
    return session.scalar(query) or 0


def records(session: Session, rights_ids: Collection[UUID]) -> Sequence[RightsRecord]:
    """Return the records that belong to rights requests, by number."""
    query = select(RightsRecord).where(RightsRecord.rights_id.in_(set(rights_ids)))
    return session.scalars(query.order_by(RightsRecord.number, RightsRecord.id)).all()


def answered_copies(session: Session, person_ids: Collection[UUID]) -> Sequence[RightsRequest]:
    """Return the answered requests about people, oldest first."""
    about = select(RightsRecord.rights_id).where(RightsRecord.person_id.in_(set(person_ids)))
    query = select(RightsRequest).where(
        RightsRequest.id.in_(about), RightsRequest.state == RightsState.ANSWERED
    )
    return session.scalars(query.order_by(RightsRequest.answered_at)).all()


def registration_of_number(session: Session, society: str, number: str) -> Registration | None:
    """Return the registration of this number, of this society."""
    query = select(Registration).where(
        Registration.number == number, Registration.society_code == society
    )
    return session.scalar(query)


def case_of_number(session: Session, society: str, number: str) -> TracingRequest | None:
    """Return the case of this number, of this society."""
    query = select(TracingRequest).where(
        TracingRequest.number == number, TracingRequest.society_code == society
    )
    return session.scalar(query)


def sought_rows(session: Session, person_ids: Collection[UUID]) -> Sequence[SoughtPerson]:
    """Return where people are sought."""
    query = select(SoughtPerson).where(SoughtPerson.person_id.in_(set(person_ids)))
    return session.scalars(query.order_by(SoughtPerson.id)).all()


def roles_of(session: Session, person_id: UUID) -> list[tuple[RecordKind, UUID, str]]:
    """Return as what a person is held, by which record, under which number: each once.

    Whoever is registered is so once, by their newest registration: it stands for all of theirs.
    """
    met = select(Registration).where(Registration.person_id == person_id)
    newest = session.scalar(met.order_by(Registration.met_on.desc(), Registration.number).limit(1))
    cases = select(TracingRequest).where(TracingRequest.erased_at.is_(None))
    asked = session.scalars(cases.where(TracingRequest.enquirer_id == person_id))
    ids = [row.request_id for row in sought_rows(session, [person_id])]
    sought = session.scalars(cases.where(TracingRequest.id.in_(ids)))
    registered = [(RecordKind.REGISTERED, newest.id, newest.number)] if newest else []
    return [
        *registered,
        *((RecordKind.ENQUIRER, row.id, row.number) for row in asked),
        *((RecordKind.SOUGHT, row.id, row.number) for row in sought),
    ]


def setting(session: Session, society: str) -> ProtectionSetting | None:
    """Return the periods that a society set."""
    return session.get(ProtectionSetting, society)


def _shown(scope: Scope, states: Collection[RightsState]) -> ColumnElement[bool]:
    return where(scope, RightsRequest) & RightsRequest.state.in_(set(states))
