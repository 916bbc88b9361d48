"""What comes next in a child's file, told from its state and from which entries there are. Pure.

Nothing is opened for it, so that a list and My work can say it of many files.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rfl.access.rules import Permission
from rfl.children.rules import (
    AFTER_PLACEMENT,
    ChildState,
    EntryKind,
    Factor,
    Hands,
    Standing,
)
from rfl.text import N_


class Task(StrEnum):
    """One thing that carries a file on."""

    WISH = "wish"
    RISK = "risk"
    DOCUMENT = "document"
    CARE = "care"
    ARRANGE_CARE = "arrange_care"
    TRACE = "trace"
    LOCATE = "locate"
    QUESTIONS = "questions"
    CHILD_SIDE = "child_side"
    FAMILY_SIDE = "family_side"
    COMPARE = "compare"
    VERIFY = "verify"
    GUARDIAN = "guardian"
    ASSESS = "assess"
    DETERMINE = "determine"
    SIGN = "sign"
    PLACE = "place"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Saying:
    """How a task is put before somebody. `title` names the child, for My work."""

    say: str
    title: str
    why: str
    act: str
    path: str
    """What follows the file's address."""
    permission: Permission = Permission.CHILD_WRITE


_S, _E, _T = ChildState, EntryKind, Task
_ACT = "/acts/"

SAYINGS: Mapping[Task, Saying] = {
    _T.WISH: Saying(
        N_("Ask the child what they want"),
        N_("Ask %(child)s what they want"),
        N_("Their own words, in their language. They may also say nothing."),
        N_("Write down what the child says"),
        "/write/wish",
    ),
    _T.RISK: Saying(
        N_("Look at the risks"),
        N_("Look at the risks for %(child)s"),
        N_("Trafficking, violence, recruitment: where there is one, the file can be sealed."),
        N_("Write down the risks"),
        "/write/risk",
    ),
    _T.DOCUMENT: Saying(
        N_("Finish the documentation"),
        N_("Finish the documentation of %(child)s"),
        N_("Their wishes and the risks are written down. Next comes who cares for them."),
        N_("The child is documented"),
        _ACT + "document",
    ),
    _T.CARE: Saying(
        N_("Find somebody to care for the child"),
        N_("Find somebody to care for %(child)s"),
        N_("A family comes before a centre; brothers and sisters stay together."),
        N_("Write down the care arrangement"),
        "/write/care",
    ),
    _T.ARRANGE_CARE: Saying(
        N_("Confirm that the child is cared for"),
        N_("Confirm that %(child)s is cared for"),
        N_("The arrangement is written down, with what was checked."),
        N_("The child is cared for"),
        _ACT + "arrange_care",
    ),
    _T.TRACE: Saying(
        N_("Start to look for the family"),
        N_("Start to look for the family of %(child)s"),
        N_("Only if the child wants it, and if it is safe for all."),
        N_("Start to look for the family"),
        _ACT + "trace",
    ),
    _T.LOCATE: Saying(
        N_("Look for the family, and visit the child"),
        N_("Look for the family of %(child)s"),
        N_("Suggested links appear by themselves. Tell the child what is done, and what is not."),
        N_("The family was found"),
        _ACT + "locate",
    ),
    _T.QUESTIONS: Saying(
        N_("Choose what both sides are asked"),
        N_("Choose what %(child)s and the family are asked"),
        N_("Things that only a family knows. Both sides are asked the same, apart."),
        N_("Choose the questions"),
        "/write/questions",
    ),
    _T.CHILD_SIDE: Saying(
        N_("Ask the child"),
        N_("Ask %(child)s about the family"),
        N_("Alone, without pressing. What is written is shut until the other side stands too."),
        N_("Ask the child"),
        "/sides/child",
    ),
    _T.FAMILY_SIDE: Saying(
        N_("Ask the relative"),
        N_("Ask the relative of %(child)s"),
        N_("Somebody other than whoever asked the child. Neither sees what the other wrote."),
        N_("Ask the relative"),
        "/sides/family",
    ),
    _T.COMPARE: Saying(
        N_("Compare the two sides"),
        N_("Compare what %(child)s and the relative said"),
        N_("Both are written. Read them side by side, answer by answer."),
        N_("Compare the two sides"),
        "/comparison",
    ),
    _T.VERIFY: Saying(
        N_("Say whether it is the family"),
        N_("Say whether it is the family of %(child)s"),
        N_("The sides were compared. Go on only with what you would tell the child yourself."),
        N_("It is the family"),
        _ACT + "verify",
    ),
    _T.GUARDIAN: Saying(
        N_("Write down who speaks for the child"),
        N_("Write down who speaks for %(child)s"),
        N_("A guardian is heard before anything is decided; that there is none is known too."),
        N_("Write down the guardian"),
        "/write/guardian",
    ),
    _T.ASSESS: Saying(
        N_("Assess what is best for the child"),
        N_("Assess what is best for %(child)s"),
        N_("One factor at a time: what is known, and what you think of it."),
        N_("Go on with the assessment"),
        "/assessment",
    ),
    _T.DETERMINE: Saying(
        N_("Write down what is best for the child"),
        N_("Write down what is best for %(child)s"),
        N_("Every factor was assessed. Two people sign what you write: exactly that."),
        N_("Write the determination"),
        "/write/determination",
    ),
    _T.SIGN: Saying(
        N_("Read it, and sign or not"),
        N_("Sign what is best for %(child)s, or not"),
        N_("A head of tracing and a safeguarding focal point sign, each for themselves."),
        N_("Read the determination"),
        "/determination",
        Permission.CHILD_DECIDE,
    ),
    _T.PLACE: Saying(
        N_("Do what was decided"),
        N_("Do what was decided for %(child)s"),
        N_("Both have signed. Tell the child first, in words they understand."),
        N_("Write down how it went"),
        "/placement",
    ),
    _T.FOLLOW_UP: Saying(
        N_("Visit the child afterwards"),
        N_("Visit %(child)s again"),
        N_("After one, three and six months: is it as everybody hoped?"),
        N_("Write down the visit"),
        "/follow-ups",
    ),
    _T.CLOSE: Saying(
        N_("Close the file, or not yet"),
        N_("Close the file of %(child)s, or not yet"),
        N_("The visits afterwards were made. Read how the child was found."),
        N_("Close the file"),
        _ACT + "close",
        Permission.CHILD_DECIDE,
    ),
}

ALARM_SAYING = (
    N_("Look at a grave risk in a child’s file"),
    N_("A colleague told you: only a head of tracing can seal a file."),
    N_("Read it, and seal or not"),
)
"""What a head of tracing reads who was told of a risk. No name and no word of it stands there."""

_FOUND = (
    (_E.QUESTIONS, _T.QUESTIONS),
    (_E.CHILD_SIDE, _T.CHILD_SIDE),
    (_E.FAMILY_SIDE, _T.FAMILY_SIDE),
    (_E.COMPARISON, _T.COMPARE),
)
_TO_DO: Mapping[ChildState, tuple[tuple[tuple[EntryKind, Task], ...], Task]] = {
    _S.IDENTIFIED: (((_E.WISH, _T.WISH), (_E.RISK, _T.RISK)), _T.DOCUMENT),
    _S.DOCUMENTED: (((_E.CARE, _T.CARE),), _T.ARRANGE_CARE),
    _S.INTERIM_CARE: ((), _T.TRACE),
    _S.TRACING: ((), _T.LOCATE),
    _S.FAMILY_LOCATED: (_FOUND, _T.VERIFY),
    _S.BEST_INTEREST_DECIDED: ((), _T.PLACE),
    _S.CLOSED: ((), _T.NOTHING),
}
"""In each state what must be written down, in order, and what then carries the file on."""


def next_task(state: ChildState, standing: Standing) -> Task:
    """Return what comes next in a file."""
    if state is ChildState.RELATIONSHIP_VERIFIED:
        return _decide(standing)
    if state in AFTER_PLACEMENT:
        return Task.FOLLOW_UP if standing.open_follow_ups else Task.CLOSE
    entries, act = _TO_DO[state]
    return next((task for kind, task in entries if kind not in standing.has), act)


def is_for(task: Task, hands: Hands, actor_id: UUID) -> bool:
    """Tell whether the actor is not the one person who may not do `task`, having done another."""
    wrote = {
        Task.CHILD_SIDE: (hands.family_side_by,),
        Task.FAMILY_SIDE: (hands.child_side_by,),
        Task.SIGN: (hands.determined_by, hands.head_signed_by, hands.focal_signed_by),
    }
    return actor_id not in wrote.get(task, ())


def _decide(standing: Standing) -> Task:
    if EntryKind.GUARDIAN not in standing.has:
        return Task.GUARDIAN
    if standing.factors != frozenset(Factor):
        return Task.ASSESS
    return Task.SIGN if standing.is_put_up else Task.DETERMINE
