"""The review of roles: begun by itself every half year, said line by line, done by a day.

Whoever reviews says of each role whether it stays; ending acts at once. One's own roles are for
somebody else. A role that ended meanwhile needs no word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.models import RoleGrant, WebSession
from rfl.access.rules import Actor, Permission, Role, authorise, may
from rfl.accounts import managing
from rfl.accounts.models import RoleReview, RoleReviewLine
from rfl.accounts.review_rules import DUE_WITHIN, EVERY, RoleVerdict, check_verdict, is_time
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.db.rounds import Reading, by_itself, value_of
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.jobs.service import Work

REVIEW_JOB = "accounts.review_roles"


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One role as the page shows it."""

    id: UUID
    name: str
    role: Role
    last_seen: datetime | None
    """When they were last signed in, if ever."""
    verdict: RoleVerdict | None
    decided_by: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The present review, or the last one; `next_at` is when the next begins by itself."""

    review: RoleReview | None
    lines: Sequence[ReviewLine]
    left: int
    is_late: bool
    next_at: datetime | None


def begin(session: Session, begun_by: UUID, society: str) -> RoleReview:
    """Begin a review of every role that somebody has in `society` now. The caller decided on it.

    Raises:
        RuleBrokenError: one is open already.

    """
    if open_review(session, society) is not None:
        raise RuleBrokenError("A review of roles is open already.")
    now = clock.now()
    review = RoleReview(
        id=uuid4(), society_code=society, begun_at=now, due_at=now + DUE_WITHIN, done_at=None
    )
    session.add(review)
    session.flush()
    held = access_queries.roles_of_many(session, access.colleagues(session, society), now)
    session.add_all(
        RoleReviewLine(review_id=review.id, user_id=user_id, role=role)
        for user_id, roles in held.items()
        for role in sorted(roles)
    )
    session.flush()
    audit.record(
        session, begun_by, Act.ROLE_REVIEW_BEGUN, societies=[society], subjects=[review.id]
    )
    return review


def read(session: Session, actor: Actor) -> ReviewPage:
    """Return the review that is open in the actor's society, or else the last one."""
    authorise(actor, Permission.ROLE_REVIEW)
    review = _last(session, actor.society)
    rows = _lines(session, review) if review else []
    receipt = audit.record(
        session,
        actor.user_id,
        Act.ROLE_REVIEW_OPENED,
        societies=[actor.society],
        subjects=[row.user_id for row in rows],
    )
    people = {one for row in rows for one in (row.user_id, row.decided_by)}
    names = access.staff_names(session, receipt, people)
    seen = _last_seen(session, {row.user_id for row in rows})
    held = access_queries.roles_of_many(session, {row.user_id for row in rows}, clock.now())
    lines = [
        ReviewLine(
            id=row.id,
            name=names.get(row.user_id, ""),
            role=row.role,
            last_seen=seen.get(row.user_id),
            verdict=row.verdict,
            decided_by=names.get(row.decided_by, "") if row.decided_by else "",
            is_own=row.user_id == actor.user_id,
        )
        for row in rows
        if row.verdict is not None or row.role in held[row.user_id]
    ]
    lines.sort(key=lambda line: (line.verdict is not None, line.name.casefold(), line.role))
    return ReviewPage(
        review=review,
        lines=lines,
        left=sum(line.verdict is None for line in lines),
        is_late=review is not None and is_late(review),
        next_at=_next(session, actor.society),
    )


def say(session: Session, actor: Actor, line_id: UUID, verdict: RoleVerdict) -> None:
    """Say whether a role stays; ending it acts on the colleague's next request.

    Raises:
        DeniedError, NotFoundError: no such line in an open review of the actor's society.
        RuleBrokenError: one's own role, or said already.

    """
    authorise(actor, Permission.ROLE_REVIEW)
    review = open_review(session, actor.society, lock=True)
    line = session.get(RoleReviewLine, line_id, with_for_update=True)
    if review is None or line is None or line.review_id != review.id:
        raise NotFoundError("line of a review")
    is_own = line.user_id == actor.user_id
    check_verdict(is_own=is_own, is_decided=line.verdict is not None)
    line.verdict, line.decided_by, line.decided_at = verdict, actor.user_id, clock.now()
    if verdict is RoleVerdict.END:
        managing.take_role(session, actor.user_id, line.user_id, line.role)
    else:
        audit.record(
            session,
            actor.user_id,
            Act.ROLE_KEPT,
            societies=[actor.society],
            subjects=[line.user_id],
            detail={"role": line.role},
        )
    session.flush()
    _finish(session, actor.user_id, review)


def open_review(session: Session, society: str, *, lock: bool = False) -> RoleReview | None:
    """Return the review of a society that is not done yet."""
    query = select(RoleReview).where(
        RoleReview.society_code == society, RoleReview.done_at.is_(None)
    )
    return session.scalar(query.with_for_update() if lock else query)


def is_late(review: RoleReview) -> bool:
    """Tell whether a review should be done by now, and is not."""
    return review.done_at is None and review.due_at < clock.now()


def late_since(session: Session, society: str) -> datetime | None:
    """Return by when the review of a society was to be done, if it is late."""
    review = open_review(session, society)
    return review.due_at if review is not None and is_late(review) else None


def late_societies(session: Session) -> Sequence[str]:
    """Return the societies whose review of roles is late. Names nobody."""
    query = select(RoleReview.society_code).where(
        RoleReview.done_at.is_(None), RoleReview.due_at < clock.now()
    )
    return session.scalars(query.order_by(RoleReview.society_code)).all()


def count_left(session: Session, actor: Actor) -> int:
    """Return on how many roles the actor has still to say a word. Opens none."""
    query = ask_open(actor)
    return 0 if query is None else tell_left(session, actor, session.scalar(query))


def reading_left(actor: Actor) -> Reading[tuple[int, RoleReview | None]]:
    """Read on how many roles the actor has still to say a word, and in which review."""
    query = ask_open(actor)
    is_open = (yield from value_of(query)) if query is not None else 0
    if not is_open:
        return 0, None
    return (yield from by_itself(lambda session: _left(session, actor)))


def _left(session: Session, actor: Actor) -> tuple[int, RoleReview | None]:
    left = tell_left(session, actor, 1)
    return left, open_review(session, actor.society) if left else None


def ask_open(actor: Actor) -> Select[int] | None:
    """Return the query of whether a review is open, for the tab; None if they review none."""
    if not may(actor, Permission.ROLE_REVIEW):
        return None
    return select(func.count(RoleReview.id)).where(
        RoleReview.society_code == actor.society, RoleReview.done_at.is_(None)
    )


def tell_left(session: Session, actor: Actor, is_open: int | None) -> int:
    """Return how many roles are left, if a review is open."""
    review = open_review(session, actor.society) if is_open else None
    if review is None:
        return 0
    return sum(line.user_id != actor.user_id for line in _unsaid(session, review))


def review_job(work: Work) -> Mapping[str, int]:
    """Begin the review of one society when its time has come; finish one that needs no word."""
    with work.begin() as session:
        review = open_review(session, work.society, lock=True)
        if review is not None:
            _finish(session, SYSTEM, review)
            return {"begun": 0}
        if not is_time(*_since(session, work.society), clock.now()):
            return {"begun": 0}
        begin(session, SYSTEM, work.society)
        return {"begun": 1}


def _finish(session: Session, actor_id: UUID, review: RoleReview) -> None:
    if _unsaid(session, review):
        return
    review.done_at = clock.now()
    audit.record(
        session,
        actor_id,
        Act.ROLE_REVIEW_DONE,
        societies=[review.society_code],
        subjects=[review.id],
    )


def _unsaid(session: Session, review: RoleReview) -> list[RoleReviewLine]:
    """Return the lines that need a word: of roles that are still held."""
    rows = [row for row in _lines(session, review) if row.verdict is None]
    held = access_queries.roles_of_many(session, {row.user_id for row in rows}, clock.now())
    return [row for row in rows if row.role in held[row.user_id]]


def _lines(session: Session, review: RoleReview) -> Sequence[RoleReviewLine]:
    query = select(RoleReviewLine).where(RoleReviewLine.review_id == review.id)
    return session.scalars(query).all()


def _last(session: Session, society: str) -> RoleReview | None:
    query = select(RoleReview).where(RoleReview.society_code == society)
    return session.scalar(query.order_by(RoleReview.begun_at.desc()).limit(1))


def _since(session: Session, society: str) -> tuple[datetime | None, datetime | None]:
    """Return when the last review began, and when the first role was given."""
    last = _last(session, society)
    first = select(func.min(RoleGrant.granted_at)).where(RoleGrant.society_code == society)
    return last.begun_at if last else None, session.scalar(first)


def _next(session: Session, society: str) -> datetime | None:
    last, first = _since(session, society)
    since = last or first
    return since + EVERY if since else None


def _last_seen(session: Session, user_ids: set[UUID]) -> dict[UUID, datetime]:
    query = (
        select(WebSession.user_id, func.max(WebSession.seen_at))
        .where(WebSession.user_id.in_(user_ids))
        .group_by(WebSession.user_id)
    )
    return dict(session.execute(query).all())
