"""The search box: names in any script and their beginnings, with year, age or place; telephones."""

from datetime import date

import msgspec
import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.linking import finding
from rfl.linking.typed import taken_apart
from rfl.persons import registering
from rfl.persons import service as persons
from rfl.persons.document import BirthStatement, PlaceStatement, RegistrationDocument
from rfl.persons.models import Registration
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import Precision, Purpose, RegistrationKind
from tests.tracing.web import words_of
from tests.tracing.world import person

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("text", "words", "birth", "number"),
    [
        ("Diallo Kolda 2001", ("Diallo", "Kolda"), (date(2001, 1, 1), date(2001, 12, 31)), ""),
        ("diallo 24", ("diallo",), (date(2001, 11, 30), date(2002, 11, 29)), ""),
        ("محمد ٢٤", ("محمد",), (date(2001, 11, 30), date(2002, 11, 29)), ""),
        ("محمد كولدا", ("محمد", "كولدا"), None, ""),
        ("77 123 45 67", (), None, "77 123 45 67"),
        ("+221 77 123 45 67", (), None, "+221 77 123 45 67"),
        ("Awa 123456", ("Awa",), None, "123456"),
        ("Awa 2001 24", ("Awa", "24"), (date(2001, 1, 1), date(2001, 12, 31)), ""),
        ("Awa 1899", ("Awa", "1899"), None, ""),
        ("Awa 2027", ("Awa", "2027"), None, ""),
        ("Awa 0", ("Awa",), (date(2025, 11, 30), date(2026, 11, 29)), ""),
        ("", (), None, ""),
    ],
)
def test_what_was_typed_is_taken_apart(text, words, birth, number):
    found = taken_apart(text, TODAY)
    told = (found.birth.earliest, found.birth.latest) if found.birth else None
    assert (found.words, told, found.number) == (words, birth, number)


def test_an_age_on_a_leap_day_is_an_age():
    assert taken_apart("Awa 24", date(2028, 2, 29)).birth is not None


def born(name, year=None, place="", telephone=""):
    document = person(name)
    return msgspec.structs.replace(
        document,
        births=(BirthStatement(Precision.YEAR, year=year),) if year else (),
        places=(PlaceStatement("origin", "SN", place),) if place else (),
        telephones=(telephone,) if telephone else (),
    )


@pytest.fixture
def found(gate):
    """Return a search by somebody in Banjul, as names, best first."""

    def search(text, who=None):
        with gate.world.begin() as session:
            return finding.search(session, who or gate.lamin, text)

    return search


def names(result):
    return [hit.opened.person.display_name for hit in result.hits]


def why(result):
    return " ".join(str(sentence) for sentence in result.hits[0].why)


def test_a_year_an_age_and_a_place_tell_people_of_one_name_apart(gate, found):
    for year, place in ((2001, "Kolda"), (1950, "Kolda"), (2001, "Podor"), (1977, "Matam")):
        gate.register(document=born("Mamadou Diallo", year, place))
    gate.register(document=born("Samba Kolda Diallo", 1990, "Bakel"))

    first = found("Diallo Kolda 2001").hits[0]
    assert first.opened.person.births[0].year == 2001
    assert first.opened.person.place("origin").text == "Kolda"
    assert "Kolda is one of their places." in why(found("Diallo Kolda 2001"))

    age = clock.today().year - 1950
    assert found(f"jallow {age}").hits[0].opened.person.births[0].year == 1950
    assert found("ديالو بودور").hits[0].opened.person.place("origin").text == "Podor"


def test_a_beginning_of_three_letters_finds_and_says_so(gate, found):
    gate.register("Fatoumata Sabally")
    assert names(found("Sab")) == ["Fatoumata Sabally"]
    assert "Sab begins Sabally." in why(found("Sab"))
    assert names(found("fatou sab")) == ["Fatoumata Sabally"]
    assert names(found("Sa")) == []
    assert "at least three letters" in " ".join(map(str, found("Sa").hints))


def test_a_beginning_in_another_script_finds_too(gate, found):
    gate.register("محمدو ساباللي")
    assert names(found("سابا")) == ["محمدو ساباللي"]


@pytest.mark.parametrize(
    "text", ["+220 301 2345", "3012345", "301 23 45", "00220 3012345", "012345"]
)
def test_a_telephone_number_finds_by_its_last_figures(gate, found, text):
    gate.register(document=born("Awa Cissé", telephone="+220 301 2345"))
    gate.register(document=born("Awa Touray", telephone="+220 301 2346"))
    assert names(found(text)) == ["Awa Cissé"]


def test_too_few_figures_or_another_number_find_nobody_and_say_what_to_try(gate, found):
    gate.register(document=born("Awa Cissé", telephone="+220 301 2345"))
    assert names(found("9012345")) == []
    assert "last six figures" in str(found("9012345").hints[0])


def test_nobody_is_found_who_may_not_be_told_of(gate, found):
    document = born("Zubenelo Sabally", 2001, "Kolda", "+220 301 2345")
    registration_id = gate.register(document=document)
    asked = ("Sabally", "Sab", "Sabally 2001", "Sabally Kolda", "3012345")
    officer = gate.world.colleague(Role.OFFICER, society="GM")
    assert all(names(found(text, officer)) for text in asked)
    assert not any(names(found(text, gate.awa)) for text in asked)

    with gate.world.begin() as session:
        person_id = session.get_one(Registration, registration_id).person_id
        persons.seal_record(session, gate.haddy, person_id, [gate.haddy.user_id])

    assert not any(names(found(text, officer)) for text in asked)


def test_a_number_that_was_taken_out_is_found_no_more(gate, found):
    registration_id = gate.register(document=born("Awa Cissé", telephone="+220 301 2345"))
    with gate.world.begin() as session:
        person_id = session.get_one(Registration, registration_id).person_id
        persons.change_person(session, gate.lamin, person_id, born("Awa Cissé"))
    assert names(found("3012345")) == []


def test_the_page_says_why_and_what_to_try(site, gate):
    gate.register(document=born("Mamadou Diallo", 2001, "Kolda"))
    browser = site.as_(gate.lamin)
    page = browser.post("/search", {"q": "Diallo Kolda"}, 200).text
    assert "Kolda is one of their places." in page
    assert "seen in" not in page
    met = RegistrationDocument(place="Agadez")
    kind, boubacar = RegistrationKind.SAFE_AND_WELL, born("Boubacar Diallo", 1999, "Kolda")
    with gate.world.begin() as session:
        new = NewRegistration(kind, TODAY, boubacar, met, consents=(NewConsent(Purpose.TRACING),))
        registering.register(session, gate.lamin, new)
    assert "seen in Agadez" in words_of(browser.post("/search", {"q": "Boubacar Diallo"}, 200))
    gate.register("Samba Diallo")  # nothing but a name is told of him
    page = browser.post("/search", {"q": "Diallo"}, 200).text
    assert "2001, <bdi>Kolda</bdi>, <bdi>Senegal</bdi>" in page
    assert "Samba Diallo" in page
    nobody = browser.post("/search", {"q": "Xyzzyq Kolda 1931"}, 200).text
    assert "Leave the year or the age out" in nobody
    assert "Type fewer words" in nobody
