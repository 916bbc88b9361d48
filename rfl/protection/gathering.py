"""Everything that a society holds on one person, put together for the person themself.

What never stands in it, because a paper can be taken from a person: what others told in free words,
who looks for them, a search whose enquirer is in danger, what they answered in the consent gate and
did not let out, and whatever is another society's own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Sensitivity
from rfl.attachments import service as attachments
from rfl.attachments.models import Attachment
from rfl.attachments.rules import KIND_WORDS, OWN_KIND_WORDS
from rfl.audit.service import Receipt
from rfl.boards import records as boards
from rfl.db.rounds import ask
from rfl.linking.models import Link
from rfl.linking.rules import LinkState
from rfl.messages import telling as messages
from rfl.messages.rules import MessageKind
from rfl.messages.words import PHRASE_WORDS
from rfl.persons import queries as person_queries
from rfl.persons import records as registrations
from rfl.persons import service as persons
from rfl.persons.consenting import open_consents
from rfl.persons.document import PersonDocument
from rfl.persons.history import as_document
from rfl.persons.rules import REGISTRATION_WORDS, RELATION_WORDS, SourceKind
from rfl.protection import queries
from rfl.protection.blackening import (
    Voice,
    consent_line,
    consent_word_lines,
    person_lines,
    registration_lines,
)
from rfl.protection.child_lines import child_lines
from rfl.protection.disclosing import day_words, disclosures, lines_of
from rfl.protection.document import Holding, Line, Section
from rfl.protection.incident_lines import incident_lines
from rfl.protection.models import RightsRecord, RightsRequest
from rfl.protection.rules import RecordKind
from rfl.text import N_, Text
from rfl.tracing import cases
from rfl.tracing import queries as tracing_queries
from rfl.tracing.document import RequestDocument
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.outcomes import (
    FATE_WORDS,
    OF_OTHERS,
    OUTCOME_WORDS,
    WHEREABOUTS_WORDS,
    ending_of,
)
from rfl.tracing.rules import GUARDED_CAUSES, ActionKind
from rfl.tracing.words import BASIS_WORDS, CAUSE_WORDS

TITLES = {
    RecordKind.REGISTERED: N_("Your registration"),
    RecordKind.ENQUIRER: N_("Your search"),
    RecordKind.SOUGHT: N_("A search for you"),
}


@dataclass(frozen=True, slots=True)
class Gathered:
    """A copy, and the numbers of searches that are left out for the sake of the enquirer."""

    holding: Holding
    left_out: tuple[str, ...]


def gather(
    session: Session, receipt: Receipt, request: RightsRequest, records: Sequence[RightsRecord]
) -> Gathered:
    """Return what the society holds on the person of `records`, blackened.

    The caller has decided that the records are one person's, and theirs to open under `receipt`.
    """
    records = still_held(session, records)
    left_out = _left_out(session, receipt, records)
    told = [one for one in records if one.id not in {out.id for out in left_out}]
    people = persons.open_by_id(session, receipt, [one.person_id for one in told])
    sections = [
        Section(
            TITLES[one.kind],
            "" if one.kind is RecordKind.SOUGHT else one.number,
            tuple(_lines(session, receipt, one, people[one.person_id], f"{place}")),
        )
        for place, one in enumerate(told, 1)
    ]
    voice = Voice("told", RecordKind.REGISTERED)
    told_lines = lines_of(voice, disclosures(session, receipt, request.society_code, told))
    sections += [
        Section(title, "", tuple(lines))
        for title, lines in (
            (N_("Two of our records about you"), list(_same_person(session, told))),
            (N_("Who was told what about you"), told_lines),
        )
        if lines
    ]
    holding = Holding(request.number, request.society_code, clock.today(), tuple(sections))
    return Gathered(holding, tuple(one.number for one in left_out))


def tellable(
    session: Session, receipt: Receipt, records: Sequence[RightsRecord]
) -> list[RightsRecord]:
    """Return the records that the person may be told of on paper."""
    records = still_held(session, records)
    out = {one.id for one in _left_out(session, receipt, records)}
    return [one for one in records if one.id not in out]


def still_held(session: Session, records: Sequence[RightsRecord]) -> list[RightsRecord]:
    """Return the records that were not erased since."""
    people = person_queries.people(session, [one.person_id for one in records])
    return [one for one in records if people[one.person_id].erased_at is None]


def may_tell_of_search(request: TracingRequest, document: RequestDocument) -> bool:
    """Tell whether a sought person may be told on paper that they are looked for.

    Not where the enquirer may be in danger, or the case is sealed: it may be from this very person.
    """
    guarded = document.danger.strip() or document.cause in GUARDED_CAUSES
    return not guarded and request.sensitivity is not Sensitivity.SEALED


def _left_out(
    session: Session, receipt: Receipt, records: Sequence[RightsRecord]
) -> list[RightsRecord]:
    found = []
    for one in records:
        if one.kind is RecordKind.SOUGHT:
            request = session.get_one(TracingRequest, one.record_id)
            if not may_tell_of_search(request, cases.open_request(session, receipt, request)):
                found.append(one)
    return found


def _lines(
    session: Session,
    receipt: Receipt,
    record: RightsRecord,
    person: PersonDocument,
    prefix: str,
) -> Iterator[Line]:
    voice = Voice(prefix, record.kind)
    yield from person_lines(voice, person)
    for one in person.replaced:
        if one.on is not None:
            yield voice.line(N_("What a change on this day took out"), day_words(one.on))
        yield from person_lines(voice, as_document(one))
    if record.kind is RecordKind.REGISTERED:
        yield from _registered(session, receipt, voice, record.person_id)
    elif record.kind is RecordKind.ENQUIRER:
        yield from _enquirer(session, receipt, voice, record.record_id)
    else:
        request = session.get_one(TracingRequest, record.record_id)
        yield voice.line(N_("The search began"), day_words(request.created_at))
        yield from _ended(session, receipt, voice, request, record.person_id)
        yield from incident_lines(session, receipt, voice, record.person_id)
    if record.kind is not RecordKind.SOUGHT:
        yield from _messages(session, receipt, voice, record)
    consents = person_queries.consents(session, record.person_id)
    words = open_consents(session, receipt, consents)
    for consent, document in zip(consents, words, strict=True):
        ended = consent.withdrawn_at is not None
        yield consent_line(
            voice, consent.purpose, consent.decision, ended=ended, attested=consent.attested
        )
        yield from consent_word_lines(voice, document)


def _ended(
    session: Session, receipt: Receipt, voice: Voice, request: TracingRequest, person_id: UUID
) -> Iterator[Line]:
    """Yield what was written of what became of a sought person; not why the enquirer ended it."""
    outcome = cases.open_request(session, receipt, request).outcome
    for row in tracing_queries.sought(session, [request.id]):
        end = ending_of(outcome, row.id) if outcome and row.person_id == person_id else None
        if end is None:
            continue
        yield voice.line(N_("What became of you"), Text(FATE_WORDS[end.fate]))
        where = Text(WHEREABOUTS_WORDS[end.whereabouts])
        yield voice.line(N_("Whether it is known where you are"), where)
        if end.reason not in OF_OTHERS:
            yield voice.line(N_("Why the search ended"), Text(OUTCOME_WORDS[end.reason]))


def _registered(
    session: Session, receipt: Receipt, voice: Voice, person_id: UUID
) -> Iterator[Line]:
    rows = person_queries.registrations_of(session, [person_id])
    for row in rows:
        yield voice.line(N_("Registered as"), Text(REGISTRATION_WORDS[row.kind]))
        yield voice.line(N_("We met you on"), day_words(row.met_on))
        site = person_queries.site_name(session, row.site_id)
        if site:
            yield voice.line(N_("Where we met you"), site)
        yield from registration_lines(voice, registrations.open_document(session, receipt, row))
    kept = attachments.of_registrations(session, [row.id for row in rows])
    yield from _given(session, receipt, voice, kept, SourceKind.PERSON)
    yield from child_lines(session, receipt, voice, person_id)
    yield from incident_lines(session, receipt, voice, person_id)


def _messages(
    session: Session, receipt: Receipt, voice: Voice, record: RightsRecord
) -> Iterator[Line]:
    """Yield what the person wrote to the family, and when something was brought to them.

    What others wrote to them is the others' to give.
    """
    society = person_queries.people(session, [record.person_id])[record.person_id].society_code
    for sent in messages.sent_by(session, receipt, society, [record.person_id]):
        document = sent.document
        yield voice.line(N_("You wrote to the family on"), day_words(sent.row.created_at))
        yield voice.line(N_("To whom you wrote"), document.addressee.name)
        if document.text:
            yield voice.line(N_("What you wrote"), document.text)
        for phrase in document.phrases:
            yield voice.line(N_("What you wrote"), Text(PHRASE_WORDS[phrase]))
        if sent.row.kind is MessageKind.SCAN:
            yield voice.line(N_("What you wrote"), Text("a paper, kept as a picture"))
        if document.sender_at.place:
            yield voice.line(N_("Where you were"), document.sender_at.place)
    for brought in messages.brought_to(session, society, [record.person_id]):
        yield voice.line(N_("A family message came for you on"), day_words(brought.row.created_at))
        yield voice.line(N_("What was written to you"), "", held_back=True)


def _enquirer(session: Session, receipt: Receipt, voice: Voice, request_id: UUID) -> Iterator[Line]:
    """Yield what the enquirer told, and what they were told. What was found is the sought's."""
    request = session.get_one(TracingRequest, request_id)
    document, _searches, line = ask(
        session,
        cases.opening_case(receipt, request, (), tracing_queries.actions(session, request_id)),
    )
    yield voice.line(N_("The search began"), day_words(request.created_at))
    for what, value in (
        (N_("How we reach you"), document.contact.channel),
        (N_("When we reach you"), document.contact.hours),
        (N_("In which language"), document.contact.language),
        (N_("How the family came apart"), document.circumstances),
        (N_("What the family tried"), document.tried),
    ):
        if value:
            yield voice.line(what, value)
    if document.cause:
        yield voice.line(N_("Cause"), Text(CAUSE_WORDS[document.cause]))
    if document.legal_basis:
        yield voice.line(N_("Legal basis"), Text(BASIS_WORDS[document.legal_basis]))
    yield from _looked_for(session, receipt, voice, request)
    kept = attachments.of_request(session, request.id)
    yield from _given(session, receipt, voice, kept, SourceKind.ENQUIRER)
    yield from _shown(session, voice, request)
    for entry in line:
        if entry.row.kind is ActionKind.TOLD_ENQUIRER:
            yield voice.line(N_("We spoke with you on"), day_words(entry.row.happened_at))


def _looked_for(
    session: Session, receipt: Receipt, voice: Voice, request: TracingRequest
) -> Iterator[Line]:
    """Yield whom the enquirer looks for, by the names they themself gave."""
    for one in cases.open_sought(session, receipt, request):
        names = [name.text for name in one.person.names if voice.is_own(name.said)]
        what = N_("You look for")
        relation = Text(RELATION_WORDS[one.search.relation])
        if names:
            text = Text("%(name)s, %(relation)s", name=" · ".join(names), relation=relation)
            yield voice.line(what, text)
        else:
            yield voice.line(what, relation)
        yield voice.line(N_("What others told of the person you look for"), "", held_back=True)


def _shown(session: Session, voice: Voice, request: TracingRequest) -> Iterator[Line]:
    """Yield from when to when the enquirer's photo was shown to everybody."""
    for board in boards.of_request(session, request.id):
        if board.published_at is not None:
            yield voice.line(
                N_("Your photo was shown to everybody from"), day_words(board.published_at)
            )
            ended = board.ended_at or board.last_day
            yield voice.line(N_("Your photo was shown to everybody until"), day_words(ended))


def _given(
    session: Session,
    receipt: Receipt,
    voice: Voice,
    rows: Sequence[Attachment],
    own: SourceKind,
) -> Iterator[Line]:
    """Yield which photos and documents the person gave. What others gave is the others'."""
    for one in attachments.open_rows(session, receipt, rows) if rows else ():
        if one.document.said.source is own:
            words = OWN_KIND_WORDS if own is SourceKind.PERSON else KIND_WORDS
            kind = Text(words[one.document.kind])
            yield voice.line(N_("A photo or document that you gave us"), kind)
        else:
            yield voice.line(N_("A photo or document that others gave us"), "", held_back=True)


def _same_person(session: Session, records: Sequence[RightsRecord]) -> Iterator[Line]:
    """Yield that a second person confirmed that two records are of this one person."""
    registered = [one.person_id for one in records if one.kind is RecordKind.REGISTERED]
    rows = person_queries.registrations_of(session, registered)
    about = [one.person_id for one in records if one.kind is RecordKind.SOUGHT]
    sought = queries.sought_rows(session, about)
    voice = Voice("same", RecordKind.REGISTERED)
    query = (
        select(Link.confirmed_at)
        .join(SoughtPerson, SoughtPerson.id == Link.sought_id)
        .where(
            Link.state == LinkState.CONFIRMED,
            Link.sought_id.in_([row.id for row in sought]),
            Link.registration_id.in_([row.id for row in rows]),
        )
    )
    for moment in session.scalars(query.order_by(Link.confirmed_at)):
        if moment is not None:
            yield voice.line(N_("Confirmed to be one person on"), day_words(moment))
