"""Registrations: a person met by the society, and what they consent to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, decide, visible
from rfl.audit import service as audit
from rfl.audit.reveal import reveal, reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.persons import queries, service
from rfl.persons.document import (
    SCHEMA,
    ConsentDocument,
    PersonDocument,
    PlaceStatement,
    RegistrationDocument,
    decode,
    encode,
)
from rfl.persons.models import Consent, ExternalRecord, Person, Registration
from rfl.persons.queries import RegistrationFilter
from rfl.persons.rules import (
    ALL_PARTNERS,
    CHILD_KINDS,
    ConsentDecision,
    Purpose,
    RegistrationKind,
)
from rfl.persons.watch import Saved, announce
from rfl.societies import service as societies

TABLE = Registration.__tablename__
EXTERNAL_KIND = "registration"


@dataclass(frozen=True, slots=True)
class NewConsent:
    """One decision for one purpose."""

    purpose: Purpose
    decision: ConsentDecision = ConsentDecision.GIVEN
    recipient: str = ALL_PARTNERS
    attested: bool = False
    document: ConsentDocument = ConsentDocument()


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """Everything needed to register a person."""

    kind: RegistrationKind
    met_on: date
    person: PersonDocument
    document: RegistrationDocument = RegistrationDocument()
    consents: tuple[NewConsent, ...] = ()
    site_id: UUID | None = None
    sensitivity: Sensitivity = Sensitivity.NORMAL


@dataclass(frozen=True, slots=True)
class RegistrationPage:
    """Everything one registration's page shows."""

    registration: Registration
    person: Person
    particulars: PersonDocument
    document: RegistrationDocument
    consents: Sequence[Consent]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """One line of a list."""

    registration: Registration
    particulars: PersonDocument


def register(session: Session, actor: Actor, new: NewRegistration) -> Registration:
    """Register one person; see `register_many`."""
    return register_many(session, actor, [new])[0]


def register_many(
    session: Session, actor: Actor, news: Sequence[NewRegistration]
) -> list[Registration]:
    """Register people in a handful of statements, and tell whoever watches.

    Raises:
        DeniedError: the actor may not register.
        RuleBrokenError: one has no name or an impossible birth; nothing is written.

    """
    authorise(actor, Permission.REGISTRATION_CREATE)
    wanted = [(new.person, _sensitivity(new)) for new in news]
    people = service.create_people(session, actor, wanted, owner_id=None)
    now, year = clock.now(), clock.today().year
    numbers = societies.next_numbers(session, actor.society, "registration", year, len(news))
    ids = [uuid4() for _ in news]
    blobs = keys.of(session).seal_many(
        [
            (person.key_id, _context(actor.society, identity), encode(new.document))
            for person, identity, new in zip(people, ids, news, strict=True)
        ]
    )
    rows = [
        Registration(
            id=identity,
            number=number,
            society_code=actor.society,
            created_by=actor.user_id,
            created_at=now,
            sensitivity=person.sensitivity,
            person_id=person.id,
            site_id=new.site_id,
            kind=new.kind,
            met_on=datetime.combine(new.met_on, time(12), UTC),
            sealed=blob,
            changed_at=now,
        )
        for identity, number, person, new, blob in zip(
            ids, numbers, people, news, blobs, strict=True
        )
    ]
    session.add_all(rows)
    session.flush()
    _write_consents(session, actor, list(zip(people, [new.consents for new in news], strict=True)))
    _write_external(session, actor.society, list(zip(rows, news, strict=True)))
    audit.record(
        session, actor.user_id, Act.REGISTRATION_CREATED, societies=[actor.society], subjects=ids
    )
    announce(
        session,
        actor.user_id,
        [_saved(row, new.person, new.document) for row, new in zip(rows, news, strict=True)],
    )
    return rows


def read(session: Session, actor: Actor, registration_id: UUID) -> RegistrationPage:
    """Open one registration with the person and their consents.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    registration = _reachable(session, actor, Permission.REGISTRATION_READ, registration_id)
    person = session.get_one(Person, registration.person_id)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REGISTRATION_OPENED,
        societies=[registration.society_code],
        subjects=[registration.id, person.id],
        fields=["all"],
        purpose="tracing",
    )
    return RegistrationPage(
        registration=registration,
        person=person,
        particulars=service.open_documents(session, receipt, [person])[0],
        document=_open(session, receipt, registration),
        consents=queries.consents(session, person.id),
        receipt=receipt,
    )


def change(
    session: Session,
    actor: Actor,
    registration_id: UUID,
    person: PersonDocument,
    document: RegistrationDocument,
) -> Registration:
    """Change what is known of a registered person, and match them anew.

    Raises:
        DeniedError, NotFoundError, RuleBrokenError: as for `register_many` and `read`.

    """
    registration = _reachable(session, actor, Permission.REGISTRATION_WRITE, registration_id)
    row = service.change_person(session, actor, registration.person_id, person)
    context = _context(registration.society_code, registration.id)
    registration.sealed = keys.of(session).seal(row.key_id, context, encode(document))
    registration.sensitivity, registration.changed_at = row.sensitivity, clock.now()
    audit.record(
        session,
        actor.user_id,
        Act.REGISTRATION_CHANGED,
        societies=[registration.society_code],
        subjects=[registration.id, row.id],
    )
    session.flush()
    announce(session, actor.user_id, [_saved(registration, person, document)])
    return registration


def list_registrations(
    session: Session, actor: Actor, narrowed: RegistrationFilter, *, limit: int, offset: int
) -> tuple[list[RegistrationRow], int]:
    """Return registrations the actor may see, newest first, and how many there are in all."""
    authorise(actor, Permission.REGISTRATION_LIST)
    scope = visible(actor, Permission.REGISTRATION_LIST, clock.now())
    rows = queries.registrations(session, scope, narrowed, limit, offset)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REGISTRATION_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["names", "birth"],
        purpose="tracing",
    )
    opened = service.open_by_id(session, receipt, [row.person_id for row in rows])
    total = queries.count_registrations(session, scope, narrowed)
    return [RegistrationRow(row, opened[row.person_id]) for row in rows], total


def give_consent(
    session: Session, actor: Actor, registration_id: UUID, consent: NewConsent
) -> Consent:
    """Write down one more decision of a registered person; it acts at once."""
    registration = _reachable(session, actor, Permission.REGISTRATION_WRITE, registration_id)
    person = session.get_one(Person, registration.person_id)
    written = _write_consents(session, actor, [(person, (consent,))])[0]
    _announce_again(session, actor, registration)
    return written


def withdraw_consent(session: Session, actor: Actor, consent_id: UUID) -> Consent:
    """Take a consent back. From this moment it opens nothing, here or elsewhere.

    Raises:
        DeniedError, NotFoundError: not a consent of the actor's society.

    """
    authorise(actor, Permission.CONSENT_WITHDRAW)
    consent = session.get(Consent, consent_id)
    if consent is None:
        raise NotFoundError("consent")
    person = session.get_one(Person, consent.person_id)
    decide(actor, Permission.CONSENT_WITHDRAW, access.resource_of(session, person), clock.now())
    consent.withdrawn_at = consent.withdrawn_at or clock.now()
    audit.record(
        session,
        actor.user_id,
        Act.CONSENT_WITHDRAWN,
        societies=[consent.society_code],
        subjects=[consent.id, person.id],
        detail={"purpose": consent.purpose},
    )
    return consent


def record_consents_listed(session: Session, actor: Actor, consent_ids: Sequence[UUID]) -> None:
    """Write into the trail that consents were listed, without names."""
    audit.record(
        session,
        actor.user_id,
        Act.CONSENT_OPENED,
        societies=[actor.society],
        subjects=consent_ids,
        purpose="consent",
    )


def add_consents(
    session: Session, actor: Actor, person: Person, consents: Sequence[NewConsent]
) -> list[Consent]:
    """Write consents of a person whose record the caller has decided may be changed."""
    return _write_consents(session, actor, [(person, tuple(consents))])


def add_consents_of_many(
    session: Session, actor: Actor, people: Sequence[tuple[Person, tuple[NewConsent, ...]]]
) -> list[Consent]:
    """Write the consents of many people in a handful of statements; see `add_consents`."""
    return _write_consents(session, actor, people)


def _write_consents(
    session: Session, actor: Actor, people: Sequence[tuple[Person, tuple[NewConsent, ...]]]
) -> list[Consent]:
    now = clock.now()
    flat = [(person, consent, uuid4()) for person, consents in people for consent in consents]
    blobs = keys.of(session).seal_many(
        [
            (
                person.key_id,
                Context(person.society_code, Consent.__tablename__, identity, SCHEMA),
                encode(consent.document),
            )
            for person, consent, identity in flat
        ]
    )
    rows = [
        Consent(
            id=identity,
            society_code=person.society_code,
            person_id=person.id,
            purpose=consent.purpose,
            recipient=consent.recipient,
            decision=consent.decision,
            attested=consent.attested,
            decided_at=now,
            recorded_by=actor.user_id,
            sealed=blob,
        )
        for (person, consent, identity), blob in zip(flat, blobs, strict=True)
    ]
    if rows:
        session.add_all(rows)
        session.flush()
        audit.record(
            session,
            actor.user_id,
            Act.CONSENT_GIVEN,
            societies=[actor.society],
            subjects=[row.id for row in rows],
        )
    return rows


def _write_external(
    session: Session, society: str, rows: Sequence[tuple[Registration, NewRegistration]]
) -> None:
    store = keys.of(session)
    session.add_all(
        ExternalRecord(
            society_code=society,
            kind=EXTERNAL_KIND,
            tag=store.tag(TagPurpose.EXTERNAL_ID, new.document.external_id),
            record_id=row.id,
        )
        for row, new in rows
        if new.document.external_id
    )


def external_ids(
    session: Session, receipt: Receipt, registrations: Sequence[Registration]
) -> dict[UUID, str]:
    """Return the foreign ids (KoboToolbox `_uuid`) of registrations, by registration id."""
    sealed = [Sealed(r.sealed, _context(r.society_code, r.id)) for r in registrations]
    opened = reveal_many(session, receipt, sealed)
    return {
        row.id: decode(data, RegistrationDocument).external_id
        for row, data in zip(registrations, opened, strict=True)
    }


def _announce_again(session: Session, actor: Actor, registration: Registration) -> None:
    page = read(session, actor, registration.id)
    announce(session, actor.user_id, [_saved(registration, page.particulars, page.document)])


def _saved(row: Registration, person: PersonDocument, document: RegistrationDocument) -> Saved:
    return Saved(
        person_id=row.person_id,
        record_id=row.id,
        is_sought=False,
        society=row.society_code,
        sensitivity=row.sensitivity,
        document=person,
        seen_on=row.met_on.date(),
        seen_at=PlaceStatement("last_seen", document.country or row.society_code, document.place),
    )


def _sensitivity(new: NewRegistration) -> Sensitivity:
    if new.kind in CHILD_KINDS and new.sensitivity is Sensitivity.NORMAL:
        return Sensitivity.RESTRICTED
    return new.sensitivity


def _open(session: Session, receipt: Receipt, row: Registration) -> RegistrationDocument:
    sealed = Sealed(row.sealed, _context(row.society_code, row.id))
    return decode(reveal(session, receipt, sealed), RegistrationDocument)


def _context(society: str, registration_id: UUID) -> Context:
    return Context(society, TABLE, registration_id, SCHEMA)


def _reachable(
    session: Session, actor: Actor, permission: Permission, registration_id: UUID
) -> Registration:
    authorise(actor, permission)
    row = session.get(Registration, registration_id)
    if row is None:
        raise NotFoundError("registration")
    decide(actor, permission, access.resource_of(session, row), clock.now())
    person = session.get_one(Person, row.person_id)
    if person.erased_at is not None:
        raise RuleBrokenError("This person’s record was erased.")
    return row
