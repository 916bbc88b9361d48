"""Keeping the directory, and finding in it."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, may
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.directory.models import DirectoryEntry
from rfl.directory.rules import HelpKind, check_entry, is_stale
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.societies import service as societies
from rfl.societies.models import Site

MOST = 200
"""More entries than anybody reads through: the filters narrow them."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is written of a service."""

    kind: HelpKind
    name: str
    contact: str
    languages: str = ""
    for_whom: str = ""
    opening: str = ""
    site_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One service as a page shows it."""

    row: DirectoryEntry
    site: str
    is_stale: bool
    may_keep: bool


def listed(
    session: Session, actor: Actor, *, society: str = "", kind: HelpKind | None = None
) -> list[Listed]:
    """Return open services, of one society or kind or of all; the last looked at first.

    Raises:
        DeniedError: the actor does not send people on.

    """
    authorise(actor, Permission.DIRECTORY_READ)
    query = select(DirectoryEntry, Site.name).outerjoin(Site, Site.id == DirectoryEntry.site_id)
    query = query.where(DirectoryEntry.closed_at.is_(None))
    if society:
        query = query.where(DirectoryEntry.society_code == society)
    if kind is not None:
        query = query.where(DirectoryEntry.kind == kind)
    order = (DirectoryEntry.verified_at.desc(), DirectoryEntry.name)
    now, keeps = clock.now(), may(actor, Permission.DIRECTORY_KEEP)
    return [
        Listed(
            row,
            site or "",
            is_stale(row.verified_at, now),
            keeps and row.society_code == actor.society,
        )
        for row, site in session.execute(query.order_by(*order).limit(MOST))
    ]


def read(session: Session, actor: Actor, entry_id: UUID) -> DirectoryEntry:
    """Return an entry of the actor's own society, to be changed.

    Raises:
        DeniedError, NotFoundError: not theirs to keep.

    """
    authorise(actor, Permission.DIRECTORY_KEEP)
    row = session.get(DirectoryEntry, entry_id)
    if row is None or row.society_code != actor.society:
        raise NotFoundError("directory entry")
    return row


def keep(
    session: Session, actor: Actor, new: NewEntry, entry_id: UUID | None = None
) -> DirectoryEntry:
    """Write a service down, or change it; whoever does has looked at it today.

    Raises:
        DeniedError, NotFoundError: not theirs to keep.
        RuleBrokenError: no name, no way to reach it, or a site of another society.

    """
    authorise(actor, Permission.DIRECTORY_KEEP)
    check_entry(new.name, new.contact)
    own = {site.id for site in societies.sites(session, actor.society)}
    if new.site_id and new.site_id not in own:
        raise RuleBrokenError("Choose one of your society’s sites.")
    if entry_id is None:
        row = DirectoryEntry(id=uuid4(), society_code=actor.society)
        session.add(row)
    else:
        row = read(session, actor, entry_id)
    row.kind, row.site_id = new.kind, new.site_id
    row.name, row.contact = new.name.strip(), new.contact.strip()
    row.languages, row.for_whom = new.languages.strip(), new.for_whom.strip()
    row.opening = new.opening.strip()
    _looked_at(session, actor, row)
    return row


def verify(session: Session, actor: Actor, entry_id: UUID) -> None:
    """Say that an entry still holds as it stands.

    Raises:
        DeniedError, NotFoundError: not theirs to keep.

    """
    _looked_at(session, actor, read(session, actor, entry_id))


def close(session: Session, actor: Actor, entry_id: UUID) -> None:
    """Take an entry out of the directory: nobody is sent there any more. Referrals keep its name.

    Raises:
        DeniedError, NotFoundError: not theirs to keep.

    """
    row = read(session, actor, entry_id)
    row.closed_at = row.closed_at or clock.now()
    _record(session, actor, row)


def _looked_at(session: Session, actor: Actor, row: DirectoryEntry) -> None:
    row.verified_at, row.verified_by, row.closed_at = clock.now(), actor.user_id, None
    session.flush()
    _record(session, actor, row)


def _record(session: Session, actor: Actor, row: DirectoryEntry) -> None:
    audit.record(
        session, actor.user_id, Act.DIRECTORY_CHANGED, societies=[actor.society], subjects=[row.id]
    )
