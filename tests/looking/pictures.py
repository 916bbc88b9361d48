"""Takes the pictures of the guide and of the README: `make pictures`, from the demonstration."""

import io
import os
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from rfl.access.rules import Role
from rfl.web.i18n import LANGUAGES
from tests.browser.conftest import CHROMIUMS, FLAGS
from tests.looking.demonstration import demonstration
from tests.looking.people import LOOKERS, PHONE, WIDE, Window, window_of

ROOT = Path(__file__).parents[2]
GUIDE, README = ROOT / "static" / "guide", ROOT / "docs" / "pictures"
SIZE = (720, 540)
WIDE_SHARE = 960
"""Pixels of a page's height that stand on a picture, of 1280 in width."""

QUALITY = 45
"""Of WebP: letters stay sharp, a picture weighs some 15 KB."""

OF_README = (
    ("officer", "/my-work", "my-work", WIDE),
    ("officer", "first link", "link-review", WIDE),
    ("volunteer", "/intake", "intake", PHONE),
)


def main() -> None:
    """Take all pictures anew."""
    chromium = next(found for found in map(shutil.which, CHROMIUMS) if found)
    with demonstration(os.environ.get("AT", "")) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for role in Role:
            for language in LANGUAGES:
                with window_of(browser, address, LOOKERS[role.value], language) as window:
                    window.open("/")
                    _keep(window, GUIDE / f"{role.value}-{language}.webp", SIZE)
        for role_name, path, name, width in OF_README:
            with window_of(browser, address, LOOKERS[role_name], "en") as window:
                window.width(width)
                window.open(_first_link(window) if path == "first link" else path)
                _keep(window, README / f"{name}.webp", None)
        browser.close()
    total = sum(one.stat().st_size for one in (*GUIDE.iterdir(), *README.iterdir()))
    sys.stdout.write(f"{total / 1024:.0f} KB of pictures\n")


def _first_link(window: Window) -> str:
    window.open("/links")
    return window.page.locator("main table a[href^='/links/']").first.get_attribute("href") or "/"


def _keep(window: Window, path: Path, size: tuple[int, int] | None) -> None:
    """Keep what stands in the window, but the hint for newcomers and the demonstration's band."""
    window.page.evaluate(
        "() => document.querySelectorAll('.newcomer, .demo').forEach(e => e.remove())"
    )
    viewport = window.page.viewport_size or {"width": WIDE, "height": WIDE_SHARE}
    window.page.set_viewport_size({"width": viewport["width"], "height": WIDE_SHARE})
    with Image.open(io.BytesIO(window.page.screenshot())) as taken:
        picture = taken.convert("RGB")
        shown = picture.resize(size, Image.Resampling.LANCZOS) if size else picture
        path.parent.mkdir(parents=True, exist_ok=True)
        shown.save(path, quality=QUALITY, method=6)


if __name__ == "__main__":
    main()
