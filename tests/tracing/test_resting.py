"""Setting work aside, and how it is spread over colleagues."""

from datetime import timedelta

import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError
from rfl.tracing import resting, team
from rfl.tracing.rules import CaseState
from rfl.tracing.work import WorkKind
from tests.tracing.web import words_of

DAY = timedelta(days=1)


@pytest.fixture
def awa(world):
    return world.colleague(Role.OFFICER, name="Awa Sarr")


def work_of(world, actor):
    with world.begin() as session:
        return resting.find(session, actor)


def rest(world, actor, case, days=3, kind=WorkKind.REQUESTS):
    number = world.row(case).number
    with world.begin() as session:
        return resting.rest(session, actor, kind, number, days)


def numbers(found):
    return [one.pending.case_no for one in found]


def test_a_thing_set_aside_leaves_the_list_and_comes_back_on_its_day(world, awa, later):
    case = world.case(awa)
    number = world.row(case).number

    rest(world, awa, case)

    work = work_of(world, awa)
    assert number not in numbers(work.now)
    assert [one.pending.case_no for one, _until in work.aside] == [number]
    later(days=3, minutes=1)
    assert number in numbers(work_of(world, awa).now)
    with world.begin() as session:
        acts = [row.act for row in reading.newest(session, SYSTEM, "SN", Asking()).rows]
    assert Act.WORK_RESTED in acts


def test_what_happened_since_brings_it_back(world, awa, later):
    case = world.case(awa)
    rest(world, awa, case)
    later(hours=1)

    world.set(case, state=CaseState.RETURNED, changed_at=clock.now())

    assert world.row(case).number in numbers(work_of(world, awa).now)


def test_what_is_late_is_not_set_aside(world, awa):
    case = world.case(awa)
    world.set(case, state=CaseState.ACTIVE, review_on=clock.now() - 30 * DAY)

    with pytest.raises(RuleBrokenError, match="stays"):
        rest(world, awa, case, kind=WorkKind.REVIEWS)


def test_nothing_is_set_aside_past_its_day(world, awa):
    case = world.case(awa)
    world.set(case, state=CaseState.ACTIVE, review_on=clock.now() + 2 * DAY)

    rest(world, awa, case, days=1, kind=WorkKind.REVIEWS)
    with pytest.raises(RuleBrokenError, match="would be by then"):
        rest(world, awa, case, days=3, kind=WorkKind.REVIEWS)


def test_nobody_sets_aside_what_is_a_colleagues_or_for_any_number_of_days(world, awa):
    case = world.case(awa)
    with pytest.raises(NotFoundError):
        rest(world, world.colleague(Role.OFFICER), case)
    with pytest.raises(RuleBrokenError):
        rest(world, awa, case, days=400)


def test_it_is_taken_up_again_from_the_foot_of_the_page(world, site, awa):
    case = world.case(awa)
    thing = {"kind": "requests", "case_no": world.row(case).number}
    browser = site.as_(awa)
    browser.get("/my-work")

    page = browser.follow(browser.post("/my-work/rest", {**thing, "days": "7"}))
    assert "Set aside until" in words_of(page)
    assert "Take it up again" in words_of(page)
    page = browser.follow(browser.post("/my-work/wake", thing))
    assert "Take it up again" not in words_of(page)
    page = browser.follow(browser.post("/my-work/rest", {**thing, "days": "12"}))
    assert "waits for you no more" in words_of(page)
    page = browser.follow(browser.post("/my-work/rest", {**thing, "kind": "links", "days": "1"}))
    assert "waits for you no more" in words_of(page)


def test_a_head_of_tracing_sees_who_has_what_and_nobody_is_ranked(world, site, awa):
    head = world.colleague(Role.SUPERVISOR, name="Ousmane Faye")
    other = world.colleague(Role.OFFICER, name="Binta Ceesay")
    world.colleague(Role.OFFICER, society="GM", name="Lamin Jallow")
    case, old, free, ended = (world.case(awa) for _ in range(4))
    long_ago = clock.now() - 400 * DAY
    world.set(
        old,
        state=CaseState.ACTIVE,
        review_on=clock.now() - DAY,
        created_at=long_ago,
        family_heard_at=None,
    )
    world.set(free, owner_id=None)
    world.set(ended, state=CaseState.CLOSED)

    with world.begin() as session:
        found = team.read(session, head)

    assert [share.name for share in found.shares] == ["Awa Sarr", "Binta Ceesay", "Ousmane Faye"]
    loads = {share.name: share.load for share in found.shares}
    assert (loads["Awa Sarr"].open, loads["Awa Sarr"].reviews_late) == (2, 1)
    assert loads["Awa Sarr"].families_wait == 1
    assert (loads["Binta Ceesay"].open, found.unowned.open) == (0, 1)
    assert found.ages["Over a year"] == 1
    assert found.total == 3
    page = words_of(site.as_(head).get("/team"))
    assert "1 case is nobody’s" in page
    assert "Lamin" not in page
    site.as_(other).get("/team", 403)
    with world.begin() as session, pytest.raises(DeniedError):
        team.read(session, other)
    assert world.row(case).owner_id == awa.user_id
