"""What is sealed in a person record, a registration and a consent. Pure.

One document a record, versioned, JSON when sealed. Every statement has a source and a day; two
statements may disagree, and both stay. Lists run from the newest or surest to the oldest.
"""

from datetime import date
from typing import TypeVar
from uuid import UUID

import msgspec

from rfl.matching.types import NameRole
from rfl.persons.rules import Alive, Calendar, Precision, RelationKind, Sex, SourceKind

SCHEMA = 1
"""Version of the documents below; part of what a sealed blob is bound to."""

T = TypeVar("T", bound=msgspec.Struct)


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who said it, and when. `words` keeps how it was said: '28 or so'."""

    source: SourceKind = SourceKind.PERSON
    day: date | None = None
    words: str = ""


class NamePart(msgspec.Struct, frozen=True, omit_defaults=True):
    """One part of a name, in the script in which it was written; FULL where nobody divided it."""

    text: str
    role: NameRole = NameRole.FULL


class PersonName(msgspec.Struct, frozen=True, omit_defaults=True):
    """One name, in one script; a person may bear several, each in several scripts."""

    parts: tuple[NamePart, ...]
    said: Said = Said()

    @property
    def text(self) -> str:
        """Return the parts as one line."""
        return " ".join(part.text for part in self.parts)


class BirthStatement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A birth as it was told: in which calendar, how well known.

    `year`, `month`, `day` are of `calendar`; `until_year` closes a range; `give_or_take_years` goes
    with ABOUT; `age` and `stated_on` go with AGE.
    """

    precision: Precision
    calendar: Calendar = Calendar.GREGORIAN
    year: int | None = None
    month: int | None = None
    day: int | None = None
    until_year: int | None = None
    give_or_take_years: int = 2
    age: int | None = None
    stated_on: date | None = None
    said: Said = Said()


class PlaceStatement(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place in a person's life. `kind`: birth, origin, residence, last_seen, heading_to."""

    kind: str
    country: str = ""
    """ISO 3166-1 alpha-2, or empty."""
    text: str = ""
    """Region, town, village, as said."""
    said: Said = Said()


class Relation(msgspec.Struct, frozen=True, omit_defaults=True):
    """Somebody who belongs to the person, as far as they were named."""

    kind: RelationKind
    names: tuple[PersonName, ...] = ()
    alive: Alive = Alive.UNKNOWN
    birth: BirthStatement | None = None
    person_id: UUID | None = None
    """Their own record, where they have one."""
    said: Said = Said()


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """A free statement. `kind`: note, mark, effect, paper, occupation, message."""

    kind: str
    text: str
    said: Said = Said()


class Replaced(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one change took out of a record; it is kept, and no search reads it."""

    on: date | None = None
    by: UUID | None = None
    """Which colleague changed it."""
    is_slip: bool = False
    """Whether it was written wrongly, so that nobody ever said it."""
    names: tuple[PersonName, ...] = ()
    births: tuple[BirthStatement, ...] = ()
    places: tuple[PlaceStatement, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()
    plain: tuple[tuple[str, str], ...] = ()
    """Values without a source, by the field in which they stood: ('telephones', '+221 …')."""


class PersonDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """The particulars of one human being."""

    names: tuple[PersonName, ...] = ()
    sex: Sex = Sex.UNKNOWN
    births: tuple[BirthStatement, ...] = ()
    places: tuple[PlaceStatement, ...] = ()
    relations: tuple[Relation, ...] = ()
    nationalities: tuple[str, ...] = ()
    ethnicity: str = ""
    languages: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    online: tuple[str, ...] = ()
    """Names on social media."""
    notes: tuple[Note, ...] = ()
    replaced: tuple[Replaced, ...] = ()
    """What changes took out, the newest first (rfl.persons.history)."""

    @property
    def display_name(self) -> str:
        """Return the first name given, or an empty text."""
        return self.names[0].text if self.names else ""

    @property
    def other_names(self) -> tuple[str, ...]:
        """Return the further names and scripts, each once."""
        texts = dict.fromkeys(name.text for name in self.names[1:])
        return tuple(text for text in texts if text != self.display_name)

    def place(self, kind: str) -> PlaceStatement | None:
        """Return the first place of `kind`."""
        return next((place for place in self.places if place.kind == kind), None)


class RegistrationDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What belongs to one registration and not to the person as such."""

    words: str = ""
    """What they want the family to know, or how they were found."""
    reach: str = ""
    """How the society reaches them again; never leaves it without their consent."""
    place: str = ""
    """Where they were met, as written, when the site is not one of the society's own."""
    country: str = ""
    external_id: str = ""
    """The id of the form or list it came from (KoboToolbox `_uuid`)."""
    submitted_by: str = ""


class ConsentDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """The words that were read out, and to whom."""

    words: str = ""
    language: str = ""
    witness: str = ""
    attested_by: str = ""
    """Who decided for them, where they could not themselves."""


class MergeDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """Why two records are of one person, and why they were parted again."""

    why: str = ""
    parted_why: str = ""


def encode(document: msgspec.Struct) -> bytes:
    """Return `document` as JSON, ready to be sealed."""
    return msgspec.json.encode(document)


def decode(data: bytes, kind: type[T]) -> T:
    """Return the document of `kind` in `data`. Fields of later versions are ignored."""
    return msgspec.json.decode(data, type=kind)
