"""People are registered, looked at and changed through the pages, on both kinds of database."""

import re
from uuid import UUID

from rfl.access.rules import Role
from tests.tracing.web import words_of

SEMHAR = {
    "agrees": "y",
    "share": "yes",
    "person-names-0-parts-0-text": "Semhar",
    "person-names-0-parts-0-role": "given",
    "person-sex": "female",
    "person-calendar": "ethiopian",
    "person-precision": "about",
    "person-year": "1995",
    "person-give_or_take": "1",
    "person-birth_words": "the year before the drought",
    "person-origin_country": "ER",
    "person-origin": "ደቀምሓረ",
    "person-father-name": "Tesfay Habte",
    "person-father-alive": "dead",
    "words": "I am well. Pray for me.",
    "reach": "through the centre, mornings",
}


def registered(answer):
    """Return the id of the registration that an answer leads to."""
    return UUID(re.search(r"/registrations/([0-9a-f-]{36})", answer.headers["Location"]).group(1))


def test_a_person_is_registered_and_read_back_with_who_said_what(site):
    browser = site.as_(site.world.colleague(Role.OFFICER, society="GM", name="Awa Sarr"))
    answer = browser.fill("/registrations/new", SEMHAR)
    page = words_of(browser.follow(answer))
    assert "Semhar" in page
    assert "about 1995 in Ge’ez ( the person : ‘ the year before the drought ’" in page
    assert "ደቀምሓረ , Eritrea" in page
    assert "Tesfay Habte , dead" in page
    assert "I am well. Pray for me." in page
    assert "Awa Sarr" in page
