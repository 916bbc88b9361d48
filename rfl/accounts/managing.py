"""What one person does with accounts: at the console everything, an administrator what takes.

What gives (an account, a role, a way in) takes two people: rfl.accounts.asking.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import entering, queries
from rfl.access.document import StaffDocument
from rfl.access.entering import end_sessions
from rfl.access.factors import remove_all
from rfl.access.models import User
from rfl.access.rules import Actor, Permission, Role, authorise
from rfl.access.service import colleagues, free_address, grant, new_user, staff
from rfl.accounts import invitations
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.errors import DeniedError, NotFoundError, RuleBrokenError


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
    leaves_on: date | None
    """Their last day, if it is set."""
    lapses_on: date | None
    """The last day of the account if nobody signs in with it until then."""
    sessions: int
    """How many of their sign-ins are open."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A new invitation. `secret` is given over once and kept nowhere."""

    user_id: UUID
    secret: str


def invite(
    session: Session, actor: Actor, society: str, document: StaffDocument, roles: Iterable[Role]
) -> Invited:
    """Add a colleague at the console, with a one-time secret by which they choose a passphrase."""
    _check_console(actor)
    user = new_user(session, society, document, roles, actor.user_id)
    return Invited(user.id, invitations.make(session, actor.user_id, user))


def invite_again(session: Session, actor: Actor, user_id: UUID) -> Invited:
    """Make a new one-time secret, at the console, for a colleague who lost theirs."""
    _check_console(actor)
    user = managed_user(session, actor, user_id)
    return Invited(user.id, invitations.make(session, actor.user_id, user))


def grant_role(
    session: Session, actor: Actor, user_id: UUID, role: Role, *, last_day: date | None = None
) -> None:
    """Give a colleague one more role at the console, for good or up to the end of `last_day`."""
    _check_console(actor)
    give_role(session, actor.user_id, managed_user(session, actor, user_id), role, last_day)


def give_role(
    session: Session, granted_by: UUID, user: User, role: Role, last_day: date | None
) -> None:
    """Give a role, for good or up to the end of `last_day` (UTC). The caller has decided on it.

    Raises:
        RuleBrokenError: it does not go with those they have, or the day is over already.

    """
    held = queries.roles(session, user.id, user.society_code, clock.now())
    check_last_day(last_day)
    until = datetime.combine(last_day, time(), UTC) + timedelta(days=1) if last_day else None
    if role not in held:
        grant(session, user, [role], granted_by, held, until=until)


def check_last_day(last_day: date | None) -> None:
    """Return if a role can be given up to `last_day`.

    Raises:
        RuleBrokenError: it is over.

    """
    if last_day is not None and last_day < clock.today():
        raise RuleBrokenError("This day is over. Choose today or a later one, or none for good.")


def end_role(session: Session, actor: Actor, user_id: UUID, role: Role) -> None:
    """Take a role away; it acts on the colleague's next request. Twice is the same as once.

    Raises:
        RuleBrokenError: one's own account.

    """
    user = managed_user(session, actor, user_id)
    if user.id == actor.user_id:
        raise RuleBrokenError("You cannot take a role from yourself. Ask another administrator.")
    take_role(session, actor.user_id, user.id, role)


def take_role(session: Session, taken_by: UUID, user_id: UUID, role: Role) -> None:
    """End a role of somebody. The caller has decided on it. Twice is the same as once."""
    now = clock.now()
    for one in queries.grants(session, user_id, role, now):
        one.ended_at = now
        audit.record(
            session,
            taken_by,
            Act.ROLE_REVOKED,
            societies=[one.society_code],
            subjects=[user_id],
            detail={"role": role},
        )


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
    close(session, actor.user_id, user)


def close(session: Session, closed_by: UUID, user: User) -> None:
    """Close an account with its sessions and its roles. The caller has decided on it.

    Nothing of theirs goes: their name stays with what they did, and their cases with them until
    somebody hands those over.
    """
    user.ended_at = now = clock.now()
    free_address(session, user)
    end_sessions(session, user, closed_by)
    for role in sorted(queries.roles(session, user.id, user.society_code, now)):
        take_role(session, closed_by, user.id, role)
    audit.record(
        session, closed_by, Act.USER_SUSPENDED, societies=[user.society_code], subjects=[user.id]
    )


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
    _check_console(actor)
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
    rows = _described(session, actor, society, colleagues(session, society))
    return sorted(rows, key=lambda row: row.staff.name.casefold())


def colleague(session: Session, actor: Actor, user_id: UUID) -> Colleague:
    """Return one colleague of the administrator's society, opened under an entry.

    Raises:
        NotFoundError: there is none, they belong to another society, or their account is closed.

    """
    user = managed_user(session, actor, user_id)
    if user.ended_at is not None:
        raise NotFoundError("user")
    return _described(session, actor, user.society_code, [user.id])[0]


def _described(
    session: Session, actor: Actor, society: str, ids: Sequence[UUID]
) -> list[Colleague]:
    now = clock.now()
    receipt = audit.record(
        session, actor.user_id, Act.USER_LISTED, societies=[society], subjects=ids
    )
    documents = staff(session, receipt, ids)
    roles = queries.roles_of_many(session, ids, now)
    ends = queries.ends_of_many(session, ids, now)
    invited = {one.user_id for one in queries.open_invitations(session, ids, now)}
    return [
        Colleague(
            user_id=user.id,
            staff=documents[user.id],
            roles=tuple(role for role in Role if role in roles[user.id]),
            has_passphrase=user.secret_hash is not None,
            is_invited=user.id in invited,
            is_demo=user.is_demo,
            is_resting=user.suspended_at is not None,
            until=ends[user.id],
            leaves_on=user.leaves_on,
            lapses_on=user.lapses_on,
            sessions=len(entering.usable_sessions(session, user.id)),
        )
        for user in queries.users(session, ids)
    ]


def _check_console(actor: Actor) -> None:
    if actor.user_id != SYSTEM:
        raise DeniedError("only at the console")


def _check_manager(actor: Actor, society: str) -> None:
    if actor.user_id == SYSTEM:
        return
    authorise(actor, Permission.USER_MANAGE)
    if society != actor.society:
        raise NotFoundError("society")
