"""Which cases crossed to which society, for the log of who was told what about a person."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.transfers.models import CaseOffer


def handed_of(session: Session, society: str, person_ids: Collection[UUID]) -> Sequence[CaseOffer]:
    """Return the offers by which cases of these people went from `society` to another one."""
    people = set(person_ids)
    sought = select(SoughtPerson.request_id).where(SoughtPerson.person_id.in_(people))
    query = (
        select(CaseOffer)
        .join(TracingRequest, TracingRequest.id == CaseOffer.request_id)
        .where(
            CaseOffer.society_code == society,
            CaseOffer.new_request_id.is_not(None),
            or_(TracingRequest.enquirer_id.in_(people), TracingRequest.id.in_(sought)),
        )
    )
    return session.scalars(query.order_by(CaseOffer.handed_at)).all()
