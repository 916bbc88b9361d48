"""Twice a year somebody says of each role whether it stays; who is late is seen from outside."""

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa

from rfl.access.rules import Role
from rfl.accounts import managing, role_review
from rfl.accounts.models import RoleReviewLine
from rfl.accounts.review_rules import RoleVerdict
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.jobs.service import Work
from tests.access.doors import acts, console
from tests.tracing.web import words_of


@pytest.fixture
def head(world):
    return world.colleague(Role.SUPERVISOR, name="Marie Sène")


@pytest.fixture
def awa(world):
    return world.colleague(Role.OFFICER, Role.VOLUNTEER, name="Awa Sarr")


def _begin(world, society="SN"):
    with world.begin() as session:
        return role_review.begin(session, console(society).user_id, society)


def _job(world):
    work = Work(uuid4(), console().user_id, "SN", {}, world.begin)
    return role_review.review_job(work)["begun"]


def _lines(world):
    with world.begin() as session:
        rows = session.scalars(sa.select(RoleReviewLine)).all()
        return {(row.user_id, row.role): row.id for row in rows}


def _say(world, actor, line_id, verdict=RoleVerdict.KEEP):
    with world.begin() as session:
        role_review.say(session, actor, line_id, verdict)


def test_it_begins_by_itself_half_a_year_after_the_first_role_and_the_last_review(
    world, head, awa, later
):
    assert _job(world) == 0
    later(days=183)
    assert [_job(world), _job(world)] == [1, 0]
    dpo = world.colleague(Role.DPO)
    for (user_id, _role), line_id in _lines(world).items():
        _say(world, dpo if user_id == head.user_id else head, line_id)
    assert Act.ROLE_REVIEW_DONE in acts(world)
    assert _job(world) == 0
    later(days=183)
    assert _job(world) == 1


def test_each_role_is_kept_or_ended_on_the_page_and_an_end_acts_at_once(site, head, awa):
    world = site.world
    _begin(world)
    browser = site.as_(head)
    assert "Look at who has which role: 2 left" in words_of(browser.get("/my-work"))
    page = words_of(browser.get("/role-review"))
    for words in ("Awa Sarr", "officer", "field volunteer", "never", "3 roles left", "your own"):
        assert words in page
    lines = _lines(world)
    site.as_(awa).get("/my-work")
    browser.post(f"/role-review/{lines[awa.user_id, Role.OFFICER]}", {"verdict": "end"})
    browser.post(f"/role-review/{lines[awa.user_id, Role.VOLUNTEER]}", {"verdict": "keep"})

    site.as_(awa).get("/my-work", 403)
    assert {Act.ROLE_REVOKED, Act.ROLE_KEPT} <= set(world.trail(awa.user_id))
    assert "Look at who has which role" not in words_of(browser.get("/my-work"))
    assert not re.search(r'value="(keep|end)"', browser.get("/role-review").text)


def test_nobody_says_it_of_their_own_role_and_nobody_twice(world, head, awa):
    _begin(world)
    lines, other = _lines(world), world.colleague(Role.DPO)
    own = lines[head.user_id, Role.SUPERVISOR]
    with pytest.raises(RuleBrokenError, match="your own role"):
        _say(world, head, own)
    _say(world, other, own)
    with pytest.raises(RuleBrokenError, match="said already"):
        _say(world, other, own, RoleVerdict.END)


def test_others_and_other_societies_have_no_part_in_it(site, head, awa):
    world = site.world
    _begin(world)
    line = _lines(world)[awa.user_id, Role.OFFICER]
    with pytest.raises(NotFoundError):
        _say(world, world.colleague(Role.SUPERVISOR, society="GM"), line)
    for role in (Role.OFFICER, Role.ADMIN, Role.SAFEGUARDING):
        with pytest.raises(DeniedError):
            _say(world, world.colleague(role), line)
    assert "Awa" not in words_of(
        site.as_(world.colleague(Role.DPO, society="GM")).get("/role-review")
    )


def test_a_role_that_ended_meanwhile_needs_no_word(world, head, awa):
    _begin(world)
    with world.begin() as session:
        managing.end_user(session, console(), awa.user_id)
        assert role_review.count_left(session, head) == 0
    _say(world, world.colleague(Role.DPO), _lines(world)[head.user_id, Role.SUPERVISOR])
    with world.begin() as session:
        assert role_review.open_review(session, "SN") is None


def test_a_late_review_is_seen_by_the_focal_point_and_the_coordinator(site, head, awa, later):
    world = site.world
    focal, coordinator = world.colleague(Role.SAFEGUARDING), world.colleague(Role.COORDINATOR)
    _begin(world)
    pages = ((focal, "/access/reviews"), (coordinator, "/reports"))
    for who, path in pages:
        assert "late" not in words_of(site.as_(who).get(path)).replace("Late reviews", "")
    later(days=15)
    for who, path in pages:
        assert "roles" in words_of(site.as_(who).get(path))
        assert "late" in words_of(site.as_(who).get(path))
    assert "This review is late" in words_of(site.as_(head).get("/role-review"))


def test_one_review_at_a_time(site, head):
    browser = site.as_(head)
    browser.get("/role-review")
    browser.post("/role-review", {})
    browser.post("/role-review", {}, 422)
