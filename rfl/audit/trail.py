"""How entries are chained: at the end of a transaction, under the last lock it takes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Connection, Insert, String, bindparam, insert, select

from rfl import clock
from rfl.audit.document import Body, encode
from rfl.audit.models import Entry, EntryTag
from rfl.audit.queries import LogEnd, leaves, log_ends
from rfl.audit.rules import Act, Decision, RequestMark
from rfl.crypto.header import GENESIS, Header
from rfl.crypto.merkle import Frontier, leaf_hash
from rfl.crypto.note import TreeHead
from rfl.crypto.sealing import Context
from rfl.db.native import made_once, sent, take_last_lock, unfolded
from rfl.keys.days import LogKey
from rfl.keys.rules import TagPurpose
from rfl.keys.service import KeyStore
from rfl.keys.trail import Advance, KeptHead

# Each page ends with this; built once, it costs half.
_ADD_ENTRIES = insert(Entry)


@dataclass(slots=True, eq=False)
class Draft:
    """An entry waiting for the commit.

    `societies` keep the whole entry. A society whose record was opened without being one of them
    keeps an entry too, that names its own records and not what was searched for.
    """

    at: datetime
    actor: UUID
    act: Act
    societies: tuple[str, ...]
    subjects: tuple[UUID, ...]
    fields: tuple[str, ...]
    purpose: str
    decision: Decision
    detail: Mapping[str, str]
    mark: RequestMark
    opened: dict[str, dict[UUID, None]] = field(default_factory=dict)

    def note_opened(self, place: Context) -> None:
        """Name a document in the entry of the society whose it is."""
        self.opened.setdefault(place.society, {})[place.record_id] = None

    def logs(self) -> Iterator[str]:
        """Yield the logs this entry belongs in."""
        yield from self.societies
        yield from (society for society in self.opened if society not in self.societies)

    def body(self, log: str) -> Body:
        """Return what `log` keeps sealed."""
        is_named = log in self.societies
        subjects = dict.fromkeys(self.subjects if is_named else ())
        return Body(
            actor=self.actor,
            act=self.act.value,
            subjects=(*(subjects | self.opened.get(log, {})),),
            fields=self.fields,
            purpose=self.purpose,
            decision=self.decision,
            request=self.mark.number,
            address=self.mark.address,
            detail=dict(self.detail) if is_named else {},
        )


def write(connection: Connection, store: KeyStore, drafts: Sequence[Draft]) -> list[Advance]:
    """Append `drafts` to their logs; return the new heads, to be kept once all is committed.

    Nobody else appends while a log is locked, so a head found ahead of its log is never a race.
    Logs are locked in the order of their names, after everything else: no two writers wait for each
    other, and nobody who holds a log waits for anything.
    """
    logs = sorted({log for draft in drafts for log in draft.logs()})
    for log in logs:
        take_last_lock(connection, f"rfl.audit:{log}")
    newest, ends = store.trail.newest_of(logs), log_ends(connection, logs)
    grown = [
        _grown(connection, newest[log], log, ends.get(log), [d for d in drafts if log in d.logs()])
        for log in logs
    ]
    _add(connection, [link for log in grown for link in log.links])
    return [log.advance for log in grown]


def actor_tag(key: LogKey, log: str, actor: UUID) -> int:
    """Return by which tag entries of `actor` are found in `log`; another log has another."""
    return key.tags(TagPurpose.AUDIT_ACTOR, [f"{log}:{actor.hex}"])[0]


def record_tags(key: LogKey, log: str, records: Sequence[UUID]) -> list[int]:
    """Return by which tags entries on `records` are found in `log`, in order."""
    return key.tags(TagPurpose.AUDIT_RECORD, [f"{log}:{record.hex}" for record in records])


@dataclass(frozen=True, slots=True)
class _Link:
    """One entry, ready to be written."""

    header: Header
    raw: bytes
    sealed: bytes
    leaf: bytes

    def row(self) -> dict[str, object]:
        return {
            "log": self.header.log,
            "seq": self.header.seq,
            "at": self.header.at,
            "prev": self.header.prev,
            "header": self.raw,
            "sealed": self.sealed,
            "leaf": self.leaf,
        }


@dataclass(frozen=True, slots=True)
class _Grown:
    """What one log gains: its entries, and where it then stands."""

    links: Sequence[_Link]
    advance: Advance


def _grown(
    connection: Connection,
    newest: tuple[LogKey, KeptHead | None],
    log: str,
    end: LogEnd | None,
    drafts: Sequence[Draft],
) -> _Grown:
    """Return the entries of one log, chained, before any of them is written."""
    key, kept = newest
    frontier, replaces = _frontier(connection, log, end, kept)
    seq, prev = (end.size, end.leaf) if end else (0, GENESIS)
    links: list[_Link] = []
    for number, draft in enumerate(drafts, start=seq):
        links.append(_link(key, draft, log, number, prev))
        prev = links[-1].leaf
    grown = frontier.grown([link.leaf for link in links])
    head = TreeHead(log, grown.size, grown.root(), prev)
    return _Grown(links, Advance(head, grown, replaces, clock.now()))


def _add(connection: Connection, links: Sequence[_Link]) -> None:
    """Write the entries of all logs, in order, and by which tags they are found."""
    connection.execute(_ADD_ENTRIES, [link.row() for link in links])
    tagged = [
        sent(connection, sorted({link.header.actor_tag, *link.header.tags}))
        | {"of": link.header.log, "entry": link.header.seq}
        for link in links
    ]
    connection.execute(_add_tags(connection), tagged)


@made_once
def _add_tags(connection: Connection) -> Insert:
    # One statement for an entry: a search opens many people, and a row each took as long as they.
    entry = (
        bindparam("of", type_=String()),
        unfolded(connection),
        bindparam("entry", type_=BigInteger()),
    )
    return insert(EntryTag).from_select(["log", "tag", "seq"], select(*entry))


def _link(key: LogKey, draft: Draft, log: str, seq: int, prev: bytes) -> _Link:
    body = draft.body(log)
    header = Header(
        log=log,
        seq=seq,
        at=draft.at,
        epoch=key.epoch,
        prev=prev,
        actor_tag=actor_tag(key, log, draft.actor),
        tags=tuple(record_tags(key, log, body.subjects)),
    )
    raw = header.encode()
    sealed = key.seal(raw, encode(body))
    return _Link(header, raw, sealed, leaf_hash(raw + sealed))


def _frontier(
    connection: Connection, log: str, end: LogEnd | None, kept: KeptHead | None
) -> tuple[Frontier, int | None]:
    """Return the tree as it stands, and which kept head the next one follows.

    A head may lag behind its log (a crash between two commits). A head that the log does not lead
    up to means that the log was shortened, exchanged or rolled back: it stays as evidence, and the
    next head is kept beside it, so that `rfl audit verify` tells of it for ever.
    """
    here = end or LogEnd(0, GENESIS)
    if kept is not None and kept.head is not None:
        if (kept.head.size, kept.head.leaf) == (here.size, here.leaf):
            return kept.frontier, kept.id
        since = leaves(connection, log, start=max(kept.head.size - 1, 0))
        if kept.head.size == 0:
            return Frontier().grown(since), kept.id
        if since[:1] == [kept.head.leaf]:
            return kept.frontier.grown(since[1:]), kept.id
    return Frontier().grown(leaves(connection, log)), None
