"""The life of an offer of a case: states, acts, who may, and what stops it. Pure.

`ACTS` is the whole table. Personal particulars cross in one act alone, HAND_OVER or SHARE, with the
enquirer's consent and a head of tracing other than the person who offered. What is stored can be
overtaken: an offer that nobody answers runs out by the clock, and a consent that is refused or
taken back stops it at once (`seen_as`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rfl.access.rules import Permission, Sensitivity
from rfl.errors import RuleBrokenError
from rfl.persons.rules import ADULT_YEARS
from rfl.text import N_, Text

OFFER_DAYS = 14
"""How long an offer waits for an answer: a family is not left between two desks for longer."""

REMIND_DAYS = 4
"""How long before its end an unanswered offer is pressing on both sides: a week-end and a day."""


class OfferKind(StrEnum):
    """What is offered."""

    HAND_OVER = "hand_over"
    SHARED = "shared"
    """Both societies work on the case, and one leads."""


class Urgency(StrEnum):
    """How soon somebody has to act."""

    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"


class AgeBand(StrEnum):
    """As much of an age as is told before a case is taken on."""

    CHILD = "child"
    ADULT = "adult"
    OLDER = "older"
    UNKNOWN = "unknown"


class Sharing(StrEnum):
    """What the enquirer said of sharing with the other society."""

    GIVEN = "given"
    UNASKED = "unasked"
    REFUSED = "refused"
    """Refused, or taken back; the search itself too."""


class DeclineReason(StrEnum):
    """Why a society does not take a case on."""

    CAPACITY = "capacity"
    AREA = "area"
    MANDATE = "mandate"
    OTHER = "other"


class Side(StrEnum):
    """Who does an act, and who leads work that is shared."""

    FROM = "from"
    TO = "to"


class OfferState(StrEnum):
    """Where an offer stands. `KEPT` says which states a row is in; the others overtake it."""

    TO_SIGN = "to_sign"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    HANDED_OVER = "handed_over"
    SHARED = "shared"
    ENDED = "ended"
    DECLINED = "declined"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    STOPPED = "stopped"


class OfferAct(StrEnum):
    """What somebody does with an offer."""

    SIGN = "sign"
    REFUSE = "refuse"
    ACCEPT = "accept"
    TAKE_OVER = "take_over"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand_over"
    SHARE = "share"
    GIVE_LEAD = "give_lead"
    RETURN_LEAD = "return_lead"
    END = "end"
    LEAVE = "leave"


_S, _A, _P = OfferState, OfferAct, Permission


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: whose act, from where, to where, under which permission."""

    side: Side
    sources: frozenset[OfferState]
    target: OfferState
    permission: Permission
    label: str
    other_than: str = ""
    """Four eyes: this person of the offer may not do it (offered_by)."""


def _step(
    side: Side,
    sources: tuple[OfferState, ...],
    target: OfferState,
    permission: Permission,
    label: str,
    other_than: str = "",
) -> Step:
    return Step(side, frozenset(sources), target, permission, label, other_than)


ACTS: Mapping[OfferAct, Step] = {
    _A.SIGN: _step(
        Side.FROM, (_S.TO_SIGN,), _S.OFFERED, _P.TRANSFER_SIGN, N_("It is safe to offer")
    ),
    _A.REFUSE: _step(Side.FROM, (_S.TO_SIGN,), _S.REFUSED, _P.TRANSFER_SIGN, N_("It is not safe")),
    _A.ACCEPT: _step(
        Side.TO, (_S.OFFERED,), _S.ACCEPTED, _P.TRANSFER_ANSWER, N_("Take the case on")
    ),
    _A.TAKE_OVER: _step(
        Side.TO,
        (_S.OFFERED,),
        _S.HANDED_OVER,
        _P.TRANSFER_ANSWER,
        N_("Take the case over"),
        "offered_by",
    ),
    _A.DECLINE: _step(
        Side.TO,
        (_S.OFFERED, _S.ACCEPTED),
        _S.DECLINED,
        _P.TRANSFER_ANSWER,
        N_("Not take it on"),
    ),
    _A.WITHDRAW: _step(
        Side.FROM,
        (_S.TO_SIGN, _S.OFFERED, _S.ACCEPTED),
        _S.WITHDRAWN,
        _P.TRANSFER_OFFER,
        N_("Take the offer back"),
    ),
    _A.HAND_OVER: _step(
        Side.FROM,
        (_S.ACCEPTED,),
        _S.HANDED_OVER,
        _P.TRANSFER_SEND,
        N_("Hand the case over"),
        "offered_by",
    ),
    _A.SHARE: _step(
        Side.FROM,
        (_S.ACCEPTED,),
        _S.SHARED,
        _P.TRANSFER_SEND,
        N_("Share the case"),
        "offered_by",
    ),
    _A.GIVE_LEAD: _step(Side.FROM, (_S.SHARED,), _S.SHARED, _P.TRANSFER_OFFER, N_("Let them lead")),
    _A.RETURN_LEAD: _step(
        Side.TO, (_S.SHARED,), _S.SHARED, _P.TRANSFER_ANSWER, N_("Give the lead back")
    ),
    _A.END: _step(Side.FROM, (_S.SHARED,), _S.ENDED, _P.TRANSFER_OFFER, N_("End the shared work")),
    _A.LEAVE: _step(
        Side.TO, (_S.SHARED,), _S.ENDED, _P.TRANSFER_ANSWER, N_("Leave the shared work")
    ),
}

KEPT = frozenset(set(_S) - {_S.EXPIRED, _S.STOPPED})
"""States that a row can be in."""

KIND_WORDS_THERE: Mapping[OfferKind, str] = {
    OfferKind.HAND_OVER: N_("You hold the case from then on"),
    OfferKind.SHARED: N_("We work on it together"),
}
"""The same, as the other side reads it."""

OPEN = frozenset({_S.TO_SIGN, _S.OFFERED, _S.ACCEPTED, _S.SHARED})
"""States in which a case is promised to somebody: it is offered once at a time."""

OVERTAKEN: Mapping[OfferState, frozenset[OfferState]] = {
    _S.EXPIRED: frozenset({_S.TO_SIGN, _S.OFFERED}),
    _S.STOPPED: OPEN,
}
"""What the clock and the family's own word put in the place of which stored states (`seen_as`)."""

REACHED = frozenset(KEPT - {_S.TO_SIGN, _S.REFUSED})
"""States in which the other side knows of an offer."""

TO_NOTE = frozenset({_S.DECLINED, _S.REFUSED, _S.EXPIRED, _S.STOPPED})
"""Ends that whoever offered has to know of before they go on."""

STATE_WORDS: Mapping[OfferState, str] = {
    _S.TO_SIGN: N_("Waits for the focal point"),
    _S.OFFERED: N_("Offered"),
    _S.ACCEPTED: N_("Taken on, not handed over yet"),
    _S.HANDED_OVER: N_("Handed over"),
    _S.SHARED: N_("Worked on together"),
    _S.ENDED: N_("Shared work ended"),
    _S.DECLINED: N_("Not taken on"),
    _S.REFUSED: N_("Not safe to offer"),
    _S.WITHDRAWN: N_("Taken back"),
    _S.EXPIRED: N_("No answer in time"),
    _S.STOPPED: N_("Stopped: no consent"),
}
KIND_WORDS: Mapping[OfferKind, str] = {
    OfferKind.HAND_OVER: N_("They hold the case from then on"),
    OfferKind.SHARED: N_("We work on it together"),
}
URGENCY_WORDS: Mapping[Urgency, str] = {
    Urgency.ROUTINE: N_("In its turn"),
    Urgency.SOON: N_("Within days"),
    Urgency.URGENT: N_("At once"),
}
AGE_WORDS: Mapping[AgeBand, str] = {
    AgeBand.CHILD: N_("a child"),
    AgeBand.ADULT: N_("an adult"),
    AgeBand.OLDER: N_("an older person"),
    AgeBand.UNKNOWN: N_("age not known"),
}
DECLINE_WORDS: Mapping[DeclineReason, str] = {
    DeclineReason.CAPACITY: N_("Nobody here can work on it now"),
    DeclineReason.AREA: N_("We do not work where the search leads"),
    DeclineReason.MANDATE: N_("It is not for tracing here"),
    DeclineReason.OTHER: N_("Another reason"),
}

OLDER_YEARS = 60
"""From when on somebody is an older person (as the United Nations count)."""


def first_state(sensitivity: Sensitivity, *, is_within: bool) -> OfferState:
    """Return where an offer begins: of people in danger, the focal point reads it first.

    Raises:
        RuleBrokenError: the case is sealed.

    """
    if sensitivity is Sensitivity.SEALED:
        raise RuleBrokenError(
            "A sealed case is known to those named on it, and is not offered. Have it unsealed "
            "first: the focal point decides on that."
        )
    guarded = sensitivity is Sensitivity.RESTRICTED and not is_within
    return _S.TO_SIGN if guarded else _S.OFFERED


def check_signed(sensitivity: Sensitivity, *, is_signed: bool) -> None:
    """Return if a case may cross as closely as it is held now, whatever it was when offered.

    Raises:
        RuleBrokenError: it became one of people in danger, and the focal point did not read it.

    """
    if sensitivity is Sensitivity.SEALED or (
        sensitivity is Sensitivity.RESTRICTED and not is_signed
    ):
        raise RuleBrokenError(
            "People in it may be in danger, and nobody knew that when it was offered. Take the "
            "offer back and make it anew: the focal point reads it first."
        )


def seen_as(
    state: OfferState, answer_by: datetime, sharing: Sharing | None, now: datetime
) -> OfferState:
    """Return the state as everybody sees it: by the clock, and by the enquirer's own word.

    `sharing` is None within one society, where nothing crosses.
    """
    if sharing is Sharing.REFUSED and state in OVERTAKEN[_S.STOPPED]:
        return _S.STOPPED
    if state is _S.SHARED and sharing is not Sharing.GIVEN:
        return _S.STOPPED
    if state in OVERTAKEN[_S.EXPIRED] and now >= answer_by:
        return _S.EXPIRED
    return state


def answer_by(now: datetime) -> datetime:
    """Return until when an offer made now waits."""
    return now + timedelta(days=OFFER_DAYS)


def is_pressing(until: datetime, urgency: Urgency, now: datetime) -> bool:
    """Tell whether an unanswered offer is late, or will be soon."""
    return urgency is Urgency.URGENT or until - now <= timedelta(days=REMIND_DAYS)


def check_act(
    state: OfferState, act: OfferAct, offered_by: UUID | None, actor_id: UUID
) -> OfferState:
    """Return the state that `act` leads to from what is seen.

    Raises:
        RuleBrokenError: the act is not open in this state, or needs another pair of eyes.

    """
    step = ACTS[act]
    if state not in step.sources:
        raise RuleBrokenError(
            Text(
                "‘%(act)s’ is not possible while the offer is ‘%(state)s’. Load the page again.",
                act=Text(step.label),
                state=Text(STATE_WORDS[state]),
            )
        )
    if step.other_than and offered_by == actor_id:
        raise RuleBrokenError("You offered this case. Somebody else hands it over.")
    return step.target


def check_consent(sharing: Sharing) -> None:
    """Return if the case may cross: the enquirer agreed that this society be told.

    Raises:
        RuleBrokenError: they did not, or took it back.

    """
    if sharing is Sharing.REFUSED:
        raise RuleBrokenError(
            "The enquirer does not want this society to be told. The case stays with you."
        )
    if sharing is Sharing.UNASKED:
        raise RuleBrokenError(
            "The enquirer has not agreed that this society be told. Ask the family first, and "
            "write their consent into the case."
        )


def check_nameless(words: str, names: tuple[str, ...]) -> None:
    """Return if none of the names of a case stands in `words`.

    Raises:
        RuleBrokenError: one does; whoever reads the offer has not taken the case on.

    """
    said = set(_WORD.findall(words.casefold()))
    known = {part for name in names for part in _WORD.findall(name.casefold())}
    known = {part for part in known if len(part) >= _NAME_SIGNS}
    if said & known:
        raise RuleBrokenError(
            "Leave the names out: whoever reads the offer has not taken the case on yet."
        )


_WORD = re.compile(r"\w+")
_NAME_SIGNS = 3
"""Shorter parts of names ('de', 'El') are words of their own in too many languages."""


def band_of(youngest: int | None) -> AgeBand:
    """Return as much of an age, in years, as an offer tells; in doubt somebody is a child."""
    if youngest is None:
        return AgeBand.UNKNOWN
    if youngest < ADULT_YEARS:
        return AgeBand.CHILD
    return AgeBand.OLDER if youngest >= OLDER_YEARS else AgeBand.ADULT
