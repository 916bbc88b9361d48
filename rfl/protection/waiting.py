"""What waits for a second person, in My work: decisions on rights, lists of ended cases."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, may, visible
from rfl.db.rounds import Reading, all_of, together
from rfl.protection.models import RetentionRun, RightsRequest
from rfl.protection.rules import RIGHT_NAMES, RightsState, is_due
from rfl.protection.schedule import ACT_WORDS, RetentionAct, RunState
from rfl.protection.things import Thing
from rfl.text import Counted, Text
from rfl.tracing.work import PER_GROUP, Pending, WorkKind

_DECIDE = Text("Read it and decide")
_CASES = Counted("%(act)s: a list of %(num)d case", "%(act)s: a list of %(num)d cases")
_REGISTRATIONS = Counted("%(act)s: a list of %(num)d record", "%(act)s: a list of %(num)d records")


def find_work(actor: Actor) -> Reading[list[Pending]]:
    """Read what somebody else decided or put up, and the actor may approve."""
    decisions, lists = yield from together(_decisions(actor), _lists(actor))
    return [*(_decision(row) for row in decisions), *(_list(row) for row in lists)]


def _decisions(actor: Actor) -> Reading[Sequence[RightsRequest]]:
    if not may(actor, Permission.RIGHTS_APPROVE):
        return []
    scope = where(visible(actor, Permission.RIGHTS_APPROVE, clock.now()), RightsRequest)
    query = select(RightsRequest).where(
        scope,
        RightsRequest.state == RightsState.DECIDED,
        RightsRequest.decided_by != actor.user_id,
    )
    return (yield from all_of(query, RightsRequest.due_on, most=PER_GROUP))


def _lists(actor: Actor) -> Reading[Sequence[RetentionRun]]:
    if not may(actor, Permission.RETENTION_APPROVE):
        return []
    query = select(RetentionRun).where(
        RetentionRun.society_code == actor.society,
        RetentionRun.state == RunState.PROPOSED,
        RetentionRun.proposed_by != actor.user_id,
    )
    return (yield from all_of(query, RetentionRun.proposed_at, most=PER_GROUP))


def _decision(row: RightsRequest) -> Pending:
    thing = Thing(
        Text("A person’s data: %(right)s", right=Text(RIGHT_NAMES[row.asked_right])),
        Text("The data protection officer decided; a second person looks at it."),
        f"/rights/{row.id}",
        _DECIDE,
    )
    due = row.due_on.date()
    return _pending(row.number, thing, row.changed_at, urgent=is_due(due, clock.today()))


def _list(row: RetentionRun) -> Pending:
    thing = Thing(
        Text(
            _REGISTRATIONS if row.act is RetentionAct.FORGET else _CASES,
            act=Text(ACT_WORDS[row.act]),
            num=row.total,
        ),
        Text("Their time is over. A second person approves the list."),
        f"/retention/{row.id}",
        _DECIDE,
    )
    return _pending(f"{row.proposed_at:%Y-%m-%d}", thing, row.proposed_at, urgent=False)


def _pending(number: str, thing: Thing, since: datetime, *, urgent: bool) -> Pending:
    return Pending(WorkKind.APPROVALS, number, urgent=urgent, since=since, thing=thing)
