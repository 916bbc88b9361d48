"""Which forms are kept while they are typed, what of them, whose, and for how long. Pure."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from rfl.access.rules import OWN_HOURS, Permission
from rfl.errors import RuleBrokenError

KEPT = timedelta(days=14)
"""How long an unfinished form lies: a talk that is not taken up in two weeks is begun anew."""

KEPT_OF_OWN = timedelta(hours=OWN_HOURS)
"""The same for who sees only what they entered themselves (DOMAIN: volunteers)."""

MOST = 5
"""Unfinished forms of one kind that somebody may have: more are forgotten, not gone on with."""

MOST_SIGNS = 200_000
"""Signs in one form: far more than anybody types, and little enough to seal at each pause."""

LEFT_OUT = frozenset({"csrf_token", "go", "row", "once", "sure"})
"""Fields that are the page's own."""


class FormKind(StrEnum):
    """A form that is kept while it is typed; part of an address."""

    REQUEST = "request"
    REGISTRATION = "registration"


PERMISSIONS: Mapping[FormKind, Permission] = {
    FormKind.REQUEST: Permission.REQUEST_CREATE,
    FormKind.REGISTRATION: Permission.REGISTRATION_CREATE,
}
AGREED: Mapping[FormKind, str] = {FormKind.REQUEST: "consent", FormKind.REGISTRATION: "agrees"}
"""The field in which consent is ticked: before that nothing is kept."""

Fields = tuple[tuple[str, str], ...]
"""What was typed, field by field, in the order of the form."""


def fields_of(kind: FormKind, typed: Iterable[tuple[str, str]]) -> Fields:
    """Return what is kept of a form.

    Raises:
        RuleBrokenError: they have not agreed yet, or it is too long.

    """
    kept = tuple((name, value) for name, value in typed if name not in LEFT_OUT and value)
    if AGREED[kind] not in {name for name, _value in kept}:
        raise RuleBrokenError("Nothing is kept before they agree. Ask for their consent first.")
    if sum(len(name) + len(value) for name, value in kept) > MOST_SIGNS:
        raise RuleBrokenError("This is too long to be kept unfinished. Shorten it.")
    return kept


_PART = re.compile(r"person-names-0-parts-\d+-text")


class Glimpse(NamedTuple):
    """By what the writer of several unfinished forms tells them apart."""

    initials: str
    """Of whom the form is about, as far as a name was typed: 'M. D.'."""
    filled: int
    """How many fields were filled in."""


def glimpse(fields: Fields) -> Glimpse:
    """Return by what a form is told apart from the others of its writer."""
    names = [value for name, value in fields if _PART.fullmatch(name)]
    initials = [f"{word[0].upper()}." for value in names for word in value.split()]
    return Glimpse(" ".join(initials), len(fields))


def is_over(saved_at: datetime, now: datetime, *, is_own_only: bool) -> bool:
    """Tell whether an unfinished form has lain too long for its writer to go on with it."""
    return saved_at <= now - (KEPT_OF_OWN if is_own_only else KEPT)


def check_room(waiting: int) -> None:
    """Return if one more form may be kept beside `waiting` others of its kind.

    Raises:
        RuleBrokenError: there are too many.

    """
    if waiting >= MOST:
        raise RuleBrokenError(
            "Too many forms of this kind wait unfinished. Finish one or throw one away; what you "
            "typed here still stands."
        )
