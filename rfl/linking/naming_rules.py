"""What may happen to a proposal of names for the lexicon. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from rfl.errors import RuleBrokenError
from rfl.matching.additions import AdditionKind
from rfl.text import N_, Text


class ProposalState(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class ProposalAct(StrEnum):
    """What a second person does to a proposal."""

    ACCEPT = "accept"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


STATE_WORDS: Mapping[ProposalState, str] = {
    ProposalState.PROPOSED: N_("waits for a second person"),
    ProposalState.ACCEPTED: N_("accepted"),
    ProposalState.REFUSED: N_("refused"),
    ProposalState.TAKEN_BACK: N_("taken back"),
}
KIND_WORDS: Mapping[AdditionKind, str] = {
    AdditionKind.ONE_NAME: N_("Spellings of one name"),
    AdditionKind.TWO_NAMES: N_("Two names that are not one"),
}

STEPS: Mapping[ProposalAct, tuple[ProposalState, ProposalState]] = {
    ProposalAct.ACCEPT: (ProposalState.PROPOSED, ProposalState.ACCEPTED),
    ProposalAct.REFUSE: (ProposalState.PROPOSED, ProposalState.REFUSED),
    ProposalAct.TAKE_BACK: (ProposalState.ACCEPTED, ProposalState.TAKEN_BACK),
}
"""Act → the state in which it is open, and the one that it leads to."""


def check_review(
    state: ProposalState, act: ProposalAct, *, proposed_by: UUID, actor: UUID, words: str
) -> ProposalState:
    """Return the state that `act` leads to.

    Raises:
        RuleBrokenError: not open in this state; accepting one's own proposal; no reason given.

    """
    source, target = STEPS[act]
    if state is not source:
        raise RuleBrokenError(
            Text("This proposal is already ‘%(state)s’.", state=Text(STATE_WORDS[state]))
        )
    if act is ProposalAct.ACCEPT and proposed_by == actor:
        raise RuleBrokenError("A second person accepts what you proposed.")
    if act is not ProposalAct.ACCEPT and not words.strip():
        raise RuleBrokenError("Say why, so that nobody proposes it again.")
    return target
