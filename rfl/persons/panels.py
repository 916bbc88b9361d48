"""What higher domains add to a person's page; they register themselves here at start."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access.rules import Actor
from rfl.persons.document import PersonDocument
from rfl.text import Text


@dataclass(frozen=True, slots=True)
class PersonPart:
    """One card beside what is known of a person: what it is, and where its button leads."""

    title: Text
    words: Text
    act: Text
    href: str


PartSource = Callable[[Session, Actor, UUID, PersonDocument], PersonPart | None]

_parts: list[PartSource] = []


def register_part(source: PartSource) -> None:
    """Have `source` asked for its card on every person's page. Twice is once."""
    if source not in _parts:
        _parts.append(source)


def parts_of(
    session: Session, actor: Actor, person_id: UUID, document: PersonDocument
) -> list[PersonPart]:
    """Return what the higher domains show of this person to this actor."""
    found = [source(session, actor, person_id, document) for source in _parts]
    return [one for one in found if one is not None]
