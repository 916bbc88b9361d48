"""The record of processing and the impact assessment say what the code does, and no name."""

import ast
from pathlib import Path

import pytest

from rfl.access.rules import GRANTS, Permission, Role
from rfl.persons.rules import Purpose
from rfl.protection.impact import RISKS
from rfl.protection.processing import ACTIVITIES, PERIODS
from tests.protection.desk import desk_of
from tests.tracing.web import words_of

ROOT = Path(__file__).resolve().parents[2]
MEASURES = [measure for risk in RISKS for measure in risk.measures]
SEEING = {
    *(Permission.REGISTRATION_READ, Permission.REQUEST_READ, Permission.LINK_READ),
    *(Permission.ASK_READ, Permission.INBOX_READ, Permission.AUDIT_READ, Permission.RIGHTS_READ),
    *(Permission.CHILD_READ, Permission.TRANSFER_READ),
}
"""Permissions by which personal data are seen: each has its place in the record."""


def test_every_permission_that_shows_a_person_is_in_the_record():
    assert {one.read_by for one in ACTIVITIES} >= SEEING
    assert {one.period for one in ACTIVITIES} <= set(PERIODS)


def test_who_sees_the_data_is_read_from_the_one_table():
    for one in ACTIVITIES:
        assert set(one.roles) == {role for role in Role if one.read_by in GRANTS[role]}
        assert one.roles


def test_consent_is_asked_for_every_purpose_that_passes_anything_on():
    asked = {purpose for one in ACTIVITIES for purpose in one.purposes}
    built = {
        *(Purpose.TRACING, Purpose.SHARE_SOCIETY, Purpose.STATISTICS),
        *(Purpose.TELL_ALIVE, Purpose.TELL_CONTACT, Purpose.TELL_WHEREABOUTS),
    }
    assert built <= asked


@pytest.mark.parametrize("measure", MEASURES, ids=[one.test for one in MEASURES])
def test_every_measure_is_kept_by_code_that_a_test_proves(measure):
    assert (ROOT / measure.code).is_file()
    tree = ast.parse((ROOT / measure.test).read_text(encoding="utf-8"))
    assert any(
        one.name.startswith("test_") for one in tree.body if isinstance(one, ast.FunctionDef)
    )


def test_both_pages_are_shown_with_the_societys_own_periods(site):
    desk = desk_of(site.world)
    browser = site.as_(desk.marta)
    said = words_of(browser.get("/processing"))
    assert "archived after 1 and made anonymous after 5 years" in said
    assert "data protection officer" in said
    browser.get("/retention")
    periods = {
        "answer_days": "30",
        "archive_years": "2",
        "anonymise_years": "7",
        "registration_years": "8",
    }
    browser.post("/retention/periods", periods)
    assert "archived after 2 and made anonymous after 7 years" in words_of(
        browser.get("/processing")
    )
    page = browser.get("/processing/impact")
    assert "A refusal looks exactly like a search under way." in words_of(page)
    assert 'href="/retention"' in page.text
