"""One act on many cases: which are reached, how each changes, and what stands in the preview."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, may, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.lists import many, takers
from rfl.lists.many import Acted, Line, Preview
from rfl.lists.rules import BulkKind, Held, ListName, Wish
from rfl.text import Text
from rfl.tracing import handing, queries, reading, service
from rfl.tracing.bulk_rules import why_not
from rfl.tracing.cases import record_change
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import STATE_WORDS


def preview(session: Session, actor: Actor, ids: Sequence[UUID], wish: Wish | None) -> Preview:
    """Return the chosen cases that the actor may change; without a wish, none has trouble.

    Raises:
        DeniedError: the actor may not change cases.
        RuleBrokenError: none is chosen, or too many.

    """
    rows = many.chosen(session, actor, CASES, ids)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["names"],
        purpose="tracing",
    )
    opened = reading.open_rows(session, receipt, rows)
    lines = [
        Line(
            id=case.id,
            number=case.number,
            name=one.sought[0].display_name,
            standing=STATE_WORDS[case.state],
            owner_id=case.owner_id,
            review_on=case.review_on,
            trouble=_trouble(case, wish, actor) if wish else None,
        )
        for one in opened
        for case in (one.request,)
    ]
    return Preview(lines, takers.colleagues(session, actor))


def reached(session: Session, actor: Actor, ids: Sequence[UUID]) -> Sequence[TracingRequest]:
    """Return which of these cases the actor may change, by number. Nothing is opened."""
    scope = visible(actor, Permission.REQUEST_WRITE, clock.now())
    query = select(TracingRequest).where(TracingRequest.id.in_(set(ids)), queries.within(scope))
    return session.scalars(query.order_by(TracingRequest.number)).all()


def _trouble(row: TracingRequest, wish: Wish, actor: Actor) -> Text | None:
    held = Held(row.owner_id, row.review_on.date() if row.review_on else None)
    is_head = may(actor, Permission.REQUEST_ASSIGN)
    return why_not(row.state, held, wish, actor.user_id, is_head=is_head)


def _apply(session: Session, actor: Actor, row: TracingRequest, wish: Wish) -> None:
    if wish.kind is BulkKind.OWNER and wish.owner_id is not None:
        handing.hand_over(session, actor, row.id, wish.owner_id)
    elif wish.day is not None:
        service.set_review(session, actor, row.id, wish.day)


def _set_back(session: Session, actor: Actor, row: TracingRequest, day: date | None) -> None:
    row.review_on = datetime.combine(day, time(12), UTC) if day else None
    row.changed_at = clock.now()
    record_change(session, actor, row)


CASES = Acted(
    name=ListName.CASES,
    permission=Permission.REQUEST_WRITE,
    reached=reached,
    why_not=_trouble,
    apply=_apply,
    give_back=handing.give_back,
    set_back=_set_back,
)
"""How acts on many change cases."""
