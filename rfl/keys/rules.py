"""The kinds of keys and what each may be used for. Pure."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from rfl.errors import NotFoundError, UnavailableError


class InstallationKind(StrEnum):
    """Keys of the installation as a whole."""

    INDEX = "index"
    """Blind tags by which records are found."""

    AUDIT_TAGS = "audit_tags"
    """Blind tags of actors and records in the clear headers of the audit trail."""

    CHECKPOINT = "checkpoint"
    """Ed25519 seed that signs the heads of the audit logs."""

    BACKUP = "backup"
    """Ed25519 seed that signs the lists of backups."""

    COOKIE = "cookie"
    """Signs the cookies and the form tokens of the web pages."""


class SocietyKind(StrEnum):
    """Keys of one society, by epoch."""

    RECORDS = "records"
    """Locks the record keys."""

    AUDIT = "audit"
    """Seals the entries of the society's audit log."""


class RecipientKind(StrEnum):
    """To whom the day keys of a log are sealed."""

    FOCAL = "focal"
    """A safeguarding focal point, who opens with a passphrase."""

    RECOVERY = "recovery"
    """A sheet of paper in a safe."""


class RecipientState(StrEnum):
    """Where a recipient's key stands; each step up or down is one person's, then another's."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ENDING = "ending"
    """Somebody asked that it end; it stays active until somebody else agrees."""

    ENDED = "ended"


class Trouble(StrEnum):
    """Why a witness did not sign the newest head of a log."""

    AWAY = "away"
    """It does not answer, or not in its one form."""

    AHEAD = "ahead"
    """It has seen a longer log: what is here was shortened, or is an older copy."""

    DIFFERS = "differs"
    """It has seen another log of that length."""

    UNKNOWN = "unknown"
    """It does not know this log, or not by this key."""


class TagPurpose(StrEnum):
    """What a blind tag is for; the same value has unrelated tags under two purposes."""

    NAME_INDEX = "name_index"
    TELEPHONE = "telephone"
    EMAIL = "email"
    EXTERNAL_ID = "external_id"
    """Another system's number for a record, such as a submission id of a form."""

    FILE = "file"
    """A whole file or row that was brought in."""

    RECOVERY = "recovery"
    """A recovery code of somebody who signs in."""

    ADDRESS = "address"
    """Network address, for throttling."""

    AUDIT_ACTOR = "audit_actor"
    AUDIT_RECORD = "audit_record"


KIND_OF_TAG: dict[TagPurpose, InstallationKind] = {
    purpose: (
        InstallationKind.AUDIT_TAGS
        if purpose in {TagPurpose.AUDIT_ACTOR, TagPurpose.AUDIT_RECORD}
        else InstallationKind.INDEX
    )
    for purpose in TagPurpose
}

FIRST_EPOCH = 1

FIRST_VERSION = 1
"""Of an installation's key. Tags of what is kept nowhere in clear stay under it (ADR 15)."""

FIRST_DAY = 10_000
"""From here on an epoch of a log is a day (since 1970, UTC); below, one of the society's keys."""

FOCAL_KEYS, RECOVERY_KEYS = 2, 1
"""So many have to be there before a log is sealed from its server: one person leaves, one forgets,
and a society must not lose its record."""

OPEN_FOR = timedelta(minutes=15)

LIVE = frozenset({RecipientState.ACTIVE, RecipientState.ENDING})
"""States in which a key still gets the day keys."""


def day_number(at: datetime) -> int:
    """Return the epoch of the moment `at`."""
    return at.astimezone(UTC).date().toordinal() - date(1970, 1, 1).toordinal()


def day_of(epoch: int) -> date:
    """Return the day that an epoch is."""
    return date(1970, 1, 1) + timedelta(days=epoch)


def is_day(epoch: int) -> bool:
    """Tell whether an epoch is a day, with a key of its own that the server forgets."""
    return epoch >= FIRST_DAY


class ForgottenError(UnavailableError):
    """The server has forgotten the key of that day: only a recipient's key opens it."""


class ErasedError(NotFoundError):
    """The record's key was destroyed: nobody can read the record again."""
