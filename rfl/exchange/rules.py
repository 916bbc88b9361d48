"""The consent gate: who asks whom, what the found person decides, what may cross. Pure.

The asking society sees `asker_view` and nothing else. It is a function of the ask and of an active
release only; whether the person was found, refused or thinks it over cannot enter it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.text import N_, Text

RELEASE_DAYS = 365
"""How long released fields may be read, unless the person says less."""

DUE_DAYS = 30
"""When an answer is asked for, unless the officer says otherwise."""


class AskState(StrEnum):
    """Where the asking side stands."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class AskAct(StrEnum):
    """What somebody does to a confirmation request, on either side."""

    CHANGE = "change"
    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    CANCEL = "cancel"
    ACCEPT = "accept"
    DECLINE = "decline"


class AnswerState(StrEnum):
    """Where the asked society's own work stands; never seen by the asking one."""

    ACCEPTED = "accepted"
    FOUND = "found"
    IDENTIFIED = "identified"
    NOT_THEM = "not_them"
    INTERVIEWED = "interviewed"
    REFUSED = "refused"
    RELEASE_ASKED = "release_asked"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"


ANSWERED = frozenset(
    {AnswerState.NOT_THEM, AnswerState.REFUSED, AnswerState.RELEASED, AnswerState.WITHDRAWN}
)
"""In which the asked society has nothing left to do, though the person may still decide anew."""


class Allowed(StrEnum):
    """What the found person decides, purpose by purpose."""

    TELL_NOTHING = "tell_nothing"
    ALIVE_ONLY = "alive_only"
    MESSAGE_ONLY = "message_only"
    CONTACT_DETAILS = "contact_details"
    WHEREABOUTS = "whereabouts"


class View(StrEnum):
    """All that the asking society may see of an ask."""

    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    SENT = "sent"
    IN_PROGRESS = "in_progress"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


VIEW_WORDS: Mapping[View, str] = {
    View.DRAFT: N_("Draft"),
    View.AWAITING_APPROVAL: N_("Waiting for approval"),
    View.SENT: N_("Sent"),
    View.IN_PROGRESS: N_("Search in progress"),
    View.DECLINED: N_("Not taken on"),
    View.CANCELLED: N_("Taken back"),
    View.RELEASED: N_("Answer received"),
    View.WITHDRAWN: N_("Answer taken back by the person"),
    View.EXPIRED: N_("Answer expired"),
}
ANSWER_WORDS: Mapping[AnswerState, str] = {
    AnswerState.ACCEPTED: N_("Searching"),
    AnswerState.FOUND: N_("Found"),
    AnswerState.IDENTIFIED: N_("It is them"),
    AnswerState.NOT_THEM: N_("It is not them"),
    AnswerState.INTERVIEWED: N_("Decision written down"),
    AnswerState.REFUSED: N_("Tell nothing"),
    AnswerState.RELEASE_ASKED: N_("Waiting for release"),
    AnswerState.RELEASED: N_("Released"),
    AnswerState.WITHDRAWN: N_("Taken back by the person"),
}

_PLAIN_VIEWS: Mapping[AskState, View] = {
    AskState.DRAFT: View.DRAFT,
    AskState.AWAITING_APPROVAL: View.AWAITING_APPROVAL,
    AskState.SENT: View.SENT,
    AskState.ACCEPTED: View.IN_PROGRESS,
    AskState.DECLINED: View.DECLINED,
    AskState.CANCELLED: View.CANCELLED,
}


class ReleaseTimes:
    """The times of one release that decide whether it can be read."""

    __slots__ = ("expires_at", "withdrawn_at")

    def __init__(self, expires_at: datetime, withdrawn_at: datetime | None) -> None:
        self.expires_at = expires_at
        self.withdrawn_at = withdrawn_at

    def is_readable(self, now: datetime) -> bool:
        """Tell whether the asking society may read it at `now`."""
        return self.withdrawn_at is None and now < self.expires_at


def asker_view(state: AskState, releases: Iterable[ReleaseTimes], now: datetime) -> View:
    """Return what the asking society sees. Takes no other fact, and so can betray none."""
    known = list(releases)
    if not known:
        return _PLAIN_VIEWS[state]
    if any(release.is_readable(now) for release in known):
        return View.RELEASED
    return View.WITHDRAWN if known[-1].withdrawn_at is not None else View.EXPIRED


@dataclass(frozen=True, slots=True)
class AskStep:
    """One row of the asking side's table: from where, to where, under which permission."""

    sources: frozenset[AskState]
    target: AskState
    permission: Permission


_K = AskState
ASK_ACTS: Mapping[AskAct, AskStep] = {
    AskAct.CHANGE: AskStep(frozenset({_K.DRAFT}), _K.DRAFT, Permission.ASK_DRAFT),
    AskAct.SUBMIT: AskStep(frozenset({_K.DRAFT}), _K.AWAITING_APPROVAL, Permission.ASK_DRAFT),
    AskAct.APPROVE: AskStep(frozenset({_K.AWAITING_APPROVAL}), _K.SENT, Permission.ASK_APPROVE),
    AskAct.SEND_BACK: AskStep(frozenset({_K.AWAITING_APPROVAL}), _K.DRAFT, Permission.ASK_APPROVE),
    AskAct.CANCEL: AskStep(
        frozenset({_K.DRAFT, _K.AWAITING_APPROVAL, _K.SENT, _K.ACCEPTED}),
        _K.CANCELLED,
        Permission.ASK_DRAFT,
    ),
    AskAct.ACCEPT: AskStep(frozenset({_K.SENT}), _K.ACCEPTED, Permission.INBOX_ANSWER),
    AskAct.DECLINE: AskStep(frozenset({_K.SENT}), _K.DECLINED, Permission.INBOX_ANSWER),
}


def check_ask_act(state: AskState, act: AskAct) -> AskState:
    """Return the state that `act` leads to.

    Raises:
        RuleBrokenError: it is not open in this state.

    """
    if state not in ASK_ACTS[act].sources:
        raise RuleBrokenError("This request has moved on since the page was opened. Load it again.")
    return ASK_ACTS[act].target


ANSWER_STEPS: Mapping[AnswerState, frozenset[AnswerState]] = {
    AnswerState.ACCEPTED: frozenset({AnswerState.FOUND}),
    AnswerState.FOUND: frozenset({AnswerState.IDENTIFIED, AnswerState.NOT_THEM}),
    AnswerState.IDENTIFIED: frozenset({AnswerState.INTERVIEWED, AnswerState.REFUSED}),
    AnswerState.NOT_THEM: frozenset({AnswerState.ACCEPTED}),
    AnswerState.INTERVIEWED: frozenset(
        {AnswerState.INTERVIEWED, AnswerState.REFUSED, AnswerState.RELEASE_ASKED}
    ),
    AnswerState.REFUSED: frozenset({AnswerState.INTERVIEWED, AnswerState.REFUSED}),
    AnswerState.RELEASE_ASKED: frozenset(
        {AnswerState.INTERVIEWED, AnswerState.REFUSED, AnswerState.RELEASED}
    ),
    AnswerState.RELEASED: frozenset({AnswerState.WITHDRAWN}),
    AnswerState.WITHDRAWN: frozenset({AnswerState.INTERVIEWED, AnswerState.REFUSED}),
}


def check_answer_step(state: AnswerState, target: AnswerState) -> None:
    """Return if the asked society's work may go from `state` to `target`. No step is skipped.

    Raises:
        RuleBrokenError: it may not; above all, nothing is released before the person decided.

    """
    if target not in ANSWER_STEPS[state]:
        raise RuleBrokenError(
            Text(
                "‘%(target)s’ cannot follow ‘%(state)s’. Go through the steps in order.",
                target=Text(ANSWER_WORDS[target]),
                state=Text(ANSWER_WORDS[state]),
            )
        )


def check_other_person(first: UUID | None, second: UUID, what: str) -> None:
    """Return if `second` is not the person who did the first half of a four-eyes act.

    Raises:
        RuleBrokenError: it is one and the same; `what` is the sentence to show.

    """
    if first == second:
        raise RuleBrokenError(what)
