"""Services at a site that are counted without names: calls and their minutes. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from rfl.errors import RuleBrokenError
from rfl.text import N_

MOST_MINUTES = 240
"""A longer call is a slip of the pen."""


class ServiceKind(StrEnum):
    """What was given."""

    CALL = "call"
    VIDEO_CALL = "video_call"
    SIM = "sim"
    WIFI = "wifi"
    CHARGING = "charging"


class AgeGroup(StrEnum):
    """As coarse as the programme counts."""

    CHILD = "child"
    ADULT = "adult"
    OLDER = "older"
    UNKNOWN = "unknown"


CALLS = frozenset({ServiceKind.CALL, ServiceKind.VIDEO_CALL})

SERVICE_WORDS: Mapping[ServiceKind, str] = {
    ServiceKind.CALL: N_("telephone call"),
    ServiceKind.VIDEO_CALL: N_("video call"),
    ServiceKind.SIM: N_("SIM card"),
    ServiceKind.WIFI: N_("Wi-Fi"),
    ServiceKind.CHARGING: N_("charging a telephone"),
}
AGE_WORDS: Mapping[AgeGroup, str] = {
    AgeGroup.UNKNOWN: N_("not asked"),
    AgeGroup.CHILD: N_("under 18"),
    AgeGroup.ADULT: N_("18 to 59"),
    AgeGroup.OLDER: N_("60 or older"),
}


def check_minutes(kind: ServiceKind, minutes: int) -> None:
    """Return if so many minutes go with a service.

    Raises:
        RuleBrokenError: a call without minutes, or of more than MOST_MINUTES.

    """
    if kind in CALLS and not 0 < minutes <= MOST_MINUTES:
        raise RuleBrokenError("Write how many minutes the call lasted, from 1 to 240.")
