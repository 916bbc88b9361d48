"""Registrations: a person met by the society, and what they consent to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, visible
from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Sealed
from rfl.errors import RuleBrokenError
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.persons import queries, service
from rfl.persons.consenting import NewConsent, add_consents, add_consents_of_many
from rfl.persons.deciding import withdraw_consent
from rfl.persons.document import PersonDocument, RegistrationDocument, decode, encode
from rfl.persons.models import ExternalRecord, Person, Registration
from rfl.persons.queries import RegistrationFilter
from rfl.persons.records import context_of, reachable, saved_of
from rfl.persons.rules import CHILD_KINDS, ConsentDecision, Purpose, RegistrationKind
from rfl.persons.watch import announce
from rfl.societies import service as societies

__all__ = ["NewConsent", "add_consents", "add_consents_of_many", "withdraw_consent"]

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
class RegistrationRow:
    """One line of a list."""

    registration: Registration
    particulars: PersonDocument


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, how many there are of each kind, and who has them."""

    rows: Sequence[RegistrationRow]
    counts: Mapping[RegistrationKind, int]
    total: int
    """Of the kind asked for, or of all."""
    staff: Mapping[UUID, str]


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
    people = service.create_people(session, actor, [(n.person, _sensitivity(n)) for n in news])
    rows = _rows(session, actor, news, people)
    session.add_all(rows)
    session.flush()
    add_consents_of_many(
        session, actor, list(zip(people, [new.consents for new in news], strict=True))
    )
    saved = list(zip(rows, news, strict=True))
    _write_external(session, actor.society, saved)
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
        [saved_of(row, new.person, new.document, is_searched=_agrees(new)) for row, new in saved],
    )
    return rows


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
    registration = reachable(session, actor, Permission.REGISTRATION_WRITE, registration_id)
    row = service.change_person(session, actor, registration.person_id, person)
    context = context_of(registration.society_code, registration.id)
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
        [saved_of(registration, person, document, is_searched=searched)],
    )
    return registration


def list_registrations(
    session: Session, actor: Actor, narrowed: RegistrationFilter, *, limit: int, offset: int
) -> Found:
    """Return registrations the actor may see, newest first, and how many there are."""
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
    counts = queries.counts_by_kind(session, scope, narrowed)
    return Found(
        rows=[RegistrationRow(row, opened[row.person_id]) for row in rows],
        counts=counts,
        total=counts.get(narrowed.kind, 0) if narrowed.kind else sum(counts.values()),
        staff=access.staff_names(session, receipt, {row.owner_id for row in rows}),
    )


def _write_external(
    session: Session, society: str, rows: Sequence[tuple[Registration, NewRegistration]]
) -> None:
    told = [(row.id, new.document.external_id) for row, new in rows if new.document.external_id]
    if not told:
        return
    found = keys.of(session).identifiers(TagPurpose.EXTERNAL_ID, [one for _, one in told])
    session.add_all(
        ExternalRecord(
            society_code=society,
            kind=EXTERNAL_KIND,
            tag=tag,
            tag_key=found.version,
            record_id=record_id,
        )
        for (record_id, _), tag in zip(told, found.newest, strict=True)
    )


def external_ids(
    session: Session, receipt: Receipt, registrations: Sequence[Registration]
) -> dict[UUID, str]:
    """Return the foreign ids (KoboToolbox `_uuid`) of registrations, by registration id."""
    sealed = [Sealed(r.sealed, context_of(r.society_code, r.id)) for r in registrations]
    opened = reveal_many(session, receipt, sealed)
    return {
        row.id: decode(data, RegistrationDocument).external_id
        for row, data in zip(registrations, opened, strict=True)
    }


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
            (person.key_id, context_of(actor.society, identity), encode(new.document))
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
