"""The life of a tracing request: states, acts, and who may. Pure.

`ACTS` is the whole table: read it from top to bottom to know what may happen to a case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rfl.access.rules import Permission, Sensitivity
from rfl.errors import RuleBrokenError
from rfl.text import N_, Text

NEWS_LIMIT_DAYS = 90
"""Nobody is left without news from us for longer (DOMAIN: case states)."""

NEWS_DUE_DAYS = 75
"""From here on a call to the family stands in My work: two weeks to reach them before the limit."""

REVIEW_AHEAD_DAYS = 3
"""How long before its day a review stands in My work."""

LATE_REVIEW_DAYS = 7
"""A review this long past its day is late."""

REVIEW_DAYS = 14
"""When a case is looked at again, unless somebody says otherwise."""


class CaseState(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    INELIGIBLE = "ineligible"
    ACTIVE = "active"
    WITH_PARTNER = "with_partner"
    AWAITING_ENQUIRER = "awaiting_enquirer"
    LOCATED = "located"
    VERIFIED = "verified"
    DELIVERED = "delivered"
    CLOSURE_REQUESTED = "closure_requested"
    CLOSED = "closed"
    REOPENED = "reopened"
    ARCHIVED = "archived"
    ANONYMISED = "anonymised"


class CaseAct(StrEnum):
    """What somebody does to a case."""

    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    DECLINE = "decline"
    START = "start"
    HAND_TO_PARTNER = "hand_to_partner"
    AWAIT_ENQUIRER = "await_enquirer"
    RESUME = "resume"
    LOCATE = "locate"
    VERIFY = "verify"
    NOT_THEM = "not_them"
    REVERSE = "reverse"
    DELIVER = "deliver"
    REQUEST_CLOSURE = "request_closure"
    CLOSE = "close"
    REFUSE_CLOSURE = "refuse_closure"
    REOPEN = "reopen"
    ESTABLISH_DEATH = "establish_death"
    DISPROVE_DEATH = "disprove_death"
    TRANSFER = "transfer"
    ARCHIVE = "archive"
    ANONYMISE = "anonymise"


class Fate(StrEnum):
    """What became of the sought person."""

    ALIVE = "alive"
    DEAD = "dead"
    UNKNOWN = "unknown"


class Whereabouts(StrEnum):
    """Whether it is known where they are; a thing apart from their fate."""

    KNOWN = "known"
    UNKNOWN = "unknown"


class OutcomeReason(StrEnum):
    """Why a case can be closed."""

    CONTACT_RESTORED = "contact_restored"
    REUNITED = "reunited"
    ALIVE_MESSAGE_ONLY = "alive_message_only"
    ALIVE_NO_CONTACT = "alive_no_contact"
    DETAINED = "detained"
    DEATH_CONFIRMED = "death_confirmed"
    PROBABLE_ACCOUNT = "probable_account"
    NOT_LOCATED = "not_located"
    ENQUIRER_NOT_REACHED = "enquirer_not_reached"
    WITHDRAWN = "withdrawn"
    DUPLICATE = "duplicate"
    TRANSFERRED = "transferred"


class LegalBasis(StrEnum):
    """On what ground the society processes the request."""

    CONSENT = "consent"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_INTEREST = "public_interest"
    LEGITIMATE_INTEREST = "legitimate_interest"
    LEGAL_OBLIGATION = "legal_obligation"


class Cause(StrEnum):
    """How the family came apart."""

    CONFLICT = "conflict"
    ARREST = "arrest_or_detention"
    MIGRATION = "migration"
    POPULATION_MOVEMENT = "population_movement"
    BORDER_INCIDENT = "border_incident"
    SMUGGLER = "smuggler_separation"
    SHIPWRECK = "shipwreck"
    EVACUATION = "evacuation"
    DISASTER = "natural_disaster"
    TRAFFICKING = "trafficking"
    ABDUCTION = "abduction"
    RECRUITMENT = "recruitment_by_armed_group"
    FAMILY_VIOLENCE = "family_violence"
    POVERTY = "poverty"
    CARER = "death_or_sickness_of_carer"
    ENTRUSTED = "entrusted_to_another"
    ABANDONMENT = "abandonment"
    DIVORCE = "divorce_or_remarriage"
    REPATRIATION = "repatriation_or_deportation"
    OTHER = "other"


GUARDED_CAUSES = frozenset({Cause.TRAFFICKING, Cause.FAMILY_VIOLENCE, Cause.ABDUCTION})
"""Causes that make survivors of the people of a case: it is restricted from the first save."""


def sensitivity_for(cause: Cause | None, *, is_danger: bool) -> Sensitivity:
    """Return how closely a case is held at the least; children are the person records' own rule."""
    guarded = is_danger or cause in GUARDED_CAUSES
    return Sensitivity.RESTRICTED if guarded else Sensitivity.NORMAL


class ActionKind(StrEnum):
    """One thing tried, told or decided in a case; the time line is made of these."""

    HOME_VISIT = "home_visit"
    PHONE = "phone"
    LIST_CHECK = "list_check"
    AUTHORITY_REQUEST = "authority_request"
    COMMUNITY_ENQUIRY = "community_enquiry"
    PHOTO_PUBLICATION = "photo_publication"
    SOCIAL_MEDIA = "social_media"
    HOSPITAL = "hospital"
    MORGUE = "morgue"
    DETENTION_VISIT = "detention_visit"
    PARTNER_REQUEST = "partner_request"
    TOLD_ENQUIRER = "told_enquirer"
    DEATH = "death"
    REFERRAL = "referral"
    FOLLOW_UP = "follow_up"
    STATE = "state"
    LINK = "link"
    RELEASE = "release"
    NOTE = "note"


TRIED = (
    *(ActionKind.LIST_CHECK, ActionKind.PHONE, ActionKind.HOME_VISIT),
    *(ActionKind.COMMUNITY_ENQUIRY, ActionKind.HOSPITAL, ActionKind.MORGUE),
    *(ActionKind.DETENTION_VISIT, ActionKind.AUTHORITY_REQUEST, ActionKind.SOCIAL_MEDIA),
    *(ActionKind.PHOTO_PUBLICATION, ActionKind.NOTE),
)
"""Actions that an officer writes down by hand, the commonest first."""


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table: from where, to where, under which permission."""

    sources: frozenset[CaseState]
    target: CaseState
    permission: Permission
    label: str
    other_than: str = ""
    """Four eyes: this person of the case may not do it (opened_by, located_by, closure_by)."""


def _step(
    sources: tuple[CaseState, ...],
    target: CaseState,
    permission: Permission,
    label: str,
    other_than: str = "",
) -> Step:
    return Step(frozenset(sources), target, permission, label, other_than)


_S, _A, _P = CaseState, CaseAct, Permission
WORKING = (_S.ACTIVE, _S.WITH_PARTNER, _S.AWAITING_ENQUIRER, _S.REOPENED)
DEATH_FROM = (*WORKING, _S.LOCATED, _S.VERIFIED)
"""States in which a death can be established."""
AFTER_IT = (_S.VERIFIED, _S.DELIVERED, _S.CLOSURE_REQUESTED)
ENDED = frozenset({_S.INELIGIBLE, _S.CLOSED, _S.ARCHIVED, _S.ANONYMISED})
SEARCHED = frozenset({_S.SUBMITTED, _S.ACCEPTED, *WORKING})
"""States in which the engine looks for the sought persons."""
IN_HAND = frozenset({_S.ACCEPTED, *WORKING, _S.LOCATED, _S.VERIFIED, _S.DELIVERED})
"""States in which a case is somebody's to work on, and is looked at again on a day."""
FAMILY_WAITS = frozenset({_S.SUBMITTED, *IN_HAND, _S.CLOSURE_REQUESTED})
"""States in which a family waits for news from us."""

UNFOUND = frozenset({_A.NOT_THEM, _A.REVERSE})
"""Acts after which nobody is located any more: whoever was found is not them."""

_EXPLAINED = (_A.RETURN, _A.DECLINE, _A.AWAIT_ENQUIRER, _A.LOCATE, _A.REFUSE_CLOSURE, _A.REOPEN)
NEEDS_WORDS = frozenset({*_EXPLAINED, *UNFOUND})
"""Acts that somebody else will ask the reason of."""
NEEDS_MORE = frozenset({_A.DELIVER, _A.REQUEST_CLOSURE})
"""Acts that are part of a larger one: telling the family, and asking for closure."""
BY_LIST = frozenset({_A.ARCHIVE, _A.ANONYMISE})
"""Acts of the data protection officer, on a list that a second person approved (retention)."""
OF_DEATH = frozenset({_A.ESTABLISH_DEATH, _A.DISPROVE_DEATH})
"""Acts that only an authority's paper and four eyes bring about, and that end with it."""

OF_TRANSFER = frozenset({_A.TRANSFER})
"""What ends a case here because another society holds it from now on (rfl.transfers)."""

ACTS: Mapping[CaseAct, Step] = {
    _A.SUBMIT: _step((_S.DRAFT, _S.RETURNED), _S.SUBMITTED, _P.REQUEST_WRITE, N_("Submit")),
    _A.ACCEPT: _step(
        (_S.SUBMITTED,), _S.ACCEPTED, _P.REQUEST_DECIDE, N_("Accept the request"), "opened_by"
    ),
    _A.RETURN: _step((_S.SUBMITTED,), _S.RETURNED, _P.REQUEST_DECIDE, N_("Send back for more")),
    _A.DECLINE: _step((_S.SUBMITTED,), _S.INELIGIBLE, _P.REQUEST_DECIDE, N_("Not for tracing")),
    _A.START: _step((_S.ACCEPTED,), _S.ACTIVE, _P.REQUEST_WRITE, N_("Start the search")),
    _A.HAND_TO_PARTNER: _step(
        (_S.ACTIVE, _S.AWAITING_ENQUIRER, _S.REOPENED),
        _S.WITH_PARTNER,
        _P.REQUEST_WRITE,
        N_("A partner is searching"),
    ),
    _A.AWAIT_ENQUIRER: _step(
        (_S.ACTIVE, _S.WITH_PARTNER, _S.REOPENED),
        _S.AWAITING_ENQUIRER,
        _P.REQUEST_WRITE,
        N_("Wait for the family"),
    ),
    _A.RESUME: _step(
        (_S.WITH_PARTNER, _S.AWAITING_ENQUIRER, _S.REOPENED),
        _S.ACTIVE,
        _P.REQUEST_WRITE,
        N_("Go on searching"),
    ),
    _A.LOCATE: _step(WORKING, _S.LOCATED, _P.REQUEST_WRITE, N_("Somebody was found")),
    _A.VERIFY: _step(
        (_S.LOCATED,),
        _S.VERIFIED,
        _P.REQUEST_DECIDE,
        N_("Confirm that it is them"),
        "located_by",
    ),
    _A.NOT_THEM: _step((_S.LOCATED,), _S.ACTIVE, _P.REQUEST_WRITE, N_("It is not them")),
    _A.REVERSE: _step(
        (_S.VERIFIED, _S.DELIVERED),
        _S.ACTIVE,
        _P.REQUEST_DECIDE,
        N_("It was confirmed wrongly"),
        "located_by",
    ),
    _A.DELIVER: _step((_S.VERIFIED,), _S.DELIVERED, _P.REQUEST_WRITE, N_("The family was told")),
    _A.REQUEST_CLOSURE: _step(
        (_S.ACCEPTED, *WORKING, _S.LOCATED, _S.VERIFIED, _S.DELIVERED),
        _S.CLOSURE_REQUESTED,
        _P.REQUEST_WRITE,
        N_("Ask to close the case"),
    ),
    _A.CLOSE: _step(
        (_S.CLOSURE_REQUESTED,), _S.CLOSED, _P.REQUEST_DECIDE, N_("Close the case"), "closure_by"
    ),
    _A.REFUSE_CLOSURE: _step(
        (_S.CLOSURE_REQUESTED,), _S.ACTIVE, _P.REQUEST_DECIDE, N_("Do not close yet")
    ),
    _A.REOPEN: _step((_S.CLOSED,), _S.REOPENED, _P.REQUEST_WRITE, N_("Open the case again")),
    _A.ESTABLISH_DEATH: _step(
        DEATH_FROM, _S.VERIFIED, _P.REQUEST_DECIDE, N_("A death is established")
    ),
    _A.DISPROVE_DEATH: _step(AFTER_IT, _S.ACTIVE, _P.REQUEST_DECIDE, N_("The death is not true")),
    _A.TRANSFER: _step(
        (_S.ACCEPTED, *WORKING), _S.CLOSED, _P.TRANSFER_SEND, N_("Hand to another society")
    ),
    _A.ARCHIVE: _step((_S.CLOSED, _S.INELIGIBLE), _S.ARCHIVED, _P.RETENTION_WORK, N_("Archive")),
    _A.ANONYMISE: _step((_S.ARCHIVED,), _S.ANONYMISED, _P.RETENTION_WORK, N_("Make anonymous")),
}

MAIN_ACT: Mapping[CaseState, CaseAct] = {
    _S.DRAFT: _A.SUBMIT,
    _S.RETURNED: _A.SUBMIT,
    _S.SUBMITTED: _A.ACCEPT,
    _S.ACCEPTED: _A.START,
    _S.AWAITING_ENQUIRER: _A.RESUME,
    _S.REOPENED: _A.RESUME,
    _S.LOCATED: _A.VERIFY,
    _S.VERIFIED: _A.DELIVER,
    _S.DELIVERED: _A.REQUEST_CLOSURE,
    _S.CLOSURE_REQUESTED: _A.CLOSE,
}
"""The step that carries a case on. While a search runs there is none: it is worked on."""

STATE_WORDS: Mapping[CaseState, str] = {
    _S.DRAFT: N_("Draft"),
    _S.SUBMITTED: N_("Submitted"),
    _S.ACCEPTED: N_("Accepted"),
    _S.RETURNED: N_("Sent back"),
    _S.INELIGIBLE: N_("Not for tracing"),
    _S.ACTIVE: N_("Active"),
    _S.WITH_PARTNER: N_("With a partner"),
    _S.AWAITING_ENQUIRER: N_("Waiting for the family"),
    _S.LOCATED: N_("Located"),
    _S.VERIFIED: N_("Verified"),
    _S.DELIVERED: N_("Family told"),
    _S.CLOSURE_REQUESTED: N_("Closure asked for"),
    _S.CLOSED: N_("Closed"),
    _S.REOPENED: N_("Opened again"),
    _S.ARCHIVED: N_("Archived"),
    _S.ANONYMISED: N_("Anonymised"),
}

EYES_WORDS: Mapping[str, str] = {
    "opened_by": N_("Somebody other than the person who opened the request decides on it."),
    "located_by": N_("Somebody other than the person who located them decides on it."),
    "closure_by": N_("Somebody other than the person who asked for closure closes the case."),
}


@dataclass(frozen=True, slots=True)
class Hands:
    """Who did what in a case so far, for four eyes."""

    opened_by: UUID | None = None
    located_by: UUID | None = None
    closure_by: UUID | None = None


def acts_from(state: CaseState) -> list[CaseAct]:
    """Return the acts that the state allows at all, in the order of the table."""
    return [act for act, step in ACTS.items() if state in step.sources]


def check_act(state: CaseState, act: CaseAct, hands: Hands, actor_id: UUID) -> CaseState:
    """Return the state that `act` leads to.

    Raises:
        RuleBrokenError: the act is not open in this state, or needs another pair of eyes.

    """
    step = ACTS.get(act)
    if step is None or state not in step.sources:
        label, words = step.label if step else act.value, STATE_WORDS[state]
        said = N_("‘%(act)s’ is not possible while the case is ‘%(state)s’.")
        raise RuleBrokenError(Text(said, act=Text(label), state=Text(words)))
    if step.other_than and getattr(hands, step.other_than) == actor_id:
        raise RuleBrokenError(EYES_WORDS[step.other_than])
    return step.target


def check_words(act: CaseAct, words: str) -> None:
    """Return if what was written is enough for `act`.

    Raises:
        RuleBrokenError: somebody will ask why, and nothing is written.

    """
    if act in NEEDS_WORDS and not words.strip():
        raise RuleBrokenError("Say why, so that the next person understands.")


def check_ready(*, has_consent: bool, legal_basis: LegalBasis | None) -> None:
    """Return if a request can be submitted: the enquirer agreed, and there is a legal basis.

    Raises:
        RuleBrokenError: one of the two is missing.

    """
    if not has_consent:
        raise RuleBrokenError("Ask the enquirer for their consent first, and write it down.")
    if legal_basis is None:
        raise RuleBrokenError("Choose the legal basis before you submit the request.")
