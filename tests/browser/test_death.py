"""A death notified: a paper, a second person, the sheet, a talk in person, a case closed."""

import pytest
from playwright.sync_api import Page, expect

from rfl import clock
from rfl.access.rules import Role
from rfl.tracing.rules import CaseState
from tests.once import ON_SQLITE

pytestmark = pytest.mark.browser


def _say(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)


def _press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()


def _follow(page: Page, words: str) -> None:
    page.get_by_role("link", name=words).first.click()


def _tick(page: Page, name: str, value: str) -> None:
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def write_down(awa: Page, case: str) -> None:
    """The officer writes down what the hospital says; nobody can be told yet."""
    awa.goto(case)
    _follow(awa, "Write down a death")
    _tick(awa, "kind", "hospital")
    awa.fill('[name="authority"]', "Hôpital de Mbour")
    awa.fill('[name="paper"]', "No 12")
    awa.fill('[name="paper_day"]', clock.today().isoformat())
    awa.fill('[name="identity"]', "His papers, and his cousin who saw him.")
    _press(awa, "Ask a second person to agree")
    _say(awa, "Not established")
    expect(awa.locator("main")).not_to_contain_text("Prepare the talk")


def agree(ousmane: Page, case: str) -> None:
    """A head of tracing looks at the paper and agrees."""
    ousmane.goto(case)
    _follow(ousmane, "Read it and decide")
    _say(ousmane, "Hôpital de Mbour")
    _press(ousmane, "Approve, and do it now")
    ousmane.goto(case)
    _say(ousmane, "Death established")


def tell(awa: Page, case: str) -> None:
    """The officer prints the sheet in Arabic, tells the mother at home, and writes it down."""
    awa.goto(case)
    _follow(awa, "Prepare the talk")
    with awa.expect_download() as sheet:
        _follow(awa, "العربية")
    assert sheet.value.path().read_bytes().startswith(b"%PDF-")
    awa.fill('[name="words"]', "That he died in the hospital. She asked where he lies.")
    awa.check('[name="is_prepared"]')
    _tick(awa, "how", "at their home")
    awa.fill('[name="beside"]', "Her sister")
    _tick(awa, "support", "accepted")
    _press(awa, "Write it down")
    _say(awa, "With them: Her sister")


def close(awa: Page, ousmane: Page, case: str) -> None:
    """The mother is asked how it was; another person closes the case."""
    awa.goto(case)
    _follow(awa, "Ask to close the case")
    _tick(awa, "fate", "dead")
    _tick(awa, "whereabouts", "known")
    _tick(awa, "reason", "death_confirmed")
    _tick(awa, "satisfaction", "content")
    awa.check('[name="complaint_told"]')
    _press(awa, "Ask to close the case")
    ousmane.goto(case)
    _follow(ousmane, "Close the case")  # to read what was asked for, before it is decided
    _press(ousmane, "Close the case")
    _say(ousmane, "Case closed")


@ON_SQLITE
def test_a_death_notified(town):
    awa = town.let_in("Awa Sarr", Role.OFFICER, "SN")
    ousmane = town.let_in("Ousmane Faye", Role.SUPERVISOR, "SN")

    opener = town.world.colleague(Role.OFFICER)
    request_id = town.world.case(opener)
    town.world.set(request_id, state=CaseState.ACTIVE)
    case = f"{town.address}/requests/{request_id}"

    write_down(awa, case)
    agree(ousmane, case)
    tell(awa, case)
    close(awa, ousmane, case)
