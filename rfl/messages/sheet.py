"""The printed sheet of a message: who writes, to whom, the text, and room for an answer.

Neither side's address stands on it: the paper is left with the addressee, and an answer comes back
through the societies.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import format_date, get_locale
from flask_babel import gettext as _

from rfl import typesetting
from rfl.messages.document import Handed, Party
from rfl.messages.words import PHRASE_WORDS
from rfl.persons.rules import RELATION_WORDS
from rfl.text import Text

TEMPLATE = "messages/sheet.typ"

SHORT = 600
"""Letters of a message beside which a long answer still stands on one sheet."""

SHORT_ANSWER, LONG_ANSWER = 7, 14
"""Lines for an answer."""

Say = Callable[[Text | str], str]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands over a message: its number, its society's name, its day."""

    number: str
    society: str
    written_at: datetime


def sheet(head: Letterhead, message: Handed, pages: Sequence[bytes], say: Say) -> bytes:
    """Return the sheet as PDF, in the reader's language; the message stays in its own.

    Raises:
        RuleBrokenError: the server lacks a font for a script in it; the sentence says which.

    """
    relation = say(RELATION_WORDS[message.relation]) if message.relation else ""
    text = message.text or "\n".join(say(PHRASE_WORDS[one]) for one in message.phrases)
    data: dict[str, Any] = {
        "lang": str(get_locale() or "en"),
        "title": _("Family message"),
        "society": head.society,
        "number": head.number,
        "day": str(format_date(head.written_at, "d MMMM yyyy")),
        "rule": _("Family news only. It was read by the society before it was sent."),
        "from_words": _("From"),
        "to_words": _("To"),
        "from": [_text(line) for line in _names(message.sender)],
        "to": [_text(line) for line in _names(message.addressee)],
        "relation": relation,
        "text": [_text(line) for line in text.split("\n")],
        "pages": [typesetting.picture(one) for one in pages],
        "page_words": _("Page of the message, as it was written"),
        "answer": _("Answer, if you wish. Family news only; your society carries it."),
        "answer_lines": LONG_ANSWER if len(text) < SHORT and not pages else SHORT_ANSWER,
        "foot": _("Addresses are kept by the societies and stand on no message."),
    }
    return typesetting.pdf(TEMPLATE, data)


def _names(party: Party) -> list[str]:
    return [line for line in (party.name, party.other_name) if line]


def _text(line: str) -> dict[str, Any]:
    return {"words": line, "is_rtl": typesetting.is_right_to_left(line)}
