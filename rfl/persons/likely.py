"""Who is known already of whom a form at intake tells: asked of linking, which lies above.

Nobody is asked for whoever may not search (volunteers).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from rfl.access.rules import Actor, Permission, may
from rfl.drafts.rules import FormKind
from rfl.persons.document import PersonDocument
from rfl.text import Text


@dataclass(frozen=True, slots=True)
class Known:
    """One person who may be the one on the form, and why."""

    name: str
    what: Text
    """What they are here: 'sought', 'registered'."""
    href: str
    """Where their record stands; '' for another society's, which is seen when the case is open."""
    why: tuple[Text, ...]
    is_double: bool
    """Whether the same form was sent for them before, in this society."""


Source = Callable[[Session, Actor, FormKind, PersonDocument], Sequence[Known]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Have `source` asked who is known already. Twice is once."""
    if source not in _sources:
        _sources.append(source)


def known(
    session: Session, actor: Actor, kind: FormKind, person: PersonDocument
) -> Sequence[Known]:
    """Return who may be `person`, the likest first; nobody for who may not search."""
    if not may(actor, Permission.SEARCH) or not person.display_name:
        return ()
    return [one for source in _sources for one in source(session, actor, kind, person)]


def doubles(
    session: Session, actor: Actor, kind: FormKind, person: PersonDocument
) -> Sequence[Known]:
    """Return for whom the same form may have been sent before."""
    return [one for one in known(session, actor, kind, person) if one.is_double]
