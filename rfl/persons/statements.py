"""What becomes of earlier statements when a person record changes. Pure.

Two statements may disagree, and both stay (docs/adr/0006-statements.md): what is said now comes
first, what was said before stays behind it with its own source and day. Only a slip of the pen is
put right in place.
"""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from rfl.persons.document import (
    BirthStatement,
    Note,
    PersonDocument,
    PersonName,
    PlaceStatement,
    Relation,
)
from rfl.persons.history import UNSAID, with_history
from rfl.persons.rules import Sex

S = TypeVar("S", bound=PersonName | BirthStatement | PlaceStatement | Relation | Note)


def kept(before: PersonDocument, now: PersonDocument) -> PersonDocument:
    """Return `now` with everything that `before` said and `now` does not repeat, behind it.

    A statement that `now` repeats keeps the source and the day it had.
    """
    joined = msgspec.structs.replace(
        now,
        names=_joined(before.names, now.names),
        births=_joined(before.births, now.births),
        places=_joined(before.places, now.places),
        relations=_joined(before.relations, now.relations),
        notes=_joined(before.notes, now.notes),
        sex=before.sex if now.sex is Sex.UNKNOWN else now.sex,
    )
    return with_history(before, joined)


def corrected(before: PersonDocument, now: PersonDocument) -> PersonDocument:
    """Return `now` as what was meant all along: nobody ever said what it replaces.

    `now` tells all names and relations, but of births, places and notes only the newest of a kind:
    older ones stay. Corrected words keep the source and the day of what they replace. What was
    written wrongly stays as such (history), out of every search.
    """
    righted = msgspec.structs.replace(
        now,
        names=_in_place(before.names, now.names),
        relations=_in_place(before.relations, now.relations),
        births=_newest_replaced(before.births, now.births),
        places=_newest_replaced(before.places, now.places),
        notes=_newest_replaced(before.notes, now.notes),
    )
    return with_history(before, righted, is_slip=True)


def together(documents: Sequence[PersonDocument]) -> PersonDocument:
    """Return what several records say of one person; where they disagree, both stay."""
    first, *others = documents
    for other in others:
        first = msgspec.structs.replace(
            kept(other, first),
            nationalities=tuple(dict.fromkeys((*first.nationalities, *other.nationalities))),
            languages=tuple(dict.fromkeys((*first.languages, *other.languages))),
            telephones=tuple(dict.fromkeys((*first.telephones, *other.telephones))),
            online=tuple(dict.fromkeys((*first.online, *other.online))),
            ethnicity=first.ethnicity or other.ethnicity,
        )
    return first


def earlier(statements: Sequence[S]) -> list[S]:
    """Return the statements before which a newer one of the same kind stands."""
    seen: set[object] = set()
    found = []
    for statement in statements:
        if _kind(statement) in seen:
            found.append(statement)
        seen.add(_kind(statement))
    return found


def _joined(before: Sequence[S], now: Sequence[S]) -> tuple[S, ...]:
    said = [_same(before, one) or one for one in now]
    return (*said, *(one for one in before if _same(now, one) is None))


def _in_place(before: Sequence[S], now: Sequence[S]) -> tuple[S, ...]:
    return tuple(
        _same(before, one) or (_as_said(one, before[place]) if place < len(before) else one)
        for place, one in enumerate(now)
    )


def _newest_replaced(before: Sequence[S], now: Sequence[S]) -> tuple[S, ...]:
    older = earlier(before)
    newest = {_kind(one): one for one in before if one not in older}
    said = [
        _same(before, one) or (_as_said(one, newest[_kind(one)]) if _kind(one) in newest else one)
        for one in now
    ]
    return (*said, *(one for one in older if _same(said, one) is None))


def _same(statements: Sequence[S], wanted: S) -> S | None:
    bare = _unsaid(wanted)
    return next((one for one in statements if _unsaid(one) == bare), None)


def _unsaid(statement: S) -> S:
    return msgspec.structs.replace(statement, said=UNSAID)


def _as_said(statement: S, first: S) -> S:
    return msgspec.structs.replace(statement, said=first.said)


def _kind(statement: object) -> object:
    """Return what a statement is about; there is one newest of each."""
    return getattr(statement, "kind", None)
