"""What everybody sees: faces without names.

A board is opened once by each process of the server, under an entry of the trail, and kept in its
memory: who looks at a public page is recorded nowhere. Whether it may still be shown is asked of
the database each time (queries.is_shown).
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.audit import service as audit
from rfl.audit.reveal import reveal
from rfl.audit.rules import STRANGER, Act
from rfl.audit.service import Receipt
from rfl.boards import queries, records, settings
from rfl.boards.document import BoardDocument
from rfl.boards.models import Board
from rfl.crypto.sealing import Sealed
from rfl.errors import NotFoundError
from rfl.persons.rules import RelationKind

T = TypeVar("T")

MOST_DOCUMENTS = 10_000
MOST_PICTURES = 300
"""Of some 40 KB on average: 12 MB of a process's memory."""


@dataclass(frozen=True, slots=True)
class Face:
    """One board as everybody sees it."""

    number: str
    relation: RelationKind
    society: str
    """Code of the society that answers for it."""
    is_indexed: bool


class _Kept(Generic[T]):
    """The last `most` things that were opened."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._things: OrderedDict[tuple[UUID, bytes], T] = OrderedDict()

    def get(self, row_id: UUID, sealed: bytes) -> T | None:
        with self._lock:
            key = row_id, sealed
            if key in self._things:
                self._things.move_to_end(key)
            return self._things.get(key)

    def put(self, row_id: UUID, sealed: bytes, thing: T) -> None:
        with self._lock:
            self._things[row_id, sealed] = thing
            while len(self._things) > self._most:
                self._things.popitem(last=False)


_documents: _Kept[BoardDocument] = _Kept(MOST_DOCUMENTS)
_pictures: _Kept[bytes] = _Kept(MOST_PICTURES)


def faces(session: Session, society: str = "") -> list[Face]:
    """Return all boards that everybody sees, newest first; of one society, or of all."""
    rows = queries.shown(session, clock.now(), society)
    documents = _open(session, rows)
    indexed = {
        code: settings.of_society(session, code).is_indexed
        for code in {row.society_code for row in rows}
    }
    return [
        Face(row.number, documents[row.id].relation, row.society_code, indexed[row.society_code])
        for row in rows
    ]


def face(session: Session, number: str) -> Face:
    """Return one board that everybody sees.

    Raises:
        NotFoundError: there is none of this number, or it is not shown now.

    """
    row = live(session, number)
    indexed = settings.of_society(session, row.society_code).is_indexed
    return Face(row.number, _open(session, [row])[row.id].relation, row.society_code, indexed)


def picture(session: Session, number: str, place: int) -> bytes:
    """Return the picture of a board that everybody sees (JPEG); at 0 the small one.

    Raises:
        NotFoundError: there is none, or it is not shown now.

    """
    row = live(session, number)
    found = records.picture_row(session, row.id, place)
    data = _pictures.get(found.id, found.sealed)
    if data is None:
        receipt = _record(session, [row])
        data = reveal(session, receipt, Sealed(found.sealed, records.picture_context(found)))
        _pictures.put(found.id, found.sealed, data)
    return data


def live(session: Session, number: str) -> Board:
    """Return the row of a board that everybody sees.

    Raises:
        NotFoundError: there is none of this number, or it is not shown now.

    """
    row = queries.shown_of_number(session, number.strip().upper(), clock.now())
    if row is None:
        raise NotFoundError("photo board")
    return row


def _open(session: Session, rows: Sequence[Board]) -> dict[UUID, BoardDocument]:
    kept = {row.id: _documents.get(row.id, row.sealed) for row in rows}
    new = [row for row in rows if kept[row.id] is None]
    if new:
        receipt = _record(session, new)
        for row, document in zip(new, records.open_rows(session, receipt, new), strict=True):
            _documents.put(row.id, row.sealed, document)
            kept[row.id] = document
    return {row_id: document for row_id, document in kept.items() if document is not None}


def _record(session: Session, rows: Sequence[Board]) -> Receipt:
    return audit.record(
        session,
        STRANGER,
        Act.BOARD_SHOWN,
        societies=sorted({row.society_code for row in rows}),
        subjects=[row.id for row in rows],
        purpose="publication",
    )
