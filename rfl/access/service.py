"""Who somebody is: accounts and roles, their names under an entry, and what guards a record."""

from collections.abc import Collection, Iterable, Set
from datetime import date, datetime
from itertools import product
from uuid import UUID, uuid4

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import document, queries
from rfl.access.apart import check_together
from rfl.access.document import SCHEMA, StaffDocument
from rfl.access.models import Guarded, NamedReader, RoleGrant, User
from rfl.access.rules import Actor, Resource, Role, Sensitivity
from rfl.audit import service as audit
from rfl.audit.reveal import opening
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading, ask
from rfl.errors import RuleBrokenError
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.keys.service import Identifiers

TABLE = User.__tablename__

NOBODY = StaffDocument(name="", email="")
"""What is left of somebody whose account was closed before they ever entered it."""

LONGEST_EMAIL = 254
"""RFC 5321."""


def new_user(
    session: Session,
    society: str,
    staff: StaffDocument,
    roles: Iterable[Role],
    granted_by: UUID,
    *,
    user_id: UUID | None = None,
) -> User:
    """Add a colleague without a passphrase. Their name and address rest sealed.

    The caller has decided on it; `user_id` is the id under which it was decided.

    Raises:
        RuleBrokenError: the address is in use or is none, or the roles do not go together.

    """
    free = free_tag(session, staff.email)
    user = User(
        id=user_id or uuid4(),
        society_code=society,
        email_tag=free.newest[0],
        tag_key=free.version,
        created_at=clock.now(),
    )
    store = keys.of(session)
    user.key_id = store.new_record_key(society)
    user.sealed = store.seal(user.key_id, _context(user), document.encode(staff))
    session.add(user)
    session.flush()
    grant(session, user, roles, granted_by)
    return user


def grant(
    session: Session,
    user: User,
    roles: Iterable[Role],
    granted_by: UUID,
    held: Set[Role] = frozenset(),
    *,
    until: datetime | None = None,
) -> None:
    """Give `user` roles in their society, beside those `held`, for good or up to `until`.

    The caller has decided on it.

    Raises:
        RuleBrokenError: the roles do not go together.

    """
    wanted = frozenset(roles)
    check_together(wanted | held)
    now = clock.now()
    for role in sorted(wanted):
        session.add(
            RoleGrant(
                user_id=user.id,
                society_code=user.society_code,
                role=role,
                granted_by=granted_by,
                granted_at=now,
                until=until,
            )
        )
        audit.record(
            session,
            granted_by,
            Act.ROLE_GRANTED,
            societies=[user.society_code],
            subjects=[user.id],
            detail={"role": role, "until": until.isoformat() if until else ""},
        )


def hold(session: Session, user_id: UUID) -> None:
    """Have what one account does one after the other, until the transaction ends."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))


def roles_of(session: Session, user_id: UUID, society: str) -> frozenset[Role]:
    """Return the roles somebody has in a society now."""
    return queries.roles(session, user_id, society, clock.now())


def colleagues(session: Session, society: str, role: Role | None = None) -> list[UUID]:
    """Return the ids of those who may sign in for a society, with one role if named."""
    return list(queries.colleagues(session, society, role, clock.now()))


def leavers(session: Session, society: str) -> dict[UUID, date | None]:
    """Return who leaves a society, or left it: until which day; None for closed without one."""
    return ask(session, reading_leavers(society))


def reading_leavers(society: str) -> Reading[dict[UUID, date | None]]:
    """Read who leaves a society, or left it: until which day; None for closed without one."""
    found = yield from queries.leavers(society)
    return {user.id: user.leaves_on for user in found}


def societies_with_users(session: Session) -> list[str]:
    """Return the societies in which anybody works."""
    query = select(User.society_code).where(User.ended_at.is_(None)).distinct()
    return list(session.scalars(query.order_by(User.society_code)))


def actor_of_email(session: Session, email: str) -> Actor:
    """Return the actor that a colleague is, for commands given in their name at the console.

    Raises:
        RuleBrokenError: nobody signs in with this address.

    """
    user = queries.user_of_tags(session, tags_of_email(session, email).tags[0])
    if user is None or user.is_shut:
        raise RuleBrokenError("Nobody signs in with this e-mail address.")
    return Actor(user.id, user.society_code, roles_of(session, user.id, user.society_code))


def staff(
    session: Session, receipt: Receipt, user_ids: Collection[UUID]
) -> dict[UUID, StaffDocument]:
    """Return the documents of those of `user_ids` who are users, opened under `receipt`."""
    return ask(session, reading_staff(receipt, user_ids))


def reading_staff(
    receipt: Receipt, user_ids: Collection[UUID]
) -> Reading[dict[UUID, StaffDocument]]:
    """Read the documents of those of `user_ids` who are users, opened under `receipt`."""
    rows = yield from queries.reading_users(user_ids)
    users = [user for user in rows if user.sealed]
    opened = yield from opening(receipt, [Sealed(u.sealed, _context(u)) for u in users])
    found = {u.id: document.decode(data) for u, data in zip(users, opened, strict=True)}
    return {user.id: found.get(user.id, NOBODY) for user in rows}


def staff_names(
    session: Session, receipt: Receipt, user_ids: Iterable[UUID | None]
) -> dict[UUID, str]:
    """Return the names of those of `user_ids` who are users."""
    return ask(session, reading_names(receipt, user_ids))


def reading_names(receipt: Receipt, user_ids: Iterable[UUID | None]) -> Reading[dict[UUID, str]]:
    """Read the names of those of `user_ids` who are users."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    found = yield from reading_staff(receipt, wanted)
    return {user_id: document.name for user_id, document in found.items()}


def own_staff(session: Session, actor: Actor) -> StaffDocument:
    """Return the actor's own name and how they read, for the head of their own pages."""
    receipt = audit.record(
        session, actor.user_id, Act.USER_OPENED, societies=[actor.society], subjects=[actor.user_id]
    )
    return staff(session, receipt, [actor.user_id])[actor.user_id]


def prefer_language(session: Session, actor: Actor, language: str) -> None:
    """Keep the language in which the actor wants to be spoken to."""
    _prefer(session, actor, Act.LANGUAGE_CHOSEN, locale=language)


def prefer_zone(session: Session, actor: Actor, zone: str) -> None:
    """Keep the time zone (IANA name) in which the actor reads hours; '' for their society's."""
    _prefer(session, actor, Act.ZONE_CHOSEN, zone=zone)


def put_hint_away(session: Session, actor: Actor) -> None:
    """Keep that the actor knows their way, so that the hint for newcomers stands there no more."""
    _prefer(session, actor, Act.HINT_PUT_AWAY, knows="guide")


def _prefer(session: Session, actor: Actor, act: Act, **chosen: str) -> None:
    receipt = audit.record(
        session,
        actor.user_id,
        act,
        societies=[actor.society],
        subjects=[actor.user_id],
        detail=dict(chosen),
    )
    changed = structs.replace(staff(session, receipt, [actor.user_id])[actor.user_id], **chosen)
    user = session.get_one(User, actor.user_id)
    user.sealed = keys.of(session).seal(user.key_id, _context(user), document.encode(changed))


def resource_of(session: Session, row: Guarded, *, addressed_to: str | None = None) -> Resource:
    """Return what a decision needs to know of `row`."""
    named: frozenset[UUID] = frozenset()
    identity: UUID = row.id  # type: ignore[attr-defined]  # every guarded model has one
    shared = frozenset[UUID]()
    if row.sensitivity is not Sensitivity.NORMAL:
        named = queries.named_readers(session, identity)
        case: UUID | None = getattr(row, "request_id", None)
        records = [one for one in (identity, case) if one is not None]
        shared = queries.shared_with(session, records, clock.now())
    return Resource(
        id=identity,
        society=row.society_code,
        created_by=row.created_by,
        created_at=row.created_at,
        owner_id=row.owner_id,
        sensitivity=row.sensitivity,
        addressed_to=addressed_to,
        named=named,
        is_erased=row.erased_at is not None,
        shared=shared,
    )


def name_reader(session: Session, actor: Actor, record_id: UUID, user_id: UUID) -> None:
    """Name somebody on a restricted or sealed record. The caller has decided on it."""
    query = select(NamedReader.id).where(
        NamedReader.record_id == record_id, NamedReader.user_id == user_id
    )
    if session.scalar(query) is None:
        session.add(
            NamedReader(
                record_id=record_id, user_id=user_id, named_by=actor.user_id, named_at=clock.now()
            )
        )


def name_only(
    session: Session, actor: Actor, record_ids: Collection[UUID], users: Collection[UUID]
) -> frozenset[UUID]:
    """Have exactly `users` named on records, and return who is named no more.

    The caller has decided on it, and writes it to the trail.
    """
    rows, wanted = queries.namings(session, record_ids), set(users)
    gone = [row for row in rows if row.user_id not in wanted]
    for row in gone:
        session.delete(row)
    there = {(row.record_id, row.user_id) for row in rows}
    now = clock.now()
    session.add_all(
        NamedReader(record_id=record_id, user_id=user_id, named_by=actor.user_id, named_at=now)
        for record_id, user_id in sorted(product(set(record_ids), wanted))
        if (record_id, user_id) not in there
    )
    session.flush()
    return frozenset(row.user_id for row in gone)


def society_name(session: Session, society: str) -> str:
    """Return the name of a society, or its code if it is not here."""
    return queries.society_name(session, society) or society


def check_society(session: Session, society: str) -> None:
    """Return if `society` is here.

    Raises:
        RuleBrokenError: it is not; the sentence says how to add it.

    """
    if queries.society_name(session, society) is None:
        raise RuleBrokenError("There is no society of this code. `rfl societies list` shows them.")


def tags_of_email(session: Session, email: str) -> Identifiers:
    """Return the blind tags by which an account is found.

    Raises:
        RuleBrokenError: it is no address.

    """
    return keys.of(session).identifiers(TagPurpose.EMAIL, [fold_email(email)])


def free_tag(session: Session, email: str) -> Identifiers:
    """Return the blind tags of an address with which nobody signs in.

    Raises:
        RuleBrokenError: it is no address, or in use.

    """
    found = tags_of_email(session, email)
    if queries.user_of_tags(session, found.tags[0]) is not None:
        raise RuleBrokenError("Somebody uses this e-mail address already.")
    return found


def free_address(session: Session, user: User) -> None:
    """Let the address of an account that is closed be used by another: who comes back is new."""
    free = keys.of(session).identifiers(TagPurpose.EMAIL, [f"closed {user.id}"])
    user.email_tag, user.tag_key = free.newest[0], free.version


def fold_email(email: str) -> str:
    """Return an e-mail address in the one form that is compared.

    Raises:
        RuleBrokenError: it is no address.

    """
    folded = email.strip().lower()
    if "@" not in folded[1:-1] or len(folded) > LONGEST_EMAIL or len(folded.split()) != 1:
        raise RuleBrokenError("Write a whole e-mail address, such as name@society.example.")
    return folded


def _context(user: User) -> Context:
    return Context(user.society_code, TABLE, user.id, SCHEMA)
