"""A file is held as closely as the child's own record: sealed with it, and never less closely."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.rules import Actor, Role, Sensitivity
from rfl.audit.rules import Act
from rfl.children import files
from rfl.children.models import ChildFile
from rfl.errors import RuleBrokenError
from rfl.lists.takers import officers
from rfl.persons.models import Person
from rfl.persons.sealing_rules import owner_after
from rfl.persons.watch import Saved


def follow(session: Session, actor_id: UUID, saved: Sequence[Saved]) -> None:
    """Bring files to how closely their children's records are held now (persons.watch)."""
    ids = {one.person_id for one in saved}
    query = (
        select(ChildFile, Person)
        .join(Person, Person.id == ChildFile.person_id)
        .where(
            ChildFile.person_id.in_(ids),
            or_(
                ChildFile.sensitivity != Person.sensitivity,
                Person.sensitivity == Sensitivity.SEALED,
            ),
        )
    )
    for row, person in session.execute(query).all():
        actor = Actor(actor_id, row.society_code, frozenset())
        hold_as(session, actor, row, person)


def hold_as(session: Session, actor: Actor, row: ChildFile, person: Person) -> None:
    """Hold a file as closely as the child's record, and a sealed one for exactly the same people.

    Raises:
        RuleBrokenError: it would be sealed for no focal point, or it lies with somebody who is
            taken out, and the record does not say who goes on with it.

    """
    wanted = person.sensitivity
    if wanted is Sensitivity.NORMAL:
        wanted = Sensitivity.RESTRICTED
    named = access_queries.named_readers(session, person.id)
    if wanted is Sensitivity.SEALED:
        _seal_for(session, actor, row, person.owner_id, named)
    else:
        for reader in named:
            access.name_reader(session, actor, row.id, reader)
    if row.sensitivity is wanted:
        return
    row.sensitivity, row.changed_at = wanted, clock.now()
    files.record(session, actor, Act.SENSITIVITY_CHANGED, row, sensitivity=wanted)
    session.flush()


def check_focal(session: Session, row: ChildFile, readers: Collection[UUID]) -> None:
    """Return if a focal point is among those for whom a file is sealed.

    Raises:
        RuleBrokenError: none is; without one nothing could be decided for the child.

    """
    if not set(access.colleagues(session, row.society_code, Role.SAFEGUARDING)) & set(readers):
        raise RuleBrokenError(
            "Name a safeguarding focal point too: without one nothing can be decided for the child."
        )


def _seal_for(
    session: Session,
    actor: Actor,
    row: ChildFile,
    owner_id: UUID | None,
    named: Collection[UUID],
) -> None:
    taken_out = access.name_only(session, actor, [row.id], named)
    if row.sensitivity is not Sensitivity.SEALED or taken_out:
        check_focal(session, row, named)
    if row.owner_id not in named:
        heir = owner_id if owner_id in named else None
        row.owner_id = owner_after(row.owner_id, heir, named, officers(session, row.society_code))
