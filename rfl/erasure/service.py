"""Erasing a record with four eyes: ask, read what would go, erase or refuse.

`erase` empties the rows and the index in the caller's transaction; the keys are destroyed by a job
that starts with the commit (shredding). Not the other way round: a key cannot be brought back when
the entry in the trail then cannot be written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, decide, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt as Leave
from rfl.config import BACKUP_DAYS
from rfl.erasure.emptying import empty
from rfl.erasure.gathering import HEADS, Parts, gather, head
from rfl.erasure.models import Erasure, ErasureKey
from rfl.erasure.rules import (
    EraseReason,
    ErasureState,
    Record,
    RecordKind,
    check_decision,
    check_reason,
    digest,
)
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.jobs import service as jobs
from rfl.keys import erasing
from rfl.keys import service as keys
from rfl.linking import forgetting
from rfl.persons import service as persons
from rfl.persons.particulars import particulars_of

SHRED_JOB = "erasure.shred"

ACTS: Mapping[RecordKind, Act] = {
    RecordKind.PERSON: Act.PERSON_ERASED,
    RecordKind.REQUEST: Act.REQUEST_ERASED,
    RecordKind.CHILD: Act.CHILD_ERASED,
    RecordKind.IMPORT: Act.IMPORT_ERASED,
    RecordKind.MESSAGE: Act.MESSAGE_ERASED,
    RecordKind.DELIVERY: Act.MESSAGE_ERASED,
    RecordKind.INCIDENT: Act.INCIDENT_ERASED,
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be erased; `seen` is what an approval of exactly this is bound to (hex)."""

    erasure: Erasure
    counts: Mapping[str, int]
    """Rows by table."""
    seen: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of an erasure, fit to be handed to the person."""

    erasure_id: UUID
    record: Record
    number: str
    erased_at: datetime
    unreadable_by: datetime
    """Unreadable in this system at once, and everywhere, backups included, by then."""
    counts: Mapping[str, int]


def ask(session: Session, actor: Actor, record: Record, reason: EraseReason) -> Erasure:
    """Ask that a record of the actor's society be erased; somebody else decides.

    Asking twice for the same record is asking once.

    Raises:
        DeniedError, NotFoundError: not theirs to ask, or no such record.
        RuleBrokenError: it cannot be erased as things stand; the sentence says what to do first.

    """
    authorise(actor, Permission.ERASURE_ASK)
    check_reason(reason)
    row = head(session, record, lock=True)
    decide(actor, Permission.ERASURE_ASK, access.resource_of(session, row), clock.now())
    waiting = select(Erasure).where(
        Erasure.record_id == record.id, Erasure.state == ErasureState.ASKED
    )
    erasure = session.scalar(waiting)
    if erasure is None:
        erasure = Erasure(
            id=uuid4(),
            society_code=row.society_code,
            kind=record.kind,
            record_id=record.id,
            number=gather(session, record).number,
            reason=reason,
            asked_by=actor.user_id,
            asked_at=clock.now(),
        )
        session.add(erasure)
        session.flush()
    _record(session, actor, Act.ERASURE_ASKED, erasure)
    return erasure


def waiting(session: Session, actor: Actor) -> Sequence[Erasure]:
    """Return the erasures of the actor's society that wait for a decision, oldest first."""
    rows = _waiting(session, actor)
    subjects = [row.record_id for row in rows]
    audit.record(
        session,
        actor.user_id,
        Act.ERASURE_OPENED,
        societies=[actor.society],
        subjects=subjects,
        purpose="erasure",
    )
    return rows


def waiting_rows(session: Session, actor: Actor) -> Sequence[Erasure]:
    """Return those that wait for the actor's own decision: others asked for them. Opens none."""
    return [row for row in _waiting(session, actor) if row.asked_by != actor.user_id]


def _waiting(session: Session, actor: Actor) -> Sequence[Erasure]:
    """Return what waits about records that the actor may know of; a sealed one is in no list."""
    authorise(actor, Permission.ERASURE_APPROVE)
    scope = visible(actor, Permission.ERASURE_APPROVE, clock.now())
    query = select(Erasure).where(
        Erasure.society_code == actor.society, Erasure.state == ErasureState.ASKED
    )
    rows = session.scalars(query.order_by(Erasure.asked_at, Erasure.id)).all()
    heads = [(row, session.get(HEADS[row.kind], row.record_id)) for row in rows]
    return [
        row
        for row, found in heads
        if found is not None and scope.admits(access.resource_of(session, found))
    ]


def read(session: Session, actor: Actor, erasure_id: UUID) -> Preview:
    """Return what an erasure would empty and destroy, and what to approve it with.

    Raises:
        DeniedError, NotFoundError: not theirs to decide on.
        RuleBrokenError: it was decided already, or cannot be done as things stand.

    """
    erasure = _reachable(session, actor, erasure_id)
    check_decision(erasure.state, erasure.asked_by, actor.user_id)
    parts = gather(session, _record_of(erasure))
    _record(session, actor, Act.ERASURE_OPENED, erasure)
    return Preview(erasure, parts.counts(), _digest(erasure, parts).hex())


def erase(session: Session, actor: Actor, erasure_id: UUID, seen: str) -> Receipt:
    """Erase exactly what was `seen` (Preview.seen). There is no way back.

    Raises:
        DeniedError, NotFoundError: not theirs to decide on.
        RuleBrokenError: they asked for it themselves, it was decided already, or the record has
            changed since it was looked at.

    """
    erasure = _reachable(session, actor, erasure_id, lock=True)
    check_decision(erasure.state, erasure.asked_by, actor.user_id)
    record = _record_of(erasure)
    head(session, record, lock=True)
    parts = gather(session, record)
    approved = _digest(erasure, parts)
    if approved.hex() != seen:
        raise RuleBrokenError("The record was changed since you looked at it. Look once more.")
    leave = _record(session, actor, ACTS[record.kind], erasure, parts)
    _forget(session, leave, parts)
    return carry_out(session, erasure, parts, decided_by=actor.user_id, approved=approved)


def refuse(session: Session, actor: Actor, erasure_id: UUID) -> Erasure:
    """Decide that a record is not erased. Whoever asked may take their wish back so, too.

    Raises:
        DeniedError, NotFoundError: not theirs to decide on.
        RuleBrokenError: it was decided already.

    """
    permission = Permission.ERASURE_ASK
    erasure = _reachable(session, actor, erasure_id, lock=True, permission=permission)
    if erasure.asked_by != actor.user_id:
        authorise(actor, Permission.ERASURE_APPROVE)
        check_decision(erasure.state, erasure.asked_by, actor.user_id)
    if erasure.state is not ErasureState.ASKED:
        raise RuleBrokenError("This was decided already.")
    erasure.state = ErasureState.REFUSED
    erasure.decided_by, erasure.decided_at = actor.user_id, clock.now()
    _record(session, actor, Act.ERASURE_REFUSED, erasure)
    return erasure


def carry_out(
    session: Session, erasure: Erasure, parts: Parts, *, decided_by: UUID, approved: bytes
) -> Receipt:
    """Empty the rows, write the tombstone, and have the keys destroyed. The caller decided it."""
    now = clock.now()
    empty(session, parts, now)
    days = session.info.get("backup_days", BACKUP_DAYS)
    until = erasing.unreadable_by(keys.of(session), erasure.society_code, days)
    erasure.state, erasure.number = ErasureState.DONE, parts.number
    erasure.decided_by, erasure.decided_at = decided_by, now
    erasure.approved_hash, erasure.unreadable_by = approved, until
    # A release or a message belongs to two people: who was erased first took its keys along.
    known = session.scalars(select(ErasureKey.key_id).where(ErasureKey.key_id.in_(parts.keys)))
    session.add_all(
        ErasureKey(key_id=key_id, erasure_id=erasure.id)
        for key_id in sorted(parts.keys - set(known))
    )
    jobs.ask(
        session,
        kind=SHRED_JOB,
        society=erasure.society_code,
        asked_by=decided_by,
        arguments={"erasure": str(erasure.id)},
    )
    session.flush()
    return receipt_of(erasure, parts.counts())


def receipt_of(erasure: Erasure, counts: Mapping[str, int]) -> Receipt:
    """Return the receipt of an erasure that was carried out."""
    if erasure.decided_at is None or erasure.unreadable_by is None:
        raise RuleBrokenError("This record was not erased.")
    return Receipt(
        erasure.id,
        _record_of(erasure),
        erasure.number,
        erasure.decided_at,
        erasure.unreadable_by,
        counts,
    )


def _forget(session: Session, leave: Leave, parts: Parts) -> None:
    opened = persons.open_by_id(session, leave, parts.people)
    forgetting.forget(session, {one: particulars_of(opened[one]) for one in opened})


def _reachable(
    session: Session,
    actor: Actor,
    erasure_id: UUID,
    *,
    lock: bool = False,
    permission: Permission = Permission.ERASURE_APPROVE,
) -> Erasure:
    authorise(actor, permission)
    erasure = session.get(Erasure, erasure_id, with_for_update=lock, populate_existing=lock)
    if erasure is None or erasure.society_code != actor.society:
        raise NotFoundError("erasure")
    if erasure.state is ErasureState.ASKED:
        row = head(session, _record_of(erasure))
        decide(actor, permission, access.resource_of(session, row), clock.now())
    return erasure


def _record_of(erasure: Erasure) -> Record:
    return Record(erasure.kind, erasure.record_id)


def _digest(erasure: Erasure, parts: Parts) -> bytes:
    return digest(erasure.id, _record_of(erasure), erasure.reason, parts.named(), parts.keys)


def _record(
    session: Session, actor: Actor, act: Act, erasure: Erasure, parts: Parts | None = None
) -> Leave:
    people = parts.people if parts else []
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[erasure.society_code],
        subjects=list(dict.fromkeys([erasure.record_id, *people])),
        purpose="erasure",
        detail={"erasure": str(erasure.id), "reason": erasure.reason},
    )
