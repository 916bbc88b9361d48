"""A file is held as closely as the child's own record: sealed with it, and never less closely."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.rules import Actor, Sensitivity
from rfl.audit.rules import Act
from rfl.children import files
from rfl.children.models import ChildFile
from rfl.persons.models import Person
from rfl.persons.watch import Saved


def follow(session: Session, actor_id: UUID, saved: Sequence[Saved]) -> None:
    """Bring files to how closely their children's records are held now (persons.watch)."""
    ids = {one.person_id for one in saved}
    query = (
        select(ChildFile, Person)
        .join(Person, Person.id == ChildFile.person_id)
        .where(ChildFile.person_id.in_(ids), ChildFile.sensitivity != Person.sensitivity)
    )
    for row, person in session.execute(query).all():
        actor = Actor(actor_id, row.society_code, frozenset())
        hold_as(session, actor, row, person)


def hold_as(session: Session, actor: Actor, row: ChildFile, person: Person) -> None:
    """Hold a file as closely as the child's record, and for the same people."""
    wanted = person.sensitivity
    if wanted is Sensitivity.NORMAL:
        wanted = Sensitivity.RESTRICTED
    for reader in access_queries.named_readers(session, person.id):
        access.name_reader(session, actor, row.id, reader)
    if row.sensitivity is wanted:
        return
    row.sensitivity, row.changed_at = wanted, clock.now()
    files.record(session, actor, Act.SENSITIVITY_CHANGED, row, sensitivity=wanted)
    session.flush()
