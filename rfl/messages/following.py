"""What hangs on a person is held as closely as they are: messages follow a sealed record."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.rules import Actor, Sensitivity
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
    if person.sensitivity is Sensitivity.SEALED:
        actor = Actor(actor_id, row.society_code, frozenset())
        case_id = row.request_id if isinstance(row, FamilyMessage) else None
        sources = [one for one in (person.id, case_id) if one is not None]
        named = (access_queries.named_readers(session, one) for one in sources)
        access.name_only(session, actor, [row.id], frozenset[UUID]().union(*named))
