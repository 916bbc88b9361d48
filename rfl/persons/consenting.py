"""What people decide, purpose by purpose: written down, refused, taken back.

The rows are written here; who may do it, and who is told, is decided by the domain the person
belongs to (registering, tracing).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.audit import service as audit
from rfl.audit.reveal import opening
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading, ask
from rfl.errors import RuleBrokenError
from rfl.keys import service as keys
from rfl.persons import queries
from rfl.persons.document import SCHEMA, ConsentDocument, decode, encode
from rfl.persons.models import Consent, Person
from rfl.persons.rules import ALL_PARTNERS, SERVING_TRACING, ConsentDecision, Purpose
from rfl.persons.watch import tell_taken_back

NO_WORDS = ConsentDocument()


@dataclass(frozen=True, slots=True)
class NewConsent:
    """One decision for one purpose."""

    purpose: Purpose
    decision: ConsentDecision = ConsentDecision.GIVEN
    recipient: str = ALL_PARTNERS
    attested: bool = False
    document: ConsentDocument = NO_WORDS


def add_consents(
    session: Session, actor: Actor, person: Person, consents: Sequence[NewConsent]
) -> list[Consent]:
    """Write decisions of a person; the caller has decided that their record may be changed.

    A refusal takes back what was given before for the same purpose and recipient.

    Raises:
        RuleBrokenError: one society is refused while the consent for all of them stands.

    """
    for consent in consents:
        if consent.decision is ConsentDecision.REFUSED:
            _end_what_is_refused(session, actor, person, consent)
    return add_consents_of_many(session, actor, [(person, tuple(consents))])


def add_consents_of_many(
    session: Session, actor: Actor, people: Sequence[tuple[Person, tuple[NewConsent, ...]]]
) -> list[Consent]:
    """Write the first decisions of people just recorded, in a handful of statements."""
    now = clock.now()
    flat = [(person, consent, uuid4()) for person, consents in people for consent in consents]
    if not flat:
        return []
    table = Consent.__tablename__
    places = [Context(person.society_code, table, key, SCHEMA) for person, _, key in flat]
    blobs = keys.of(session).seal_many(
        [
            (person.key_id, place, encode(consent.document))
            for (person, consent, _), place in zip(flat, places, strict=True)
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
    session.add_all(rows)
    session.flush()
    ids = [row.id for row in rows]
    audit.record(session, actor.user_id, Act.CONSENT_GIVEN, societies=[actor.society], subjects=ids)
    return rows


def hold(session: Session, person_id: UUID) -> None:
    """Hold still what a person decided, until the transaction ends: then it acts, or did not.

    Whoever lets something cross on a consent asks for this before asking for the consent.
    """
    session.execute(_person(person_id).with_for_update(read=True))


def _person(person_id: UUID) -> Select[UUID]:
    return select(Person.id).where(Person.id == person_id)


def take_back(session: Session, actor: Actor, consent: Consent) -> list[Consent]:
    """Take a consent back, from this moment, and return all that ended with it.

    Whatever else was given for the same purpose and recipient ends too; and without the search
    nothing is left for which anybody could be told (SERVING_TRACING).
    """
    session.execute(_person(consent.person_id).with_for_update(key_share=True))
    ended = [
        one
        for one in queries.standing(session, consent.person_id)
        if (one.purpose, one.recipient) == (consent.purpose, consent.recipient)
        or (consent.purpose is Purpose.TRACING and one.purpose in SERVING_TRACING)
    ]
    now = clock.now()
    for one in ended:
        one.withdrawn_at = now
        audit.record(
            session,
            actor.user_id,
            Act.CONSENT_WITHDRAWN,
            societies=[one.society_code],
            subjects=[one.id, one.person_id],
            detail={"purpose": one.purpose},
        )
    session.flush()
    tell_taken_back(session, ended)
    return ended


def open_consents(
    session: Session, receipt: Receipt, consents: Sequence[Consent]
) -> list[ConsentDocument]:
    """Return the words of consents the caller has decided may be shown, in order."""
    return ask(session, opening_consents(receipt, consents))


def opening_consents(
    receipt: Receipt, consents: Sequence[Consent]
) -> Reading[list[ConsentDocument]]:
    """Read the words of consents the caller has decided may be shown, in order."""
    sealed = [
        Sealed(one.sealed, Context(one.society_code, Consent.__tablename__, one.id, SCHEMA))
        for one in consents
    ]
    return [decode(data, ConsentDocument) for data in (yield from opening(receipt, sealed))]


def _end_what_is_refused(
    session: Session, actor: Actor, person: Person, refused: NewConsent
) -> None:
    standing = [
        one for one in queries.standing(session, person.id) if one.purpose is refused.purpose
    ]
    if refused.recipient != ALL_PARTNERS and any(one.recipient == ALL_PARTNERS for one in standing):
        raise RuleBrokenError(
            "They allowed all societies. Take that back first, then name those they allow."
        )
    for one in standing:
        if refused.recipient in (ALL_PARTNERS, one.recipient):
            take_back(session, actor, one)
