"""What officers do with a case once it is there: read it, act on it, write down what was tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Role, authorise, decide, visible
from rfl.audit import service as audit
from rfl.audit.reveal import reveal, reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.persons import queries as person_queries
from rfl.persons import service as persons
from rfl.persons.document import SCHEMA, PersonDocument, PlaceStatement, decode, encode
from rfl.persons.models import Consent
from rfl.persons.watch import Saved, announce
from rfl.tracing import queries
from rfl.tracing.document import ActionDocument, Outcome, RequestDocument, SoughtDocument
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.tracing.queries import RequestFilter
from rfl.tracing.rules import (
    ACTS,
    REVIEW_DAYS,
    SEARCHED,
    ActionKind,
    CaseAct,
    CaseState,
    Hands,
    check_act,
    check_outcome,
)

TABLE = TracingRequest.__tablename__
NEEDS_WORDS = frozenset({CaseAct.RETURN, CaseAct.DECLINE, CaseAct.REFUSE_CLOSURE, CaseAct.REOPEN})
"""Acts that somebody else will ask the reason of."""


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


@dataclass(frozen=True, slots=True)
class Case:
    """Everything one case's page shows."""

    request: TracingRequest
    document: RequestDocument
    enquirer: PersonDocument
    sought: tuple[Sought, ...]
    line: tuple[Entry, ...]
    consents: Sequence[Consent]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the list of cases."""

    request: TracingRequest
    enquirer: PersonDocument
    sought: tuple[PersonDocument, ...]


def read(session: Session, actor: Actor, request_id: UUID) -> Case:
    """Open one case with its people and its time line.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    request = reachable(session, actor, Permission.REQUEST_READ, request_id)
    rows = queries.sought(session, [request.id])
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_OPENED,
        societies=[request.society_code],
        subjects=[request.id, request.enquirer_id, *(row.person_id for row in rows)],
        fields=["people", "time line"],
        purpose="tracing",
    )
    people = persons.open_by_id(
        session, receipt, [request.enquirer_id, *(row.person_id for row in rows)]
    )
    searches = _open_searches(session, receipt, rows)
    return Case(
        request=request,
        document=_open(session, receipt, request),
        enquirer=people[request.enquirer_id],
        sought=tuple(
            Sought(row, people[row.person_id], search)
            for row, search in zip(rows, searches, strict=True)
        ),
        line=_open_line(session, receipt, queries.actions(session, request.id)),
        consents=person_queries.consents(session, request.enquirer_id),
        receipt=receipt,
    )


def list_requests(
    session: Session, actor: Actor, narrowed: RequestFilter, *, limit: int, offset: int
) -> tuple[list[CaseRow], int]:
    """Return cases the actor may see, the one changed last first, and how many in all."""
    authorise(actor, Permission.REQUEST_LIST)
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    rows = queries.requests(session, scope, narrowed, limit, offset)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["names"],
        purpose="tracing",
    )
    return open_rows(session, receipt, rows), queries.count_requests(session, scope, narrowed)


def open_rows(
    session: Session, receipt: Receipt, rows: Sequence[TracingRequest]
) -> list[CaseRow]:
    """Return cases the caller has decided may be shown, with the names of their people."""
    sought = queries.sought(session, [row.id for row in rows])
    ids = [*(row.enquirer_id for row in rows), *(one.person_id for one in sought)]
    people = persons.open_by_id(session, receipt, ids)
    return [
        CaseRow(
            row,
            people[row.enquirer_id],
            tuple(people[one.person_id] for one in sought if one.request_id == row.id),
        )
        for row in rows
    ]


def act(
    session: Session, actor: Actor, request_id: UUID, case_act: CaseAct, *, words: str = ""
) -> TracingRequest:
    """Do `case_act`: change the state, write the time line and the trail, search or stop searching.

    Closing and telling the family need more than words: see `tell` and `request_closure`.

    Raises:
        DeniedError, NotFoundError: not the actor's to do.
        RuleBrokenError: not open in this state, four eyes, or something needed is missing.

    """
    step = ACTS[case_act]
    request = reachable(session, actor, step.permission, request_id, lock=True)
    target = check_act(request.state, case_act, hands_of(request), actor.user_id)
    if case_act in NEEDS_WORDS and not words.strip():
        raise RuleBrokenError("Say why, so that the next person understands.")
    if case_act is CaseAct.SUBMIT:
        _check_complete(session, actor, request)
    _move(request, actor, case_act, target)
    write_action(session, actor, request, ActionKind.STATE, words=words, case_act=case_act)
    audit.record(
        session,
        actor.user_id,
        Act.REQUEST_STATE_CHANGED,
        societies=[request.society_code],
        subjects=[request.id],
        detail={"act": case_act, "state": target},
    )
    session.flush()
    announce_sought(session, actor, request)
    return request


def tell(
    session: Session, actor: Actor, request_id: UUID, document: ActionDocument, *, is_result: bool
) -> TracingRequest:
    """Write down what the enquirer was told, how and by whom. A result moves the case on."""
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    if not (document.words.strip() and document.told_how.strip()):
        raise RuleBrokenError("Write down what the family was told, and how.")
    write_action(session, actor, request, ActionKind.TOLD_ENQUIRER, document=document)
    request.family_heard_at = clock.now()
    audit.record(
        session,
        actor.user_id,
        Act.ENQUIRER_TOLD,
        societies=[request.society_code],
        subjects=[request.id],
    )
    if is_result:
        act(session, actor, request_id, CaseAct.DELIVER)
    return request


def request_closure(
    session: Session, actor: Actor, request_id: UUID, outcome: Outcome
) -> TracingRequest:
    """Ask a supervisor to close the case with this outcome.

    Raises:
        RuleBrokenError: a death without an authority's source, or reason and fate contradict.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    check_outcome(outcome.fate, outcome.reason, authority_source=bool(outcome.authority.strip()))
    receipt = _record_change(session, actor, request)
    document = _open(session, receipt, request)
    seal_request(session, request, msgspec.structs.replace(document, outcome=outcome))
    return act(session, actor, request_id, CaseAct.REQUEST_CLOSURE, words=outcome.words)


def log_action(
    session: Session,
    actor: Actor,
    request_id: UUID,
    kind: ActionKind,
    document: ActionDocument,
    happened_at: datetime | None = None,
) -> CaseAction:
    """Write down something that was tried, with its result."""
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id)
    if not document.words.strip():
        raise RuleBrokenError("Write down in a few words what was done.")
    audit.record(
        session,
        actor.user_id,
        Act.ACTION_LOGGED,
        societies=[request.society_code],
        subjects=[request.id],
    )
    return write_action(
        session, actor, request, kind, document=document, happened_at=happened_at
    )


def hand_over(session: Session, actor: Actor, request_id: UUID, owner_id: UUID) -> TracingRequest:
    """Give the case to a colleague of the same society. Its owner or a supervisor may."""
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    is_supervisor = Role.SUPERVISOR in actor.roles
    if not is_supervisor and request.owner_id not in (None, actor.user_id):
        raise RuleBrokenError("Its owner or a head of tracing hands a case over.")
    if owner_id not in access.colleagues(session, request.society_code):
        raise NotFoundError("colleague")
    request.owner_id, request.changed_at = owner_id, clock.now()
    audit.record(
        session,
        actor.user_id,
        Act.REQUEST_ASSIGNED,
        societies=[request.society_code],
        subjects=[request.id, owner_id],
    )
    return request


def set_review(session: Session, actor: Actor, request_id: UUID, day: datetime) -> None:
    """Set the day on which the case is looked at again."""
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id)
    request.review_on = day
    _record_change(session, actor, request)


def change(
    session: Session, actor: Actor, request_id: UUID, document: RequestDocument
) -> TracingRequest:
    """Change the circumstances, contact and consent words of a case."""
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    _record_change(session, actor, request)
    seal_request(session, request, document)
    request.changed_at = clock.now()
    return request


def change_sought(
    session: Session,
    actor: Actor,
    request_id: UUID,
    sought_id: UUID,
    person: PersonDocument,
    search: SoughtDocument,
) -> None:
    """Change what is known of a sought person, and search anew."""
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    row = session.get(SoughtPerson, sought_id)
    if row is None or row.request_id != request.id:
        raise NotFoundError("sought person")
    persons.change_person(session, actor, row.person_id, person)
    row.sealed = seal_search(session, request, row.id, search)
    request.changed_at = clock.now()
    session.flush()
    announce_sought(session, actor, request)


def write_action(
    session: Session,
    actor: Actor,
    request: TracingRequest,
    kind: ActionKind,
    *,
    words: str = "",
    result: str = "",
    document: ActionDocument | None = None,
    case_act: CaseAct | None = None,
    link_id: UUID | None = None,
    happened_at: datetime | None = None,
) -> CaseAction:
    """Add an entry to the time line. The caller has decided that it may be written, and audits."""
    now, identity = clock.now(), uuid4()
    context = Context(request.society_code, CaseAction.__tablename__, identity, SCHEMA)
    content = document or ActionDocument(words=words, result=result)
    row = CaseAction(
        id=identity,
        society_code=request.society_code,
        request_id=request.id,
        kind=kind,
        act=case_act,
        state=request.state if case_act else None,
        link_id=link_id,
        happened_at=happened_at or now,
        created_by=actor.user_id,
        created_at=now,
        sealed=keys.of(session).seal(request.key_id, context, encode(content)),
    )
    session.add(row)
    return row


def announce_sought(session: Session, actor: Actor, request: TracingRequest) -> None:
    """Tell whoever watches that the sought people of a case were saved, or left the search."""
    rows = queries.sought(session, [request.id])
    receipt = _record_change(session, actor, request)
    people = persons.open_by_id(session, receipt, [row.person_id for row in rows])
    searches = _open_searches(session, receipt, rows)
    announce(
        session,
        actor.user_id,
        [
            saved_of(request, row, people[row.person_id], search)
            for row, search in zip(rows, searches, strict=True)
        ],
    )


def saved_of(
    request: TracingRequest, row: SoughtPerson, person: PersonDocument, search: SoughtDocument
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
        is_searched=request.state in SEARCHED,
    )


def shares_with(session: Session, request_id: UUID, society: str) -> bool:
    """Tell whether the enquirer agreed that `society` be told of the request."""
    return queries.shares(session, session.get_one(TracingRequest, request_id), society)


def hands_of(request: TracingRequest) -> Hands:
    """Return who did what in the case, for four eyes."""
    return Hands(
        opened_by=request.created_by,
        located_by=request.located_by,
        closure_by=request.closure_by,
    )


def reachable(
    session: Session,
    actor: Actor,
    permission: Permission,
    request_id: UUID,
    *,
    lock: bool = False,
) -> TracingRequest:
    """Return a case the actor may do `permission` to.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.

    """
    authorise(actor, permission)
    request = session.get(TracingRequest, request_id, with_for_update=lock or None)
    if request is None:
        raise NotFoundError("tracing request")
    decide(actor, permission, access.resource_of(session, request), clock.now())
    return request


def seal_request(session: Session, request: TracingRequest, document: RequestDocument) -> None:
    """Seal the case's particulars anew."""
    context = Context(request.society_code, TABLE, request.id, SCHEMA)
    request.sealed = keys.of(session).seal(request.key_id, context, encode(document))


def seal_search(
    session: Session, request: TracingRequest, sought_id: UUID, search: SoughtDocument
) -> bytes:
    """Return what belongs to one search, sealed under the case's key."""
    context = Context(request.society_code, SoughtPerson.__tablename__, sought_id, SCHEMA)
    return keys.of(session).seal(request.key_id, context, encode(search))


def _check_complete(session: Session, actor: Actor, request: TracingRequest) -> None:
    document = _open(session, _record_change(session, actor, request), request)
    if not document.consent_given:
        raise RuleBrokenError("Ask the enquirer for their consent first, and write it down.")
    if document.legal_basis is None:
        raise RuleBrokenError("Choose the legal basis before you submit the request.")


def _move(request: TracingRequest, actor: Actor, case_act: CaseAct, target: CaseState) -> None:
    now = clock.now()
    request.state, request.changed_at = target, now
    if case_act is CaseAct.LOCATE:
        request.located_by = actor.user_id
    elif case_act is CaseAct.REQUEST_CLOSURE:
        request.closure_by = actor.user_id
    elif case_act is CaseAct.CLOSE:
        request.closed_at, request.review_on = now, None
    elif case_act in (CaseAct.ACCEPT, CaseAct.START, CaseAct.REOPEN):
        request.review_on = now + timedelta(days=REVIEW_DAYS)
        request.closed_at = None


def _open(session: Session, receipt: Receipt, request: TracingRequest) -> RequestDocument:
    context = Context(request.society_code, TABLE, request.id, SCHEMA)
    return decode(reveal(session, receipt, Sealed(request.sealed, context)), RequestDocument)


def _open_searches(
    session: Session, receipt: Receipt, rows: Sequence[SoughtPerson]
) -> list[SoughtDocument]:
    table = SoughtPerson.__tablename__
    sealed = [Sealed(r.sealed, Context(r.society_code, table, r.id, SCHEMA)) for r in rows]
    return [decode(data, SoughtDocument) for data in reveal_many(session, receipt, sealed)]


def _open_line(
    session: Session, receipt: Receipt, rows: Sequence[CaseAction]
) -> tuple[Entry, ...]:
    table = CaseAction.__tablename__
    sealed = [Sealed(r.sealed, Context(r.society_code, table, r.id, SCHEMA)) for r in rows]
    opened = reveal_many(session, receipt, sealed)
    return tuple(
        Entry(row, decode(data, ActionDocument)) for row, data in zip(rows, opened, strict=True)
    )


def _record_change(session: Session, actor: Actor, request: TracingRequest) -> Receipt:
    return audit.record(
        session,
        actor.user_id,
        Act.REQUEST_CHANGED,
        societies=[request.society_code],
        subjects=[request.id],
        purpose="tracing",
    )

