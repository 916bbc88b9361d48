"""Sheets of paper that carry a secret: words in groups, a QR code, and a fingerprint to compare."""

import io
import os
from dataclasses import dataclass
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from rfl import clock
from rfl.errors import RuleBrokenError
from rfl.paths import resource_dir
from rfl.text import Text

WORDS_TO_A_LINE = 7
QR_SCALE = 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on one sheet."""

    title: str
    sentences: tuple[str, ...]
    secret: str
    """Words between single spaces: all that is needed."""
    fingerprint: str


def save(sheet: Sheet, path: Path) -> None:
    """Write a sheet as a page to be printed and then destroyed (mode 0600).

    Raises:
        RuleBrokenError: there is such a file already.

    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise RuleBrokenError(
            Text("There is a file %(path)s already. Choose another place.", path=str(path))
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(page(sheet))


def page(sheet: Sheet) -> str:
    """Return a sheet as HTML that stands alone."""
    environment = Environment(
        loader=FileSystemLoader(resource_dir("templates") / "keeping"), autoescape=True
    )
    picture = io.BytesIO()
    # Only what segno draws of our own words goes in unescaped.
    segno.make(sheet.secret, error="m").save(
        picture, kind="svg", scale=QR_SCALE, xmldecl=False, svgns=False
    )
    return environment.get_template("sheet.html").render(
        title=sheet.title,
        sentences=sheet.sentences,
        words=lines(sheet.secret),
        picture=Markup(picture.getvalue().decode()),  # noqa: S704  # drawn above, of black squares
        fingerprint=sheet.fingerprint,
        day=clock.today().isoformat(),
    )


def lines(secret: str) -> str:
    """Return a secret as it is printed: a few words to a line."""
    words = secret.split()
    rows = [words[i : i + WORDS_TO_A_LINE] for i in range(0, len(words), WORDS_TO_A_LINE)]
    return "\n".join(" ".join(row) for row in rows)
