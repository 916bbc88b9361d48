"""Births in four calendars: known days, spans, ages, and sentences for what cannot be."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rfl.errors import RuleBrokenError
from rfl.persons import calendars
from rfl.persons.document import BirthStatement
from rfl.persons.months import months_in
from rfl.persons.rules import Calendar, Precision, Sex

TODAY = date(2026, 11, 24)
G, H, S, E = Calendar.GREGORIAN, Calendar.HIJRI, Calendar.SOLAR_HIJRI, Calendar.ETHIOPIAN


def day(calendar, year, month, day_of_month):
    return BirthStatement(Precision.DAY, calendar, year=year, month=month, day=day_of_month)


def year(calendar, number, precision=Precision.YEAR, **more):
    return BirthStatement(precision, calendar, year=number, **more)


@pytest.mark.parametrize(
    ("birth", "gregorian"),
    [
        (day(G, 2010, 3, 4), date(2010, 3, 4)),
        (day(G, 2000, 2, 29), date(2000, 2, 29)),
        (day(H, 1444, 9, 1), date(2023, 3, 23)),  # Ramadan 2023, Umm al-Qura
        (day(H, 1445, 1, 1), date(2023, 7, 19)),
        (day(H, 1420, 9, 1), date(1999, 12, 9)),
        (day(H, 1300, 1, 1), date(1882, 11, 12)),  # before Umm al-Qura: the tabular calendar
        (day(S, 1400, 1, 1), date(2021, 3, 21)),  # Nowruz
        (day(S, 1357, 11, 22), date(1979, 2, 11)),
        (day(S, 1399, 12, 30), date(2021, 3, 20)),  # a leap day
        (day(E, 2000, 1, 1), date(2007, 9, 12)),  # the Ethiopian millennium
        (day(E, 2015, 4, 29), date(2023, 1, 7)),  # Christmas
        (day(E, 1995, 13, 6), date(2003, 9, 11)),  # Pagumen of a leap year
    ],
)
def test_known_days(birth, gregorian):
    assert calendars.span(birth) == (gregorian, gregorian)


@pytest.mark.parametrize(
    ("birth", "first", "last"),
    [
        (year(G, 1998), date(1998, 1, 1), date(1998, 12, 31)),
        (year(E, 1995), date(2002, 9, 11), date(2003, 9, 11)),
        (year(S, 1382), date(2003, 3, 21), date(2004, 3, 19)),
        (year(G, 1998, Precision.MONTH, month=2), date(1998, 2, 1), date(1998, 2, 28)),
        (year(E, 1995, Precision.MONTH, month=13), date(2003, 9, 6), date(2003, 9, 11)),
        (year(G, 1998, Precision.ABOUT), date(1996, 1, 1), date(2000, 12, 31)),
        (
            year(G, 1998, Precision.ABOUT, give_or_take_years=5),
            date(1993, 1, 1),
            date(2003, 12, 31),
        ),
        (
            year(G, 1998, Precision.RANGE, until_year=1995),
            date(1995, 1, 1),
            date(1998, 12, 31),
        ),
        (
            BirthStatement(Precision.AGE, age=24, stated_on=date(2026, 11, 24)),
            date(2001, 11, 25),
            date(2002, 11, 24),
        ),
        (
            BirthStatement(Precision.AGE, age=3, stated_on=date(2024, 2, 29)),
            date(2020, 3, 1),
            date(2021, 2, 28),
        ),
    ],
)
def test_what_is_half_known_spans_days(birth, first, last):
    assert calendars.span(birth) == (first, last)


@pytest.mark.parametrize(
    ("birth", "sentence"),
    [
        (day(G, 1995, 9, 31), "‘31 September’ does not exist. Did they mean 30?"),
        (day(G, 2003, 2, 29), "‘29 February 2003’ does not exist. Did they mean 28?"),
        (day(G, 2003, 3, 0), "‘0 March’ does not exist. Did they mean 1?"),
        (day(G, 2003, 13, 1), "There is no month 13. Months go from 1 to 12."),
        (day(S, 1382, 7, 31), "‘31 Mehr’ does not exist. Did they mean 30?"),
        (day(S, 1400, 12, 30), "‘30 Esfand 1400’ does not exist. Did they mean 29?"),
        (day(E, 1996, 13, 6), "‘6 Pagumen 1996’ does not exist. Did they mean 5?"),
        (day(E, 1996, 14, 1), "There is no month 14. Months go from 1 to 13."),
        (day(H, 1290, 2, 30), "‘30 Safar’ does not exist. Did they mean 29?"),
        (day(G, 0, 3, 1), "Write the year with all its figures."),
        (day(G, 2003, None, 1), "Write the month, or choose ‘the year’."),
        (day(G, 2003, 3, None), "Write the day, or choose ‘the month’."),
        (day(G, None, 3, 1), "Write the year, or choose ‘only the age’."),
        (BirthStatement(Precision.AGE), "Write the age, and the day on which it was told."),
        (year(G, 2027), "This birth lies in the future. Is it another calendar?"),
        (year(E, 2025), "This birth lies in the future. Is it another calendar?"),
        (year(G, 1382), "This would make the person older than 120. Is it another calendar?"),
    ],
)
def test_what_cannot_be_is_told_with_what_may_be_meant(birth, sentence):
    with pytest.raises(RuleBrokenError) as caught:
        calendars.check(birth, TODAY)
    assert str(caught.value) == sentence


@pytest.mark.parametrize(
    ("birth", "told", "means"),
    [
        (
            year(E, 1995, Precision.ABOUT, give_or_take_years=1),
            "about 1995 in Ge’ez",
            "1995 in Ge’ez is September 2002 to September 2003. She would be about 23 or 24 today.",
        ),
        (
            year(S, 1382),
            "1382 Solar Hijri",
            "1382 Solar Hijri is 21 March 2003 to 19 March 2004. She is 22 or 23.",
        ),
        (
            day(H, 1420, 9, 1),
            "1 Ramadan 1420 Hijri",
            "1 Ramadan 1420 Hijri is 9 December 1999. She is 26.",
        ),
        (year(G, 1998, Precision.MONTH, month=3), "March 1998", "She is 28."),
        (
            year(G, 1990, Precision.RANGE, until_year=1995),
            "1990 to 1995",
            "She is between 30 and 36.",
        ),
        (
            BirthStatement(Precision.AGE, age=24, stated_on=date(2026, 10, 3)),
            "24 years old on 3 October 2026",
            "Born between October 2001 and October 2002. She is 24 or 25.",
        ),
    ],
)
def test_a_birth_is_told_back_and_read(birth, told, means):
    assert str(calendars.describe(birth)) == told
    assert str(calendars.reads(birth, TODAY, Sex.FEMALE)) == means


def test_of_somebody_whose_sex_is_not_known_it_says_they():
    assert str(calendars.reads(day(G, 2010, 3, 4), TODAY)) == "They are 16."


@pytest.mark.parametrize(
    ("births", "is_child"),
    [
        ([], False),
        ([day(G, 2008, 11, 25)], True),
        ([day(G, 2008, 11, 24)], False),  # eighteen today
        ([BirthStatement(Precision.AGE, age=17, stated_on=TODAY)], True),
        ([BirthStatement(Precision.AGE, age=17, stated_on=date(2024, 1, 1))], False),
        ([year(G, 1980), year(G, 2012)], True),  # two statements disagree: in doubt, a child
        ([year(G, 2009, Precision.ABOUT)], True),
    ],
)
def test_who_may_be_a_child_is_one(births, is_child):
    assert calendars.is_child(births, TODAY) is is_child


@settings(deadline=None)  # a year's Nowruz is found by the sun, once
@given(
    calendar=st.sampled_from(list(Calendar)),
    # Years of people who may live: 1900 to 2030 in each calendar.
    nth=st.integers(0, 130),
    month=st.integers(1, 13),
)
def test_the_months_of_a_year_follow_each_other_without_a_gap(calendar, nth, month):
    number = {G: 1900, H: 1318, S: 1279, E: 1893}[calendar] + nth
    last_month = months_in(calendar)
    month = min(month, last_month)
    first, last = calendars.span(year(calendar, number, Precision.MONTH, month=month))
    year_first, year_last = calendars.span(year(calendar, number))
    assert year_first <= first <= last <= year_last
    after = (number, month + 1) if month < last_month else (number + 1, 1)
    next_first, _ = calendars.span(year(calendar, after[0], Precision.MONTH, month=after[1]))
    assert next_first == last + timedelta(days=1)
