"""The life of a child file: states, acts, what each act needs, and who may. Pure.

`ACTS` is the whole table: read it from top to bottom to know what may happen to a child's file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.text import N_, Text


class ChildState(StrEnum):
    """Where a child's file stands."""

    IDENTIFIED = "identified"
    DOCUMENTED = "documented"
    INTERIM_CARE = "interim_care"
    TRACING = "tracing"
    FAMILY_LOCATED = "family_located"
    RELATIONSHIP_VERIFIED = "relationship_verified"
    BEST_INTEREST_DECIDED = "best_interest_decided"
    REUNIFIED = "reunified"
    NOT_IN_INTEREST = "not_in_interest"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class ChildAct(StrEnum):
    """What somebody does to a child's file."""

    DOCUMENT = "document"
    ARRANGE_CARE = "arrange_care"
    TRACE = "trace"
    LOCATE = "locate"
    RESUME = "resume"
    VERIFY = "verify"
    SIGN_HEAD = "sign_head"
    SIGN_FOCAL = "sign_focal"
    REUNIFY = "reunify"
    HOLD_BACK = "hold_back"
    FOLLOW_UP = "follow_up"
    RECONSIDER = "reconsider"
    CLOSE = "close"
    END_EARLY = "end_early"
    REOPEN = "reopen"


class EntryKind(StrEnum):
    """What an entry of the file is about."""

    STATE = "state"
    NOTE = "note"
    VISIT = "visit"
    WISH = "wish"
    CARE = "care"
    GUARDIAN = "guardian"
    RISK = "risk"
    FACTOR = "factor"
    QUESTIONS = "questions"
    CHILD_SIDE = "child_side"
    FAMILY_SIDE = "family_side"
    COMPARISON = "comparison"
    DETERMINATION = "determination"
    SIGNATURE = "signature"
    HANDOVER = "handover"
    FOLLOW_UP = "follow_up"
    ALARM = "alarm"
    ALARM_ANSWERED = "alarm_answered"


class Factor(StrEnum):
    """One factor of a best-interest assessment; each is looked at by itself."""

    SAFETY = "safety"
    FAMILY = "family"
    CARE = "care"
    HEALTH = "health"
    EDUCATION = "education"
    IDENTITY = "identity"
    VIEWS = "views"


class Verdict(StrEnum):
    """What is determined to be best for the child."""

    REUNIFY = "reunify"
    NOT_IN_INTEREST = "not_in_interest"


class Need(StrEnum):
    """What an act cannot do without."""

    WORDS = "words"
    WISH = "wish"
    RISK = "risk"
    CARE = "care"
    GUARDIAN = "guardian"
    SIDES = "sides"
    COMPARISON = "comparison"
    FITS = "fits"
    ASSESSMENT = "assessment"
    DETERMINATION = "determination"
    TO_REUNIFY = "to_reunify"
    NOT_TO_REUNIFY = "not_to_reunify"
    HANDOVER = "handover"
    FOLLOW_UPS = "follow_ups"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from where, to where, under which permission, with what at hand."""

    sources: frozenset[ChildState]
    target: ChildState
    permission: Permission
    label: str
    needs: tuple[Need, ...] = ()
    other_than: tuple[str, ...] = ()
    """Four eyes: whoever is so in `Hands` may not do it."""


_S, _A, _P, _N = ChildState, ChildAct, Permission, Need
BEFORE_PLACEMENT = (
    *(_S.IDENTIFIED, _S.DOCUMENTED, _S.INTERIM_CARE, _S.TRACING, _S.FAMILY_LOCATED),
    *(_S.RELATIONSHIP_VERIFIED, _S.BEST_INTEREST_DECIDED),
)
"""States in which the society looks after where the child is, and visits."""
AFTER_PLACEMENT = (_S.REUNIFIED, _S.NOT_IN_INTEREST, _S.FOLLOW_UP)
"""States in which somebody looks again after one, three and six months."""
WORKING = frozenset({*BEFORE_PLACEMENT, *AFTER_PLACEMENT})


def _step(
    sources: tuple[ChildState, ...],
    target: ChildState,
    permission: Permission,
    label: str,
    *needs: Need,
    other_than: tuple[str, ...] = (),
) -> Step:
    return Step(frozenset(sources), target, permission, label, needs, other_than)


_SIGNED = (_N.GUARDIAN, _N.ASSESSMENT, _N.DETERMINATION)

ACTS: Mapping[ChildAct, Step] = {
    _A.DOCUMENT: _step(
        (_S.IDENTIFIED,),
        _S.DOCUMENTED,
        _P.CHILD_WRITE,
        N_("The child is documented"),
        *(_N.WISH, _N.RISK),
    ),
    _A.ARRANGE_CARE: _step(
        (_S.DOCUMENTED,),
        _S.INTERIM_CARE,
        _P.CHILD_WRITE,
        N_("The child is cared for"),
        _N.CARE,
    ),
    _A.TRACE: _step(
        (_S.INTERIM_CARE,), _S.TRACING, _P.CHILD_WRITE, N_("Start to look for the family")
    ),
    _A.LOCATE: _step(
        (_S.TRACING,), _S.FAMILY_LOCATED, _P.CHILD_WRITE, N_("The family was found"), _N.WORDS
    ),
    _A.RESUME: _step(
        (_S.FAMILY_LOCATED, _S.RELATIONSHIP_VERIFIED),
        _S.TRACING,
        _P.CHILD_WRITE,
        N_("It is not the family: search on"),
        _N.WORDS,
    ),
    _A.VERIFY: _step(
        (_S.FAMILY_LOCATED,),
        _S.RELATIONSHIP_VERIFIED,
        _P.CHILD_WRITE,
        N_("It is the family"),
        *(_N.SIDES, _N.COMPARISON, _N.FITS),
    ),
    _A.SIGN_HEAD: _step(
        (_S.RELATIONSHIP_VERIFIED,),
        _S.BEST_INTEREST_DECIDED,
        _P.CHILD_DECIDE,
        N_("Sign as head of tracing"),
        *_SIGNED,
        other_than=("determined_by", "focal_signed_by", "head_signed_by"),
    ),
    _A.SIGN_FOCAL: _step(
        (_S.RELATIONSHIP_VERIFIED,),
        _S.BEST_INTEREST_DECIDED,
        _P.CHILD_SIGN,
        N_("Sign as safeguarding focal point"),
        *_SIGNED,
        other_than=("determined_by", "head_signed_by", "focal_signed_by"),
    ),
    _A.REUNIFY: _step(
        (_S.BEST_INTEREST_DECIDED,),
        _S.REUNIFIED,
        _P.CHILD_WRITE,
        N_("The child is with the family"),
        *(_N.TO_REUNIFY, _N.HANDOVER),
    ),
    _A.HOLD_BACK: _step(
        (_S.BEST_INTEREST_DECIDED,),
        _S.NOT_IN_INTEREST,
        _P.CHILD_WRITE,
        N_("The child stays in care"),
        *(_N.NOT_TO_REUNIFY, _N.WORDS),
    ),
    _A.FOLLOW_UP: _step(
        (_S.REUNIFIED, _S.NOT_IN_INTEREST),
        _S.FOLLOW_UP,
        _P.CHILD_WRITE,
        N_("The first visit afterwards"),
    ),
    _A.RECONSIDER: _step(
        (_S.BEST_INTEREST_DECIDED, *AFTER_PLACEMENT),
        _S.RELATIONSHIP_VERIFIED,
        _P.CHILD_DECIDE,
        N_("Decide anew what is best"),
        _N.WORDS,
    ),
    _A.CLOSE: _step(
        (_S.FOLLOW_UP,), _S.CLOSED, _P.CHILD_DECIDE, N_("Close the file"), _N.FOLLOW_UPS
    ),
    _A.END_EARLY: _step(
        (*BEFORE_PLACEMENT, _S.REUNIFIED, _S.NOT_IN_INTEREST),
        _S.CLOSED,
        _P.CHILD_DECIDE,
        N_("End the file early"),
        _N.WORDS,
    ),
    _A.REOPEN: _step(
        (_S.CLOSED,), _S.DOCUMENTED, _P.CHILD_DECIDE, N_("Open the file again"), _N.WORDS
    ),
}

PART_OF_MORE = frozenset({_A.SIGN_HEAD, _A.SIGN_FOCAL, _A.REUNIFY, _A.FOLLOW_UP})
"""Acts that are part of a larger one: a signature under what was read, a handover, a visit."""

SKIPS = frozenset({_A.END_EARLY})
"""Acts that leave steps out: the safeguarding focal point is told and answers."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Who did what in a file so far, for four eyes."""

    determined_by: UUID | None = None
    head_signed_by: UUID | None = None
    focal_signed_by: UUID | None = None
    child_side_by: UUID | None = None
    family_side_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a file has. All but `fits` and `verdict` is known without opening anything."""

    has: frozenset[EntryKind] = frozenset()
    """Kinds of entry; of those in OF_ONE_FAMILY only what belongs to the family located last."""
    factors: frozenset[Factor] = frozenset()
    is_put_up: bool = False
    """Whether a determination waits for signatures, or has them."""
    open_follow_ups: int = 0
    fits: bool | None = None
    """What the comparison of the two sides came to; None where it was not opened."""
    verdict: Verdict | None = None


STATE_WORDS: Mapping[ChildState, str] = {
    _S.IDENTIFIED: N_("Identified"),
    _S.DOCUMENTED: N_("Documented"),
    _S.INTERIM_CARE: N_("In interim care"),
    _S.TRACING: N_("Family looked for"),
    _S.FAMILY_LOCATED: N_("Family located"),
    _S.RELATIONSHIP_VERIFIED: N_("Relationship verified"),
    _S.BEST_INTEREST_DECIDED: N_("Best interest decided"),
    _S.REUNIFIED: N_("With the family"),
    _S.NOT_IN_INTEREST: N_("Stays in care"),
    _S.FOLLOW_UP: N_("Followed up"),
    _S.CLOSED: N_("Closed"),
}

NEED_WORDS: Mapping[Need, str] = {
    _N.WORDS: N_("Say why, so that the next person understands."),
    _N.WISH: N_("Ask the child first, and write down what they say in their own words."),
    _N.RISK: N_("Look at the risks first, and write down what you saw, or that you saw none."),
    _N.CARE: N_("Write down first who cares for the child, since when, and what was checked."),
    _N.GUARDIAN: N_("Write down first who the child’s guardian is, and on what ground."),
    _N.SIDES: N_("Ask the child and the relative first, apart, by two different people."),
    _N.COMPARISON: N_("Compare what the child and the relative said first."),
    _N.FITS: N_("The two sides do not fit. Search on, or ask both again."),
    _N.ASSESSMENT: N_("Assess every factor first; some are still open."),
    _N.DETERMINATION: N_("Write down first what is best for the child, with the reasons."),
    _N.TO_REUNIFY: N_("It was decided that the child stays in care. Decide anew first."),
    _N.NOT_TO_REUNIFY: N_("It was decided that the child goes to the family. Decide anew first."),
    _N.HANDOVER: N_("Write down the day, the place, who received the child, and who saw it."),
    _N.FOLLOW_UPS: N_("Visits are still open. Make them first, or say why there will be none."),
}

WORDS_NEEDED: Mapping[ChildAct, str] = {
    ChildAct.LOCATE: N_("Write down who was found, where, and how you know."),
    ChildAct.RESUME: N_("Write down what does not fit."),
    ChildAct.HOLD_BACK: N_(
        "Write down where the child lives from now on, and what they were told."
    ),
    ChildAct.RECONSIDER: N_("Write down what is new, or what was not seen."),
    ChildAct.REOPEN: N_("Write down what is new."),
}
"""What is said of words that are missing, where the page asks for more than a reason."""

EYES_WORDS: Mapping[str, str] = {
    "determined_by": N_("Somebody other than the person who wrote the determination signs it."),
    "head_signed_by": N_("One person never signs twice."),
    "focal_signed_by": N_("One person never signs twice."),
}


def check_act(state: ChildState, act: ChildAct, hands: Hands, actor_id: UUID) -> ChildState:
    """Return the state that `act` leads to.

    Raises:
        RuleBrokenError: the act is not open in this state, or needs another pair of eyes.

    """
    step = ACTS[act]
    if state not in step.sources:
        raise RuleBrokenError(
            Text(
                "‘%(act)s’ is not possible while the file is ‘%(state)s’.",
                act=Text(step.label),
                state=Text(STATE_WORDS[state]),
            )
        )
    for hand in step.other_than:
        if getattr(hands, hand) == actor_id:
            raise RuleBrokenError(EYES_WORDS[hand])
    return step.target


def missing(act: ChildAct, standing: Standing, words: str = "") -> list[Need]:
    """Return what `act` still lacks, in the order in which it is to be done."""
    lacks = {
        Need.WORDS: not words.strip(),
        Need.WISH: EntryKind.WISH not in standing.has,
        Need.RISK: EntryKind.RISK not in standing.has,
        Need.CARE: EntryKind.CARE not in standing.has,
        Need.GUARDIAN: EntryKind.GUARDIAN not in standing.has,
        Need.SIDES: not standing.has >= {EntryKind.CHILD_SIDE, EntryKind.FAMILY_SIDE},
        Need.COMPARISON: EntryKind.COMPARISON not in standing.has,
        Need.FITS: standing.fits is not True,
        Need.ASSESSMENT: standing.factors != frozenset(Factor),
        Need.DETERMINATION: not standing.is_put_up,
        Need.TO_REUNIFY: standing.verdict is not Verdict.REUNIFY,
        Need.NOT_TO_REUNIFY: standing.verdict is not Verdict.NOT_IN_INTEREST,
        Need.HANDOVER: EntryKind.HANDOVER not in standing.has,
        Need.FOLLOW_UPS: bool(standing.open_follow_ups) and not words.strip(),
    }
    return [need for need in ACTS[act].needs if lacks[need]]


def check_needs(act: ChildAct, standing: Standing, words: str = "") -> None:
    """Return if nothing is missing for `act`.

    Raises:
        RuleBrokenError: something is; the sentence says what to do first.

    """
    lacking = missing(act, standing, words)
    if lacking:
        own = WORDS_NEEDED.get(act) if lacking[0] is Need.WORDS else None
        raise RuleBrokenError(own or NEED_WORDS[lacking[0]])
