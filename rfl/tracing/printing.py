"""Several cases on paper at once: what may be printed, and opened for it. One entry a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise
from rfl.lists.rules import check_printed
from rfl.societies import service as societies
from rfl.tracing import bulk, reading
from rfl.tracing.reading import Case


@dataclass(frozen=True, slots=True)
class Printed:
    """What goes onto paper, and in whose hands it is first."""

    cases: Sequence[Case]
    society: str
    """Its registered name, in English."""
    by: str
    """The name of whoever prints."""


def printed(session: Session, actor: Actor, ids: Sequence[UUID]) -> Printed:
    """Open the chosen cases that the actor may change, for print.

    Raises:
        DeniedError: the actor may not change cases.
        RuleBrokenError: none is chosen, or more than one carries home.

    """
    authorise(actor, Permission.REQUEST_WRITE)
    check_printed(len(set(ids)))
    rows = bulk.reached(session, actor, ids)
    return Printed(
        cases=[reading.printed(session, actor, row.id) for row in rows],
        society=societies.society(session, actor.society).name,
        by=access.own_staff(session, actor).name,
    )
