"""What an emergency opens of cases: the case, the enquirer, whoever is sought."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.rules import Permission
from rfl.persons.models import Person
from rfl.safeguarding.breaking import Behind
from rfl.tracing.models import SoughtPerson, TracingRequest


def find(session: Session, society: str, number: str) -> Behind | None:
    """Return what stands behind a case's number in `society`."""
    row = session.scalar(
        select(TracingRequest).where(
            TracingRequest.society_code == society, TracingRequest.number == number
        )
    )
    if row is None:
        return None
    sought = select(SoughtPerson.person_id).where(SoughtPerson.request_id == row.id)
    people = session.scalars(
        select(Person).where(Person.id.in_([row.enquirer_id, *session.scalars(sought)]))
    )
    parts = tuple(access.resource_of(session, one) for one in (row, *people))
    return Behind(parts, Permission.REQUEST_READ, f"/requests/{row.id}")
