"""Opens every page that each role can reach, in four languages, wide and on a telephone.

make look                        everybody, and writes docs/LOOK.md
make look ROLES="officer dpo"    some of them; nothing is written
make look AT=http://127.0.0.1:8000   at a demonstration that runs already

Contact sheets for the eye lie in instance/look afterwards. Of each kind of address two pages are
opened. Asked of each page: does it open, does its console keep silent, is the content policy kept,
does nothing stick out (1280, 640, 360 and 320 pixels), is nothing untranslated, what does axe
find (WCAG 2.2 AA and good practice; in English and Arabic, both widths; contrast in the dark too),
does anything move for who asked for less motion. Takes some half an hour.
"""

import os
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from rfl.web.i18n import LANGUAGES
from tests.browser.conftest import CHROMIUMS, FLAGS
from tests.looking import line, papers, report
from tests.looking.crawling import Reached, reached
from tests.looking.demonstration import demonstration
from tests.looking.people import LOOKERS, window_of
from tests.looking.walk import Walk, walk

FOLDER = Path(__file__).parents[2] / "instance" / "look"


def main() -> int:
    """Look as everybody, or as the roles asked for."""
    roles = os.environ.get("ROLES", "").split() or list(LOOKERS)
    if unknown := set(roles) - set(LOOKERS):
        sys.exit(f"There is no {', '.join(unknown)}. There are: {', '.join(LOOKERS)}.")
    is_whole = roles == list(LOOKERS)
    languages = os.environ.get("LANGUAGES", "").split() or LANGUAGES
    chromium = next(found for found in map(shutil.which, CHROMIUMS) if found)
    with demonstration(os.environ.get("AT", "")) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        began = time.monotonic()
        walks, found = [], {}
        for role in roles:
            with window_of(browser, address, LOOKERS[role], "en") as window:
                found[role] = reached(window, role)
            walks += _walks(browser, address, role, languages, found[role])
        times = line.measured(browser, address)
        prints = papers.rendered(browser, address, found, FOLDER / "papers")
        browser.close()
    lines = report.lines(walks, found, times, prints, time.monotonic() - began)
    sys.stdout.write("\n".join(lines) + "\n")
    if is_whole and tuple(languages) == LANGUAGES:
        report.write(lines)
    return 1 if report.is_anything_wrong(walks, found, times) else 0


def _walks(
    browser: Browser, address: str, role: str, languages: Sequence[str], found: Reached
) -> list[Walk]:
    done = []
    for language in languages:
        count = 0

        def tell(kind: str, language: str = language) -> None:
            nonlocal count
            count += 1
            total = len(found.pages)
            sys.stderr.write(f"\r\033[K{role}, {language}: {count} of {total}  {kind[:60]}")
            sys.stderr.flush()

        done.append(walk(browser, address, (role, language), found.pages, (FOLDER, tell)))
        wrong = sum(map(len, done[-1].findings.values()))
        sys.stderr.write(f"\r\033[K{role}, {language}: {count} pages, {wrong} findings\n")
        for path, said in done[-1].findings.items():
            sys.stderr.write("".join(f"    {path}: {one}\n" for one in said))
    return done


if __name__ == "__main__":
    sys.exit(main())
