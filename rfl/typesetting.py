"""Papers as PDF, set by Typst: right to left, Ge'ez and Latin on one page.

What people said reaches Typst as data, never as markup, and rests in no file.
"""

import base64
import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal

import typst

from rfl.errors import RuleBrokenError
from rfl.paths import resource_dir
from rfl.text import Text

FAMILIES: Mapping[str, str] = {
    "ARABIC": "Noto Sans Arabic",
    "ETHIOPIC": "Noto Sans Ethiopic",
    "BENGALI": "Noto Sans Bengali",
    "DEVANAGARI": "Noto Sans Devanagari",
    "GEORGIAN": "Noto Sans Georgian",
    "ARMENIAN": "Noto Sans Armenian",
    "HEBREW": "Noto Sans Hebrew",
    "TIFINAGH": "Noto Sans Tifinagh",
}
"""The font that writes each script beside Latin, Greek and Cyrillic, which Noto Sans writes."""

COMMON = "papers/common.typ"
"""Goes before every template: fonts, height of lines, the foot of a sheet."""

ACCESSIBLE: Literal["ua-1"] = "ua-1"
"""PDF/UA-1 (ISO 14289-1): read aloud as well as it is read. Typst refuses to make anything less."""

BASE = "Noto Sans"
RIGHT_TO_LEFT = frozenset({"ARABIC", "HEBREW"})

_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
    '<image width="{width}" height="{height}" xlink:href="data:image/jpeg;base64,{data}"/></svg>'
)


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the paper that `template` (a path under templates/) makes of `data`, as PDF.

    Raises:
        RuleBrokenError: the server lacks a font for a script in it; the sentence says which.

    """
    written = json.dumps(data, ensure_ascii=False)
    check_fonts(written, installed())
    parts = (resource_dir("templates") / name for name in (COMMON, template))
    made = typst.compile(
        b"\n".join(one.read_bytes() for one in parts),
        sys_inputs={"data": written, "fonts": json.dumps([BASE, *FAMILIES.values()])},
        pdf_standards=ACCESSIBLE,
    )
    if not isinstance(made, bytes):
        raise TypeError("one document is one file")
    return made


def check_fonts(text: str, have: frozenset[str]) -> None:
    """Return if the families of fonts in `have` write every script of `text`.

    Raises:
        RuleBrokenError: one is lacking; the sentence says which, and how to add it.

    """
    needed = {BASE} | {FAMILIES[script] for script in scripts(text) if script in FAMILIES}
    lacking = sorted(needed - have)
    if lacking:
        raise RuleBrokenError(
            Text(
                "This server has no font ‘%(font)s’, so the paper would show empty boxes. Ask "
                "whoever runs it to install the Noto fonts (Debian: apt-get install "
                "fonts-noto-core). The file with the same content can be given meanwhile.",
                font=lacking[0],
            )
        )


def scripts(text: str) -> set[str]:
    """Return the scripts of `text`, as Unicode names its letters: 'ARABIC', 'LATIN'."""
    return {unicodedata.name(letter, "").split(" ")[0] for letter in set(text) if letter.isalpha()}


def is_right_to_left(text: str) -> bool:
    """Tell whether `text` begins in a script that is written from right to left."""
    return next(iter(_in_order(text)), "") in RIGHT_TO_LEFT


def picture(jpeg: bytes) -> str:
    """Return a picture as SVG, the one form in which text can carry it to Typst."""
    width, height = jpeg_size(jpeg)
    data = base64.b64encode(jpeg).decode()
    return _PICTURE.format(width=width, height=height, data=data)


def jpeg_size(jpeg: bytes) -> tuple[int, int]:
    """Return width and height of a JPEG that `picturing` made (ITU-T T.81, B.2.2)."""
    place = 2
    while place < len(jpeg):
        mark, size = jpeg[place + 1], int.from_bytes(jpeg[place + 2 : place + 4], "big")
        if mark in (0xC0, 0xC1, 0xC2):
            height = int.from_bytes(jpeg[place + 5 : place + 7], "big")
            return int.from_bytes(jpeg[place + 7 : place + 9], "big"), height
        place += 2 + size
    raise ValueError("no JPEG")


@cache
def installed() -> frozenset[str]:
    """Return the families of fonts on this server."""
    return frozenset(typst.Fonts().families())


def _in_order(text: str) -> Iterable[str]:
    """Yield the script of each letter of `text`."""
    return (unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha())
