"""Whose eyes are looked through, and by what: one of each role, and a window of their own."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

NOBODY = "nobody"
LOOKERS: Mapping[str, str] = {
    NOBODY: "",
    "officer": "Awa Sarr",
    "officer-met": "Lamin Touray",
    "volunteer": "Cheikh Mané",
    "supervisor": "Ousmane Faye",
    "partner": "Amra Delić",
    "safeguarding": "Ndèye Coumba Sow",
    "dpo": "Marta Ribas",
    "admin": "Fatou Kiné Bâ",
    "coordinator": "Inès Keller",
}
"""Role → who of the demonstration's cast; of officers one who asks and one who was asked."""

WIDE, PHONE = 1280, 360
HEIGHTS = {WIDE: 900, PHONE: 780}
ON_POLICY = """addEventListener("securitypolicyviolation", e => console.error(
  "policy: " + e.violatedDirective + " " + e.blockedURI))"""


@dataclass
class Window:
    """One browser window, signed in, and what its pages complained of."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        """Return what holds the window's cookies."""
        return self.page.context

    def open(self, path: str) -> int:
        """Open a page; return its status."""
        answer = self.page.goto(self.address + path)
        return answer.status if answer else 0

    def width(self, pixels: int) -> None:
        """Make the window so many pixels wide."""
        self.page.set_viewport_size({"width": pixels, "height": HEIGHTS.get(pixels, 900)})

    def taken(self) -> list[str]:
        """Return what was complained of since this was last asked."""
        found, self.complaints = self.complaints, []
        return found

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")

    def _answered(self, answer: Response) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            self.complaints.append(f"not loaded: {answer.url.removeprefix(self.address)}")

    def listen(self) -> None:
        """Note what pages complain of from now on."""
        self.page.add_init_script(ON_POLICY)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("response", self._answered)


@contextmanager
def window_of(browser: Browser, address: str, who: str, language: str) -> Iterator[Window]:
    """Give a window in which `who` (or nobody: '') reads `language`."""
    context = browser.new_context(
        viewport={"width": WIDE, "height": HEIGHTS[WIDE]}, locale="en-GB", reduced_motion="reduce"
    )
    window = Window(context.new_page(), address)
    window.open("/sign-in")
    if who:
        window.page.locator("button.door").filter(has_text=who).click()
        window.page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    window.page.locator("header details:has([name=speak]) summary").click()
    with window.page.expect_navigation():
        window.page.locator(f"header button[name=speak][value={language}]").click()
    window.page.locator(f"html[lang={language}]").wait_for(state="attached")
    window.listen()
    yield window
    context.close()
