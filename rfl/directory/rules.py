"""Kinds of help, what an entry of the directory needs, and when it is stale. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from rfl.errors import RuleBrokenError
from rfl.text import N_

STALE = timedelta(days=183)
"""Half a year: after that an office has moved or its hours have changed too often to be trusted."""


class HelpKind(StrEnum):
    """What a service gives (DOMAIN: referral)."""

    TRACING = "tracing"
    PSYCHOSOCIAL = "psychosocial"
    MEDICAL = "medical"
    LEGAL = "legal"
    CHILD_PROTECTION = "child_protection"
    GENDER_BASED_VIOLENCE = "gender_based_violence"
    ANTI_TRAFFICKING = "anti_trafficking"
    SHELTER = "shelter"
    BASIC_NEEDS = "basic_needs"
    OTHER = "other"


HELP_WORDS: Mapping[HelpKind, str] = {
    HelpKind.TRACING: N_("tracing and family news"),
    HelpKind.PSYCHOSOCIAL: N_("psychosocial support"),
    HelpKind.MEDICAL: N_("medical care"),
    HelpKind.LEGAL: N_("legal advice"),
    HelpKind.CHILD_PROTECTION: N_("child protection"),
    HelpKind.GENDER_BASED_VIOLENCE: N_("help after gender-based violence"),
    HelpKind.ANTI_TRAFFICKING: N_("help after trafficking"),
    HelpKind.SHELTER: N_("shelter"),
    HelpKind.BASIC_NEEDS: N_("food, clothes, hygiene"),
    HelpKind.OTHER: N_("other help"),
}


def is_stale(verified_at: datetime, now: datetime) -> bool:
    """Tell whether nobody has looked for too long whether an entry still holds."""
    return now - verified_at > STALE


def check_entry(name: str, contact: str) -> None:
    """Return if somebody could be sent there.

    Raises:
        RuleBrokenError: it has no name, or says no way to reach it.

    """
    if not name.strip():
        raise RuleBrokenError("Write what the service is called.")
    if not contact.strip():
        raise RuleBrokenError(
            "Write how people reach the service: its address, or a telephone of the service."
        )
