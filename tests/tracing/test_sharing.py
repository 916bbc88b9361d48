"""A restricted case is shared with a colleague or a team, for a purpose, until a day."""

from datetime import timedelta

import pytest

from rfl import clock
from rfl.access.purposes import SharePurpose
from rfl.access.rules import Role, Sensitivity
from rfl.audit.rules import Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.persons.service import read_person
from rfl.tracing import changing, reading, sharing, teams
from rfl.tracing.rules import CaseState
from rfl.tracing.sharing import With
from tests.tracing.web import words_of
from tests.tracing.world import son

VISIT = SharePurpose.VISIT


@pytest.fixture
def awa(world):
    return world.colleague(Role.OFFICER, name="Awa Sarr")


@pytest.fixture
def binta(world):
    return world.colleague(Role.OFFICER, name="Binta Camara")


@pytest.fixture
def head(world):
    return world.colleague(Role.SUPERVISOR, name="Marie Sène")


@pytest.fixture
def child(world, awa):
    """A child's case: restricted from the first save."""
    return world.case(awa, sought=(son(age=9),), state=CaseState.SUBMITTED)


def _share(world, actor, case, whom, days=3):
    with world.begin() as session:
        day = clock.today() + timedelta(days=days)
        return sharing.share(session, actor, case, whom, VISIT, day).id


def _sees(world, who, case) -> bool:
    try:
        with world.begin() as session:
            found = reading.read(session, who, case)
            for one in found.sought:
                read_person(session, who, one.row.person_id)
    except NotFoundError:
        return False
    return True


def test_it_opens_the_case_and_its_people_until_the_end_of_the_last_day(
    world, awa, binta, child, later
):
    other = world.colleague(Role.OFFICER)
    assert not _sees(world, binta, child)
    _share(world, awa, child, With(binta.user_id), days=1)
    assert _sees(world, binta, child)
    assert not _sees(world, other, child)
    later(days=2)
    assert not _sees(world, binta, child)
    assert Act.CASE_SHARED in world.trail(child)


def test_whoever_comes_into_the_case_later_is_open_too(world, awa, binta, child):
    _share(world, awa, child, With(binta.user_id))
    with world.begin() as session:
        changing.add_sought(session, awa, child, son("Ibrahima Diallo", age=7))
    assert _sees(world, binta, child)


def test_a_team_sees_it_while_one_is_in_it(world, awa, binta, head, child):
    with world.begin() as session:
        team = teams.make(session, head, " Night   shift ")
        assert team.name == "Night shift"
        teams.add(session, head, team.id, binta.user_id)
        teams.add(session, head, team.id, binta.user_id)
    _share(world, awa, child, With(team_id=team.id))
    assert _sees(world, binta, child)
    with world.begin() as session:
        teams.remove(session, head, team.id, binta.user_id)
    assert not _sees(world, binta, child)
    assert world.trail(team.id).count(Act.TEAM_CHANGED) == 3


def test_it_ends_at_once_by_whoever_shared_it_or_has_it(world, awa, binta, child):
    for who in (awa, binta):
        share_id = _share(world, awa, child, With(binta.user_id))
        with world.begin() as session:
            sharing.end(session, who, child, share_id)
        assert not _sees(world, binta, child)
    assert world.trail(child).count(Act.CASE_SHARE_ENDED) == 2


def test_a_sealed_case_is_not_shared_and_no_share_opens_what_is_sealed_after(
    world, awa, binta, head, child
):
    _share(world, awa, child, With(binta.user_id))
    world.set(child, sensitivity=Sensitivity.SEALED)
    assert not _sees(world, binta, child)
    with pytest.raises(NotFoundError):
        _share(world, head, child, With(binta.user_id))


def test_who_has_it_by_a_share_passes_it_on_to_nobody(world, awa, binta, child):
    third = world.colleague(Role.OFFICER)
    _share(world, awa, child, With(binta.user_id))
    with pytest.raises(RuleBrokenError, match="Its owner or a head of tracing"):
        _share(world, binta, child, With(third.user_id))
    assert not _sees(world, third, child)


@pytest.mark.parametrize("days", [-1, 200])
def test_the_last_day_is_not_over_and_not_far(world, awa, binta, child, days):
    with pytest.raises(RuleBrokenError, match="within half a year"):
        _share(world, awa, child, With(binta.user_id), days=days)


def test_it_stays_within_the_society_and_with_whoever_works_on_cases(world, awa, head, child):
    abroad = world.colleague(Role.SUPERVISOR, society="GM")
    with world.begin() as session:
        foreign = teams.make(session, abroad, "Banjul")
    strangers = (abroad.user_id, world.colleague(Role.ADMIN).user_id)
    for whom in (*(With(one) for one in strangers), With(team_id=foreign.id), With()):
        with pytest.raises(NotFoundError):
            _share(world, awa, child, whom)
    with world.begin() as session, pytest.raises(NotFoundError):
        teams.add(session, head, foreign.id, awa.user_id)
    with world.begin() as session, pytest.raises(DeniedError):
        teams.make(session, awa, "Ours")


def test_it_is_shared_and_ended_on_the_page(site, awa, binta, head, child):
    browser, other = site.as_(awa), site.as_(binta)
    other.get(f"/requests/{child}", 404)
    assert "Share the case" in words_of(browser.get(f"/requests/{child}"))
    path = f"/requests/{child}/share"
    day = (clock.today() + timedelta(days=2)).isoformat()
    browser.fill(path, {"whom": str(binta.user_id), "last_day": ""}, 422)
    browser.send(path, {"whom": str(binta.user_id), "last_day": day})
    twice = browser.fill(path, {"whom": str(binta.user_id), "last_day": day}, 422)
    assert "shared with them already" in words_of(twice)
    assert "Binta Camara to stand in for its owner" in words_of(browser.get(path))

    number = site.world.row(child).number
    assert number in words_of(other.get("/requests"))
    other.get(f"/requests/{child}")
    with site.world.begin() as session:
        (one,) = sharing.read(session, awa, child).shares
    browser.post(f"{path}/{one.id}/end", {})
    assert number not in words_of(other.get("/requests"))


def test_a_team_is_made_and_filled_on_its_page(site, head, binta):
    browser = site.as_(head)
    assert "No team yet" in words_of(browser.get("/teams"))
    browser.send("/teams", {"name": " "}, 422)
    browser.send("/teams", {"name": "Mbour"})
    again = browser.fill("/teams", {"name": "Mbour"}, 422)
    assert "Another team has this name" in words_of(again)
    with site.world.begin() as session:
        (row,) = teams.read(session, head).teams
    browser.post(f"/teams/{row.id}/members", {"user": str(binta.user_id)})
    browser.post(f"/teams/{row.id}/members", {"user": "x"}, 404)
    assert "Binta Camara" in words_of(browser.get("/teams"))
    browser.post(f"/teams/{row.id}/members/{binta.user_id}/remove", {})
    assert "Nobody is in it yet" in words_of(browser.get("/teams"))
