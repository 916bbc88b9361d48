"""The way of a child's file as its page draws it: steps, and what each of them needs. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rfl.children.rules import (
    STATE_WORDS,
    ChildState,
    EntryKind,
    Factor,
    Hands,
    Standing,
)
from rfl.children.writing import SIDES
from rfl.text import N_

_S, _E = ChildState, EntryKind
WAY = (
    *(_S.IDENTIFIED, _S.DOCUMENTED, _S.INTERIM_CARE, _S.TRACING, _S.FAMILY_LOCATED),
    *(_S.RELATIONSHIP_VERIFIED, _S.BEST_INTEREST_DECIDED, _S.REUNIFIED, _S.FOLLOW_UP, _S.CLOSED),
)
_ON_WAY: Mapping[ChildState, ChildState] = {_S.NOT_IN_INTEREST: _S.REUNIFIED}

NEEDED: Mapping[ChildState, tuple[tuple[EntryKind, str, str], ...]] = {
    _S.DOCUMENTED: (
        (_E.WISH, N_("What the child says"), "/write/wish"),
        (_E.RISK, N_("The risks"), "/write/risk"),
    ),
    _S.INTERIM_CARE: ((_E.CARE, N_("Who cares for the child"), "/write/care"),),
    _S.RELATIONSHIP_VERIFIED: (
        (_E.QUESTIONS, N_("Questions for both sides"), "/write/questions"),
        (_E.CHILD_SIDE, N_("The child was asked"), "/sides/child"),
        (_E.FAMILY_SIDE, N_("The relative was asked"), "/sides/family"),
        (_E.COMPARISON, N_("Both sides compared"), "/comparison"),
    ),
    _S.REUNIFIED: ((_E.HANDOVER, N_("Who received the child, and who saw it"), ""),),
}
"""What must be written down before a state is reached: kind, words, and where it is written."""

FIRST: Mapping[EntryKind, Collection[EntryKind]] = {
    _E.CHILD_SIDE: (_E.QUESTIONS,),
    _E.FAMILY_SIDE: (_E.QUESTIONS,),
    _E.COMPARISON: (_E.QUESTIONS, *SIDES),
}
"""What stands in a file before something else can be written."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a step needs, in English; `path` where it can be written down now."""

    words: str
    is_done: bool
    path: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One step on the way, in English."""

    words: str
    is_done: bool
    is_here: bool
    parts: tuple[Part, ...]


def stops(
    state: ChildState, standing: Standing, hands: Hands, reached: Collection[ChildState]
) -> list[Stop]:
    """Return the whole way, with where a file in `state` stands and what the next step needs.

    `reached` are the states it came through: a file that ended early left some out.
    """
    here = WAY.index(_ON_WAY.get(state, state))
    came = {_ON_WAY.get(one, one) for one in reached}
    return [
        Stop(
            STATE_WORDS[state if nth == here else stop],
            nth < here and (stop in came or state is not ChildState.CLOSED),
            nth == here,
            _parts(stop, standing, hands, is_next=nth == here + 1),
        )
        for nth, stop in enumerate(WAY)
    ]


def _parts(
    stop: ChildState, standing: Standing, hands: Hands, *, is_next: bool
) -> tuple[Part, ...]:
    if not is_next:
        return ()
    if stop is ChildState.BEST_INTEREST_DECIDED:
        return _deciding(standing, hands)
    if stop is ChildState.FOLLOW_UP:
        return (Part(N_("A first visit, after one month"), is_done=False),)
    return tuple(
        Part(words, kind in standing.has, path if _is_open(kind, standing) else "")
        for kind, words, path in NEEDED.get(stop, ())
    )


def _is_open(kind: EntryKind, standing: Standing) -> bool:
    return kind not in standing.has and standing.has.issuperset(FIRST.get(kind, ()))


def _deciding(standing: Standing, hands: Hands) -> tuple[Part, ...]:
    has_guardian = EntryKind.GUARDIAN in standing.has
    is_assessed = standing.factors == frozenset(Factor)
    return (
        Part(
            N_("Who speaks for the child"), has_guardian, "" if has_guardian else "/write/guardian"
        ),
        Part(N_("Every factor assessed"), is_assessed, "" if is_assessed else "/assessment"),
        Part(N_("The determination written"), standing.is_put_up),
        Part(N_("Signed by a head of tracing"), hands.head_signed_by is not None),
        Part(N_("Signed by a safeguarding focal point"), hands.focal_signed_by is not None),
    )
