"""One-time codes by which somebody chooses a passphrase.

Where two people decided, each holds one half of the code: who is invited needs both, so neither of
the two can enter in their place.
"""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries, secrets
from rfl.access.models import Invitation, User
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError

INVITATION_HOURS = 72


def make(session: Session, made_by: UUID, user: User, first_half: str = "") -> str:
    """Make the one invitation of `user` that works; return its secret, or its second half.

    With `first_half` the secret is both halves, one after the other. The caller has decided on it.

    Raises:
        RuleBrokenError: the account is closed.

    """
    check_open(user)
    secret, now = secrets.new_half() if first_half else secrets.new_secret(), clock.now()
    for earlier in queries.open_invitations(session, [user.id], now):
        earlier.expires_at = now
    session.add(
        Invitation(
            user_id=user.id,
            secret_hash=secrets.digest(first_half + secret),
            created_at=now,
            expires_at=now + timedelta(hours=INVITATION_HOURS),
        )
    )
    audit.record(
        session, made_by, Act.USER_INVITED, societies=[user.society_code], subjects=[user.id]
    )
    return secret


def check_open(user: User) -> None:
    """Return if an account can still be entered.

    Raises:
        RuleBrokenError: it is closed.

    """
    if user.ended_at is not None:
        raise RuleBrokenError("This account is closed.")
