"""What takes two people, for My work: what waits for the actor's word, and answers to theirs.

No name stands in it, nor what it is about.
"""

from collections.abc import Mapping
from datetime import timedelta

from rfl import clock
from rfl.access.rules import Actor
from rfl.approvals import coming_back
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalKind, ApprovalState
from rfl.db.rounds import Reading
from rfl.text import N_, Text
from rfl.tracing.export_rules import TAKEN_WITHIN
from rfl.tracing.exporting import can_be_taken
from rfl.tracing.work import (
    PER_GROUP,
    JointSource,
    Nameless,
    Pending,
    WorkKind,
    register_source,
    show_nameless,
    spoken,
)

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

CAME_BACK: Mapping[ApprovalState, tuple[str, str, str]] = {
    ApprovalState.APPROVED: (
        N_("The file you asked for is ready"),
        N_("A second person agreed. It can be taken for two days, then it is asked for anew."),
        N_("Take the file"),
    ),
    ApprovalState.REFUSED: (
        N_("The file you asked for was refused"),
        N_("Whoever decided on it says why."),
        N_("Read why"),
    ),
    ApprovalState.EXPIRED: (
        N_("Nobody decided on the file you asked for"),
        N_("It waited seven days and ran out. Ask anew if you still need it."),
        N_("Look at it"),
    ),
}
"""What came of a file that was asked for: title, reason and act."""


def register() -> None:
    """Put wishes into My work. Twice is once."""
    register_source(JointSource(find, show_nameless))


def find(actor: Actor) -> Reading[list[Pending]]:
    """Read the wishes that wait for the actor's decision, and files they asked for."""
    found = []
    rows = yield from coming_back.at_hand(actor)
    for row in rows[:PER_GROUP]:
        if row.state is ApprovalState.ASKED:
            found.append(_to_decide(row))
        elif row.state is not ApprovalState.APPROVED or can_be_taken(row, clock.now()):
            found.append(_came_back(row))
    return found


def _to_decide(row: Approval) -> Pending:
    return Pending(
        WorkKind.APPROVALS,
        "",
        urgent=row.until <= clock.now() + AHEAD,
        due=row.until.date(),
        since=row.asked_at,
        by=row.asked_by,
        thing=Nameless(
            Text(TITLES[row.kind]),
            Text("A colleague asked for it and said why. Undecided, it runs out on its day."),
            Text("Read it and decide"),
            "/approvals",
        ),
    )


def _came_back(row: Approval) -> Pending:
    ready_at = row.decided_at if row.state is ApprovalState.APPROVED else None
    return Pending(
        WorkKind.ANSWERS,
        "",
        due=(ready_at + TAKEN_WITHIN).date() if ready_at else None,
        since=row.decided_at,
        by=row.decided_by,
        thing=Nameless(*spoken(CAME_BACK[row.state]), "/requests/exports"),
    )
