"""The main pages in Arabic on a telephone: from right to left, nothing wider than the screen."""

import pytest
from playwright.sync_api import expect

from rfl.access.rules import Role
from tests.once import ON_SQLITE

pytestmark = pytest.mark.browser

PAGES = {
    Role.OFFICER: (
        "/my-work", "/requests", "/requests/new", "/registrations", "/registrations/new", "/links",
        "/exchange", "/inbox", "/messages", "/imports", "/children", "/transfers",
        "/directory", "/sessions", "/concern",
    ),
    Role.SAFEGUARDING: ("/access", "/access/reviews", "/access/sealed", "/approvals"),
}  # fmt: skip
TOO_WIDE = """() => document.documentElement.scrollWidth - document.documentElement.clientWidth"""


@ON_SQLITE
@pytest.mark.parametrize("role", PAGES)
def test_every_page_runs_from_right_to_left_and_fits_a_telephone(town, role):
    page = town.let_in("Awa Sarr", role, "SN", phone=True)
    page.locator("header summary").filter(has_text="Language").click()
    page.get_by_role("button", name="العربية").click()
    for path in PAGES[role]:
        answer = page.goto(town.address + path)
        assert answer is not None
        assert answer.status == 200, path
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        expect(page.locator("html")).to_have_attribute("lang", "ar")
        assert page.evaluate(TOO_WIDE) == 0, path
