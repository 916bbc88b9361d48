"""What an emergency opens of child files: the file, and the child's record."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.rules import Permission
from rfl.children.models import ChildFile
from rfl.persons.models import Person
from rfl.safeguarding.breaking import Behind


def find(session: Session, society: str, number: str) -> Behind | None:
    """Return what stands behind a child file's number in `society`."""
    row = session.scalar(
        select(ChildFile).where(ChildFile.society_code == society, ChildFile.number == number)
    )
    if row is None:
        return None
    person = session.get_one(Person, row.person_id)
    parts = tuple(access.resource_of(session, one) for one in (row, person))
    return Behind(parts, Permission.CHILD_READ, f"/children/{row.id}")
