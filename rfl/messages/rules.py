"""The way of a family message: states, acts, who may, and what its sender's society may see. Pure.

`ACTS` is the whole table. It has two sides: the row of the society that took the message down moves
by that society's own acts; what the delivering society does moves a row of its own. What crosses
back is a `Report`, and nothing else: that the message arrived, where the addressee lets the sender
know it, or that the paper itself cannot be used. So `sender_view` cannot betray that somebody was
found who wants nothing to be told: to the sender's society such a message is on its way until its
time is over, like one whose addressee nobody finds (docs/adr/0020).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.text import N_, Text

TRY_DAYS = 90
"""For how long a society tries to deliver: three visits to a village are made within a quarter."""

KEEP_YEARS = 1
"""After how many years without an act a message of no case is emptied (docs/adr/0020)."""

MOST_SIGNS = 4_000
"""Signs of a typed message. The paper form has room for some 1,500."""


class MessageKind(StrEnum):
    """What a message is made of."""

    LETTER = "letter"
    SCAN = "scan"
    """The paper on which somebody wrote, as pictures."""
    SAFE_AND_WELL = "safe_and_well"
    """Fixed phrases, such as 'I am alive'."""


class MessageState(StrEnum):
    """Where a message stands; `KEPT` says which side keeps which."""

    COLLECTED = "collected"
    SCREENED = "screened"
    RETURNED_FOR_EDIT = "returned_for_edit"
    DISPATCHED = "dispatched"
    ATTEMPTED = "attempted"
    DELIVERED = "delivered"
    UNDELIVERABLE = "undeliverable"
    RETURNED = "returned"


class MessageAct(StrEnum):
    """What somebody does to a message."""

    EDIT = "edit"
    SCREEN = "screen"
    RETURN_FOR_EDIT = "return_for_edit"
    DISPATCH = "dispatch"
    TELL_SENDER = "tell_sender"
    RETURN = "return"
    ATTEMPT = "attempt"
    DELIVER = "deliver"
    GIVE_UP = "give_up"


class Side(StrEnum):
    """Whose row an act moves."""

    SENDER = "sender"
    DELIVERY = "delivery"


class Breach(StrEnum):
    """What does not belong into open family news."""

    MILITARY = "military"
    POLITICAL = "political"
    MONEY = "money"
    SAFETY = "safety"


class ReturnReason(StrEnum):
    """Why a message goes back to whoever wrote it down, beside a breach."""

    UNREADABLE = "unreadable"
    ADDRESS = "address"
    OTHER = "other"


class TryOutcome(StrEnum):
    """How an attempt ended that did not reach the addressee."""

    NOT_THERE = "not_there"
    UNKNOWN_HERE = "unknown_here"
    MOVED = "moved"
    NO_WAY = "no_way"


class Handing(StrEnum):
    """How a message reached its addressee."""

    HANDED_OVER = "handed_over"
    READ_ALOUD = "read_aloud"
    REFUSED = "refused"


class Leave(StrEnum):
    """What the addressee lets the sender know."""

    NOTHING = "nothing"
    ARRIVED = "arrived"


class Undeliverable(StrEnum):
    """Why a message was given up. Only what stands on the paper, or is of the place, crosses."""

    ADDRESS_TOO_LITTLE = "address_too_little"
    NO_ACCESS = "no_access"
    NOT_FOUND = "not_found"
    MOVED_AWAY = "moved_away"
    DIED = "died"


class Script(StrEnum):
    """In which letters a message is written."""

    LATIN = "latin"
    ARABIC = "arabic"
    ETHIOPIC = "ethiopic"
    CYRILLIC = "cyrillic"
    BENGALI = "bengali"
    DEVANAGARI = "devanagari"
    TIFINAGH = "tifinagh"
    OTHER = "other"


class Phrase(StrEnum):
    """A fixed phrase of a safe-and-well message."""

    ALIVE = "alive"
    WELL = "well"
    SLIGHTLY_HURT = "slightly_hurt"
    TOGETHER = "together"
    WRITE_SOON = "write_soon"
    ANSWER = "answer"
    TELL_OTHERS = "tell_others"


_S, _A, _P = MessageState, MessageAct, Permission

PAPER_REASONS = frozenset({Undeliverable.ADDRESS_TOO_LITTLE, Undeliverable.NO_ACCESS})
"""Reasons that tell nothing of a person. They cross at once, and are open only before the first
attempt: whoever went there may have met somebody."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: whose, from where, to where, under which permission."""

    side: Side
    sources: frozenset[MessageState]
    target: MessageState | None
    """None: the state stays."""
    permission: Permission
    label: str


def _step(
    side: Side,
    sources: tuple[MessageState, ...],
    target: MessageState | None,
    permission: Permission,
    label: str,
) -> Step:
    return Step(side, frozenset(sources), target, permission, label)


ACTS: Mapping[MessageAct, Step] = {
    _A.EDIT: _step(
        Side.SENDER,
        (_S.COLLECTED, _S.RETURNED_FOR_EDIT),
        _S.COLLECTED,
        _P.MESSAGE_WRITE,
        N_("Change the message"),
    ),
    _A.SCREEN: _step(Side.SENDER, (_S.COLLECTED,), _S.SCREENED, _P.MESSAGE_SCREEN, N_("It may go")),
    _A.RETURN_FOR_EDIT: _step(
        Side.SENDER,
        (_S.COLLECTED, _S.SCREENED),
        _S.RETURNED_FOR_EDIT,
        _P.MESSAGE_SCREEN,
        N_("Back to whoever wrote it down"),
    ),
    _A.DISPATCH: _step(
        Side.SENDER, (_S.SCREENED,), _S.DISPATCHED, _P.MESSAGE_SCREEN, N_("Send it off")
    ),
    _A.TELL_SENDER: _step(
        Side.SENDER, (_S.DELIVERED,), None, _P.MESSAGE_WRITE, N_("The sender was told")
    ),
    _A.RETURN: _step(
        Side.SENDER,
        (_S.UNDELIVERABLE,),
        _S.RETURNED,
        _P.MESSAGE_WRITE,
        N_("Given back to the sender"),
    ),
    _A.ATTEMPT: _step(
        Side.DELIVERY,
        (_S.DISPATCHED, _S.ATTEMPTED, _S.UNDELIVERABLE),
        _S.ATTEMPTED,
        _P.DELIVERY_WORK,
        N_("Tried, and did not reach them"),
    ),
    _A.DELIVER: _step(
        Side.DELIVERY,
        (_S.DISPATCHED, _S.ATTEMPTED, _S.UNDELIVERABLE, _S.DELIVERED),
        _S.DELIVERED,
        _P.DELIVERY_WORK,
        N_("It reached them"),
    ),
    _A.GIVE_UP: _step(
        Side.DELIVERY,
        (_S.DISPATCHED, _S.ATTEMPTED),
        _S.UNDELIVERABLE,
        _P.DELIVERY_WORK,
        N_("It cannot be delivered"),
    ),
}

KEPT: Mapping[Side, frozenset[MessageState]] = {
    Side.SENDER: frozenset(
        {_S.COLLECTED, _S.SCREENED, _S.RETURNED_FOR_EDIT, _S.DISPATCHED, _S.RETURNED}
    ),
    Side.DELIVERY: frozenset({_S.DISPATCHED, _S.ATTEMPTED, _S.DELIVERED, _S.UNDELIVERABLE}),
}
"""States that a row of each side can be in; what else the sender's side shows is its view."""

TO_DELIVER = frozenset({_S.DISPATCHED, _S.ATTEMPTED})
"""States in which the delivering society has something to do."""

BEFORE_DISPATCH = frozenset({_S.COLLECTED, _S.SCREENED, _S.RETURNED_FOR_EDIT})


@dataclass(frozen=True, slots=True)
class Report:
    """What crossed back. At most one of the two is filled."""

    handing: Handing | None = None
    """It arrived, so; the addressee lets the sender know."""
    paper: Undeliverable | None = None
    """The paper, or the place, made it impossible before anybody went there."""


NO_REPORT = Report()


def first_state(kind: MessageKind) -> MessageState:
    """Return where a message begins: fixed phrases need nobody to read them."""
    return _S.SCREENED if kind is MessageKind.SAFE_AND_WELL else _S.COLLECTED


def sender_view(
    state: MessageState, report: Report, tries_until: datetime | None, now: datetime
) -> MessageState:
    """Return the state that the sender's society sees.

    A function of its own row, of what crossed, and of the clock. It takes no fact of the delivering
    society's work, and so can betray none: neither how often somebody went there nor whether
    anybody was found.
    """
    if report.handing is not None:
        return _S.DELIVERED
    if state is not _S.DISPATCHED:
        return state
    is_over = report.paper is not None or (tries_until is not None and now >= tries_until)
    return _S.UNDELIVERABLE if is_over else _S.DISPATCHED


def check_act(state: MessageState, act: MessageAct) -> MessageState:
    """Return the state that `act` leads to from `state`: the view on the sender's side.

    Raises:
        RuleBrokenError: the act is not open in this state.

    """
    step = ACTS[act]
    if state not in step.sources:
        raise RuleBrokenError(
            Text(
                "‘%(act)s’ is not possible while the message is ‘%(state)s’. Load the page again.",
                act=Text(step.label),
                state=Text(STATE_WORDS[state]),
            )
        )
    return step.target or state


def acts_from(state: MessageState, side: Side) -> list[MessageAct]:
    """Return the acts that a state allows on one side, in the order of the table."""
    return [act for act, step in ACTS.items() if step.side is side and state in step.sources]


def try_until(dispatched_at: datetime) -> datetime:
    """Return until when a society tries."""
    return dispatched_at + timedelta(days=TRY_DAYS)


STATE_WORDS: Mapping[MessageState, str] = {
    _S.COLLECTED: N_("Written down"),
    _S.SCREENED: N_("Read, may go"),
    _S.RETURNED_FOR_EDIT: N_("To be changed"),
    _S.DISPATCHED: N_("On its way"),
    _S.ATTEMPTED: N_("Tried"),
    _S.DELIVERED: N_("Delivered"),
    _S.UNDELIVERABLE: N_("Could not be delivered"),
    _S.RETURNED: N_("Given back to the sender"),
}
