"""A real Chromium before the real server, for stories walked from the first click."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyotp
import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from rfl.access.document import StaffDocument
from rfl.access.rules import Actor, Role
from rfl.accounts import managing
from rfl.app import create_app
from rfl.audit.rules import SYSTEM
from tests.tracing.world import World

PASSPHRASE = "quiet river seven lamps"
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Names under which it may be found, the quickest first (tools/browser.sh)."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, found on the machine."""
    path = next(found for found in map(shutil.which, CHROMIUMS) if found)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@dataclass
class Town:
    """The server, and everybody's own window. Problems that a page reports fail the test."""

    address: str
    world: World
    chromium: Browser
    problems: list[str] = field(default_factory=list)

    def sign_in(self, name: str, role: Role, society: str, *, phone: bool = False) -> Page:
        """Invite somebody, let them choose a passphrase, and sign them in, all by the pages."""
        email = f"{name.split(maxsplit=1)[0].lower()}@{society.lower()}.example"
        console = Actor(SYSTEM, society, frozenset())
        with self.world.begin() as session:
            staff = StaffDocument(name, email)
            code = managing.invite(session, console, society, staff, [role]).secret
        width, height = (390, 844) if phone else (1280, 900)
        window = self.chromium.new_context(
            viewport={"width": width, "height": height}, locale="en-GB"
        )
        page = window.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(f"{self.address}/invitation")
        page.fill("#email", email)
        page.fill("#code", code)
        page.fill("#passphrase", PASSPHRASE)
        page.get_by_role("button", name="Keep this passphrase").click()
        page.fill("#email", email)
        page.fill("#passphrase", PASSPHRASE)
        page.get_by_role("button", name="Sign in").click()
        self._choose_second_step(page)
        return page

    def _choose_second_step(self, page: Page) -> None:
        page.get_by_text("I cannot scan the picture").click()
        secret = page.locator("main details .case-no").inner_text()
        page.fill("#code", pyotp.TOTP(secret).now())
        page.get_by_role("button", name="Keep this app").click()
        page.get_by_role("link", name="I have kept them, go on").click()

    def _hear(self, message) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(message.text)


@pytest.fixture
def town(world, chromium) -> Iterator[Town]:
    """The whole product, served on this machine."""
    server = create_server(create_app(world.installation), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    found = Town(f"http://127.0.0.1:{server.effective_port}", world, chromium)
    yield found
    for context in list(chromium.contexts):
        context.close()
    server.close()
    thread.join(5)
    assert found.problems == []
