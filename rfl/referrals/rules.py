"""The life of a referral: made with consent, asked after on a day, ended by what came of it.

Pure. Whoever is sent on decides it for themself; for a child somebody who cares is named too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rfl.access.rules import Permission
from rfl.directory.rules import HelpKind
from rfl.errors import RuleBrokenError
from rfl.text import N_, Text

FOLLOW_UP_DAYS = 14
"""After how many days we ask what came of it, unless somebody says otherwise."""

LATE_DAYS = 7
"""A follow-up this long past its day is late."""

GUARDED_HELP = frozenset({HelpKind.GENDER_BASED_VIOLENCE, HelpKind.ANTI_TRAFFICKING})
"""Help whose very name makes a survivor of somebody: the case is restricted from then on."""


class ReferralState(StrEnum):
    """Where a referral stands."""

    MADE = "made"
    HELPED = "helped"
    NOT_HELPED = "not_helped"
    TAKEN_BACK = "taken_back"


class ReferralAct(StrEnum):
    """What is written down afterwards."""

    LOOK_AGAIN = "look_again"
    HELP = "help"
    NOT_HELP = "not_help"
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from where, to where, under which permission."""

    sources: frozenset[ReferralState]
    target: ReferralState
    permission: Permission
    label: str


_S, _A, _P = ReferralState, ReferralAct, Permission
_MADE = frozenset({_S.MADE})

ACTS: Mapping[ReferralAct, Step] = {
    _A.LOOK_AGAIN: Step(_MADE, _S.MADE, _P.REQUEST_WRITE, N_("Still under way: ask again")),
    _A.HELP: Step(_MADE, _S.HELPED, _P.REQUEST_WRITE, N_("They were helped")),
    _A.NOT_HELP: Step(_MADE, _S.NOT_HELPED, _P.REQUEST_WRITE, N_("They were not helped")),
    _A.TAKE_BACK: Step(_MADE, _S.TAKEN_BACK, _P.REQUEST_WRITE, N_("They do not want it any more")),
}

STATE_WORDS: Mapping[ReferralState, str] = {
    _S.MADE: N_("Sent on"),
    _S.HELPED: N_("Helped"),
    _S.NOT_HELPED: N_("Not helped"),
    _S.TAKEN_BACK: N_("Not wanted any more"),
}

NEEDS_WORDS = frozenset({_A.NOT_HELP})
"""Acts that the next colleague will ask the reason of."""


def check_act(state: ReferralState, act: ReferralAct, words: str) -> ReferralState:
    """Return the state that `act` leads to.

    Raises:
        RuleBrokenError: the referral has ended, or nothing says why they were not helped.

    """
    step = ACTS[act]
    if state not in step.sources:
        raise RuleBrokenError(
            Text(
                "This ended already: ‘%(state)s’. Send them on once more, if they wish.",
                state=Text(STATE_WORDS[state]),
            )
        )
    if act in NEEDS_WORDS and not words.strip():
        raise RuleBrokenError("Say why not, so that the next person tries elsewhere.")
    return step.target


def check_new(service: str, told: str, *, is_agreed: bool, is_child: bool, carer: str) -> None:
    """Return if somebody may be sent to a service.

    Raises:
        RuleBrokenError: no service, nothing of what was told, nobody agreed, or a child alone.

    """
    if not service.strip():
        raise RuleBrokenError("Choose a service, or write what it is called.")
    if not told.strip():
        raise RuleBrokenError("Write down what the service was told, and what the person was told.")
    if not is_agreed:
        raise RuleBrokenError("Ask the person first whether the service may be told.")
    if is_child and not carer.strip():
        raise RuleBrokenError("This may be a child: write who cares for them and agreed too.")


def is_late(follow_up_at: datetime, now: datetime) -> bool:
    """Tell whether nobody asked for too long what came of it."""
    return now - follow_up_at > timedelta(days=LATE_DAYS)
