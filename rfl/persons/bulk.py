"""One act on many registrations: which are reached, how each changes, what the preview shows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, may, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.lists import many, rules, takers
from rfl.lists.many import Acted, Line, Preview
from rfl.lists.rules import BulkKind, Held, ListName, Wish
from rfl.persons import looking_after, service
from rfl.persons.models import Registration
from rfl.persons.rules import REGISTRATION_WORDS
from rfl.text import Text


def preview(session: Session, actor: Actor, ids: Sequence[UUID], wish: Wish | None) -> Preview:
    """Return the ticked registrations that the actor may change; without a wish, none has trouble.

    Raises:
        DeniedError: the actor has no list of people.
        RuleBrokenError: none is ticked, or too many.

    """
    rows = many.chosen(session, actor, PEOPLE, ids)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REGISTRATION_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["names"],
        purpose="tracing",
    )
    opened = service.open_by_id(session, receipt, [row.person_id for row in rows])
    lines = [
        Line(
            id=row.id,
            number=row.number,
            name=opened[row.person_id].display_name,
            standing=REGISTRATION_WORDS[row.kind],
            owner_id=row.owner_id,
            review_on=row.review_on,
            trouble=_trouble(row, wish, actor) if wish else None,
        )
        for row in rows
    ]
    return Preview(lines, takers.colleagues(session, actor))


def reached(session: Session, actor: Actor, ids: Sequence[UUID]) -> Sequence[Registration]:
    """Return which of these registrations the actor may change, by number. Nothing is opened."""
    scope = visible(actor, Permission.REGISTRATION_WRITE, clock.now())
    query = select(Registration).where(Registration.id.in_(set(ids)), where(scope, Registration))
    return session.scalars(query.order_by(Registration.number)).all()


def _trouble(row: Registration, wish: Wish, actor: Actor) -> Text | None:
    held = Held(row.owner_id, row.review_on.date() if row.review_on else None)
    is_head = may(actor, Permission.REQUEST_ASSIGN)
    return rules.why_not(held, wish, actor.user_id, is_head=is_head)


def _apply(session: Session, actor: Actor, row: Registration, wish: Wish) -> None:
    if wish.kind is BulkKind.OWNER and wish.owner_id is not None:
        looking_after.hand_over(session, actor, row, wish.owner_id)
    elif wish.day is not None:
        looking_after.set_review(session, actor, row, wish.day)


PEOPLE = Acted(
    name=ListName.PEOPLE,
    permission=Permission.PERSON_LIST,
    reached=reached,
    why_not=_trouble,
    apply=_apply,
    give_back=looking_after.give,
    set_back=looking_after.set_review,
)
"""How acts on many change registrations."""
