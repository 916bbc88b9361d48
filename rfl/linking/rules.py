"""What may happen to a link. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.text import N_, Text

SEARCHES_FREE = 100
"""Searches of one user within an hour without a word: a clerk with a family before them types one
name in several spellings, and few families come in an hour."""

SEARCHES_MOST = 300
"""... and with a reason written down: five a minute, all hour long, is no casework."""

SEARCH_REASON_LEAST = 20
"""Characters of that reason: a sentence for whoever reads it later."""


class Side(StrEnum):
    """On which side of a link a person stands."""

    SOUGHT = "sought"
    REGISTERED = "registered"


class LinkState(StrEnum):
    """Where a link stands. 'Likely' is the computer's view; 'probable' an officer's."""

    SUGGESTED = "suggested"
    UNDER_REVIEW = "under_review"
    MORE_NEEDED = "more_needed"
    REJECTED = "rejected"
    PROBABLE = "probable"
    CONFIRMED = "confirmed"
    REVERSED = "reversed"


class LinkAct(StrEnum):
    """What somebody does to a link."""

    OPEN = "open"
    REJECT = "reject"
    JUDGE_PROBABLE = "judge_probable"
    NEED_MORE = "need_more"
    CONFIRM = "confirm"
    REVERSE = "reverse"
    UNDO = "undo"


class RejectReason(StrEnum):
    """Why they are not the same person."""

    PARENTS = "parents"
    AGE = "age"
    TWO_PLACES = "two_places"
    KNOWN_OTHER = "known_other"
    OTHER = "other"


REJECT_WORDS: Mapping[RejectReason, str] = {
    RejectReason.PARENTS: N_("The parents are others"),
    RejectReason.AGE: N_("The age cannot be right"),
    RejectReason.TWO_PLACES: N_("In two places on one day"),
    RejectReason.KNOWN_OTHER: N_("I know who this is: somebody else"),
    RejectReason.OTHER: N_("Another reason"),
}
STATE_WORDS: Mapping[LinkState, str] = {
    LinkState.SUGGESTED: N_("Suggested"),
    LinkState.UNDER_REVIEW: N_("Under review"),
    LinkState.MORE_NEEDED: N_("More is needed"),
    LinkState.REJECTED: N_("Not the same person"),
    LinkState.PROBABLE: N_("Probable"),
    LinkState.CONFIRMED: N_("Confirmed"),
    LinkState.REVERSED: N_("Taken back"),
}

SUGGEST_BITS = -8.0
"""Bits of evidence and prior from which a pair is put to people: 1 in 250. See docs/adr/0010."""

LIKELY_PROBABILITY = 0.5
"""From here on a pair is called 'likely': more likely than not, as probabilities are calibrated."""

RETURN_BITS = 3.0
"""A rejected pair comes back only when its bits rise by more than this."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table."""

    sources: frozenset[LinkState]
    target: LinkState
    permission: Permission


_L = LinkState
OPEN_STATES = frozenset({_L.SUGGESTED, _L.UNDER_REVIEW, _L.MORE_NEEDED, _L.REVERSED})
"""In which a pair can be judged."""

TO_JUDGE = (_L.SUGGESTED, _L.UNDER_REVIEW, _L.REVERSED)
"""In which it waits to be judged: of others somebody wrote down what is needed first."""

ACTS: Mapping[LinkAct, Step] = {
    LinkAct.OPEN: Step(frozenset({_L.SUGGESTED}), _L.UNDER_REVIEW, Permission.LINK_JUDGE),
    LinkAct.REJECT: Step(OPEN_STATES, _L.REJECTED, Permission.LINK_JUDGE),
    LinkAct.JUDGE_PROBABLE: Step(OPEN_STATES, _L.PROBABLE, Permission.LINK_JUDGE),
    LinkAct.NEED_MORE: Step(OPEN_STATES, _L.MORE_NEEDED, Permission.LINK_JUDGE),
    LinkAct.CONFIRM: Step(frozenset({_L.PROBABLE}), _L.CONFIRMED, Permission.LINK_CONFIRM),
    LinkAct.REVERSE: Step(
        frozenset({_L.PROBABLE, _L.CONFIRMED}), _L.REVERSED, Permission.LINK_REVERSE
    ),
    LinkAct.UNDO: Step(
        frozenset({_L.REJECTED, _L.PROBABLE, _L.MORE_NEEDED}),
        _L.UNDER_REVIEW,
        Permission.LINK_JUDGE,
    ),
}


def check_act(state: LinkState, act: LinkAct, *, judged_by: UUID | None, actor: UUID) -> LinkState:
    """Return the state that `act` leads to.

    Raises:
        RuleBrokenError: not open in this state; confirming one's own judgement; undoing another's.

    """
    step = ACTS[act]
    if state not in step.sources:
        raise RuleBrokenError(
            Text("This pair is already ‘%(state)s’.", state=Text(STATE_WORDS[state]))
        )
    if act is LinkAct.CONFIRM and judged_by == actor:
        raise RuleBrokenError("A second person confirms what you judged probable.")
    if act is LinkAct.UNDO and judged_by != actor:
        raise RuleBrokenError("Only the person who judged this pair can undo it.")
    return step.target
