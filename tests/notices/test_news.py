"""The bell counts what came since the last look; names stand on the page, after its entry."""

import re
from datetime import timedelta

import pytest

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act
from rfl.notices import service
from rfl.notices.models import NewsSetting
from rfl.notices.rules import FIRST_LOOK, MailWish
from rfl.tracing import handing
from rfl.tracing.rules import NEWS_DUE_DAYS, CaseState
from tests.tracing.web import words_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def awa(world):
    return world.colleague(Role.OFFICER, name="Awa Sarr")


def handed(world, actor):
    """Return a case that a colleague wrote down, and that is the actor's now."""
    case = world.case(world.colleague(Role.OFFICER))
    world.set(case, owner_id=actor.user_id)
    return case


def bell(world, actor):
    with world.begin() as session:
        return service.count(session, actor)


def news(world, actor):
    with world.begin() as session:
        return [one.pending.case_no for one in service.find(session, actor)]


def look(world, actor):
    with world.begin() as session:
        service.mark_seen(session, actor, clock.now())


def acts(world):
    with world.begin() as session:
        return [row.act for row in reading.newest(session, SYSTEM, "SN", Asking()).rows]


def test_what_came_since_the_last_look_is_news_and_nothing_else(world, awa, later):
    old = handed(world, awa)
    assert news(world, awa) == [world.row(old).number]
    look(world, awa)
    assert news(world, awa) == []
    later(hours=1)

    new = handed(world, awa)

    assert news(world, awa) == [world.row(new).number]


def test_what_one_did_oneself_is_no_news_and_what_a_colleague_did_to_it_is(world, awa, later):
    case, head = world.case(awa), world.colleague(Role.SUPERVISOR)
    assert news(world, awa) == []
    later(hours=1)
    with world.begin() as session:
        handing.hand_over(session, head, case, awa.user_id)
    assert news(world, awa) == [world.row(case).number]


def test_a_case_handed_back_and_a_family_that_has_waited_are_news(world, awa, later):
    back, waits = handed(world, awa), handed(world, awa)
    heard = clock.now() - timedelta(days=NEWS_DUE_DAYS) + timedelta(hours=1)
    world.set(waits, state=CaseState.ACTIVE, family_heard_at=heard, review_on=None)
    look(world, awa)
    assert news(world, awa) == []
    later(hours=2)
    assert news(world, awa) == [world.row(waits).number]

    world.set(back, state=CaseState.RETURNED, changed_at=clock.now())

    assert set(news(world, awa)) == {world.row(back).number, world.row(waits).number}


def test_who_never_looked_is_told_of_a_week(world, awa):
    case = handed(world, awa)
    world.set(case, changed_at=clock.now() - FIRST_LOOK - MINUTE)
    assert news(world, awa) == []
    world.set(case, changed_at=clock.now() - FIRST_LOOK + MINUTE)
    assert news(world, awa) == [world.row(case).number]


def test_the_bell_counts_for_each_their_own_and_is_a_minute_late_at_most(world, site, awa, later):
    other = world.colleague(Role.OFFICER)
    handed(world, awa)
    assert (bell(world, awa), bell(world, other)) == (1, 0)
    handed(world, awa)
    assert bell(world, awa) == 1
    assert '<span class="count">2</span>' in site.as_(awa).get("/news").text
    handed(world, awa)
    assert bell(world, awa) == 2
    later(seconds=61)
    assert bell(world, awa) == 3
    look(world, awa)
    assert bell(world, awa) == 0


def test_the_page_names_after_its_entry_and_is_emptied_by_a_press(world, site, awa):
    number = world.row(handed(world, awa)).number
    browser = site.as_(awa)
    head = browser.get("/my-settings").text
    assert '<span class="count">1</span>' in head
    assert "Mamadou" not in head
    assert Act.NEWS_LISTED not in acts(world)

    page = browser.get("/news")

    assert "Mamadou Diallo" in words_of(page)
    assert number in words_of(page)
    assert Act.NEWS_LISTED in acts(world)
    browser.get("/news")  # looking again takes nothing away
    page = browser.follow(browser.post("/news/seen", {"until": clock.now().isoformat()}))
    assert "Nothing new" in words_of(page)
    assert '<span class="count">' not in page.text
    assert Act.NEWS_SEEN in acts(world)


def test_what_came_after_the_page_was_made_stays_news(world, site, awa, later):
    first = handed(world, awa)
    browser = site.as_(awa)
    found = re.search(r'name="until" value="([^"]+)"', browser.get("/news").text)
    assert found
    later(minutes=5)
    second = handed(world, awa)

    page = browser.follow(browser.post("/news/seen", {"until": found[1]}))

    assert world.row(second).number in words_of(page)
    assert world.row(first).number not in words_of(page)


def test_nobody_puts_news_away_that_are_still_to_come(world, site, awa, later):
    browser = site.as_(awa)
    browser.get("/news")
    ahead = (clock.now() + timedelta(days=30)).isoformat()
    browser.post("/news/seen", {"until": ahead})
    for wrong in ("", "yesterday", "2026-11-20T10:00:00"):
        browser.post("/news/seen", {"until": wrong}, status=400)
    later(hours=1)
    case = handed(world, awa)
    assert news(world, awa) == [world.row(case).number]


def test_a_sealed_case_is_no_news_to_those_not_named_on_it(world, awa):
    head = world.colleague(Role.SUPERVISOR)
    case = handed(world, awa)
    world.set(case, owner_id=None, state=CaseState.SUBMITTED)
    assert bell(world, head) == 1
    world.set(case, sensitivity=Sensitivity.SEALED)
    assert news(world, head) == []


@pytest.mark.parametrize("role", list(Role))
def test_everybody_has_a_bell_and_settings(site, world, role):
    browser = site.as_(world.colleague(role))
    page = browser.get("/news")
    assert "Nothing new" in words_of(page)
    assert ("Everything that waits stands in My work." in words_of(page)) == (
        role in (Role.OFFICER, Role.SUPERVISOR, Role.SAFEGUARDING, Role.DPO)
    )
    assert "My settings" in words_of(browser.get("/my-settings"))


def test_settings_are_kept_and_told_again(world, site, awa):
    browser = site.as_(awa)
    browser.fill("/my-settings", {"mail": "late", "zone": "Asia/Kathmandu"})

    browser.get("/my-settings")

    assert browser.form["mail"] == ["late"]
    assert browser.form["zone"] == ["Asia/Kathmandu"]
    with world.begin() as session:
        assert session.get_one(NewsSetting, awa.user_id).mail is MailWish.LATE
    assert {Act.NEWS_CHOSEN, Act.ZONE_CHOSEN} <= set(acts(world))


@pytest.mark.parametrize(
    "wrong", [{"mail": "hourly"}, {"mail": None}, {"zone": "Atlantis/Poseidon"}]
)
def test_settings_that_cannot_be_are_told_and_nothing_is_kept(world, site, awa, wrong):
    browser = site.as_(awa)
    page = browser.fill("/my-settings", {"mail": "daily", **wrong}, 422)
    assert "please look at this" in words_of(page)
    with world.begin() as session:
        assert session.get(NewsSetting, awa.user_id) is None


def test_a_language_chosen_back_and_forth_is_the_one_of_the_next_sign_in(site, awa):
    browser = site.as_(awa)
    browser.get("/my-settings")
    for language in ("fr", "en", "fr"):
        browser.post("/language", {"speak": language})
    assert '<html lang="fr"' in site.as_(awa).get("/my-settings").text
