"""What registered people decide after the first day: more consents, refusals, second thoughts."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, decide, visible
from rfl.audit import service as audit
from rfl.audit.rules import ENGINE, Act
from rfl.errors import NotFoundError
from rfl.persons import queries, wholes
from rfl.persons.consenting import NewConsent, add_consents, take_back
from rfl.persons.models import Consent, Person, Registration
from rfl.persons.queries import ConsentFilter
from rfl.persons.records import reachable, read, saved_of
from rfl.persons.rules import Purpose
from rfl.persons.watch import announce, gone


def give_consent(
    session: Session, actor: Actor, registration_id: UUID, consent: NewConsent
) -> Consent:
    """Write down one more decision of a registered person, a refusal too; it acts at once.

    Raises:
        DeniedError, NotFoundError: not the actor's to change.
        RuleBrokenError: see consenting.add_consents.

    """
    registration = reachable(session, actor, Permission.REGISTRATION_WRITE, registration_id)
    person = session.get_one(Person, registration.person_id)
    written = add_consents(session, actor, person, [consent])[0]
    registration.changed_at = clock.now()
    _announce_again(session, actor, registration)
    if consent.purpose is Purpose.TRACING:
        _tell_others(session, actor, person.id)
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
        _tell_others(session, actor, person.id)
    return consent


def list_consents(
    session: Session, actor: Actor, narrowed: ConsentFilter, *, limit: int, offset: int
) -> tuple[Sequence[tuple[Consent, str]], int]:
    """Return consents of the society's registered people with their record's number, and how many.

    No names: the data protection officer needs none to see that decisions are kept.
    """
    authorise(actor, Permission.CONSENT_LIST)
    scope = visible(actor, Permission.CONSENT_LIST, clock.now())
    rows = queries.consents_of_society(session, scope, narrowed, limit, offset)
    audit.record(
        session,
        actor.user_id,
        Act.CONSENT_OPENED,
        societies=[actor.society],
        subjects=[consent.id for consent, _number in rows],
        fields=["purpose", "decision"],
        purpose="consent",
    )
    return rows, queries.count_consents(session, scope, narrowed)


def _announce_again(session: Session, actor: Actor, registration: Registration) -> None:
    page = read(session, actor, registration.id)
    searched = queries.has_agreed(session, page.person.id, Purpose.TRACING)
    saved = saved_of(registration, page.particulars, page.document, is_searched=searched)
    announce(session, actor.user_id, [saved])


def _tell_others(session: Session, actor: Actor, person_id: UUID) -> None:
    """Have the other records of the same person leave the search with this one, or come back."""
    others = wholes.members(session, person_id)[1:]
    if others:
        receipt = audit.record(
            session,
            ENGINE,
            Act.LINK_COMPARED,
            societies=[actor.society],
            subjects=others,
            purpose="tracing",
        )
        wholes.retell(session, actor.user_id, receipt, others)
