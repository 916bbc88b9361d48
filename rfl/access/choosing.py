"""Choosing a passphrase: the first one with an invitation, later ones with the one before."""

from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import passphrases, queries, secrets
from rfl.access.document import StaffDocument
from rfl.access.entering import Begin, end_sessions
from rfl.access.models import Invitation, User
from rfl.access.rules import Actor
from rfl.access.service import own_staff, tags_of_email
from rfl.audit import service as audit
from rfl.audit.rules import INSTALLATION_LOG, STRANGER, Act, Decision
from rfl.errors import RuleBrokenError


def accept_invitation(begin: Begin, email: str, code: str, passphrase: str) -> bool:
    """Set the passphrase of whoever was invited at `email` with `code`. It works once.

    Return False, whatever was wrong: mistyped, used, too old, another address.

    Raises:
        RuleBrokenError: the passphrase is weak, or `email` is no address.

    """
    with begin() as session:
        found = _open_invitation(session, email, code)
        own = _own_staff(session, found.user_id) if found else None
    passphrases.check(passphrase, (own.name, own.email) if own else (email,))
    chosen = secrets.hash_passphrase(passphrase) if found else None
    with begin() as session:
        found = _open_invitation(session, email, code) if chosen else None
        if found is None:
            _refuse(session, email)
            return False
        user = session.get_one(User, found.user_id)
        found.used_at, user.secret_hash = clock.now(), chosen
        end_sessions(session, user, user.id)
        _record(session, user.id, user.society_code, Decision.ALLOWED)
    return True


def change_passphrase(begin: Begin, actor: Actor, present: str, chosen: str) -> None:
    """Exchange one's own passphrase; all one's other sessions end.

    Raises:
        RuleBrokenError: `present` is wrong, or `chosen` is weak.

    """
    with begin() as session:
        kept = session.get_one(User, actor.user_id).secret_hash
        own = _own_staff(session, actor.user_id)
    passphrases.check(chosen, (own.name, own.email))
    good, fresh = secrets.matches(kept, present), secrets.hash_passphrase(chosen)
    with begin() as session:
        user = session.get_one(User, actor.user_id, with_for_update=True)
        good = good and user.secret_hash == kept
        if good:
            user.secret_hash = fresh
            end_sessions(session, user, user.id, keep=actor.session_id)
        _record(session, user.id, actor.society, Decision.ALLOWED if good else Decision.REFUSED)
    if not good:
        raise RuleBrokenError("Your present passphrase is another one. Nothing was changed.")


def _open_invitation(session: Session, email: str, code: str) -> Invitation | None:
    """Return the invitation that `code` opens for `email`, locked, or None."""
    found = queries.invitation_of_hash(session, secrets.digest(code))
    if found is None or found.used_at is not None or found.expires_at < clock.now():
        return None
    user = session.get_one(User, found.user_id)
    is_theirs = user.email_tag in tags_of_email(session, email).tags[0]
    return found if is_theirs and not user.is_shut else None


def _own_staff(session: Session, user_id: UUID) -> StaffDocument:
    """Return somebody's own name and address, so that neither becomes their passphrase."""
    society = session.get_one(User, user_id).society_code
    return own_staff(session, Actor(user_id, society, frozenset()))


def _refuse(session: Session, email: str) -> None:
    user = queries.user_of_tags(session, tags_of_email(session, email).tags[0])
    log = user.society_code if user else INSTALLATION_LOG
    _record(session, user.id if user else STRANGER, log, Decision.REFUSED)


def _record(session: Session, user_id: UUID, log: str, decision: Decision) -> None:
    audit.record(
        session,
        user_id,
        Act.PASSWORD_CHANGED,
        societies=[log],
        subjects=[] if user_id == STRANGER else [user_id],
        decision=decision,
    )
