"""The coordinator's page, as a browser sees it, on both databases."""

from datetime import timedelta

import pytest

from rfl import clock
from rfl.access.rules import Role, Sensitivity
from rfl.audit import reading
from rfl.audit.reading import Asking
from rfl.audit.rules import SYSTEM, Act
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.tracing.rules import ActionKind, CaseAct, CaseState
from tests.tracing.web import Site, words_of
from tests.tracing.world import World


def cases(world: World, society: str, count: int) -> None:
    """Open `count` cases, each submitted."""
    officer = world.colleague(Role.OFFICER, society=society)
    for _ in range(count):
        world.set(world.case(officer), state=CaseState.SUBMITTED)


def page(site: Site) -> str:
    return words_of(site.as_(site.world.colleague(Role.COORDINATOR)).get("/reports"))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_nobody_but_the_coordinator_enters(site, role):
    site.as_(site.world.colleague(role)).get("/reports", 403)


def test_small_figures_and_what_would_tell_them_are_left_out(site):
    cases(site.world, "SN", 6)
    cases(site.world, "GM", 4)

    said = page(site)

    assert "Senegalese Red Cross Society fewer than 5 6 fewer than 5 fewer than 5" in said
    assert "The Gambia Red Cross Society" in said.split("Fewer than 5 of each:")[1]
    assert "Together not told at least 6 not told not told" in said
    assert "10" not in said.split("Together")[1].split("Fewer")[0]
    assert "Aïssatou Baldé" not in said


def test_drafts_and_other_years_are_not_counted(site):
    cases(site.world, "SN", 6)
    with site.world.begin() as session:
        rows = session.query(TracingRequest).all()
        rows[0].state = CaseState.DRAFT
        rows[1].created_at = clock.now() - timedelta(days=400)

    assert "No figure yet this year" in page(site)


def test_located_and_closed_well_are_counted_once_each_and_not_who_was_not_them(site):
    cases(site.world, "SN", 6)
    start = clock.now() - timedelta(minutes=9)
    with site.world.begin() as session:
        for place, row in enumerate(session.query(TracingRequest).all()):
            if place == 1:  # two brothers, of whom both are found; the others are of before
                (found,) = session.query(SoughtPerson).filter_by(request_id=row.id)
                found.is_answered = True
                both = {"person_id": found.person_id, "is_answered": True, "sealed": b""}
                here = {"society_code": "SN", "request_id": row.id, "place_in_case": 2}
                session.add(SoughtPerson(**here, **both))
            row.state, row.closed_at = CaseState.CLOSED, start
            acts = (CaseAct.LOCATE, CaseAct.LOCATE, CaseAct.DELIVER)
            for minutes, act in enumerate(acts if place else (CaseAct.LOCATE, CaseAct.NOT_THEM)):
                now = start + timedelta(minutes=minutes)
                session.add(
                    CaseAction(
                        society_code="SN",
                        request_id=row.id,
                        kind=ActionKind.STATE,
                        act=act,
                        happened_at=now,
                        created_by=SYSTEM,
                        created_at=now,
                        sealed=b"",
                    )
                )

    assert "Senegalese Red Cross Society fewer than 5 6 5 5 6" in page(site)


def test_a_sealed_case_is_in_no_figure(site):
    """What may be listed, taken from what is counted, would tell of it."""
    cases(site.world, "SN", 7)
    with site.world.begin() as session:
        session.query(TracingRequest).first().sensitivity = Sensitivity.SEALED

    assert "Senegalese Red Cross Society fewer than 5 6" in page(site)


def test_an_empty_year_is_told_as_such(site):
    assert "No figure yet this year" in page(site)


def test_that_figures_were_seen_is_entered(site):
    page(site)

    with site.world.begin() as session:
        rows = reading.newest(session, SYSTEM, "SN", Asking()).rows

    assert [row.detail for row in rows if row.act == Act.REPORT_OPENED] == [
        {"year": str(clock.now().year)}
    ]
