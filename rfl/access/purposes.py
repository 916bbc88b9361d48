"""For what a case is shared. Pure."""

from enum import StrEnum


class SharePurpose(StrEnum):
    """For what a case is shared with a colleague or a team. One word: words would tell of it."""

    STAND_IN = "stand_in"
    SECOND_LOOK = "second_look"
    INTERPRETING = "interpreting"
    VISIT = "visit"
