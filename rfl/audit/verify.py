"""Proof that a log is complete and unchanged: every entry, their order, their end.

Leans on none of the code that writes the log: it reads the two tables and the heads kept in the key
store, and counts again. Runs beside a server at work: a log only grows, so it is read in stretches,
each in a short transaction, and holds nobody up.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Connection, Row, func, select

from rfl.audit.models import Entry, EntryTag
from rfl.crypto import header as headers
from rfl.crypto.cosigning import seen_at
from rfl.crypto.header import GENESIS, Header
from rfl.crypto.merkle import leaf_hash, root
from rfl.crypto.note import open_note
from rfl.crypto.sealing import UnsealError
from rfl.db.session import Database
from rfl.errors import UnavailableError
from rfl.keys.days import LogKey
from rfl.keys.rules import ForgottenError, Trouble
from rfl.keys.service import KeyStore
from rfl.keys.trail import KeptHead
from rfl.keys.witnesses import Witness
from rfl.text import N_, Counted, Text

STRETCH = 2_000
"""Entries in one transaction: some 60 ms."""

MOST_PROBLEMS = 100
"""A log that was rewritten has as many problems as entries; the first hundred tell enough."""

LEAST_SEQ = -(2**63)
"""Nothing can be hidden before the beginning."""

_TROUBLE_WORDS: Mapping[Trouble | None, str] = {
    Trouble.AHEAD: N_(
        "%(witness)s has seen a longer log: the newest entries were removed, or an older copy was "
        "put in its place."
    ),
    Trouble.DIFFERS: N_("%(witness)s has seen another log than this one."),
}

Stored = Row[int, datetime, bytes, bytes, bytes, bytes]


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one log. `sealed_size` is how far the newest good head reaches."""

    log: str
    entries: int
    first_at: datetime | None
    last_at: datetime | None
    sealed_size: int
    problems: tuple[Text, ...]
    seen_at: datetime | None = None
    seen_by: str = ""
    """Which witness saw the log last, and when."""

    @property
    def is_sound(self) -> bool:
        """Tell whether all entries are complete and unchanged."""
        return not self.problems


@dataclass(slots=True)
class _Count:
    """What is known so far. Places in the log count from 1 in every sentence."""

    log: str
    leaves: list[bytes] = field(default_factory=list)
    keys: dict[int, LogKey | None] = field(default_factory=dict)
    """None for a day whose key the server has forgotten."""

    unopened: list[int] = field(default_factory=list)
    """Entries of such days, which the heads alone vouch for."""

    problems: list[Text] = field(default_factory=list)
    prev: bytes = GENESIS
    next_seq: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None

    def tell(self, problem: Text) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def verify(database: Database, store: KeyStore, log: str) -> Report:
    """Check the whole log of the society `log`. Call it outside of any transaction.

    Reads in the order of sequence numbers; O(n) in time, 32 bytes an entry in memory.
    """
    kept = store.trail.heads(log)  # first: a head may lag behind its log, never lead
    witnesses = store.trail.witnesses.of(log)
    count = _Count(log)
    for rows, tags in _stretches(database, log):
        for row in rows:
            _check_entry(count, store, row, tags.get(row.seq, set()))
    _check_stray_tags(count, database)
    sealed_size = _check_heads(count, kept)
    _check_unopened(count, store, sealed_size)
    last = _check_witnesses(count, store, witnesses)
    return Report(
        log=log,
        entries=len(count.leaves),
        first_at=count.first_at,
        last_at=count.last_at,
        sealed_size=sealed_size,
        problems=tuple(count.problems),
        seen_at=last.seen_at if last else None,
        seen_by=last.label if last else "",
    )


def _stretches(
    database: Database, log: str
) -> Iterator[tuple[Sequence[Stored], dict[int, set[int]]]]:
    start = LEAST_SEQ
    while True:
        with database.engine.begin() as connection:
            first: int | None = connection.execute(
                select(func.min(Entry.seq)).where(Entry.log == log, Entry.seq >= start)
            ).scalar_one()
            if first is None:
                return
            rows = _entries(connection, log, first)
            tags = _tags(connection, log, first)
        yield rows, tags
        start = first + STRETCH


def _entries(connection: Connection, log: str, first: int) -> Sequence[Stored]:
    query = (
        select(Entry.seq, Entry.at, Entry.prev, Entry.header, Entry.sealed, Entry.leaf)
        .where(Entry.log == log, Entry.seq.between(first, first + STRETCH - 1))
        .order_by(Entry.seq)
    )
    return connection.execute(query).all()


def _tags(connection: Connection, log: str, first: int) -> dict[int, set[int]]:
    query = select(EntryTag.seq, EntryTag.tag).where(
        EntryTag.log == log, EntryTag.seq.between(first, first + STRETCH - 1)
    )
    found: dict[int, set[int]] = defaultdict(set)
    for seq, tag in connection.execute(query):
        found[seq].add(tag)
    return found


def _check_entry(count: _Count, store: KeyStore, row: Stored, tags: set[int]) -> None:
    number = row.seq + 1
    _check_place(count, row.seq)
    leaf = leaf_hash(row.header + row.sealed)
    if leaf != row.leaf:
        count.tell(Text("Entry %(number)s was changed.", number=number))
    if row.prev != count.prev:
        count.tell(Text("Entry %(number)s does not follow the one before it.", number=number))
    count.prev = leaf
    count.leaves.append(leaf)
    try:
        header = headers.decode(row.header)
    except ValueError:
        count.tell(Text("The header of entry %(number)s is damaged.", number=number))
        return
    stored = (count.log, row.seq, row.at, row.prev)
    if (header.log, header.seq, header.at, header.prev) != stored:
        count.tell(
            Text(
                "Entry %(number)s was moved, or its columns were changed.",
                number=number,
            )
        )
    if tags != {header.actor_tag, *header.tags}:
        count.tell(
            Text(
                "Entry %(number)s cannot be found by all of its tags, or by others.",
                number=number,
            )
        )
    if not _opens(count, store, header, row):
        count.tell(Text("Entry %(number)s was not written by this installation.", number=number))
    count.first_at = count.first_at or header.at
    count.last_at = header.at


def _check_place(count: _Count, seq: int) -> None:
    if seq == count.next_seq + 1:
        count.tell(Text("Entry %(number)s is missing.", number=seq))
    elif seq > count.next_seq:
        count.tell(
            Text(
                "Entries %(first)s to %(last)s are missing.",
                first=count.next_seq + 1,
                last=seq,
            )
        )
    elif seq < count.next_seq:
        count.tell(Text("Entry %(number)s is there once too often.", number=seq + 1))
    count.next_seq = max(seq + 1, count.next_seq)


def _opens(count: _Count, store: KeyStore, header: Header, row: Stored) -> bool:
    """Tell whether the sealed part opens under the log's key: only this installation has that.

    Of a day that the server has forgotten it cannot be said; a kept head has to cover that entry.
    """
    try:
        if header.epoch not in count.keys:
            count.keys[header.epoch] = _key(store, count.log, header.epoch)
        key = count.keys[header.epoch]
        if key is None:
            count.unopened.append(row.seq)
        else:
            key.unseal(row.header, row.sealed)
    except (UnsealError, UnavailableError):
        return False
    return True


def _key(store: KeyStore, log: str, epoch: int) -> LogKey | None:
    try:
        return store.trail.at_epoch(log, epoch)
    except ForgottenError:
        return None


def _check_unopened(count: _Count, store: KeyStore, sealed_size: int) -> None:
    """Find entries of forgotten days after the newest head: a day is forgotten under a head."""
    if not any(seq >= sealed_size for seq in count.unopened):
        return
    newest = store.trail.heads(count.log)[-1:]  # a day may have ended meanwhile
    size = max([sealed_size, *(one.head.size for one in newest if one.head)])
    for seq in count.unopened:
        if seq >= size:
            number = seq + 1
            count.tell(
                Text("Entry %(number)s was not written by this installation.", number=number)
            )


def _check_stray_tags(count: _Count, database: Database) -> None:
    known = select(Entry.seq).where(Entry.log == count.log)
    query = select(func.count()).where(EntryTag.log == count.log, EntryTag.seq.not_in(known))
    with database.engine.begin() as connection:
        stray = connection.execute(query).scalar_one()
    if stray:
        count.tell(
            Text(
                Counted(
                    "%(num)d tag belongs to an entry that is not there.",
                    "%(num)d tags belong to entries that are not there.",
                ),
                num=stray,
            )
        )


def _check_heads(count: _Count, kept: Sequence[KeptHead]) -> int:
    """Compare the log with the heads kept apart from it; return the size of the newest good one."""
    if not kept:
        count.tell(Text("The seal over the log is missing from the key store."))
    sealed_size = 0
    for one in kept:
        day = one.at.strftime("%Y-%m-%d %H:%M UTC")
        if one.head is None:
            count.tell(Text("The seal of %(day)s was not made by this installation.", day=day))
        elif one.head.size > len(count.leaves):
            count.tell(
                Text(
                    "The log ends with entry %(end)s, but on %(day)s it had %(size)s: the newest "
                    "were removed, or an older copy was put in its place.",
                    end=len(count.leaves),
                    day=day,
                    size=one.head.size,
                )
            )
        elif root(count.leaves[: one.head.size]) != one.head.root:
            count.tell(
                Text(
                    "The first %(size)s entries are not those that were sealed on %(day)s.",
                    size=one.head.size,
                    day=day,
                )
            )
        else:
            sealed_size = one.head.size
    return sealed_size


def _check_witnesses(
    count: _Count, store: KeyStore, witnesses: Sequence[Witness]
) -> Witness | None:
    """Compare the log with what its witnesses saw; return who saw it last."""
    for one in witnesses:
        if one.trouble in _TROUBLE_WORDS:
            count.tell(Text(_TROUBLE_WORDS[one.trouble], witness=one.label))
        if one.seen_at is not None and not _has_seen(count, store, one):
            count.tell(
                Text(
                    "What %(witness)s saw of this log does not fit what is here now.",
                    witness=one.label,
                )
            )
    return max((one for one in witnesses if one.seen_at), key=_when, default=None)


def _has_seen(count: _Count, store: KeyStore, witness: Witness) -> bool:
    """Tell whether the head that a witness saw, and signed, is of this log."""
    try:
        head = open_note(witness.note, count.log, store.trail.public_key)
    except ValueError:
        return False
    is_signed = witness.key is None or seen_at(witness.note, witness.key) == witness.seen_at
    is_here = head.size <= len(count.leaves) and root(count.leaves[: head.size]) == head.root
    return is_signed and is_here


def _when(witness: Witness) -> datetime:
    return witness.seen_at or datetime.min.replace(tzinfo=UTC)
