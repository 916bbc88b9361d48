"""What referrals show on a case's page and in My work: who was sent where, whom to ask after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, all_of, rows_of
from rfl.directory.rules import HELP_WORDS, HelpKind
from rfl.referrals.models import Referral
from rfl.referrals.rules import STATE_WORDS, ReferralState, is_late
from rfl.referrals.service import Opened, of_request, opening_rows
from rfl.text import Text
from rfl.tracing import queries
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import NextAct, Panel, Part, Pressing
from rfl.tracing.rules import CaseState
from rfl.tracing.work import PER_GROUP, Nameless, Pending, WorkKind

OVER = (CaseState.ARCHIVED, CaseState.ANONYMISED, CaseState.INELIGIBLE)
"""States of a case from which nobody is sent on any more."""

_ASK_AFTER = (
    Text("Ask what came of sending somebody to a service"),
    Text("The day on which we wanted to ask has come."),
    Text("Write down what came of it"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template of the panel draws."""

    lines: Sequence[Opened]
    states: Mapping[ReferralState, str]
    kinds: Mapping[HelpKind, str]
    new_href: str
    may_write: bool


def part(actor: Actor, receipt: Receipt, request: TracingRequest) -> Reading[Part]:
    """Read to which services people of a case were sent, and whom to ask after now."""
    if not may(actor, Permission.REQUEST_WRITE):
        return Part()
    rows = yield from of_request(request.id)
    lines = yield from opening_rows(receipt, rows)
    can = request.state not in OVER
    shown = Shown(
        lines=lines,
        states=STATE_WORDS,
        kinds=HELP_WORDS,
        new_href=f"/requests/{request.id}/refer" if can else "",
        may_write=True,
    )
    due = [row for row in rows if _is_due(row)]
    panel = Panel(
        anchor="referrals",
        title=Text("Sent to services"),
        template="referrals/panel.html",
        data=shown,
        count=len(rows) or None,
        is_empty=not rows,
        is_waiting=bool(due),
    )
    return Part(panel, _next_act(due[-1]) if due else None)


def _due(actor: Actor, now: datetime) -> Reading[Sequence[UUID]]:
    """Read what the actor may have to ask after: few, found before any case is looked at."""
    own = select(TracingRequest.id).where(TracingRequest.owner_id == actor.user_id)
    query = select(Referral.id).where(
        Referral.state == ReferralState.MADE,
        Referral.follow_up_at <= now,
        or_(Referral.created_by == actor.user_id, Referral.request_id.in_(own)),
    )
    return (yield from all_of(query, Referral.follow_up_at, most=4 * PER_GROUP))


def find_work(actor: Actor) -> Reading[list[Pending]]:
    """Read whom to ask after today: in the actor's own cases, or sent on by them."""
    if not may(actor, Permission.REQUEST_WRITE):
        return []
    scope, now = visible(actor, Permission.REQUEST_WRITE, clock.now()), clock.now()
    due = yield from _due(actor, now)
    if not due:
        return []
    query = (
        select(Referral, TracingRequest)
        .join(TracingRequest, TracingRequest.id == Referral.request_id)
        .where(Referral.id.in_(due), queries.within(scope))
    )
    rows = yield from rows_of(query, Referral.follow_up_at, most=PER_GROUP)
    return [
        Pending(
            WorkKind.REVIEWS,
            request.number,
            urgent=is_late(row.follow_up_at, now),
            due=row.follow_up_at.date(),
            since=row.follow_up_at,
            thing=Nameless(
                *_ASK_AFTER,
                href=f"/referrals/{row.id}",
                case_href=f"/requests/{request.id}",
                is_guarded=request.sensitivity is not Sensitivity.NORMAL,
            ),
        )
        for row, request in rows
    ]


def _is_due(row: Referral) -> bool:
    return row.state is ReferralState.MADE and row.follow_up_at <= clock.now()


def _next_act(row: Referral) -> NextAct:
    return NextAct(*_ASK_AFTER, f"/referrals/{row.id}", Pressing.ANSWER)
