"""What is sealed in a rights request, and the copy of what is held that it may carry. Pure."""

from datetime import date
from typing import TypeVar

import msgspec

from rfl.persons.rules import Purpose
from rfl.protection.rules import IdentityCheck
from rfl.text import Counted, Text

SCHEMA = 1
"""Version of the documents below; part of what a sealed blob is bound to."""

T = TypeVar("T", bound=msgspec.Struct)


class RightsDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who asks for what, how it was checked, what was decided, how it was answered."""

    asker: str = ""
    """Who asks, as they say it."""
    words: str = ""
    """What they ask, in their words."""
    reach: str = ""
    """How they can safely be answered."""
    identity: IdentityCheck | None = None
    identity_words: str = ""
    held_back: tuple[str, ...] = ()
    """Keys of lines that the data protection officer blackens beside those of the rule."""
    reasons: str = ""
    """Why it is decided so; told to the person."""
    purposes: tuple[Purpose, ...] = ()
    """Objection: for which purposes nothing is used any more."""
    takes_back_releases: bool = False
    """Objection: what other societies were told is taken back too."""
    answer: str = ""
    """How and by whom the person was answered."""


class Words(msgspec.Struct, frozen=True, omit_defaults=True):
    """A sentence of the program, kept so that it can be said in the reader's language."""

    msgid: str
    values: "dict[str, str | int | float | Words]" = {}
    plural: str = ""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is held: what it is, what it says, who said it and when.

    `what` and `source` are to be translated; of `value` and `words` one is filled. `held_back`: it
    speaks of somebody else, and is not told.
    """

    key: str
    what: str
    value: str = ""
    """As it was said, in any language."""
    words: Words | None = None
    day: date | None = None
    """The day itself, where that is what is held."""
    source: str = ""
    said_on: date | None = None
    held_back: bool = False


class Section(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one record holds. `title` is a sentence to be translated; `number` is the record's."""

    title: str
    number: str = ""
    lines: tuple[Line, ...] = ()


class Holding(msgspec.Struct, frozen=True, omit_defaults=True):
    """A copy of what a society holds on one person, on one day, fit to be given to them."""

    number: str
    society: str
    made_on: date
    sections: tuple[Section, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines of all sections."""
        return tuple(line for section in self.sections for line in section.lines)


def words_of(text: Text) -> Words:
    """Return a sentence in the form that is sealed."""
    return Words(
        text.msgid,
        {
            name: words_of(value) if isinstance(value, Text) else value
            for name, value in text.values
        },
        text.plural,
    )


def text_of(words: Words) -> Text:
    """Return the sentence that was sealed."""
    return Text(
        Counted(words.msgid, words.plural) if words.plural else words.msgid,
        **{
            name: text_of(value) if isinstance(value, Words) else value
            for name, value in words.values.items()
        },
    )


def encode(document: msgspec.Struct) -> bytes:
    """Return `document` as JSON, ready to be sealed."""
    return msgspec.json.encode(document)


def decode(data: bytes, kind: type[T]) -> T:
    """Return the document of `kind` in `data`."""
    return msgspec.json.decode(data, type=kind)
