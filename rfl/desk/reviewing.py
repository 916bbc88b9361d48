"""What focal points do with unusual access: read it, have it explained, follow it up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, may
from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import SYSTEM, Act
from rfl.crypto.sealing import Sealed
from rfl.desk import keeping
from rfl.desk.document import ReviewDocument, SaidOfReview
from rfl.desk.keeping import context_of, pick_of, seal
from rfl.desk.models import AccessReview
from rfl.desk.rules import WAITING, ReviewAct, ReviewState, acts, is_overdue, step
from rfl.desk.service import Colleague, People
from rfl.desk.telling import RULE_WORDS, headline, reason
from rfl.errors import NotFoundError
from rfl.persons.document import decode
from rfl.text import Text


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence that was said about an unusual access; `who` is '' for the rules themselves."""

    who: str
    at: datetime
    act: ReviewAct
    words: str


@dataclass(frozen=True, slots=True)
class Review:
    """One unusual access, told. `rule` is an English word to be translated."""

    id: UUID
    rule: str
    what: Text
    why: Text
    colleague: Colleague | None
    since: datetime
    until: datetime
    records: tuple[str, ...]
    moments: tuple[datetime, ...]
    """When they were opened."""
    state: ReviewState
    due_at: datetime
    escalated_at: datetime | None
    is_overdue: bool
    gave: str
    """What the colleague gave as their reason at the time, or ''."""
    said: tuple[Said, ...]
    acts: tuple[ReviewAct, ...]


@dataclass(frozen=True, slots=True)
class Late:
    """An unusual access that nobody answered in time, without saying whose or what."""

    rule: str
    found_on: date
    due_at: datetime
    escalated_at: datetime | None


def reviews(
    session: Session, actor: Actor, people: People, states: Sequence[ReviewState] = WAITING
) -> list[Review]:
    """Return the unusual accesses of the actor's society in `states`, never the actor's own."""
    authorise(actor, Permission.AUDIT_READ)
    rows = keeping.rows_in(session, actor.society, states, but=actor.user_id)
    return _read(session, actor, people, rows, Act.REVIEW_LISTED) if rows else []


def review(session: Session, actor: Actor, people: People, review_id: UUID) -> Review:
    """Open one unusual access.

    Raises:
        NotFoundError: the actor's society has no such access, or it is the actor's own.

    """
    row = _reachable(session, actor, review_id)
    return _read(session, actor, people, [row], Act.REVIEW_OPENED)[0]


def answer(session: Session, actor: Actor, review_id: UUID, act: ReviewAct, words: str) -> None:
    """Say what was heard of an unusual access, or what will be done.

    Raises:
        NotFoundError: the actor's society has no such access, or it is the actor's own: nobody
            answers for themself, nor learns that they are asked about.
        RuleBrokenError: it was answered meanwhile, or nothing was written.

    """
    row = _reachable(session, actor, review_id)
    state = step(row.state, act, words)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REVIEW_ANSWERED,
        societies=[actor.society],
        subjects=[row.id, row.user_id],
        purpose="access_review",
        detail={"act": act.value},
    )
    document = keeping.open_review(session, receipt, row)
    said = SaidOfReview(actor.user_id, clock.now(), act.value, words.strip())
    row.state = state
    seal(session, row, msgspec.structs.replace(document, said=(*document.said, said)))


def late(session: Session, actor: Actor) -> list[Late]:
    """Return, for the data protection officer, what the focal points have not answered in time."""
    authorise(actor, Permission.REVIEW_OVERSEE)
    rows = _late_rows(session, actor)
    audit.record(
        session,
        actor.user_id,
        Act.REVIEW_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["rule", "day"],
        purpose="access_review",
    )
    return [
        Late(RULE_WORDS[row.rule], row.found_at.date(), row.due_at, row.escalated_at)
        for row in rows
    ]


def count_of_waiting(actor: Actor) -> Select[int] | None:
    """Return the query of how many unusual accesses wait for the actor, for the tab."""
    if not may(actor, Permission.AUDIT_READ):
        return None
    return keeping.count_of_waiting(actor.society, but=actor.user_id)


def count_late(session: Session, actor: Actor) -> int:
    """Return how many unusual accesses were answered by nobody in time. Opens none."""
    query = count_of_late(actor)
    return 0 if query is None else session.scalar(query) or 0


def count_of_late(actor: Actor) -> Select[int] | None:
    """Return the query of the same, for the tab; None if they oversee none."""
    if not may(actor, Permission.REVIEW_OVERSEE):
        return None
    return select(func.count(AccessReview.id)).where(*_late(actor))


def _late_rows(session: Session, actor: Actor) -> Sequence[AccessReview]:
    query = select(AccessReview).where(*_late(actor))
    return session.scalars(query.order_by(AccessReview.due_at, AccessReview.id)).all()


def _late(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        AccessReview.society_code == actor.society,
        AccessReview.state.in_(WAITING),
        AccessReview.due_at < clock.now(),
        AccessReview.user_id != actor.user_id,
    )


def _reachable(session: Session, actor: Actor, review_id: UUID) -> AccessReview:
    authorise(actor, Permission.AUDIT_READ)
    row = session.get(AccessReview, review_id, with_for_update=True)
    if row is None or row.society_code != actor.society or row.user_id == actor.user_id:
        raise NotFoundError("no such unusual access here")
    return row


def _read(
    session: Session, actor: Actor, people: People, rows: Sequence[AccessReview], act: Act
) -> list[Review]:
    receipt = audit.record(
        session,
        actor.user_id,
        act,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        purpose="access_review",
    )
    opened = reveal_many(session, receipt, [Sealed(row.sealed, context_of(row)) for row in rows])
    return [
        _told(row, decode(data, ReviewDocument), people)
        for row, data in zip(rows, opened, strict=True)
    ]


def _told(row: AccessReview, document: ReviewDocument, people: People) -> Review:
    pick = pick_of(row, document)
    colleague = people.get(row.user_id)
    return Review(
        id=row.id,
        rule=RULE_WORDS[row.rule],
        what=headline(pick, colleague.name if colleague else ""),
        why=reason(pick),
        colleague=colleague,
        since=document.since,
        until=document.until,
        records=document.records,
        moments=document.moments,
        state=row.state,
        due_at=row.due_at,
        escalated_at=row.escalated_at,
        is_overdue=is_overdue(row.state, row.due_at, clock.now()),
        gave=document.words,
        said=tuple(_said(one, people) for one in document.said),
        acts=acts(row.state),
    )


def _said(one: SaidOfReview, people: People) -> Said:
    who = people[one.by].name if one.by in people and one.by != SYSTEM else ""
    return Said(who, one.at, ReviewAct(one.act), one.words)
