"""Signing in and out: a session is a row that can be seen, runs out and can be ended."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import factors, queries, secrets
from rfl.access.models import User, WebSession
from rfl.access.rules import Actor, Glass, Permission, may
from rfl.access.service import tags_of_email
from rfl.access.steps import Stage
from rfl.audit import service as audit
from rfl.audit.rules import INSTALLATION_LOG, STRANGER, Act, Decision
from rfl.errors import NotFoundError

IDLE = timedelta(minutes=20)
ABSOLUTE = timedelta(hours=12)
HALF_DONE = timedelta(minutes=10)
"""How long the second step may take."""

TOUCH = timedelta(seconds=60)
"""How often a session's last use is written down."""

Begin = Callable[[], AbstractContextManager[Session]]
"""How a transaction is begun: hashing takes its time, and must not hold one open."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody at the door: the account that was named, if there is one, and its hash."""

    user_id: UUID | None = None
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """The secret of a new session, and how far it has come."""

    secret: str
    stage: Stage


def enter(
    begin: Begin,
    email: str,
    passphrase: str,
    *,
    needs_second: bool = True,
    instead_of: UUID | None = None,
) -> Entered | None:
    """Return a new session, or None: unknown, wrong and ended are all the same.

    Whoever has a second step is asked for it; whoever has none chooses one if `needs_second`.
    `instead_of` is the session with which the browser came; it ends when the new one begins.

    Raises:
        RuleBrokenError: `email` is no address.

    """
    with begin() as session:
        user = queries.user_of_tags(session, tags_of_email(session, email).tags[0])
        attempt = Attempt(user.id, user.secret_hash) if user else Attempt()
    good = secrets.matches(attempt.kept, passphrase)
    fresh = _renewed(attempt.kept, passphrase) if good else None
    with begin() as session:
        user = _conclude(session, attempt, fresh)
        if user is None:
            return None
        has_second = factors.has_any(session, user.id)
        if has_second or needs_second:
            stage = Stage.PROVE if has_second else Stage.ENROL
            return Entered(_begin_session(session, user, stage), stage)
        end_session(session, instead_of)
        return Entered(start_session(session, user), Stage.OPEN)


def enter_demo(session: Session, user_id: UUID, *, instead_of: UUID | None = None) -> str:
    """Return the secret of a new session of a demonstration user."""
    user = session.get(User, user_id)
    if user is None or not user.is_demo or user.is_shut:
        raise NotFoundError("demonstration user")
    end_session(session, instead_of)
    return start_session(session, user)


def waiting(session: Session, secret: str) -> tuple[WebSession, User] | None:
    """Return the half-done sign-in that `secret` carries, and whose it is, or None."""
    row = queries.session_of_hash(session, secrets.digest(secret))
    if row is None:
        return None
    web, user = row
    is_late = clock.now() - web.started_at > HALF_DONE
    if web.stage is Stage.OPEN or web.ended_at is not None or user.is_shut or is_late:
        return None
    return web, user


def complete(
    session: Session, web: WebSession, user: User, *, instead_of: UUID | None = None
) -> str | None:
    """Sign in whoever showed the second step: a new secret, and the half-done sign-in is over.

    Return None if their account was closed or their roles ended in the meantime.
    """
    if user.is_shut or not queries.roles(session, user.id, user.society_code, clock.now()):
        return None
    web.ended_at = clock.now()
    end_session(session, instead_of)
    return start_session(session, user)


def start_session(session: Session, user: User) -> str:
    """Sign `user` in: a new session each time, so that none can be planted beforehand."""
    return _begin_session(session, user, Stage.OPEN)


def _begin_session(session: Session, user: User, stage: Stage) -> str:
    secret, now = secrets.new_secret(), clock.now()
    web = WebSession(
        id=uuid4(),
        user_id=user.id,
        society_code=user.society_code,
        secret_hash=secrets.digest(secret),
        started_at=now,
        seen_at=now,
        stage=stage,
        proved_at=now if stage is Stage.OPEN else None,
    )
    session.add(web)
    if stage is Stage.OPEN:
        user.lapses_on = None
    act = Act.SIGNED_IN if stage is Stage.OPEN else Act.FIRST_STEP
    audit.record(session, user.id, act, societies=[user.society_code], subjects=[user.id, web.id])
    return secret


def resume(session: Session, secret: str) -> Actor | None:
    """Return who carries `secret`, with the roles they have at this moment, or None.

    Whoever has no role left is signed out: nothing here would open to them.
    """
    now = clock.now()
    bearer = queries.bearer_of_hash(session, secrets.digest(secret), now)
    if bearer is None:
        return None
    web, user, roles = bearer.web, bearer.user, bearer.roles
    if user.is_shut or not _is_usable(web, now) or not roles:
        return None
    if now - web.seen_at > TOUCH:
        web.seen_at = now
    actor = Actor(user.id, web.society_code, roles, web.id, web.proved_at)
    if not (bearer.has_glass and may(actor, Permission.GLASS_BREAK)):
        return actor  # an emergency is shut with the role
    return replace(actor, glass=tuple(one for find in _glass for one in find(session, user.id)))


FindGlass = Callable[[Session, UUID], tuple[Glass, ...]]
"""What is open to somebody in an emergency now."""

_glass: list[FindGlass] = []


def register_glass(find: FindGlass, is_open: ColumnElement[bool]) -> None:
    """Have `find` asked what is open in an emergency, on each request of whom `is_open` names.

    `is_open` speaks of the user of a WebSession at the moment :now, and goes with the statement
    by which a session is found: most people have no emergency, and nothing more is asked of them.
    Twice is once.
    """
    if find not in _glass:
        _glass.append(find)
        queries.register_emergency(is_open)


def leave(session: Session, actor: Actor, session_id: UUID | None = None) -> None:
    """End one of the actor's own sessions; the present one unless another is named."""
    web = session.get(WebSession, session_id or actor.session_id)
    if web is None or web.user_id != actor.user_id:
        raise NotFoundError("session")
    if web.ended_at is not None:
        return
    web.ended_at = clock.now()
    act = Act.SIGNED_OUT if web.id == actor.session_id else Act.SESSION_ENDED
    audit.record(session, actor.user_id, act, societies=[actor.society], subjects=[web.id])


def end_session(session: Session, session_id: UUID | None) -> None:
    """End the session that another one replaces; none, or one that has ended, is no matter."""
    web = session.get(WebSession, session_id) if session_id else None
    if web is not None and web.ended_at is None:
        web.ended_at = clock.now()
        audit.record(
            session, web.user_id, Act.SIGNED_OUT, societies=[web.society_code], subjects=[web.id]
        )


def end_sessions(session: Session, user: User, ended_by: UUID, *, keep: UUID | None = None) -> None:
    """End every session of `user` but `keep`."""
    ended = [web for web in queries.open_sessions(session, user.id) if web.id != keep]
    for web in ended:
        web.ended_at = clock.now()
    if ended:
        audit.record(
            session,
            ended_by,
            Act.SESSION_ENDED,
            societies=[user.society_code],
            subjects=[user.id, *(web.id for web in ended)],
        )


def own_sessions(session: Session, actor: Actor) -> Sequence[WebSession]:
    """Return the actor's sessions that could still be used, newest first."""
    return usable_sessions(session, actor.user_id)


def usable_sessions(session: Session, user_id: UUID) -> Sequence[WebSession]:
    """Return somebody's sessions that could still be used, newest first."""
    now = clock.now()
    return [w for w in queries.open_sessions(session, user_id) if _is_usable(w, now)]


def _conclude(session: Session, attempt: Attempt, fresh: str | None) -> User | None:
    """Return who gave the right passphrase; a wrong one is an entry. `fresh`: the hash to keep."""
    user = session.get(User, attempt.user_id) if attempt.user_id else None
    if user is None or fresh is None or _is_shut(session, user, attempt):
        audit.record(
            session,
            user.id if user else STRANGER,
            Act.SIGN_IN_FAILED,
            societies=[user.society_code if user else INSTALLATION_LOG],
            subjects=[user.id] if user else [],
            decision=Decision.REFUSED,
        )
        return None
    user.secret_hash = fresh
    return user


def _is_shut(session: Session, user: User, attempt: Attempt) -> bool:
    """Tell whether the account cannot be used, or its passphrase was changed a moment ago."""
    changed = user.secret_hash != attempt.kept
    roles = queries.roles(session, user.id, user.society_code, clock.now())
    return changed or user.is_shut or not roles


def _renewed(kept: str | None, passphrase: str) -> str:
    """Return the hash to keep from now on: a new one when today's parameters are stronger."""
    if kept is not None and not secrets.is_dated(kept):
        return kept
    return secrets.hash_passphrase(passphrase)


def _is_usable(web: WebSession, now: datetime) -> bool:
    is_fresh = now - web.seen_at <= IDLE and now - web.started_at <= ABSOLUTE
    return web.ended_at is None and web.stage is Stage.OPEN and is_fresh
