"""When somebody leaves: the last day is set before, and the account shuts by itself after it.

Nothing waits for a worker: an account is shut from the first moment after its last day
(access.models.User.is_shut); the work of the hour writes down what has happened.
"""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import entering, queries
from rfl.access.rules import Actor
from rfl.accounts import managing
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.errors import RuleBrokenError
from rfl.jobs.service import Work

LEAVE_JOB = "accounts.leave"


def set_last_day(session: Session, actor: Actor, user_id: UUID, day: date | None) -> None:
    """Set the last day (UTC) on which a colleague works here, or None: they stay.

    Raises:
        DeniedError, NotFoundError: not of the actor's society, or not theirs to manage.
        RuleBrokenError: one's own account, a closed one, or a day that is over.

    """
    user = managing.managed_user(session, actor, user_id)
    if user.id == actor.user_id:
        raise RuleBrokenError("You cannot set your own last day. Ask another administrator.")
    if user.ended_at is not None:
        raise RuleBrokenError("This account is closed.")
    if day is not None and day < clock.today():
        raise RuleBrokenError("This day is over. Choose a later one, or close the account.")
    if user.leaves_on is not None and user.leaves_on < clock.today():
        raise RuleBrokenError("They have left. Whoever comes back is invited anew.")
    user.leaves_on = day
    audit.record(
        session,
        actor.user_id,
        Act.USER_CHANGED,
        societies=[user.society_code],
        subjects=[user.id],
        detail={"leaves_on": day.isoformat() if day else ""},
    )


def sign_out(session: Session, actor: Actor, user_id: UUID) -> None:
    """End every session of a colleague, on each device. Their account stays as it is.

    Raises:
        DeniedError, NotFoundError: not of the actor's society, or not theirs to manage.

    """
    user = managing.managed_user(session, actor, user_id)
    entering.end_sessions(session, user, actor.user_id, keep=actor.session_id)


def leave_job(work: Work) -> Mapping[str, int]:
    """Close the accounts of one society whose last day is over."""
    with work.begin() as session:
        users = queries.gone(session, work.society, clock.today())
        for user in users:
            managing.close(session, SYSTEM, user)
        return {"closed": len(users)}
