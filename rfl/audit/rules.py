"""What can be recorded, and of whom. Pure.

Each society has its log; what belongs to none, such as a sign-in with an unknown name, goes into
the installation's own.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rfl.config import INSTALLATION

INSTALLATION_LOG = INSTALLATION
"""The log of what belongs to no society."""

ENGINE = UUID("00000000-0000-4000-8000-000000000001")
"""The matching engine."""

SYSTEM = UUID("00000000-0000-4000-8000-000000000002")
"""The installation itself: set-up, time limits that run out, commands at the server's console."""

STRANGER = UUID("00000000-0000-4000-8000-000000000003")
"""Somebody who is not signed in."""


class Act(StrEnum):
    """What was done, named `<subject>:<act>`."""

    SIGNED_IN = "sign_in:succeeded"
    SIGN_IN_FAILED = "sign_in:failed"
    FIRST_STEP = "sign_in:first_step"
    SECOND_STEP = "sign_in:second_step"
    SIGNED_OUT = "sign_in:ended"
    SESSION_ENDED = "session:ended"

    USER_INVITED = "user:invited"
    USER_LISTED = "user:listed"
    USER_OPENED = "user:opened"
    USER_CHANGED = "user:changed"
    LANGUAGE_CHOSEN = "user:language_chosen"
    USER_SUSPENDED = "user:suspended"
    USER_RESTED = "user:rested"
    USER_WOKEN = "user:woken"
    PASSWORD_CHANGED = "user:password_changed"  # noqa: S105  # an act, not a password
    FACTOR_ADDED = "second_factor:added"
    FACTOR_REMOVED = "second_factor:removed"
    FACTOR_OPENED = "second_factor:opened"
    CODES_MADE = "second_factor:codes_made"
    ROLE_GRANTED = "role:granted"
    ROLE_REVOKED = "role:revoked"
    ROLE_KEPT = "role:kept"
    ROLE_REVIEW_BEGUN = "role_review:begun"
    ROLE_REVIEW_OPENED = "role_review:opened"
    ROLE_REVIEW_DONE = "role_review:done"

    APPROVAL_ASKED = "approval:asked"
    APPROVAL_LISTED = "approval:listed"
    APPROVAL_OPENED = "approval:opened"
    APPROVAL_APPROVED = "approval:approved"
    APPROVAL_REFUSED = "approval:refused"
    APPROVAL_WITHDRAWN = "approval:withdrawn"
    APPROVAL_EXPIRED = "approval:expired"

    SOCIETY_ADDED = "society:added"
    SOCIETY_CHANGED = "society:changed"
    SITE_CHANGED = "site:changed"

    PERSON_CREATED = "person:created"
    PERSON_LISTED = "person:listed"
    PERSON_OPENED = "person:opened"
    PERSON_CHANGED = "person:changed"
    PERSON_ERASED = "person:erased"
    REQUEST_ERASED = "request:erased"
    IMPORT_ERASED = "import:erased"
    ERASURE_ASKED = "erasure:asked"
    ERASURE_OPENED = "erasure:opened"
    ERASURE_REFUSED = "erasure:refused"
    SENSITIVITY_CHANGED = "person:sensitivity_changed"

    REGISTRATION_CREATED = "registration:created"
    REGISTRATION_LISTED = "registration:listed"
    REGISTRATION_OPENED = "registration:opened"
    REGISTRATION_CHANGED = "registration:changed"

    REQUEST_CREATED = "request:created"
    REQUEST_LISTED = "request:listed"
    REQUEST_OPENED = "request:opened"
    REQUEST_CHANGED = "request:changed"
    REQUEST_STATE_CHANGED = "request:state_changed"
    REQUEST_ASSIGNED = "request:assigned"
    CASE_SHARED = "request:shared"
    CASE_SHARE_ENDED = "request:share_ended"
    TEAM_CHANGED = "team:changed"
    ACTION_LOGGED = "request:action_logged"
    ENQUIRER_TOLD = "request:enquirer_told"
    WORK_LISTED = "work:listed"
    WORK_RESTED = "work:rested"
    TEAM_LISTED = "team:listed"

    CONSENT_GIVEN = "consent:given"
    CONSENT_WITHDRAWN = "consent:withdrawn"
    CONSENT_OPENED = "consent:opened"

    SEARCHED = "search:run"

    LINK_SUGGESTED = "link:suggested"
    LINK_COMPARED = "link:compared"
    LINK_LISTED = "link:listed"
    LINK_OPENED = "link:opened"
    LINK_UNDER_REVIEW = "link:under_review"
    LINK_PROBABLE = "link:probable"
    LINK_REJECTED = "link:rejected"
    LINK_CONFIRMED = "link:confirmed"
    LINK_REVERSED = "link:reversed"
    LINK_REOPENED = "link:reopened"

    LEXICON_LISTED = "lexicon:listed"
    LEXICON_PROPOSED = "lexicon:proposed"
    LEXICON_ACCEPTED = "lexicon:accepted"
    LEXICON_REFUSED = "lexicon:refused"
    LEXICON_TAKEN_BACK = "lexicon:taken_back"

    ASK_DRAFTED = "ask:drafted"
    ASK_CHANGED = "ask:changed"
    ASK_APPROVED = "ask:approved"
    ASK_RETURNED = "ask:returned"
    ASK_SENT = "ask:sent"
    ASK_LISTED = "ask:listed"
    ASK_OPENED = "ask:opened"
    ASK_ACCEPTED = "ask:accepted"
    ASK_DECLINED = "ask:declined"
    PERSON_FOUND = "ask:person_found"
    PERSON_NOT_FOUND = "ask:person_not_found"
    IDENTITY_CHECKED = "ask:identity_checked"
    INTERVIEW_RECORDED = "ask:interview_recorded"
    DECISION_RECORDED = "ask:decision_recorded"
    ASK_CLOSED = "ask:closed"

    RELEASE_PREPARED = "release:prepared"
    RELEASE_APPROVED = "release:approved"
    RELEASE_OPENED = "release:opened"
    RELEASE_WITHDRAWN = "release:withdrawn"
    RELEASE_EXPIRED = "release:expired"

    CHILD_CREATED = "child:created"
    CHILD_LISTED = "child:listed"
    CHILD_OPENED = "child:opened"
    CHILD_WRITTEN = "child:written"
    CHILD_STATE_CHANGED = "child:state_changed"
    CHILD_ASSIGNED = "child:assigned"
    CHILD_SIDE_WRITTEN = "child:side_written"
    CHILD_SIDES_COMPARED = "child:sides_compared"
    CHILD_SIGNED = "child:signed"
    CHILD_REVIEW_PICKED = "child:review_picked"
    CHILD_REVIEW_ANSWERED = "child:review_answered"
    CHILD_ERASED = "child:erased"
    MESSAGE_COLLECTED = "message:collected"
    MESSAGE_LISTED = "message:listed"
    MESSAGE_OPENED = "message:opened"
    MESSAGE_CHANGED = "message:changed"
    MESSAGE_SCREENED = "message:screened"
    MESSAGE_SENT_BACK = "message:sent_back"
    MESSAGE_DISPATCHED = "message:dispatched"
    MESSAGE_REPORTED = "message:reported"
    MESSAGE_TOLD = "message:told"
    MESSAGE_ERASED = "message:erased"
    DELIVERY_LISTED = "delivery:listed"
    DELIVERY_OPENED = "delivery:opened"
    DELIVERY_CHANGED = "delivery:changed"
    DELIVERY_TRIED = "delivery:tried"
    DELIVERY_MADE = "delivery:made"
    DELIVERY_GIVEN_UP = "delivery:given_up"
    SERVICE_LOGGED = "service:logged"
    SERVICE_LISTED = "service:listed"

    RIGHTS_TAKEN = "rights:taken_down"
    RIGHTS_LISTED = "rights:listed"
    RIGHTS_OPENED = "rights:opened"
    RIGHTS_CHANGED = "rights:changed"
    RIGHTS_GATHERED = "rights:gathered"
    RIGHTS_DECIDED = "rights:decided"
    RIGHTS_APPROVED = "rights:approved"
    RIGHTS_RETURNED = "rights:returned"
    RIGHTS_CARRIED_OUT = "rights:carried_out"
    RIGHTS_ANSWERED = "rights:answered"
    PERIODS_SET = "retention:periods_set"
    RETENTION_LISTED = "retention:listed"
    RETENTION_PROPOSED = "retention:proposed"
    RETENTION_APPROVED = "retention:approved"
    RETENTION_STOPPED = "retention:stopped"
    RETENTION_CARRIED_OUT = "retention:carried_out"
    PROCESSING_READ = "processing:read"

    IMPORT_PREVIEWED = "import:previewed"
    IMPORT_STARTED = "import:started"
    IMPORT_ROWS_SAVED = "import:rows_saved"
    IMPORT_FINISHED = "import:finished"
    MAPPING_CHANGED = "import:mapping_changed"
    EXPORTED = "export:made"
    PRINTED = "print:made"

    AUDIT_READ = "audit:read"
    AUDIT_VERIFIED = "audit:verified"
    REVIEW_PICKED = "review:picked"
    REVIEW_LISTED = "review:listed"
    REVIEW_OPENED = "review:opened"
    REVIEW_ANSWERED = "review:answered"
    REVIEW_ESCALATED = "review:escalated"
    GLASS_BROKEN = "glass:broken"
    GLASS_LISTED = "glass:listed"
    GLASS_JUDGED = "glass:judged"
    SEALED_LISTED = "sealed:listed"
    CONCERN_RAISED = "concern:raised"
    CONCERN_LISTED = "concern:listed"
    CONCERN_OPENED = "concern:opened"
    CONCERN_ANSWERED = "concern:answered"
    CONCERN_CLOSED = "concern:closed"
    REPORT_OPENED = "report:opened"

    KEY_CREATED = "key:created"
    KEY_DESTROYED = "key:destroyed"
    KEY_ROTATED = "key:rotated"
    KEY_SPLIT = "key:split"
    BACKUP_MADE = "backup:made"
    BACKUP_RESTORED = "backup:restored"
    KEY_AGREED = "key:agreed"
    KEY_END_ASKED = "key:end_asked"
    KEY_TAKEN_BACK = "key:taken_back"
    KEY_OPENED = "key:opened"
    KEY_SHUT = "key:shut"
    WITNESS_ADDED = "witness:added"
    WITNESS_ENDED = "witness:ended"
    WITNESS_TRUSTED = "witness:trusted"

    REFUSED = "access:refused"
    DEMONSTRATION_SEEDED = "demonstration:seeded"


class Decision(StrEnum):
    """What became of the act."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    UNDONE = "undone"
    """Done, and taken back before it was committed."""


@dataclass(frozen=True, slots=True)
class RequestMark:
    """Which request is being answered: the number an error page quotes, the network address."""

    number: str = ""
    address: str = ""
