"""What a safeguarding focal point tells their management, quarter by quarter. Pure.

Nothing that a focal point may not know of stands in it, or they would learn of it by comparing it
with what they see: concerns that they do not read, and what is asked about themselves, are in no
figure.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from rfl.reporting.rules import LEAST, Figure, shown
from rfl.text import N_

SETTLED = timedelta(days=14)
"""So long after its end a quarter is told: what was found on its last day is answered within 7."""


class CareMeasure(StrEnum):
    """What is counted, over one quarter."""

    EMERGENCIES = "emergencies"
    NO_EMERGENCY = "no_emergency"
    UNUSUAL = "unusual_access"
    FOLLOWED = "followed_up"
    UNANSWERED = "unanswered"
    CONCERNS = "concerns"
    CHILDREN = "child_steps"


CARE_WORDS: Mapping[str, str] = {
    CareMeasure.EMERGENCIES: N_("Records opened in an emergency"),
    CareMeasure.NO_EMERGENCY: N_("of these: it was no emergency"),
    CareMeasure.UNUSUAL: N_("Unusual accesses that were asked about"),
    CareMeasure.FOLLOWED: N_("of these: followed up"),
    CareMeasure.UNANSWERED: N_("of these: not answered within seven days"),
    CareMeasure.CONCERNS: N_("Concerns told in confidence"),
    CareMeasure.CHILDREN: N_("Steps for children that were late or left out"),
}

WHOLE: Mapping[CareMeasure, CareMeasure] = {
    CareMeasure.NO_EMERGENCY: CareMeasure.EMERGENCIES,
    CareMeasure.FOLLOWED: CareMeasure.UNUSUAL,
    CareMeasure.UNANSWERED: CareMeasure.UNUSUAL,
}
"""Of what a measure is a part."""


def figures_of(counts: Mapping[CareMeasure, int]) -> Mapping[CareMeasure, Figure]:
    """Return what of these counts may be shown; a measure not counted is 0."""
    found = {}
    for measure in CareMeasure:
        count, whole = counts.get(measure, 0), WHOLE.get(measure)
        is_told = whole is None or may_tell_part(counts.get(whole, 0), count)
        found[measure] = shown(count) if is_told else Figure(None)
    return found


def may_tell_part(whole: int, part: int) -> bool:
    """Tell whether a part may be shown beside its whole: what is left must not be small either."""
    return whole - part >= LEAST
