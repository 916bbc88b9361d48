"""One registration's rows: reached under a permission, opened under a receipt, announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, decide
from rfl.audit import service as audit
from rfl.audit.reveal import opening
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading, ask, together
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.persons import queries, service
from rfl.persons.consenting import opening_consents
from rfl.persons.document import (
    SCHEMA,
    ConsentDocument,
    PersonDocument,
    PlaceStatement,
    RegistrationDocument,
    decode,
)
from rfl.persons.models import Consent, Person, Registration
from rfl.persons.watch import Saved

TABLE = Registration.__tablename__


@dataclass(frozen=True, slots=True)
class RegistrationPage:
    """Everything one registration's page shows."""

    registration: Registration
    person: Person
    particulars: PersonDocument
    document: RegistrationDocument
    consents: Sequence[Consent]
    consent_words: Sequence[ConsentDocument]
    """What was read out for each of `consents`, in their order."""
    receipt: Receipt


def read(session: Session, actor: Actor, registration_id: UUID) -> RegistrationPage:
    """Open one registration with the person and their consents.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    registration, person = _reached(session, actor, Permission.REGISTRATION_READ, registration_id)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REGISTRATION_OPENED,
        societies=[registration.society_code],
        subjects=[registration.id, person.id],
        fields=["all"],
        purpose="tracing",
    )
    consents = queries.consents(session, person.id)
    people, document, words = ask(
        session,
        together(
            service.opening_rows(receipt, [person]),
            opening_document(receipt, registration),
            opening_consents(receipt, consents),
        ),
    )
    return RegistrationPage(
        registration=registration,
        person=person,
        particulars=people[person.id],
        document=document,
        consents=consents,
        consent_words=words,
        receipt=receipt,
    )


def reachable(
    session: Session, actor: Actor, permission: Permission, registration_id: UUID
) -> Registration:
    """Return a registration the actor may do `permission` to.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.
        RuleBrokenError: the person's record was erased.

    """
    return _reached(session, actor, permission, registration_id)[0]


def _reached(
    session: Session, actor: Actor, permission: Permission, registration_id: UUID
) -> tuple[Registration, Person]:
    authorise(actor, permission)
    row = session.get(Registration, registration_id)
    if row is None:
        raise NotFoundError("registration")
    decide(actor, permission, access.resource_of(session, row), clock.now())
    person = session.get_one(Person, row.person_id)
    if person.erased_at is not None:
        raise RuleBrokenError("This person’s record was erased.")
    return row, person


def open_document(session: Session, receipt: Receipt, row: Registration) -> RegistrationDocument:
    """Return what belongs to a registration and not to the person."""
    return ask(session, opening_document(receipt, row))


def opening_document(receipt: Receipt, row: Registration) -> Reading[RegistrationDocument]:
    """Read what belongs to a registration and not to the person."""
    sealed = Sealed(row.sealed, context_of(row.society_code, row.id))
    (data,) = yield from opening(receipt, [sealed])
    return decode(data, RegistrationDocument)


def context_of(society: str, registration_id: UUID) -> Context:
    """Return the place to which a registration's sealed particulars are bound."""
    return Context(society, TABLE, registration_id, SCHEMA)


def saved_of(
    row: Registration,
    person: PersonDocument,
    document: RegistrationDocument,
    *,
    is_searched: bool,
) -> Saved:
    """Return what whoever watches is told of one registered person."""
    return Saved(
        person_id=row.person_id,
        record_id=row.id,
        is_sought=False,
        society=row.society_code,
        sensitivity=row.sensitivity,
        document=person,
        seen_on=row.met_on.date(),
        seen_at=PlaceStatement("last_seen", document.country or row.society_code, document.place),
        is_searched=is_searched,
    )
