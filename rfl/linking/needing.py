"""What must be found out before a pair can be judged is to be done until a day.

What is to be done in a case lies above (rfl.tasks), and joins itself here (rfl.wiring): it writes
the task, ends it once the pair is judged, and says which pairs have one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, not_, or_
from sqlalchemy.orm import Session

from rfl.access.rules import Actor
from rfl.linking.models import Link


@dataclass(frozen=True, slots=True)
class Tasks:
    """How tasks about pairs are kept."""

    write: Callable[[Session, Actor, Link, str, date], object]
    """Write down, in words, what is to be found out for a link until a day."""
    settle: Callable[[Session, Actor, Link], object]
    """End what is still to be done for a link: it was judged, or something else is needed."""
    waits: ColumnElement[bool]
    """Whether anything is still to be done for a Link: it stands in My work as a task then."""


_keepers: list[Tasks] = []


def register(tasks: Tasks) -> None:
    """Have tasks about pairs kept so. Twice is once."""
    if not any(tasks.write is one.write for one in _keepers):
        _keepers.append(tasks)


def write(session: Session, actor: Actor, link: Link, words: str, day: date) -> None:
    """Write down what is to be found out for a link until `day`."""
    for one in _keepers:
        one.write(session, actor, link, words, day)


def settle(session: Session, actor: Actor, link: Link) -> None:
    """End what is still to be done for a link."""
    for one in _keepers:
        one.settle(session, actor, link)


def has_no_task() -> ColumnElement[bool]:
    """Return the condition under which nothing is to be done for a Link until a day."""
    return not_(or_(*(one.waits for one in _keepers))) if _keepers else Link.id.is_not(None)
