"""What waits for focal points, for My work: emergencies, concerns, unusual access, each by its day.

The data protection officer is told there how much they left unanswered.

Nothing here can be set aside, and no concern's reference stands in a list: the society's log would
keep it, and others read that log (safeguarding.concerns).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.document import StaffDocument
from rfl.access.rules import Actor, Permission, may
from rfl.audit.reveal import reveal_many
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Sealed
from rfl.desk import keeping, reviewing
from rfl.desk.document import ReviewDocument
from rfl.desk.models import AccessReview
from rfl.desk.rules import WAITING
from rfl.desk.telling import headline, reason
from rfl.persons.document import decode
from rfl.safeguarding import concerns, judging
from rfl.safeguarding.concern_rules import ANSWER_WITHIN
from rfl.safeguarding.models import BreakGlass, Concern
from rfl.text import N_, Counted, Text
from rfl.tracing.work import PER_GROUP, Name, Pending, Source, WorkItem, WorkKind, register_source

AHEAD = timedelta(days=2)
"""So long before its day a thing is pressing: time to ask somebody who is away for a weekend."""

_LATE = Counted(
    "%(num)d unusual access was answered by nobody",
    "%(num)d unusual accesses were answered by nobody",
)
_ANSWERED = N_("It was answered and is still open: close it, or say what comes next.")
_UNANSWERED = N_("Whoever told it comes back with a reference to read your answer.")


def register() -> None:
    """Put what waits for focal points into My work. Twice is once."""
    register_source(Source(find_emergencies, show_emergencies))
    register_source(Source(find_concerns, show_concerns))
    register_source(Source(find_reviews, show_reviews))
    register_source(Source(find_late, show_late))


def find_emergencies(session: Session, actor: Actor) -> list[Pending]:
    """Return which emergencies wait for the actor's judgement. Opens nothing."""
    return [
        _pending(WorkKind.EMERGENCIES, row.due_at, row.opened_at, row)
        for row in judging.waiting(session, actor)[:PER_GROUP]
    ]


def show_emergencies(
    session: Session, receipt: Receipt, pending: Sequence[Pending]
) -> list[WorkItem]:
    """Return emergencies as the page shows them, in order."""
    rows = [cast("BreakGlass", one.thing) for one in pending]
    told = judging.opened(session, receipt, rows)
    names = access.staff_names(session, receipt, {row.user_id for row in rows})
    return [
        replace(
            one.shown(
                title=Text(
                    "%(who)s opened %(number)s in an emergency: was it one?",
                    who=Name(names[row.user_id]),
                    number=document.number,
                ),
                why=Text("‘%(words)s’", words=document.reason),
                href="/access/emergencies",
                act=Text("Judge it"),
            ),
            at=row.opened_at,
        )
        for one, row, document in zip(pending, rows, told, strict=True)
    ]


def find_concerns(session: Session, actor: Actor) -> list[Pending]:
    """Return which concerns wait for the actor. Opens nothing."""
    if not may(actor, Permission.CONCERN_READ):
        return []
    return [
        _pending(
            WorkKind.CONCERNS,
            None if concerns.is_answered(row) else row.heard_at + ANSWER_WITHIN,
            row.heard_at,
            row,
        )
        for row in concerns.waiting(session, actor)[:PER_GROUP]
    ]


def show_concerns(
    _session: Session, _receipt: Receipt, pending: Sequence[Pending]
) -> list[WorkItem]:
    """Return the same as the page shows it: none is opened, and none is named."""
    rows = [cast("Concern", one.thing) for one in pending]
    return [
        one.shown(
            title=Text("Somebody told something in confidence"),
            why=Text(_ANSWERED if concerns.is_answered(row) else _UNANSWERED),
            href=f"/access/concerns/{row.id}",
            act=Text("Read and answer"),
        )
        for one, row in zip(pending, rows, strict=True)
    ]


def find_reviews(session: Session, actor: Actor) -> list[Pending]:
    """Return which unusual accesses wait for the actor's answer. Opens nothing."""
    if not may(actor, Permission.AUDIT_READ):
        return []
    rows = keeping.rows_in(session, actor.society, WAITING, but=actor.user_id)
    return [_pending(WorkKind.ACCESS, row.due_at, row.found_at, row) for row in rows[:PER_GROUP]]


def show_reviews(session: Session, receipt: Receipt, pending: Sequence[Pending]) -> list[WorkItem]:
    """Return unusual accesses as the page shows them, opened in order."""
    rows = [cast("AccessReview", one.thing) for one in pending]
    sealed = [Sealed(row.sealed, keeping.context_of(row)) for row in rows]
    opened = [decode(data, ReviewDocument) for data in reveal_many(session, receipt, sealed)]
    staff = access.staff(session, receipt, {row.user_id for row in rows})
    shown = []
    for one, row, document in zip(pending, rows, opened, strict=True):
        pick = keeping.pick_of(row, document)
        item = one.shown(
            title=headline(pick, Name(_who(staff[row.user_id]))),
            why=reason(pick),
            href=f"/access/reviews/{row.id}",
            act=Text("Ask, and answer"),
        )
        shown.append(replace(item, at=document.since))
    return shown


def find_late(session: Session, actor: Actor) -> list[Pending]:
    """Return, for the data protection officer, that focal points left accesses unanswered."""
    number = reviewing.count_late(session, actor)
    if not number:
        return []
    return [Pending(WorkKind.ACCESS, "", urgent=True, thing=number)]


def show_late(_session: Session, _receipt: Receipt, pending: Sequence[Pending]) -> list[WorkItem]:
    """Return the same as the page shows it: how many, and nobody's name."""
    return [
        one.shown(
            title=Text(_LATE, num=cast("int", one.thing)),
            why=Text("The focal points had seven days. Ask them what keeps them."),
            href="/access/reviews/late",
            act=Text("See them"),
        )
        for one in pending
    ]


def _who(staff: StaffDocument) -> str:
    return f"{staff.name} ({staff.place})" if staff.place else staff.name


def _pending(kind: WorkKind, due: datetime | None, since: datetime, thing: object) -> Pending:
    return Pending(
        kind,
        "",
        urgent=due is not None and due <= clock.now() + AHEAD,
        due=None if due is None else due.date(),
        since=since,
        thing=thing,
    )
