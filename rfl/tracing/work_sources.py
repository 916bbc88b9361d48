"""What tracing itself puts into My work: own cases to carry on, families to call, cases to decide.

All groups are found in one statement. Names, last words and contacts are opened afterwards, and
only of the cases that the page shows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, together
from rfl.text import Text
from rfl.tracing import queries
from rfl.tracing.cases import opening_line, opening_requests
from rfl.tracing.document import RequestDocument
from rfl.tracing.models import TracingRequest
from rfl.tracing.reading import CaseRow, days_since, opening_rows, unheard_days
from rfl.tracing.rules import (
    FAMILY_WAITS,
    IN_HAND,
    LATE_REVIEW_DAYS,
    NEWS_DUE_DAYS,
    NEWS_LIMIT_DAYS,
    REVIEW_AHEAD_DAYS,
)
from rfl.tracing.words import UNHEARD
from rfl.tracing.work import (
    PER_GROUP,
    JointSource,
    Name,
    Pending,
    WorkItem,
    WorkKind,
    register_source,
)
from rfl.tracing.work_groups import DECISIONS, OWN, UNASSIGNED, WITH_OTHERS, Waiting

LAST_WEEK_DAYS = 7
"""A family whose limit is no farther than this is called before anything else."""

SHOWN_WITH_OTHERS = 8


@dataclass(frozen=True, slots=True)
class WithOthers:
    """One own case in which somebody else has the next word."""

    words: Text
    said: str
    """What was written when it came there: 'to bring a photograph'."""
    case_no: str
    href: str
    days: int


@dataclass(frozen=True, slots=True)
class _Opened:
    """What was opened of the cases that a page shows, by case."""

    rows: Mapping[UUID, CaseRow]
    words: Mapping[UUID, str]
    requests: Mapping[UUID, RequestDocument]


@dataclass(frozen=True, slots=True)
class _Group:
    """Cases of the actor that wait in the same way: which, what is pending, how it is shown."""

    condition: ColumnElement[bool]
    order: Any
    pend: Callable[["_Thing"], Pending]
    show: Callable[[Pending, _Opened], WorkItem]
    shows_words: bool = False
    shows_contact: bool = False


@dataclass(frozen=True, slots=True)
class _Thing:
    """What a pending case is shown from."""

    group: _Group
    request: TracingRequest
    by: UUID
    """Who wrote last in it."""


def find(actor: Actor) -> Reading[list[Pending]]:
    """Read which cases wait for the actor, unopened."""
    groups = list(_groups(actor))
    if not groups:
        return []
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    wanted = [(group.condition, group.order) for group in groups]
    found = yield from queries.in_groups(scope, wanted, PER_GROUP)
    return [groups[place].pend(_Thing(groups[place], request, by)) for place, request, by in found]


def show(receipt: Receipt, pending: Sequence[Pending]) -> Reading[list[WorkItem]]:
    """Read cases as the page shows them: their people's names opened, in order."""
    things = [_thing(one) for one in pending]
    requests = list({thing.request.id: thing.request for thing in things}.values())
    said = [thing.request for thing in things if thing.group.shows_words]
    told = [thing.request for thing in things if thing.group.shows_contact]
    rows, words, documents = yield from together(
        opening_rows(receipt, requests),
        _words_of(receipt, said),
        opening_requests(receipt, told),
    )
    opened = _Opened(
        rows={row.request.id: row for row in rows},
        words=words,
        requests=dict(zip((row.id for row in told), documents, strict=True)),
    )
    return [thing.group.show(one, opened) for one, thing in zip(pending, things, strict=True)]


def with_others(actor: Actor, receipt: Receipt) -> Reading[list[WithOthers]]:
    """Read the actor's own cases in which somebody else has the next word, longest first."""
    if not may(actor, Permission.REQUEST_WRITE):
        return []
    condition = and_(_mine(actor), TracingRequest.state.in_(list(WITH_OTHERS)))
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    found = yield from queries.some(
        scope, condition, TracingRequest.changed_at, limit=SHOWN_WITH_OTHERS
    )
    rows, words = yield from together(opening_rows(receipt, found), _words_of(receipt, found))
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
    waits = [group.condition for group in _groups(actor)]
    if not waits:
        return 0
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    return queries.how_many(session, scope, or_(*waits))


def register() -> None:
    """Put tracing's own cases into My work. Twice is once."""
    register_source(JointSource(find, show))


def _groups(actor: Actor) -> Iterator[_Group]:
    """Yield in which ways cases wait for the actor. What one did oneself waits for others."""
    if may(actor, Permission.REQUEST_WRITE):
        yield _Group(
            _unheard(actor), queries.last_heard(), _family_pending, _family, shows_contact=True
        )
        yield _Group(_to_review(actor), TracingRequest.review_on, _review_pending, _review)
        yield from (_waiting(_mine(actor), group) for group in OWN)
    if may(actor, Permission.REQUEST_DECIDE):
        yield from (_waiting(_others(actor, hand), group) for group, hand in DECISIONS)
        yield from (_waiting(TracingRequest.owner_id.is_(None), group) for group in UNASSIGNED)


def _waiting(whose: ColumnElement[bool], group: Waiting) -> _Group:
    def pend(thing: _Thing) -> Pending:
        request = thing.request
        return Pending(
            group.kind,
            request.number,
            urgent=group.urgent,
            since=request.changed_at,
            by=thing.by,
            thing=thing,
        )

    def shown(pending: Pending, opened: _Opened) -> WorkItem:
        request = _thing(pending).request
        names, said = _names(opened.rows[request.id]), opened.words.get(request.id)
        return pending.shown(
            title=Text(group.title, **names),
            why=Text("‘%(words)s’", words=said)
            if said and group.shows_words
            else Text(group.why, **names),
            href=f"/requests/{request.id}{group.path}",
            act=Text(group.act),
            case_href=f"/requests/{request.id}",
            is_guarded=request.sensitivity is not Sensitivity.NORMAL,
        )

    return _Group(
        and_(whose, group.condition),
        TracingRequest.changed_at,
        pend,
        shown,
        shows_words=group.shows_words,
    )


def _family_pending(thing: _Thing) -> Pending:
    request = thing.request
    limit = (request.family_heard_at or request.created_at) + timedelta(days=NEWS_LIMIT_DAYS)
    return Pending(
        WorkKind.FAMILIES,
        request.number,
        urgent=limit <= clock.now() + timedelta(days=LAST_WEEK_DAYS),
        due=limit.date(),
        since=limit - timedelta(days=NEWS_LIMIT_DAYS - NEWS_DUE_DAYS),
        thing=thing,
    )


def _family(pending: Pending, opened: _Opened) -> WorkItem:
    request = _thing(pending).request
    contact = opened.requests[request.id].contact
    best = ", ".join(part for part in (contact.hours, contact.language) if part)
    names = _names(opened.rows[request.id])
    why = Text("Nobody should wait more than 90 days. The search is for %(sought)s.", **names)
    if best:
        why = Text("%(why)s Best: %(best)s.", why=why, best=best)
    days = unheard_days(request)
    return pending.shown(
        title=Text(UNHEARD, num=days, **names),
        why=why,
        href=f"/requests/{request.id}/told",
        act=Text("Call the family"),
        case_href=f"/requests/{request.id}",
        is_guarded=request.sensitivity is not Sensitivity.NORMAL,
    )


def _review_pending(thing: _Thing) -> Pending:
    request = thing.request
    moment = request.review_on or clock.now()
    day = moment.date()
    return Pending(
        WorkKind.REVIEWS,
        request.number,
        urgent=day < clock.today() - timedelta(days=LATE_REVIEW_DAYS),
        due=day,
        since=moment - timedelta(days=REVIEW_AHEAD_DAYS),
        thing=thing,
    )


def _review(pending: Pending, opened: _Opened) -> WorkItem:
    request = _thing(pending).request
    return pending.shown(
        title=Text("Review the search for %(sought)s", **_names(opened.rows[request.id])),
        why=Text("Look at what was tried and what was not, and set the next day."),
        href=f"/requests/{request.id}",
        act=Text("Open the case"),
        is_guarded=request.sensitivity is not Sensitivity.NORMAL,
    )


def _thing(pending: Pending) -> _Thing:
    return cast("_Thing", pending.thing)


def _mine(actor: Actor) -> ColumnElement[bool]:
    return TracingRequest.owner_id == actor.user_id


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
        _mine(actor),
        TracingRequest.state.in_(IN_HAND),
        TracingRequest.review_on < clock.now() + timedelta(days=REVIEW_AHEAD_DAYS),
    )


def _mine_or_headless(actor: Actor) -> ColumnElement[bool]:
    if not may(actor, Permission.REQUEST_ASSIGN):
        return _mine(actor)
    return or_(_mine(actor), TracingRequest.owner_id.is_(None))


def _words_of(receipt: Receipt, requests: Sequence[TracingRequest]) -> Reading[dict[UUID, str]]:
    """Read, by case, what somebody wrote when it came into its present state."""
    if not requests:
        return {}
    ids, states = [row.id for row in requests], {row.state for row in requests}
    acts = yield from queries.last_acts(ids, states)
    line = yield from opening_line(receipt, list(acts.values()))
    return {entry.row.request_id: entry.document.words for entry in line if entry.document.words}


def _names(row: CaseRow) -> dict[str, str]:
    return {
        "sought": Name(row.sought[0].display_name),
        "enquirer": Name(row.enquirer.display_name),
    }
