"""Whole sections that higher domains add to the page of a person or of a registration.

Messages lie above persons and register themselves here at start (rfl.wiring); rfl.tracing.panels is
the same for a case. What a source opens, it opens under the page's own receipt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access.rules import Actor
from rfl.audit.service import Receipt
from rfl.text import Text


@dataclass(frozen=True, slots=True)
class PersonSection:
    """One section of the page: `template` draws it from `data`, as `panel.data`.

    For a card with a button, see rfl.persons.panels.
    """

    anchor: str
    title: Text
    template: str
    data: object
    is_of_whole: bool = False
    """Whether it says the same for all records of one person, and is shown once."""
    of_number: str = ""
    """The number of the record that it is of, on the page of another record of the person."""


SectionSource = Callable[[Session, Actor, Receipt, UUID], PersonSection | None]
"""Called with the session, the reader, the page's receipt and the person's id."""

_sources: list[SectionSource] = []


def register_section(source: SectionSource) -> None:
    """Have `source` asked on every page of a person. Twice is once."""
    if source not in _sources:
        _sources.append(source)


def sections_of(
    session: Session, actor: Actor, receipt: Receipt, person_id: UUID
) -> list[PersonSection]:
    """Return what the other domains show of this person to this actor, in their order."""
    found = [source(session, actor, receipt, person_id) for source in _sources]
    return [one for one in found if one is not None]


def sections_of_all(
    session: Session, actor: Actor, records: Sequence[tuple[UUID, Receipt, str]]
) -> list[PersonSection]:
    """Return the sections of all records of one person: id, receipt and number of each."""
    return [
        replace(one, anchor=f"{one.anchor}-{place}", of_number=number) if place else one
        for place, (person_id, receipt, number) in enumerate(records)
        for one in sections_of(session, actor, receipt, person_id)
        if not (place and one.is_of_whole)
    ]
