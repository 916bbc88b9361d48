"""What is best for the child: determined, and signed by a head of tracing and a focal point.

Both sign a hash over exactly what they read: the determination, what it rests on, and every wish of
the child. Whatever is added afterwards makes it another thing, which is written and signed anew.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.children import files, queries, service
from rfl.children.document import EntryDocument
from rfl.children.files import Entry, NewEntry
from rfl.children.models import ChildFile
from rfl.children.rules import (
    ACTS,
    ChildAct,
    ChildState,
    EntryKind,
    Factor,
    check_act,
    check_needs,
    missing,
)
from rfl.crypto.encoding import prefixed
from rfl.errors import RuleBrokenError
from rfl.persons import service as persons
from rfl.persons.document import PersonDocument, encode

SIGNED_KINDS = (
    *(EntryKind.DETERMINATION, EntryKind.FACTOR, EntryKind.WISH, EntryKind.GUARDIAN),
    EntryKind.CARE,
)
"""What a signature is under, beside the determination itself."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What a signer reads: no more of the file than the decision rests on."""

    row: ChildFile
    child: PersonDocument
    determination: Entry | None
    factors: dict[Factor, Entry]
    wishes: Sequence[Entry]
    guardian: Entry | None
    care: Entry | None
    seen: str
    """What a signature under exactly this is bound to (hex)."""

    @property
    def is_unchanged(self) -> bool:
        """Tell whether nothing was added since the determination was written."""
        stored = self.row.determined_hash
        return stored is not None and stored.hex() == self.seen


def determine(session: Session, actor: Actor, child_id: UUID, document: EntryDocument) -> None:
    """Write down what is best for the child, and put it up to be signed. Earlier ones stay.

    Raises:
        DeniedError, NotFoundError: not the actor's file.
        RuleBrokenError: a factor or the guardian is missing, or no reasons are given.

    """
    row = service.for_writing(session, actor, child_id, EntryKind.DETERMINATION)
    standing, _hands = files.standing_of(session, row)
    lacking = [
        need
        for need in missing(ChildAct.SIGN_HEAD, standing)
        if need.value in ("guardian", "assessment")
    ]
    if lacking:
        check_needs(ChildAct.SIGN_HEAD, standing)
    determined = document.determination
    if determined is None or not determined.reasons.strip():
        raise RuleBrokenError("Give the reasons: two people sign them, and the child may ask.")
    service.unsign(row)
    service.keep(session, actor, row, NewEntry(EntryKind.DETERMINATION, document))
    receipt = files.record(session, actor, Act.CHILD_OPENED, row, "determination")
    row.determined_by = actor.user_id
    row.determined_hash = digest_of(row.id, _signed(session, receipt, row))


def read(session: Session, actor: Actor, permission: Permission, child_id: UUID) -> Paper:
    """Open what is signed, and no more of the file.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.
        RuleBrokenError: nothing waits for a signature.

    """
    row = files.reachable(session, actor, permission, child_id)
    if row.determined_hash is None:
        raise RuleBrokenError("Nothing waits for a signature here.")
    receipt = files.record(session, actor, Act.CHILD_OPENED, row, "determination")
    return _paper(session, receipt, row)


def sign(
    session: Session, actor: Actor, child_id: UUID, child_act: ChildAct, seen: str
) -> ChildFile:
    """Sign exactly what was `seen`, as `child_act` says in which office.

    The second signature carries the file on.

    Raises:
        DeniedError, NotFoundError: not the actor's to sign.
        RuleBrokenError: they wrote or signed it already, or something was added since.

    """
    row = files.reachable(session, actor, ACTS[child_act].permission, child_id, lock=True)
    standing, hands = files.standing_of(session, row)
    check_act(row.state, child_act, hands, actor.user_id)
    check_needs(child_act, standing)
    receipt = files.record(session, actor, Act.CHILD_SIGNED, row, "determination", act=child_act)
    paper = _paper(session, receipt, row)
    if not paper.is_unchanged or paper.seen != seen:
        raise RuleBrokenError(
            "Something was added since you read it. Have the determination written anew."
        )
    is_second = bool(row.head_signed_by or row.focal_signed_by)
    if is_second:
        service.move(session, actor, receipt, row, service.Deed(child_act))
    else:
        files.add_entry(session, actor.user_id, row, NewEntry(EntryKind.SIGNATURE, act=child_act))
    if child_act is ChildAct.SIGN_HEAD:
        row.head_signed_by, row.head_signed_at = actor.user_id, clock.now()
    else:
        row.focal_signed_by, row.focal_signed_at = actor.user_id, clock.now()
    session.flush()
    return row


def digest_of(child_id: UUID, entries: Sequence[Entry]) -> bytes:
    """Return the SHA-256 of what is signed: which child, and each entry with its kind and words."""
    parts = [child_id.bytes]
    for one in sorted(entries, key=lambda entry: entry.row.id.bytes):
        factor = one.row.factor or ""
        parts += [one.row.id.bytes, one.row.kind.encode(), factor.encode(), encode(one.document)]
    return hashlib.sha256(prefixed(parts)).digest()


def _paper(session: Session, receipt: Receipt, row: ChildFile) -> Paper:
    signed = _signed(session, receipt, row)
    child = persons.open_by_id(session, receipt, [row.person_id])[row.person_id]
    return Paper(
        row=row,
        child=child,
        determination=files.newest(signed, EntryKind.DETERMINATION),
        factors=files.newest_factors(signed),
        wishes=[one for one in signed if one.row.kind is EntryKind.WISH],
        guardian=files.newest(signed, EntryKind.GUARDIAN),
        care=files.newest(signed, EntryKind.CARE),
        seen=digest_of(row.id, signed).hex(),
    )


def _signed(session: Session, receipt: Receipt, row: ChildFile) -> tuple[Entry, ...]:
    """Return the newest determination with the newest of each thing it rests on, and all wishes."""
    opened = files.open_entries(session, receipt, queries.entries(session, row.id, SIGNED_KINDS))
    kept = [
        files.newest(opened, kind)
        for kind in (EntryKind.DETERMINATION, EntryKind.GUARDIAN, EntryKind.CARE)
    ]
    wishes = [one for one in opened if one.row.kind is EntryKind.WISH]
    return (
        *(one for one in kept if one is not None),
        *files.newest_factors(opened).values(),
        *wishes,
    )


def is_signable(row: ChildFile) -> bool:
    """Tell whether a determination waits for signatures."""
    is_here = row.state is ChildState.RELATIONSHIP_VERIFIED
    return is_here and row.determined_hash is not None
