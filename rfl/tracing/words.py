"""How tracing speaks on its pages: causes, actions, acts done, and why not yet. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from rfl.access.purposes import SharePurpose
from rfl.text import N_, Counted
from rfl.tracing.rules import ActionKind, CaseAct, Cause, LegalBasis

CAUSE_WORDS: Mapping[Cause, str] = {
    Cause.CONFLICT: N_("Conflict"),
    Cause.ARREST: N_("Arrest or detention"),
    Cause.MIGRATION: N_("Migration"),
    Cause.POPULATION_MOVEMENT: N_("Many people fled at once"),
    Cause.BORDER_INCIDENT: N_("Something that happened at a border"),
    Cause.SMUGGLER: N_("Parted by smugglers"),
    Cause.SHIPWRECK: N_("Shipwreck"),
    Cause.EVACUATION: N_("Evacuation"),
    Cause.DISASTER: N_("Natural disaster"),
    Cause.TRAFFICKING: N_("Trafficking"),
    Cause.ABDUCTION: N_("Abduction"),
    Cause.RECRUITMENT: N_("Recruited by an armed group"),
    Cause.FAMILY_VIOLENCE: N_("Violence in the family"),
    Cause.POVERTY: N_("Poverty"),
    Cause.CARER: N_("Whoever cared for them died or fell ill"),
    Cause.ENTRUSTED: N_("Entrusted to somebody else"),
    Cause.ABANDONMENT: N_("Abandoned"),
    Cause.DIVORCE: N_("Divorce or remarriage"),
    Cause.REPATRIATION: N_("Repatriation or deportation"),
    Cause.OTHER: N_("Another cause"),
}
BASIS_WORDS: Mapping[LegalBasis, str] = {
    LegalBasis.CONSENT: N_("The person’s consent"),
    LegalBasis.VITAL_INTEREST: N_("Vital interest: a life or health depends on it"),
    LegalBasis.PUBLIC_INTEREST: N_("Public interest: the society’s humanitarian mandate"),
    LegalBasis.LEGITIMATE_INTEREST: N_("Legitimate interest of the family"),
    LegalBasis.LEGAL_OBLIGATION: N_("Legal obligation"),
}
UNHEARD = Counted(
    "Call %(enquirer)s: nothing heard for %(num)d day",
    "Call %(enquirer)s: nothing heard for %(num)d days",
)
ACTION_WORDS: Mapping[ActionKind, str] = {
    ActionKind.HOME_VISIT: N_("Home visit"),
    ActionKind.PHONE: N_("Telephone calls"),
    ActionKind.LIST_CHECK: N_("Lists checked"),
    ActionKind.AUTHORITY_REQUEST: N_("An authority was asked"),
    ActionKind.COMMUNITY_ENQUIRY: N_("People in the community were asked"),
    ActionKind.PHOTO_PUBLICATION: N_("A photo was published"),
    ActionKind.SOCIAL_MEDIA: N_("Social media searched"),
    ActionKind.HOSPITAL: N_("Hospitals asked"),
    ActionKind.MORGUE: N_("Morgues asked"),
    ActionKind.DETENTION_VISIT: N_("Visit to a place of detention"),
    ActionKind.PARTNER_REQUEST: N_("A partner was asked"),
    ActionKind.TOLD_ENQUIRER: N_("The family was told"),
    ActionKind.DEATH: N_("Of a death"),
    ActionKind.REFERRAL: N_("Sent to a service"),
    ActionKind.FOLLOW_UP: N_("Asked what came of sending somebody to a service"),
    ActionKind.STATE: N_("The case moved on"),
    ActionKind.LINK: N_("A suggested link was judged"),
    ActionKind.RELEASE: N_("An answer from a partner"),
    ActionKind.NOTE: N_("Note"),
}
DONE_WORDS: Mapping[CaseAct, str] = {
    CaseAct.SUBMIT: N_("Request submitted"),
    CaseAct.ACCEPT: N_("Request accepted"),
    CaseAct.RETURN: N_("Sent back for more"),
    CaseAct.DECLINE: N_("Not taken on for tracing"),
    CaseAct.START: N_("Search started"),
    CaseAct.HAND_TO_PARTNER: N_("A partner is searching"),
    CaseAct.AWAIT_ENQUIRER: N_("Waiting for the family"),
    CaseAct.RESUME: N_("The search goes on"),
    CaseAct.LOCATE: N_("Somebody was found"),
    CaseAct.VERIFY: N_("A second person confirmed that it is them"),
    CaseAct.NOT_THEM: N_("Who was found is not them; the search goes on"),
    CaseAct.REVERSE: N_("It was confirmed wrongly; the search goes on"),
    CaseAct.DELIVER: N_("The family has the result"),
    CaseAct.REQUEST_CLOSURE: N_("Closure asked for"),
    CaseAct.CLOSE: N_("Case closed"),
    CaseAct.REFUSE_CLOSURE: N_("Not closed yet"),
    CaseAct.REOPEN: N_("Case opened again"),
    CaseAct.ESTABLISH_DEATH: N_("A death is established: an authority’s paper, and two of us"),
    CaseAct.DISPROVE_DEATH: N_("The death is not true; the search goes on"),
    CaseAct.TRANSFER: N_("Case handed to another society"),
    CaseAct.ARCHIVE: N_("Case archived"),
    CaseAct.ANONYMISE: N_("Case made anonymous"),
}
NOTE_WORDS: Mapping[tuple[ActionKind, str], str] = {
    (ActionKind.NOTE, "opened"): N_("Request taken down"),
    (ActionKind.NOTE, "handed_over"): N_("Case handed over"),
    (ActionKind.NOTE, "sought_added"): N_("A sought person added"),
    (ActionKind.NOTE, "changed"): N_("What is known was changed"),
    (ActionKind.NOTE, "consent_given"): N_("Consent of the enquirer written down"),
    (ActionKind.NOTE, "consent_withdrawn"): N_("The enquirer took a consent back"),
    (ActionKind.NOTE, "offered"): N_("The case was offered to others"),
    (ActionKind.NOTE, "arrived"): N_("The case came from another society"),
    (ActionKind.NOTE, "shared_abroad"): N_("Another society works on the case with us"),
    (ActionKind.NOTE, "share_ended"): N_("The work with another society ended"),
    (ActionKind.NOTE, "attached_photo"): N_("A photo of a sought person was added"),
    (ActionKind.NOTE, "attached_identity_paper"): N_("An identity paper was added"),
    (ActionKind.NOTE, "attached_letter"): N_("A letter was added"),
    (ActionKind.NOTE, "attached_other"): N_("A photo or document was added"),
    (ActionKind.NOTE, "detached"): N_("A photo or document was taken away"),
    (ActionKind.NOTE, "board_asked"): N_("A photo board was asked for"),
    (ActionKind.NOTE, "board_approved"): N_("A second person approved a photo board"),
    (ActionKind.PHOTO_PUBLICATION, "board_live"): N_("A photo board is shown to everybody"),
    (ActionKind.NOTE, "board_down"): N_("A photo board was taken down"),
    (ActionKind.NOTE, "board_ended"): N_("A photo board ended"),
    (ActionKind.NOTE, "board_lead"): N_("Somebody answered to a photo board"),
    (ActionKind.NOTE, "board_lead_closed"): N_("An answer to a photo board was closed"),
    (ActionKind.DEATH, "asked"): N_("An authority’s word of a death was written down"),
    (ActionKind.DEATH, "agreed"): N_("A second person agreed that the death is established"),
    (ActionKind.DEATH, "taken_back"): N_("The word of a death was taken back"),
    (ActionKind.NOTE, "incident_hung"): N_("It hangs on an event with many missing"),
    (ActionKind.NOTE, "incident_off"): N_("It hangs on an event with many missing no more"),
    (ActionKind.NOTE, "testimony"): N_("A testimony speaks of who is sought"),
    (ActionKind.NOTE, "merged"): N_("Two records of one person were joined"),
    (ActionKind.NOTE, "parted"): N_("Two records were parted: they are two people"),
    (ActionKind.LINK, "reject"): N_("A suggested person is not them"),
    (ActionKind.LINK, "judge_probable"): N_("A suggested link is probable"),
    (ActionKind.LINK, "need_more"): N_("More is needed to judge a suggested link"),
    (ActionKind.LINK, "confirm"): N_("A second person confirmed a link"),
    (ActionKind.LINK, "reverse"): N_("A link was taken back"),
    (ActionKind.LINK, "undo"): N_("A judgement on a link was undone"),
    (ActionKind.RELEASE, "released"): N_("A partner released an answer"),
    (ActionKind.RELEASE, "withdrawn"): N_("The person took back what they had allowed"),
}
"""How an entry is said that the program wrote itself, by its kind and result."""

ASK_WORDS: Mapping[CaseAct, str] = {
    CaseAct.RETURN: N_("What is missing? The person who took the request down reads this first."),
    CaseAct.DECLINE: N_("Why is this not for tracing, and where was the family sent instead?"),
    CaseAct.AWAIT_ENQUIRER: N_("What do you wait for: a photograph, a paper, a decision?"),
    CaseAct.LOCATE: N_("How do you know that it is them? A second person checks this."),
    CaseAct.NOT_THEM: N_("How do you know that it is somebody else?"),
    CaseAct.REVERSE: N_(
        "What showed that it is somebody else? If the family was told, say who tells them now. "
        "Where one person is sought, a confirmed link is taken back with it."
    ),
    CaseAct.REFUSE_CLOSURE: N_("What should still be tried or told?"),
    CaseAct.REOPEN: N_("What is new?"),
}
"""What the page asks before an act that needs words."""

WHY_NOT_YET: Mapping[CaseAct, str] = {
    CaseAct.LOCATE: N_("Opens when a link is confirmed or another source tells where they are."),
    CaseAct.ACCEPT: N_("A head of tracing decides, after the request was submitted."),
    CaseAct.VERIFY: N_("A head of tracing other than the person who found them confirms it."),
    CaseAct.DELIVER: N_(
        "Not yet: nothing is certain. A call before that would raise hope that may be false."
    ),
    CaseAct.CLOSE: N_("A head of tracing other than the person who asked closes the case."),
}
"""Why the acts that come later, or belong to somebody else, are not open now."""


@dataclass(frozen=True, slots=True)
class Saying:
    """How the page puts a step before somebody: what, why, and the button."""

    say: str
    why: str
    act: str


REOPENED_WHY = N_("The case was opened again: read why in its time line, and carry the search on.")

SAYINGS: Mapping[CaseAct, Saying] = {
    CaseAct.SUBMIT: Saying(
        N_("Submit the request"),
        N_("The search begins at once; a head of tracing reads the request and decides on it."),
        N_("Submit the request"),
    ),
    CaseAct.ACCEPT: Saying(
        N_("Decide on the request"),
        N_("Is it for tracing, is enough known to begin, and is it safe for the people in it?"),
        N_("Accept the request"),
    ),
    CaseAct.START: Saying(
        N_("Start the search"),
        N_("Choose the first steps: lists, calls, partners. Write down what comes of each."),
        N_("Start the search"),
    ),
    CaseAct.RESUME: Saying(
        N_("Go on searching"),
        N_("As soon as the family has answered, or if they cannot."),
        N_("Go on searching"),
    ),
    CaseAct.VERIFY: Saying(
        N_("Confirm that somebody was found, or not yet"),
        N_("Read how they were found. Confirm only what you would tell the family yourself."),
        N_("Confirm that it is them"),
    ),
    CaseAct.DELIVER: Saying(
        N_("Tell the family"),
        N_("Only what the person allowed, at a safe moment, and with somebody they trust at hand."),
        N_("Write down what the family was told"),
    ),
    CaseAct.REQUEST_CLOSURE: Saying(
        N_("Ask to close the case"),
        N_("The family knows. Say how it ended: fate, whereabouts and reason."),
        N_("Ask to close the case"),
    ),
    CaseAct.CLOSE: Saying(
        N_("Close the case, or not yet"),
        N_("Read how it ended, and whether the family was told all that may be told."),
        N_("Close the case"),
    ),
}

SHARE_WORDS: Mapping[SharePurpose, str] = {
    SharePurpose.STAND_IN: N_("to stand in for its owner"),
    SharePurpose.SECOND_LOOK: N_("for a second look"),
    SharePurpose.INTERPRETING: N_("for its language"),
    SharePurpose.VISIT: N_("for a visit or a call"),
}
"""For what a case is shared."""
