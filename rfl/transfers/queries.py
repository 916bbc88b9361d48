"""Reads of offers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Scope, Sensitivity
from rfl.db.rounds import Reading, all_of
from rfl.persons import queries as person_queries
from rfl.persons.models import Consent, Person
from rfl.persons.rules import ALL_PARTNERS, ConsentDecision, Purpose
from rfl.tracing.handing import Handed
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.queries import within as cases_within
from rfl.transfers.models import CaseOffer, OfferNote
from rfl.transfers.rules import OPEN, REACHED, OfferState, Sharing, Urgency


def offers(
    session: Session, scope: Scope, *conditions: ColumnElement[bool], limit: int, offset: int = 0
) -> Sequence[CaseOffer]:
    """Return offers in `scope`: what waits for an answer by how soon, then the last moved."""
    query = select(CaseOffer).where(where(scope, CaseOffer), *conditions)
    return session.scalars(query.order_by(*_order()).limit(limit).offset(offset)).all()


def reading_offers(
    scope: Scope, *conditions: ColumnElement[bool], most: int
) -> Reading[Sequence[CaseOffer]]:
    """Read offers in `scope`: what waits for an answer by how soon, then the last moved."""
    query = select(CaseOffer).where(where(scope, CaseOffer), *conditions)
    return (yield from all_of(query, *_order(), most=most))


_LAST_MOVED = (CaseOffer.changed_at.desc(), CaseOffer.number)


def _order() -> tuple[Any, ...]:
    """Return the order of a list: what waits for an answer by how soon, then the last moved."""
    waits = and_(CaseOffer.state == OfferState.OFFERED, CaseOffer.answer_by > clock.now())
    ranks = {one.value: place for place, one in enumerate(reversed(Urgency))}
    soon = case(ranks, value=CaseOffer.urgency, else_=len(ranks))
    return case((waits, soon), else_=len(ranks)), *_LAST_MOVED


def count(session: Session, scope: Scope, *conditions: ColumnElement[bool]) -> int:
    """Return how many offers lie in `scope`."""
    query = select(func.count(CaseOffer.id)).where(where(scope, CaseOffer), *conditions)
    return session.scalar(query) or 0


def own(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a reader here may know of the offered case itself.

    Somebody of it may have been sealed since: then its offers are known to those named alone.
    """
    cases = select(TracingRequest.id).where(cases_within(scope))
    return CaseOffer.request_id.in_(cases)


def reached() -> ColumnElement[bool]:
    """Return the condition under which the other side knows of an offer: nobody was sealed."""
    sought = exists().where(
        SoughtPerson.request_id == CaseOffer.request_id,
        Person.id == SoughtPerson.person_id,
        Person.sensitivity == Sensitivity.SEALED,
    )
    case = exists().where(
        TracingRequest.id == CaseOffer.request_id,
        Person.id == TracingRequest.enquirer_id,
        or_(
            TracingRequest.sensitivity == Sensitivity.SEALED,
            Person.sensitivity == Sensitivity.SEALED,
        ),
    )
    return and_(CaseOffer.state.in_(REACHED), ~sought, ~case)


def offer_within(
    session: Session, scope: Scope, offer_id: UUID, *conditions: ColumnElement[bool], lock: bool
) -> CaseOffer | None:
    """Return one offer in `scope`, held still if so wanted."""
    query = select(CaseOffer).where(where(scope, CaseOffer), CaseOffer.id == offer_id, *conditions)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalar(query)


def of_request(request_id: UUID) -> Reading[Sequence[CaseOffer]]:
    """Read the offers of a case, newest first: made of it, and the one it came by."""
    whose = or_(CaseOffer.request_id == request_id, CaseOffer.new_request_id == request_id)
    query = select(CaseOffer).where(whose, CaseOffer.erased_at.is_(None))
    return (yield from all_of(query, CaseOffer.created_at.desc()))


def open_offers(session: Session, request_id: UUID) -> Sequence[CaseOffer]:
    """Return the offers by which a case is promised to somebody, by what is stored."""
    query = select(CaseOffer).where(CaseOffer.request_id == request_id, CaseOffer.state.in_(OPEN))
    return session.scalars(query).all()


def count_to(session: Session, request_id: UUID, society: str) -> int:
    """Return how often a case was offered to a society."""
    query = select(func.count(CaseOffer.id)).where(
        CaseOffer.request_id == request_id, CaseOffer.to_society == society
    )
    return session.scalar(query) or 0


def of_enquirers(session: Session, person_ids: Sequence[UUID]) -> Sequence[CaseOffer]:
    """Return the offers by which cases of these enquirers crossed to another society."""
    query = (
        select(CaseOffer)
        .join(TracingRequest, TracingRequest.id == CaseOffer.request_id)
        .where(
            TracingRequest.enquirer_id.in_(person_ids),
            CaseOffer.state.in_((OfferState.SHARED, OfferState.HANDED_OVER)),
            CaseOffer.to_society != CaseOffer.society_code,
            CaseOffer.new_request_id.is_not(None),
        )
    )
    return session.scalars(query).all()


def sharing_of(session: Session, enquirer_id: UUID, society: str) -> Sharing:
    """Return what an enquirer said of sharing with a society, and of the search itself."""
    agreed, searched, refused = session.execute(select(*_said(enquirer_id, society))).one()
    return _sharing(agreed, searched, refused)


def sharings(session: Session, rows: Sequence[CaseOffer]) -> dict[UUID, Sharing]:
    """Return the same for the enquirers of offered cases, by offer, in one statement."""
    if not rows:
        return {}
    said = _said(TracingRequest.enquirer_id, CaseOffer.to_society)
    query = select(CaseOffer.id, *said).join(
        TracingRequest, TracingRequest.id == CaseOffer.request_id
    )
    found = session.execute(query.where(CaseOffer.id.in_([row.id for row in rows])))
    return {offer_id: _sharing(yes, searched, no) for offer_id, yes, searched, no in found}


def _said(
    person: InstrumentedAttribute[UUID] | UUID, society: InstrumentedAttribute[str] | str
) -> tuple[ColumnElement[bool], ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions: they agreed to sharing, they agreed to the search, they said no."""
    refused = exists().where(
        Consent.person_id == person,
        Consent.purpose == Purpose.SHARE_SOCIETY,
        or_(Consent.recipient == society, Consent.recipient == ALL_PARTNERS),
        or_(Consent.decision == ConsentDecision.REFUSED, Consent.withdrawn_at.is_not(None)),
    )
    agreed = person_queries.consent_condition(person, society)
    return agreed, person_queries.consent_stands(person, Purpose.TRACING), refused


def _sharing(agreed: object, is_searched: object, refused: object) -> Sharing:
    if agreed:
        return Sharing.GIVEN
    return Sharing.REFUSED if refused or not is_searched else Sharing.UNASKED


def enquirers(session: Session, request_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Return the enquirer of each case."""
    query = select(TracingRequest.id, TracingRequest.enquirer_id)
    return dict(session.execute(query.where(TracingRequest.id.in_(set(request_ids)))).all())


def notes(session: Session, offer_id: UUID, society: str) -> Sequence[OfferNote]:
    """Return a society's copies of the notes on shared work, newest first."""
    query = select(OfferNote).where(
        OfferNote.offer_id == offer_id, OfferNote.society_code == society
    )
    return session.scalars(query.order_by(OfferNote.created_at.desc())).all()


def has_note_since(
    session: Session, offer_id: UUID, by_society: str, since: datetime | None
) -> bool:
    """Tell whether a society wrote a note on shared work after a moment, or ever."""
    query = select(OfferNote.id).where(
        OfferNote.offer_id == offer_id, OfferNote.by_society == by_society
    )
    if since is not None:
        query = query.where(OfferNote.created_at > since)
    return session.scalar(query.limit(1)) is not None


def follow_owner(session: Session, handed: Handed) -> None:
    """Give the offers of a case to its new owner. It is a tracing.handing.Follower."""
    values: dict[str, Any] = {"owner_id": handed.owner_id}
    session.execute(
        update(CaseOffer).where(CaseOffer.request_id == handed.request_id).values(values)
    )
