"""A copy of what is held, as PDF (rfl.typesetting), and its sections as JSON can hold them."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from rfl import typesetting
from rfl.protection.document import Holding, Line, text_of
from rfl.text import Text

TEMPLATE = "protection/copy.typ"

Say = Callable[[Text | str], str]
"""Says a sentence in the reader's language."""

Day = Callable[[date], str]
"""Writes a day: as the reader reads it, or as a program does."""


def pdf_of(holding: Holding, heads: Mapping[str, str], say: Say, day: Day, *, lang: str) -> bytes:
    """Return `holding` as PDF. `heads`: what stands over it and under it, in the reader's language.

    Raises:
        RuleBrokenError: the server lacks a font for a script in it; the sentence says which.

    """
    data = {**heads, "lang": lang, "sections": sections_of(holding, say, day)}
    return typesetting.pdf(TEMPLATE, data)


def sections_of(holding: Holding, say: Say, day: Day = date.isoformat) -> list[dict[str, Any]]:
    """Return the sections of a copy with their sentences said, as JSON can hold them."""
    return [
        {
            "title": say(section.title),
            "number": section.number,
            "lines": [_line(line, say, day) for line in section.lines],
        }
        for section in holding.sections
    ]


def _line(line: Line, say: Say, day: Day) -> dict[str, Any]:
    value = say(text_of(line.words)) if line.words else line.value
    return {
        "key": line.key,
        "what": headed(say(line.what)),
        "value": value,
        "is_rtl": typesetting.is_right_to_left(value),
        "source": say(line.source) if line.source else "",
        "said_on": day(line.said_on) if line.said_on else "",
        "held_back": line.held_back,
    }


def headed(words: str) -> str:
    """Return words as they stand at the head of a row: 'Father', where a line has 'father'."""
    return words[:1].upper() + words[1:]
