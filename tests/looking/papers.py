"""The papers (PDF) that readers come upon, drawn as pictures to be looked at, and checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from rfl.web.i18n import LANGUAGES
from tests.looking import checks
from tests.looking.crawling import Reached, kind_of
from tests.looking.people import LOOKERS, Window, window_of

SCALE = 1.5
"""108 dots to an inch: letters can be read, files stay small."""

FOR_EVERYBODY = "/photo-boards/…/poster.pdf"
"""It says everything in every language."""

MARGIN = 32
"""Dots at each edge, 7.5 mm, in which printers print nothing."""


@dataclass
class Drawn:
    """The papers of one role: how many sheets, and what is wrong with which."""

    sheets: int = 0
    findings: list[str] = field(default_factory=list)


def rendered(
    browser: Browser, address: str, found: Mapping[str, Reached], folder: Path
) -> Mapping[str, Drawn]:
    """Draw each kind of paper of each role in each language as PNG under `folder`."""
    drawn = {role: Drawn() for role in found}
    for role, reached in found.items():
        papers = {kind_of(path): path for path in reached.papers}
        for language in LANGUAGES if papers else ():
            with window_of(browser, address, LOOKERS[role], language) as window:
                for kind, path in papers.items():
                    name = f"{role}-{kind.strip('/').replace('/', '-').replace('…', 'x')}"
                    _look(window, path, language, folder / name, drawn[role])
    return drawn


def _look(window: Window, path: str, language: str, place: Path, drawn: Drawn) -> None:
    """Draw one paper, said to the reader and to the family in one language."""
    bare = path.split("?", maxsplit=1)[0]
    answer = window.page.request.get(f"{window.address}{bare}?lang={language}")
    if "pdf" not in answer.headers.get("content-type", ""):
        drawn.findings.append(f"{kind_of(path)}, {language}: no paper, but {answer.status}")
        return
    pictures = draw(answer.body(), place.parent, f"{place.name}-{language}")
    drawn.sheets += len(pictures)
    wrong = [one for picture in pictures for one in _wrong(picture)]
    if language != "en" and kind_of(path) != FOR_EVERYBODY:
        wrong += checks.untranslated_on_paper(text_of(answer.body()), language)
    drawn.findings += [f"{kind_of(path)}, {language}: {one}" for one in wrong]


def draw(data: bytes, folder: Path, name: str) -> list[Image.Image]:
    """Draw each sheet of a paper as `name`-1.png and so on, and return the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    paper = pypdfium2.PdfDocument(data)
    pictures = [sheet.render(scale=SCALE).to_pil().convert("L") for sheet in paper]
    for number, picture in enumerate(pictures, 1):
        picture.save(folder / f"{name}-{number}.png")
    paper.close()
    return pictures


def text_of(data: bytes) -> str:
    """Return what stands on all sheets of a paper."""
    paper = pypdfium2.PdfDocument(data)
    said = " ".join(sheet.get_textpage().get_text_bounded() for sheet in paper)
    paper.close()
    return said


def _wrong(picture: Image.Image) -> Iterator[str]:
    """Yield what is wrong with a sheet: it is empty, or something stands where no printer prints.

    The foot is left out: it alone stands on a sheet that nothing else filled.
    """
    white = Image.new("L", picture.size, 255)
    inked = ImageChops.difference(picture, white).getbbox()
    body = picture.crop((0, 0, picture.width, picture.height * 9 // 10))
    if ImageChops.difference(body, white.crop((0, 0, *body.size))).getbbox() is None:
        yield "an empty sheet"
    elif inked and not (
        min(inked[:2]) >= MARGIN
        and inked[2] <= picture.width - MARGIN
        and inked[3] <= picture.height - MARGIN
    ):
        yield f"ink at the edge of a sheet: {inked}"
