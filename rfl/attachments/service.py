"""Adding photos and documents to a case or registration, showing them, taking them away again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from rfl import clock, picturing
from rfl.access.rules import Actor
from rfl.attachments import homes
from rfl.attachments.document import AttachmentDocument
from rfl.attachments.homes import Home
from rfl.attachments.models import Attachment, AttachmentPage
from rfl.attachments.rules import MOST_PAGES, SMALL_SIDE, check_new, check_reason, check_room
from rfl.audit import service as audit
from rfl.audit.reveal import opening, reveal
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading, all_of, ask
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.persons import service as persons
from rfl.persons.document import SCHEMA, decode, encode
from rfl.text import Text
from rfl.tracing import queries
from rfl.tracing.document import ActionDocument
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ActionKind
from rfl.tracing.service import NewEntry, add_entry

SMALL = 0
"""Place of the small picture."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """A file, drawn anew: its pages and the small picture of the first, all JPEG."""

    pages: Sequence[bytes]
    small: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """One photo or document, opened; its pictures are asked for one by one."""

    row: Attachment
    document: AttachmentDocument


@dataclass(frozen=True, slots=True)
class Page:
    """One photo or document with its case or registration."""

    home: Home
    row: Attachment
    document: AttachmentDocument
    name: str
    """Of whom it is, where that is one sought person."""


def draw(data: bytes) -> Pictures:
    """Return a file (JPEG, PNG, WebP, PDF) as pictures. It takes a while: outside a transaction.

    Raises:
        RuleBrokenError: there is nothing in it, or see picturing.drawn.

    """
    if not data:
        raise RuleBrokenError("Choose the photo or document first.")
    too_many = Text(
        "A document has at most %(pages)d pages. Choose those that help the search.",
        pages=MOST_PAGES,
    )
    pages = picturing.drawn(data, MOST_PAGES, too_many)
    (small,) = picturing.drawn(pages[0], 1, too_many, SMALL_SIDE)
    return Pictures(pages, small)


def add(
    session: Session,
    actor: Actor,
    request_id: UUID,
    document: AttachmentDocument,
    pictures: Pictures,
) -> Attachment:
    """Add a photo or document to a case, and write it to its time line.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or nobody sought in it.
        RuleBrokenError: see rules.check_new.

    """
    home = homes.case(session, actor, request_id, lock=True)
    request = session.get_one(TracingRequest, home.id)
    sought = {one.id for one in queries.sought(session, [request.id])}
    if document.sought_id is not None and document.sought_id not in sought:
        raise NotFoundError("sought person of the case")
    kept = len(of_request(session, request.id))
    check_new(request.state, kept, document.said.day, clock.today())
    row = _keep(session, actor, home, document, pictures)
    _write(session, actor, request, "", f"attached_{document.kind}")
    return row


def add_to_registration(
    session: Session,
    actor: Actor,
    registration_id: UUID,
    document: AttachmentDocument,
    pictures: Pictures,
) -> Attachment:
    """Add a photo or document to a registration.

    Raises:
        DeniedError, NotFoundError: not the actor's registration.
        RuleBrokenError: see rules.check_room; or the person's record was erased.

    """
    home = homes.registration(session, actor, registration_id)
    kept = len(of_registrations(session, [registration_id]))
    check_room(kept, document.said.day, clock.today())
    return _keep(session, actor, home, document, pictures)


def read(session: Session, actor: Actor, attachment_id: UUID) -> Page:
    """Open what a photo or document is; its pictures by `picture`.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or it was taken away.

    """
    row, home = _reach(session, actor, attachment_id)
    receipt = _record(session, actor, Act.ATTACHMENT_OPENED, home, row, "particulars")
    (found,) = open_rows(session, receipt, [row])
    name = _name(session, receipt, home, found.document.sought_id)
    return Page(home, row, found.document, name)


def picture(session: Session, actor: Actor, attachment_id: UUID, place: int) -> bytes:
    """Return one page as a picture (JPEG); at SMALL the small one of the first page.

    Raises:
        DeniedError, NotFoundError: not the actor's case, no such page, or it was taken away.

    """
    row, home = _reach(session, actor, attachment_id)
    query = select(AttachmentPage).where(
        AttachmentPage.attachment_id == row.id, AttachmentPage.place == place
    )
    page = session.scalar(query)
    if page is None:
        raise NotFoundError("page")
    is_small = place == SMALL
    act = Act.ATTACHMENT_LISTED if is_small else Act.ATTACHMENT_OPENED
    what = "small picture" if is_small else f"page {place}"
    receipt = _record(session, actor, act, home, row, what)
    return reveal(session, receipt, Sealed(page.sealed, _page_context(page)))


def take_away(session: Session, actor: Actor, attachment_id: UUID, reason: str) -> Home:
    """Take a photo or document away: only that it was there, and in a case why not now, stays.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or it was taken away already.
        RuleBrokenError: no reason is given.

    """
    row, home = _reach(session, actor, attachment_id, lock=True)
    check_reason(reason)
    session.execute(delete(AttachmentPage).where(AttachmentPage.attachment_id == row.id))
    row.sealed, row.taken_by, row.taken_at = b"", actor.user_id, clock.now()
    _record(session, actor, Act.ATTACHMENT_TAKEN, home, row)
    if home.request is not None:
        _write(session, actor, home.request, reason.strip(), "detached")
    return home


def open_rows(session: Session, receipt: Receipt, rows: Sequence[Attachment]) -> list[Opened]:
    """Return what photos and documents are, in order; the caller has decided that they may."""
    return ask(session, opening_rows(receipt, rows))


def opening_rows(receipt: Receipt, rows: Sequence[Attachment]) -> Reading[list[Opened]]:
    """Read what photos and documents are, in order; the caller has decided that they may."""
    sealed = [Sealed(row.sealed, _context(row)) for row in rows]
    opened = yield from opening(receipt, sealed)
    return [
        Opened(row, decode(data, AttachmentDocument))
        for row, data in zip(rows, opened, strict=True)
    ]


def of_request(session: Session, request_id: UUID) -> Sequence[Attachment]:
    """Return the photos and documents of a case, newest first. Nothing is opened."""
    return ask(session, reading_attachments(request_id))


def reading_attachments(request_id: UUID) -> Reading[Sequence[Attachment]]:
    """Read the photos and documents of a case, newest first. Nothing is opened."""
    query = select(Attachment).where(Attachment.request_id == request_id, Attachment.sealed != b"")
    return (yield from all_of(query, Attachment.created_at.desc(), Attachment.id))


def of_registrations(session: Session, ids: Collection[UUID]) -> Sequence[Attachment]:
    """Return the photos and documents of registrations, newest first. Nothing is opened."""
    query = select(Attachment).where(
        Attachment.registration_id.in_(set(ids)), Attachment.sealed != b""
    )
    return session.scalars(query.order_by(Attachment.created_at.desc(), Attachment.id)).all()


def _keep(
    session: Session,
    actor: Actor,
    home: Home,
    document: AttachmentDocument,
    pictures: Pictures,
) -> Attachment:
    row = Attachment(
        id=uuid4(),
        society_code=home.society,
        request_id=home.id if home.request else None,
        registration_id=home.id if home.registration else None,
        pages=len(pictures.pages),
        created_by=actor.user_id,
        created_at=clock.now(),
    )
    row.sealed = keys.of(session).seal(home.key_id, _context(row), encode(document))
    session.add(row)
    session.flush()
    _seal_pages(session, home, row, pictures)
    _record(session, actor, Act.ATTACHMENT_ADDED, home, row)
    return row


def _name(session: Session, receipt: Receipt, home: Home, sought_id: UUID | None) -> str:
    if home.registration is not None:
        person_id = home.registration.person_id
        return persons.open_by_id(session, receipt, [person_id])[person_id].display_name
    sought = queries.sought(session, [home.id]) if sought_id else ()
    ids = [one.person_id for one in sought if one.id == sought_id]
    people = persons.open_by_id(session, receipt, ids)
    return people[ids[0]].display_name if ids else ""


def _seal_pages(session: Session, home: Home, row: Attachment, pictures: Pictures) -> None:
    store = keys.of(session)
    for place, data in enumerate((pictures.small, *pictures.pages)):
        page = AttachmentPage(
            id=uuid4(), society_code=row.society_code, attachment_id=row.id, place=place
        )
        page.sealed = store.seal(home.key_id, _page_context(page), data)
        session.add(page)


def _reach(
    session: Session, actor: Actor, attachment_id: UUID, *, lock: bool = False
) -> tuple[Attachment, Home]:
    row = session.get(Attachment, attachment_id, with_for_update=lock, populate_existing=lock)
    if row is None or not row.sealed:
        raise NotFoundError("attachment")
    return row, homes.of(session, actor, row, lock=lock)


def _write(
    session: Session, actor: Actor, request: TracingRequest, words: str, result: str
) -> None:
    add_entry(session, actor, request, NewEntry(ActionKind.NOTE, ActionDocument(words, result)))
    request.changed_at = clock.now()
    session.flush()


def _context(row: Attachment) -> Context:
    return Context(row.society_code, Attachment.__tablename__, row.id, SCHEMA)


def _page_context(page: AttachmentPage) -> Context:
    return Context(page.society_code, AttachmentPage.__tablename__, page.id, SCHEMA)


def _record(
    session: Session, actor: Actor, act: Act, home: Home, row: Attachment, *what: str
) -> Receipt:
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[home.society],
        subjects=[home.id, row.id],
        fields=what,
        purpose="tracing",
    )
