"""The papers (PDF) that readers come upon, drawn as pictures, to be looked at."""

from collections.abc import Mapping
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser

from rfl.web.i18n import LANGUAGES
from tests.looking.crawling import Reached, kind_of
from tests.looking.people import LOOKERS, window_of

SCALE = 1.5
"""108 dots to an inch: letters can be read, files stay small."""


def rendered(browser: Browser, address: str, found: Mapping[str, Reached], folder: Path) -> int:
    """Draw each paper in each language as PNG under `folder`; return how many sheets there were."""
    sheets, drawn = 0, set[str]()
    for role, reached in found.items():
        papers = {kind_of(path): path for path in reached.papers if kind_of(path) not in drawn}
        drawn |= papers.keys()
        for language in LANGUAGES if papers else ():
            with window_of(browser, address, LOOKERS[role], language) as window:
                for kind, path in papers.items():
                    data = window.page.request.get(address + path).body()
                    name = f"{kind.strip('/').replace('/', '-').replace('…', 'x')}-{language}"
                    sheets += draw(data, folder, name)
    return sheets


def draw(data: bytes, folder: Path, name: str) -> int:
    """Draw each sheet of a paper as `name`-1.png and so on; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    paper = pypdfium2.PdfDocument(data)
    for number, sheet in enumerate(paper, 1):
        sheet.render(scale=SCALE).to_pil().save(folder / f"{name}-{number}.png")
    count = len(paper)
    paper.close()
    return count
