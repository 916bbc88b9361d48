"""Passkeys in a real Chromium, with its virtual authenticator."""

import pytest
from playwright.sync_api import Page, expect

from rfl.access.document import StaffDocument
from rfl.access.rules import Actor, Role
from rfl.accounts import managing
from rfl.audit.rules import SYSTEM
from tests.browser.conftest import PASSPHRASE
from tests.once import ON_POSTGRESQL

pytestmark = pytest.mark.browser

EMAIL = "awa@sn.example"


def _authenticator(page: Page):
    """Put a key into the page's browser; return what speaks to it."""
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    made = wire.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return wire, made["authenticatorId"]


def _accept_invitation(page: Page, town, address: str) -> None:
    with town.world.begin() as session:
        console = Actor(SYSTEM, "SN", frozenset())
        code = managing.invite(
            session, console, "SN", StaffDocument("Awa Sarr", EMAIL), [Role.OFFICER]
        ).secret
    page.goto(f"{address}/invitation")
    page.fill("#email", EMAIL)
    page.fill("#code", code)
    page.fill("#passphrase", PASSPHRASE)
    page.get_by_role("button", name="Keep this passphrase").click()


def _first_step(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("#email", EMAIL)
    page.fill("#passphrase", PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()


@ON_POSTGRESQL
def test_a_passkey_is_made_opens_the_account_and_not_without_its_owner(town):
    address = town.address.replace("127.0.0.1", "localhost")
    page = town.chromium.new_context(locale="en-GB").new_page()
    page.on("pageerror", lambda error: town.problems.append(str(error)))
    wire, key = _authenticator(page)
    _accept_invitation(page, town, address)

    _first_step(page, address)
    page.fill("#name", "my telephone")
    page.get_by_role("button", name="Make a key").click()
    expect(page.locator("#codes li")).to_have_count(10)
    page.get_by_role("link", name="I have kept them, go on").click()
    expect(page).to_have_url(f"{address}/my-work")
    page.goto(f"{address}/second-step")
    expect(page.locator("main")).to_contain_text("my telephone")

    page.context.clear_cookies()
    _first_step(page, address)
    wire.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("button", name="Use my key").click()
    expect(page.get_by_text("The key did not answer")).to_be_visible(timeout=70_000)
    _claim_without_verification(page)
    page.get_by_role("button", name="Use my key").click()
    expect(page.locator("#errors")).to_contain_text("This did not fit")

    wire.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    page.get_by_role("button", name="Use my key").click()
    expect(page).to_have_url(f"{address}/my-work")


def _claim_without_verification(page: Page) -> None:
    """Have the page ask the key for less than the server demands."""
    page.eval_on_selector(
        "form[data-key]",
        """form => {
             const asked = JSON.parse(form.dataset.options);
             form.dataset.options = JSON.stringify({...asked, userVerification: "discouraged"});
           }""",
    )
