"""What an emergency opens of registrations: the registration, and the person in it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.rules import Permission
from rfl.persons.models import Person, Registration
from rfl.safeguarding.breaking import Behind


def find(session: Session, society: str, number: str) -> Behind | None:
    """Return what stands behind a registration's number in `society`."""
    row = session.scalar(
        select(Registration).where(
            Registration.society_code == society, Registration.number == number
        )
    )
    if row is None:
        return None
    person = session.get_one(Person, row.person_id)
    parts = tuple(access.resource_of(session, one) for one in (row, person))
    return Behind(parts, Permission.REGISTRATION_READ, f"/registrations/{row.id}")
