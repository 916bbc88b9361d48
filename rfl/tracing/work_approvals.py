"""What takes two people and waits for the actor's word, for My work. No name stands in it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import cast

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.approvals import service as approvals
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalKind
from rfl.audit.service import Receipt
from rfl.text import N_, Text
from rfl.tracing.work import PER_GROUP, Pending, Source, WorkItem, WorkKind, register_source

AHEAD = timedelta(days=2)
"""So long before it runs out a wish is pressing."""

TITLES: Mapping[ApprovalKind, str] = {
    ApprovalKind.ROLE: N_("Decide whether a colleague is given a role"),
    ApprovalKind.INVITE: N_("Decide whether a new colleague is invited"),
    ApprovalKind.RENEW: N_("Decide whether a colleague is let in anew"),
    ApprovalKind.UNSEAL: N_("Decide whether a seal ends"),
    ApprovalKind.READER: N_("Decide who reads a sealed record"),
    ApprovalKind.DEATH: N_("Decide whether a death is established"),
    ApprovalKind.MERGE: N_("Decide whether two records are one person"),
    ApprovalKind.PART: N_("Decide whether joined records are parted again"),
    ApprovalKind.BOARD: N_("Decide whether a photo is shown in public"),
    ApprovalKind.EXPORT: N_("Decide whether a list of cases leaves as a file"),
}


def register() -> None:
    """Put wishes into My work. Twice is once."""
    register_source(Source(find, show))


def find(session: Session, actor: Actor) -> list[Pending]:
    """Return the wishes that wait for the actor's decision. Opens nothing."""
    return [
        Pending(
            WorkKind.APPROVALS,
            "",
            urgent=row.until <= clock.now() + AHEAD,
            due=row.until.date(),
            since=row.asked_at,
            by=row.asked_by,
            thing=row,
        )
        for row in approvals.waiting(session, actor)[:PER_GROUP]
    ]


def show(_session: Session, _receipt: Receipt, pending: Sequence[Pending]) -> list[WorkItem]:
    """Return the same as the page shows it: nothing is opened."""
    return [
        one.shown(
            title=Text(TITLES[cast("Approval", one.thing).kind]),
            why=Text("A colleague asked for it and said why. Undecided, it runs out on its day."),
            href="/approvals",
            act=Text("Read it and decide"),
        )
        for one in pending
    ]
