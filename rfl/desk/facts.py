"""Reads for the rules of unusual access: who has a part in a record, who is in it, is it sealed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rfl.access.models import CaseShare, NamedReader, TeamMember
from rfl.access.rules import Sensitivity
from rfl.children.models import ChildEntry, ChildFile
from rfl.linking.models import Link
from rfl.linking.rules import LinkState
from rfl.persons.models import Registration
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the rules must know of a case or a registration. Nothing of it is opened."""

    parts: frozenset[UUID]
    """Who made it, owns it, wrote in it or is named on it; of a registration, who works on a
    case that it may answer."""
    people: tuple[UUID, ...]
    is_case: bool
    is_sealed: bool
    is_free: bool
    """A case that belongs to nobody yet: anybody may look."""


def records(session: Session, society: str, numbers: Collection[str]) -> dict[str, RecordFacts]:
    """Return the facts of the society's records among `numbers`."""
    return (
        _cases(session, society, numbers)
        | _registrations(session, society, numbers)
        | _child_files(session, society, numbers)
    )


def _cases(session: Session, society: str, numbers: Collection[str]) -> dict[str, RecordFacts]:
    case = TracingRequest
    query = select(case).where(case.society_code == society, case.number.in_(numbers))
    found = session.scalars(query).all()
    ids = [one.id for one in found]
    people = _pairs(
        session.execute(
            select(SoughtPerson.request_id, SoughtPerson.person_id).where(
                SoughtPerson.request_id.in_(ids)
            )
        )
    )
    wrote = _pairs(
        session.execute(
            select(CaseAction.request_id, CaseAction.created_by)
            .where(CaseAction.request_id.in_(ids))
            .distinct()
        )
    )
    named, shared = _named(session, ids), _shared(session, ids)
    return {
        one.number: RecordFacts(
            parts=frozenset(
                {one.created_by, *wrote[one.id], *named[one.id], *shared[one.id]}
                | _some(one.owner_id)
            ),
            people=(one.enquirer_id, *people[one.id]),
            is_case=True,
            is_sealed=one.sensitivity is Sensitivity.SEALED,
            is_free=one.owner_id is None,
        )
        for one in found
    }


def _registrations(
    session: Session, society: str, numbers: Collection[str]
) -> dict[str, RecordFacts]:
    query = select(Registration).where(
        Registration.society_code == society, Registration.number.in_(numbers)
    )
    found = session.scalars(query).all()
    ids = [one.id for one in found]
    working: defaultdict[UUID, set[UUID]] = defaultdict(set)
    query_links = (
        select(Link.registration_id, TracingRequest.owner_id, TracingRequest.created_by)
        .join(TracingRequest, TracingRequest.id == Link.request_id)
        .where(
            Link.registration_id.in_(ids),
            Link.society_code == society,
            Link.state != LinkState.REJECTED,
        )
    )
    for registration_id, owner_id, created_by in session.execute(query_links):
        working[registration_id] |= {created_by} | _some(owner_id)
    named = _named(session, ids)
    return {
        one.number: RecordFacts(
            parts=frozenset(
                {one.created_by, *working[one.id], *named[one.id]} | _some(one.owner_id)
            ),
            people=(one.person_id,),
            is_case=False,
            is_sealed=one.sensitivity is Sensitivity.SEALED,
            is_free=False,
        )
        for one in found
    }


def _child_files(
    session: Session, society: str, numbers: Collection[str]
) -> dict[str, RecordFacts]:
    query = select(ChildFile).where(
        ChildFile.society_code == society, ChildFile.number.in_(numbers)
    )
    found = session.scalars(query).all()
    ids = [one.id for one in found]
    wrote = _pairs(
        session.execute(
            select(ChildEntry.child_id, ChildEntry.created_by)
            .where(ChildEntry.child_id.in_(ids))
            .distinct()
        )
    )
    named = _named(session, ids)
    return {
        one.number: RecordFacts(
            parts=frozenset({one.created_by, *wrote[one.id], *named[one.id]} | _some(one.owner_id)),
            people=(one.person_id,),
            is_case=False,
            is_sealed=one.sensitivity is Sensitivity.SEALED,
            is_free=one.owner_id is None,
        )
        for one in found
    }


def _named(session: Session, ids: Collection[UUID]) -> defaultdict[UUID, set[UUID]]:
    query = select(NamedReader.record_id, NamedReader.user_id)
    return _pairs(session.execute(query.where(NamedReader.record_id.in_(ids))))


def _shared(session: Session, ids: Collection[UUID]) -> defaultdict[UUID, set[UUID]]:
    """Return with whom each case is, or was, shared: alone or in a team."""
    query = (
        select(CaseShare.case_id, func.coalesce(CaseShare.user_id, TeamMember.user_id))
        .outerjoin(TeamMember, TeamMember.team_id == CaseShare.team_id)
        .where(CaseShare.case_id.in_(ids))
    )
    return _pairs(session.execute(query))


def _pairs(rows: Iterable[tuple[UUID, UUID]]) -> defaultdict[UUID, set[UUID]]:
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for key, value in rows:
        found[key].add(value)
    return found


def _some(user_id: UUID | None) -> set[UUID]:
    return set() if user_id is None else {user_id}
