"""How lists, moments, births and societies are written in the reader's language."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask_babel import force_locale
from markupsafe import Markup

from rfl.linking.wording import is_told, standing, value_words
from rfl.matching.journeys import compare_journeys
from rfl.matching.types import Birth, Evidence, Particulars, Place, Reason, Sighting
from rfl.persons.document import BirthStatement
from rfl.persons.particulars import birth_of
from rfl.persons.rules import Calendar, Precision
from rfl.societies.catalogue import SOCIETIES
from rfl.societies.names import country_name, society_words
from rfl.text import Text
from rfl.web.formats import apart, day, listed, moment
from rfl.web.i18n import say

ISOLATES = (0x2068, 0x2069)


@pytest.fixture
def speaking(site):
    """A page under way, of which the language can be chosen."""
    with site.app.test_request_context():
        yield force_locale


def test_a_list_and_a_moment_have_the_comma_of_the_language(speaking):
    at = datetime(2026, 11, 29, 10, 20, tzinfo=UTC)
    with speaking("ar"):
        parted = Markup("<bdi>Kolda</bdi>، <bdi>&lt;b&gt;</bdi>")
        assert listed(["Kolda", "<b>"]) == parted
        assert "،" in moment(at)
        assert "," not in moment(at)
    with speaking("fr"):
        assert listed(["Kolda", Markup("Dakar")]) == "<bdi>Kolda</bdi>, Dakar"
        assert moment(at).startswith("29 nov. 2026, ")


def test_a_name_in_a_sentence_keeps_its_direction_and_is_escaped(speaking):
    assert apart("Awa <i>") == Markup("<bdi>Awa &lt;i&gt;</bdi>")
    assert apart("آوا") == Markup('<bdi lang="ar" dir="rtl">آوا</bdi>')


def test_a_name_in_what_the_rules_say_is_kept_apart_where_people_read_from_the_right(speaking):
    said = Text(
        "Ask %(who)s: %(what)s", who="Awa", what=Text("%(num)d cases of %(who)s", num=3, who="Li")
    )
    with speaking("ar"):
        assert say(said) == "Ask \u2068Awa\u2069: 3 cases of \u2068Li\u2069"
    with speaking("fr"):
        assert say(said) == "Ask Awa: 3 cases of Li"


def test_a_clause_that_nobody_translated_is_left_out_where_another_language_is_read(speaking):
    plain = Text("Both say the same.")
    known = Text("%(why)s.", why=Text("Two names one letter apart")).unless(plain)
    unknown = Text("%(why)s.", why=Text("A name of no catalogue")).unless(plain)
    with speaking("en"):
        assert say(unknown) == "A name of no catalogue."
    with speaking("fr"):
        assert say(known) == "Deux noms qu’une seule lettre distingue."
        assert say(unknown) == say(plain) != "Both say the same."
    with speaking("ar"):
        assert say(unknown) == say(plain)


def test_a_birth_that_was_compared_is_said_in_the_language_of_whoever_reads(speaking):
    told = BirthStatement(Precision.ABOUT, Calendar.GREGORIAN, year=1989)
    birth = birth_of((told,))
    assert isinstance(birth, Birth)
    shown = value_words(birth.stated)
    with speaking("ar"):
        assert say(shown) == "نحو 1989"
    with speaking("en"):
        assert say(shown) == "about 1989"
    assert value_words("May") == "May"
    aged = birth_of((BirthStatement(Precision.AGE, age=24, stated_on=date(2026, 10, 3)),))
    assert isinstance(aged, Birth)
    with speaking("en"):
        assert say(value_words(aged.stated, country_name, day)) == "24 years old on 3 October 2026"


def test_a_journey_is_told_in_words_and_in_the_days_of_whoever_reads(speaking):
    a, b = (
        Sighting(Place("SN", "Kolda"), date(2026, 1, 5)),
        Sighting(Place("ML", ""), date(2026, 4, 1)),
    )
    row = compare_journeys(Particulars((), sighting=a), Particulars((), sighting=b))
    assert row is not None
    said = {}
    for language in ("en", "ar"):
        with speaking(language):
            told = (value_words(one, country_name, day) for one in (row.a, row.b))
            said[language] = [str(say(one)).translate(dict.fromkeys(ISOLATES)) for one in told]
    assert said["en"] == ["Kolda, Senegal, 5 January 2026", "Mali, 1 April 2026"]
    assert said["ar"] == ["Kolda، السنغال، 5 يناير 2026", "مالي، 1 أبريل 2026"]


def test_what_siblings_share_is_neither_alike_nor_different():
    shared = Evidence("kin", "", "", Reason.CLOSE, -0.4, Text("So it tells less."))
    assert standing(shared) == "shared"
    assert is_told(shared)
    assert not is_told(replace(shared, bits=-0.02))


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("fr", "Croix-Rouge sénégalaise"),
        ("es", "Cruz Roja Senegalesa"),
        ("ar", "الصليب الأحمر السنغالي"),
        ("en", "Senegalese Red Cross Society"),
    ],
)
def test_a_society_is_named_as_the_movement_names_it(speaking, language, name):
    with speaking(language):
        assert society_words("Senegalese Red Cross Society") == name
        assert society_words("A society that was added") == "A society that was added"
        assert society_words("") == ""
        assert len({society_words(one.name) for one in SOCIETIES}) == len(SOCIETIES)
