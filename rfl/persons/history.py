"""What a change took out of a person's record, and where accounts of one thing differ. Pure.

Nothing that was written disappears: a slip that was put right, and a plain value that another took
the place of, stay in the record with the day and whoever changed it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from rfl.errors import RuleBrokenError
from rfl.persons import calendars
from rfl.persons.document import (
    BirthStatement,
    Note,
    PersonDocument,
    PersonName,
    PlaceStatement,
    Relation,
    Replaced,
    Said,
)
from rfl.persons.rules import Alive, RelationKind, Sex

S = TypeVar("S", bound=PersonName | BirthStatement | PlaceStatement | Relation | Note)

UNSAID = Said()

PLAIN = ("nationalities", "languages", "telephones", "online")
"""Fields that hold plain values, several of each."""

ONE_OF_EACH = frozenset({RelationKind.FATHER, RelationKind.MOTHER})
"""Relatives of whom there is one: two names are two accounts."""


def with_history(
    before: PersonDocument, now: PersonDocument, *, is_slip: bool = False
) -> PersonDocument:
    """Return `now` with what `before` said and `now` does not, as one more change, newest first.

    Who changed it and when is added where the record is sealed (service.replace_document).
    """
    left = Replaced(
        is_slip=is_slip,
        names=_left(before.names, now.names),
        births=_left(before.births, now.births),
        places=_left(before.places, now.places),
        relations=_left(before.relations, now.relations),
        notes=_left(before.notes, now.notes),
        plain=tuple(_plain(before, now)),
    )
    is_empty = left == Replaced(is_slip=is_slip)
    replaced = before.replaced if is_empty else (left, *before.replaced)
    return msgspec.structs.replace(now, replaced=replaced)


def as_document(replaced: Replaced) -> PersonDocument:
    """Return what a change took out as if it were a record, to be told like one."""
    plain: dict[str, list[str]] = {}
    for field, value in replaced.plain:
        plain.setdefault(field, []).append(value)
    return PersonDocument(
        names=replaced.names,
        sex=Sex(plain["sex"][0]) if "sex" in plain else Sex.UNKNOWN,
        births=replaced.births,
        places=replaced.places,
        relations=replaced.relations,
        notes=replaced.notes,
        nationalities=tuple(plain.get("nationalities", ())),
        ethnicity=plain.get("ethnicity", [""])[0],
        languages=tuple(plain.get("languages", ())),
        telephones=tuple(plain.get("telephones", ())),
        online=tuple(plain.get("online", ())),
    )


def differing(document: PersonDocument) -> frozenset[str]:
    """Return of what two accounts cannot both be true: 'births', 'place:origin', 'kin:mother'.

    Names are not among them: one person bears several. Nor are notes.
    """
    found = set()
    if _births_differ(document.births):
        found.add("births")
    places: dict[str, PlaceStatement] = {}
    for place in document.places:
        first = places.setdefault(place.kind, place)
        if _places_differ(first, place):
            found.add(f"place:{place.kind}")
    relations: dict[RelationKind, Relation] = {}
    for relation in document.relations:
        if relation.kind in ONE_OF_EACH:
            first_kin = relations.setdefault(relation.kind, relation)
            if _kin_differ(first_kin, relation):
                found.add(f"kin:{relation.kind}")
    return frozenset(found)


def _births_differ(births: Sequence[BirthStatement]) -> bool:
    spans = [span for birth in births if (span := _span(birth)) is not None]
    latest_start = max((first for first, _last in spans), default=date.min)
    earliest_end = min((last for _first, last in spans), default=date.max)
    return latest_start > earliest_end


def _span(birth: BirthStatement) -> tuple[date, date] | None:
    try:
        return calendars.span(birth)
    except RuleBrokenError:
        return None


def _places_differ(one: PlaceStatement, other: PlaceStatement) -> bool:
    countries = {one.country, other.country} - {""}
    texts = {one.text.strip().casefold(), other.text.strip().casefold()} - {""}
    return len(countries) > 1 or len(texts) > 1


def _kin_differ(one: Relation, other: Relation) -> bool:
    alive = {one.alive, other.alive} - {Alive.UNKNOWN}
    names = [{name.text.casefold() for name in kin.names} for kin in (one, other)]
    return len(alive) > 1 or (all(names) and not names[0] & names[1])


def _left(before: Sequence[S], now: Sequence[S]) -> tuple[S, ...]:
    bare = [_unsaid(one) for one in now]
    return tuple(one for one in before if _unsaid(one) not in bare)


def _unsaid(statement: S) -> S:
    return msgspec.structs.replace(statement, said=UNSAID)


def _plain(before: PersonDocument, now: PersonDocument) -> Iterator[tuple[str, str]]:
    for name in PLAIN:
        after = getattr(now, name)
        yield from ((name, value) for value in getattr(before, name) if value not in after)
    if before.ethnicity and before.ethnicity != now.ethnicity:
        yield "ethnicity", before.ethnicity
    if before.sex is not Sex.UNKNOWN and before.sex is not now.sex:
        yield "sex", before.sex.value
