"""Which cases crossed to which society, for the log of who was told what about a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.transfers.models import CaseOffer


@dataclass(frozen=True, slots=True)
class Copy:
    """A case that another society holds as well, since when, and by the number of which offer."""

    society: str
    number: str
    since: datetime


def copies_of(session: Session, request_ids: Collection[UUID]) -> list[Copy]:
    """Return who else holds a copy of cases, by a hand-over to them or from them, oldest first.

    What is erased here stays there. Whether it was erased there since is theirs to tell.
    """
    ids = set(request_ids)
    query = select(CaseOffer).where(
        CaseOffer.new_request_id.is_not(None),
        or_(CaseOffer.request_id.in_(ids), CaseOffer.new_request_id.in_(ids)),
    )
    rows = session.scalars(query.order_by(CaseOffer.handed_at, CaseOffer.number))
    return [
        Copy(
            row.to_society if row.request_id in ids else row.society_code,
            row.number,
            row.handed_at or row.changed_at,
        )
        for row in rows
    ]


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
