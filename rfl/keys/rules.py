"""The kinds of keys and what each may be used for. Pure."""

from enum import StrEnum

from rfl.errors import NotFoundError


class InstallationKind(StrEnum):
    """Keys of the installation as a whole."""

    INDEX = "index"
    """Blind tags by which records are found."""

    AUDIT_TAGS = "audit_tags"
    """Blind tags of actors and records in the clear headers of the audit trail."""

    CHECKPOINT = "checkpoint"
    """Ed25519 seed that signs the heads of the audit logs."""

    COOKIE = "cookie"
    """Signs the cookies and the form tokens of the web pages."""


class SocietyKind(StrEnum):
    """Keys of one society, by epoch."""

    RECORDS = "records"
    """Locks the record keys."""

    AUDIT = "audit"
    """Seals the entries of the society's audit log."""


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


class ErasedError(NotFoundError):
    """The record's key was destroyed: nobody can read the record again."""
