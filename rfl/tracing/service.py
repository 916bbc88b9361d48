"""What people do to a case: carry it on, write down what was tried and told, hand it over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.persons.document import SCHEMA, encode
from rfl.tracing import closing, deaths, queries, reading
from rfl.tracing.cases import (
    ACTION_TABLE,
    announce_sought,
    hands_of,
    has_consent,
    open_request,
    reachable,
    record_change,
    seal_request,
)
from rfl.tracing.delivery_rules import News, Talk, check_aftercare, check_talk
from rfl.tracing.document import ActionDocument, Ending, Outcome, PastEnd
from rfl.tracing.models import CaseAction, TracingRequest
from rfl.tracing.outcomes import is_answered
from rfl.tracing.rules import (
    ACTS,
    BY_LIST,
    NEEDS_MORE,
    OF_DEATH,
    OF_TRANSFER,
    REVIEW_DAYS,
    SEARCHED,
    UNFOUND,
    ActionKind,
    CaseAct,
    CaseState,
    check_act,
    check_ready,
    check_words,
)

OUTLIVES = frozenset({CaseAct.REOPEN, CaseAct.REFUSE_CLOSURE, CaseAct.DISPROVE_DEATH})
"""Acts after which the outcome that was written down holds no longer."""

ENDS = frozenset({CaseAct.CLOSE, CaseAct.TRANSFER})
"""Acts that close a case: how it ends was written down before."""

NOTHING_WRITTEN = ActionDocument()

Reverser = Callable[[Session, Actor, TracingRequest, str], None]
"""Called with the session, the actor, the case that was confirmed wrongly, and the reason."""

_reversers: list[Reverser] = []

read = reading.read
"""Open one case, here too because other domains know this room."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry to be written to a case's time line."""

    kind: ActionKind
    document: ActionDocument = NOTHING_WRITTEN
    case_act: CaseAct | None = None
    link_id: UUID | None = None
    happened_at: datetime | None = None
    """When it was; now unless given."""


def act(
    session: Session, actor: Actor, request_id: UUID, case_act: CaseAct, *, words: str = ""
) -> TracingRequest:
    """Do `case_act`: change the state, write the time line and the trail, search or stop searching.

    Asking for closure and giving the family the result are larger: `request_closure` and `tell`.

    Raises:
        DeniedError, NotFoundError: not the actor's to do.
        RuleBrokenError: not open in this state, four eyes, or something needed is missing.

    """
    if case_act not in ACTS:
        raise NotFoundError("act")
    if case_act in BY_LIST:
        raise RuleBrokenError("This is done with all cases whose time is over, as a list.")
    if case_act in OF_DEATH:
        raise RuleBrokenError("This goes with an authority’s paper, which two of us look at.")
    if case_act in OF_TRANSFER:
        raise RuleBrokenError("Offer the case to the other society first.")
    if case_act in NEEDS_MORE:
        raise RuleBrokenError("Write down what the family was told, or how the case ends.")
    request = reachable(session, actor, ACTS[case_act].permission, request_id, lock=True)
    move(session, actor, request, case_act, words)
    for take_back in _reversers if case_act is CaseAct.REVERSE else ():
        take_back(session, actor, request, words)
    return request


def register_reverser(reverser: Reverser) -> None:
    """Have `reverser` take back what above tracing says that a found person is them. Twice is once.

    Of what the officer alone took for certain (NOT_THEM) nothing is taken back: that is a head of
    tracing's to do, and the case's page says so.
    """
    if reverser not in _reversers:
        _reversers.append(reverser)


def keep_no_longer(
    session: Session, actor: Actor, request_id: UUID, case_act: CaseAct
) -> TracingRequest:
    """Archive a case, or make it anonymous (BY_LIST); whoever calls has a second person's word.

    Raises:
        DeniedError, NotFoundError: not the actor's to do.
        RuleBrokenError: not open in this state.

    """
    if case_act not in BY_LIST:
        raise NotFoundError("act")
    request = reachable(session, actor, ACTS[case_act].permission, request_id, lock=True)
    request.closed_at = request.closed_at or request.changed_at
    return move(session, actor, request, case_act)


def tell(
    session: Session, actor: Actor, request_id: UUID, document: ActionDocument, *, is_result: bool
) -> TracingRequest:
    """Write down what the enquirer was told, how, by whom, and who was with them.

    A result moves the case on. Of a death nobody is told before it is established (deaths).

    Raises:
        DeniedError, NotFoundError: not the actor's case.
        RuleBrokenError: nothing is written; a result before it was verified; or what
            delivery_rules.check_talk asks for.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    if not (document.words.strip() and document.told_how.strip()):
        raise RuleBrokenError("Write down what the family was told, and how.")
    receipt = _record(session, actor, Act.ENQUIRER_TOLD, request)
    is_established = False
    if document.news is News.DEAD:
        known = deaths.read(session, receipt, request)
        document = _about(session, request, document, known)
        death = known.get(document.sought_id) if document.sought_id else None
        is_established = death is not None and death.is_established
    check_talk(_talk(document), is_result=is_result, is_established=is_established)
    add_entry(session, actor, request, NewEntry(ActionKind.TOLD_ENQUIRER, document))
    request.family_heard_at = request.changed_at = clock.now()
    if is_result:
        move(session, actor, request, CaseAct.DELIVER)
    return request


def _about(
    session: Session,
    request: TracingRequest,
    document: ActionDocument,
    known: Mapping[UUID, deaths.Death],
) -> ActionDocument:
    """Return `document` with whom it is about: the one sought, or the one who died."""
    sought_ids = [row.id for row in queries.sought(session, [request.id])]
    if document.sought_id is not None:
        if document.sought_id not in sought_ids:
            raise NotFoundError("sought person")
        return document
    candidates = [one for one in sought_ids if one in known] or sought_ids
    if len(candidates) > 1:
        raise RuleBrokenError("Choose about whom the family was told.")
    return msgspec.structs.replace(document, sought_id=candidates[0])


def _talk(document: ActionDocument) -> Talk:
    return Talk(
        news=document.news,
        how=document.told_how,
        beside=document.beside,
        from_afar=document.from_afar,
        support=document.support,
        support_words=document.support_words,
        is_prepared=document.is_prepared,
    )


def request_closure(
    session: Session, actor: Actor, request_id: UUID, outcome: Outcome
) -> TracingRequest:
    """Ask a head of tracing to close the case with this outcome, of each who is sought.

    Raises:
        DeniedError, NotFoundError: not the actor's case.
        RuleBrokenError: what `closing.completed` refuses; the family was not asked how it was; the
            state does not allow it.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    receipt = record_change(session, actor, request)
    sought = queries.sought(session, [request.id])
    known = deaths.read(session, receipt, request)
    outcome, ends = closing.completed(outcome, [row.id for row in sought], known)
    said, is_warned = outcome.said, outcome.complaint_told
    check_aftercare(request.state, outcome.satisfaction, said, complaint_told=is_warned)
    document = open_request(session, receipt, request)
    seal_request(session, request, msgspec.structs.replace(document, outcome=outcome))
    for row, end in zip(sought, ends, strict=True):
        row.is_answered = is_answered(end)
    return move(session, actor, request, CaseAct.REQUEST_CLOSURE, outcome.words, ends)


def log_action(
    session: Session,
    actor: Actor,
    request_id: UUID,
    kind: ActionKind,
    document: ActionDocument,
    happened_at: datetime | None = None,
) -> CaseAction:
    """Write down something that was tried, with its result.

    Raises:
        DeniedError, NotFoundError: not the actor's case.
        RuleBrokenError: nothing is written, or it lies in the future.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id)
    if not document.words.strip():
        raise RuleBrokenError("Write down in a few words what was done.")
    if happened_at is not None and happened_at > clock.now():
        raise RuleBrokenError("This day is still to come. Write down what has been done.")
    _record(session, actor, Act.ACTION_LOGGED, request)
    request.changed_at = clock.now()
    return add_entry(session, actor, request, NewEntry(kind, document, happened_at=happened_at))


def set_review(session: Session, actor: Actor, request_id: UUID, day: date) -> TracingRequest:
    """Set the day on which the case is looked at again.

    Raises:
        DeniedError, NotFoundError: not the actor's case.
        RuleBrokenError: the day is past.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    if day < clock.today():
        raise RuleBrokenError("Choose today or a later day for the next review.")
    request.review_on, request.changed_at = datetime.combine(day, time(12), UTC), clock.now()
    record_change(session, actor, request)
    return request


def write_action(
    session: Session,
    actor: Actor,
    request: TracingRequest,
    kind: ActionKind,
    *,
    result: str = "",
    link_id: UUID | None = None,
) -> CaseAction:
    """Have the program write an entry for another domain: `result` is a key of words.NOTE_WORDS.

    The caller has decided that it may be written, and audits.
    """
    entry = NewEntry(kind, ActionDocument(result=result), link_id=link_id)
    return add_entry(session, actor, request, entry)


def add_entry(session: Session, actor: Actor, request: TracingRequest, new: NewEntry) -> CaseAction:
    """Add an entry to the time line. The caller has decided that it may be written, and audits."""
    now, identity = clock.now(), uuid4()
    context = Context(request.society_code, ACTION_TABLE, identity, SCHEMA)
    row = CaseAction(
        id=identity,
        society_code=request.society_code,
        request_id=request.id,
        kind=new.kind,
        act=new.case_act,
        state=request.state if new.case_act else None,
        link_id=new.link_id,
        happened_at=new.happened_at or now,
        created_by=actor.user_id,
        created_at=now,
        sealed=keys.of(session).seal(request.key_id, context, encode(new.document)),
    )
    session.add(row)
    return row


def shares_with(session: Session, request_id: UUID, society: str) -> bool:
    """Tell whether the enquirer agreed that `society` be told of the request."""
    return bool(queries.requests_shared_with(session, [request_id], society))


def move(
    session: Session,
    actor: Actor,
    request: TracingRequest,
    case_act: CaseAct,
    words: str = "",
    ends: tuple[Ending, ...] = (),
) -> TracingRequest:
    """Do `case_act` to a case that the caller has reached, under the permission that it needs.

    `ends`: with the act that asks for closure, how the search for each ended.

    Raises:
        RuleBrokenError: not open in this state, four eyes, or something needed is missing.

    """
    target = check_act(request.state, case_act, hands_of(request), actor.user_id)
    check_words(case_act, words)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_STATE_CHANGED,
        societies=[request.society_code],
        subjects=[request.id],
        detail={"act": case_act, "state": target},
    )
    _check_complete(session, receipt, request, case_act)
    if case_act in OUTLIVES:
        _keep_past_end(session, receipt, request)
    turns = (request.state in SEARCHED) != (target in SEARCHED)
    _move(request, actor, case_act, target)
    document = ActionDocument(words=words.strip(), ends=ends)
    add_entry(session, actor, request, NewEntry(ActionKind.STATE, document, case_act))
    session.flush()
    if turns:
        announce_sought(session, actor, request, receipt)
    return request


def _check_complete(
    session: Session, receipt: Receipt, request: TracingRequest, case_act: CaseAct
) -> None:
    if case_act is CaseAct.SUBMIT:
        basis = open_request(session, receipt, request).legal_basis
        check_ready(has_consent=has_consent(session, request), legal_basis=basis)
    if case_act is CaseAct.REVERSE and deaths.read(session, receipt, request):
        raise RuleBrokenError(
            "A death stands in this case. Take the authority’s word of it back first."
        )
    if case_act in ENDS and open_request(session, receipt, request).outcome is None:
        raise RuleBrokenError("Write down first how the case ends: fate, whereabouts, reason.")


def _keep_past_end(session: Session, receipt: Receipt, request: TracingRequest) -> None:
    """Put an outcome that holds no longer where it is kept."""
    document = open_request(session, receipt, request)
    if document.outcome is not None:
        ends = (*document.past_ends, PastEnd(document.outcome, clock.today()))
        kept = msgspec.structs.replace(document, outcome=None, past_ends=ends)
        seal_request(session, request, kept)
        for row in queries.sought(session, [request.id]):
            row.is_answered = None


def _move(request: TracingRequest, actor: Actor, case_act: CaseAct, target: CaseState) -> None:
    now = clock.now()
    request.state, request.changed_at = target, now
    if case_act is CaseAct.LOCATE:
        request.located_by = actor.user_id
    elif case_act in UNFOUND:
        request.located_by, request.review_on = None, now + timedelta(days=REVIEW_DAYS)
    elif case_act is CaseAct.REQUEST_CLOSURE:
        request.closure_by = actor.user_id
    elif case_act in ENDS:
        request.closed_at, request.review_on = now, None
    elif case_act in (CaseAct.ACCEPT, CaseAct.START, CaseAct.REOPEN, CaseAct.REFUSE_CLOSURE):
        request.review_on = now + timedelta(days=REVIEW_DAYS)
        request.closed_at = None


def _record(session: Session, actor: Actor, what: Act, request: TracingRequest) -> Receipt:
    return audit.record(
        session,
        actor.user_id,
        what,
        societies=[request.society_code],
        subjects=[request.id],
        purpose="tracing",
    )
