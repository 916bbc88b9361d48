"""Figures of whole quarters: small ones untold, and nothing learnt from two reports."""

import csv
import io
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from rfl import clock
from rfl.access.rules import Role
from rfl.audit.rules import Act
from rfl.errors import DeniedError
from rfl.referrals.models import Referral
from rfl.referrals.rules import ReferralState
from rfl.reporting import telling
from rfl.reporting.models import ToldFigure
from rfl.reporting.quarters import SHOWN, Quarter, lines_of, over, report_of
from rfl.reporting.rules import LEAST, MEASURE_WORDS, Measure
from rfl.reporting.telling import WORK
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import CaseState
from tests.access.doors import acts
from tests.tracing.web import words_of

LAST_SPRING = datetime(2026, 5, 4, 12, tzinfo=UTC)
Q2 = Quarter(2026, 2)


@pytest.fixture
def head(world):
    return world.colleague(Role.SUPERVISOR)


def _cases(world, number, day=LAST_SPRING):
    awa = world.colleague(Role.OFFICER)
    ids = [world.case(awa) for _ in range(number)]
    for one in ids:
        world.set(one, created_at=day, state=CaseState.SUBMITTED)
    return ids


def _told(world, head, quarter=Q2, measure=Measure.OPENED):
    with world.begin() as session:
        report = telling.quarters(session, head, WORK)
    (row,) = (row for row in report.rows if row.measure is measure)
    return row.figures[report.quarters.index(quarter)].value


def test_fewer_than_five_are_told_to_nobody_and_kept_nowhere(site, head):
    world = site.world
    _cases(world, LEAST - 1)
    assert _told(world, head) is None
    page = words_of(site.as_(head).get("/figures"))
    assert "No figure yet" in page
    with world.begin() as session:
        assert set(session.scalars(sa.select(ToldFigure.value))) == {None}


def test_what_was_told_once_stays_so_whatever_is_written_or_erased_later(world, head):
    ids = _cases(world, LEAST + 1)
    assert _told(world, head) == LEAST + 1
    with world.begin() as session:
        session.get_one(TracingRequest, ids[0]).erased_at = clock.now()
        session.get_one(TracingRequest, ids[1]).sensitivity = "sealed"
    _cases(world, 3)
    assert _told(world, head) == LEAST + 1


def test_referrals_are_counted_and_a_measure_that_is_new_is_told_beside_what_was(world, head):
    ids = _cases(world, LEAST + 1)
    with world.begin() as session:
        for place, case in enumerate(ids):
            session.add(
                Referral(
                    society_code="SN",
                    request_id=case,
                    state=ReferralState.HELPED if place else ReferralState.MADE,
                    follow_up_at=LAST_SPRING,
                    created_by=head.user_id,
                    created_at=LAST_SPRING,
                    changed_at=LAST_SPRING,
                    sealed=b"",
                )
            )
        session.get_one(TracingRequest, ids[-1]).sensitivity = "sealed"
    assert _told(world, head, measure=Measure.REFERRED) == LEAST
    assert _told(world, head, measure=Measure.HELPED) is None  # four of them
    with world.begin() as session:
        session.execute(sa.delete(ToldFigure).where(ToldFigure.measure == Measure.REFERRED))
        session.get_one(TracingRequest, ids[-1]).sensitivity = "normal"
    assert _told(world, head, measure=Measure.REFERRED) == LEAST + 1
    assert _told(world, head) == LEAST


def test_only_quarters_that_are_over_are_told(world, head):
    now = clock.now()
    _cases(world, LEAST, now - timedelta(hours=1))
    _cases(world, LEAST)
    with world.begin() as session:
        report = telling.quarters(session, head, WORK)
    assert all(one.ends <= now for one in report.quarters)
    assert report.quarters[0] == Q2


def test_each_society_sees_its_own_and_only_its_heads_do(site, head):
    world = site.world
    _cases(world, LEAST)
    abroad = world.colleague(Role.SUPERVISOR, society="GM")
    with world.begin() as session:
        assert telling.quarters(session, abroad, WORK).is_empty
    for role in (Role.OFFICER, Role.ADMIN, Role.COORDINATOR, Role.SAFEGUARDING, Role.DPO):
        who = world.colleague(role)
        with world.begin() as session, pytest.raises(DeniedError):
            telling.quarters(session, who, WORK)
        site.as_(who).get("/figures", 403)


def test_the_page_and_the_file_say_the_same_and_are_in_the_trail(site, head):
    _cases(site.world, LEAST)
    browser = site.as_(head)
    page = words_of(browser.get("/figures"))
    assert "Tracing requests opened" in page
    assert "2026-Q2" in page
    made = browser.post("/figures/figures.csv", {}, 200)
    rows = list(csv.reader(io.StringIO(made.text.lstrip("\ufeff"))))
    assert rows[0][:2] == ["measure", "2026-Q2"]
    opened = next(row for row in rows if row[0] == "Tracing requests opened")
    assert opened[1] == str(LEAST)
    assert opened[-1].startswith(">=")
    assert "<5" in made.text
    assert {Act.EXPORTED, Act.REPORT_OPENED} <= set(acts(site.world))


@given(
    st.lists(
        st.dictionaries(st.sampled_from(list(Measure)), st.integers(0, 9)), min_size=1, max_size=8
    )
)
def test_a_small_figure_changes_nothing_that_is_told(counted):
    """With every figure under LEAST exchanged for another, page and file stay the same."""

    def report(change):
        quarters = tuple(Quarter(2024 + i // 4, i % 4 + 1) for i in range(len(counted)))
        told = {
            (one, measure): value if value >= LEAST else None
            for one, found in zip(quarters, counted, strict=True)
            for measure, number in found.items()
            for value in [number if number >= LEAST else (number + change) % LEAST]
        }
        return list(lines_of(report_of(quarters, told, Measure), MEASURE_WORDS))

    assert report(0) == report(1) == report(3)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_quarters_follow_each_other_without_gap_or_overlap(first):
    found = over(first, first + timedelta(days=1200))
    assert len(found) == SHOWN
    for one, other in pairwise(found):
        assert one.ends == other.begins
        assert one < other
    assert over(first, first) == ()
