"""Sending somebody of a case to a service, and asking what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity
from rfl.audit import service as audit
from rfl.audit.reveal import opening
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading, all_of, ask
from rfl.directory.models import DirectoryEntry
from rfl.directory.rules import HelpKind
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.persons import calendars
from rfl.persons import service as persons
from rfl.persons.document import SCHEMA, decode, encode
from rfl.referrals.document import FollowUp, ReferralDocument
from rfl.referrals.models import Referral
from rfl.referrals.rules import (
    FOLLOW_UP_DAYS,
    GUARDED_HELP,
    ReferralAct,
    ReferralState,
    check_act,
    check_new,
)
from rfl.tracing import changing, queries
from rfl.tracing.cases import reachable
from rfl.tracing.document import ActionDocument
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ActionKind
from rfl.tracing.service import NewEntry, add_entry

FARTHEST_DAYS = 365
"""Nobody is sent on and not asked about for longer than a year."""


@dataclass(frozen=True, slots=True)
class NewReferral:
    """Who is sent where, and what was said. A service of the directory, or one in words."""

    person_id: UUID
    told: str
    is_agreed: bool
    entry_id: UUID | None = None
    kind: HelpKind = HelpKind.OTHER
    service: str = ""
    carer: str = ""
    follow_up_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """One referral, opened."""

    row: Referral
    document: ReferralDocument


@dataclass(frozen=True, slots=True)
class Page:
    """One referral with its case and the name of whom it is about."""

    request: TracingRequest
    row: Referral
    document: ReferralDocument
    name: str


def refer(session: Session, actor: Actor, request_id: UUID, new: NewReferral) -> Referral:
    """Write down that somebody of a case was sent to a service.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or nobody of it.
        RuleBrokenError: see rules.check_new; or the day of the follow-up is over or too far.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    document = _document(session, request, new)
    receipt = _record(session, actor, Act.REFERRAL_MADE, request, [document.person_id])
    person = persons.open_by_id(session, receipt, [document.person_id])[document.person_id]
    is_child = calendars.is_child(person.births, clock.today())
    is_agreed, carer = new.is_agreed, document.carer
    check_new(document.service, document.told, is_agreed=is_agreed, is_child=is_child, carer=carer)
    now = clock.now()
    row = Referral(
        id=uuid4(),
        society_code=request.society_code,
        request_id=request.id,
        state=ReferralState.MADE,
        follow_up_at=_noon(new.follow_up_on),
        created_by=actor.user_id,
        created_at=now,
        changed_at=now,
    )
    _seal(session, request, row, document)
    session.add(row)
    if document.kind in GUARDED_HELP:
        changing.guard(session, request, Sensitivity.RESTRICTED)
    _write(session, actor, request, document.told, document.service)
    return row


def follow_up(
    session: Session,
    actor: Actor,
    referral_id: UUID,
    act: ReferralAct,
    words: str,
    again_on: date | None = None,
) -> Referral:
    """Write down what came of it; with LOOK_AGAIN the day on which we ask once more.

    Raises:
        DeniedError, NotFoundError: not the actor's case.
        RuleBrokenError: it ended already, nothing says why not, or the day is over or too far.

    """
    row, request = _reach(session, actor, referral_id, lock=True)
    target = check_act(row.state, act, words)
    again_at = _noon(again_on) if act is ReferralAct.LOOK_AGAIN else row.follow_up_at
    receipt = _record(session, actor, Act.REFERRAL_FOLLOWED, request, [row.id])
    (found,) = open_rows(session, receipt, [row])
    steps = (*found.document.follow_ups, FollowUp(clock.today(), act, words.strip()))
    document = msgspec.structs.replace(found.document, follow_ups=steps)
    row.state, row.follow_up_at, row.changed_at = target, again_at, clock.now()
    _seal(session, request, row, document)
    _write(session, actor, request, words.strip(), document.service, is_follow_up=True)
    return row


def read(session: Session, actor: Actor, referral_id: UUID) -> Page:
    """Open one referral.

    Raises:
        DeniedError, NotFoundError: not the actor's case.

    """
    row, request = _reach(session, actor, referral_id)
    receipt = _record(session, actor, Act.REFERRAL_OPENED, request, [row.id])
    (found,) = open_rows(session, receipt, [row])
    person_id = found.document.person_id
    name = persons.open_by_id(session, receipt, [person_id])[person_id].display_name
    return Page(request, row, found.document, name)


def open_rows(session: Session, receipt: Receipt, rows: Sequence[Referral]) -> list[Opened]:
    """Return referrals, opened, in order; the caller has decided that they may be."""
    return ask(session, opening_rows(receipt, rows))


def opening_rows(receipt: Receipt, rows: Sequence[Referral]) -> Reading[list[Opened]]:
    """Read referrals, opened, in order; the caller has decided that they may be."""
    sealed = [Sealed(row.sealed, _context(row)) for row in rows]
    opened = yield from opening(receipt, sealed)
    return [
        Opened(row, decode(data, ReferralDocument)) for row, data in zip(rows, opened, strict=True)
    ]


def of_request(request_id: UUID) -> Reading[Sequence[Referral]]:
    """Read the referrals of a case, newest first. Nothing is opened."""
    query = select(Referral).where(Referral.request_id == request_id, Referral.sealed != b"")
    return (yield from all_of(query, Referral.created_at.desc()))


def people_of(session: Session, request: TracingRequest) -> list[UUID]:
    """Return the people of a case who can be sent on: who asks, then who is sought."""
    return [request.enquirer_id, *(one.person_id for one in queries.sought(session, [request.id]))]


def _document(session: Session, request: TracingRequest, new: NewReferral) -> ReferralDocument:
    if new.person_id not in people_of(session, request):
        raise NotFoundError("person of the case")
    entry = session.get(DirectoryEntry, new.entry_id) if new.entry_id else None
    if new.entry_id and (entry is None or entry.closed_at is not None):
        raise RuleBrokenError("This service is no longer in the directory. Choose another.")
    return ReferralDocument(
        person_id=new.person_id,
        kind=entry.kind if entry else new.kind,
        service=entry.name if entry else new.service.strip(),
        reach=entry.contact if entry else "",
        told=new.told.strip(),
        carer=new.carer.strip(),
    )


def _reach(
    session: Session, actor: Actor, referral_id: UUID, *, lock: bool = False
) -> tuple[Referral, TracingRequest]:
    row = session.get(Referral, referral_id, with_for_update=lock)
    if row is None or not row.sealed:
        raise NotFoundError("referral")
    return row, reachable(session, actor, Permission.REQUEST_WRITE, row.request_id, lock=lock)


def _noon(day: date | None) -> datetime:
    today = clock.today()
    chosen = day or today + timedelta(days=FOLLOW_UP_DAYS)
    if not today <= chosen <= today + timedelta(days=FARTHEST_DAYS):
        raise RuleBrokenError("Choose a day from today on, within a year.")
    return datetime.combine(chosen, time(12), UTC)


def _write(
    session: Session,
    actor: Actor,
    request: TracingRequest,
    words: str,
    service: str,
    *,
    is_follow_up: bool = False,
) -> None:
    """Write the time line, with the service's name and not the kind of help."""
    kind = ActionKind.FOLLOW_UP if is_follow_up else ActionKind.REFERRAL
    add_entry(session, actor, request, NewEntry(kind, ActionDocument(words, service)))
    request.changed_at = clock.now()
    session.flush()


def _seal(
    session: Session, request: TracingRequest, row: Referral, document: ReferralDocument
) -> None:
    row.sealed = keys.of(session).seal(request.key_id, _context(row), encode(document))


def _context(row: Referral) -> Context:
    return Context(row.society_code, Referral.__tablename__, row.id, SCHEMA)


def _record(
    session: Session, actor: Actor, act: Act, request: TracingRequest, subjects: Sequence[UUID]
) -> Receipt:
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[request.society_code],
        subjects=[request.id, *subjects],
        fields=["names"],
        purpose="tracing",
    )
