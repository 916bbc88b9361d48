"""Twice a year somebody looks at who has which role: when, what is said, when it is done. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from rfl.errors import RuleBrokenError
from rfl.text import N_

EVERY = timedelta(days=182)
"""Half a year: so often people change what they do, and no review grows too long to be read."""

DUE_WITHIN = timedelta(days=14)


class RoleVerdict(StrEnum):
    """What is said of one role of one colleague."""

    KEEP = "keep"
    END = "end"


VERDICT_WORDS: Mapping[RoleVerdict, str] = {
    RoleVerdict.KEEP: N_("keep"),
    RoleVerdict.END: N_("end"),
}


def is_time(last_begun: datetime | None, first_grant: datetime | None, now: datetime) -> bool:
    """Tell whether a review begins now: half a year after the last, or after the first role."""
    since = last_begun or first_grant
    return since is not None and now - since >= EVERY


def check_verdict(*, is_own: bool, is_decided: bool) -> None:
    """Return if somebody may say whether a role stays.

    Raises:
        RuleBrokenError: it is their own, or was said already.

    """
    if is_own:
        raise RuleBrokenError("This is your own role. Somebody else says whether it stays.")
    if is_decided:
        raise RuleBrokenError("This was said already. Load the page once more.")
