"""The poster of a photo board: the face, the sentence in every language, where to answer."""

import io
from collections.abc import Sequence
from typing import Any

import segno

from rfl import typesetting
from rfl.boards.showing import Face
from rfl.boards.words import LOOKS_WORDS
from rfl.text import N_
from rfl.web.catalogues import SOURCE, translations
from rfl.web.i18n import LANGUAGES

TEMPLATE = "boards/poster.typ"
TITLE = N_("People who look for their family")
ASKS = N_("Do you know this person? Are you the one who is looked for?")
ANSWER = N_("Answer here, or ask at any office of the society. Say this number.")
QR_SCALE = 4


def poster(face: Face, society: str, picture: bytes, address: str) -> bytes:
    """Return one board as a page to hang up, as PDF, in every language that is offered.

    `society`: the name of the society that answers for it; `address`: where everybody sees it.

    Raises:
        RuleBrokenError: the server lacks a font for a script in it; the sentence says which.

    """
    data: dict[str, Any] = {
        "lang": SOURCE,
        "title": TITLE,
        "society": society,
        "number": face.number,
        "address": address,
        "picture": typesetting.picture(picture),
        "picture_words": LOOKS_WORDS[face.relation],
        "code": code_of(address),
        "code_words": address,
        "said": _said(LOOKS_WORDS[face.relation]),
        "asks": _said(ASKS),
        "answer": _said(ANSWER),
    }
    return typesetting.pdf(TEMPLATE, data)


def _said(words: str) -> Sequence[dict[str, Any]]:
    """Return a sentence in every language, each with its direction."""
    said = [(code, translations(code).gettext(words)) for code in LANGUAGES]
    return [
        {"lang": code, "words": text, "is_rtl": typesetting.is_right_to_left(text)}
        for code, text in said
    ]


def code_of(address: str) -> str:
    """Return the address as a QR code, as SVG."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=QR_SCALE, xmldecl=False)
    return drawn.getvalue().decode()
