"""Accounts that nobody uses close by themselves, and tell so two weeks before.

Of somebody who never entered nothing stays but a number: they did nothing whose name has to stay.
"""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries
from rfl.access.models import User
from rfl.access.queries import Use
from rfl.accounts import managing
from rfl.accounts.lapse_rules import lapses_on
from rfl.approvals import service as approvals
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.jobs.service import Work
from rfl.keys import service as keys

LAPSE_JOB = "accounts.lapse"


def lapse_job(work: Work) -> Mapping[str, int]:
    """Tell when the unused accounts of one society close; close those whose day is over.

    The keys go after the commit. A run that died in between is followed by one that destroys them.
    """
    with work.begin() as session:
        today = clock.today()
        found = queries.uses(session, work.society)
        over = [use for use in found if not _tell(session, use, today)]
        for use in over:
            managing.close(session, SYSTEM, use.user)
        unknown = [use.user for use in over if use.used_at is None]
        for user in unknown:
            _empty(session, user)
        dead = [
            *queries.emptied_keys(session, work.society, clock.now()),
            *approvals.empty_invitations(session, [user.id for user in unknown]),
        ]
        store = keys.of(session)
    for key_id in dead:
        store.destroy(key_id)
    return {"closed": len(over), "forgotten": len(unknown)}


def _tell(session: Session, use: Use, today: date) -> bool:
    """Keep when an account closes, if it will; tell whether it stays open for now."""
    user = use.user
    used_on = use.used_at.date() if use.used_at else None
    last = lapses_on(use.invited_at.date(), used_on, user.lapses_on, today)
    if last is not None and last < today:
        return False
    if last != user.lapses_on:
        user.lapses_on = last
        audit.record(
            session,
            SYSTEM,
            Act.USER_CHANGED,
            societies=[user.society_code],
            subjects=[user.id],
            detail={"lapses_on": last.isoformat() if last else ""},
        )
    return True


def _empty(session: Session, user: User) -> None:
    """Take name and address out of an account that nobody ever entered."""
    user.sealed = b""
    audit.record(
        session, SYSTEM, Act.USER_FORGOTTEN, societies=[user.society_code], subjects=[user.id]
    )
