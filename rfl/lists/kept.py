"""Views of a list that somebody keeps, for themself or for their society.

A view is called by the words of its filters, so that no name of anybody can stand in it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode
from uuid import UUID, uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, may
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.lists.models import KeptView
from rfl.lists.rules import MOST_VIEWS, ListName
from rfl.text import Text

Chosen = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: who has it, and how its filters are read, said and counted."""

    name: ListName
    lists: Permission
    keys: tuple[str, ...]
    """Filters that a view keeps, in order; what somebody typed is none of them."""
    read: Callable[[Chosen], dict[str, str]]
    """The filters of an address; an unknown word counts as none."""
    say: Callable[[Chosen], list[Text]]
    """Those that narrow anything, in words."""
    count: Callable[[Session, Actor, Sequence[Chosen]], list[int]]
    """How many lines each shows this reader now."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One view: its filters, their words, and how many lines it shows this reader now."""

    id: UUID
    chosen: Chosen
    words: Sequence[Text]
    count: int
    is_shared: bool
    may_drop: bool


def views(session: Session, actor: Actor, listing: Listing) -> list[Kept]:
    """Return the actor's own views of a list and those their society shares. Opens nothing."""
    authorise(actor, listing.lists)
    query = select(KeptView).where(
        KeptView.society_code == actor.society,
        KeptView.of_list == listing.name,
        or_(KeptView.user_id == actor.user_id, KeptView.is_shared),
    )
    rows = session.scalars(query.order_by(KeptView.is_shared, KeptView.made_at)).all()
    chosen = [listing.read(dict(parse_qsl(row.filters))) for row in rows]
    counts = listing.count(session, actor, chosen) if chosen else []
    return [
        Kept(row.id, one, listing.say(one), count, row.is_shared, _may_drop(actor, row))
        for row, one, count in zip(rows, chosen, counts, strict=True)
    ]


def keep(
    session: Session, actor: Actor, listing: Listing, chosen: Chosen, *, is_shared: bool
) -> KeptView:
    """Keep filters as a view; kept before, it becomes shared or the actor's alone as is said now.

    Raises:
        DeniedError: the actor has no such list; or shares, and is no head of tracing.
        RuleBrokenError: the filters narrow nothing, or there are too many views.

    """
    authorise(actor, listing.lists)
    if is_shared:
        authorise(actor, Permission.REQUEST_ASSIGN)
    if not listing.say(chosen):
        raise RuleBrokenError("Choose a filter first: this is the whole list.")
    filters = urlencode([(key, chosen[key]) for key in listing.keys if chosen[key]])
    mine = [KeptView.user_id == actor.user_id, KeptView.of_list == listing.name]
    row = session.scalar(select(KeptView).where(*mine, KeptView.filters == filters))
    if row is None:
        number = session.scalar(select(func.count(KeptView.id)).where(*mine)) or 0
        if number >= MOST_VIEWS:
            raise RuleBrokenError(
                Text("You keep %(most)d views already. Drop one of them first.", most=MOST_VIEWS)
            )
        row = KeptView(
            id=uuid4(),
            society_code=actor.society,
            user_id=actor.user_id,
            of_list=listing.name,
            filters=filters,
            made_at=clock.now(),
        )
        session.add(row)
    row.is_shared = is_shared
    session.flush()
    _record(session, actor, Act.VIEW_KEPT, row)
    return row


def drop(session: Session, actor: Actor, listing: Listing, view_id: UUID) -> None:
    """Drop a view: one's own, or, as head of tracing, one that is shared.

    Raises:
        DeniedError, NotFoundError: there is none that the actor may drop.

    """
    authorise(actor, listing.lists)
    row = session.get(KeptView, view_id)
    if row is None or row.society_code != actor.society or row.of_list is not listing.name:
        raise NotFoundError("view")
    if not _may_drop(actor, row):
        raise NotFoundError("view")
    _record(session, actor, Act.VIEW_DROPPED, row)
    session.delete(row)


def _may_drop(actor: Actor, row: KeptView) -> bool:
    is_head = may(actor, Permission.REQUEST_ASSIGN)
    return row.user_id == actor.user_id or (row.is_shared and is_head)


def _record(session: Session, actor: Actor, act: Act, row: KeptView) -> None:
    audit.record(session, actor.user_id, act, societies=[actor.society], subjects=[row.id])
