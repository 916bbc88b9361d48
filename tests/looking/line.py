"""How long a page takes over a slow line: Chromium throttled to what 3G carries."""

import re
from dataclasses import dataclass

from playwright.sync_api import Browser

from tests.looking.crawling import kind_of
from tests.looking.people import LOOKERS, window_of

DOWN_BITS, UP_BITS, ROUND_TRIP_MS = 1_600_000, 768_000, 300
"""A second, a second, and there and back: '3G' of WebPageTest."""

MOST_SECONDS = 2.0
"""Until the next page can be used."""

FIRST = "the first page, from an empty browser"
PAGES = (
    *("/requests", "/links", "/persons", "/messages", "/requests/new", "/registrations/new"),
    "/my-work",
)
RECORD = re.compile(r'href="(/(?:requests|links)/[0-9a-f-]{36})"')
LOADED = """() => { const n = performance.getEntriesByType("navigation")[0];
  return [n.loadEventStart / 1000, n.transferSize]; }"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One page over the slow line: seconds until it can be used, bytes of the page itself."""

    path: str
    seconds: float
    page_bytes: int

    @property
    def is_late(self) -> bool:
        """Tell whether it takes longer than a next page may."""
        return self.path != FIRST and self.seconds > MOST_SECONDS


def measured(browser: Browser, address: str) -> list[Arrival]:
    """Open an officer's main pages one after the other over the slow line."""
    with window_of(browser, address, LOOKERS["officer"], "en") as window:
        case, link = (
            RECORD.findall(window.page.request.get(address + path).text())[0]
            for path in ("/requests", "/links")
        )
        line = window.context.new_cdp_session(window.page)
        line.send("Network.enable")
        line.send("Network.clearBrowserCache")
        line.send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": ROUND_TRIP_MS,
                "downloadThroughput": DOWN_BITS / 8,
                "uploadThroughput": UP_BITS / 8,
            },
        )
        found: list[Arrival] = []
        for path in ("/my-work", *PAGES, case, link):
            window.page.goto(address + path, wait_until="load")
            seconds, size = window.page.evaluate(LOADED)
            found.append(Arrival(kind_of(path) if found else FIRST, seconds, size))
        return found
