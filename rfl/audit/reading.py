"""What the safeguarding focal point asks of the trail. Each reading is itself an entry.

Whether the reader may ask is the caller's question (rfl.access); that they asked is kept here.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from rfl.audit import queries
from rfl.audit.document import Body, decode
from rfl.audit.rules import Act, Decision
from rfl.audit.service import record
from rfl.audit.trail import actor_tag, record_tags
from rfl.crypto import header as headers
from rfl.crypto.sealing import UnsealError
from rfl.keys import service as keys
from rfl.keys.days import Days, LogKey
from rfl.keys.recipients import Opened
from rfl.keys.rules import ForgottenError
from rfl.keys.trail import TrailKeys

PAGE = 50

MOST_MOMENTS = 20_000
"""More than anybody does in two weeks by hand."""


_READER = object()
"""Where session.info has the private key that the reader opened."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Why and how far the focal point looks: from `since` up to before `until` (None is open)."""

    purpose: str = ""
    since: datetime | None = None
    until: datetime | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry, opened. `number` counts from 1. `act` is an Act, or a word no longer in use."""

    log: str
    number: int
    at: datetime
    actor_id: UUID
    act: str
    subjects: tuple[UUID, ...]
    fields: tuple[str, ...]
    purpose: str
    decision: Decision
    request: str
    address: str
    detail: dict[str, str]


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One page of entries, newest first, of `total`.

    `damaged` are the numbers of entries that were found but do not open: somebody changed them.
    `closed` counts those of days that the server has forgotten. Who is asked for by name or record
    is found only in days that open; `closed_days` of the window stayed closed.
    """

    rows: tuple[EntryRow, ...]
    total: int
    page: int
    damaged: tuple[int, ...] = ()
    closed: int = 0
    closed_days: int = 0


def read_with(session: Session, opened: Opened | None) -> None:
    """Read under a private key that is open, for as long as `session` lasts."""
    session.info[_READER] = opened


def reads_past(session: Session) -> bool:
    """Tell whether a private key is open in `session`."""
    return session.info.get(_READER) is not None


def who_opened(
    session: Session, actor_id: UUID, society: str, subject: UUID, asking: Asking
) -> EntryPage:
    """Return what was done with the record `subject`, as `society`'s log has it.

    `actor_id` is the reader, who is entered in the same log.
    """
    return who_opened_any(session, actor_id, society, [subject], asking)


def who_opened_any(
    session: Session, actor_id: UUID, society: str, subjects: Sequence[UUID], asking: Asking
) -> EntryPage:
    """Return what was done with any of `subjects`, such as a case and its people; each once."""
    if not subjects:
        raise ValueError("without a record every entry would be the answer: ask for `newest`")
    _enter(session, actor_id, society, "who_opened", subjects, asking)
    book = _Book(session, society, asking)
    tags = [tag for key in book.keys for tag in record_tags(key, society, subjects)]
    return _read(
        session, book, queries.Window(society, tuple(tags), asking.since, asking.until), asking
    )


def what_did(
    session: Session, actor_id: UUID, society: str, person_id: UUID, asking: Asking
) -> EntryPage:
    """Return what the user `person_id` did, as `society`'s log has it; else as `who_opened`."""
    _enter(session, actor_id, society, "what_did", [person_id], asking)
    book = _Book(session, society, asking)
    return _read(session, book, book.of_actor(person_id), asking)


def when_did(
    session: Session,
    actor_id: UUID,
    society: str,
    person_id: UUID,
    acts: Collection[Act],
    asking: Asking,
) -> list[datetime]:
    """Return when the user `person_id` did one of `acts`, newest first; pages do not matter.

    Opens every entry of the window, some 20 µs each; no more than MOST_MOMENTS of them.
    """
    _enter(session, actor_id, society, "when_did", [person_id], asking)
    book = _Book(session, society, asking)
    found = queries.entries(session, book.of_actor(person_id), limit=MOST_MOMENTS, offset=0)
    rows = (book.opener.open(*entry) for entry in found)
    wanted = {act.value for act in acts}
    return [row.at for row in rows if row is not None and row.act in wanted]


def newest(session: Session, actor_id: UUID, society: str, asking: Asking) -> EntryPage:
    """Return the newest entries of `society`'s log, whoever and whatever they are of."""
    _enter(session, actor_id, society, "newest", [], asking)
    book = _Book(session, society, asking)
    return _read(session, book, queries.Window(society, (), asking.since, asking.until), asking)


def since(
    session: Session,
    actor_id: UUID,
    society: str,
    asking: Asking,
    people: Collection[UUID] = (),
) -> Iterator[EntryRow]:
    """Yield every entry of the window that opens, newest first; pages do not matter.

    Of `people` alone, if any are given. Days that stay closed give nothing.
    """
    _enter(session, actor_id, society, "since", [], asking)
    book = _Book(session, society, asking)
    tags = tuple(actor_tag(key, society, one) for one in people for key in book.keys)
    window = queries.Window(society, tags, asking.since, asking.until)
    opener = book.opener
    for start in count(0, MOST_MOMENTS):
        found = queries.entries(session, window, limit=MOST_MOMENTS, offset=start)
        yield from (row for entry in found if (row := opener.open(*entry)) is not None)
        if len(found) < MOST_MOMENTS:
            return


def _enter(
    session: Session,
    actor_id: UUID,
    society: str,
    question: str,
    subjects: Sequence[UUID],
    asking: Asking,
) -> None:
    record(
        session,
        actor_id,
        Act.AUDIT_READ,
        societies=[society],
        subjects=subjects,
        purpose=asking.purpose,
        detail={"question": question},
    )


def _read(session: Session, book: "_Book", window: queries.Window, asking: Asking) -> EntryPage:
    opener = book.opener
    start = (max(asking.page, 1) - 1) * PAGE
    found = queries.entries(session, window, limit=PAGE, offset=start)
    rows = [row for entry in found if (row := opener.open(*entry)) is not None]
    return EntryPage(
        rows=tuple(rows),
        total=queries.count(session, window),
        page=max(asking.page, 1),
        damaged=tuple(opener.damaged),
        closed=opener.closed,
        closed_days=book.days.closed if window.tags else 0,
    )


class _Book:
    """A log as one reader may open it: the keys of the days asked about, and the society's own."""

    def __init__(self, session: Session, log: str, asking: Asking) -> None:
        trail = keys.of(session).trail
        opened: Opened | None = session.info.get(_READER)
        self._log, self._asking = log, asking
        self.days: Days = trail.days.between(log, asking.since, asking.until, opened)
        self.keys = [*trail.first_keys(log), *self.days.keys.values()]
        self.opener = _Opener(trail, log, opened)
        self.opener.know(self.keys)

    def of_actor(self, person_id: UUID) -> queries.Window:
        """Return which entries are of that person, as far as the days open."""
        tags = tuple(actor_tag(key, self._log, person_id) for key in self.keys)
        return queries.Window(self._log, tags, self._asking.since, self._asking.until)


class _Opener:
    """Opens entries of one log, fetching each epoch's key once."""

    def __init__(self, trail: TrailKeys, log: str, opened: Opened | None = None) -> None:
        self._trail = trail
        self._log = log
        self._opened = opened
        self._keys: dict[int, LogKey | None] = {}
        self.damaged: list[int] = []
        self.closed = 0

    def know(self, found: Sequence[LogKey]) -> None:
        """Take keys that are at hand already."""
        self._keys.update({key.epoch: key for key in found})

    def open(self, seq: int, raw: bytes, sealed: bytes) -> EntryRow | None:
        """Return the entry; None if it is not as it was written, or of a closed day."""
        with suppress(ValueError, UnsealError, msgspec.MsgspecError):
            header = headers.decode(raw)
            if (header.log, header.seq) == (self._log, seq):
                key = self._key(header.epoch)
                if key is not None:
                    return _row(header, decode(key.unseal(raw, sealed)))
                self.closed += 1
                return None
        # Unreadable, or moved here from another place.
        self.damaged.append(seq + 1)
        return None

    def _key(self, epoch: int) -> LogKey | None:
        """Return the key of an epoch, None if it is a day that stays closed."""
        if epoch not in self._keys:
            try:
                self._keys[epoch] = self._trail.at_epoch(self._log, epoch, self._opened)
            except ForgottenError:
                self._keys[epoch] = None
        return self._keys[epoch]


def _row(header: headers.Header, body: Body) -> EntryRow:
    return EntryRow(
        log=header.log,
        number=header.seq + 1,
        at=header.at,
        actor_id=body.actor,
        act=body.act,
        subjects=body.subjects,
        fields=body.fields,
        purpose=body.purpose,
        decision=body.decision,
        request=body.request,
        address=body.address,
        detail=body.detail,
    )
