"""A real Chromium before the real server, for stories walked from the first click."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyotp
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from rfl.access import service as access
from rfl.access.document import StaffDocument
from rfl.access.entering import start_session
from rfl.access.rules import Actor, Role
from rfl.accounts import managing
from rfl.app import create_app
from rfl.audit.rules import SYSTEM
from tests.tracing.world import World

PASSPHRASE = "quiet river seven lamps"
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Names under which it may be found, the quickest first (tools/browser.sh)."""
HOST = "127.0.0.1"
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
    app: Flask
    world: World
    chromium: Browser
    problems: list[str] = field(default_factory=list)
    with_scripts: bool = True
    """Whether the windows opened from now on run JavaScript."""

    def sign_in(self, name: str, role: Role, society: str, *, phone: bool = False) -> Page:
        """Invite somebody, let them choose a passphrase, and sign them in, all by the pages."""
        email = _address(name, society)
        console = Actor(SYSTEM, society, frozenset())
        with self.world.begin() as session:
            staff = StaffDocument(name, email)
            code = managing.invite(session, console, society, staff, [role]).secret
        page = self._window(phone=phone)
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

    def let_in(self, name: str, role: Role, society: str, *, phone: bool = False) -> Page:
        """Return somebody's window, signed in already: the door has stories of its own."""
        staff = StaffDocument(name, _address(name, society))
        with self.world.begin() as session:
            user = access.new_user(session, society, staff, [role], SYSTEM)
            secret = start_session(session, user)
        client = self.app.test_client()
        with client.session_transaction(base_url=self.address) as cookie:
            cookie["_user_id"], cookie["_fresh"] = secret, True
        sent = client.get_cookie(self.app.config["SESSION_COOKIE_NAME"], domain=HOST)
        assert sent is not None
        page = self._window(phone=phone)
        page.context.add_cookies([{"name": sent.key, "value": sent.value, "url": self.address}])
        page.goto(self.address)
        return page

    def _window(self, *, phone: bool) -> Page:
        width, height = (390, 844) if phone else (1280, 900)
        window = self.chromium.new_context(
            viewport={"width": width, "height": height},
            locale="en-GB",
            java_script_enabled=self.with_scripts,
        )
        page = window.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
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


def _address(name: str, society: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@{society.lower()}.example"


@pytest.fixture
def town(world, chromium) -> Iterator[Town]:
    """The whole product, served on this machine."""
    app = create_app(world.installation)
    server = create_server(app, host=HOST, port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    found = Town(f"http://{HOST}:{server.effective_port}", app, world, chromium)
    yield found
    for context in list(chromium.contexts):
        context.close()
    server.trigger.pull_trigger(server.close)  # in the thread that listens, not under its feet
    thread.join(5)
    assert found.problems == []
