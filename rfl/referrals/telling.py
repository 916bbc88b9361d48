"""To which services people were sent, for the log of who was told what about a person."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rfl.audit.service import Receipt
from rfl.referrals.models import Referral
from rfl.referrals.service import Opened, open_rows
from rfl.tracing.models import SoughtPerson, TracingRequest


def sent_on(
    session: Session, receipt: Receipt, society: str, person_ids: Collection[UUID]
) -> list[Opened]:
    """Return the referrals of these people by `society`, opened, oldest first.

    The caller has decided that they may be opened under `receipt`.
    """
    people = set(person_ids)
    sought = select(SoughtPerson.request_id).where(SoughtPerson.person_id.in_(people))
    query = (
        select(Referral)
        .join(TracingRequest, TracingRequest.id == Referral.request_id)
        .where(
            Referral.society_code == society,
            Referral.sealed != b"",
            or_(TracingRequest.enquirer_id.in_(people), TracingRequest.id.in_(sought)),
        )
    )
    rows = session.scalars(query.order_by(Referral.created_at)).all()
    return [one for one in open_rows(session, receipt, rows) if one.document.person_id in people]
