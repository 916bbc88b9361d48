"""Two births as they were told, as evidence. Pure.

Each statement is a middle and a spread in years: how wide it was said, and how people err who say
it so. What two statements tell is how much likelier their distance is for one person than for two.
"""

from collections.abc import Sequence
from math import exp, log2, pi, sqrt

from rfl.matching.types import Birth, Evidence, Reason
from rfl.text import Counted, Text

ERROR_YEARS = {"day": 0.3, "month": 0.4, "year": 0.8, "about": 1.7, "range": 1.2, "age": 1.6}
"""Standard error of a statement beside its own width: ages and years are told from memory, by a
mother or a brother as often as by the person."""

STRANGERS_YEARS = 11.0
"""Spread of the years between two people who are searched: most are between 15 and 40."""

WRONG = 0.05
"""Share of true pairs of which one birth is simply wrong, in any direction."""

SURE = frozenset({"day", "month", "year"})
DAY = "day"

SAME_DAY_BITS = 10.0
"""A day of some 25 years, less what errs and what was guessed."""

SWAPPED_BITS = 6.5
PARTS_BITS: Sequence[tuple[float, str]] = (
    (4.5, "day and month"), (3.5, "day and year"), (3.0, "month and year"),
)  # fmt: skip
"""Two of the three parts agree, and the year is at most TOLD_YEARS off."""

TOLD_YEARS = 2

OTHER_DAY_BITS = 0.5
"""Of two other days, told exactly, whose years are near."""

_NEAR_YEARS = Counted(
    "%(num)d year apart, within what people remember.",
    "%(num)d years apart, within what people remember.",
)
_FAR_YEARS = Counted(
    "%(num)d year apart, more than people usually err.",
    "%(num)d years apart, more than people usually err.",
)


def compare_births(a: Birth, b: Birth) -> Evidence:
    """Return what two births tell; symmetric."""
    if a.precision == b.precision == DAY:
        found = _two_days(a, b)
        if found is not None:
            return found
    bits = birth_bits(a, b)
    years = _years_apart(a, b)
    if bits >= 0:
        both_sure = a.precision in SURE and b.precision in SURE
        reason = Reason.EXACT if years == 0 and both_sure else Reason.CLOSE
        because = Text("Both fit the same year.") if years == 0 else Text(_NEAR_YEARS, num=years)
    else:
        reason = Reason.DIFFERENT
        because = Text(_FAR_YEARS, num=years)
    return Evidence("birth", a.stated, b.stated, reason, bits, because)


def birth_bits(a: Birth, b: Birth) -> float:
    """Return the log2 likelihood ratio of two statements by how far apart their middles are."""
    (one, wide), (other, wider) = _told(a), _told(b)
    apart = one - other
    spread = sqrt(wide**2 + wider**2)
    same = (1 - WRONG) * _density(apart, spread) + WRONG * _density(apart, STRANGERS_YEARS)
    return log2(same / _density(apart, sqrt(spread**2 + STRANGERS_YEARS**2)))


def _told(birth: Birth) -> tuple[float, float]:
    """Return the middle in years and the spread of a statement."""
    first, last = birth.earliest.toordinal(), birth.latest.toordinal()
    if birth.precision == DAY and _is_first_of_january(birth):
        last += 365  # the day is a stand-in: only the year is known
    width = (last - first) / 365.25
    error = ERROR_YEARS["year" if width and birth.precision == DAY else birth.precision]
    return (first + last) / 2 / 365.25, sqrt(width**2 / 12 + error**2)


def _density(apart: float, spread: float) -> float:
    return exp(-min(700.0, apart**2 / (2 * spread**2))) / (spread * sqrt(2 * pi)) + 1e-9


def _two_days(a: Birth, b: Birth) -> Evidence | None:
    """Return what two exact days tell, or None where they tell no more than their years."""
    one, other = a.earliest, b.earliest
    if _is_first_of_january(a) or _is_first_of_january(b):
        if one.year != other.year:
            return None
        because = Text("One year; 1 January often stands for a day nobody knows.")
        return Evidence("birth", a.stated, b.stated, Reason.EXACT, birth_bits(a, b), because)
    if one == other:
        because = Text("The same day.")
        return Evidence("birth", a.stated, b.stated, Reason.EXACT, SAME_DAY_BITS, because)
    years = abs(one.year - other.year)
    if years == 0 and (one.month, one.day) == (other.day, other.month):
        because = Text("Day and month changed places, as they do between two ways of writing.")
        return Evidence("birth", a.stated, b.stated, Reason.SWAPPED, SWAPPED_BITS, because)
    agree = (one.day == other.day, one.month == other.month, years == 0)
    if years > TOLD_YEARS or sum(agree) != len(agree) - 1:
        bits = min(OTHER_DAY_BITS, birth_bits(a, b))
        because = Text("Two days of about the same time: one of them may be a guess.")
        return (
            Evidence("birth", a.stated, b.stated, Reason.CLOSE, bits, because) if bits > 0 else None
        )
    bits = PARTS_BITS[agree[::-1].index(False)][0]
    because = Text("Two of day, month and year are the same; one differs, as in a slip.")
    return Evidence("birth", a.stated, b.stated, Reason.EDIT, bits, because)


def _is_first_of_january(birth: Birth) -> bool:
    return (birth.earliest.month, birth.earliest.day) == (1, 1)


def _years_apart(a: Birth, b: Birth) -> int:
    """Return the years from the middle of one statement to that of the other; 0 if both may fit."""
    if a.earliest <= b.latest and b.earliest <= a.latest:
        return 0
    return max(1, round(abs(_told(a)[0] - _told(b)[0])))
