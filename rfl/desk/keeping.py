"""The rows of unusual access: put up once, sealed, and passed on when nobody answers."""

from collections.abc import Collection
from datetime import UTC, date
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.audit import service as audit
from rfl.audit.reveal import reveal
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.desk.document import SCHEMA, ReviewDocument, SaidOfReview
from rfl.desk.models import AccessReview
from rfl.desk.rules import ANSWER_WITHIN, ANSWERED, WAITING, ReviewAct, ReviewState
from rfl.desk.unusual import Pick, Rule, has_grown
from rfl.keys import service as keys
from rfl.persons.document import decode, encode
from rfl.web.zones import zone_of


def keep(session: Session, society: str, user_id: UUID, day: date, pick: Pick) -> bool:
    """Put a pick before the focal points, once a day and rule; tell whether they have to look.

    What waits is brought up to date. What was answered comes back only if it went on and doubled.
    """
    row = session.scalar(
        select(AccessReview).where(
            AccessReview.society_code == society,
            AccessReview.user_id == user_id,
            AccessReview.rule == pick.rule,
            AccessReview.day == day,
        )
    )
    if row is None:
        row = _new(session, society, user_id, day, pick)
        _enter(session, row, Act.REVIEW_PICKED)
        return True
    before = _opened(session, row)
    if row.state not in ANSWERED:
        if pick.count > before.count:
            seal(session, row, _document(pick, before.said))
        return False
    if not has_grown(pick_of(row, before), pick):
        return False
    went_on = SaidOfReview(SYSTEM, clock.now(), ReviewAct.REOPEN.value)
    row.state, row.due_at = ReviewState.OPEN, clock.now() + ANSWER_WITHIN
    seal(session, row, _document(pick, (*before.said, went_on)))
    _enter(session, row, Act.REVIEW_PICKED)
    return True


def escalate(session: Session, society: str) -> int:
    """Pass on to the data protection officer what nobody answered in time; return how many."""
    now = clock.now()
    query = select(AccessReview).where(
        AccessReview.society_code == society,
        AccessReview.state.in_(WAITING),
        AccessReview.due_at < now,
        AccessReview.escalated_at.is_(None),
    )
    late = session.scalars(query.with_for_update()).all()
    for row in late:
        row.escalated_at = now
        _enter(session, row, Act.REVIEW_ESCALATED)
    return len(late)


def rows_in(
    session: Session, society: str, states: Collection[ReviewState], *, but: UUID
) -> list[AccessReview]:
    """Return the society's unusual accesses in `states`, but those of the user `but`.

    The longest waiting first; what was found at once in the order of Rule.
    """
    query = select(AccessReview).where(
        AccessReview.society_code == society,
        AccessReview.state.in_(states),
        AccessReview.user_id != but,
    )
    order = list(Rule)
    return sorted(session.scalars(query), key=lambda row: (row.due_at, order.index(row.rule)))


def count_of_waiting(society: str, *, but: UUID) -> Select[int]:
    """Return the query of how many wait for an answer, but those about the user `but`."""
    return select(func.count(AccessReview.id)).where(
        AccessReview.society_code == society,
        AccessReview.state.in_(WAITING),
        AccessReview.user_id != but,
    )


def seal(session: Session, row: AccessReview, document: ReviewDocument) -> None:
    """Seal what is known and said of an unusual access."""
    row.sealed = keys.of(session).seal(row.key_id, context_of(row), encode(document))
    session.flush()


def context_of(row: AccessReview) -> Context:
    """Return where the document of an unusual access rests."""
    return Context(row.society_code, AccessReview.__tablename__, row.id, SCHEMA)


def pick_of(row: AccessReview, document: ReviewDocument) -> Pick:
    """Return the pick that a document keeps, in the society's own time."""
    zone = ZoneInfo(zone_of(row.society_code) or "UTC")
    return Pick(
        rule=Rule(row.rule),
        since=document.since.astimezone(zone),
        until=document.until.astimezone(zone),
        records=document.records,
        count=document.count,
        usual=document.usual,
        unrelated=document.unrelated,
        moments=document.moments,
        words=document.words,
    )


def _new(session: Session, society: str, user_id: UUID, day: date, pick: Pick) -> AccessReview:
    now = clock.now()
    row = AccessReview(
        id=uuid4(),
        society_code=society,
        user_id=user_id,
        rule=pick.rule,
        day=day,
        state=ReviewState.OPEN,
        found_at=now,
        due_at=now + ANSWER_WITHIN,
        key_id=keys.of(session).new_record_key(society),
        sealed=b"",
    )
    session.add(row)
    seal(session, row, _document(pick))
    return row


def _opened(session: Session, row: AccessReview) -> ReviewDocument:
    receipt = audit.record(
        session,
        SYSTEM,
        Act.REVIEW_LISTED,
        societies=[row.society_code],
        subjects=[row.id],
        purpose="access_review",
    )
    return open_review(session, receipt, row)


def open_review(session: Session, receipt: Receipt, row: AccessReview) -> ReviewDocument:
    """Return what is known and said of an unusual access."""
    return decode(reveal(session, receipt, Sealed(row.sealed, context_of(row))), ReviewDocument)


def _document(pick: Pick, said: tuple[SaidOfReview, ...] = ()) -> ReviewDocument:
    kept = ReviewDocument(
        since=pick.since.astimezone(UTC),
        until=pick.until.astimezone(UTC),
        records=pick.records,
        count=pick.count,
        usual=pick.usual,
        unrelated=pick.unrelated,
        moments=tuple(one.astimezone(UTC) for one in pick.moments),
        words=pick.words,
    )
    return msgspec.structs.replace(kept, said=said)


def _enter(session: Session, row: AccessReview, act: Act) -> None:
    audit.record(
        session,
        SYSTEM,
        act,
        societies=[row.society_code],
        subjects=[row.id, row.user_id],
        purpose="access_review",
        detail={"rule": row.rule.value},
    )
