"""One reader's walk through their pages in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error

from tests.looking import checks
from tests.looking.crawling import kind_of
from tests.looking.people import LOOKERS, PHONE, WIDE, Window, window_of
from tests.looking.sheets import PHONE_SHAPE, WIDE_SHAPE, Sheets

ASKED_OF_AXE = ("en", "ar")
"""Both directions; the other two languages have the pages of English, and are read and measured."""

FOR_DEVELOPERS = "/styleguide"
"""Its words are those of the style sheet."""

ZOOMED = (640, 320)
"""A window of 1280 pixels at 200 and at 400 per cent."""

OTHER_COLOURS: Mapping[str, Mapping[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "more contrast": {"contrast": "more"},
}
"""What the reader's system may ask for; colours of their own are no page's to measure."""


@dataclass
class Walk:
    """What a walk found: how many pages at how many widths, and what is wrong with which."""

    role: str
    language: str
    pages: int = 0
    views: int = 0
    asked_of_axe: int = 0
    findings: dict[str, list[str]] = field(default_factory=dict)


def walk(
    browser: Browser,
    address: str,
    who: tuple[str, str],
    paths: Sequence[str],
    folder: Path,
) -> Walk:
    """Open one of each kind of `paths` as `who` (role, language), at both widths.

    Contact sheets are written to `folder`.
    """
    role, language = who
    found = Walk(role, language)
    sheets = {
        WIDE: Sheets(folder, f"{role}-{language}-wide", WIDE_SHAPE),
        PHONE: Sheets(folder, f"{role}-{language}-phone", PHONE_SHAPE),
    }
    with window_of(browser, address, LOOKERS[role], language) as window:
        for path in one_of_each(paths):
            wrong = _look(window, path, language, found, sheets)
            if wrong:
                found.findings.setdefault(path, []).extend(wrong)
            found.pages += 1
    for one in sheets.values():
        one.write()
    return found


def one_of_each(paths: Sequence[str]) -> Sequence[str]:
    """Return the first address of each kind."""
    return list({kind_of(path): path for path in reversed(paths)}.values())[::-1]


def _further_steps(window: Window, language: str) -> list[str]:
    """Go through a form that is asked step by step; return what is wrong with the steps."""
    wrong: list[str] = []
    on = window.page.locator("#steps-foot [data-way='1']")
    while on.is_visible():
        on.click()
        wrong += checks.too_wide(window.page)
        wrong += checks.axe(window.page) if language in ASKED_OF_AXE else []
    return wrong


def _look(
    window: Window, path: str, language: str, found: Walk, sheets: dict[int, Sheets]
) -> list[str]:
    """Open one page, at both widths; return what is wrong with it."""
    window.width(WIDE)
    try:
        status = window.open(path)
    except Error as error:
        return [f"does not open: {error.message.splitlines()[0]}"]
    is_read = language != "en" and path != FOR_DEVELOPERS
    wrong = [] if status == 200 else [f"answers {status}"]
    wrong += window.taken()
    wrong += checks.untranslated(window.page, language) if is_read else []
    for width in (WIDE, PHONE):
        window.width(width)
        sheets[width].add(f"{path[:70]}", window.page.screenshot(full_page=True, type="jpeg"))
        wrong += checks.too_wide(window.page)
        found.views += 1
        wrong += [f"{one} (a later step)" for one in _further_steps(window, language)]
        if language in ASKED_OF_AXE:
            found.asked_of_axe += 1
            wrong += [f"{one} (at {width})" for one in checks.axe(window.page)]
    if language in ASKED_OF_AXE:
        for width in ZOOMED:
            window.width(width)
            wrong += checks.too_wide(window.page)
    if language == "en":
        wrong += checks.moving(window.page)
        for told, media in OTHER_COLOURS.items():
            window.page.emulate_media(**media)
            wrong += [f"{one} ({told})" for one in checks.axe(window.page, checks.CONTRAST)]
            window.page.emulate_media(color_scheme="light", contrast="no-preference")
    return wrong + [one for one in window.taken() if one not in wrong]
