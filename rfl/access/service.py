"""Colleagues: inviting, signing in and out, roles, and who somebody is."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import document, secrets
from rfl.access.document import SCHEMA, StaffDocument
from rfl.access.models import Guarded, Invitation, NamedReader, RoleGrant, User, WebSession
from rfl.access.rules import Actor, Permission, Resource, Role, Sensitivity, authorise
from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import INSTALLATION_LOG, STRANGER, SYSTEM, Act, Decision
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose

INVITATION_HOURS = 72
IDLE = timedelta(minutes=20)
ABSOLUTE = timedelta(hours=12)
TOUCH = timedelta(seconds=60)
"""How often a session's last use is written down."""

TABLE = User.__tablename__


def new_user(
    session: Session, society: str, staff: StaffDocument, roles: Iterable[Role], granted_by: UUID
) -> User:
    """Add a colleague without a passphrase. Their name and address rest sealed.

    Raises:
        RuleBrokenError: the address is in use or is none.

    """
    address = fold_email(staff.email)
    store = keys.of(session)
    tag = store.tag(TagPurpose.EMAIL, address)
    if session.scalar(select(User.id).where(User.email_tag == tag)) is not None:
        raise RuleBrokenError("Somebody uses this e-mail address already.")
    user = User(id=uuid4(), society_code=society, email_tag=tag, created_at=clock.now())
    user.key_id = store.new_record_key(society)
    user.sealed = store.seal(user.key_id, _context(user), document.encode(staff))
    session.add(user)
    session.flush()
    for role in roles:
        _grant(session, user, role, granted_by)
    return user


def invite(
    session: Session, actor: Actor, society: str, staff: StaffDocument, roles: Iterable[Role]
) -> str:
    """Add a colleague and return the one-time secret with which they choose a passphrase.

    An administrator invites into their own society; the console (SYSTEM) into any.
    """
    if actor.user_id != SYSTEM:
        authorise(actor, Permission.USER_MANAGE)
        if society != actor.society:
            raise NotFoundError("society")
    user = new_user(session, society, staff, roles, actor.user_id)
    secret, now = secrets.new_secret(), clock.now()
    session.add(
        Invitation(
            user_id=user.id,
            secret_hash=secrets.digest(secret),
            created_at=now,
            expires_at=now + timedelta(hours=INVITATION_HOURS),
        )
    )
    audit.record(session, actor.user_id, Act.USER_INVITED, societies=[society], subjects=[user.id])
    return secret


def accept_invitation(session: Session, secret: str, passphrase: str) -> None:
    """Set the passphrase of whoever holds `secret`. It works once.

    Raises:
        RuleBrokenError: the secret is wrong, used or too old; the passphrase is weak.

    """
    secrets.check_passphrase(passphrase)
    query = select(Invitation).where(Invitation.secret_hash == secrets.digest(secret))
    found = session.scalar(query.with_for_update())
    now = clock.now()
    if found is None or found.used_at is not None or found.expires_at < now:
        raise RuleBrokenError(
            "This invitation cannot be used: it is mistyped, was used, or is older than three days. "
            "Ask your administrator for a new one."
        )
    user = session.get_one(User, found.user_id)
    found.used_at, user.secret_hash = now, secrets.hash_passphrase(passphrase)
    audit.record(
        session, user.id, Act.PASSWORD_CHANGED, societies=[user.society_code], subjects=[user.id]
    )


def enter(session: Session, email: str, passphrase: str) -> str | None:
    """Return the secret of a new session, or None: unknown, wrong and ended are all the same."""
    tag = keys.of(session).tag(TagPurpose.EMAIL, fold_email(email))
    user = session.scalar(select(User).where(User.email_tag == tag))
    good = secrets.matches(user.secret_hash if user else None, passphrase)
    if user is None or not good or user.ended_at is not None:
        log = user.society_code if user else INSTALLATION_LOG
        audit.record(
            session,
            user.id if user else STRANGER,
            Act.SIGN_IN_FAILED,
            societies=[log],
            decision=Decision.REFUSED,
        )
        return None
    return start_session(session, user)


def enter_demo(session: Session, user_id: UUID) -> str:
    """Return the secret of a new session of a demonstration user."""
    user = session.get(User, user_id)
    if user is None or not user.is_demo or user.ended_at is not None:
        raise NotFoundError("demonstration user")
    return start_session(session, user)


def start_session(session: Session, user: User) -> str:
    """Sign `user` in: a new session each time, so that none can be planted beforehand."""
    secret, now = secrets.new_secret(), clock.now()
    session.add(
        WebSession(
            user_id=user.id,
            society_code=user.society_code,
            secret_hash=secrets.digest(secret),
            started_at=now,
            seen_at=now,
        )
    )
    audit.record(session, user.id, Act.SIGNED_IN, societies=[user.society_code], subjects=[user.id])
    return secret


def resume(session: Session, secret: str) -> Actor | None:
    """Return who carries `secret`, with the roles they have at this moment, or None."""
    query = select(WebSession, User).join(User, User.id == WebSession.user_id)
    row = session.execute(query.where(WebSession.secret_hash == secrets.digest(secret))).first()
    if row is None:
        return None
    web, user = row
    now = clock.now()
    if web.ended_at is not None or user.ended_at is not None or _is_over(web, now):
        return None
    if now - web.seen_at > TOUCH:
        web.seen_at = now
    return Actor(user.id, web.society_code, roles_of(session, user.id, web.society_code), web.id)


def own_staff(session: Session, actor: Actor) -> StaffDocument:
    """Return the actor's own name and how they read, for the head of their own pages."""
    receipt = audit.record(
        session, actor.user_id, Act.USER_OPENED, societies=[actor.society], subjects=[actor.user_id]
    )
    return staff(session, receipt, [actor.user_id])[actor.user_id]


def leave(session: Session, actor: Actor, session_id: UUID | None = None) -> None:
    """End one of the actor's own sessions; the present one unless another is named."""
    web = session.get(WebSession, session_id or actor.session_id)
    if web is None or web.user_id != actor.user_id:
        raise NotFoundError("session")
    web.ended_at = web.ended_at or clock.now()
    audit.record(
        session, actor.user_id, Act.SIGNED_OUT, societies=[actor.society], subjects=[web.id]
    )


def own_sessions(session: Session, actor: Actor) -> Sequence[WebSession]:
    """Return the actor's sessions that could still be used, newest first."""
    now = clock.now()
    query = select(WebSession).where(
        WebSession.user_id == actor.user_id,
        WebSession.ended_at.is_(None),
        WebSession.seen_at > now - IDLE,
        WebSession.started_at > now - ABSOLUTE,
    )
    return session.scalars(query.order_by(WebSession.started_at.desc())).all()


def roles_of(session: Session, user_id: UUID, society: str) -> frozenset[Role]:
    """Return the roles somebody has in a society now."""
    now = clock.now()
    query = select(RoleGrant.role, RoleGrant.until).where(
        RoleGrant.user_id == user_id,
        RoleGrant.society_code == society,
        RoleGrant.ended_at.is_(None),
    )
    return frozenset(role for role, until in session.execute(query) if until is None or until > now)


def end_role(session: Session, actor: Actor, user_id: UUID, role: Role) -> None:
    """Take a role away; it acts on the colleague's next request."""
    user = managed_user(session, actor, user_id)
    query = select(RoleGrant).where(
        RoleGrant.user_id == user.id, RoleGrant.role == role, RoleGrant.ended_at.is_(None)
    )
    for grant in session.scalars(query):
        grant.ended_at = clock.now()
    audit.record(
        session,
        actor.user_id,
        Act.ROLE_REVOKED,
        societies=[user.society_code],
        subjects=[user.id],
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
    user.ended_at = clock.now()
    for web in session.scalars(select(WebSession).where(WebSession.user_id == user.id)):
        web.ended_at = web.ended_at or clock.now()
    audit.record(
        session,
        actor.user_id,
        Act.USER_SUSPENDED,
        societies=[user.society_code],
        subjects=[user.id],
    )


def managed_user(session: Session, actor: Actor, user_id: UUID) -> User:
    """Return a user of the administrator's own society."""
    authorise(actor, Permission.USER_MANAGE)
    user = session.get(User, user_id)
    if user is None or user.society_code != actor.society:
        raise NotFoundError("user")
    return user


def colleagues(session: Session, society: str, role: Role | None = None) -> list[UUID]:
    """Return the ids of those who may sign in for a society, with one role if named."""
    query = select(User.id).where(User.society_code == society, User.ended_at.is_(None))
    if role is not None:
        held = select(RoleGrant.user_id).where(RoleGrant.role == role, RoleGrant.ended_at.is_(None))
        query = query.where(User.id.in_(held))
    return list(session.scalars(query))


def staff(
    session: Session, receipt: Receipt, user_ids: Collection[UUID]
) -> dict[UUID, StaffDocument]:
    """Return the documents of those of `user_ids` who are users, opened under `receipt`."""
    users = session.scalars(select(User).where(User.id.in_(set(user_ids)))).all()
    opened = reveal_many(session, receipt, [Sealed(u.sealed, _context(u)) for u in users])
    return {u.id: document.decode(data) for u, data in zip(users, opened, strict=True)}


def staff_names(
    session: Session, receipt: Receipt, user_ids: Iterable[UUID | None]
) -> dict[UUID, str]:
    """Return the names of those of `user_ids` who are users."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    return {user_id: found.name for user_id, found in staff(session, receipt, wanted).items()}


def resource_of(session: Session, row: Guarded, *, addressed_to: str | None = None) -> Resource:
    """Return what a decision needs to know of `row`."""
    named: frozenset[UUID] = frozenset()
    if row.sensitivity is not Sensitivity.NORMAL:
        identity: UUID = row.id  # type: ignore[attr-defined]  # every guarded model has one
        query = select(NamedReader.user_id).where(NamedReader.record_id == identity)
        named = frozenset(session.scalars(query))
    return Resource(
        society=row.society_code,
        created_by=row.created_by,
        created_at=row.created_at,
        owner_id=row.owner_id,
        sensitivity=row.sensitivity,
        addressed_to=addressed_to,
        named=named,
    )


def name_reader(session: Session, actor: Actor, record_id: UUID, user_id: UUID) -> None:
    """Name somebody on a restricted or sealed record. The caller has decided that it may be done."""
    query = select(NamedReader.id).where(
        NamedReader.record_id == record_id, NamedReader.user_id == user_id
    )
    if session.scalar(query) is None:
        session.add(
            NamedReader(
                record_id=record_id, user_id=user_id, named_by=actor.user_id, named_at=clock.now()
            )
        )


def society_name(session: Session, society: str) -> str:
    """Return the name of a society. It lies above in the layers, so its table is read by name."""
    query = text("SELECT name FROM society WHERE code = :code")
    return str(session.scalar(query, {"code": society}) or society)


def check_society(session: Session, society: str) -> None:
    """Return if `society` is here.

    Raises:
        RuleBrokenError: it is not; the sentence says how to add it.

    """
    query = text("SELECT code FROM society WHERE code = :code")
    if session.scalar(query, {"code": society}) is None:
        raise RuleBrokenError("There is no society of this code. `rfl societies list` shows them.")


def fold_email(email: str) -> str:
    """Return an e-mail address in the one form that is compared.

    Raises:
        RuleBrokenError: it is no address.

    """
    folded = email.strip().lower()
    if "@" not in folded[1:-1] or len(folded) > 254:  # noqa: PLR2004  # RFC 5321
        raise RuleBrokenError("Write a whole e-mail address, such as name@society.example.")
    return folded


def _is_over(web: WebSession, now: datetime) -> bool:
    return now - web.seen_at > IDLE or now - web.started_at > ABSOLUTE


def _grant(session: Session, user: User, role: Role, granted_by: UUID) -> None:
    session.add(
        RoleGrant(
            user_id=user.id,
            society_code=user.society_code,
            role=role,
            granted_by=granted_by,
            granted_at=clock.now(),
        )
    )
    audit.record(
        session,
        granted_by,
        Act.ROLE_GRANTED,
        societies=[user.society_code],
        subjects=[user.id],
        detail={"role": role},
    )


def _context(user: User) -> Context:
    return Context(user.society_code, TABLE, user.id, SCHEMA)


def actor_of_email(session: Session, email: str) -> Actor:
    """Return the actor that a colleague is, for commands given in their name at the console.

    Raises:
        RuleBrokenError: nobody signs in with this address.

    """
    tag = keys.of(session).tag(TagPurpose.EMAIL, fold_email(email))
    user = session.scalar(select(User).where(User.email_tag == tag, User.ended_at.is_(None)))
    if user is None:
        raise RuleBrokenError("Nobody signs in with this e-mail address.")
    return Actor(user.id, user.society_code, roles_of(session, user.id, user.society_code))
