"""One file's rows: reached under a permission, its entries sealed and opened under a receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.children import queries
from rfl.children.document import EntryDocument
from rfl.children.models import ChildEntry, ChildFile
from rfl.children.rules import ChildAct, EntryKind, Factor, Hands, Standing
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError
from rfl.keys import service as keys
from rfl.persons.document import SCHEMA, decode, encode

ENTRY_TABLE = ChildEntry.__tablename__
NOTHING = EntryDocument()
"""What an entry holds that says all by its kind; also what is shown of one that stays shut."""

PURPOSE = "child"
"""For what a child's file is opened, as the trail has it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, opened."""

    row: ChildEntry
    document: EntryDocument


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry to be written."""

    kind: EntryKind
    document: EntryDocument = NOTHING
    happened_at: datetime | None = None
    """When it was; now unless given."""
    act: ChildAct | None = None
    factor: Factor | None = None


def reachable(
    session: Session, actor: Actor, permission: Permission, child_id: UUID, *, lock: bool = False
) -> ChildFile:
    """Return a file the actor may do `permission` to: it and the child's record are in reach.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.

    """
    authorise(actor, permission)
    scope = visible(actor, permission, clock.now())
    row = queries.file_within(session, scope, child_id, lock=lock)
    if row is None:
        raise NotFoundError("child file")
    return row


def record(
    session: Session, actor: Actor, act: Act, row: ChildFile, /, *fields: str, **detail: str
) -> Receipt:
    """Write to the trail what the actor does with a file, and return leave to open it."""
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[row.society_code],
        subjects=[row.id, row.person_id],
        fields=fields,
        purpose=PURPOSE,
        detail=detail,
    )


def add_entry(session: Session, actor_id: UUID, row: ChildFile, new: NewEntry) -> ChildEntry:
    """Add an entry. The caller has decided that it may be written, and audits."""
    now, identity = clock.now(), uuid4()
    context = Context(row.society_code, ENTRY_TABLE, identity, SCHEMA)
    entry = ChildEntry(
        id=identity,
        society_code=row.society_code,
        child_id=row.id,
        kind=new.kind,
        act=new.act,
        factor=new.factor,
        happened_at=new.happened_at or now,
        created_by=actor_id,
        created_at=now,
        sealed=keys.of(session).seal(row.key_id, context, encode(new.document)),
    )
    session.add(entry)
    row.changed_at = now
    session.flush()
    return entry


def open_entries(
    session: Session, receipt: Receipt, rows: Sequence[ChildEntry]
) -> tuple[Entry, ...]:
    """Return entries, opened, in order."""
    opened = reveal_many(session, receipt, [Sealed(row.sealed, entry_context(row)) for row in rows])
    return tuple(
        Entry(row, decode(data, EntryDocument)) for row, data in zip(rows, opened, strict=True)
    )


def entry_context(row: ChildEntry) -> Context:
    """Return the place to which an entry is bound."""
    return Context(row.society_code, ENTRY_TABLE, row.id, SCHEMA)


def standing_of(session: Session, row: ChildFile) -> tuple[Standing, Hands]:
    """Return what a file has and who did what in it; nothing is opened."""
    known = queries.facts(session, [row]).get(row.id, queries.Facts())
    return queries.standing_of(row, known), queries.hands_of(row, known)


def newest(entries: Sequence[Entry], kind: EntryKind) -> Entry | None:
    """Return the newest entry of a kind, of entries that run from the newest to the oldest."""
    return next((one for one in entries if one.row.kind is kind), None)


def newest_factors(entries: Sequence[Entry]) -> dict[Factor, Entry]:
    """Return the newest assessment of each factor."""
    found: dict[Factor, Entry] = {}
    for one in entries:
        if one.row.factor is not None:
            found.setdefault(one.row.factor, one)
    return found
