"""How what waits in protection stands in My work: no name stands in it, so nothing is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy.orm import Session

from rfl.audit.service import Receipt
from rfl.text import Text
from rfl.tracing.work import Pending, WorkItem


@dataclass(frozen=True, slots=True)
class Thing:
    """What waits, how it is said, and where the act is done."""

    title: Text
    why: Text
    href: str
    act: Text


def show(_session: Session, _receipt: Receipt, pending: Sequence[Pending]) -> list[WorkItem]:
    """Return things as My work shows them, in order."""
    things = [(one, cast("Thing", one.thing)) for one in pending]
    return [
        one.shown(title=thing.title, why=thing.why, href=thing.href, act=thing.act)
        for one, thing in things
    ]
