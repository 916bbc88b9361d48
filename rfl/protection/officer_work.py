"""What waits for the data protection officer, in My work: each with its day. Opens nothing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, may, visible
from rfl.erasure import service as erasure
from rfl.erasure.models import Erasure
from rfl.erasure.rules import ErasureState
from rfl.protection import child_retention, impact_review, incident_retention, over
from rfl.protection.erasing import KIND_WORDS, REASON_WORDS
from rfl.protection.models import RetentionRun, RightsRequest
from rfl.protection.periods import periods_of
from rfl.protection.rules import ACTED_ON, RIGHT_NAMES, Right, RightsState, RightsVerdict, is_due
from rfl.protection.schedule import ACT_WORDS, OPEN, RetentionAct
from rfl.protection.things import Thing
from rfl.text import N_, Counted, Text
from rfl.tracing.work import PER_GROUP, Pending, WorkKind

OFFICERS = (RightsState.OPEN, RightsState.APPROVED)
"""States of a rights request in which the next act is the officer's."""

SHRED_WITHIN = timedelta(days=1)
"""The keys of an erased record go within minutes; after so long something is wrong."""

_PREPARE = (N_("Make sure who asks, add their records, and decide."), N_("Work on it"))
_CARRY_OUT = (N_("It is decided. Carry it out, then answer the person."), N_("Carry it out"))
_RECEIPT = (N_("It is erased. Give the person the receipt."), N_("Give it"))
_ANSWER = (N_("It is decided. Answer the person."), N_("Answer"))


def find(session: Session, actor: Actor) -> list[Pending]:
    """Return what is the officer's to do about people's data."""
    if not may(actor, Permission.RIGHTS_WORK):
        return []
    return [
        *(_request(row) for row in _requests(session, actor)),
        *(_erasure(row) for row in erasure.waiting_rows(session, actor)[:PER_GROUP]),
        *_lists(session, actor),
        *_child_files(session, actor),
        *_incidents(session, actor),
        *_impact(session, actor),
        *_keys(session, actor),
    ]


def _requests(session: Session, actor: Actor) -> Sequence[RightsRequest]:
    scope = where(visible(actor, Permission.RIGHTS_WORK, clock.now()), RightsRequest)
    query = select(RightsRequest).where(scope, RightsRequest.state.in_(OFFICERS))
    return session.scalars(query.order_by(RightsRequest.due_on).limit(PER_GROUP)).all()


def _request(row: RightsRequest) -> Pending:
    why, act = _step(row)
    due = row.due_on.date()
    return Pending(
        WorkKind.DATA,
        row.number,
        urgent=is_due(due, clock.today()),
        due=due,
        since=row.changed_at,
        thing=Thing(
            Text("A person asks: %(right)s", right=Text(RIGHT_NAMES[row.asked_right])),
            Text(why),
            f"/rights/{row.id}",
            Text(act),
        ),
    )


def _step(row: RightsRequest) -> tuple[str, str]:
    if row.state is RightsState.OPEN:
        return _PREPARE
    is_granted = row.verdict is not RightsVerdict.REFUSED
    if is_granted and row.asked_right in ACTED_ON and row.done_at is None:
        return _CARRY_OUT
    return _RECEIPT if is_granted and row.asked_right is Right.ERASURE else _ANSWER


def _erasure(row: Erasure) -> Pending:
    thing = Thing(
        Text("Decide on an erasure: %(what)s", what=Text(KIND_WORDS[row.kind])),
        Text("A colleague asked for it: %(why)s.", why=Text(REASON_WORDS[row.reason])),
        f"/rights/erasures/{row.id}",
        Text("Read it and decide"),
    )
    return _pending(row.number, thing, row.asked_at, kind=WorkKind.APPROVALS)


def _lists(session: Session, actor: Actor) -> list[Pending]:
    open_acts = select(RetentionRun.act).where(
        RetentionRun.society_code == actor.society, RetentionRun.state.in_(OPEN)
    )
    waits = set(session.scalars(open_acts))
    scope = visible(actor, Permission.RETENTION_READ, clock.now())
    periods = periods_of(session, actor.society)
    counted = {
        act: over.count(session, act, periods, scope) for act in RetentionAct if act not in waits
    }
    why = Text("Their time is over. Put the list up; a second person approves it.")
    return [
        _pending(
            "", Thing(_due(Text(ACT_WORDS[act]), num), why, "/retention", Text("See the list"))
        )
        for act, num in counted.items()
        if num
    ]


def _child_files(session: Session, actor: Actor) -> list[Pending]:
    files = child_retention.due_files(session, actor)
    if not files:
        return []
    title = _due(Text("Child files whose time is over"), len(files))
    why = Text("Each is erased by itself: one person asks, another decides.")
    return [_pending("", Thing(title, why, "/retention", Text("See them")))]


def _incidents(session: Session, actor: Actor) -> list[Pending]:
    rows = incident_retention.due_incidents(session, actor)
    if not rows:
        return []
    title = _due(Text("Events with many missing whose time is over"), len(rows))
    why = Text("Each is erased by itself: one person asks, another decides.")
    return [_pending("", Thing(title, why, "/retention", Text("See them")))]


def _due(what: Text, num: int) -> Text:
    return Text(
        Counted("%(what)s: %(num)d is due", "%(what)s: %(num)d are due"), what=what, num=num
    )


def _impact(session: Session, actor: Actor) -> list[Pending]:
    standing = impact_review.standing(session, actor.society)
    if not standing.is_near(clock.today()):
        return []
    why = (
        N_("What the program does with people’s data has changed since.")
        if standing.is_changed
        else N_("Once a year somebody reads whether it still holds.")
    )
    thing = Thing(
        Text("Read the impact assessment through"),
        Text(why),
        "/processing/impact",
        Text("Read it"),
    )
    due = standing.due_on
    return [_pending("", thing, due=due, is_late=due is not None and due < clock.today())]


def _keys(session: Session, actor: Actor) -> list[Pending]:
    query = select(func.count(Erasure.id), func.min(Erasure.decided_at)).where(
        Erasure.society_code == actor.society,
        Erasure.state == ErasureState.DONE,
        Erasure.shredded_at.is_(None),
        Erasure.decided_at < clock.now() - SHRED_WITHIN,
    )
    number, since = session.execute(query).one()
    if not number:
        return []
    title = Counted(
        "The keys of %(num)d erased record are not destroyed yet",
        "The keys of %(num)d erased records are not destroyed yet",
    )
    thing = Thing(
        Text(title, num=number),
        Text("That takes minutes. Tell whoever keeps the server that no worker runs."),
        "/rights/erasures",
        Text("See them"),
    )
    return [_pending("", thing, since, is_late=True)]


def _pending(
    number: str,
    thing: Thing,
    since: datetime | None = None,
    *,
    kind: WorkKind = WorkKind.DATA,
    due: date | None = None,
    is_late: bool = False,
) -> Pending:
    return Pending(kind, number, urgent=is_late, due=due, since=since, thing=thing)
