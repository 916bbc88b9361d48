"""What left a society about a person through the consent gate; nothing of what did not leave.

A refusal, a search still under way and a question not yet answered are none of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.audit.reveal import reveal_many
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.exchange.document import AskDocument, ReleaseDocument
from rfl.exchange.models import ConfirmationRequest, Release
from rfl.persons.document import SCHEMA, decode


@dataclass(frozen=True, slots=True)
class Released:
    """One release about a registered person; `document` is None once it was taken back."""

    row: Release
    registration_id: UUID
    document: ReleaseDocument | None


@dataclass(frozen=True, slots=True)
class Asked:
    """One confirmation request that was sent, with what it told of the sought person."""

    row: ConfirmationRequest
    document: AskDocument


def released_about(
    session: Session, receipt: Receipt, society: str, registration_ids: Collection[UUID]
) -> list[Released]:
    """Return what `society` released about registered people, oldest first."""
    query = (
        select(Release, ConfirmationRequest.registration_id)
        .join(ConfirmationRequest, ConfirmationRequest.id == Release.ask_id)
        .where(
            Release.society_code == society,
            ConfirmationRequest.registration_id.in_(set(registration_ids)),
        )
        .order_by(Release.released_at, Release.id)
    )
    found = [(row, registration_id) for row, registration_id in session.execute(query)]
    standing = [row for row, _ in found if row.withdrawn_at is None]
    opened = dict(zip([row.id for row in standing], _open(session, receipt, standing), strict=True))
    return [Released(row, about, opened.get(row.id)) for row, about in found]


def standing_releases(
    session: Session, society: str, registration_ids: Collection[UUID]
) -> Sequence[UUID]:
    """Return the releases about registered people that the other society can still read."""
    query = (
        select(Release.id)
        .join(ConfirmationRequest, ConfirmationRequest.id == Release.ask_id)
        .where(
            Release.society_code == society,
            Release.withdrawn_at.is_(None),
            Release.expires_at > clock.now(),
            ConfirmationRequest.registration_id.in_(set(registration_ids)),
        )
    )
    return session.scalars(query.order_by(Release.released_at)).all()


def asked_in(
    session: Session, receipt: Receipt, society: str, request_ids: Collection[UUID]
) -> list[Asked]:
    """Return the confirmation requests that `society` sent in its cases, oldest first."""
    query = select(ConfirmationRequest).where(
        ConfirmationRequest.society_code == society,
        ConfirmationRequest.request_id.in_(set(request_ids)),
        ConfirmationRequest.sent_at.is_not(None),
    )
    rows = session.scalars(query.order_by(ConfirmationRequest.sent_at)).all()
    table = ConfirmationRequest.__tablename__
    sealed = [Sealed(row.sealed, Context(society, table, row.id, SCHEMA)) for row in rows]
    opened = reveal_many(session, receipt, sealed)
    return [Asked(row, decode(data, AskDocument)) for row, data in zip(rows, opened, strict=True)]


def _open(session: Session, receipt: Receipt, rows: Sequence[Release]) -> list[ReleaseDocument]:
    table = Release.__tablename__
    sealed = [Sealed(r.sealed, Context(r.society_code, table, r.id, SCHEMA)) for r in rows]
    return [decode(data, ReleaseDocument) for data in reveal_many(session, receipt, sealed)]
