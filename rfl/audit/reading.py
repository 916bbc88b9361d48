"""What the safeguarding focal point asks of the trail. Each reading is itself an entry.

Whether the reader may ask is the caller's question (rfl.access); that they asked is kept here.
"""

from collections.abc import Collection, Iterator, Sequence
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
from rfl.keys.trail import LogKey, TrailKeys

PAGE = 50

MOST_MOMENTS = 20_000
"""More than anybody does in two weeks by hand."""


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
    """

    rows: tuple[EntryRow, ...]
    total: int
    page: int
    damaged: tuple[int, ...] = ()


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
    tags = record_tags(keys.of(session), society, subjects)
    return _read(session, society, tuple(tags), asking)


def what_did(
    session: Session, actor_id: UUID, society: str, person_id: UUID, asking: Asking
) -> EntryPage:
    """Return what the user `person_id` did, as `society`'s log has it; else as `who_opened`."""
    _enter(session, actor_id, society, "what_did", [person_id], asking)
    tag = actor_tag(keys.of(session), society, person_id)
    return _read(session, society, (tag,), asking)


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
    tag = actor_tag(keys.of(session), society, person_id)
    window = queries.Window(society, (tag,), asking.since, asking.until)
    opener = _Opener(keys.of(session).trail, society)
    found = queries.entries(session, window, limit=MOST_MOMENTS, offset=0)
    rows = (opener.open(*entry) for entry in found)
    wanted = {act.value for act in acts}
    return [row.at for row in rows if row is not None and row.act in wanted]


def newest(session: Session, actor_id: UUID, society: str, asking: Asking) -> EntryPage:
    """Return the newest entries of `society`'s log, whoever and whatever they are of."""
    _enter(session, actor_id, society, "newest", [], asking)
    return _read(session, society, (), asking)


def since(
    session: Session,
    actor_id: UUID,
    society: str,
    asking: Asking,
    people: Collection[UUID] = (),
) -> Iterator[EntryRow]:
    """Yield every entry of the window that opens, newest first; pages do not matter.

    Of `people` alone, if any are given.
    """
    _enter(session, actor_id, society, "since", [], asking)
    tags = tuple(actor_tag(keys.of(session), society, one) for one in people)
    window = queries.Window(society, tags, asking.since, asking.until)
    opener = _Opener(keys.of(session).trail, society)
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


def _read(session: Session, society: str, tags: tuple[int, ...], asking: Asking) -> EntryPage:
    window = queries.Window(society, tags, asking.since, asking.until)
    opener = _Opener(keys.of(session).trail, society)
    rows, damaged = [], []
    start = (max(asking.page, 1) - 1) * PAGE
    for seq, raw, sealed in queries.entries(session, window, limit=PAGE, offset=start):
        row = opener.open(seq, raw, sealed)
        if row is None:
            damaged.append(seq + 1)
        else:
            rows.append(row)
    total = queries.count(session, window)
    return EntryPage(tuple(rows), total, max(asking.page, 1), tuple(damaged))


class _Opener:
    """Opens entries of one log, fetching each epoch's key once."""

    def __init__(self, trail: TrailKeys, log: str) -> None:
        self._trail = trail
        self._log = log
        self._keys: dict[int, LogKey] = {}

    def open(self, seq: int, raw: bytes, sealed: bytes) -> EntryRow | None:
        """Return the entry, None if it is not as it was written."""
        try:
            header = headers.decode(raw)
            if (header.log, header.seq) != (self._log, seq):
                return None
            if header.epoch not in self._keys:
                self._keys[header.epoch] = self._trail.at_epoch(self._log, header.epoch)
            body = decode(self._keys[header.epoch].unseal(raw, sealed))
        except (ValueError, UnsealError, msgspec.MsgspecError):
            return None
        return _row(header, body)


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
