"""Reads of users, their roles and their sessions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Session

from rfl.access.models import (
    CaseShare,
    CaseSharePart,
    Invitation,
    NamedReader,
    RoleGrant,
    TeamMember,
    User,
    WebSession,
)
from rfl.access.rules import Role
from rfl.access.steps import Stage
from rfl.db.rounds import Reading, all_of, ask

LOOKED_BACK = timedelta(days=7)
"""So long a key is destroyed again each hour, should a worker have died before it did."""


def user_of_tags(session: Session, email_tags: Collection[int]) -> User | None:
    """Return the user whose e-mail address has one of these tags, whether or not they have ended.

    They are one address under each version of the key; see keys.service.Identifiers.
    """
    return session.scalar(select(User).where(User.email_tag.in_(email_tags)))


def users(session: Session, user_ids: Collection[UUID]) -> Sequence[User]:
    """Return those of `user_ids` who are users."""
    return ask(session, reading_users(user_ids))


def reading_users(user_ids: Collection[UUID]) -> Reading[Sequence[User]]:
    """Read those of `user_ids` who are users."""
    if not user_ids:
        return []
    return (yield from all_of(select(User).where(User.id.in_(set(user_ids)))))


def colleagues(session: Session, society: str, role: Role | None, now: datetime) -> Sequence[UUID]:
    """Return the ids of those who may sign in for a society, with one role if named."""
    stays = (or_(day.is_(None), day >= now.date()) for day in (User.leaves_on, User.lapses_on))
    query = select(User.id).where(User.society_code == society, User.ended_at.is_(None), *stays)
    if role is not None:
        held = select(RoleGrant.user_id).where(
            RoleGrant.role == role, RoleGrant.society_code == society, _holds(now)
        )
        query = query.where(User.id.in_(held))
    return session.scalars(query).all()


def roles(session: Session, user_id: UUID, society: str, now: datetime) -> frozenset[Role]:
    """Return the roles somebody has in a society at `now`."""
    query = select(RoleGrant.role).where(
        RoleGrant.user_id == user_id, RoleGrant.society_code == society, _holds(now)
    )
    return frozenset(session.scalars(query))


def roles_of_many(
    session: Session, user_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, frozenset[Role]]:
    """Return the roles of each of `user_ids` in their own society at `now`."""
    query = (
        select(RoleGrant.user_id, RoleGrant.role)
        .join(User, User.id == RoleGrant.user_id)
        .where(User.id.in_(set(user_ids)), RoleGrant.society_code == User.society_code, _holds(now))
    )
    found: dict[UUID, set[Role]] = {user_id: set() for user_id in user_ids}
    for user_id, role in session.execute(query):
        found[user_id].add(role)
    return {user_id: frozenset(held) for user_id, held in found.items()}


def ends_of_many(
    session: Session, user_ids: Collection[UUID], now: datetime
) -> Mapping[UUID, Mapping[Role, datetime]]:
    """Return when each of `user_ids` loses roles that were given for a time."""
    query = select(RoleGrant.user_id, RoleGrant.role, RoleGrant.until).where(
        RoleGrant.user_id.in_(set(user_ids)), _holds(now)
    )
    found: dict[UUID, dict[Role, datetime]] = {user_id: {} for user_id in user_ids}
    for user_id, role, until in session.execute(query):
        if until is not None:
            found[user_id][role] = until
    return found


def grants(session: Session, user_id: UUID, role: Role, now: datetime) -> Sequence[RoleGrant]:
    """Return the grants by which somebody holds `role` in their society at `now`."""
    query = select(RoleGrant).where(
        RoleGrant.user_id == user_id, RoleGrant.role == role, _holds(now)
    )
    return session.scalars(query).all()


def open_sessions(session: Session, user_id: UUID) -> Sequence[WebSession]:
    """Return the sessions of a user that nobody has ended; some may have run out."""
    query = select(WebSession).where(WebSession.user_id == user_id, WebSession.ended_at.is_(None))
    return session.scalars(query.order_by(WebSession.started_at.desc())).all()


def session_of_hash(session: Session, secret_hash: bytes) -> tuple[WebSession, User] | None:
    """Return the session whose secret has this hash, and whose it is."""
    query = (
        select(WebSession, User)
        .join(User, User.id == WebSession.user_id)
        .where(WebSession.secret_hash == secret_hash)
    )
    row = session.execute(query).first()
    return None if row is None else (row[0], row[1])


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who carries a session's secret, with what they hold at one moment."""

    web: WebSession
    user: User
    roles: frozenset[Role]
    has_glass: bool
    """Whether anything is open to them in an emergency."""


def bearer_of_hash(session: Session, secret_hash: bytes, now: datetime) -> Bearer | None:
    """Return whose session's secret has this hash, in one statement: each page asks it."""
    rows = session.execute(_bearer(), {"secret_hash": secret_hash, "now": now}).all()
    if not rows:
        return None
    web, user, _, has_glass = rows[0]
    return Bearer(web, user, frozenset({role for _, _, role, _ in rows} - {None}), has_glass)


_emergencies: list[ColumnElement[bool]] = []


def register_emergency(is_open: ColumnElement[bool]) -> None:
    """Have `is_open` decide, for the user of a WebSession at :now, whether they have one."""
    _emergencies.append(is_open)
    _bearer.cache_clear()


@cache
def _bearer() -> Select[WebSession, User, Role, bool]:
    """Return the statement of `bearer_of_hash`, put into SQLAlchemy's terms once."""
    return (
        select(WebSession, User, RoleGrant.role, or_(false(), *_emergencies))
        .join(User, User.id == WebSession.user_id)
        .outerjoin(
            RoleGrant,
            and_(
                RoleGrant.user_id == WebSession.user_id,
                RoleGrant.society_code == WebSession.society_code,
                _holds(bindparam("now", type_=RoleGrant.until.type)),
            ),
        )
        .where(WebSession.secret_hash == bindparam("secret_hash"))
    )


def invitation_of_hash(session: Session, secret_hash: bytes) -> Invitation | None:
    """Return the invitation whose secret has this hash, locked until the transaction ends."""
    query = select(Invitation).where(Invitation.secret_hash == secret_hash)
    return session.scalar(query.with_for_update())


def open_invitations(
    session: Session, user_ids: Collection[UUID], now: datetime
) -> Sequence[Invitation]:
    """Return the invitations of `user_ids` that can still be used, the latest to expire last."""
    query = select(Invitation).where(
        Invitation.user_id.in_(set(user_ids)),
        Invitation.used_at.is_(None),
        Invitation.expires_at > now,
    )
    return session.scalars(query.order_by(Invitation.expires_at)).all()


def leavers(society: str) -> Reading[Sequence[User]]:
    """Read whose last day is set, and whose account was closed, the last to leave first."""
    query = select(User).where(
        User.society_code == society, or_(User.leaves_on.is_not(None), User.ended_at.is_not(None))
    )
    return (yield from all_of(query, User.ended_at.desc(), User.id))


def gone(session: Session, society: str, today: date) -> Sequence[User]:
    """Return whose last day is over and whose account is still to be closed, locked."""
    query = select(User).where(
        User.society_code == society, User.ended_at.is_(None), User.leaves_on < today
    )
    return session.scalars(query.with_for_update()).all()


@dataclass(frozen=True, slots=True)
class Use:
    """An open account, and when it was last invited (or made) and last signed in with."""

    user: User
    invited_at: datetime
    used_at: datetime | None


def uses(session: Session, society: str) -> Sequence[Use]:
    """Return the open accounts of a society that people sign in with, locked.

    Who showed a passphrase and no second step did not sign in.
    """
    query = select(User).where(
        User.society_code == society, User.ended_at.is_(None), User.is_demo.is_(False)
    )
    rows = session.scalars(query.with_for_update().order_by(User.id)).all()
    ids = [row.id for row in rows]
    invited = (
        select(Invitation.user_id, func.max(Invitation.created_at))
        .where(Invitation.user_id.in_(ids))
        .group_by(Invitation.user_id)
    )
    used = (
        select(WebSession.user_id, func.max(WebSession.started_at))
        .where(WebSession.user_id.in_(ids), WebSession.stage == Stage.OPEN)
        .group_by(WebSession.user_id)
    )
    last_invited = dict(session.execute(invited).all())
    last_used = dict(session.execute(used).all())
    return [
        Use(
            row,
            max(row.created_at, last_invited.get(row.id, row.created_at)),
            last_used.get(row.id),
        )
        for row in rows
    ]


def emptied_keys(session: Session, society: str, now: datetime) -> Sequence[UUID]:
    """Return the keys of accounts that were emptied lately, to be destroyed, for sure."""
    query = select(User.key_id).where(
        User.society_code == society, User.sealed == b"", User.ended_at > now - LOOKED_BACK
    )
    return session.scalars(query).all()


def named_readers(session: Session, record_id: UUID) -> frozenset[UUID]:
    """Return who is named on a record."""
    query = select(NamedReader.user_id).where(NamedReader.record_id == record_id)
    return frozenset(session.scalars(query))


def namings(session: Session, record_ids: Collection[UUID]) -> Sequence[NamedReader]:
    """Return that somebody was named on any of these records, by whom and when."""
    query = select(NamedReader).where(NamedReader.record_id.in_(set(record_ids)))
    return session.scalars(query).all()


def shared_with(session: Session, record_ids: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Return with whom any of these records is shared at `now`, alone or in a team."""
    live = (
        select(CaseShare.user_id, TeamMember.user_id)
        .join(CaseSharePart, CaseSharePart.share_id == CaseShare.id)
        .outerjoin(TeamMember, TeamMember.team_id == CaseShare.team_id)
        .where(
            CaseSharePart.record_id.in_(set(record_ids)),
            CaseShare.until > now,
            CaseShare.ended_at.is_(None),
        )
    )
    return frozenset(one for row in session.execute(live) for one in row if one is not None)


def society_name(session: Session, society: str) -> str | None:
    """Return the name of a society. It lies above in the layers, so its table is read by name."""
    query = text("SELECT name FROM society WHERE code = :code")
    name: str | None = session.scalar(query, {"code": society})
    return name


def _holds(now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    lasting = or_(RoleGrant.until.is_(None), RoleGrant.until > now)
    return RoleGrant.ended_at.is_(None) & lasting
