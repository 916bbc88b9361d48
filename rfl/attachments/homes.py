"""To what a photo or document belongs: a case, or a registration. Each under its own key and rules.

A volunteer who registers somebody adds their photo, and sees it as long as the registration.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access.rules import Actor, Permission
from rfl.attachments.models import Attachment
from rfl.errors import NotFoundError
from rfl.persons import records
from rfl.persons.models import Person, Registration
from rfl.tracing.cases import reachable
from rfl.tracing.models import TracingRequest


@dataclass(frozen=True, slots=True)
class Home:
    """A case or a registration, as far as its photos and documents need it."""

    id: UUID
    society: str
    number: str
    key_id: UUID
    request: TracingRequest | None = None
    registration: Registration | None = None


def case(session: Session, actor: Actor, request_id: UUID, *, lock: bool = False) -> Home:
    """Return a case that the actor may change.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.

    """
    row = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=lock)
    return Home(row.id, row.society_code, row.number, row.key_id, request=row)


def registration(session: Session, actor: Actor, registration_id: UUID) -> Home:
    """Return a registration that the actor may change.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.
        RuleBrokenError: the person's record was erased.

    """
    row = records.reachable(session, actor, Permission.REGISTRATION_WRITE, registration_id)
    person = session.get_one(Person, row.person_id)
    return Home(row.id, row.society_code, row.number, person.key_id, registration=row)


def of(session: Session, actor: Actor, row: Attachment, *, lock: bool = False) -> Home:
    """Return that to which a photo or document belongs, if the actor may change it.

    Raises:
        DeniedError, NotFoundError: they may not.

    """
    if row.request_id is not None:
        return case(session, actor, row.request_id, lock=lock)
    if row.registration_id is not None:
        return registration(session, actor, row.registration_id)
    raise NotFoundError("attachment")
