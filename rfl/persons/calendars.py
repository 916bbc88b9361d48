"""Births as they are told, in four calendars, read as Gregorian days. Pure.

Conversions: hijridate (Umm al-Qura, 1924 to 2077; the tabular calendar outside), convertdate (Solar
Hijri, Coptic; the Ethiopian year is the Coptic one and 276, with the same months and days).
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache

from convertdate import coptic, persian
from hijridate import Hijri
from msgspec import structs

from rfl.errors import RuleBrokenError
from rfl.persons.document import BirthStatement
from rfl.persons.months import month_word, months_in
from rfl.persons.rules import ADULT_YEARS, Calendar, Precision, Sex
from rfl.text import N_, Counted, Text

ETHIOPIAN_AHEAD_OF_COPTIC = 276
OLDEST_YEARS = 120
AGE_SLACK_YEARS = 1
"""An age is told in whole years: the birth lies within a year before the birthday it counts."""

HIJRI_EPOCH = date(622, 7, 19)
"""1 Muharram 1 of the tabular (civil) calendar, proleptic Gregorian."""

LEAP_CYCLE_YEARS = 4
"""Within so many years a day that exists in some years only comes round again (29 February)."""

Span = tuple[date, date]


def span(birth: BirthStatement) -> Span:
    """Return the first and the last Gregorian day on which the person may have been born.

    Raises:
        RuleBrokenError: the date does not exist, or something needed was left out.

    """
    if birth.precision is Precision.AGE:
        return _span_of_age(birth)
    if birth.year is None:
        raise RuleBrokenError("Write the year, or choose ‘only the age’.")
    if birth.precision is Precision.MONTH:
        return _month(birth.calendar, birth.year, _needed_month(birth))
    if birth.precision is Precision.DAY:
        if birth.day is None:
            raise RuleBrokenError("Write the day, or choose ‘the month’.")
        day = _day(birth.calendar, birth.year, _needed_month(birth), birth.day)
        return day, day
    first, last = birth.year, birth.year
    if birth.precision is Precision.RANGE and birth.until_year is not None:
        first, last = sorted((birth.year, birth.until_year))
    if birth.precision is Precision.ABOUT:
        slack = max(0, birth.give_or_take_years)
        first, last = first - slack, last + slack
    return _year(birth.calendar, first)[0], _year(birth.calendar, last)[1]


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


def years_old(births: Sequence[BirthStatement], today: date) -> str:
    """Return how old somebody is today, in whole years: '16', '14–16' as far as known, or ''.

    Of several statements the youngest counts, as it does for protection.
    """
    if not births:
        return ""
    low, high = min(age_between(one, today) for one in births)
    return str(low) if low == high else f"{low}–{high}"


def is_child(births: Sequence[BirthStatement], today: date) -> bool:
    """Tell whether any of the statements may make the person a child: in doubt, they are one.

    An approximate birth counts by its middle, an exact one by its day.
    """
    return any(_is_child(birth, today) for birth in births)


def describe(birth: BirthStatement) -> Text:
    """Return the birth as it was told, in the calendar in which it was told: 'about 1998'."""
    if birth.precision is Precision.AGE:
        if birth.stated_on is None:
            return Text(Counted("%(num)d year old", "%(num)d years old"), num=birth.age or 0)
        return Text(
            Counted("%(num)d year old on %(day)s", "%(num)d years old on %(day)s"),
            num=birth.age or 0,
            day=day_text(birth.stated_on),
        )
    told = _told(birth)
    return Text("about %(said)s", said=told) if birth.precision is Precision.ABOUT else told


def reads(birth: BirthStatement, today: date, sex: Sex = Sex.UNKNOWN) -> Text:
    """Return what a birth means: '1995 in Ge’ez is September 2002 to … She is …'.

    `birth` has been checked.
    """
    if birth.precision is Precision.ABOUT:  # the year that was said stands for those around it
        plain = structs.replace(birth, precision=Precision.YEAR)
        low, high = age_between(plain, today)
        return _sentences(plain, month_text, _age(low, high, sex, is_about=True))
    low, high = age_between(birth, today)
    write = month_text if birth.precision is Precision.RANGE else day_text
    return _sentences(birth, write, _age(low, high, sex, is_about=False))


def _sentences(birth: BirthStatement, write: Callable[[date], Text], age: Text) -> Text:
    first, last = span(birth)
    if birth.precision is Precision.AGE:
        born = Text(
            "Born between %(first)s and %(last)s.", first=month_text(first), last=month_text(last)
        )
    elif birth.calendar is Calendar.GREGORIAN:
        return age
    elif first == last:
        born = Text("%(said)s is %(day)s.", said=_told(birth), day=write(first))
    else:
        born = Text(
            "%(said)s is %(first)s to %(last)s.",
            said=_told(birth),
            first=write(first),
            last=write(last),
        )
    return Text("%(born)s %(age)s", born=born, age=age)


def _told(birth: BirthStatement) -> Text:
    """Return a date in figures and months of its own calendar, with the calendar's name."""
    year = str(birth.year)
    if birth.precision in (Precision.DAY, Precision.MONTH):
        month = Text(month_word(birth.calendar, birth.month or 1))
        day = str(birth.day)
        told = (
            Text("%(day)s %(month)s %(year)s", day=day, month=month, year=year)
            if birth.precision is Precision.DAY
            else Text("%(month)s %(year)s", month=month, year=year)
        )
    elif birth.precision is Precision.RANGE and birth.until_year is not None:
        told = Text("%(first)s to %(last)s", first=year, last=str(birth.until_year))
    else:
        told = Text("%(year)s", year=year)
    return Text(_IN_CALENDAR[birth.calendar], said=told)


def _age(low: int, high: int, sex: Sex, *, is_about: bool) -> Text:
    table = _ABOUT_AGES if is_about else _AGES
    one, two, many = table.get(sex, table[Sex.UNKNOWN])
    if low == high:
        return Text(one, num=low)
    return Text(two if high == low + 1 else many, low=low, num=high)


def day_text(day: date) -> Text:
    """Return a Gregorian day in words: '4 March 2010'."""
    return Text(
        "%(day)d %(month)s %(year)d",
        day=day.day,
        month=Text(month_word(Calendar.GREGORIAN, day.month)),
        year=day.year,
    )


def month_text(day: date) -> Text:
    """Return the Gregorian month of a day in words: 'March 2010'."""
    month = Text(month_word(Calendar.GREGORIAN, day.month))
    return Text("%(month)s %(year)d", month=month, year=day.year)


def _needed_month(birth: BirthStatement) -> int:
    if birth.month is None:
        raise RuleBrokenError("Write the month, or choose ‘the year’.")
    return birth.month


def _is_child(birth: BirthStatement, today: date) -> bool:
    first, last = span(birth)
    middle = first + (last - first) / 2
    return _years(middle, today) < ADULT_YEARS


def _years(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _span_of_age(birth: BirthStatement) -> Span:
    if birth.age is None or birth.stated_on is None:
        raise RuleBrokenError("Write the age, and the day on which it was told.")
    if not 0 <= birth.age <= OLDEST_YEARS:
        raise RuleBrokenError("The age is not a number of years between 0 and 120.")
    last = _years_before(birth.stated_on, birth.age)
    first = _years_before(birth.stated_on, birth.age + AGE_SLACK_YEARS) + timedelta(days=1)
    return first, last


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _day(calendar: Calendar, year: int, month: int, day: int) -> date:
    found = _converted(calendar, year, month, day)
    if found is None:
        raise RuleBrokenError(_why_not(calendar, year, month, day))
    return found


def _converted(calendar: Calendar, year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day, or None where there is none."""
    if not 1 <= month <= months_in(calendar) or day < 1:
        return None
    try:
        return _READERS[calendar](year, month, day)
    except (ValueError, OverflowError, IndexError):
        return None


def _why_not(calendar: Calendar, year: int, month: int, day: int) -> Text:
    """Return the sentence for a day that does not exist: what is wrong, and what may be meant."""
    if not 1 <= month <= months_in(calendar):
        return Text(
            "There is no month %(month)d. Months go from 1 to %(last)d.",
            month=month,
            last=months_in(calendar),
        )
    last = next((n for n in range(31, 0, -1) if _converted(calendar, year, month, n)), None)
    if last is None:
        return Text("Write the year with all its figures.")
    meant, word = max(1, min(day, last)), Text(month_word(calendar, month))
    years = range(year - LEAP_CYCLE_YEARS, year + LEAP_CYCLE_YEARS + 1)
    if any(_converted(calendar, other, month, day) for other in years):
        return Text(
            "‘%(day)d %(month)s %(year)d’ does not exist. Did they mean %(meant)d?",
            day=day,
            month=word,
            year=year,
            meant=meant,
        )
    return Text(
        "‘%(day)d %(month)s’ does not exist. Did they mean %(meant)d?",
        day=day,
        month=word,
        meant=meant,
    )


def _month(calendar: Calendar, year: int, month: int) -> Span:
    first = _day(calendar, year, month, 1)
    after = (year + 1, 1) if month == months_in(calendar) else (year, month + 1)
    return first, _day(calendar, *after, 1) - timedelta(days=1)


def _year(calendar: Calendar, year: int) -> Span:
    return _day(calendar, year, 1, 1), _day(calendar, year + 1, 1, 1) - timedelta(days=1)


def _hijri(year: int, month: int, day: int) -> date:
    with suppress(OverflowError):  # outside the years that Umm al-Qura covers
        found = Hijri(year, month, day).to_gregorian()
        return date(found.year, found.month, found.day)
    is_leap = (3 + 11 * year) % 30 >= 19  # noqa: PLR2004  # 11 leap years in 30
    longest = 30 if month % 2 or (month == months_in(Calendar.HIJRI) and is_leap) else 29
    if day > longest or year < 1:
        raise ValueError("no such day")
    before = 29 * (month - 1) + month // 2 + 354 * (year - 1) + (3 + 11 * year) // 30
    return HIJRI_EPOCH + timedelta(days=before + day - 1)


def _solar_hijri(year: int, month: int, day: int) -> date:
    before = (month - 1) * 31 - max(0, month - 7)  # six months of 31 days, then of 30
    start = _nowruz(year)
    is_last = month == months_in(Calendar.SOLAR_HIJRI)
    last = (_nowruz(year + 1) - start).days - before if is_last else 31 - (month > 6)  # noqa: PLR2004
    if day > last:
        raise ValueError("no such day")
    return start + timedelta(days=before + day - 1)


@lru_cache(maxsize=400)
def _nowruz(year: int) -> date:
    """Return the first day of a Solar Hijri year. It is found by the sun, which takes long."""
    return date(*persian.to_gregorian(year, 1, 1))


def _ethiopian(year: int, month: int, day: int) -> date:
    coptic_year = year - ETHIOPIAN_AHEAD_OF_COPTIC
    found = date(*coptic.to_gregorian(coptic_year, month, day))
    if coptic.from_gregorian(found.year, found.month, found.day) != (coptic_year, month, day):
        raise ValueError("no such day")
    return found


_READERS: Mapping[Calendar, Callable[[int, int, int], date]] = {
    Calendar.GREGORIAN: date,
    Calendar.HIJRI: _hijri,
    Calendar.SOLAR_HIJRI: _solar_hijri,
    Calendar.ETHIOPIAN: _ethiopian,
}

_IN_CALENDAR: Mapping[Calendar, str] = {
    Calendar.GREGORIAN: N_("%(said)s"),
    Calendar.HIJRI: N_("%(said)s Hijri"),
    Calendar.SOLAR_HIJRI: N_("%(said)s Solar Hijri"),
    Calendar.ETHIOPIAN: N_("%(said)s in Ge’ez"),
}
_AGES: Mapping[Sex, tuple[Counted, Counted, Counted]] = {
    Sex.FEMALE: (
        Counted("She is %(num)d.", "She is %(num)d."),
        Counted("She is %(low)d or %(num)d.", "She is %(low)d or %(num)d."),
        Counted("She is between %(low)d and %(num)d.", "She is between %(low)d and %(num)d."),
    ),
    Sex.MALE: (
        Counted("He is %(num)d.", "He is %(num)d."),
        Counted("He is %(low)d or %(num)d.", "He is %(low)d or %(num)d."),
        Counted("He is between %(low)d and %(num)d.", "He is between %(low)d and %(num)d."),
    ),
    Sex.UNKNOWN: (
        Counted("They are %(num)d.", "They are %(num)d."),
        Counted("They are %(low)d or %(num)d.", "They are %(low)d or %(num)d."),
        Counted("They are between %(low)d and %(num)d.", "They are between %(low)d and %(num)d."),
    ),
}
_ABOUT_AGES: Mapping[Sex, tuple[Counted, Counted, Counted]] = {
    Sex.FEMALE: (
        Counted("She would be about %(num)d today.", "She would be about %(num)d today."),
        Counted(
            "She would be about %(low)d or %(num)d today.",
            "She would be about %(low)d or %(num)d today.",
        ),
        Counted(
            "She would be about %(low)d to %(num)d today.",
            "She would be about %(low)d to %(num)d today.",
        ),
    ),
    Sex.MALE: (
        Counted("He would be about %(num)d today.", "He would be about %(num)d today."),
        Counted(
            "He would be about %(low)d or %(num)d today.",
            "He would be about %(low)d or %(num)d today.",
        ),
        Counted(
            "He would be about %(low)d to %(num)d today.",
            "He would be about %(low)d to %(num)d today.",
        ),
    ),
    Sex.UNKNOWN: (
        Counted("They would be about %(num)d today.", "They would be about %(num)d today."),
        Counted(
            "They would be about %(low)d or %(num)d today.",
            "They would be about %(low)d or %(num)d today.",
        ),
        Counted(
            "They would be about %(low)d to %(num)d today.",
            "They would be about %(low)d to %(num)d today.",
        ),
    ),
}
