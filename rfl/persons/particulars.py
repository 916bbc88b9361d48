"""A person record as the matching engine sees it. Pure."""

from datetime import date

from rfl.errors import RuleBrokenError
from rfl.matching.types import Birth, Name, NamePart, Particulars, Place, Relative, Sighting
from rfl.persons import calendars
from rfl.persons.document import (
    BirthStatement,
    PersonDocument,
    PersonName,
    PlaceStatement,
    Relation,
)
from rfl.persons.rules import Alive, Sex


def particulars_of(
    document: PersonDocument,
    *,
    seen_at: PlaceStatement | None = None,
    seen_on: date | None = None,
) -> Particulars:
    """Return what the engine compares. `seen_…`: last news of a sought, meeting of a registered."""
    origin = document.place("origin") or document.place("birth") or document.place("residence")
    marks = tuple(note.text for note in document.notes if note.kind == "mark")
    work = next((note.text for note in document.notes if note.kind == "occupation"), "")
    seen = Sighting(_place(seen_at), seen_on) if seen_at or seen_on else None
    return Particulars(
        names=names_of(document.names),
        birth=birth_of(document.births),
        sex=None if document.sex in (Sex.UNKNOWN, Sex.OTHER) else document.sex.value,
        relatives=tuple(_relative(relation) for relation in document.relations if relation.names),
        origin=_place(origin),
        languages=document.languages,
        telephones=document.telephones,
        occupation=work,
        marks=marks,
        sighting=seen,
    )


def names_of(names: tuple[PersonName, ...]) -> tuple[Name, ...]:
    """Return names as the engine reads them."""
    return tuple(
        Name(tuple(NamePart(part.text, part.role) for part in name.parts)) for name in names
    )


def birth_of(births: tuple[BirthStatement, ...]) -> Birth | None:
    """Return the surest birth that can be read, or None."""
    for birth in births:
        try:
            first, last = calendars.span(birth)
        except RuleBrokenError:  # taken in before the check was as strict; it says nothing then
            continue
        return Birth(first, last, birth.precision.value, calendars.describe(birth))
    return None


def _relative(relation: Relation) -> Relative:
    return Relative(
        relation=relation.kind.value,
        names=names_of(relation.names),
        birth=birth_of((relation.birth,)) if relation.birth else None,
        alive={Alive.ALIVE: True, Alive.DEAD: False}.get(relation.alive),
    )


def _place(place: PlaceStatement | None) -> Place | None:
    if place is None or not (place.country or place.text):
        return None
    return Place(place.country or None, place.text)
