"""Roles given for a time end by themselves, in the middle of a session."""

from datetime import timedelta

from rfl import clock
from rfl.access import managing
from rfl.access.rules import Role
from tests.tracing.web import words_of


def test_a_role_given_for_a_time_opens_until_the_end_of_its_last_day(site, later):
    world = site.world
    admin, awa = world.colleague(Role.ADMIN), world.colleague(Role.VOLUNTEER, name="Awa Sarr")
    with world.begin() as session:
        managing.grant_role(session, admin, awa.user_id, Role.OFFICER, last_day=clock.today())
    site.as_(awa).get("/my-work")

    assert "until" in words_of(site.as_(admin).get("/users"))
    later(days=1)
    site.as_(awa).get("/my-work", 403)


def test_it_ends_in_the_middle_of_a_session(site, later):
    world = site.world
    admin, awa = world.colleague(Role.ADMIN), world.colleague(Role.VOLUNTEER)
    midnight = clock.now().replace(hour=0, minute=0) + timedelta(days=1)
    later(seconds=(midnight - clock.now()).total_seconds() - 60)
    with world.begin() as session:
        managing.grant_role(session, admin, awa.user_id, Role.OFFICER, last_day=clock.today())
    browser = site.as_(awa)
    browser.get("/my-work")
    later(minutes=3)

    browser.get("/my-work", 403)


def test_the_page_takes_a_last_day_and_refuses_one_that_is_over(site):
    world = site.world
    admin, awa = world.colleague(Role.ADMIN), world.colleague(Role.VOLUNTEER)
    browser = site.as_(admin)
    browser.get("/users")
    path = f"/users/{awa.user_id}/role"
    yesterday = (clock.today() - timedelta(days=1)).isoformat()

    browser.post(path, {"role": "officer", "last_day": yesterday}, status=422)
    browser.post(path, {"role": "officer", "last_day": "soon"}, status=422)
    browser.post(path, {"role": "officer", "last_day": clock.today().isoformat()})

    site.as_(awa).get("/my-work")
