"""How entries of the trail are told in everyday words. Pure."""

from collections.abc import Mapping

from rfl.audit.rules import Act
from rfl.text import N_

ACT_WORDS: Mapping[Act, str] = {
    Act.SIGNED_IN: N_("Signed in"),
    Act.SIGN_IN_FAILED: N_("Tried to sign in"),
    Act.FIRST_STEP: N_("Gave the right passphrase, the first of two steps"),
    Act.SECOND_STEP: N_("Showed the second step of signing in"),
    Act.SIGNED_OUT: N_("Signed out"),
    Act.SESSION_ENDED: N_("Was signed out"),
    Act.USER_INVITED: N_("Invited a colleague"),
    Act.USER_LISTED: N_("Saw the list of colleagues"),
    Act.USER_OPENED: N_("Saw a colleague’s name, or their own"),
    Act.USER_CHANGED: N_("Changed a colleague’s account"),
    Act.USER_SUSPENDED: N_("Closed a colleague’s account"),
    Act.USER_RESTED: N_("Suspended a colleague’s account"),
    Act.USER_WOKEN: N_("Ended the suspension of a colleague’s account"),
    Act.PASSWORD_CHANGED: N_("Chose a passphrase"),
    Act.FACTOR_ADDED: N_("Added a key or an app to sign in with"),
    Act.FACTOR_REMOVED: N_("Removed a key or an app to sign in with"),
    Act.FACTOR_OPENED: N_("Read the keys and apps they sign in with"),
    Act.CODES_MADE: N_("Made new recovery codes"),
    Act.ROLE_GRANTED: N_("Gave a role"),
    Act.ROLE_REVOKED: N_("Took a role away"),
    Act.SOCIETY_ADDED: N_("Added a society"),
    Act.SOCIETY_CHANGED: N_("Changed a society"),
    Act.SITE_CHANGED: N_("Changed a site"),
    Act.PERSON_CREATED: N_("Wrote a person down"),
    Act.PERSON_LISTED: N_("Saw people in a list"),
    Act.PERSON_OPENED: N_("Opened a person’s record"),
    Act.PERSON_CHANGED: N_("Changed a person’s record"),
    Act.PERSON_ERASED: N_("Erased a person’s record"),
    Act.REQUEST_ERASED: N_("Erased a case"),
    Act.IMPORT_ERASED: N_("Erased a list that was brought in"),
    Act.ERASURE_ASKED: N_("Asked that a record be erased"),
    Act.ERASURE_OPENED: N_("Looked at what would be erased"),
    Act.ERASURE_REFUSED: N_("Said that a record is not erased"),
    Act.SENSITIVITY_CHANGED: N_("Changed how closely a record is held"),
    Act.REGISTRATION_CREATED: N_("Registered somebody"),
    Act.REGISTRATION_LISTED: N_("Saw registrations in a list"),
    Act.REGISTRATION_OPENED: N_("Opened a registration"),
    Act.REGISTRATION_CHANGED: N_("Changed a registration"),
    Act.REQUEST_CREATED: N_("Opened a new case"),
    Act.REQUEST_LISTED: N_("Saw cases in a list"),
    Act.REQUEST_OPENED: N_("Opened the case"),
    Act.REQUEST_CHANGED: N_("Changed the case"),
    Act.REQUEST_STATE_CHANGED: N_("Moved the case on"),
    Act.REQUEST_ASSIGNED: N_("Gave the case to somebody"),
    Act.ACTION_LOGGED: N_("Wrote down what was tried"),
    Act.ENQUIRER_TOLD: N_("Wrote down a talk with the family"),
    Act.WORK_LISTED: N_("Saw it in their work for the day"),
    Act.CONSENT_GIVEN: N_("Wrote down a consent"),
    Act.CONSENT_WITHDRAWN: N_("Wrote down that a consent was taken back"),
    Act.CONSENT_OPENED: N_("Opened consents"),
    Act.SEARCHED: N_("Searched, and saw who was found"),
    Act.LINK_SUGGESTED: N_("Suggested a link"),
    Act.LINK_COMPARED: N_("Compared"),
    Act.LINK_LISTED: N_("Saw links in a list"),
    Act.LINK_OPENED: N_("Opened both sides of a link"),
    Act.LINK_UNDER_REVIEW: N_("Began to judge a link"),
    Act.LINK_PROBABLE: N_("Judged: probably the same person"),
    Act.LINK_REJECTED: N_("Judged: not the same person"),
    Act.LINK_CONFIRMED: N_("Confirmed that it is the same person"),
    Act.LINK_REVERSED: N_("Took a judgement on a link back"),
    Act.LINK_REOPENED: N_("Put a link up to be judged again"),
    Act.ASK_DRAFTED: N_("Prepared a question to another society"),
    Act.ASK_CHANGED: N_("Changed a question to another society"),
    Act.ASK_APPROVED: N_("Approved a question to another society"),
    Act.ASK_RETURNED: N_("Sent a question back to be changed"),
    Act.ASK_SENT: N_("Sent a question to another society"),
    Act.ASK_LISTED: N_("Saw questions between societies in a list"),
    Act.ASK_OPENED: N_("Opened a question between societies"),
    Act.ASK_ACCEPTED: N_("Took on a question of another society"),
    Act.ASK_DECLINED: N_("Declined a question of another society"),
    Act.PERSON_FOUND: N_("Wrote down that the person was found"),
    Act.PERSON_NOT_FOUND: N_("Wrote down that the person was not found"),
    Act.IDENTITY_CHECKED: N_("Checked who the found person is"),
    Act.INTERVIEW_RECORDED: N_("Wrote down the talk with the found person"),
    Act.DECISION_RECORDED: N_("Wrote down what the found person allows"),
    Act.ASK_CLOSED: N_("Closed a question between societies"),
    Act.RELEASE_PREPARED: N_("Prepared what is passed on"),
    Act.RELEASE_APPROVED: N_("Approved what is passed on"),
    Act.RELEASE_OPENED: N_("Opened what was passed on"),
    Act.RELEASE_WITHDRAWN: N_("Took back what was passed on"),
    Act.RELEASE_EXPIRED: N_("Ended what was passed on, because its time was over"),
    Act.RIGHTS_TAKEN: N_("Wrote down what a person asks about their data"),
    Act.RIGHTS_LISTED: N_("Saw what people ask about their data, in a list"),
    Act.RIGHTS_OPENED: N_("Opened what a person asks about their data"),
    Act.RIGHTS_CHANGED: N_("Changed what a person asks about their data"),
    Act.RIGHTS_GATHERED: N_("Put together all that is held on a person"),
    Act.RIGHTS_DECIDED: N_("Decided on what a person asks about their data"),
    Act.RIGHTS_APPROVED: N_("Approved a decision on a person’s data"),
    Act.RIGHTS_RETURNED: N_("Sent a decision on a person’s data back"),
    Act.RIGHTS_CARRIED_OUT: N_("Carried out what a person asked about their data"),
    Act.RIGHTS_ANSWERED: N_("Answered a person who asked about their data"),
    Act.PERIODS_SET: N_("Set how long the society keeps, and how soon it answers"),
    Act.RETENTION_LISTED: N_("Saw what is due to be archived or made anonymous"),
    Act.RETENTION_PROPOSED: N_("Put a list of cases up to be archived or made anonymous"),
    Act.RETENTION_APPROVED: N_("Approved a list of cases to be archived or made anonymous"),
    Act.RETENTION_STOPPED: N_("Took back a list of cases to be archived or made anonymous"),
    Act.RETENTION_CARRIED_OUT: N_("Archived a case, or made it anonymous"),
    Act.PROCESSING_READ: N_("Read the record of processing"),
    Act.IMPORT_PREVIEWED: N_("Looked at a list before taking it in"),
    Act.IMPORT_STARTED: N_("Began to take in a list"),
    Act.IMPORT_ROWS_SAVED: N_("Took in rows of a list"),
    Act.IMPORT_FINISHED: N_("Finished taking in a list"),
    Act.MAPPING_CHANGED: N_("Said what the columns of a list hold"),
    Act.EXPORTED: N_("Took data out as a file"),
    Act.PRINTED: N_("Printed"),
    Act.AUDIT_READ: N_("Read this record of access"),
    Act.AUDIT_VERIFIED: N_("Checked that this record is complete and unchanged"),
    Act.REVIEW_PICKED: N_("Picked an unusual access, by rule"),
    Act.REVIEW_LISTED: N_("Saw unusual accesses"),
    Act.REVIEW_OPENED: N_("Opened an unusual access"),
    Act.REVIEW_ANSWERED: N_("Answered an unusual access"),
    Act.REVIEW_ESCALATED: N_("Told the data protection officer that nobody answered"),
    Act.GLASS_BROKEN: N_("Opened a record in an emergency"),
    Act.GLASS_LISTED: N_("Saw what was opened in an emergency"),
    Act.GLASS_JUDGED: N_("Judged whether it was an emergency"),
    Act.SEALED_LISTED: N_("Saw the list of sealed records"),
    Act.CONCERN_RAISED: N_("Told something in confidence"),
    Act.CONCERN_LISTED: N_("Saw what was told in confidence"),
    Act.CONCERN_OPENED: N_("Read what was told in confidence"),
    Act.CONCERN_ANSWERED: N_("Went on with a talk in confidence"),
    Act.CONCERN_CLOSED: N_("Closed what was told in confidence"),
    Act.REPORT_OPENED: N_("Saw figures without names"),
    Act.KEY_CREATED: N_("Made a key"),
    Act.KEY_DESTROYED: N_("Destroyed a key"),
    Act.KEY_ROTATED: N_("Changed a key, and destroyed the one before"),
    Act.KEY_SPLIT: N_("Wrote the root key on papers of which two together restore it"),
    Act.BACKUP_MADE: N_("Made a backup"),
    Act.BACKUP_RESTORED: N_("Restored a backup"),
    Act.KEY_AGREED: N_("Agreed to a change of keys of this record"),
    Act.KEY_END_ASKED: N_("Asked that a key of this record end"),
    Act.KEY_TAKEN_BACK: N_("Took back what they had asked about a key"),
    Act.KEY_OPENED: N_("Opened their key to read past days"),
    Act.KEY_SHUT: N_("Shut their key again"),
    Act.WITNESS_ADDED: N_("Gave this record a witness elsewhere"),
    Act.WITNESS_ENDED: N_("Took a witness from this record"),
    Act.WITNESS_TRUSTED: N_("Began to witness another record of access"),
    Act.REFUSED: N_("Asked for a page or a record that is not theirs"),
    Act.DEMONSTRATION_SEEDED: N_("Set up the demonstration"),
}

OPENING_ACTS = frozenset(
    {
        *(Act.PERSON_OPENED, Act.REGISTRATION_OPENED, Act.REQUEST_OPENED, Act.CONSENT_OPENED),
        *(Act.LINK_OPENED, Act.ASK_OPENED, Act.RELEASE_OPENED),
    }
)
"""Acts that show one record: what the picture of somebody's days counts."""

WHY_WORDS: Mapping[str, str] = {
    "access_review": N_("Review of access"),
    "concern": N_("A concern"),
    "person_request": N_("Request by the person"),
}
"""For what a focal point asks."""

PURPOSE_WORDS: Mapping[str, str] = {
    **WHY_WORDS,
    "tracing": N_("the search"),
    "erasure": N_("an erasure"),
    "retention": N_("what is kept no longer"),
    "emergency": N_("an emergency"),
    "consent": N_("consent"),
    "alive": N_("‘I’m alive’ list"),
}
"""For what a record was opened; one not named here is shown as it was kept."""

FIELD_WORDS: Mapping[str, str] = {
    "all": N_("everything"),
    "names": N_("names"),
    "birth": N_("birth"),
    "family": N_("family"),
    "origin": N_("origin"),
    "journey": N_("journey"),
    "people": N_("people"),
    "time line": N_("time line"),
    "external ids": N_("numbers of other lists"),
    "purpose": N_("purpose"),
    "decision": N_("decision"),
}
"""Fields that entries name; one not named here is shown as it was kept."""


def act_words(act: str) -> str:
    """Return the everyday words of an act; a word no longer in use stands for itself."""
    return ACT_WORDS[Act(act)] if act in set(Act) else act


WRITING_ACTS = frozenset(
    {
        *(Act.REQUEST_CREATED, Act.REQUEST_CHANGED, Act.REQUEST_STATE_CHANGED, Act.ACTION_LOGGED),
        *(Act.ENQUIRER_TOLD, Act.REQUEST_ASSIGNED, Act.PERSON_CHANGED, Act.CONSENT_GIVEN),
        *(Act.LINK_PROBABLE, Act.LINK_REJECTED, Act.LINK_CONFIRMED, Act.ASK_DRAFTED),
    }
)
"""Acts that give somebody a part in a case for the day."""

TAKING_OUT_ACTS = frozenset({Act.EXPORTED, Act.PRINTED})
