"""What hangs on a person is held as closely as they are: messages follow a sealed record."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.models import NamedReader
from rfl.access.rules import Sensitivity
from rfl.messages.models import FamilyMessage, MessageDelivery
from rfl.messages.records import strictest
from rfl.persons.models import Person
from rfl.persons.watch import Saved


def on_saved(session: Session, actor_id: UUID, saved: Sequence[Saved]) -> None:
    """Hold the messages of people who were saved as closely as their records."""
    close = [one.person_id for one in saved if one.sensitivity is not Sensitivity.NORMAL]
    if not close:
        return
    query = select(Person).where(Person.id.in_(close), Person.sensitivity != Sensitivity.NORMAL)
    people = {person.id: person for person in session.scalars(query)}
    rows: list[FamilyMessage | MessageDelivery] = [
        *session.scalars(select(FamilyMessage).where(FamilyMessage.person_id.in_(people))),
        *session.scalars(select(MessageDelivery).where(MessageDelivery.person_id.in_(people))),
    ]
    for row in rows:
        if row.person_id is not None:
            _follow(session, actor_id, row, people[row.person_id])


def _follow(
    session: Session, actor_id: UUID, row: FamilyMessage | MessageDelivery, person: Person
) -> None:
    row.sensitivity = strictest(row.sensitivity, person.sensitivity)
    if row.sensitivity is not Sensitivity.SEALED:
        return
    named = select(NamedReader.user_id).where(NamedReader.record_id.in_((person.id, row.id)))
    here = set(session.scalars(select(NamedReader.user_id).where(NamedReader.record_id == row.id)))
    session.add_all(
        NamedReader(record_id=row.id, user_id=reader, named_by=actor_id, named_at=clock.now())
        for reader in set(session.scalars(named)) - here
    )
