"""What the safeguarding focal point asks of the trail. Each reading is itself an entry.

Whether the reader may ask is the caller's question (rfl.access); that they asked is kept here.
"""

from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` up to before `until`; None is open."""

    since: datetime | None = None
    until: datetime | None = None


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
    session: Session,
    actor_id: UUID,
    society: str,
    subject: UUID,
    *,
    purpose: str = "",
    span: Span | None = None,
    page: int = 1,
) -> EntryPage:
    """Return what was done with the record `subject`, as `society`'s log has it.

    `actor_id` is the reader, who is entered in the same log.
    """
    record(
        session,
        actor_id,
        Act.AUDIT_READ,
        societies=[society],
        subjects=[subject],
        purpose=purpose,
        detail={"question": "who_opened"},
    )
    (tag,) = record_tags(keys.of(session), society, [subject])
    return _read(session, _window(society, tag, span), page)


def what_did(
    session: Session,
    actor_id: UUID,
    society: str,
    person_id: UUID,
    *,
    purpose: str = "",
    span: Span | None = None,
    page: int = 1,
) -> EntryPage:
    """Return what the user `person_id` did, as `society`'s log has it; otherwise as `who_opened`."""
    record(
        session,
        actor_id,
        Act.AUDIT_READ,
        societies=[society],
        subjects=[person_id],
        purpose=purpose,
        detail={"question": "what_did"},
    )
    tag = actor_tag(keys.of(session), society, person_id)
    return _read(session, _window(society, tag, span), page)


def newest(
    session: Session,
    actor_id: UUID,
    society: str,
    *,
    purpose: str = "",
    span: Span | None = None,
    page: int = 1,
) -> EntryPage:
    """Return the newest entries of `society`'s log, whoever and whatever they are of."""
    record(
        session,
        actor_id,
        Act.AUDIT_READ,
        societies=[society],
        purpose=purpose,
        detail={"question": "newest"},
    )
    return _read(session, _window(society, None, span), page)


def _window(society: str, tag: int | None, span: Span | None) -> queries.Window:
    span = span or Span()
    tags = () if tag is None else (tag,)
    return queries.Window(society, tags, span.since, span.until)


def _read(session: Session, window: queries.Window, page: int) -> EntryPage:
    opener = _Opener(keys.of(session).trail, window.log)
    rows, damaged = [], []
    found = queries.entries(session, window, limit=PAGE, offset=(page - 1) * PAGE)
    for seq, raw, sealed in found:
        row = opener.open(seq, raw, sealed)
        if row is None:
            damaged.append(seq + 1)
        else:
            rows.append(row)
    total = queries.count(session, window)
    return EntryPage(tuple(rows), total, page, tuple(damaged))


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
