"""Asking for what takes two people, and deciding on it: approve, refuse, take back, run out.

Approving carries out exactly what was asked, in the same transaction and under the same entry, or
not at all. What it does belongs to its domain (kinds).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import Select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, may
from rfl.approvals import kinds, queries
from rfl.approvals.document import SCHEMA, ApprovalDocument, decode, encode
from rfl.approvals.kinds import Told
from rfl.approvals.models import Approval
from rfl.approvals.rules import (
    WAITS,
    ApprovalKind,
    ApprovalState,
    Wish,
    check_decides,
    check_waits,
    check_why,
    digest,
)
from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.jobs.service import Work
from rfl.keys import service as keys
from rfl.text import Text

APPROVAL_JOB = "approvals.expire"
PURPOSE = "four_eyes"

SHOWN_FOR = timedelta(days=30)
"""How long a decided wish stays on the page; the trail keeps it for good."""

ACTS: Mapping[ApprovalState, Act] = {
    ApprovalState.ASKED: Act.APPROVAL_ASKED,
    ApprovalState.APPROVED: Act.APPROVAL_APPROVED,
    ApprovalState.REFUSED: Act.APPROVAL_REFUSED,
    ApprovalState.WITHDRAWN: Act.APPROVAL_WITHDRAWN,
    ApprovalState.EXPIRED: Act.APPROVAL_EXPIRED,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One wish as the page shows it."""

    id: UUID
    subject_id: UUID
    """What it is about: other pages lead to the line by it."""
    state: ApprovalState
    told: Told
    why: str
    answer: str
    asked_by: str
    asked_at: datetime
    until: datetime
    decided_by: str
    decided_at: datetime | None
    seen: str
    """Hash of what is shown, to be sent back with the approval; '' if it changed since."""
    may_decide: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for the reader, what they asked themselves, and what was decided lately."""

    to_decide: Sequence[Line]
    waiting: Sequence[Line]
    decided: Sequence[Line]
    elsewhere: Sequence[tuple[Text, str]]
    """What waits on pages of its own: how much, and the endpoint."""


def ask(
    session: Session,
    actor: Actor,
    kind: ApprovalKind,
    subject_id: UUID,
    plan: Mapping[str, str],
    why: str,
) -> Approval:
    """Ask for something that another person decides. The caller has checked that it could be done.

    Raises:
        DeniedError: the actor may not ask for it.
        RuleBrokenError: no reason, or the same waits already.

    """
    handled = kinds.kind_of(kind)
    authorise(actor, handled.asks)
    document = ApprovalDocument(dict(plan), check_why(why))
    now = clock.now()
    row = Approval(
        id=uuid4(),
        society_code=actor.society,
        kind=kind,
        state=ApprovalState.ASKED,
        subject_id=subject_id,
        asked_by=actor.user_id,
        asked_at=now,
        until=now + WAITS,
        key_id=keys.of(session).new_record_key(actor.society),
    )
    wish = _wish(row, document)
    row.content_hash = digest(wish, document.why, handled.standing(session, wish))
    _check_new(session, _record(session, actor.user_id, row), row, document)
    _seal(session, row, document)
    session.add(row)
    session.flush()
    return row


def inbox(session: Session, actor: Actor) -> Inbox:
    """Return what waits for the actor, what they asked, and what was decided in the last month."""
    authorise(actor, Permission.APPROVAL_LIST)
    now = clock.now()
    rows = queries.inbox(session, actor, kinds.decided_by(actor), now - SHOWN_FOR)
    lines = _lines(session, actor, rows)
    waits = [line for line in lines if line.state is ApprovalState.ASKED]
    return Inbox(
        to_decide=[line for line in waits if line.may_decide],
        waiting=[line for line in waits if not line.may_decide],
        decided=[line for line in lines if line.state is not ApprovalState.ASKED],
        elsewhere=[
            (Text(one.words, num=number), one.endpoint)
            for one in kinds.elsewhere()
            if (number := one.count(session, actor))
        ],
    )


def approve(session: Session, actor: Actor, approval_id: UUID, seen: str) -> str:
    """Approve exactly what was `seen` (Line.seen), and carry it out.

    Return what is shown once to the actor, such as their half of a code, or ''.

    Raises:
        DeniedError, NotFoundError: not the actor's to decide on.
        RuleBrokenError: they asked for it, or it is about them; it was decided or ran out; or what
            it would change is no longer as it was when it was asked.

    """
    row, wish, document = _for_decision(session, actor, approval_id)
    handled = kinds.kind_of(row.kind)
    _check_asker(session, row, handled.asks)
    present = digest(wish, document.why, handled.standing(session, wish))
    if present != row.content_hash or present.hex() != seen:
        raise RuleBrokenError(
            "What this would change is no longer as it was when it was asked. Refuse it, and have "
            "it asked again."
        )
    shown_once = handled.carry_out(session, actor, wish)
    _decide(session, actor.user_id, row, ApprovalState.APPROVED)
    return shown_once


def refuse(session: Session, actor: Actor, approval_id: UUID, words: str) -> None:
    """Refuse a wish; whoever asked reads `words`.

    Raises:
        DeniedError, NotFoundError, RuleBrokenError: as for `approve`; or nothing is said.

    """
    row, _, document = _for_decision(session, actor, approval_id)
    if not words.strip():
        raise RuleBrokenError("Say why not, so that whoever asked can do better.")
    _seal(session, row, msgspec.structs.replace(document, answer=words.strip()))
    _decide(session, actor.user_id, row, ApprovalState.REFUSED)


def withdraw(session: Session, actor: Actor, approval_id: UUID) -> None:
    """Take back what the actor asked.

    Raises:
        NotFoundError: they asked no such thing.
        RuleBrokenError: it does not wait any more.

    """
    authorise(actor, Permission.APPROVAL_LIST)
    row = queries.reachable(session, actor, (), approval_id)
    if row is None:
        raise NotFoundError("approval")
    check_waits(row.state, row.until, clock.now())
    _decide(session, actor.user_id, row, ApprovalState.WITHDRAWN)


def own(session: Session, actor: Actor, approval_id: UUID) -> tuple[Approval, Wish]:
    """Return what the actor asked, opened for them; whether it was approved says its state.

    Raises:
        NotFoundError: they asked no such thing.

    """
    row = queries.reachable(session, actor, (), approval_id)
    if row is None:
        raise NotFoundError("approval")
    receipt = _record(session, actor.user_id, row, Act.APPROVAL_OPENED)
    (document,) = opened(session, receipt, [row])
    return row, _wish(row, document)


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many wishes wait for the actor's decision. Opens none."""
    query = count_of_waiting(actor)
    return 0 if query is None else session.scalar(query) or 0


def count_of_waiting(actor: Actor) -> Select[int] | None:
    """Return the query of the same, for the tab; None if they decide on none."""
    if not may(actor, Permission.APPROVAL_DECIDE):
        return None
    return queries.count_of_waiting(actor, kinds.decided_by(actor), clock.now())


def expire_job(work: Work) -> Mapping[str, int]:
    """Write down which wishes of one society nobody decided in time."""
    with work.begin() as session:
        rows = queries.over(session, work.society, clock.now())
        for row in rows:
            _decide(session, SYSTEM, row, ApprovalState.EXPIRED)
        expired = len(rows)
    return {"expired": expired, "forgotten": _forget_invitations(work)}


def _forget_invitations(work: Work) -> int:
    """Shred who was to be invited and was not, once no page shows it; the trail keeps who decided.

    The keys go after the commit. A run that died in between is followed by one that destroys them.
    """
    with work.begin() as session:
        store, before = keys.of(session), clock.now() - SHOWN_FOR
        rows = queries.uninvited(session, work.society, before)
        fresh = _empty(session, rows)
        gone = [row.key_id for row in rows]
    for key_id in gone:
        store.destroy(key_id)
    return len(fresh)


def empty_invitations(session: Session, subject_ids: Collection[UUID]) -> list[UUID]:
    """Empty the wishes by which somebody was invited; return the keys to destroy after the commit.

    The caller has decided on it.
    """
    rows = queries.invitations_of(session, subject_ids)
    _empty(session, rows)
    return [row.key_id for row in rows]


def _empty(session: Session, rows: Sequence[Approval]) -> list[Approval]:
    """Take out what wishes say; return those that said anything."""
    fresh = [row for row in rows if row.sealed]
    for row in fresh:
        row.sealed = b""
        _record(session, SYSTEM, row, Act.APPROVAL_FORGOTTEN)
    return fresh


def _check_new(
    session: Session, receipt: Receipt, row: Approval, document: ApprovalDocument
) -> None:
    waiting = queries.waiting_about(
        session, row.society_code, row.kind, row.subject_id, row.asked_at
    )
    if any(one.plan == document.plan for one in opened(session, receipt, waiting)):
        raise RuleBrokenError("The same waits already to be decided by somebody else.")


def _for_decision(
    session: Session, actor: Actor, approval_id: UUID
) -> tuple[Approval, Wish, ApprovalDocument]:
    authorise(actor, Permission.APPROVAL_DECIDE)
    row = queries.reachable(session, actor, kinds.decided_by(actor), approval_id)
    if row is None:
        raise NotFoundError("approval")
    authorise(actor, kinds.kind_of(row.kind).decides)
    check_waits(row.state, row.until, clock.now())
    receipt = _record(session, actor.user_id, row, Act.APPROVAL_OPENED)
    (document,) = opened(session, receipt, [row])
    wish = _wish(row, document)
    check_decides(wish, actor.user_id)
    return row, wish, document


def _check_asker(session: Session, row: Approval, permission: Permission) -> None:
    """Return if whoever asked may still ask: a wish does not outlive the role behind it."""
    roles = access.roles_of(session, row.asked_by, row.society_code)
    if not may(Actor(row.asked_by, row.society_code, roles), permission):
        raise RuleBrokenError("Whoever asked may not ask for this any more. Refuse it.")


def _decide(session: Session, actor_id: UUID, row: Approval, state: ApprovalState) -> None:
    row.state, row.decided_by, row.decided_at = state, actor_id, clock.now()
    _record(session, actor_id, row)
    session.flush()


def _lines(session: Session, actor: Actor, rows: Sequence[Approval]) -> list[Line]:
    receipt = audit.record(
        session,
        actor.user_id,
        Act.APPROVAL_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        purpose=PURPOSE,
    )
    documents = opened(session, receipt, rows)
    people = {one for row in rows for one in (row.asked_by, row.decided_by)}
    names = access.staff_names(session, receipt, people)
    return [
        _line(session, actor, receipt, (row, document), names)
        for row, document in zip(rows, documents, strict=True)
    ]


def _line(
    session: Session,
    actor: Actor,
    receipt: Receipt,
    found: tuple[Approval, ApprovalDocument],
    names: Mapping[UUID, str],
) -> Line:
    row, document = found
    handled, wish = kinds.kind_of(row.kind), _wish(row, document)
    waits = row.state is ApprovalState.ASKED
    state = ApprovalState.EXPIRED if waits and row.until <= clock.now() else row.state
    waits = state is ApprovalState.ASKED
    is_theirs = actor.user_id in (row.asked_by, row.subject_id)
    standing = handled.standing(session, wish) if waits else ()
    is_same = waits and digest(wish, document.why, standing) == row.content_hash
    return Line(
        id=row.id,
        subject_id=row.subject_id,
        state=state,
        told=handled.tell(session, receipt, wish),
        why=document.why,
        answer=document.answer,
        asked_by=names.get(row.asked_by, ""),
        asked_at=row.asked_at,
        until=row.until,
        decided_by=names.get(row.decided_by, "") if row.decided_by else "",
        decided_at=row.decided_at,
        seen=row.content_hash.hex() if is_same else "",
        may_decide=waits and not is_theirs and may(actor, handled.decides),
        may_withdraw=waits and row.asked_by == actor.user_id,
    )


def _wish(row: Approval, document: ApprovalDocument) -> Wish:
    return Wish(row.id, row.kind, row.society_code, row.subject_id, row.asked_by, document.plan)


def opened(session: Session, receipt: Receipt, rows: Sequence[Approval]) -> list[ApprovalDocument]:
    """Return what is sealed of wishes, in order."""
    sealed = [Sealed(row.sealed, _context(row)) for row in rows]
    return [decode(data) for data in reveal_many(session, receipt, sealed)]


def _seal(session: Session, row: Approval, document: ApprovalDocument) -> None:
    row.sealed = keys.of(session).seal(row.key_id, _context(row), encode(document))


def _context(row: Approval) -> Context:
    return Context(row.society_code, Approval.__tablename__, row.id, SCHEMA)


def _record(session: Session, actor_id: UUID, row: Approval, act: Act | None = None) -> Receipt:
    return audit.record(
        session,
        actor_id,
        act or ACTS[row.state],
        societies=[row.society_code],
        subjects=[row.id, row.subject_id],
        purpose=PURPOSE,
        detail={"kind": row.kind, "hash": row.content_hash.hex()},
    )
