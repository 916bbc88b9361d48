"""The safeguarding focal point's part: what is late or left out, found by itself and answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, may, visible
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.children import files, queries
from rfl.children.document import ReviewDocument
from rfl.children.late import ReviewReason, follow_up_is_late, late_reasons
from rfl.children.models import ChildFile, ChildReview, FollowUp
from rfl.children.queries import ChildFilter
from rfl.children.rules import ChildState
from rfl.children.tasks import Task, next_task
from rfl.crypto.sealing import Context
from rfl.db.native import insert_into
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.jobs.service import Work
from rfl.keys import service as keys
from rfl.persons.document import SCHEMA, encode

WATCH_JOB = "children.watch"
WATCH_EVERY = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class OverseenFile:
    """One file as a focal point sees it: how it goes, and nothing of the child."""

    row: ChildFile
    task: Task
    waits_for_me: bool
    """Whether it waits for the focal point's signature."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What the focal points' page of child files shows."""

    files: Sequence[OverseenFile]
    reviews: Sequence[tuple[ChildReview, ChildFile]]
    total: int


def ask_review(
    session: Session, row: ChildFile, reason: ReviewReason, counted_from: datetime
) -> bool:
    """Have the focal points look at a file; tell whether that is new. Asked once for one lapse."""
    session.flush()
    new = insert_into(session.connection(), ChildReview).values(
        id=uuid4(),
        society_code=row.society_code,
        child_id=row.id,
        reason=reason,
        counted_from=counted_from,
        found_at=clock.now(),
        answered_by=None,
        answered_at=None,
        sealed=b"",
    )
    done = session.connection().execute(new.on_conflict_do_nothing())
    if not done.rowcount:
        return False
    audit.record(
        session,
        SYSTEM,
        Act.CHILD_REVIEW_PICKED,
        societies=[row.society_code],
        subjects=[row.id],
        purpose=files.PURPOSE,
        detail={"reason": reason},
    )
    return True


def watch(session: Session, society: str) -> int:
    """Look through a society's files for what is late, and return how much of it is new."""
    query = select(ChildFile).where(
        ChildFile.society_code == society,
        ChildFile.state != ChildState.CLOSED,
        ChildFile.erased_at.is_(None),
    )
    rows = {row.id: row for row in session.scalars(query)}
    now = clock.now()
    late = [
        (row, reason, since)
        for row in rows.values()
        for reason, since in late_reasons(
            row.state, row.state_since, row.visited_at or row.created_at, now
        )
    ]
    late += [
        (rows[visit.child_id], ReviewReason.FOLLOW_UP_LATE, visit.due_on)
        for visit in queries.open_follow_ups(session, list(rows))
        if follow_up_is_late(visit.due_on, now)
    ]
    return sum(ask_review(session, row, reason, since) for row, reason, since in late)


def watch_job(work: Work) -> Mapping[str, int]:
    """Look through the files of the job's society."""
    with work.begin() as session:
        return {"found": watch(session, work.society)}


def overview(session: Session, actor: Actor, *, limit: int, offset: int) -> Overview:
    """Return the files of the actor's society as far as a focal point sees them; opens none.

    Raises:
        DeniedError: the actor is no focal point.

    """
    authorise(actor, Permission.CHILD_OVERSEE)
    watch(session, actor.society)
    scope = visible(actor, Permission.CHILD_OVERSEE, clock.now())
    everything = ChildFilter()
    rows = queries.files(session, scope, everything, limit, offset)
    known = queries.facts(session, rows)
    audit.record(
        session,
        actor.user_id,
        Act.CHILD_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["numbers"],
        purpose=files.PURPOSE,
    )
    return Overview(
        [_overseen(row, known.get(row.id, queries.Facts())) for row in rows],
        queries.open_reviews(session, scope),
        sum(queries.counts_by_state(session, scope, everything).values()),
    )


def answer(session: Session, actor: Actor, review_id: UUID, words: str) -> ChildReview:
    """Say what was heard of a lapse, or what will be done.

    Raises:
        DeniedError, NotFoundError: the actor is no focal point, or may not know of the file.
        RuleBrokenError: it was answered meanwhile, or nothing was written.

    """
    review, row = reachable(session, actor, review_id)
    if review.answered_at is not None:
        raise RuleBrokenError("Somebody answered this meanwhile.")
    if not words.strip():
        raise RuleBrokenError("Write a sentence: what you heard, or what you will do.")
    context = Context(review.society_code, ChildReview.__tablename__, review.id, SCHEMA)
    document = ReviewDocument(words.strip())
    review.sealed = keys.of(session).seal(row.key_id, context, encode(document))
    review.answered_by, review.answered_at = actor.user_id, clock.now()
    files.record(session, actor, Act.CHILD_REVIEW_ANSWERED, row, reason=review.reason)
    return review


def reachable(session: Session, actor: Actor, review_id: UUID) -> tuple[ChildReview, ChildFile]:
    """Return, locked, what a focal point is asked, and of which file.

    Raises:
        DeniedError, NotFoundError: the actor is no focal point, or may not know of the file.

    """
    authorise(actor, Permission.CHILD_OVERSEE)
    review = session.get(ChildReview, review_id, with_for_update=True, populate_existing=True)
    if review is None:
        raise NotFoundError("review")
    return review, files.reachable(session, actor, Permission.CHILD_OVERSEE, review.child_id)


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how much waits for a focal point: signatures and lapses. Opens nothing."""
    if not may(actor, Permission.CHILD_OVERSEE):
        return 0
    return queries.count_to_oversee(session, visible(actor, Permission.CHILD_OVERSEE, clock.now()))


def _overseen(row: ChildFile, known: queries.Facts) -> OverseenFile:
    waits = row.state is ChildState.RELATIONSHIP_VERIFIED and row.determined_hash is not None
    task = next_task(row.state, queries.standing_of(row, known))
    return OverseenFile(row, task, waits and row.focal_signed_by is None)


def next_visit(visits: Sequence[FollowUp]) -> FollowUp | None:
    """Return the visit afterwards that is due next."""
    return next((one for one in visits if not one.done_at and not one.dropped_at), None)
