"""The words of signing in: what is shown, and how far one has come. Pure."""

from enum import StrEnum


class FactorKind(StrEnum):
    """What is shown beside the passphrase."""

    KEY = "key"
    """A passkey or security key (WebAuthn)."""
    APP = "app"
    """Six figures from an app on a telephone (TOTP, RFC 6238)."""


class Stage(StrEnum):
    """How far a sign-in has come."""

    OPEN = "open"
    PROVE = "prove"
    """The passphrase was right; the second step is still to be shown."""
    ENROL = "enrol"
    """The passphrase was right; a second step is still to be chosen."""
