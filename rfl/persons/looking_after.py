"""Who looks after a registration, and when it is looked at again.

Whoever wants their family to know is not a case: nobody searches for anybody. But somebody of the
desk keeps it in sight, and asks anew how they can be reached.
"""

from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, may
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError
from rfl.lists import takers
from rfl.lists.rules import check_hand_over
from rfl.persons.models import Person, Registration


def hand_over(session: Session, actor: Actor, row: Registration, owner_id: UUID) -> None:
    """Give a registration within the actor's reach, with its person, to a colleague.

    Raises:
        DeniedError, NotFoundError: no list of people, or nobody works here by that id.
        RuleBrokenError: it is somebody else's, and the actor is no head of tracing.

    """
    authorise(actor, Permission.PERSON_LIST)
    is_head = may(actor, Permission.REQUEST_ASSIGN)
    check_hand_over(row.owner_id, owner_id, actor.user_id, is_head=is_head)
    if owner_id not in takers.officers(session, row.society_code):
        raise NotFoundError("colleague")
    give(session, actor, row, owner_id)


def give(session: Session, actor: Actor, row: Registration, owner_id: UUID | None) -> None:
    """Give it to somebody or to nobody; the caller has checked that it may be."""
    row.owner_id, row.changed_at = owner_id, clock.now()
    # Who looks after it may open its person, a child's too.
    session.get_one(Person, row.person_id).owner_id = owner_id
    taker = [owner_id] if owner_id else []
    audit.record(
        session,
        actor.user_id,
        Act.REGISTRATION_ASSIGNED,
        societies=[row.society_code],
        subjects=[row.id, *taker],
    )
    session.flush()


def set_review(session: Session, actor: Actor, row: Registration, day: date | None) -> None:
    """Set the day on which a registration within the actor's reach is looked at again.

    Raises:
        DeniedError: the actor has no list of people.

    """
    authorise(actor, Permission.PERSON_LIST)
    row.review_on = datetime.combine(day, time(12), UTC) if day else None
    row.changed_at = clock.now()
    audit.record(
        session,
        actor.user_id,
        Act.REGISTRATION_CHANGED,
        societies=[row.society_code],
        subjects=[row.id],
        fields=["review"],
    )
