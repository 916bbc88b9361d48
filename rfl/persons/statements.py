"""What becomes of earlier statements when a person record changes. Pure.

Two statements may disagree, and both stay (docs/adr/0006-statements.md): what is said now comes
first, what was said before stays behind it with its own source and day. Only a slip of the pen is
put right in place.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from rfl.persons.document import (
    BirthStatement,
    Note,
    PersonDocument,
    PersonName,
    PlaceStatement,
    Relation,
    Said,
)
from rfl.persons.rules import Sex

S = TypeVar("S", PersonName, BirthStatement, PlaceStatement, Relation, Note)

UNSAID = Said()


def kept(before: PersonDocument, now: PersonDocument, *, is_slip: bool = False) -> PersonDocument:
    """Return `now` with what `before` said and `now` does not repeat, each with its own source.

    A statement that `now` repeats keeps the source and day it had. With `is_slip`, what was changed
    was never said: it goes, and the corrected words keep the first source and day.
    """
    return msgspec.structs.replace(
        now,
        names=_names(before.names, now.names, is_slip=is_slip),
        births=_statements(before.births, now.births, _anything, is_slip=is_slip),
        places=_statements(before.places, now.places, lambda one: one.kind, is_slip=is_slip),
        relations=_relations(before.relations, now.relations, is_slip=is_slip),
        notes=_statements(before.notes, now.notes, lambda one: one.kind, is_slip=is_slip),
        sex=before.sex if now.sex is Sex.UNKNOWN and not is_slip else now.sex,
    )


def without_source(statement: S) -> S:
    """Return a statement as it would be without who said it: for telling whether two say the same."""
    return msgspec.structs.replace(statement, said=UNSAID)


def earlier(statements: Sequence[S], kind: Callable[[S], object]) -> list[S]:
    """Return the statements that a newer one of the same `kind` stands before."""
    seen: set[object] = set()
    found = []
    for statement in statements:
        if kind(statement) in seen:
            found.append(statement)
        seen.add(kind(statement))
    return found


def _names(
    before: Sequence[PersonName], now: Sequence[PersonName], *, is_slip: bool
) -> tuple[PersonName, ...]:
    """Join two lists of names. A name has no kind: with a slip, place answers to place."""
    if not is_slip:
        return _joined(before, now)
    corrected = []
    for place, name in enumerate(now):
        same = _found(before, name)
        first = before[place] if place < len(before) else name
        corrected.append(same or msgspec.structs.replace(name, said=first.said))
    return tuple(corrected)


def _relations(
    before: Sequence[Relation], now: Sequence[Relation], *, is_slip: bool
) -> tuple[Relation, ...]:
    return _statements(before, now, lambda one: one.kind, is_slip=is_slip)


def _statements(
    before: Sequence[S], now: Sequence[S], kind: Callable[[S], object], *, is_slip: bool
) -> tuple[S, ...]:
    if not is_slip:
        return _joined(before, now)
    first = {}
    for statement in reversed(before):
        first[kind(statement)] = statement
    shown = list(first.values())
    corrected = [
        _found(before, one)
        or msgspec.structs.replace(
            one, said=first[kind(one)].said if kind(one) in first else one.said
        )
        for one in now
    ]
    behind = [one for one in before if one not in shown and _found(corrected, one) is None]
    return (*corrected, *behind)


def _joined(before: Sequence[S], now: Sequence[S]) -> tuple[S, ...]:
    said = [_found(before, one) or one for one in now]
    return (*said, *(one for one in before if _found(now, one) is None))


def _found(statements: Sequence[S], wanted: S) -> S | None:
    bare = without_source(wanted)
    return next((one for one in statements if without_source(one) == bare), None)


def _anything(_statement: object) -> object:
    return None
