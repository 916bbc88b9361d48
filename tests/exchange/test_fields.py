"""What was sent of a sought person is told as the reader reads it, and else as it stands."""

from datetime import date

import pytest

from rfl.exchange.fields import told
from rfl.linking.wording import value_words
from rfl.persons.calendars import describe
from rfl.persons.document import BirthStatement
from rfl.persons.rules import Calendar, Precision
from rfl.text import Text
from rfl.web.catalogues import translations


def _said(field, value, language="fr"):
    """Return a value as a page says it: countries in small letters, days as figures with dots."""
    found = told(field, value)
    if isinstance(found, str):
        return found
    words = value_words(found, str.lower, lambda day: f"{day:%d.%m.%Y}")
    assert isinstance(words, Text)
    return words.render(translations(language))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("origin", "Mamou, GN", "Mamou, gn"),
        ("origin", "GN", "gn"),
        ("origin", "Mamou, the upper town", "Mamou, the upper town"),
        ("last_news", "2026-02-11, Bihać, pray", "Bihać, pray, 11.02.2026"),
        ("last_news", "2026-02-11", "11.02.2026"),
        ("last_news", "Bihać, in 2026-02", "Bihać, in 2026-02"),
        ("birth", "22 August 2000", "22 août 2000"),
        ("birth", "about 1998", "vers 1998"),
        ("birth", "1 year old on 3 May 2026", "1 an le 3 mai 2026"),
        ("birth", "1998 in Ge’ez", "1998 in Ge’ez"),
        ("names", "GN", "GN"),
    ],
)
def test_a_sent_value_is_told_in_the_language_of_whoever_reads(field, value, said):
    assert _said(field, value) == said


@pytest.mark.parametrize(
    "birth",
    [
        BirthStatement(Precision.DAY, year=2000, month=8, day=22),
        BirthStatement(Precision.ABOUT, year=1998),
        BirthStatement(Precision.AGE, age=23, stated_on=date(2026, 11, 30)),
        BirthStatement(Precision.DAY, Calendar.SOLAR_HIJRI, 1380, 2, 3),
    ],
)
def test_a_birth_that_is_sent_reads_the_same_where_it_arrives(birth):
    sent = str(describe(birth))

    assert str(told("birth", sent)) == sent
