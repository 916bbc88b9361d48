"""Roles given for a time end by themselves, in the middle of a session."""

from datetime import timedelta

from rfl import clock
from rfl.access.rules import Role
from rfl.accounts import managing
from tests.access.doors import console
from tests.tracing.web import words_of


def _give(world, who, last_day):
    with world.begin() as session:
        managing.grant_role(session, console(), who.user_id, Role.OFFICER, last_day=last_day)


def test_a_role_given_for_a_time_opens_until_the_end_of_its_last_day(site, later):
    world = site.world
    admin, awa = world.colleague(Role.ADMIN), world.colleague(Role.VOLUNTEER, name="Awa Sarr")
    _give(world, awa, clock.today())
    site.as_(awa).get("/my-work")

    assert "until" in words_of(site.as_(admin).get("/users"))
    later(days=1)
    site.as_(awa).get("/my-work", 403)


def test_it_ends_in_the_middle_of_a_session(site, later):
    world = site.world
    awa = world.colleague(Role.VOLUNTEER)
    midnight = clock.now().replace(hour=0, minute=0) + timedelta(days=1)
    later(seconds=(midnight - clock.now()).total_seconds() - 60)
    _give(world, awa, clock.today())
    browser = site.as_(awa)
    browser.get("/my-work")
    later(minutes=3)

    browser.get("/my-work", 403)


def test_the_page_takes_a_last_day_and_refuses_one_that_is_over(site):
    world = site.world
    admin, awa = world.colleague(Role.ADMIN), world.colleague(Role.VOLUNTEER, name="Awa Sarr")
    browser, path = site.as_(admin), f"/users/{awa.user_id}"
    asked = {"role": "officer", "why": "She stands in for a colleague."}
    yesterday = (clock.today() - timedelta(days=1)).isoformat()

    browser.get(path)
    over = browser.send(f"{path}/role", {**asked, "last_day": yesterday}, 422)
    assert "This day is over" in words_of(over)
    browser.send(f"{path}/role", {**asked, "last_day": "soon"}, 422)
    browser.send(f"{path}/role", {**asked, "last_day": clock.today().isoformat()})

    head = site.as_(world.colleague(Role.SUPERVISOR))
    assert f"Last day {clock.today().day} " in words_of(head.get("/approvals"))
