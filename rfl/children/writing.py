"""What can be written into a child's file when, and who may ask which side. Pure."""

from collections.abc import Mapping
from uuid import UUID

from rfl.children.document import EntryDocument, GuardianGround, RiskKind
from rfl.children.rules import (
    AFTER_PLACEMENT,
    STATE_WORDS,
    WORKING,
    ChildState,
    EntryKind,
    Hands,
    Standing,
)
from rfl.errors import RuleBrokenError
from rfl.text import Text

_S = ChildState
_ANY = frozenset(WORKING)
WRITABLE: Mapping[EntryKind, frozenset[ChildState]] = {
    EntryKind.NOTE: _ANY,
    EntryKind.VISIT: _ANY,
    EntryKind.WISH: _ANY,
    EntryKind.CARE: _ANY,
    EntryKind.GUARDIAN: _ANY,
    EntryKind.RISK: _ANY,
    EntryKind.ALARM: _ANY,
    EntryKind.FACTOR: _ANY,
    EntryKind.QUESTIONS: frozenset({_S.FAMILY_LOCATED}),
    EntryKind.CHILD_SIDE: frozenset({_S.FAMILY_LOCATED}),
    EntryKind.FAMILY_SIDE: frozenset({_S.FAMILY_LOCATED}),
    EntryKind.COMPARISON: frozenset({_S.FAMILY_LOCATED}),
    EntryKind.DETERMINATION: frozenset({_S.RELATIONSHIP_VERIFIED}),
    EntryKind.HANDOVER: frozenset({_S.BEST_INTEREST_DECIDED}),
    EntryKind.FOLLOW_UP: frozenset(AFTER_PLACEMENT),
}
"""In which states something can be written down. Only what acts themselves write is not here."""

SIDES = (EntryKind.CHILD_SIDE, EntryKind.FAMILY_SIDE)
OF_ONE_FAMILY = frozenset({EntryKind.QUESTIONS, *SIDES, EntryKind.COMPARISON})
"""What belongs to one family that was found: it counts from the day it was located."""


def check_writable(kind: EntryKind, state: ChildState) -> None:
    """Return if something of `kind` can be written down while the file is in `state`.

    Raises:
        RuleBrokenError: it cannot now.

    """
    if state not in WRITABLE[kind]:
        raise RuleBrokenError(
            Text(
                "This cannot be written down while the file is ‘%(state)s’.",
                state=Text(STATE_WORDS[state]),
            )
        )


def check_whole(document: EntryDocument) -> None:
    """Return if what is written does not contradict itself, and names whom it speaks of.

    Raises:
        RuleBrokenError: no risk was seen beside one that was, or a guardian without a name.

    """
    risks, guardian = document.risks, document.guardian
    if risks and RiskKind.NONE_SEEN in risks.kinds and len(risks.kinds) > 1:
        raise RuleBrokenError("Choose either what you see, or that none was seen.")
    if guardian and guardian.ground is not GuardianGround.NONE_YET and not guardian.who.strip():
        raise RuleBrokenError("Write down who the guardian is, and how to reach them.")


def check_side(side: EntryKind, standing: Standing, hands: Hands, actor_id: UUID) -> None:
    """Return if the actor may write down one side of a verification.

    Raises:
        RuleBrokenError: no questions yet, this side stands already, or they wrote the other one.

    """
    if EntryKind.QUESTIONS not in standing.has:
        raise RuleBrokenError("Choose the questions first: both sides are asked the same.")
    if side in standing.has:
        raise RuleBrokenError("This side was written down already. Compare the two sides.")
    other = hands.family_side_by if side is EntryKind.CHILD_SIDE else hands.child_side_by
    if other == actor_id:
        raise RuleBrokenError("Whoever asked one side does not ask the other. Ask a colleague.")
