"""What heads of tracing do for their team, for My work: hand-overs, and the review of roles."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, may
from rfl.accounts import role_review
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading
from rfl.text import Text
from rfl.tracing import handing
from rfl.tracing.handing import Leaver
from rfl.tracing.work import (
    JointSource,
    Name,
    Pending,
    WorkItem,
    WorkKind,
    register_source,
    shown_by,
)

AHEAD = timedelta(days=30)
"""A last day further off is no work of today: a month is enough to hand over in person."""


def register() -> None:
    """Put hand-overs into My work. Twice is once."""
    register_source(JointSource(find, shown_by(show)))
    register_source(JointSource(find_review, shown_by(show_review)))


def find(actor: Actor) -> Reading[list[Pending]]:
    """Read who leaves soon or has left, with open cases. Opens nothing."""
    if not may(actor, Permission.REQUEST_ASSIGN):
        return []
    limit = clock.today() + AHEAD
    leavers = yield from handing.reading_leavers(actor)
    return [
        Pending(
            WorkKind.APPROVALS,
            "",
            urgent=one.leaves_on is None or one.leaves_on <= clock.today() + timedelta(days=7),
            due=one.leaves_on,
            thing=one,
        )
        for one in leavers
        if one.user_id != actor.user_id and (one.leaves_on is None or one.leaves_on <= limit)
    ]


def find_review(actor: Actor) -> Reading[list[Pending]]:
    """Read the review of roles, if the actor has still to say a word in it. Opens nothing."""
    left, review = yield from role_review.reading_left(actor)
    if review is None:
        return []
    due = review.due_at.date()
    urgent = due <= clock.today() + timedelta(days=3)
    return [Pending(WorkKind.REVIEWS, "", urgent=urgent, due=due, thing=left)]


def show_review(_session: Session, _receipt: Receipt, pending: Sequence[Pending]) -> list[WorkItem]:
    """Return the review of roles as the page shows it."""
    return [
        one.shown(
            title=Text("Look at who has which role: %(left)d left", left=cast("int", one.thing)),
            why=Text("Twice a year, so that nobody keeps a key that they no longer need."),
            href="/role-review",
            act=Text("Look at the roles"),
        )
        for one in pending
    ]


def show(session: Session, receipt: Receipt, pending: Sequence[Pending]) -> list[WorkItem]:
    """Return hand-overs as the page shows them: the colleagues' names opened, in order."""
    leavers = [cast("Leaver", one.thing) for one in pending]
    names = access.staff_names(session, receipt, [one.user_id for one in leavers])
    return [
        one.shown(
            title=Text(
                "Hand over what lies with %(who)s: %(number)d",
                who=Name(names.get(leaver.user_id, "")),
                number=leaver.open + leaver.registered,
            ),
            why=Text("They leave, or have left. No family should lose whoever works for it."),
            href=f"/team/{leaver.user_id}",
            act=Text("Hand them over"),
        )
        for one, leaver in zip(pending, leavers, strict=True)
    ]
