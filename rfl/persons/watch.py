"""Who wants to know that a person was saved. Linking does; it lies above and registers itself here.

Saving and matching stand in one transaction: whoever is saved is searchable in the same moment.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access.rules import Sensitivity
from rfl.persons.document import PersonDocument, PlaceStatement
from rfl.persons.models import Consent, Person


@dataclass(frozen=True, slots=True)
class Saved:
    """One person just written, with the document that was sealed: no need to open it again."""

    person_id: UUID
    record_id: UUID
    """The sought person's or the registration's id, as `is_sought` says."""
    is_sought: bool
    society: str
    sensitivity: Sensitivity
    document: PersonDocument
    seen_on: date | None = None
    """Sought: day of the last news. Registered: day they were met."""
    seen_at: PlaceStatement | None = None
    is_searched: bool = True
    """False when the record left the search: case ended, consent withdrawn, registration closed."""


def gone(person_id: UUID, society: str) -> Saved:
    """Return what is told of somebody who left the search; none of their particulars is needed."""
    return Saved(
        person_id=person_id,
        record_id=person_id,
        is_sought=False,
        society=society,
        sensitivity=Sensitivity.SEALED,
        document=PersonDocument(),
        is_searched=False,
    )


TakenBackWatcher = Callable[[Session, Sequence[Consent]], None]
"""Called with the session and the consents that were just taken back."""

_taken_back: list[TakenBackWatcher] = []


def watch_taken_back(watcher: TakenBackWatcher) -> None:
    """Have `watcher` called after consents were taken back, in that transaction. Twice is once."""
    if watcher not in _taken_back:
        _taken_back.append(watcher)


def tell_taken_back(session: Session, consents: Sequence[Consent]) -> None:
    """Tell everybody who acts on consents that end."""
    for watcher in _taken_back:
        watcher(session, consents)


WrittenWatcher = Callable[[Session, Sequence[tuple[Person, PersonDocument]]], None]
"""Called with the session and people whose records were just sealed, with what was sealed."""

_written: list[WrittenWatcher] = []


def watch_written(watcher: WrittenWatcher) -> None:
    """Have `watcher` called after people were written who may ask in a case. Twice is once."""
    if watcher not in _written:
        _written.append(watcher)


def tell_written(session: Session, written: Sequence[tuple[Person, PersonDocument]]) -> None:
    """Tell everybody who keeps what enquirers are found by."""
    for watcher in _written:
        watcher(session, written)


Watcher = Callable[[Session, UUID, Sequence[Saved]], None]
"""Called with the session, the acting user's id and what was saved."""

_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> None:
    """Have `watcher` called after every save, inside the saver's transaction. Twice is once."""
    if watcher not in _watchers:
        _watchers.append(watcher)


def announce(session: Session, actor_id: UUID, saved: Sequence[Saved]) -> None:
    """Tell everybody who watches."""
    for watcher in _watchers:
        watcher(session, actor_id, saved)
