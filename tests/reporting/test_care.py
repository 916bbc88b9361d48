"""What a focal point tells their management: without names, and nothing they may not know of."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from rfl import clock
from rfl.access.rules import Role
from rfl.desk.models import AccessReview
from rfl.desk.rules import ReviewState
from rfl.desk.unusual import Rule
from rfl.reporting.care_rules import CareMeasure, figures_of
from rfl.safeguarding.models import BreakGlass, Concern, ConcernBar
from tests.tracing.web import words_of

SPRING = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATE_IN_QUARTER = datetime(2026, 7, 14, 12, tzinfo=UTC)
TOLD = datetime(2026, 7, 15, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("odd", "followed", "told"),
    [(4, 4, (None, None)), (12, 7, (12, 7)), (12, 8, (12, None)), (12, 4, (12, None))],
)
def test_a_part_is_told_only_if_neither_it_nor_what_is_left_is_small(odd, followed, told):
    found = figures_of({CareMeasure.UNUSUAL: odd, CareMeasure.FOLLOWED: followed})
    assert (found[CareMeasure.UNUSUAL].value, found[CareMeasure.FOLLOWED].value) == told


def _review(who, state=ReviewState.EXPLAINED):
    return AccessReview(
        society_code="SN",
        user_id=who.user_id,
        rule=next(iter(Rule)),
        day=SPRING.date(),
        state=state,
        found_at=SPRING,
        due_at=SPRING,
        key_id=uuid4(),
        sealed=b"",
    )


def _concern(*, is_for_dpo=False):
    return Concern(
        id=uuid4(),
        society_code="SN",
        reference=uuid4().hex[:12],
        secret_hash=b"",
        is_for_dpo=is_for_dpo,
        raised_at=SPRING,
        heard_at=SPRING,
        changed_at=SPRING,
        key_id=uuid4(),
        sealed=b"",
    )


def _glass(who):
    return BreakGlass(
        society_code="SN",
        user_id=who.user_id,
        opened_at=SPRING,
        until=SPRING,
        due_at=SPRING,
        key_id=uuid4(),
        sealed=b"",
    )


def test_what_a_focal_point_may_not_know_of_is_in_no_figure(site, monkeypatch):
    world = site.world
    focal = world.colleague(Role.SAFEGUARDING)
    staff = [world.colleague(Role.OFFICER) for _ in range(10)]
    barred = _concern()
    with world.begin() as session:
        session.add_all(_review(one, ReviewState.FOLLOWED) for one in staff[:5])
        session.add_all(_review(one) for one in (*staff[5:], focal))
        session.add_all(_glass(one) for one in (*staff[:5], focal))
        session.add_all([*(_concern() for _ in range(6)), barred, _concern(is_for_dpo=True)])
        session.flush()
        session.add(ConcernBar(concern_id=barred.id, user_id=focal.user_id))

    monkeypatch.setattr(clock, "now", lambda: LATE_IN_QUARTER)
    assert "No figure yet" in words_of(site.as_(focal).get("/access/figures"))
    monkeypatch.setattr(clock, "now", lambda: TOLD)
    browser = site.as_(focal)
    said = words_of(browser.get("/access/figures"))
    assert "Records opened in an emergency 5 5" in said
    assert "Unusual accesses that were asked about 10 10" in said
    assert "followed up 5 5" in said
    assert "Concerns told in confidence 6 6" in said
    made = browser.post("/access/figures/safeguarding.csv", {}, 200)
    assert "Concerns told in confidence,6,6" in made.text
    assert "Steps for children that were late or left out,<5,>=0" in made.text
    for role in (Role.SUPERVISOR, Role.DPO, Role.ADMIN, Role.COORDINATOR, Role.OFFICER):
        site.as_(world.colleague(role)).get("/access/figures", 403)
