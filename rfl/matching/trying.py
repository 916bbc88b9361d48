"""What an addition would change, tried out on a copy of the lexicon. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from rfl.matching.additions import (
    Addition,
    AdditionKind,
    check,
    classes_of,
    enlarged,
    home_of,
)
from rfl.matching.classes import Lexicon, trying
from rfl.matching.score import compare_names
from rfl.matching.types import Likeness

MOST_SHOWN = 6
"""Spellings of a class that are shown: enough to know it by."""


@dataclass(frozen=True, slots=True)
class Example:
    """Two spellings of an addition, as the engine compares them without it and with it."""

    one: str
    other: str
    before: Likeness
    after: Likeness


@dataclass(frozen=True, slots=True)
class Change:
    """What an addition would change."""

    joins: tuple[str, ...]
    """Spellings of the name that the new ones join; empty where they make a name of their own."""
    fresh: tuple[str, ...]
    """Spellings that the lexicon does not know yet."""
    example: Example
    """The pair that changes most."""


def change_of(addition: Addition, names: Lexicon) -> Change:
    """Return what `addition` would change in `names`.

    Raises:
        RuleBrokenError: it cannot join them; see `additions.check`.

    """
    check(addition, names)
    forms = [form for _, form in addition.forms]
    joins: tuple[str, ...] = ()
    if addition.kind is AdditionKind.ONE_NAME:
        home = names.classes.get(home_of(addition, names))
        joins = tuple(dict.fromkeys(form for _, form in home.forms))[:MOST_SHOWN] if home else ()
    return Change(
        joins,
        tuple(form for form in forms if not classes_of(form, names)),
        max(
            _examples(forms, names, enlarged(names.version, [addition], names)),
            key=lambda one: abs(one.after.bits - one.before.bits),
        ),
    )


def _examples(forms: list[str], names: Lexicon, more: Lexicon) -> Iterator[Example]:
    first, *others = forms
    for other in others:
        with trying(names):
            before = compare_names(first, other)
        with trying(more):
            after = compare_names(first, other)
        yield Example(first, other, before, after)
