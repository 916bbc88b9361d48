"""The guide: a chapter for each role, with a picture in every language; its hint goes away."""

from rfl.access.rules import Role
from rfl.handbook import chapters
from rfl.web.i18n import LANGUAGES
from tests.once import ON_SQLITE
from tests.tracing.web import words_of

MOST_BYTES = 40 * 1024


def test_every_role_has_a_chapter_with_a_small_picture_in_every_language():
    for language in LANGUAGES:
        found = chapters(list(Role), language)
        assert [one.role for one in found] == list(Role)
        assert [one.role for one in found if not one.steps or not one.picture] == []


@ON_SQLITE
def test_a_newcomer_is_led_to_the_guide_until_they_know_their_way(site):
    browser = site.as_(site.world.colleague(Role.OFFICER))
    assert "New here?" in words_of(browser.get("/my-work"))
    assert "New here?" not in words_of(browser.get("/requests"))
    assert "The computer suggests pairs" in words_of(browser.get("/guide"))

    browser.follow(browser.post("/guide/known"))

    assert "New here?" not in words_of(browser.get("/my-work"))
