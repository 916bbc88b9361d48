"""Changing what is known in a case: circumstances, people, and what the enquirer consents to."""

from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity
from rfl.audit.service import Receipt
from rfl.errors import NotFoundError
from rfl.persons import queries as person_queries
from rfl.persons import registering
from rfl.persons import service as persons
from rfl.persons.document import PersonDocument
from rfl.persons.models import Consent, Person
from rfl.persons.registering import NewConsent
from rfl.persons.rules import ConsentDecision
from rfl.tracing import queries, service, sharing
from rfl.tracing.cases import (
    announce_sought,
    open_request,
    reachable,
    record_change,
    seal_request,
    seal_search,
)
from rfl.tracing.document import ActionDocument, RequestDocument
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.opening import NewSought
from rfl.tracing.rules import ActionKind, sensitivity_for
from rfl.tracing.service import NewEntry


def change(
    session: Session, actor: Actor, request_id: UUID, document: RequestDocument
) -> TracingRequest:
    """Change the circumstances, contact and legal basis of a case. Its outcome stays as it is.

    Raises:
        DeniedError, NotFoundError: not the actor's to change.

    """
    request, receipt = _open_for_change(session, actor, request_id)
    before = open_request(session, receipt, request)
    kept = msgspec.structs.replace(
        document,
        outcome=before.outcome,
        past_ends=before.past_ends,
        external_id=before.external_id,
    )
    seal_request(session, request, kept)
    least = sensitivity_for(kept.cause, is_danger=bool(kept.danger.strip()))
    guard(session, request, least)
    _note(session, actor, request, "changed")
    return request


def change_enquirer(
    session: Session, actor: Actor, request_id: UUID, person: PersonDocument
) -> TracingRequest:
    """Change what is known of the enquirer.

    Raises:
        DeniedError, NotFoundError: not the actor's to change.
        RuleBrokenError: no name, or an impossible birth.

    """
    request, _ = _open_for_change(session, actor, request_id)
    row = persons.change_person(session, actor, request.enquirer_id, person)
    guard(session, request, row.sensitivity)
    _note(session, actor, request, "changed")
    return request


def change_sought(
    session: Session,
    actor: Actor,
    request_id: UUID,
    sought_id: UUID,
    new: NewSought,
) -> TracingRequest:
    """Change what is known of a sought person, and search anew.

    Raises:
        DeniedError, NotFoundError: not the actor's to change.
        RuleBrokenError: no name, or an impossible birth.

    """
    request, receipt = _open_for_change(session, actor, request_id)
    row = session.get(SoughtPerson, sought_id)
    if row is None or row.request_id != request.id:
        raise NotFoundError("sought person")
    person = persons.change_person(session, actor, row.person_id, new.person)
    row.sealed = seal_search(session, request, row.id, new.search)
    guard(session, request, person.sensitivity)
    _note(session, actor, request, "changed")
    announce_sought(session, actor, request, receipt)
    return request


def add_sought(session: Session, actor: Actor, request_id: UUID, new: NewSought) -> SoughtPerson:
    """Add one more sought person to a case, and search for them.

    Raises:
        DeniedError, NotFoundError: not the actor's case.
        RuleBrokenError: no name, or an impossible birth.

    """
    request, receipt = _open_for_change(session, actor, request_id)
    person = persons.create_person(
        session, actor, new.person, sensitivity=request.sensitivity, owner_id=request.owner_id
    )
    row = SoughtPerson(
        id=uuid4(),
        society_code=request.society_code,
        request_id=request.id,
        person_id=person.id,
        place_in_case=len(queries.sought(session, [request.id])) + 1,
    )
    row.sealed = seal_search(session, request, row.id, new.search)
    session.add(row)
    session.flush()
    sharing.follow(session, request.id, person.id)
    guard(session, request, person.sensitivity)
    _note(session, actor, request, "sought_added")
    announce_sought(session, actor, request, receipt)
    return row


def give_consents(
    session: Session, actor: Actor, request_id: UUID, consents: Sequence[NewConsent]
) -> TracingRequest:
    """Write down what the enquirer decided; it acts at once, in place of what they said before.

    Raises:
        DeniedError, NotFoundError: not the actor's case.

    """
    request, receipt = _open_for_change(session, actor, request_id)
    enquirer = session.get_one(Person, request.enquirer_id)
    registering.add_consents(session, actor, enquirer, _news(session, actor, enquirer, consents))
    _note(session, actor, request, "consent_given")
    announce_sought(session, actor, request, receipt)
    return request


def withdraw_consent(
    session: Session, actor: Actor, request_id: UUID, consent_id: UUID
) -> TracingRequest:
    """Take back one of the enquirer's consents. Without the one to trace, the search stops at once.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or not its enquirer's consent.

    """
    request, receipt = _open_for_change(session, actor, request_id)
    consent = session.get(Consent, consent_id)
    if consent is None or consent.person_id != request.enquirer_id:
        raise NotFoundError("consent")
    registering.withdraw_consent(session, actor, consent_id)
    _note(session, actor, request, "consent_withdrawn")
    announce_sought(session, actor, request, receipt)
    return request


def _open_for_change(
    session: Session, actor: Actor, request_id: UUID
) -> tuple[TracingRequest, Receipt]:
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    return request, record_change(session, actor, request)


def _news(
    session: Session, actor: Actor, enquirer: Person, consents: Sequence[NewConsent]
) -> list[NewConsent]:
    """Take back what no longer stands beside `consents`; return those that do not stand yet."""
    given = {
        (one.purpose, one.recipient) for one in consents if one.decision is ConsentDecision.GIVEN
    }
    decided = {one.purpose for one in consents}
    standing = set()
    for one in person_queries.consents(session, enquirer.id):
        if one.decision is not ConsentDecision.GIVEN or one.withdrawn_at is not None:
            continue
        if one.purpose in decided and (one.purpose, one.recipient) not in given:
            registering.withdraw_consent(session, actor, one.id)
        else:
            standing.add((one.purpose, one.recipient))
    return [
        one
        for one in consents
        if one.decision is ConsentDecision.REFUSED or (one.purpose, one.recipient) not in standing
    ]


def _note(session: Session, actor: Actor, request: TracingRequest, result: str) -> None:
    request.changed_at = clock.now()
    service.add_entry(
        session, actor, request, NewEntry(ActionKind.NOTE, ActionDocument(result=result))
    )


def guard(session: Session, request: TracingRequest, wanted: Sensitivity) -> None:
    """Hold a case and all its people more closely, when one of them has to be."""
    if wanted is Sensitivity.NORMAL or request.sensitivity is not Sensitivity.NORMAL:
        return
    request.sensitivity = Sensitivity.RESTRICTED
    ids = [row.person_id for row in queries.sought(session, [request.id])]
    for person in person_queries.people(session, [request.enquirer_id, *ids]).values():
        if person.sensitivity is Sensitivity.NORMAL:
            person.sensitivity = Sensitivity.RESTRICTED
