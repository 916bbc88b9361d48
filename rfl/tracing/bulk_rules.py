"""What one act on many cases changes in each of them, and why not. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from rfl.lists import rules
from rfl.lists.rules import BulkKind, Held, Wish
from rfl.text import N_, Text
from rfl.tracing.rules import IN_HAND, CaseState


class PaperKind(StrEnum):
    """What of many cases is printed."""

    FORM = "form"
    SHEET = "sheet"


PAPER_HOLDS: Mapping[PaperKind, str] = {
    PaperKind.FORM: N_("Tracing form: the people, the last news, how contact was lost"),
    PaperKind.SHEET: N_("Case sheet: the same, where the case stands, and its time line"),
}


def why_not(
    state: CaseState, held: Held, wish: Wish, actor_id: UUID, *, is_head: bool
) -> Text | None:
    """Return why a case stays as it is; None where it changes."""
    if wish.kind is BulkKind.REVIEW and state not in IN_HAND:
        return Text("Nobody works on it now, so it has no review.")
    return rules.why_not(held, wish, actor_id, is_head=is_head)
