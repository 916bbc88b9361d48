"""Doing what was decided on a rights request: putting right, stopping a purpose."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.exchange import releasing, telling
from rfl.persons import consenting, deciding, records
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons.consenting import NewConsent
from rfl.persons.document import (
    BirthStatement,
    NamePart,
    Note,
    PersonDocument,
    PersonName,
    PlaceStatement,
    Said,
)
from rfl.persons.history import with_history
from rfl.persons.models import Person
from rfl.persons.rules import ConsentDecision, Purpose, Sex, SourceKind
from rfl.persons.watch import announce
from rfl.protection import requests
from rfl.protection.blackening import NOTE_WORDS, PLACE_WORDS
from rfl.protection.models import RightsRecord, RightsRequest
from rfl.protection.requests import RightsPage
from rfl.protection.rules import RecordKind, Right, RightsAct, RightsVerdict
from rfl.tracing import cases
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ENDED

NAME, BIRTH, SEX, TELEPHONE = "name", "birth", "sex", "telephone"
"""What can be put right beside places (blackening.PLACE_WORDS) and notes (NOTE_WORDS)."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One statement as it should be: `words`, or a birth, or a sex."""

    what: str
    words: str = ""
    country: str = ""
    birth: BirthStatement | None = None
    sex: Sex = Sex.UNKNOWN


def rectify(
    session: Session, actor: Actor, rights_id: UUID, record_id: UUID, correction: Correction
) -> None:
    """Put one statement right, as the person says it now. What was said before stays behind it.

    Raises:
        DeniedError, NotFoundError: not the actor's to carry out, or no record of the request.
        RuleBrokenError: nothing is written, an impossible birth, or it was refused.

    """
    row, page = _to_carry_out(session, actor, rights_id, Right.RECTIFICATION)
    record = next((one for one in page.records if one.id == record_id), None)
    if record is None:
        raise NotFoundError("record")
    person = session.get_one(Person, record.person_id)
    before = persons.open_documents(session, page.receipt, [person])[0]
    said = Said(SourceKind.PERSON, clock.today())
    now = corrected(before, correction, said)
    persons.replace_document(session, actor, person, with_history(before, now))
    session.flush()
    _tell_watchers(session, actor, page.receipt, record)
    _done(session, actor, row, page.records)


def stop_purposes(session: Session, actor: Actor, rights_id: UUID) -> None:
    """Stop what the person objects to: consents end, here and elsewhere, and a refusal stands.

    Raises:
        DeniedError, NotFoundError: not the actor's to carry out.
        RuleBrokenError: they are sought in a case that still runs.

    """
    row, page = _to_carry_out(session, actor, rights_id, Right.OBJECTION)
    for record in page.records:
        if record.kind is RecordKind.SOUGHT:
            _check_search_ended(session, record, page.document.purposes)
        else:
            _stop_in(session, actor, record, page)
    if page.document.takes_back_releases:
        about = [one.person_id for one in page.records if one.kind is RecordKind.REGISTERED]
        ids = [one.id for one in person_queries.registrations_of(session, about)]
        for release_id in telling.standing_releases(session, row.society_code, ids):
            releasing.withdraw(session, actor, release_id)
    _done(session, actor, row, page.records)


def corrected(before: PersonDocument, correction: Correction, said: Said) -> PersonDocument:
    """Return what is known with the corrected statement first.

    Raises:
        RuleBrokenError: nothing is written.

    """
    words = correction.words.strip()
    if correction.what == BIRTH and correction.birth is not None:
        birth = msgspec.structs.replace(correction.birth, said=said)
        return msgspec.structs.replace(before, births=(birth, *before.births))
    if correction.what == SEX and correction.sex is not Sex.UNKNOWN:
        return msgspec.structs.replace(before, sex=correction.sex)
    if not words:
        raise RuleBrokenError("Write down how it is right.")
    if correction.what == NAME:
        name = PersonName((NamePart(words),), said)
        return msgspec.structs.replace(before, names=(name, *before.names))
    if correction.what == TELEPHONE:
        return msgspec.structs.replace(before, telephones=(words, *before.telephones))
    if correction.what in PLACE_WORDS:
        place = PlaceStatement(correction.what, correction.country, words, said)
        return msgspec.structs.replace(before, places=(place, *before.places))
    if correction.what in NOTE_WORDS:
        note = Note(correction.what, words, said)
        return msgspec.structs.replace(before, notes=(note, *before.notes))
    raise RuleBrokenError("Choose what is to be put right.")


def _to_carry_out(
    session: Session, actor: Actor, rights_id: UUID, right: Right
) -> tuple[RightsRequest, RightsPage]:
    row = requests.for_act(session, actor, RightsAct.CARRY_OUT, rights_id)
    if row.asked_right is not right or row.verdict is RightsVerdict.REFUSED:
        raise RuleBrokenError("This is not what was decided. Load the request again.")
    return row, requests.opened(session, actor, row, Act.RIGHTS_OPENED)


def _done(
    session: Session, actor: Actor, row: RightsRequest, about: Sequence[RightsRecord]
) -> None:
    row.done_at = row.changed_at = clock.now()
    people = [one.person_id for one in about]
    requests.write_entry(session, actor, Act.RIGHTS_CARRIED_OUT, row, people)


def _stop_in(session: Session, actor: Actor, record: RightsRecord, page: RightsPage) -> None:
    """End the consents of one record, and write down that these purposes are refused."""
    for one in person_queries.standing(session, record.person_id):
        if one.purpose in page.document.purposes and one.withdrawn_at is None:
            deciding.withdraw_consent(session, actor, one.id)
    refused = [NewConsent(one, ConsentDecision.REFUSED) for one in page.document.purposes]
    person = session.get_one(Person, record.person_id)
    consenting.add_consents(session, actor, person, refused)
    if record.kind is RecordKind.ENQUIRER:
        request = session.get_one(TracingRequest, record.record_id)
        cases.announce_sought(session, actor, request, page.receipt)


def _check_search_ended(
    session: Session, record: RightsRecord, purposes: Sequence[Purpose]
) -> None:
    request = session.get_one(TracingRequest, record.record_id)
    if Purpose.TRACING in purposes and request.state not in ENDED:
        raise RuleBrokenError(
            "The search for this person is an enquirer’s case. A head of tracing closes it first; "
            "then carry this out."
        )


def _tell_watchers(session: Session, actor: Actor, receipt: Receipt, record: RightsRecord) -> None:
    """Have a corrected record matched anew."""
    if record.kind is RecordKind.SOUGHT:
        request = session.get_one(TracingRequest, record.record_id)
        cases.announce_sought(session, actor, request, receipt)
    elif record.kind is RecordKind.REGISTERED:
        row = person_queries.registration_of(session, record.person_id)
        if row is not None:
            person = persons.open_by_id(session, receipt, [record.person_id])[record.person_id]
            agreed = person_queries.has_agreed(session, record.person_id, Purpose.TRACING)
            document = records.open_document(session, receipt, row)
            saved = records.saved_of(row, person, document, is_searched=agreed)
            announce(session, actor.user_id, [saved])
