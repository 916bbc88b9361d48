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
from rfl.persons.consenting import (
    NewConsent,
    add_consents,
    add_consents_of_many,
    open_consents,
    take_back,
)
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
from rfl.persons.queries import ConsentShow, RegistrationFilter
from rfl.persons.rules import CHILD_KINDS, ConsentDecision, Purpose, RegistrationKind
from rfl.persons.watch import Saved, announce, gone
from rfl.societies import service as societies

__all__ = ["NewConsent", "add_consents", "add_consents_of_many"]

TABLE = Registration.__tablename__
EXTERNAL_KIND = "registration"
NOTHING_SAID = RegistrationDocument()


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """Everything needed to register a person."""

    kind: RegistrationKind
    met_on: date
    person: PersonDocument
    document: RegistrationDocument = NOTHING_SAID
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
    consent_words: Sequence[ConsentDocument]
    """What was read out for each of `consents`, in their order."""
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

    A child, and whoever was found as one, is restricted from this first save. Only who agreed to
    the search is searched.

    Raises:
        DeniedError: the actor may not register.
        RuleBrokenError: one has no name, an impossible birth, a day that lies ahead or a foreign
            site; nothing is written.

    """
    authorise(actor, Permission.REGISTRATION_CREATE)
    if not news:
        return []
    _check(session, actor, news)
    people = service.create_people(
        session, actor, [(new.person, _sensitivity(new)) for new in news], owner_id=None
    )
    rows = _rows(session, actor, news, people)
    session.add_all(rows)
    session.flush()
    add_consents_of_many(
        session, actor, list(zip(people, [new.consents for new in news], strict=True))
    )
    _write_external(session, actor.society, list(zip(rows, news, strict=True)))
    audit.record(
        session,
        actor.user_id,
        Act.REGISTRATION_CREATED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
    )
    announce(
        session,
        actor.user_id,
        [
            _saved(row, new.person, new.document, is_searched=_agrees(new))
            for row, new in zip(rows, news, strict=True)
        ],
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
    consents = queries.consents(session, person.id)
    return RegistrationPage(
        registration=registration,
        person=person,
        particulars=service.open_documents(session, receipt, [person])[0],
        document=_open(session, receipt, registration),
        consents=consents,
        consent_words=open_consents(session, receipt, consents),
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
    searched = queries.has_agreed(session, row.id, Purpose.TRACING)
    announce(
        session,
        actor.user_id,
        [_saved(registration, person, document, is_searched=searched)],
    )
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
    """Write down one more decision of a registered person, a refusal too; it acts at once.

    Raises:
        DeniedError, NotFoundError: not the actor's to change.
        RuleBrokenError: see consenting.add_consents.

    """
    registration = _reachable(session, actor, Permission.REGISTRATION_WRITE, registration_id)
    person = session.get_one(Person, registration.person_id)
    written = add_consents(session, actor, person, [consent])[0]
    registration.changed_at = clock.now()
    _announce_again(session, actor, registration)
    return written


def withdraw_consent(session: Session, actor: Actor, consent_id: UUID) -> Consent:
    """Take a consent back. From this moment it opens nothing, here or elsewhere.

    Without the consent to the search the person leaves it. Other consents are asked for each time
    anything is shown, so nothing more has to be told.

    Raises:
        DeniedError, NotFoundError: not a consent of the actor's society, or of a person whom the
            actor may not know of.

    """
    authorise(actor, Permission.CONSENT_WITHDRAW)
    consent = session.get(Consent, consent_id)
    if consent is None:
        raise NotFoundError("consent")
    person = session.get_one(Person, consent.person_id)
    decide(actor, Permission.CONSENT_WITHDRAW, access.resource_of(session, person), clock.now())
    take_back(session, actor, consent)
    if consent.purpose is Purpose.TRACING and queries.registration_of(session, person.id):
        announce(session, actor.user_id, [gone(person.id, person.society_code)])
    return consent


def list_consents(
    session: Session, actor: Actor, show: ConsentShow, *, limit: int, offset: int
) -> tuple[Sequence[tuple[Consent, str]], int]:
    """Return consents of the society's registered people with their record's number, and how many.

    No names: the data protection officer needs none to see that decisions are kept.
    """
    authorise(actor, Permission.CONSENT_LIST)
    scope = visible(actor, Permission.CONSENT_LIST, clock.now())
    rows = queries.consents_of_society(session, scope, show, limit, offset)
    audit.record(
        session,
        actor.user_id,
        Act.CONSENT_OPENED,
        societies=[actor.society],
        subjects=[consent.id for consent, _number in rows],
        fields=["purpose", "decision"],
        purpose="consent",
    )
    return rows, queries.count_consents(session, scope, show)


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
    searched = queries.has_agreed(session, page.person.id, Purpose.TRACING)
    saved = _saved(registration, page.particulars, page.document, is_searched=searched)
    announce(session, actor.user_id, [saved])


def _saved(
    row: Registration,
    person: PersonDocument,
    document: RegistrationDocument,
    *,
    is_searched: bool,
) -> Saved:
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


def _check(session: Session, actor: Actor, news: Sequence[NewRegistration]) -> None:
    if any(new.met_on > clock.today() for new in news):
        raise RuleBrokenError("The day on which they were met lies in the future.")
    chosen = {new.site_id for new in news if new.site_id}
    if chosen and not chosen <= {site.id for site in societies.sites(session, actor.society)}:
        raise RuleBrokenError("Choose one of your society’s sites.")


def _rows(
    session: Session, actor: Actor, news: Sequence[NewRegistration], people: Sequence[Person]
) -> list[Registration]:
    now, year = clock.now(), clock.today().year
    numbers = societies.next_numbers(session, actor.society, "registration", year, len(news))
    ids = [uuid4() for _ in news]
    blobs = keys.of(session).seal_many(
        [
            (person.key_id, _context(actor.society, identity), encode(new.document))
            for person, identity, new in zip(people, ids, news, strict=True)
        ]
    )
    return [
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


def _agrees(new: NewRegistration) -> bool:
    return any(
        one.purpose is Purpose.TRACING and one.decision is ConsentDecision.GIVEN
        for one in new.consents
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
