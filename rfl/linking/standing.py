"""What one transaction was told of the index: asked once, and anew after it wrote itself.

A search asks in many places how many people there are, by which lexicon they are indexed, and what
tokens are new; each question is a way to the database and back.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session, SessionTransaction

T = TypeVar("T")

_TOLD = object()
"""Key in session.info."""


def once(session: Session, what: str, ask: Callable[[], T]) -> T:
    """Return what `ask` says, asked once in the transaction, or again since `forget`."""
    told = _told(session)
    if what not in told:
        told[what] = ask()
    found: T = told[what]
    return found


def forget(session: Session) -> None:
    """Have everything asked anew: the transaction wrote, or begins to look at somebody else."""
    session.info.pop(_TOLD, None)


def _told(session: Session) -> dict[str, Any]:
    now = session.get_transaction()
    kept: tuple[SessionTransaction | None, dict[str, Any]] = session.info.get(_TOLD, (None, {}))
    if now is None or kept[0] is not now:
        kept = session.info[_TOLD] = (now, {})
    return kept[1]
