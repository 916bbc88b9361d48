"""Who was told what about one person: the log that the person may read.

Made from what crossed, never from the trail, which is the safeguarding focal point's alone.
Whatever lets nothing out (a refusal, a search under way, a question of another society) is none of
it; nor, to an enquirer, is which society was asked: that could tell where somebody is before they
agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce

from sqlalchemy.orm import Session

from rfl.audit.service import Receipt
from rfl.exchange import telling
from rfl.exchange.document import ReleaseDocument
from rfl.exchange.fields import FIELD_WORDS
from rfl.messages import telling as messages
from rfl.persons import calendars
from rfl.persons import queries as person_queries
from rfl.persons.rules import (
    ALL_PARTNERS,
    PURPOSE_WORDS,
    SERVING_TRACING,
    ConsentDecision,
    Purpose,
)
from rfl.protection import queries
from rfl.protection.blackening import Voice
from rfl.protection.document import Line
from rfl.protection.models import RightsRecord
from rfl.protection.rules import RecordKind, Right
from rfl.referrals import telling as referrals
from rfl.societies import service as societies
from rfl.text import N_, Text
from rfl.tracing import queries as tracing_queries
from rfl.tracing.models import SoughtPerson
from rfl.tracing.rules import ActionKind, CaseAct
from rfl.tracing.words import ACTION_WORDS
from rfl.transfers import telling as transfers

OUTSIDE = frozenset(
    {ActionKind.AUTHORITY_REQUEST, ActionKind.PHOTO_PUBLICATION, ActionKind.SOCIAL_MEDIA}
)
"""What was tried in a case that tells somebody outside the movement of the sought person."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One time that somebody was told: when, who, what; until when, if it has ended."""

    at: datetime
    recipient: Text
    what: Text
    ended_at: datetime | None = None


def disclosures(
    session: Session, receipt: Receipt, society: str, records: Sequence[RightsRecord]
) -> list[Disclosure]:
    """Return who was told what about the person of `records`, oldest first.

    The caller has decided that these records are one person's and may be opened under `receipt`,
    and that sought ones may be told of (gathering.may_tell_of_search).
    """
    found = [
        *_released(session, receipt, society, records),
        *_asked(session, receipt, society, records),
        *_outside(session, records),
        *_shared(session, records),
        *_copies(session, records),
        *_messages(session, receipt, society, records),
        *_handed(session, society, records),
        *_sent_on(session, receipt, society, records),
    ]
    return sorted(found, key=lambda one: one.at)


def lines_of(voice: Voice, told: Sequence[Disclosure]) -> list[Line]:
    """Return disclosures as lines of a copy."""
    return [
        voice.line(
            N_("Told"),
            Text(
                "%(day)s. To %(recipient)s: %(what)s%(ended)s",
                day=day_words(one.at),
                recipient=one.recipient,
                what=one.what,
                ended=Text(" (ended %(day)s)", day=day_words(one.ended_at)) if one.ended_at else "",
            ),
        )
        for one in told
    ]


def day_words(moment: datetime | date) -> Text:
    """Return a day as words."""
    return calendars.day_text(moment.date() if isinstance(moment, datetime) else moment)


def _released(
    session: Session, receipt: Receipt, society: str, records: Sequence[RightsRecord]
) -> list[Disclosure]:
    about = {one.person_id for one in records if one.kind is RecordKind.REGISTERED}
    registrations = person_queries.registrations_of(session, about)
    ids = [row.id for row in registrations]
    return [
        Disclosure(
            one.row.released_at,
            _society(session, one.row.to_society),
            _release_words(one.document),
            one.row.withdrawn_at or one.row.expires_at,
        )
        for one in telling.released_about(session, receipt, society, ids)
    ]


def _release_words(document: ReleaseDocument | None) -> Text:
    if document is None:
        return Text("what you had allowed; they can no longer read it")
    told = [
        words
        for words, is_told in (
            (N_("that you are alive"), document.alive),
            (N_("your message"), bool(document.message)),
            (N_("how to reach you"), bool(document.contact)),
            (N_("where you are"), bool(document.whereabouts)),
        )
        if is_told
    ]
    return listed([Text(words) for words in told])


def _asked(
    session: Session, receipt: Receipt, society: str, records: Sequence[RightsRecord]
) -> list[Disclosure]:
    """Return what other societies were told when they were asked about the sought person."""
    rows = _searches(session, records)
    sought_ids = {row.id for row in rows}
    asked = telling.asked_in(session, receipt, society, [row.request_id for row in rows])
    return [
        Disclosure(
            one.row.sent_at,
            _society(session, one.row.to_society),
            listed([Text(FIELD_WORDS[name]) for name, _ in one.document.fields]),
        )
        for one in asked
        if one.row.sought_id in sought_ids and one.row.sent_at is not None
    ]


def _outside(session: Session, records: Sequence[RightsRecord]) -> list[Disclosure]:
    """Return what was tried in public or with an authority, and when the family was told."""
    found = []
    for row in _searches(session, records):
        for action in tracing_queries.actions(session, row.request_id):
            if action.kind in OUTSIDE:
                words = Text(ACTION_WORDS[action.kind])
                recipient = Text("people outside the movement")
                found.append(Disclosure(action.happened_at, recipient, words))
            elif action.act is CaseAct.DELIVER:
                words = Text("what was found out")
                found.append(
                    Disclosure(action.happened_at, Text("the person who looks for you"), words)
                )
    return found


def _shared(session: Session, records: Sequence[RightsRecord]) -> list[Disclosure]:
    """Return with whom the person let us share, from when to when."""
    return [
        Disclosure(
            one.decided_at,
            _recipient(session, one.purpose, one.recipient),
            Text("who you are, while they search, as you allowed"),
            one.withdrawn_at,
        )
        for record in records
        if record.kind is not RecordKind.SOUGHT
        for one in person_queries.consents(session, record.person_id)
        if one.decision is ConsentDecision.GIVEN and one.purpose in SERVING_TRACING
    ]


def _messages(
    session: Session, receipt: Receipt, society: str, records: Sequence[RightsRecord]
) -> list[Disclosure]:
    """Return which societies carried the person's messages, and what was let know of theirs."""
    about = {one.person_id for one in records if one.kind is not RecordKind.SOUGHT}
    sent = [
        Disclosure(
            one.row.dispatched_at,
            _society(session, one.row.to_society),
            Text("your family message, to bring it (%(number)s)", number=one.row.number),
        )
        for one in messages.sent_by(session, receipt, society, about)
        if one.row.dispatched_at is not None
    ]
    brought = [
        Disclosure(
            one.told_at,
            _society(session, one.row.from_society),
            Text("that a message reached you (%(number)s)", number=one.row.number),
        )
        for one in messages.brought_to(session, society, about)
        if one.told_at is not None
    ]
    return [*sent, *brought]


def _handed(session: Session, society: str, records: Sequence[RightsRecord]) -> list[Disclosure]:
    """Return which societies were given a case of the person, to carry the search on."""
    about = {one.person_id for one in records if one.kind is not RecordKind.REGISTERED}
    return [
        Disclosure(
            row.handed_at,
            _society(session, row.to_society),
            Text(
                "the case, with its people, to carry the search on (%(number)s)", number=row.number
            ),
        )
        for row in transfers.handed_of(session, society, about)
        if row.handed_at is not None
    ]


def _sent_on(
    session: Session, receipt: Receipt, society: str, records: Sequence[RightsRecord]
) -> list[Disclosure]:
    """Return to which services the person was sent, and what these were told."""
    about = {one.person_id for one in records if one.kind is not RecordKind.REGISTERED}
    return [
        Disclosure(
            one.row.created_at,
            Text("the service ‘%(service)s’", service=one.document.service),
            Text("%(told)s", told=one.document.told),
        )
        for one in referrals.sent_on(session, receipt, society, about)
    ]


def _copies(session: Session, records: Sequence[RightsRecord]) -> list[Disclosure]:
    answered = queries.answered_copies(session, [one.person_id for one in records])
    return [
        Disclosure(
            row.answered_at,
            Text("you"),
            Text("a copy of what we hold (%(number)s)", number=row.number),
        )
        for row in answered
        if row.asked_right is Right.ACCESS and row.approved_at and row.answered_at
    ]


def listed(texts: Sequence[Text]) -> Text:
    """Return sentences as one, parted by commas; without any, that it was nothing in particular."""
    if not texts:
        return Text("nothing but that you are looked for")
    return reduce(lambda some, one: Text("%(some)s, %(one)s", some=some, one=one), texts)


def _searches(session: Session, records: Sequence[RightsRecord]) -> list[SoughtPerson]:
    about = {one.person_id for one in records if one.kind is RecordKind.SOUGHT}
    return list(queries.sought_rows(session, about))


def _recipient(session: Session, purpose: Purpose, code: str) -> Text:
    if purpose is not Purpose.SHARE_SOCIETY:
        return Text(PURPOSE_WORDS[purpose])
    if code == ALL_PARTNERS:
        return Text("colleagues of the partner societies")
    return _society(session, code)


def _society(session: Session, code: str) -> Text:
    return Text("the society of %(country)s", country=societies.society(session, code).country)
