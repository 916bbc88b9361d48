"""Views of the list of cases that somebody keeps, for themself or for their society.

A view is called by the words of its filters, so that no name of anybody can stand in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, may, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.text import Text
from rfl.tracing import queries
from rfl.tracing.models import KeptView
from rfl.tracing.narrowing import chosen_of, filter_of, states_of, words_of

MOST = 6
"""Views one person keeps, and views a society shares: each is counted with every list."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One view: its filters, their words, and how many cases it shows this reader now."""

    id: UUID
    chosen: Mapping[str, str]
    words: Sequence[str]
    count: int
    is_shared: bool
    may_drop: bool


def views(session: Session, actor: Actor) -> list[Kept]:
    """Return the actor's own views and those their society shares. Opens nothing."""
    authorise(actor, Permission.REQUEST_LIST)
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    query = select(KeptView).where(
        KeptView.society_code == actor.society,
        or_(KeptView.user_id == actor.user_id, KeptView.is_shared),
    )
    found = []
    for row in session.scalars(query.order_by(KeptView.is_shared, KeptView.made_at)):
        chosen = chosen_of({"state": row.state, "owner": row.owner, "due": row.due})
        counts = queries.counts_by_state(session, scope, filter_of(actor, chosen))
        states = states_of(chosen["state"]) or counts
        count = sum(counts.get(state, 0) for state in states)
        may_drop = _may_drop(actor, row)
        found.append(Kept(row.id, chosen, words_of(chosen), count, row.is_shared, may_drop))
    return found


def keep(session: Session, actor: Actor, chosen: Mapping[str, str], *, is_shared: bool) -> KeptView:
    """Keep filters as a view; kept before, it becomes shared or the actor's alone as is said now.

    Raises:
        DeniedError: the actor has no list of cases; or shares, and is no head of tracing.
        RuleBrokenError: the filters narrow nothing, or there are too many views.

    """
    authorise(actor, Permission.REQUEST_ASSIGN if is_shared else Permission.REQUEST_LIST)
    if not words_of(chosen):
        raise RuleBrokenError("Choose a filter first: this is the whole list.")
    mine = KeptView.user_id == actor.user_id
    row = session.scalar(
        select(KeptView).where(mine, *(getattr(KeptView, key) == chosen[key] for key in KEYS))
    )
    if row is None:
        number = session.scalar(select(func.count(KeptView.id)).where(mine)) or 0
        if number >= MOST:
            raise RuleBrokenError(
                Text("You keep %(most)d views already. Drop one of them first.", most=MOST)
            )
        row = KeptView(
            id=uuid4(),
            society_code=actor.society,
            user_id=actor.user_id,
            made_at=clock.now(),
            **{key: chosen[key] for key in KEYS},
        )
        session.add(row)
    row.is_shared = is_shared
    session.flush()
    _record(session, actor, Act.VIEW_KEPT, row)
    return row


def drop(session: Session, actor: Actor, view_id: UUID) -> None:
    """Drop a view: one's own, or, as head of tracing, one that is shared.

    Raises:
        DeniedError, NotFoundError: there is none that the actor may drop.

    """
    authorise(actor, Permission.REQUEST_LIST)
    row = session.get(KeptView, view_id)
    if row is None or row.society_code != actor.society or not _may_drop(actor, row):
        raise NotFoundError("view")
    _record(session, actor, Act.VIEW_DROPPED, row)
    session.delete(row)


KEYS = ("state", "owner", "due")


def _may_drop(actor: Actor, row: KeptView) -> bool:
    is_head = may(actor, Permission.REQUEST_ASSIGN)
    return row.user_id == actor.user_id or (row.is_shared and is_head)


def _record(session: Session, actor: Actor, act: Act, row: KeptView) -> None:
    audit.record(session, actor.user_id, act, societies=[actor.society], subjects=[row.id])
