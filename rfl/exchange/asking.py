"""The asking society's half of the consent gate: draft, approve, send, read what was released."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit import service as audit
from rfl.audit.reveal import reveal
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.exchange import queries
from rfl.exchange.document import AskDocument, ReleaseDocument
from rfl.exchange.fields import askable
from rfl.exchange.models import ConfirmationRequest, Release
from rfl.exchange.rules import (
    DUE_DAYS,
    AskAct,
    AskState,
    ReleaseTimes,
    View,
    asker_view,
    check_ask_act,
    check_other_person,
)
from rfl.keys import service as keys
from rfl.linking.models import Link
from rfl.linking.rules import LinkState
from rfl.linking.service import readable_link
from rfl.persons import calendars
from rfl.persons import queries as person_queries
from rfl.persons.document import SCHEMA, decode, encode
from rfl.persons.models import Consent
from rfl.persons.rules import RelationKind
from rfl.tracing import reading
from rfl.tracing import service as tracing
from rfl.tracing.cases import hold
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ACTS as CASE_ACTS
from rfl.tracing.rules import ActionKind, CaseAct

TABLE = ConfirmationRequest.__tablename__
ASKABLE = frozenset({LinkState.PROBABLE, LinkState.CONFIRMED})
"""A pair is asked about when a person thinks it probable, never on the engine's word alone."""


@dataclass(frozen=True, slots=True)
class AskRow:
    """One line of the asking society's list."""

    ask: ConfirmationRequest
    view: View
    request_number: str


@dataclass(frozen=True, slots=True)
class AskPage:
    """Everything the asking society sees of one confirmation request."""

    ask: ConfirmationRequest
    request: TracingRequest
    document: AskDocument
    view: View
    release: ReleaseDocument | None
    release_row: Release | None
    seen: str
    """Hash of what is shown, to be sent back with an approval."""
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Askable:
    """What a confirmation request about a link may be made from."""

    link: Link
    request: TracingRequest
    relation: RelationKind
    fields: tuple[tuple[str, str], ...]
    """(field, value) of everything known that may be asked with."""


def askable_of(session: Session, actor: Actor, link_id: UUID) -> Askable:
    """Open the sought person of a link, to choose the fields of a request one by one."""
    authorise(actor, Permission.ASK_DRAFT)
    link = readable_link(session, actor, Permission.LINK_READ, link_id)
    request = session.get_one(TracingRequest, link.request_id)
    case = reading.read(session, actor, request.id)
    sought = next(one for one in case.sought if one.row.id == link.sought_id)
    births = sought.person.births
    birth = str(calendars.describe(births[0])) if births else ""
    return Askable(
        link=link,
        request=request,
        relation=sought.search.relation,
        fields=askable(sought.person, sought.search, birth),
    )


def draft(
    session: Session, actor: Actor, link_id: UUID, document: AskDocument, due: date | None = None
) -> ConfirmationRequest:
    """Write a new confirmation request about a probable link. Nothing leaves the society yet.

    Raises:
        RuleBrokenError: the link is not probable yet, or the person is registered here already.

    """
    authorise(actor, Permission.ASK_DRAFT)
    link = readable_link(session, actor, Permission.LINK_READ, link_id)
    if link.state not in ASKABLE:
        raise RuleBrokenError("Judge the pair ‘probably the same person’ before you ask about it.")
    if link.other_society == link.society_code:
        raise RuleBrokenError("Your own society registered this person: speak with the colleague.")
    request = session.get_one(TracingRequest, link.request_id)
    ask = _new_ask(session, actor, link, request, due)
    ask.key_id = keys.of(session).new_record_key(ask.society_code)
    ask.sealed = _seal(session, ask, document)
    session.add(ask)
    session.flush()
    _record(session, actor, Act.ASK_DRAFTED, ask)
    return ask


def change(
    session: Session, actor: Actor, ask_id: UUID, document: AskDocument, due: date | None
) -> ConfirmationRequest:
    """Change a draft.

    Raises:
        RuleBrokenError: it is no draft any more.

    """
    ask = _own(session, actor, Permission.ASK_DRAFT, ask_id)
    check_ask_act(ask.state, AskAct.CHANGE)
    ask.sealed, ask.due_on, ask.changed_at = _seal(session, ask, document), _due(due), clock.now()
    _record(session, actor, Act.ASK_CHANGED, ask)
    return ask


def submit(session: Session, actor: Actor, ask_id: UUID) -> ConfirmationRequest:
    """Put a draft before a supervisor.

    Raises:
        RuleBrokenError: the enquirer did not agree that this society be told.

    """
    ask = _own(session, actor, Permission.ASK_DRAFT, ask_id)
    target = check_ask_act(ask.state, AskAct.SUBMIT)
    _check_consent(session, ask)
    ask.state, ask.changed_at = target, clock.now()
    receipt = _record(session, actor, Act.ASK_CHANGED, ask)
    document = _open(session, receipt, ask)
    ask.sealed = _seal(session, ask, msgspec.structs.replace(document, given_back=""))
    return ask


def approve(session: Session, actor: Actor, ask_id: UUID, seen: str) -> ConfirmationRequest:
    """Approve exactly what was `seen` and send it.

    Raises:
        RuleBrokenError: one's own draft, not waiting, changed since it was shown, or the enquirer
            does not agree any more.

    """
    hold(session, _own(session, actor, Permission.ASK_APPROVE, ask_id, lock=False).request_id)
    ask = _own(session, actor, Permission.ASK_APPROVE, ask_id)
    check_ask_act(ask.state, AskAct.APPROVE)
    _check_consent(session, ask)
    check_other_person(
        ask.created_by, actor.user_id, "Somebody other than its writer approves a request."
    )
    receipt = _record(session, actor, Act.ASK_APPROVED, ask)
    document = _open(session, receipt, ask)
    if content_hash(ask, document).hex() != seen:
        raise RuleBrokenError("The request was changed since you opened it. Read it once more.")
    ask.approved_by, ask.approved_hash = actor.user_id, content_hash(ask, document)
    _send(session, actor, ask, document)
    return ask


def send_back(session: Session, actor: Actor, ask_id: UUID, why: str) -> ConfirmationRequest:
    """Give a request that waits for approval back to its writer, who reads why.

    Raises:
        RuleBrokenError: it does not wait any more, or nothing is written.

    """
    ask = _own(session, actor, Permission.ASK_APPROVE, ask_id)
    target = check_ask_act(ask.state, AskAct.SEND_BACK)
    if not why.strip():
        raise RuleBrokenError("Write what is to be changed: whoever wrote it reads this.")
    receipt = _record(session, actor, Act.ASK_RETURNED, ask)
    document = _open(session, receipt, ask)
    ask.sealed = _seal(session, ask, msgspec.structs.replace(document, given_back=why.strip()))
    ask.state, ask.changed_at = target, clock.now()
    return ask


def cancel(session: Session, actor: Actor, ask_id: UUID) -> ConfirmationRequest:
    """Take a request back, at any time before an answer came."""
    ask = _own(session, actor, Permission.ASK_DRAFT, ask_id)
    target = check_ask_act(ask.state, AskAct.CANCEL)
    ask.state, ask.changed_at = target, clock.now()
    _record(session, actor, Act.ASK_CHANGED, ask)
    return ask


def list_asks(session: Session, actor: Actor, *, limit: int, offset: int) -> list[AskRow]:
    """Return the actor's society's requests, newest act of theirs first."""
    authorise(actor, Permission.ASK_LIST)
    scope = where(visible(actor, Permission.ASK_LIST, clock.now()), ConfirmationRequest)
    found = queries.asks(session, scope, limit, offset)
    audit.record(
        session,
        actor.user_id,
        Act.ASK_LISTED,
        societies=[actor.society],
        subjects=[ask.id for ask, _ in found],
        purpose="tracing",
    )
    releases = queries.releases_of(session, [ask.id for ask, _ in found])
    return [AskRow(ask, view_of(ask, releases[ask.id]), number) for ask, number in found]


def count_asks(session: Session, actor: Actor) -> int:
    """Return how many requests the actor's society has made, of those the actor may know."""
    scope = where(visible(actor, Permission.ASK_LIST, clock.now()), ConfirmationRequest)
    return session.scalar(select(func.count(ConfirmationRequest.id)).where(scope)) or 0


def read(session: Session, actor: Actor, ask_id: UUID) -> AskPage:
    """Open a request as its own society sees it, with what was released, if it may be read."""
    ask = _own(session, actor, Permission.ASK_READ, ask_id)
    receipt = _record(session, actor, Act.ASK_OPENED, ask)
    document = _open(session, receipt, ask)
    releases = queries.releases_of(session, [ask.id])[ask.id]
    view, release = view_of(ask, releases), None
    row = releases[-1] if releases else None
    if view is View.RELEASED and row is not None:
        release = _open_release(session, actor, row)
    return AskPage(
        ask=ask,
        request=session.get_one(TracingRequest, ask.request_id),
        document=document,
        view=view,
        release=release,
        release_row=row,
        seen=content_hash(ask, document).hex(),
        receipt=receipt,
    )


def acknowledge(session: Session, actor: Actor, ask_id: UUID) -> None:
    """Write down that the officer stopped using what was taken back."""
    ask = _own(session, actor, Permission.ASK_DRAFT, ask_id)
    row = queries.last_release(session, ask.id)
    if row is None or row.withdrawn_at is None:
        raise RuleBrokenError("Nothing was taken back.")
    row.acknowledged_at = row.acknowledged_at or clock.now()
    _record(session, actor, Act.ASK_CHANGED, ask)


def view_of(ask: ConfirmationRequest, releases: Sequence[Release]) -> View:
    """Return what the asking society sees; a function of the ask and of its releases only."""
    times = [ReleaseTimes(row.expires_at, row.withdrawn_at) for row in releases]
    return asker_view(ask.state, times, clock.now())


def content_hash(ask: ConfirmationRequest, document: AskDocument) -> bytes:
    """Return the SHA-256 of what an approval is bound to: the words, to whom, about which link."""
    parts = (ask.id.bytes, ask.to_society.encode(), ask.link_id.bytes, encode(document))
    return hashlib.sha256(b"".join(len(p).to_bytes(8, "big") + p for p in parts)).digest()


def _check_consent(session: Session, ask: ConfirmationRequest) -> None:
    if not tracing.shares_with(session, ask.request_id, ask.to_society):
        raise RuleBrokenError(
            "The enquirer has not agreed that this society be told. Ask the family first, and "
            "write their consent into the case."
        )


def _new_ask(
    session: Session, actor: Actor, link: Link, request: TracingRequest, due: date | None
) -> ConfirmationRequest:
    # Counted among those to this society: it learns nothing of the others that were asked.
    counted = select(func.count()).where(
        ConfirmationRequest.request_id == request.id,
        ConfirmationRequest.to_society == link.other_society,
    )
    now = clock.now()
    return ConfirmationRequest(
        id=queries.new_id(),
        number=f"{request.number}-{link.other_society}-{(session.scalar(counted) or 0) + 1}",
        society_code=request.society_code,
        created_by=actor.user_id,
        created_at=now,
        owner_id=request.owner_id or request.created_by,
        sensitivity=link.sensitivity,
        to_society=link.other_society,
        request_id=request.id,
        sought_id=link.sought_id,
        link_id=link.id,
        registration_id=link.registration_id,
        state=AskState.DRAFT,
        due_on=_due(due),
        changed_at=now,
    )


def _due(day: date | None) -> datetime:
    chosen = day or (clock.today() + timedelta(days=DUE_DAYS))
    return datetime.combine(chosen, time(12), UTC)


def _send(session: Session, actor: Actor, ask: ConfirmationRequest, document: AskDocument) -> None:
    """Seal the request anew for the asked society and mark it sent."""
    if content_hash(ask, document) != ask.approved_hash:
        raise RuleBrokenError("Only what was approved can be sent.")
    store = keys.of(session)
    ask.delivered_key_id = store.new_record_key(ask.to_society)
    context = Context(ask.to_society, TABLE, ask.id, SCHEMA)
    ask.delivered = store.seal(ask.delivered_key_id, context, encode(document))
    target = check_ask_act(ask.state, AskAct.APPROVE)
    ask.state, ask.sent_at, ask.changed_at = target, clock.now(), clock.now()
    _record(session, actor, Act.ASK_SENT, ask)
    request = session.get_one(TracingRequest, ask.request_id)
    tracing.write_action(session, actor, request, ActionKind.PARTNER_REQUEST, result=ask.to_society)
    if request.state in CASE_ACTS[CaseAct.HAND_TO_PARTNER].sources:
        tracing.act(session, actor, request.id, CaseAct.HAND_TO_PARTNER)


def _open_release(session: Session, actor: Actor, row: Release) -> ReleaseDocument:
    receipt = audit.record(
        session,
        actor.user_id,
        Act.RELEASE_OPENED,
        societies=[row.to_society, row.society_code],
        subjects=[row.id, row.ask_id],
        purpose="tracing",
    )
    context = Context(row.society_code, Release.__tablename__, row.id, SCHEMA)
    return decode(reveal(session, receipt, Sealed(row.sealed, context)), ReleaseDocument)


def _own(
    session: Session, actor: Actor, permission: Permission, ask_id: UUID, *, lock: bool = True
) -> ConfirmationRequest:
    authorise(actor, permission)
    scope = where(visible(actor, permission, clock.now()), ConfirmationRequest)
    query = select(ConfirmationRequest).where(scope, ConfirmationRequest.id == ask_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    ask = session.scalar(query)
    if ask is None:
        raise NotFoundError("confirmation request")
    return ask


def _seal(session: Session, ask: ConfirmationRequest, document: AskDocument) -> bytes:
    context = Context(ask.society_code, TABLE, ask.id, SCHEMA)
    return keys.of(session).seal(ask.key_id, context, encode(document))


def _open(session: Session, receipt: Receipt, ask: ConfirmationRequest) -> AskDocument:
    context = Context(ask.society_code, TABLE, ask.id, SCHEMA)
    return decode(reveal(session, receipt, Sealed(ask.sealed, context)), AskDocument)


def _record(
    session: Session, actor: Actor, act: Act, ask: ConfirmationRequest, fields: Sequence[str] = ()
) -> Receipt:
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[ask.society_code],
        subjects=[ask.id, ask.request_id],
        fields=fields,
        purpose="tracing",
    )


def enquirer_consents(session: Session, request_id: UUID) -> Sequence[Consent]:
    """Return what the enquirer of a case decided, newest first."""
    request = session.get_one(TracingRequest, request_id)
    return person_queries.consents(session, request.enquirer_id)
