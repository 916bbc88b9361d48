"""One case's rows: reached under a permission, sealed, opened under a receipt, announced."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit import service as audit
from rfl.audit.reveal import opening, reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading, ask
from rfl.errors import NotFoundError
from rfl.keys import service as keys
from rfl.persons import consenting
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons.document import SCHEMA, PersonDocument, PlaceStatement, decode, encode
from rfl.persons.rules import Purpose
from rfl.persons.watch import Saved, announce
from rfl.tracing import queries
from rfl.tracing.document import ActionDocument, RequestDocument, SoughtDocument
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.tracing.rules import SEARCHED, Hands

TABLE = TracingRequest.__tablename__
SOUGHT_TABLE = SoughtPerson.__tablename__
ACTION_TABLE = CaseAction.__tablename__


@dataclass(frozen=True, slots=True)
class Sought:
    """One sought person of a case, opened."""

    row: SoughtPerson
    person: PersonDocument
    search: SoughtDocument


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the time line, opened."""

    row: CaseAction
    document: ActionDocument


def reachable(
    session: Session,
    actor: Actor,
    permission: Permission,
    request_id: UUID,
    *,
    lock: bool = False,
) -> TracingRequest:
    """Return a case the actor may do `permission` to: it and all its people lie in their reach.

    With `lock` nobody else changes it until the transaction ends.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.

    """
    authorise(actor, permission)
    scope = visible(actor, permission, clock.now())
    request = queries.request_within(session, scope, request_id, lock=lock)
    if request is None:
        raise NotFoundError("tracing request")
    return request


def hold(session: Session, request_id: UUID) -> None:
    """Hold still a case and what its enquirer decided, before anything of it crosses.

    Locks are taken in this order wherever consents end too: the case, the enquirer, what is made of
    them.
    """
    request = session.get_one(
        TracingRequest, request_id, with_for_update=True, populate_existing=True
    )
    consenting.hold(session, request.enquirer_id)


def hands_of(request: TracingRequest) -> Hands:
    """Return who did what in the case, for four eyes."""
    return Hands(
        opened_by=request.created_by,
        located_by=request.located_by,
        closure_by=request.closure_by,
    )


def has_consent(session: Session, request: TracingRequest) -> bool:
    """Tell whether the enquirer's consent to the search stands."""
    return person_queries.has_agreed(session, request.enquirer_id, Purpose.TRACING)


def is_searched(session: Session, request: TracingRequest) -> bool:
    """Tell whether the engine looks for the case's people now."""
    return request.state in SEARCHED and has_consent(session, request)


def context_of(request: TracingRequest) -> Context:
    """Return the place to which a case's sealed particulars are bound."""
    return Context(request.society_code, TABLE, request.id, SCHEMA)


def search_context(society: str, sought_id: UUID) -> Context:
    """Return the place to which what belongs to one search is bound."""
    return Context(society, SOUGHT_TABLE, sought_id, SCHEMA)


def action_context(row: CaseAction) -> Context:
    """Return the place to which an entry of the time line is bound."""
    return Context(row.society_code, ACTION_TABLE, row.id, SCHEMA)


def seal_request(session: Session, request: TracingRequest, document: RequestDocument) -> None:
    """Seal the case's particulars anew."""
    store = keys.of(session)
    request.sealed = store.seal(request.key_id, context_of(request), encode(document))


def seal_search(
    session: Session, request: TracingRequest, sought_id: UUID, search: SoughtDocument
) -> bytes:
    """Return what belongs to one search, sealed under the case's key."""
    context = search_context(request.society_code, sought_id)
    return keys.of(session).seal(request.key_id, context, encode(search))


def open_request(session: Session, receipt: Receipt, request: TracingRequest) -> RequestDocument:
    """Return the case's particulars."""
    return open_requests(session, receipt, [request])[0]


def open_requests(
    session: Session, receipt: Receipt, requests: Sequence[TracingRequest]
) -> list[RequestDocument]:
    """Return the particulars of cases, in order."""
    return ask(session, opening_requests(receipt, requests))


def opening_requests(
    receipt: Receipt, requests: Sequence[TracingRequest]
) -> Reading[list[RequestDocument]]:
    """Read the particulars of cases, in order."""
    sealed = [Sealed(request.sealed, context_of(request)) for request in requests]
    return [decode(data, RequestDocument) for data in (yield from opening(receipt, sealed))]


def open_searches(
    session: Session, receipt: Receipt, rows: Sequence[SoughtPerson]
) -> list[SoughtDocument]:
    """Return what belongs to each search, in order."""
    sealed = [Sealed(row.sealed, search_context(row.society_code, row.id)) for row in rows]
    return [decode(data, SoughtDocument) for data in reveal_many(session, receipt, sealed)]


def opening_case(
    receipt: Receipt,
    request: TracingRequest,
    sought: Sequence[SoughtPerson],
    actions: Sequence[CaseAction],
) -> Reading[tuple[RequestDocument, list[SoughtDocument], tuple[Entry, ...]]]:
    """Read a case's particulars, what belongs to each search, and its time line, at once."""
    society = request.society_code
    opened = iter(
        (
            yield from opening(
                receipt,
                [
                    Sealed(request.sealed, context_of(request)),
                    *(Sealed(row.sealed, search_context(society, row.id)) for row in sought),
                    *(Sealed(row.sealed, action_context(row)) for row in actions),
                ],
            )
        )
    )
    return (
        decode(next(opened), RequestDocument),
        [decode(next(opened), SoughtDocument) for _ in sought],
        tuple(Entry(row, decode(next(opened), ActionDocument)) for row in actions),
    )


def open_sought(session: Session, receipt: Receipt, request: TracingRequest) -> tuple[Sought, ...]:
    """Return the sought people of a case, in their order."""
    rows = queries.sought(session, [request.id])
    people = persons.open_by_id(session, receipt, [row.person_id for row in rows])
    searches = open_searches(session, receipt, rows)
    return tuple(
        Sought(row, people[row.person_id], search)
        for row, search in zip(rows, searches, strict=True)
    )


def open_line(session: Session, receipt: Receipt, rows: Sequence[CaseAction]) -> tuple[Entry, ...]:
    """Return entries of the time line, opened, in order."""
    return ask(session, opening_line(receipt, rows))


def opening_line(receipt: Receipt, rows: Sequence[CaseAction]) -> Reading[tuple[Entry, ...]]:
    """Read entries of the time line, opened, in order."""
    sealed = [Sealed(row.sealed, action_context(row)) for row in rows]
    opened = yield from opening(receipt, sealed)
    return tuple(
        Entry(row, decode(data, ActionDocument)) for row, data in zip(rows, opened, strict=True)
    )


def announce_sought(
    session: Session, actor: Actor, request: TracingRequest, receipt: Receipt
) -> None:
    """Tell whoever watches that a case's sought people were saved, or left the search."""
    session.flush()
    searched = is_searched(session, request)
    announce(
        session,
        actor.user_id,
        [
            saved_of(request, one.row, one.person, one.search, is_searched=searched)
            for one in open_sought(session, receipt, request)
        ],
    )


def saved_of(
    request: TracingRequest,
    row: SoughtPerson,
    person: PersonDocument,
    search: SoughtDocument,
    *,
    is_searched: bool,
) -> Saved:
    """Return what whoever watches is told of one sought person."""
    news = search.last_news[0] if search.last_news else None
    return Saved(
        person_id=row.person_id,
        record_id=row.id,
        is_sought=True,
        society=request.society_code,
        sensitivity=request.sensitivity,
        document=person,
        seen_on=news.day if news else None,
        seen_at=PlaceStatement("last_seen", news.country, news.place) if news else None,
        is_searched=is_searched,
    )


def record_change(session: Session, actor: Actor, request: TracingRequest) -> Receipt:
    """Write to the trail that the actor changes the case, and return leave to open it."""
    return audit.record(
        session,
        actor.user_id,
        Act.REQUEST_CHANGED,
        societies=[request.society_code],
        subjects=[request.id],
        purpose="tracing",
    )
