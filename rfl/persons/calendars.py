"""Births as they are told, in four calendars, read as Gregorian days. Pure.

Conversions: hijridate (Umm al-Qura, 1924 to 2077, tabular beside), convertdate (Solar Hijri, Coptic;
the Ethiopian year is the Coptic one and 276, with the same months and days).
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from convertdate import coptic, islamic, persian
from hijridate import Hijri

from rfl.errors import RuleBrokenError
from rfl.persons.document import BirthStatement
from rfl.persons.rules import ADULT_YEARS, CALENDAR_WORDS, Calendar, Precision
from rfl.text import N_, Text

ETHIOPIAN_AHEAD_OF_COPTIC = 276
OLDEST_YEARS = 120
AGE_SLACK_YEARS = 1
"""An age is told in whole years: the birth lies within a year before the birthday it counts."""

Span = tuple[date, date]

MONTHS = (
    *(N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June")),
    *(N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December")),
)


def span(birth: BirthStatement) -> Span:
    """Return the first and the last Gregorian day on which the person may have been born.

    Raises:
        RuleBrokenError: the date does not exist, or something needed was left out.

    """
    if birth.precision is Precision.AGE:
        return _span_of_age(birth)
    if birth.year is None:
        raise RuleBrokenError("Write the year, or choose ‘only the age’.")
    if birth.precision is Precision.RANGE:
        until = birth.until_year if birth.until_year is not None else birth.year
        first, last = sorted((birth.year, until))
        return _year(birth.calendar, first)[0], _year(birth.calendar, last)[1]
    if birth.precision is Precision.ABOUT:
        slack = max(0, birth.give_or_take_years)
        return (
            _year(birth.calendar, birth.year - slack)[0],
            _year(birth.calendar, birth.year + slack)[1],
        )
    if birth.precision is Precision.YEAR:
        return _year(birth.calendar, birth.year)
    if birth.month is None:
        raise RuleBrokenError("Write the month, or choose ‘the year’.")
    if birth.precision is Precision.MONTH:
        return _month(birth.calendar, birth.year, birth.month)
    if birth.day is None:
        raise RuleBrokenError("Write the day, or choose ‘the month’.")
    day = _day(birth.calendar, birth.year, birth.month, birth.day)
    return day, day


def check(birth: BirthStatement, today: date) -> None:
    """Return if somebody can have been born so.

    Raises:
        RuleBrokenError: the date does not exist, lies ahead, or makes the person too old.

    """
    first, last = span(birth)
    if first > today:
        raise RuleBrokenError("This birth lies in the future. Is it another calendar?")
    if today.year - last.year > OLDEST_YEARS:
        raise RuleBrokenError("This would make the person older than 120. Is it another calendar?")


def age_between(birth: BirthStatement, today: date) -> tuple[int, int]:
    """Return the least and the greatest age in whole years on `today`."""
    first, last = span(birth)
    return max(0, _years(last, today)), max(0, _years(first, today))


def is_child(births: Sequence[BirthStatement], today: date) -> bool:
    """Tell whether any of the statements may make the person a child: in doubt, they are one.

    An approximate birth counts by its middle, an exact one by its day.
    """
    return any(_is_child(birth, today) for birth in births)


def describe(birth: BirthStatement) -> Text:
    """Return the birth as it was told, in the calendar in which it was told: 'about 1998'."""
    if birth.precision is Precision.AGE:
        if birth.stated_on is None:
            return Text("%(age)d years old", age=birth.age or 0)
        return Text(
            "%(age)d years old on %(day)s", age=birth.age or 0, day=birth.stated_on.isoformat()
        )
    words = {
        Precision.DAY: lambda: f"{birth.day} {_month_word(birth)} {birth.year}",
        Precision.MONTH: lambda: f"{_month_word(birth)} {birth.year}",
    }.get(birth.precision, lambda: f"{birth.year}")()
    if birth.precision is Precision.ABOUT:
        said = Text("about %(year)s", year=words)
    elif birth.precision is Precision.RANGE:
        said = Text("between %(first)s and %(last)s", first=words, last=str(birth.until_year))
    else:
        said = Text("%(date)s", date=words)
    if birth.calendar is Calendar.GREGORIAN:
        return said
    return Text("%(said)s (%(calendar)s)", said=said, calendar=Text(CALENDAR_WORDS[birth.calendar]))


def reads(birth: BirthStatement, today: date) -> Text:
    """Return what a birth means: in the Gregorian calendar, and as an age today."""
    first, last = span(birth)
    low, high = age_between(birth, today)
    age = (
        Text("about %(age)d today", age=low)
        if low == high
        else Text("about %(low)d to %(high)d today", low=low, high=high)
    )
    when = first.isoformat() if first == last else f"{first.isoformat()} – {last.isoformat()}"
    return Text("That is %(when)s in the Gregorian calendar; %(age)s.", when=when, age=age)


def _is_child(birth: BirthStatement, today: date) -> bool:
    first, last = span(birth)
    middle = first + (last - first) / 2
    return _years(middle, today) < ADULT_YEARS


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _span_of_age(birth: BirthStatement) -> Span:
    if birth.age is None or birth.stated_on is None:
        raise RuleBrokenError("Write the age, and the day on which it was told.")
    last = _years_before(birth.stated_on, birth.age)
    first = _years_before(birth.stated_on, birth.age + AGE_SLACK_YEARS) + timedelta(days=1)
    return first, last


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _day(calendar: Calendar, year: int, month: int, day: int) -> date:
    try:
        return _READERS[calendar](year, month, day)
    except (ValueError, OverflowError, IndexError):
        raise RuleBrokenError(
            Text(
                "Day %(day)d of month %(month)d of %(year)d does not exist in this calendar. Look "
                "at the day and the month once more.",
                day=day,
                month=month,
                year=year,
            )
        ) from None


def _month(calendar: Calendar, year: int, month: int) -> Span:
    first = _day(calendar, year, month, 1)
    last_month = 13 if calendar is Calendar.ETHIOPIAN else 12
    after = (year + 1, 1) if month == last_month else (year, month + 1)
    return first, _day(calendar, *after, 1) - timedelta(days=1)


def _year(calendar: Calendar, year: int) -> Span:
    return _day(calendar, year, 1, 1), _day(calendar, year + 1, 1, 1) - timedelta(days=1)


def _gregorian(year: int, month: int, day: int) -> date:
    return date(year, month, day)


def _hijri(year: int, month: int, day: int) -> date:
    try:
        found = Hijri(year, month, day).to_gregorian()
        return date(found.year, found.month, found.day)
    except (OverflowError, ValueError):
        if not 1 <= month <= 12 or not 1 <= day <= 30:  # noqa: PLR2004  # months and days
            raise
        return date(*islamic.to_gregorian(year, month, day))


def _solar_hijri(year: int, month: int, day: int) -> date:
    long_months = 6
    longest = 31 if month <= long_months else 30
    if not 1 <= month <= 12 or not 1 <= day <= longest:  # noqa: PLR2004  # months of a year
        raise ValueError("no such day")
    found = date(*persian.to_gregorian(year, month, day))
    if persian.from_gregorian(found.year, found.month, found.day) != (year, month, day):
        raise ValueError("no such day")
    return found


def _ethiopian(year: int, month: int, day: int) -> date:
    coptic_year = year - ETHIOPIAN_AHEAD_OF_COPTIC
    if not 1 <= month <= 13 or not 1 <= day <= 30:  # noqa: PLR2004  # twelve of 30, one of 5 or 6
        raise ValueError("no such day")
    found = date(*coptic.to_gregorian(coptic_year, month, day))
    if coptic.from_gregorian(found.year, found.month, found.day) != (coptic_year, month, day):
        raise ValueError("no such day")
    return found


def _month_word(birth: BirthStatement) -> str:
    if birth.calendar is Calendar.GREGORIAN and birth.month and birth.month <= len(MONTHS):
        return MONTHS[birth.month - 1]
    return f"/ {birth.month} /"


_READERS: Mapping[Calendar, Callable[[int, int, int], date]] = {
    Calendar.GREGORIAN: _gregorian,
    Calendar.HIJRI: _hijri,
    Calendar.SOLAR_HIJRI: _solar_hijri,
    Calendar.ETHIOPIAN: _ethiopian,
}
