"""A copy of what is held, as PDF. Typst sets it: right to left, Ge'ez and Latin on one page.

What people said reaches Typst as data, never as markup, and rests in no file.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Literal

import typst

from rfl.errors import RuleBrokenError
from rfl.paths import resource_dir
from rfl.protection.document import Holding, Line, text_of
from rfl.text import Text

TEMPLATE = "protection/copy.typ"

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

ACCESSIBLE: Literal["ua-1"] = "ua-1"
"""PDF/UA-1 (ISO 14289-1): read aloud as well as it is read. Typst refuses to make anything less."""

BASE = "Noto Sans"
RIGHT_TO_LEFT = frozenset({"ARABIC", "HEBREW"})

Say = Callable[[Text | str], str]
"""Says a sentence in the reader's language."""


def pdf_of(holding: Holding, heads: Mapping[str, str], say: Say, *, lang: str) -> bytes:
    """Return `holding` as PDF. `heads`: what stands over it and under it, in the reader's language.

    Raises:
        RuleBrokenError: the server lacks a font for a script in it; the sentence says which.

    """
    data = {**heads, "lang": lang, "sections": sections_of(holding, say)}
    written = json.dumps(data, ensure_ascii=False)
    check_fonts(written, installed())
    path = resource_dir("templates") / TEMPLATE
    made = typst.compile(
        path.read_bytes(),
        sys_inputs={"data": written, "fonts": json.dumps([BASE, *FAMILIES.values()])},
        pdf_standards=ACCESSIBLE,
    )
    if not isinstance(made, bytes):
        raise TypeError("one document is one file")
    return made


def sections_of(holding: Holding, say: Say) -> list[dict[str, Any]]:
    """Return the sections of a copy with their sentences said, as JSON can hold them."""
    return [
        {
            "title": say(section.title),
            "number": section.number,
            "lines": [_line(line, say) for line in section.lines],
        }
        for section in holding.sections
    ]


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


@cache
def installed() -> frozenset[str]:
    """Return the families of fonts on this server."""
    return frozenset(typst.Fonts().families())


def _line(line: Line, say: Say) -> dict[str, Any]:
    value = say(text_of(line.words)) if line.words else line.value
    first = next(iter(scripts_in_order(value)), "")
    return {
        "key": line.key,
        "what": headed(say(line.what)),
        "value": value,
        "is_rtl": first in RIGHT_TO_LEFT,
        "source": say(line.source) if line.source else "",
        "said_on": line.said_on.isoformat() if line.said_on else "",
        "held_back": line.held_back,
    }


def headed(words: str) -> str:
    """Return words as they stand at the head of a row: 'Father', where a line has 'father'."""
    return words[:1].upper() + words[1:]


def scripts_in_order(text: str) -> Iterable[str]:
    """Yield the script of each letter of `text`."""
    return (unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha())
