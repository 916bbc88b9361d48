"""The rights of the person: what may be asked, who decides, and when a second person must. Pure.

Articles 15, 16, 17 and 21 of the GDPR and the same rights of the Family Links Network's code of
conduct on data protection: access, rectification, erasure, objection.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.text import N_, Text

ANSWER_DAYS = 30
"""Within a month (GDPR, article 12), unless the society sets less."""

SOON_DAYS = 7
"""From so many days before its end a request is called due."""


class Right(StrEnum):
    """What a person asks for."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    OBJECTION = "objection"
    ERASURE = "erasure"


class RightsState(StrEnum):
    """Where a rights request stands."""

    OPEN = "open"
    DECIDED = "decided"
    """Waits for a second person."""
    APPROVED = "approved"
    """Decided for good; to be carried out and answered."""
    ANSWERED = "answered"
    DROPPED = "dropped"
    """The person took it back."""


class RightsVerdict(StrEnum):
    """What is decided."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class RightsAct(StrEnum):
    """What somebody does to a rights request."""

    PREPARE = "prepare"
    DECIDE = "decide"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    CARRY_OUT = "carry_out"
    ANSWER = "answer"
    DROP = "drop"


class IdentityCheck(StrEnum):
    """How the society made sure who asks."""

    KNOWN = "known"
    DOCUMENT = "document"
    QUESTIONS = "questions"
    AUTHORISED = "authorised"


class RecordKind(StrEnum):
    """What a person is in a record: one human being may have several."""

    REGISTERED = "registered"
    ENQUIRER = "enquirer"
    SOUGHT = "sought"


RIGHT_WORDS: Mapping[Right, str] = {
    Right.ACCESS: N_("See what you hold on me"),
    Right.RECTIFICATION: N_("Put something right"),
    Right.OBJECTION: N_("Stop using it for a purpose"),
    Right.ERASURE: N_("Erase what you hold on me"),
}
RIGHT_NAMES: Mapping[Right, str] = {
    Right.ACCESS: N_("Access"),
    Right.RECTIFICATION: N_("Rectification"),
    Right.OBJECTION: N_("Objection"),
    Right.ERASURE: N_("Erasure"),
}
STATE_WORDS: Mapping[RightsState, str] = {
    RightsState.OPEN: N_("Being worked on"),
    RightsState.DECIDED: N_("Waits for a second person"),
    RightsState.APPROVED: N_("Decided, to be answered"),
    RightsState.ANSWERED: N_("Answered"),
    RightsState.DROPPED: N_("Taken back by the person"),
}
VERDICT_WORDS: Mapping[RightsVerdict, str] = {
    RightsVerdict.GRANTED: N_("Yes, in full"),
    RightsVerdict.PARTLY: N_("In part"),
    RightsVerdict.REFUSED: N_("No"),
}
IDENTITY_WORDS: Mapping[IdentityCheck, str] = {
    IdentityCheck.KNOWN: N_("A colleague knows them in person"),
    IdentityCheck.DOCUMENT: N_("They showed a paper with a photo"),
    IdentityCheck.QUESTIONS: N_("They answered what only they know"),
    IdentityCheck.AUTHORISED: N_("They act for the person, with a paper that says so"),
}
RECORD_WORDS: Mapping[RecordKind, str] = {
    RecordKind.REGISTERED: N_("registered"),
    RecordKind.ENQUIRER: N_("enquirer"),
    RecordKind.SOUGHT: N_("sought"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from where, under which permission."""

    sources: frozenset[RightsState]
    permission: Permission
    target: RightsState | None = None
    """Where it leads; None: it stays, or `after_decision` says."""


_S, _A, _P = RightsState, RightsAct, Permission
ACTS: Mapping[RightsAct, Step] = {
    _A.PREPARE: Step(frozenset({_S.OPEN}), _P.RIGHTS_WORK),
    _A.DECIDE: Step(frozenset({_S.OPEN}), _P.RIGHTS_WORK),
    _A.APPROVE: Step(frozenset({_S.DECIDED}), _P.RIGHTS_APPROVE, _S.APPROVED),
    _A.SEND_BACK: Step(frozenset({_S.DECIDED}), _P.RIGHTS_APPROVE, _S.OPEN),
    _A.CARRY_OUT: Step(frozenset({_S.APPROVED}), _P.RIGHTS_WORK),
    _A.ANSWER: Step(frozenset({_S.APPROVED}), _P.RIGHTS_WORK, _S.ANSWERED),
    _A.DROP: Step(frozenset({_S.OPEN, _S.DECIDED}), _P.RIGHTS_WORK, _S.DROPPED),
}
"""Where each act starts from. Where DECIDE leads is `after_decision`."""

WAITING = frozenset({_S.OPEN, _S.DECIDED, _S.APPROVED})
"""States in which a person waits for an answer."""

ACTED_ON = frozenset({Right.RECTIFICATION, Right.OBJECTION, Right.ERASURE})
"""Rights that change something before they are answered."""


def check_step(state: RightsState, act: RightsAct) -> None:
    """Return if `act` is open in `state`.

    Raises:
        RuleBrokenError: it is not.

    """
    if state not in ACTS[act].sources:
        raise RuleBrokenError(
            Text(
                "This request is ‘%(state)s’ by now. Load it again.", state=Text(STATE_WORDS[state])
            )
        )


def after(state: RightsState, act: RightsAct) -> RightsState:
    """Return where `act` leads from `state`; for a decision see `after_decision`."""
    return ACTS[act].target or state


def needs_second(right: Right, verdict: RightsVerdict) -> bool:
    """Tell whether a second person decides too: something leaves, is lost, or is refused."""
    return right in (Right.ACCESS, Right.ERASURE) or verdict is not RightsVerdict.GRANTED


def after_decision(right: Right, verdict: RightsVerdict) -> RightsState:
    """Return where a decision leads."""
    return RightsState.DECIDED if needs_second(right, verdict) else RightsState.APPROVED


def check_decision(verdict: RightsVerdict, reasons: str, *, is_identified: bool) -> None:
    """Return if a decision can stand.

    Raises:
        RuleBrokenError: nobody made sure who asks, or a refusal without its reasons.

    """
    if verdict is not RightsVerdict.REFUSED and not is_identified:
        raise RuleBrokenError(
            "First write down how you made sure who asks, and add the records that are theirs."
        )
    if verdict is not RightsVerdict.GRANTED and not reasons.strip():
        raise RuleBrokenError("Say why, in words that the person can be told.")


def check_other(decided_by: UUID | None, actor_id: UUID) -> None:
    """Return if the actor is a second person.

    Raises:
        RuleBrokenError: they decided it themselves.

    """
    if decided_by == actor_id:
        raise RuleBrokenError("Somebody other than the person who decided approves it.")


def due_on(asked_at: datetime, days: int) -> datetime:
    """Return by when a request made at `asked_at` is to be answered."""
    return asked_at + timedelta(days=days)


def is_due(due: date, today: date) -> bool:
    """Tell whether a request should be answered within SOON_DAYS, or already late."""
    return due - today <= timedelta(days=SOON_DAYS)


def digest(*parts: bytes) -> bytes:
    """Return the SHA-256 of `parts`, each with its length: what an approval is bound to."""
    return hashlib.sha256(b"".join(len(p).to_bytes(8, "big") + p for p in parts)).digest()
