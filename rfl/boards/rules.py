"""The life of a photo board: asked for, checked, approved by a second person, live, ended. Pure.

The face on it is the searching relative's own, never that of who is sought; no name stands on it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError, refuse_all
from rfl.text import N_, Text
from rfl.tracing.rules import WORKING, CaseState

TERM_DAYS = 180
"""How long a board stays unless somebody says otherwise: half a year, then the family is asked."""

MOST_DAYS = 365
"""Nobody's face stays for longer than a year without being asked and checked anew."""

ENDING_DAYS = 14
"""So long before its last day a board stands in My work: time to reach the family."""

MIN_AGE = 18
"""No child's photo is published, unless a society sets a lower age (DOMAIN: other paths)."""

LEAST_MIN_AGE = 15
"""How low a society may set it; from here to 18 a carer and a best-interest assessment too."""

SHOWN_WHILE = frozenset({CaseState.ACCEPTED, *WORKING, CaseState.LOCATED, CaseState.VERIFIED})
"""States of the case in which its board is shown. A face that vanished on the day on which somebody
was found would tell the world before the family: so it stays until they were told."""

FACE_SIDE, SMALL_SIDE = 1_000, 360
"""Longest sides of the two pictures, in pixels: enough for a poster, and for a list."""


class BoardState(StrEnum):
    """Where a photo board stands (DOMAIN: other paths)."""

    REQUESTED = "requested"
    CHECKED = "age_and_risk_checked"
    APPROVED = "approved"
    LIVE = "live"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class BoardAct(StrEnum):
    """What somebody does to a photo board."""

    CHECK = "check"
    CORRECT = "correct"
    APPROVE = "approve"
    PUBLISH = "publish"
    EXPIRE = "expire"
    TAKE_DOWN = "take_down"
    RENEW = "renew"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from where, to where, under which permission. None: time itself."""

    sources: frozenset[BoardState]
    target: BoardState
    permission: Permission | None
    label: str
    is_second: bool = False
    """Four eyes: neither who asked for the board nor who checked it."""


_S, _A, _P = BoardState, BoardAct, Permission
OPEN = (_S.REQUESTED, _S.CHECKED, _S.APPROVED, _S.LIVE)

ACTS: Mapping[BoardAct, Step] = {
    _A.CHECK: Step(
        frozenset({_S.REQUESTED}), _S.CHECKED, _P.REQUEST_WRITE, N_("Age and risk were checked")
    ),
    _A.CORRECT: Step(
        frozenset({_S.CHECKED, _S.APPROVED}), _S.REQUESTED, _P.REQUEST_WRITE, N_("Check it anew")
    ),
    _A.APPROVE: Step(
        frozenset({_S.CHECKED}),
        _S.APPROVED,
        _P.REQUEST_DECIDE,
        N_("Approve it"),
        is_second=True,
    ),
    _A.PUBLISH: Step(frozenset({_S.APPROVED}), _S.LIVE, _P.REQUEST_WRITE, N_("Show it")),
    _A.EXPIRE: Step(
        frozenset({_S.APPROVED, _S.LIVE}), _S.EXPIRED, None, N_("Its last day has passed")
    ),
    _A.TAKE_DOWN: Step(frozenset(OPEN), _S.WITHDRAWN, _P.REQUEST_WRITE, N_("Take it down")),
    _A.RENEW: Step(
        frozenset({_S.EXPIRED}), _S.REQUESTED, _P.REQUEST_WRITE, N_("Ask for it once more")
    ),
}

STATE_WORDS: Mapping[BoardState, str] = {
    _S.REQUESTED: N_("Asked for"),
    _S.CHECKED: N_("Checked, waits for a second person"),
    _S.APPROVED: N_("Approved, not shown yet"),
    _S.LIVE: N_("Shown to everybody"),
    _S.EXPIRED: N_("Ended on its day"),
    _S.WITHDRAWN: N_("Taken down"),
}


class Risk(StrEnum):
    """What is asked before a face is shown to the world."""

    UNDERSTANDS = "understands"
    FREE = "free"
    PURSUED = "pursued"
    SOUGHT_HIDES = "sought_hides"
    FAMILY_HARMED = "family_harmed"
    ASYLUM = "asylum"
    OTHERS_SEEN = "others_seen"
    CARER_AGREES = "carer_agrees"
    BEST_INTEREST = "best_interest"


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the check, and which answer lets a board go on."""

    words: str
    safe: bool
    is_for_child: bool = False


QUESTIONS: Mapping[Risk, Question] = {
    Risk.UNDERSTANDS: Question(
        N_("Do they know that anybody in the world can see and copy it, and nobody call it back?"),
        safe=True,
    ),
    Risk.FREE: Question(N_("Did they decide alone, with nobody pressing them?"), safe=True),
    Risk.PURSUED: Question(
        N_("Does anybody look for them who must not find them: authority, group, trafficker, kin?"),
        safe=False,
    ),
    Risk.SOUGHT_HIDES: Question(
        N_("May the person they look for be in hiding, or in danger if somebody looks for them?"),
        safe=False,
    ),
    Risk.FAMILY_HARMED: Question(
        N_("May it bring harm or shame to relatives at home or on the way?"), safe=False
    ),
    Risk.ASYLUM: Question(
        N_("May it harm their asylum request, their stay or their work?"), safe=False
    ),
    Risk.OTHERS_SEEN: Question(
        N_("Does the picture show anybody else, a place, a paper, a number or a uniform?"),
        safe=False,
    ),
    Risk.CARER_AGREES: Question(
        N_("Does whoever cares for them agree too?"), safe=True, is_for_child=True
    ),
    Risk.BEST_INTEREST: Question(
        N_("Was it assessed, and written down in their file, that it is best for them?"),
        safe=True,
        is_for_child=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Age:
    """How old who is shown may be: whole years at the least, as far as anybody knows."""

    youngest: int | None
    """None where nothing is known."""
    is_child: bool
    """In doubt they are one (persons.calendars.is_child)."""


def questions(*, is_child: bool) -> list[Risk]:
    """Return what is asked, in the order of the page."""
    return [one for one, question in QUESTIONS.items() if is_child or not question.is_for_child]


def check_act(
    state: BoardState, act: BoardAct, hands: Collection[UUID | None], actor_id: UUID
) -> BoardState:
    """Return the state that `act` leads to. `hands`: who asked for the board, and who checked it.

    Raises:
        RuleBrokenError: the act is not open in this state, or needs another pair of eyes.

    """
    step = ACTS[act]
    if state not in step.sources:
        raise RuleBrokenError(
            Text(
                "‘%(act)s’ is not possible while the photo board is ‘%(state)s’.",
                act=Text(step.label),
                state=Text(STATE_WORDS[state]),
            )
        )
    if step.is_second and actor_id in hands:
        raise RuleBrokenError(
            "Somebody who neither asked for this photo board nor checked it approves it."
        )
    return step.target


def check_age(age: Age, min_age: int) -> None:
    """Return if somebody of this age may be shown.

    Raises:
        RuleBrokenError: nobody knows how old they are, or they may be too young.

    """
    if age.youngest is None:
        raise RuleBrokenError(
            "Nobody wrote down how old they are. Ask, and write it into their record first: a "
            "child’s photo is not published."
        )
    if age.is_child and age.youngest < min_age:
        raise RuleBrokenError(
            Text(
                "They may be younger than %(years)d. Your society publishes no photo of them.",
                years=min_age,
            )
        )


def check_case(state: CaseState, *, is_sealed: bool) -> None:
    """Return if a case in `state` may have a photo board.

    Raises:
        RuleBrokenError: it is sealed, not worked on yet, or the family knows already.

    """
    if is_sealed:
        raise RuleBrokenError("This case is sealed: nothing of it is ever published.")
    if state not in SHOWN_WHILE:
        raise RuleBrokenError(
            "A photo is published while somebody is looked for: after the request was accepted, "
            "and until the family was told."
        )


def check_consent(*, stands: bool) -> None:
    """Return if whoever is shown agreed to exactly this.

    Raises:
        RuleBrokenError: they did not, or took it back.

    """
    if not stands:
        raise RuleBrokenError(
            "Ask them first whether their photo may be published, and write down that they agree."
        )


def check_term(until: date, today: date) -> None:
    """Return if a board may stay until the end of the day `until`.

    Raises:
        RuleBrokenError: that day is over, or too far.

    """
    if not today < until <= today + timedelta(days=MOST_DAYS):
        raise RuleBrokenError(
            Text("Choose a last day from tomorrow on, within %(days)d days.", days=MOST_DAYS)
        )


def check_answers(answers: Mapping[Risk, tuple[bool, str]], *, is_child: bool) -> None:
    """Return if every question of the check was answered, each with a reason.

    Raises:
        SeveralBrokenError: all that were not; each sentence says which.

    """
    refuse_all(
        (
            one not in answers or not answers[one][1].strip(),
            f"{one.value}_why" if one in answers else one.value,
            Text("Answer, and say how you know: %(question)s", question=Text(QUESTIONS[one].words)),
        )
        for one in questions(is_child=is_child)
    )


def unsafe(answers: Mapping[Risk, bool]) -> list[Risk]:
    """Return the questions whose answers keep a board from being shown."""
    return [one for one, said in answers.items() if said is not QUESTIONS[one].safe]


def check_min_age(years: int) -> None:
    """Return if a society may set this as the least age.

    Raises:
        RuleBrokenError: it may not.

    """
    if not LEAST_MIN_AGE <= years <= MIN_AGE:
        raise RuleBrokenError(
            Text(
                "Choose an age from %(least)d to %(most)d years.", least=LEAST_MIN_AGE, most=MIN_AGE
            )
        )


def is_ending(until: datetime, now: datetime) -> bool:
    """Tell whether a board's last day is near."""
    return until - now <= timedelta(days=ENDING_DAYS)


class Finding(StrEnum):
    """What somebody says who saw a board."""

    IS_SOUGHT = "is_sought"
    KNOWS = "knows"
    OTHER = "other"


FINDING_WORDS: Mapping[Finding, str] = {
    Finding.IS_SOUGHT: N_("I am the person who is looked for"),
    Finding.KNOWS: N_("I know this person, or who is looked for"),
    Finding.OTHER: N_("Something else"),
}


class LeadState(StrEnum):
    """Where an answer to a board stands."""

    OPEN = "open"
    CLOSED = "closed"


LEAD_WORDS: Mapping[LeadState, str] = {
    LeadState.OPEN: N_("Being looked into"),
    LeadState.CLOSED: N_("Closed"),
}

WORDS_MOST = 5_000
WORDS_LEAST = 10


def check_told(words: str) -> None:
    """Return if an answer to a board says enough.

    Raises:
        RuleBrokenError: it does not.

    """
    if len(words.strip()) < WORDS_LEAST:
        raise RuleBrokenError("Say in a sentence what you know, and how we can reach you.")


def check_said(state: LeadState, words: str) -> None:
    """Return if something can be said about an answer now.

    Raises:
        RuleBrokenError: it is closed, or nothing was written.

    """
    if state is LeadState.CLOSED:
        raise RuleBrokenError("This was closed. Answer to the photo once more if you know more.")
    if not words.strip():
        raise RuleBrokenError("Write what you want to say.")


class Shelf(StrEnum):
    """One list of photo boards."""

    DRAFTS = "drafts"
    WAITING = "waiting"
    PUBLISHED = "published"
    ENDING = "ending"
    ENDED = "ended"


SHELVES: Mapping[Shelf, tuple[str, frozenset[BoardState]]] = {
    Shelf.DRAFTS: (N_("To be checked"), frozenset({_S.REQUESTED})),
    Shelf.WAITING: (N_("Waiting"), frozenset({_S.CHECKED, _S.APPROVED})),
    Shelf.PUBLISHED: (N_("Shown to everybody"), frozenset({_S.LIVE})),
    Shelf.ENDING: (N_("Ending soon"), frozenset({_S.LIVE})),
    Shelf.ENDED: (N_("Ended"), frozenset({_S.EXPIRED, _S.WITHDRAWN})),
}
"""Each list: how a page calls it, and which states stand in it."""
