"""One act on many lines of a list: each by its own rules, and undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.lists.models import BulkAct
from rfl.lists.rules import UNDO_WITHIN, BulkKind, ListName, Wish, check_many
from rfl.text import Text


class Ticked(Protocol):
    """A record that lies with somebody and is looked at again on a day."""

    id: UUID
    owner_id: UUID | None
    review_on: datetime | None


R = TypeVar("R", bound=Ticked)


@dataclass(frozen=True, slots=True)
class Acted(Generic[R]):
    """One list whose lines are changed at once, and how its domain changes each."""

    name: ListName
    permission: Permission
    reached: Callable[[Session, Actor, Sequence[UUID]], Sequence[R]]
    """Which of these the actor may change, by number. Opens nothing."""
    why_not: Callable[[R, Wish, Actor], Text | None]
    apply: Callable[[Session, Actor, R, Wish], object]
    give_back: Callable[[Session, Actor, R, UUID | None], object]
    """Give it to whom it lay with before."""
    set_back: Callable[[Session, Actor, R, date | None], object]
    """Set the day of review it had before."""


@dataclass(frozen=True, slots=True)
class Line:
    """One ticked line as the preview shows it, and why it would stay as it is, if it would."""

    id: UUID
    number: str
    name: str
    """Of whoever it is about."""
    standing: str
    """How it stands: a sentence marked for translation."""
    owner_id: UUID | None
    review_on: datetime | None
    trouble: Text | None


@dataclass(frozen=True, slots=True)
class Preview:
    """The ticked lines as an act would find them, and the names of who may own them."""

    lines: Sequence[Line]
    staff: Mapping[UUID, str]

    @property
    def changing(self) -> int:
        """Return how many lines would change."""
        return sum(1 for line in self.lines if line.trouble is None)


@dataclass(frozen=True, slots=True)
class Done:
    """An act on many that was done: what it changed, and whether it can be undone."""

    row: BulkAct
    may_undo: bool


def chosen(session: Session, actor: Actor, acted: Acted[R], ids: Sequence[UUID]) -> Sequence[R]:
    """Return those of the ticked lines that the actor may change.

    Raises:
        DeniedError: the actor may change none.
        RuleBrokenError: none is ticked, or too many.

    """
    authorise(actor, acted.permission)
    check_many(len(set(ids)))
    return acted.reached(session, actor, ids)


def carry_out(
    session: Session, actor: Actor, acted: Acted[R], ids: Sequence[UUID], wish: Wish
) -> BulkAct:
    """Do it to each ticked line that changes; keep what was before, so that it can be undone.

    Raises:
        DeniedError, NotFoundError: the actor may not, or nobody works here by that id.
        RuleBrokenError: nothing changes, the day is past, none or too many are ticked.

    """
    changes = []
    for row in chosen(session, actor, acted, ids):
        if acted.why_not(row, wish, actor) is None:
            before = _value(row, wish.kind)
            acted.apply(session, actor, row, wish)
            changes.append([str(row.id), before, _value(row, wish.kind)])
    if not changes:
        raise RuleBrokenError("Nothing would change: read beside each line why.")
    done = BulkAct(
        id=uuid4(),
        society_code=actor.society,
        user_id=actor.user_id,
        of_list=acted.name,
        kind=wish.kind,
        made_at=clock.now(),
        changes=changes,
    )
    session.add(done)
    session.flush()
    return done


def read(session: Session, actor: Actor, acted: Acted[R], bulk_id: UUID) -> Done:
    """Return an act on many of the actor's own.

    Raises:
        DeniedError, NotFoundError: there is none of theirs.

    """
    authorise(actor, acted.permission)
    row = session.get(BulkAct, bulk_id)
    mine = actor.user_id, actor.society, acted.name
    if row is None or (row.user_id, row.society_code, row.of_list) != mine:
        raise NotFoundError("act on many")
    return Done(row, row.undone_at is None and clock.now() - row.made_at <= UNDO_WITHIN)


def undo(session: Session, actor: Actor, acted: Acted[R], bulk_id: UUID) -> tuple[int, int]:
    """Give each line back what it had; return how many got it back, and how many stay.

    A line that somebody changed since stays as they left it.

    Raises:
        DeniedError, NotFoundError: there is none of the actor's.
        RuleBrokenError: it was undone already, or too long ago.

    """
    done = read(session, actor, acted, bulk_id)
    if not done.may_undo:
        raise RuleBrokenError("This was undone already, or is more than a day ago.")
    ids = [UUID(one) for one, _before, _after in done.row.changes]
    rows = {row.id: row for row in acted.reached(session, actor, ids)}
    back = 0
    for one, before, after in done.row.changes:
        row = rows.get(UUID(one))
        if row is None or _value(row, done.row.kind) != after:
            continue
        if done.row.kind is BulkKind.OWNER:
            acted.give_back(session, actor, row, UUID(before) if before else None)
        else:
            acted.set_back(session, actor, row, date.fromisoformat(before) if before else None)
        back += 1
    done.row.undone_at = clock.now()
    return back, len(ids) - back


def _value(row: Ticked, kind: BulkKind) -> str:
    if kind is BulkKind.OWNER:
        return str(row.owner_id or "")
    return row.review_on.date().isoformat() if row.review_on else ""
