"""Who leaves is out by themselves after the last day; their cases go to a colleague in one act."""

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rfl import clock
from rfl.access import service as access
from rfl.access.models import RoleGrant, User, WebSession
from rfl.access.rules import Role
from rfl.accounts import leaving, managing
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.jobs.service import Work
from rfl.persons.models import Person, Registration
from rfl.tracing import handing, reading
from rfl.tracing.rules import CaseState
from tests.access.doors import PASSPHRASE, account, console, signed_in, stranger
from tests.persons.people import register
from tests.tracing.web import words_of
from tests.tracing.world import son


@pytest.fixture
def admin(world):
    return world.colleague(Role.ADMIN, name="Ibou Fall")


@pytest.fixture
def head(world):
    return world.colleague(Role.SUPERVISOR, name="Marie Sène")


def _leaves(world, admin, who, days):
    with world.begin() as session:
        day = None if days is None else clock.today() + timedelta(days=days)
        leaving.set_last_day(session, admin, who.user_id, day)


def _job(world):
    return leaving.leave_job(Work(uuid4(), console().user_id, "SN", {}, world.begin))


def test_after_the_last_day_the_account_is_shut_without_any_worker(world, site, admin, later):
    who = account(world)
    browser = signed_in(site, who)
    _leaves(world, admin, who.actor, 0)
    browser.get("/my-work")
    midnight = clock.now().replace(hour=0, minute=0, second=0) + timedelta(days=1)
    later(seconds=(midnight - clock.now()).total_seconds() + 60)

    browser.get("/my-work", 303)
    door = stranger(site)
    door.fill("/sign-in", {"email": who.email, "passphrase": PASSPHRASE}, 422)


def test_the_work_of_the_hour_ends_account_roles_and_sessions_and_keeps_the_name(
    world, site, admin, later
):
    who = account(world)
    signed_in(site, who)
    _leaves(world, admin, who.actor, 1)
    later(days=1)
    assert _job(world) == {"closed": 0}
    later(days=1)
    assert _job(world) == {"closed": 1}
    assert _job(world) == {"closed": 0}

    with world.begin() as session:
        user = session.get_one(User, who.actor.user_id)
        assert user.ended_at
        for model in (RoleGrant, WebSession):
            rows = session.scalars(sa.select(model).where(model.user_id == user.id)).all()
            assert rows
            assert all(row.ended_at for row in rows)
        assert access.own_staff(session, who.actor).name == "Awa Sarr"
    assert Act.USER_SUSPENDED in world.trail(who.actor.user_id)


def test_a_last_day_is_set_taken_back_and_not_in_the_past(site, admin):
    world = site.world
    who = world.colleague(Role.OFFICER, name="Awa Sarr")
    browser, path = site.as_(admin), f"/users/{who.user_id}"
    browser.get(path)
    day = (clock.today() + timedelta(days=9)).isoformat()
    browser.post(f"{path}/last-day", {"leaves_on": "2020-01-01"}, 422)
    browser.post(f"{path}/last-day", {"leaves_on": "soon"}, 422)
    browser.post(f"{path}/last-day", {"leaves_on": day})
    assert "leaves on" in words_of(browser.get("/users"))
    browser.post(f"{path}/last-day", {"leaves_on": ""})
    assert "leaves on" not in words_of(browser.get("/users"))
    own = f"/users/{admin.user_id}/last-day"
    browser.post(own, {"leaves_on": day}, 422)


def test_an_administrator_signs_a_colleague_out_everywhere(site, admin):
    world = site.world
    who = world.colleague(Role.OFFICER, name="Awa Sarr")
    first, second = site.as_(who), site.as_(who)
    first.get("/my-work")
    browser = site.as_(admin)
    assert "2 open sessions" in words_of(browser.get(f"/users/{who.user_id}"))

    browser.post(f"/users/{who.user_id}/end-sessions")

    for one in (first, second):
        one.get("/my-work", 303)
    assert "0 open sessions" in words_of(browser.get(f"/users/{who.user_id}"))
    assert Act.SESSION_ENDED in world.trail(who.user_id)
    site.as_(who).get("/my-work")


def test_nobody_of_another_society_sets_a_day_or_signs_anybody_out(world):
    abroad, who = world.colleague(Role.ADMIN, society="GM"), world.colleague(Role.OFFICER)
    with world.begin() as session, pytest.raises(NotFoundError):
        leaving.set_last_day(session, abroad, who.user_id, None)
    with world.begin() as session, pytest.raises(NotFoundError):
        leaving.sign_out(session, abroad, who.user_id)
    with world.begin() as session, pytest.raises(DeniedError):
        leaving.sign_out(session, who, who.user_id)


def _looked_after(world, actor):
    registered = register(world, actor)
    with world.begin() as session:
        session.get_one(Registration, registered).owner_id = actor.user_id
    return registered


def _holders(world, registered):
    """Return with whom a registration and its person lie."""
    with world.begin() as session:
        row = session.get_one(Registration, registered)
        return {row.owner_id, session.get_one(Person, row.person_id).owner_id}


def test_what_lies_with_a_leaver_is_handed_over_in_one_act(site, admin, head):
    world = site.world
    awa = world.colleague(Role.OFFICER, name="Awa Sarr")
    binta = world.colleague(Role.OFFICER, name="Binta Camara")
    searched = [world.case(awa) for _ in range(2)]
    child = world.case(awa, sought=(son(age=9),))
    ended = world.case(awa)
    world.set(ended, state=CaseState.CLOSED)
    registered = _looked_after(world, awa)
    _leaves(world, admin, awa, 3)
    browser = site.as_(head)

    assert "Hand over what lies with Awa Sarr : 4" in words_of(browser.get("/my-work"))
    page = words_of(browser.get(f"/team/{awa.user_id}"))
    assert "3 open cases · 1 registration ·" in page
    assert world.row(child).number in page
    browser.post(f"/team/{awa.user_id}/hand-over", {}, 422)
    browser.post(f"/team/{awa.user_id}/hand-over", {"taker": str(awa.user_id)}, 422)
    browser.post(f"/team/{awa.user_id}/hand-over", {"taker": str(binta.user_id)})

    for request_id in (*searched, child):
        assert world.row(request_id).owner_id == binta.user_id
        with world.begin() as session:
            assert reading.read(session, binta, request_id).request.id == request_id
        assert Act.REQUEST_ASSIGNED in world.trail(request_id)
    assert world.row(ended).owner_id == awa.user_id
    assert _holders(world, registered) == {binta.user_id}
    assert Act.REGISTRATION_ASSIGNED in world.trail(registered)
    assert "Awa Sarr" in words_of(browser.get(f"/requests/{child}"))
    assert "Hand over" not in words_of(browser.get("/my-work"))
    browser.get(f"/team/{uuid4()}", 404)


def test_who_was_closed_at_once_is_handed_over_too(site, admin, head):
    world = site.world
    awa = world.colleague(Role.OFFICER, name="Awa Sarr")
    world.case(awa)
    with world.begin() as session:
        managing.end_user(session, admin, awa.user_id)
    browser = site.as_(head)
    assert "works here no more" in words_of(browser.get("/team"))
    assert "Hand over what lies with Awa Sarr : 1" in words_of(browser.get("/my-work"))


def test_only_a_head_hands_over_and_only_to_whoever_works_on_cases(world, head):
    awa, binta = world.colleague(Role.OFFICER), world.colleague(Role.OFFICER)
    world.case(awa)
    with world.begin() as session, pytest.raises(DeniedError):
        handing.hand_over_all(session, binta, awa.user_id, binta.user_id)
    for other in (world.colleague(Role.ADMIN), world.colleague(Role.OFFICER, society="GM")):
        with world.begin() as session, pytest.raises(NotFoundError):
            handing.hand_over_all(session, head, awa.user_id, other.user_id)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="somebody else"):
        handing.hand_over_all(session, head, awa.user_id, awa.user_id)
    with world.begin() as session, pytest.raises(RuleBrokenError, match="Nothing lies"):
        handing.hand_over_all(session, head, binta.user_id, awa.user_id)
