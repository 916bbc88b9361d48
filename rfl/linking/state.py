"""What the index is made by now: the version of the lexicon, and the keys people rest under.

One row says it. Whoever writes to the index holds the row until the commit, so that nothing is ever
written under a key or a lexicon that counts no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from rfl.keys.rules import FIRST_VERSION
from rfl.linking.models import IndexedEnquirer, IndexedPerson, LexiconState, LexiconToken

_SEEN = object()
"""Key in session.info of what this transaction last saw."""


COLUMNS = (LexiconState.version, LexiconState.key, LexiconState.oldest_key)
_ROW = select(*COLUMNS)


@dataclass(frozen=True, slots=True)
class State:
    """How the index stands."""

    lexicon: int
    """How often societies changed what they add to names."""
    key: int
    """Version of the index key under which everything new is written."""
    oldest_key: int
    """Version under which some may still rest; the same but while the key is rotated."""

    @property
    def keys(self) -> tuple[int, ...]:
        """Return every version under which somebody may rest, the newest first."""
        return tuple(range(self.key, self.oldest_key - 1, -1))


def look(session: Session, *, is_held: bool = False) -> State:
    """Return how the index stands now; `is_held`: nobody changes it until the transaction ends."""
    row = session.execute(_ROW.with_for_update(read=True) if is_held else _ROW).one_or_none()
    return told(session, row or ())


def told(session: Session, row: Sequence[int | None]) -> State:
    """Return how the index stands by COLUMNS, read a moment ago; nothing stands there at first."""
    lexicon, key, oldest_key = row or (None, None, None)
    seen = State(lexicon or 0, key or FIRST_VERSION, oldest_key or FIRST_VERSION)
    session.info[_SEEN] = seen
    return seen


def seen(session: Session) -> State:
    """Return how the index stood when this transaction last looked, or how it stands now."""
    known = session.info.get(_SEEN)
    return known if isinstance(known, State) else look(session)


def begin_key(session: Session, key: int) -> None:
    """Have everything new written under the version `key`, once nobody writes under the last."""
    session.execute(select(LexiconState.id).with_for_update())
    session.execute(update(LexiconState).where(LexiconState.key < key).values(key=key))
    session.info.pop(_SEEN, None)


def end_key(session: Session, key: int) -> bool:
    """Have nobody ask under older versions than `key` any more; False if somebody rests there."""
    session.execute(select(LexiconState.id).with_for_update())
    if behind(session, key):
        return False
    session.execute(
        update(LexiconState).where(LexiconState.oldest_key < key).values(oldest_key=key)
    )
    session.info.pop(_SEEN, None)
    return True


def behind(session: Session, key: int) -> int:
    """Return how many people and names rest under an older version than `key`."""
    return sum(
        session.scalar(select(func.count()).select_from(table).where(table.key < key)) or 0
        for table in (IndexedPerson, IndexedEnquirer, LexiconToken)
    )
