"""The look of one role: its pages found, and walked in each language, in a browser of its own."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUMS, FLAGS
from tests.looking.crawling import Reached, reached
from tests.looking.people import LOOKERS, window_of
from tests.looking.walk import Walk, walk

FOLDER = Path(__file__).parents[2] / "instance" / "look"
"""Outside of what is committed: contact sheets, and papers as pictures."""


def look_as(address: str, languages: Sequence[str], role: str) -> tuple[Reached, list[Walk]]:
    """Find the pages of a role, and walk them in each language."""
    with chromium() as browser:
        with window_of(browser, address, LOOKERS[role], "en") as window:
            found = reached(window, role)
        walks = []
        for language in languages:
            walks.append(walk(browser, address, (role, language), found.pages, FOLDER))
            _tell(walks[-1])
        return found, walks


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give Chromium, found on this machine."""
    path = next(found for found in map(shutil.which, CHROMIUMS) if found)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def _tell(done: Walk) -> None:
    wrong = [f"    {path}: {one}" for path, said in done.findings.items() for one in said]
    head = f"{done.role}, {done.language}: {done.pages} pages, {len(wrong)} findings"
    sys.stderr.write("\n".join([head, *wrong]) + "\n")
    sys.stderr.flush()
