"""Which language a page speaks, and that whoever reads chooses it."""

import pytest

from rfl.access.rules import Role
from rfl.web.i18n import LANGUAGES, OWN_NAMES
from tests.access.doors import stranger
from tests.tracing.web import words_of


@pytest.fixture
def awa(world):
    return world.colleague(Role.OFFICER)


def choose(browser, language, page, status=303):
    return browser.post(
        "/language", {"speak": language}, status=status, referrer=f"http://localhost{page}"
    )


def test_every_language_offers_itself_by_its_own_name_before_anybody_signed_in(site):
    page = stranger(site).get("/sign-in")
    for code in LANGUAGES:
        assert f'lang="{code}" dir="auto"' in page.text
        assert OWN_NAMES[code] in page.text


def test_a_browser_asks_for_its_language_and_the_reader_may_choose_another(site):
    browser = stranger(site)
    page = browser.client.get("/sign-in", headers={"Accept-Language": "fr-SN,fr;q=0.9"})
    assert '<html lang="fr" dir="ltr">' in page.text
    browser.get("/sign-in")

    answer = choose(browser, "ar", "/sign-in")

    assert answer.headers["Location"] == "/sign-in"
    page = browser.follow(answer)
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "bootstrap.rtl.min.css" in page.text


def test_it_is_kept_for_the_colleague_at_the_next_sign_in(world, site, awa):
    browser = site.as_(awa)
    browser.get("/requests?owner=mine")
    answer = choose(browser, "fr", "/requests?owner=mine")
    assert answer.headers["Location"] == "/requests?owner=mine"
    assert '<html lang="fr"' in browser.follow(answer).text
    assert "user:language_chosen" in world.trail(awa.user_id)

    assert '<html lang="fr"' in site.as_(awa).get("/my-work").text
    assert '<html lang="en"' in site.as_(world.colleague(Role.OFFICER)).get("/my-work").text


def test_one_that_is_not_spoken_is_refused_and_nobody_is_led_elsewhere(site, awa):
    browser = site.as_(awa)
    browser.get("/my-work")
    choose(browser, "xx", "/my-work", status=404)
    for page in ("/nowhere", "/my-work/rest"):  # no such page; one that only takes a form
        assert choose(browser, "en", page).headers["Location"] == "/"
    away = browser.post("/language", {"speak": "en"}, referrer="http://elsewhere.example/my-work")
    assert away.headers["Location"] == "/"


def test_the_page_says_everything_in_that_language(site, awa):
    browser = site.as_(awa)
    browser.get("/my-work")
    page = browser.follow(choose(browser, "fr", "/my-work"))
    assert "Mon travail" in words_of(page)
    assert "My work" not in words_of(page)
