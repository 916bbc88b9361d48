"""What tracing itself puts into My work: own cases to carry on, families to call, cases to decide.

A source asks for few columns, opens names of no more than PER_SOURCE cases, and says why each
stands there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.text import N_, Text
from rfl.tracing import queries
from rfl.tracing.cases import open_line, open_request
from rfl.tracing.models import TracingRequest
from rfl.tracing.reading import CaseRow, days_since, open_rows, unheard_days
from rfl.tracing.rules import (
    FAMILY_WAITS,
    IN_HAND,
    NEWS_DUE_DAYS,
    NEWS_LIMIT_DAYS,
    REVIEW_AHEAD_DAYS,
    CaseState,
)
from rfl.tracing.work import PER_SOURCE, Name, WorkItem, WorkKind, register_source

LATE_REVIEW_DAYS = 7
"""A review this long past its day is late."""

LAST_WEEK_DAYS = 7
"""A family whose limit is no farther than this is called before anything else."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One group of cases that wait for the same act: which, and how it is said."""

    kind: WorkKind
    condition: ColumnElement[bool]
    title: str
    why: str
    act: str
    path: str = ""
    """What follows the case's address; empty leads to the case itself."""
    shows_words: bool = False
    """Whether the reason is what somebody wrote when the case came here."""


@dataclass(frozen=True, slots=True)
class WithOthers:
    """One own case in which somebody else has the next word."""

    words: Text
    said: str
    """What was written when it came there: 'to bring a photograph'."""
    case_no: str
    href: str
    days: int


def own(session: Session, actor: Actor, receipt: Receipt) -> list[WorkItem]:
    """Return the actor's own cases that wait for a step of theirs."""
    if not may(actor, Permission.REQUEST_WRITE):
        return []
    return _all(session, actor, receipt, TracingRequest.owner_id == actor.user_id, OWN)


def decisions(session: Session, actor: Actor, receipt: Receipt) -> list[WorkItem]:
    """Return what a head of tracing decides. What one did oneself waits for somebody else."""
    if not may(actor, Permission.REQUEST_DECIDE):
        return []
    found = []
    for waiting, hand in DECISIONS:
        found += _all(session, actor, receipt, _others(actor, hand), (waiting,))
    return found + _all(session, actor, receipt, TracingRequest.owner_id.is_(None), UNASSIGNED)


def families(session: Session, actor: Actor, receipt: Receipt) -> list[WorkItem]:
    """Return the families of the actor's cases who have heard nothing from us for too long."""
    if not may(actor, Permission.REQUEST_WRITE):
        return []
    rows = _rows(session, actor, receipt, _unheard(actor), _LAST_HEARD)
    return [_family(session, receipt, row) for row in rows]


def reviews(session: Session, actor: Actor, receipt: Receipt) -> list[WorkItem]:
    """Return the actor's own cases whose review is due, or will be within days."""
    if not may(actor, Permission.REQUEST_WRITE):
        return []
    rows = _rows(session, actor, receipt, _to_review(actor), TracingRequest.review_on)
    return [_review(row) for row in rows]


def with_others(session: Session, actor: Actor, receipt: Receipt) -> list[WithOthers]:
    """Return the actor's own cases in which somebody else has the next word, longest first."""
    if not may(actor, Permission.REQUEST_WRITE):
        return []
    condition = and_(
        TracingRequest.owner_id == actor.user_id, TracingRequest.state.in_(list(WITH_OTHERS))
    )
    rows = _rows(session, actor, receipt, condition, TracingRequest.changed_at)[:SHOWN_WITH_OTHERS]
    words = _words_of(session, receipt, rows)
    return [
        WithOthers(
            Text(WITH_OTHERS[row.request.state], **_names(row)),
            words.get(row.request.id, ""),
            row.request.number,
            f"/requests/{row.request.id}",
            days_since(row.request.changed_at),
        )
        for row in rows
    ]


def waiting_cases(session: Session, actor: Actor) -> int:
    """Return how many cases wait for the actor, for the navigation: no name is opened for it."""
    if not may(actor, Permission.REQUEST_WRITE):
        return 0
    mine = TracingRequest.owner_id == actor.user_id
    waits = [
        _unheard(actor),
        _to_review(actor),
        *(and_(mine, group.condition) for group in OWN),
    ]
    if may(actor, Permission.REQUEST_DECIDE):
        waits += [and_(group.condition, _others(actor, hand)) for group, hand in DECISIONS]
        nobodys = TracingRequest.owner_id.is_(None)
        waits += [and_(nobodys, group.condition) for group in UNASSIGNED]
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    return queries.how_many(session, scope, or_(*waits))


def register() -> None:
    """Put tracing's own sources into My work. Twice is once."""
    for source in (families, own, decisions, reviews):
        register_source(source)


_S = CaseState
_LAST_HEARD = func.coalesce(TracingRequest.family_heard_at, TracingRequest.created_at)

OWN = (
    Waiting(
        WorkKind.REQUESTS,
        TracingRequest.state == _S.RETURNED,
        N_("Complete the request for %(sought)s"),
        N_("A head of tracing sent it back for more."),
        N_("Complete the request"),
        shows_words=True,
    ),
    Waiting(
        WorkKind.REQUESTS,
        TracingRequest.state == _S.DRAFT,
        N_("Finish the request for %(sought)s"),
        N_("It is a draft: nobody searches yet."),
        N_("Finish the request"),
    ),
    Waiting(
        WorkKind.REQUESTS,
        TracingRequest.state == _S.ACCEPTED,
        N_("Start the search for %(sought)s"),
        N_("The request was accepted. Choose the first steps: lists, calls, partners."),
        N_("Start the search"),
    ),
    Waiting(
        WorkKind.ANSWERS,
        TracingRequest.state == _S.VERIFIED,
        N_("Tell %(enquirer)s about %(sought)s"),
        N_("A second person confirmed it. Tell only what may be told, at a safe moment."),
        N_("Tell the family"),
        "/told?result=1",
    ),
    Waiting(
        WorkKind.REQUESTS,
        TracingRequest.state == _S.DELIVERED,
        N_("Ask to close the case of %(sought)s"),
        N_("The family knows. Say how it ended."),
        N_("Ask to close the case"),
        "/close",
    ),
    Waiting(
        WorkKind.ANSWERS,
        queries.without_consent({*IN_HAND, _S.SUBMITTED}),
        N_("%(enquirer)s took the consent back"),
        N_("The search for %(sought)s stopped at once. Ask to close the case."),
        N_("Open the case"),
    ),
)
DECISIONS: tuple[tuple[Waiting, Any], ...] = (
    (
        Waiting(
            WorkKind.APPROVALS,
            TracingRequest.state == _S.SUBMITTED,
            N_("Decide on the request for %(sought)s"),
            N_("%(enquirer)s asks. Is it for tracing, is enough known, is it safe?"),
            N_("Read the request"),
        ),
        TracingRequest.created_by,
    ),
    (
        Waiting(
            WorkKind.APPROVALS,
            TracingRequest.state == _S.LOCATED,
            N_("Look with fresh eyes: %(sought)s was found"),
            N_("A colleague says how. Confirm only what you would tell the family yourself."),
            N_("Look at it"),
            shows_words=True,
        ),
        TracingRequest.located_by,
    ),
    (
        Waiting(
            WorkKind.APPROVALS,
            TracingRequest.state == _S.CLOSURE_REQUESTED,
            N_("Close the case of %(sought)s, or not yet"),
            N_("A colleague asked for it. Read how it ended."),
            N_("Read how it ended"),
            shows_words=True,
        ),
        TracingRequest.closure_by,
    ),
)
UNASSIGNED = (
    Waiting(
        WorkKind.APPROVALS,
        TracingRequest.state.in_({_S.DRAFT, _S.RETURNED, *IN_HAND}),
        N_("Find an owner for the search for %(sought)s"),
        N_("Nobody works on it: it was taken down by a volunteer, or its owner left."),
        N_("Hand it to a colleague"),
        "/owner",
    ),
)


WITH_OTHERS = {
    _S.SUBMITTED: N_("A head of tracing to decide on the request for %(sought)s"),
    _S.WITH_PARTNER: N_("A partner is looking for %(sought)s"),
    _S.AWAITING_ENQUIRER: N_("%(enquirer)s to answer"),
    _S.LOCATED: N_("A head of tracing to confirm that %(sought)s was found"),
    _S.CLOSURE_REQUESTED: N_("A head of tracing to close the case of %(sought)s"),
}
SHOWN_WITH_OTHERS = 8


def _others(actor: Actor, hand: Any) -> ColumnElement[bool]:
    return or_(hand.is_(None), hand != actor.user_id)


def _unheard(actor: Actor) -> ColumnElement[bool]:
    return and_(
        _mine_or_headless(actor),
        TracingRequest.state.in_(FAMILY_WAITS),
        queries.unheard_since(clock.now() - timedelta(days=NEWS_DUE_DAYS)),
    )


def _to_review(actor: Actor) -> ColumnElement[bool]:
    return and_(
        TracingRequest.owner_id == actor.user_id,
        TracingRequest.state.in_(IN_HAND),
        TracingRequest.review_on < clock.now() + timedelta(days=REVIEW_AHEAD_DAYS),
    )


def _mine_or_headless(actor: Actor) -> ColumnElement[bool]:
    mine = TracingRequest.owner_id == actor.user_id
    if not may(actor, Permission.REQUEST_ASSIGN):
        return mine
    return or_(mine, TracingRequest.owner_id.is_(None))


def _rows(
    session: Session, actor: Actor, receipt: Receipt, condition: ColumnElement[bool], order: Any
) -> list[CaseRow]:
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    return open_rows(session, receipt, queries.some(session, scope, condition, order, PER_SOURCE))


def _all(
    session: Session,
    actor: Actor,
    receipt: Receipt,
    whose: ColumnElement[bool],
    groups: Sequence[Waiting],
) -> list[WorkItem]:
    found = []
    for group in groups:
        rows = _rows(
            session, actor, receipt, and_(whose, group.condition), TracingRequest.changed_at
        )
        words = _words_of(session, receipt, rows) if group.shows_words else {}
        found += [_item(group, row, words) for row in rows]
    return found


def _words_of(session: Session, receipt: Receipt, rows: Sequence[CaseRow]) -> dict[Any, str]:
    """Return, by case, what somebody wrote when it came into its present state."""
    ids, states = [row.request.id for row in rows], {row.request.state for row in rows}
    acts = list(queries.last_acts(session, ids, states).values())
    return {
        entry.row.request_id: entry.document.words
        for entry in open_line(session, receipt, acts)
        if entry.document.words
    }


def _item(group: Waiting, row: CaseRow, words: dict[Any, str]) -> WorkItem:
    request, names = row.request, _names(row)
    said = words.get(request.id)
    case_href = f"/requests/{request.id}"
    return WorkItem(
        kind=group.kind,
        title=Text(group.title, **names),
        why=Text("‘%(words)s’", words=said) if said else Text(group.why, **names),
        case_no=request.number,
        href=case_href + group.path,
        act=Text(group.act),
        since=request.changed_at,
        case_href=case_href,
        is_guarded=request.sensitivity is not Sensitivity.NORMAL,
    )


def _family(session: Session, receipt: Receipt, row: CaseRow) -> WorkItem:
    request, days = row.request, unheard_days(row.request)
    contact = open_request(session, receipt, request).contact
    best = ", ".join(part for part in (contact.hours, contact.language) if part)
    names = _names(row)
    why = Text("Nobody should wait more than 90 days. The search is for %(sought)s.", **names)
    if best:
        why = Text("%(why)s Best: %(best)s.", why=why, best=best)
    limit = (request.family_heard_at or request.created_at) + timedelta(days=NEWS_LIMIT_DAYS)
    return WorkItem(
        kind=WorkKind.FAMILIES,
        title=Text("Call %(enquirer)s: nothing heard for %(days)d days", days=days, **names),
        why=why,
        case_no=request.number,
        href=f"/requests/{request.id}/told",
        act=Text("Call the family"),
        urgent=limit <= clock.now() + timedelta(days=LAST_WEEK_DAYS),
        due=limit.date(),
        case_href=f"/requests/{request.id}",
        is_guarded=request.sensitivity is not Sensitivity.NORMAL,
    )


def _review(row: CaseRow) -> WorkItem:
    request = row.request
    day = (request.review_on or clock.now()).date()
    return WorkItem(
        kind=WorkKind.REVIEWS,
        title=Text("Review the search for %(sought)s", **_names(row)),
        why=Text("Look at what was tried and what was not, and set the next day."),
        case_no=request.number,
        href=f"/requests/{request.id}",
        act=Text("Open the case"),
        urgent=day < clock.today() - timedelta(days=LATE_REVIEW_DAYS),
        due=day,
        is_guarded=request.sensitivity is not Sensitivity.NORMAL,
    )


def _names(row: CaseRow) -> dict[str, str]:
    return {
        "sought": Name(row.sought[0].display_name),
        "enquirer": Name(row.enquirer.display_name),
    }
