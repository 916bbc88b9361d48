"""Registrations that somebody looks after, for My work: those to review, and those just given."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from sqlalchemy import or_, select

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, all_of
from rfl.persons import service as persons
from rfl.persons.models import Registration
from rfl.text import Text
from rfl.tracing.rules import LATE_REVIEW_DAYS, REVIEW_AHEAD_DAYS
from rfl.tracing.work import (
    PER_GROUP,
    JointSource,
    Name,
    Pending,
    WorkItem,
    WorkKind,
    register_source,
)


def register() -> None:
    """Put registrations into My work. Twice is once."""
    register_source(JointSource(find, show))


def find(actor: Actor) -> Reading[list[Pending]]:
    """Read the actor's registrations whose day has come, or that have none yet. Opens nothing."""
    if not may(actor, Permission.PERSON_LIST):
        return []
    scope = visible(actor, Permission.REGISTRATION_WRITE, clock.now())
    soon = clock.now() + timedelta(days=REVIEW_AHEAD_DAYS)
    query = select(Registration).where(
        where(scope, Registration),
        Registration.owner_id == actor.user_id,
        or_(Registration.review_on.is_(None), Registration.review_on < soon),
    )
    order = (Registration.review_on, Registration.number)
    return [_pending(row) for row in (yield from all_of(query, *order, most=PER_GROUP))]


def show(receipt: Receipt, pending: Sequence[Pending]) -> Reading[list[WorkItem]]:
    """Read the same as the page shows it: the names opened, in order."""
    rows = [cast("Registration", one.thing) for one in pending]
    opened = yield from persons.opening_by_id(receipt, [row.person_id for row in rows])
    return [
        one.shown(
            title=Text(
                "Look again at the registration of %(who)s",
                who=Name(opened[row.person_id].display_name),
            ),
            why=Text("Can they still be reached? Was anything found? Then set the next day.")
            if row.review_on
            else Text("It was given to you. Read it, and set the day on which you look again."),
            href=f"/registrations/{row.id}",
            act=Text("Open the registration"),
            is_guarded=row.sensitivity is not Sensitivity.NORMAL,
        )
        for one, row in zip(pending, rows, strict=True)
    ]


def _pending(row: Registration) -> Pending:
    day = row.review_on.date() if row.review_on else None
    ahead = timedelta(days=REVIEW_AHEAD_DAYS)
    return Pending(
        WorkKind.REVIEWS,
        row.number,
        urgent=day is not None and day < clock.today() - timedelta(days=LATE_REVIEW_DAYS),
        due=day,
        since=row.review_on - ahead if row.review_on else row.changed_at,
        thing=row,
    )
