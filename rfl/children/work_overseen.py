"""What child files put into a focal point's My work: signatures, and steps late or left out."""

from collections.abc import Sequence
from typing import cast

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, may, visible
from rfl.audit.service import Receipt
from rfl.children import queries
from rfl.children.late import REASON_WORDS
from rfl.children.models import ChildFile, ChildReview
from rfl.text import Text
from rfl.tracing.work import PER_GROUP, Pending, Source, WorkItem, WorkKind, register_source


def register() -> None:
    """Put what waits for a focal point into My work. Twice is once."""
    register_source(Source(find_signatures, show_signatures))
    register_source(Source(find_lapses, show_lapses))


def find_signatures(session: Session, actor: Actor) -> list[Pending]:
    """Return which determinations wait for a focal point's hand. Opens nothing."""
    if not may(actor, Permission.CHILD_SIGN):
        return []
    scope = visible(actor, Permission.CHILD_SIGN, clock.now())
    return [
        Pending(
            WorkKind.CHILDREN,
            row.number,
            since=row.changed_at,
            by=row.determined_by,
            thing=row,
        )
        for row in queries.files_to_sign(session, scope, PER_GROUP)
    ]


def show_signatures(
    _session: Session, _receipt: Receipt, pending: Sequence[Pending]
) -> list[WorkItem]:
    """Return the same as the page shows it. No name stands in it, so nothing is opened."""
    return [
        one.shown(
            title=Text("Sign what is best for a child, or do not"),
            why=Text("It is in force once a head of tracing and a focal point signed the same."),
            href=f"/access/children/{cast('ChildFile', one.thing).id}",
            act=Text("Read, and sign or not"),
            is_guarded=True,
        )
        for one in pending
    ]


def find_lapses(session: Session, actor: Actor) -> list[Pending]:
    """Return which steps of child files are late or were left out, unanswered. Opens nothing."""
    if not may(actor, Permission.CHILD_OVERSEE):
        return []
    scope = visible(actor, Permission.CHILD_OVERSEE, clock.now())
    return [
        Pending(WorkKind.CHILDREN, row.number, urgent=True, since=review.found_at, thing=review)
        for review, row in queries.open_reviews(session, scope)[:PER_GROUP]
    ]


def show_lapses(_session: Session, _receipt: Receipt, pending: Sequence[Pending]) -> list[WorkItem]:
    """Return the same as the page shows it: nothing is opened."""
    return [
        one.shown(
            title=Text(
                "A child’s file: %(what)s",
                what=Text(REASON_WORDS[cast("ChildReview", one.thing).reason]),
            ),
            why=Text("Ask whoever is responsible, and write down what you heard."),
            href="/access/children",
            act=Text("Answer"),
            is_guarded=True,
        )
        for one in pending
    ]
