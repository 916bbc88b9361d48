"""Child files whose time is over: closed for longer than the society keeps cases by name.

Each is erased by itself, with four eyes (rfl.erasure): a child who grew up may ask for the file, so
nobody erases them by the list.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.children.models import ChildFile
from rfl.children.queries import within
from rfl.children.rules import ChildState
from rfl.erasure import service as erasure
from rfl.erasure.models import Erasure
from rfl.erasure.rules import EraseReason, ErasureState, Record, RecordKind
from rfl.errors import NotFoundError
from rfl.protection.periods import periods_of
from rfl.protection.schedule import years_before


def due_files(session: Session, actor: Actor) -> Sequence[ChildFile]:
    """Return the files whose time is over, and whose erasure nobody asked for yet; opens none."""
    authorise(actor, Permission.RETENTION_READ)
    limit = years_before(clock.now(), periods_of(session, actor.society).anonymise_years)
    asked = select(Erasure.record_id).where(Erasure.state == ErasureState.ASKED)
    query = select(ChildFile).where(
        within(visible(actor, Permission.RETENTION_READ, clock.now())),
        ChildFile.state == ChildState.CLOSED,
        ChildFile.closed_at <= limit,
        ChildFile.id.not_in(asked),
    )
    return session.scalars(query.order_by(ChildFile.closed_at, ChildFile.number)).all()


def ask_erasure(session: Session, actor: Actor, child_id: UUID) -> Erasure:
    """Ask that a file be erased whose time is over; somebody else decides.

    Raises:
        DeniedError, NotFoundError: not theirs to ask, or its time is not over.

    """
    if child_id not in {row.id for row in due_files(session, actor)}:
        raise NotFoundError("child file")
    return erasure.ask(session, actor, Record(RecordKind.CHILD, child_id), EraseReason.OVER)
