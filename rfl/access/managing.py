"""What an administrator does with the accounts of their society. Roles act on the next request."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries, secrets
from rfl.access.document import StaffDocument
from rfl.access.entering import end_sessions
from rfl.access.factors import remove_all
from rfl.access.models import Invitation, User
from rfl.access.rules import Actor, Permission, Role, authorise
from rfl.access.service import colleagues, grant, new_user, staff
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError

INVITATION_HOURS = 72


@dataclass(frozen=True, slots=True)
class Colleague:
    """One line of the list of colleagues."""

    user_id: UUID
    staff: StaffDocument
    roles: tuple[Role, ...]
    """In the order of Role."""
    has_passphrase: bool
    is_invited: bool
    """They hold an invitation that still works."""
    is_demo: bool
    is_resting: bool
    """Suspended until a focal point has judged an emergency of theirs."""
    until: Mapping[Role, datetime]
    """When roles end that were given for a time."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation. `secret` is given over once and kept nowhere."""

    user_id: UUID
    secret: str


def invite(
    session: Session, actor: Actor, society: str, document: StaffDocument, roles: Iterable[Role]
) -> Invited:
    """Add a colleague, with a one-time secret with which they choose a passphrase.

    An administrator invites into their own society; the console (SYSTEM) into any.
    """
    _check_manager(actor, society)
    user = new_user(session, society, document, roles, actor.user_id)
    return _invitation(session, actor, user)


def invite_again(session: Session, actor: Actor, user_id: UUID) -> Invited:
    """Make a new one-time secret for a colleague who lost theirs, or their passphrase.

    The earlier ones no longer work. The present passphrase works until the new one is chosen.

    Raises:
        RuleBrokenError: one's own account.

    """
    user = managed_user(session, actor, user_id)
    if user.id == actor.user_id:
        raise RuleBrokenError("For yourself, use ‘Change my passphrase’.")
    return _invitation(session, actor, user)


def grant_role(
    session: Session, actor: Actor, user_id: UUID, role: Role, *, last_day: date | None = None
) -> None:
    """Give a colleague one more role, for good or up to the end of `last_day` (UTC).

    Raises:
        RuleBrokenError: one's own account, the role does not go with those they have, or the day
            is over already.

    """
    user = managed_user(session, actor, user_id)
    if user.id == actor.user_id:
        raise RuleBrokenError("You cannot give yourself a role. Ask another administrator.")
    held = queries.roles(session, user.id, user.society_code, clock.now())
    if last_day is not None and last_day < clock.today():
        raise RuleBrokenError("This day is over. Choose today or a later one, or none for good.")
    until = datetime.combine(last_day, time(), UTC) + timedelta(days=1) if last_day else None
    if role not in held:
        grant(session, user, [role], actor.user_id, held, until=until)


def end_role(session: Session, actor: Actor, user_id: UUID, role: Role) -> None:
    """Take a role away; it acts on the colleague's next request. Twice is the same as once.

    Raises:
        RuleBrokenError: one's own account.

    """
    user = managed_user(session, actor, user_id)
    if user.id == actor.user_id:
        raise RuleBrokenError("You cannot take a role from yourself. Ask another administrator.")
    now = clock.now()
    grants = queries.grants(session, user.id, role, now)
    for one in grants:
        one.ended_at = now
    if grants:
        _record(session, actor, Act.ROLE_REVOKED, user, {"role": role})


def end_user(session: Session, actor: Actor, user_id: UUID) -> None:
    """Close a colleague's account and all their sessions at once.

    Raises:
        RuleBrokenError: one's own account.

    """
    user = managed_user(session, actor, user_id)
    if user.id == actor.user_id:
        raise RuleBrokenError("You cannot close your own account. Ask another administrator.")
    if user.ended_at is not None:
        return
    user.ended_at = clock.now()
    end_sessions(session, user, actor.user_id)
    _record(session, actor, Act.USER_SUSPENDED, user)


def suspend(session: Session, actor_id: UUID, user_id: UUID) -> bool:
    """Let an account rest and end its sessions at once; tell whether it did not rest before.

    The caller has decided on it.
    """
    user = session.get_one(User, user_id, with_for_update=True)
    if user.is_shut:
        return False
    user.suspended_at = clock.now()
    end_sessions(session, user, actor_id)
    audit.record(
        session, actor_id, Act.USER_RESTED, societies=[user.society_code], subjects=[user.id]
    )
    return True


def end_suspension(session: Session, actor_id: UUID, user_id: UUID) -> None:
    """Let somebody sign in again whose account rested. The caller has decided on it."""
    user = session.get_one(User, user_id, with_for_update=True)
    if user.suspended_at is None:
        return
    user.suspended_at = None
    audit.record(
        session, actor_id, Act.USER_WOKEN, societies=[user.society_code], subjects=[user.id]
    )


def forget_second_steps(session: Session, actor: Actor, user_id: UUID) -> None:
    """Let a colleague who lost every key, app and code choose a new second step; at the console.

    Their sessions end. Nobody but the console may: an administrator could take an account over.
    """
    if actor.user_id != SYSTEM:
        raise DeniedError("only at the console")
    user = managed_user(session, actor, user_id)
    remove_all(session, user, actor.user_id)
    end_sessions(session, user, actor.user_id)


def managed_user(session: Session, actor: Actor, user_id: UUID) -> User:
    """Return a user of the administrator's own society, locked; the console manages all.

    Raises:
        NotFoundError: there is none, or they belong to another society.

    """
    user = session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFoundError("user")
    _check_manager(actor, user.society_code)
    return user


def list_colleagues(session: Session, actor: Actor, society: str) -> Sequence[Colleague]:
    """Return everybody whose account in `society` is open, by name, opened under an entry."""
    _check_manager(actor, society)
    now = clock.now()
    ids = colleagues(session, society)
    receipt = audit.record(
        session, actor.user_id, Act.USER_LISTED, societies=[society], subjects=ids
    )
    documents = staff(session, receipt, ids)
    roles = queries.roles_of_many(session, ids, now)
    ends = queries.ends_of_many(session, ids, now)
    invited = {one.user_id for one in queries.open_invitations(session, ids, now)}
    rows = [
        Colleague(
            user_id=user.id,
            staff=documents[user.id],
            roles=tuple(role for role in Role if role in roles[user.id]),
            has_passphrase=user.secret_hash is not None,
            is_invited=user.id in invited,
            is_demo=user.is_demo,
            is_resting=user.suspended_at is not None,
            until=ends[user.id],
        )
        for user in queries.users(session, ids)
    ]
    return sorted(rows, key=lambda row: row.staff.name.casefold())


def _check_manager(actor: Actor, society: str) -> None:
    if actor.user_id == SYSTEM:
        return
    authorise(actor, Permission.USER_MANAGE)
    if society != actor.society:
        raise NotFoundError("society")


def _invitation(session: Session, actor: Actor, user: User) -> Invited:
    """Make the one invitation of `user` that works."""
    if user.ended_at is not None:
        raise RuleBrokenError("This account is closed.")
    secret, now = secrets.new_secret(), clock.now()
    for earlier in queries.open_invitations(session, [user.id], now):
        earlier.expires_at = now
    session.add(
        Invitation(
            user_id=user.id,
            secret_hash=secrets.digest(secret),
            created_at=now,
            expires_at=now + timedelta(hours=INVITATION_HOURS),
        )
    )
    _record(session, actor, Act.USER_INVITED, user)
    return Invited(user.id, secret)


def _record(
    session: Session, actor: Actor, act: Act, user: User, detail: dict[str, str] | None = None
) -> None:
    audit.record(
        session,
        actor.user_id,
        act,
        societies=[user.society_code],
        subjects=[user.id],
        detail=detail,
    )
