"""What must hold before an act is done to a message, each with a sentence of what to do. Pure."""

from collections.abc import Collection
from uuid import UUID

from rfl.errors import RuleBrokenError
from rfl.messages.rules import PAPER_REASONS, Breach, Handing, Leave, ReturnReason, Undeliverable


def check_screener(wrote: Collection[UUID | None], actor_id: UUID) -> None:
    """Return if somebody else than who wrote the message down reads it.

    Raises:
        RuleBrokenError: they wrote it, or changed it last.

    """
    if actor_id in wrote:
        raise RuleBrokenError("Somebody other than the person who wrote it down reads it first.")


def check_clean(found: Collection[Breach], *, is_read: bool) -> None:
    """Return if a message may go: it was read whole, and nothing in it breaks the rule.

    Raises:
        RuleBrokenError: it was not read, or something was found.

    """
    if not is_read:
        raise RuleBrokenError("Read the whole message, or have it read to you, and tick that.")
    if found:
        raise RuleBrokenError(
            "Only open family news is carried. Send it back, so that this is taken out."
        )


def check_return(found: Collection[Breach], reasons: Collection[ReturnReason], words: str) -> None:
    """Return if it is said why a message goes back.

    Raises:
        RuleBrokenError: no reason, or 'another reason' without words.

    """
    if not found and not reasons:
        raise RuleBrokenError("Say why it goes back: tick what is in it, or another reason.")
    if ReturnReason.OTHER in reasons and not words.strip():
        raise RuleBrokenError("Say in your words what should be changed.")


def check_give_up(reason: Undeliverable, attempts: int) -> None:
    """Return if a message can be given up for `reason`.

    Raises:
        RuleBrokenError: a reason of the paper after somebody went there, or one of the person
            before anybody did.

    """
    if reason in PAPER_REASONS and attempts:
        raise RuleBrokenError(
            "Somebody went there already, so this reason would tell of it. Choose another; the "
            "sender’s society sees the same in any case."
        )
    if reason not in PAPER_REASONS and not attempts:
        raise RuleBrokenError("First write down the attempt by which you know.")


def check_leave(leave: Leave, *, gate_refuses: bool, is_child: bool, guardian: str) -> None:
    """Return if the sender may be told so.

    Raises:
        RuleBrokenError: the person decided in the consent gate that nothing is told, or for a child
            nobody is named who decided with them.

    """
    if leave is not Leave.ARRIVED:
        return
    if gate_refuses:
        raise RuleBrokenError(
            "They decided that nothing is told to this family. If they now say otherwise, change "
            "that decision in the inbox first; until then choose ‘Nothing’."
        )
    if is_child and not guardian.strip():
        raise RuleBrokenError("For a child, write down the guardian who decided with them.")


def check_changed_mind(before: Leave | None, after: Leave) -> None:
    """Return if what the sender may know can be changed so.

    Raises:
        RuleBrokenError: the sender's society knows already.

    """
    if before is Leave.ARRIVED and after is not Leave.ARRIVED:
        raise RuleBrokenError(
            "The sender’s society knows already that it reached them; this cannot be untold. "
            "Speak with your head of tracing if it puts somebody in danger."
        )


def check_reply(handing: Handing | None, leave: Leave | None) -> None:
    """Return if a reply can be taken.

    Raises:
        RuleBrokenError: the message did not arrive, or the sender may know nothing of it.

    """
    if handing is None:
        raise RuleBrokenError("First write down that the message reached them.")
    if leave is not Leave.ARRIVED:
        raise RuleBrokenError(
            "They wanted the sender to know nothing, and a reply would tell. If they now want to "
            "answer, write down first that the sender may know."
        )
