"""The words of the matching engine: what is compared, and what comes out. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from rfl.text import Text


class NameRole(StrEnum):
    """What a part of a name is, where somebody said so."""

    FULL = "full"
    GIVEN = "given"
    FATHER = "father"
    GRANDFATHER = "grandfather"
    FAMILY = "family"
    NICKNAME = "nickname"


@dataclass(frozen=True, slots=True)
class NamePart:
    """One part of a name, in the script in which it was written."""

    text: str
    role: NameRole = NameRole.FULL


@dataclass(frozen=True, slots=True)
class Name:
    """One name as it was given, in one script; FULL where nobody divided it."""

    parts: tuple[NamePart, ...]

    @classmethod
    def of(cls, text: str) -> "Name":
        """Return an undivided name."""
        return cls((NamePart(text),))

    @property
    def text(self) -> str:
        """Return the parts as one line."""
        return " ".join(part.text for part in self.parts)

    def __iter__(self) -> Iterator[NamePart]:
        return iter(self.parts)


@dataclass(frozen=True, slots=True)
class Birth:
    """Between which days somebody was born (Gregorian), and how it was said.

    `precision`: day, month, year, about, range or age.
    """

    earliest: date
    latest: date
    precision: str
    stated: str | Text = ""


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody who belongs to the person. `relation`: mother, father, brother and so on."""

    relation: str
    names: tuple[Name, ...]
    birth: Birth | None = None
    alive: bool | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place: ISO alpha-2 country, the rest as said; degrees where known."""

    country: str | None
    text: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and when somebody was last heard of, or was met."""

    place: Place | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What an enquiry or a record says of one person."""

    names: tuple[Name, ...] = ()
    birth: Birth | None = None
    sex: str | None = None
    relatives: tuple[Relative, ...] = ()
    origin: Place | None = None
    languages: tuple[str, ...] = ()
    telephones: tuple[str, ...] = ()
    occupation: str = ""
    marks: tuple[str, ...] = ()
    sighting: Sighting | None = None


class Reason(StrEnum):
    """Why a row of evidence weighs what it weighs."""

    EXACT = "exact"
    CLASS = "class"
    SOUND = "sound"
    EDIT = "edit"
    INITIAL = "initial"
    NICKNAME = "nickname"
    MISSING = "missing"
    CONFLICT = "conflict"
    SWAPPED = "swapped"
    CALENDAR = "calendar"
    CLOSE = "close"
    DIFFERENT = "different"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for the judgement. `bits`: log2 likelihood ratio, for (+) or against (−)."""

    kind: str
    a: str | Text
    b: str | Text
    reason: Reason
    bits: float
    because: Text


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two people's particulars are.

    `likeness`: of the names only, 0 to 1; `bits`: prior and evidence together; `probability`: 0–1.
    """

    likeness: float
    bits: float
    prior_bits: float
    probability: float
    evidence: tuple[Evidence, ...]


class Rarity(Protocol):
    """How often a name is borne."""

    def frequency(self, keys: Collection[str]) -> float:
        """Return the share of people who bear any of `keys` (token keys of one name), 0 to 1."""


@dataclass(frozen=True, slots=True)
class World:
    """Among how many people somebody is searched, and how many of them may be the one."""

    searched: int = 10_000
    expected_true: float = 0.6
