"""The token lexicon of one installation, as one process holds it: sealed at rest, open in memory.

Candidates are found by token, not by person. A token that somebody bears is expanded to the tokens
that may be the same name (rfl.matching.index); their blind tags fetch postings.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Any, TypeVar
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Select, bindparam, func, select, update
from sqlalchemy.orm import Session

from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import ENGINE, INSTALLATION_LOG, Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed, key_id_of
from rfl.db.native import among, insert_into, made_once, sent
from rfl.keys import service as keys
from rfl.keys.service import KeyStore
from rfl.linking import standing, state
from rfl.linking.memory import LOOK_BACK, Memory
from rfl.linking.models import IndexedPerson, LexiconToken
from rfl.linking.tagging import OF_SOUGHT, pads_of_rows, splits_for, token_pads, token_tags
from rfl.matching.classes import lexicon as name_classes
from rfl.matching.index import Token

T = TypeVar("T")

TABLE = LexiconToken.__tablename__
LEXICON = UUID("00000000-0000-4000-8000-0000000000ab")
"""The lexicon as one record of the trail: tokens are nobody's, and thousands are read at a time."""

CHUNK = 2_000
"""Values in one IN (…): SQLite and PostgreSQL both take many more."""

GROWTH = 1.05
"""By how much the index grows until bearers are counted anew."""

_SIZE = func.max(IndexedPerson.number)
_NEW = func.count(LexiconToken.id), func.max(LexiconToken.id)

_AROUND = select(
    *(select(column).scalar_subquery() for column in state.COLUMNS),
    select(_SIZE).scalar_subquery(),
    *(select(one).where(LexiconToken.id > bindparam("below")).scalar_subquery() for one in _NEW),
)

_GROWN = {
    "padded": LexiconToken.padded + bindparam("more"),
    "sought": LexiconToken.sought + bindparam("of_sought"),
}
"""What a token has when more bear it; sought who were never counted apart are not from now on."""

_HAS_WRITTEN = object()
"""Mark in session.info: this transaction wrote tokens, and may yet be rolled back."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of one token now."""

    row_id: int
    people: int
    sought: int | None
    """How many of them are sought; None where that was never counted apart."""

    @property
    def splits(self) -> int:
        """Return over how many sub-tags its bearers are spread."""
        return splits_for(self.people)

    @property
    def may_be_sought(self) -> bool:
        """Tell whether any bearer may stand on the side of the sought."""
        return self.sought != 0


_MEMORIES: WeakKeyDictionary[KeyStore, Memory] = WeakKeyDictionary()


def look_around(session: Session) -> None:
    """Ask at once what a search asks first: how the index stands, how many there are, what is new.

    Each of these is asked by itself where nobody looked around before.
    """
    memory = _memory(session)
    row = session.connection().execute(_AROUND, {"below": memory.below}).one()
    standing.once(session, "state", lambda: state.told(session, row[:3]))
    standing.once(session, "size", lambda: row[3])
    standing.once(session, "tokens", lambda: _catch_up(session, memory, row[4:]))


def expand(session: Session, tokens: Sequence[Token]) -> list[list[tuple[str, float]]]:
    """Return, for each token, the known token keys that may be the same name, with likeness 0–1."""
    memory = _learn(session)
    with memory.lock:
        memory.heed(name_classes())
        return [memory.expand(token) for token in tokens]


def beginning(session: Session, key: str, most: int) -> list[str]:
    """Return the `most` commonest tokens that begin with `key`; none if somebody bears it."""
    memory = _learn(session)
    with memory.lock:
        if memory.has(key):
            return []
        parts = (memory.lexicon, memory.fresh)
        longer = ((one.counts[token], token) for one in parts for token in one.beginning_with(key))
        return [token for _, token in nlargest(most, longer)]


def bearers(session: Session, token_keys: Collection[str], size: int) -> int:
    """Return about how many people bear any of `token_keys`, where `size` people can be found.

    Counted anew whenever the index has grown by GROWTH: how rare a name is need not be known to
    the head.
    """
    memory = _memory(session)
    with memory.lock:
        if size > memory.counted_at * GROWTH:
            _recount(session, memory)
            memory.counted_at = size
        counts, fresh = memory.lexicon.counts, memory.fresh.counts
        return sum(counts.get(key, 0) + fresh.get(key, 0) for key in token_keys)


def known(session: Session, token_keys: Collection[str]) -> dict[str, Known]:
    """Return how many bear those of `token_keys` that somebody bears."""
    ordered = list(token_keys)
    by_tag = {
        tag: token
        for version in state.seen(session).keys
        for token, tag in token_tags(session, ordered, version).items()
    }
    connection = session.connection()
    rows = connection.execute(_tokens(connection), sent(connection, list(by_tag))).all()
    found: dict[str, Any] = {by_tag[row.tag]: row for row in rows}
    told = [(token, row.key) for token, row in found.items()]
    pads, of_sought = pads_of_rows(session, told), pads_of_rows(session, told, OF_SOUGHT)
    return {
        token: Known(row.id, row.padded - pad, None if row.sought is None else row.sought - other)
        for (token, row), pad, other in zip(found.items(), pads, of_sought, strict=True)
    }


@made_once
def _tokens(connection: Connection) -> Select[int, int, int, int | None, int]:
    row = LexiconToken
    query = select(row.id, row.tag, row.padded, row.sought, row.key)
    return query.where(among(connection, LexiconToken.tag))


def count(
    session: Session,
    bearers_of: Mapping[str, int],
    sought: Mapping[str, int],
    others: Collection[str],
) -> dict[str, int]:
    """Count more bearers, by token key; return over how many sub-tags each token is spread now.

    `sought`: how many of these are sought. New tokens are written sealed. `others` are looked up
    and not counted. Bearers are never counted less, so that no sub-tag is forgotten. Call it in the
    transaction that writes the postings.
    """
    before = known(session, {*bearers_of, *others})
    splits = {key: facts.splits for key, facts in before.items()}
    for key, more in bearers_of.items():
        people = more + (before[key].people if key in before else 0)
        splits[key] = splits_for(people)
    _write(session, bearers_of, sought, before)
    standing.forget(session)
    return splits


def size(session: Session) -> int:
    """Return about how many people can be found: the highest number given so far."""
    return standing.once(session, "size", lambda: session.scalar(select(_SIZE))) or 0


def all_keys(session: Session) -> list[str]:
    """Return every token that stands in the lexicon."""
    memory = _learn(session)
    with memory.lock:
        return [*memory.lexicon.counts, *memory.fresh.counts]


def chunks(values: Sequence[T]) -> Iterable[Sequence[T]]:
    """Part `values` into pieces that fit into one statement."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _memory(session: Session) -> Memory:
    return _MEMORIES.setdefault(keys.of(session), Memory())


def _recount(session: Session, memory: Memory) -> None:
    padded = dict(session.execute(select(LexiconToken.tag, LexiconToken.padded)).all())
    for counts in (memory.lexicon.counts, memory.fresh.counts):
        people = dict.fromkeys(counts, 0)
        for version in state.seen(session).keys:
            tags, pads = token_tags(session, counts, version), token_pads(session, counts, version)
            people |= {key: padded[tags[key]] - pads[key] for key in counts if tags[key] in padded}
        counts.update(people)


def learn_some(session: Session) -> int:
    """Learn the next tokens (CHUNK) that this process does not know; return how many those were."""
    memory = _memory(session)
    with memory.lock:
        query = select(LexiconToken.id).where(LexiconToken.id > memory.below)
        ids = session.scalars(query.order_by(LexiconToken.id).limit(LOOK_BACK + CHUNK))
        new = [one for one in ids if one not in memory.recent][:CHUNK]
        _learn_new(session, memory, new)
        return len(new)


def _learn(session: Session) -> Memory:
    """Return this process's memory, brought up to what this transaction can see."""
    memory = _memory(session)
    standing.once(session, "tokens", lambda: _catch_up(session, memory))
    return memory


def _catch_up(session: Session, memory: Memory, new: Sequence[int | None] = ()) -> None:
    """Learn what is new; `new`: how many tokens there are beyond those learnt, and the last."""
    with memory.lock:
        if not new:
            new = session.execute(select(*_NEW).where(LexiconToken.id > memory.below)).one()
        if tuple(new) == (len(memory.recent), max(memory.recent, default=None)):
            return
        here = set(session.scalars(select(LexiconToken.id).where(LexiconToken.id > memory.below)))
        _learn_new(session, memory, sorted(here - memory.recent))


def _learn_new(session: Session, memory: Memory, new: Sequence[int]) -> None:
    if not memory.lexicon.counts and not memory.fresh.counts:
        memory.counted_at = size(session)
    for part in chunks(new):
        _learn_part(session, memory, part)
    if new and _HAS_WRITTEN not in session.info:  # what is rolled back gives its ids away again
        memory.keep(new)


def _learn_part(session: Session, memory: Memory, ids: Sequence[int]) -> None:
    query = select(LexiconToken.tag, LexiconToken.sealed, LexiconToken.padded, LexiconToken.key)
    here = LexiconToken.id.in_(ids), LexiconToken.sealed != b""
    rows = session.execute(query.where(*here).order_by(LexiconToken.id)).all()
    receipt = audit.record(
        session,
        ENGINE,
        Act.LINK_COMPARED,
        societies=[INSTALLATION_LOG],
        detail={"lexicon": str(len(rows))},
    )
    tokens = revealed(session, receipt, rows)
    told = [(token, row.key) for token, row in zip(tokens, rows, strict=True)]
    pads = pads_of_rows(session, told)
    people = [row.padded - pad for row, pad in zip(rows, pads, strict=True)]
    memory.add(dict(zip(tokens, people, strict=True)))


def revealed(session: Session, receipt: Receipt, rows: Sequence[Any]) -> list[str]:
    """Return the tokens that rows of the lexicon hold, in order."""
    sealed = [Sealed(row.sealed, context_of(row.tag)) for row in rows]
    return [token.decode() for token in reveal_many(session, receipt, sealed)]


def _write(
    session: Session,
    more: Mapping[str, int],
    sought: Mapping[str, int],
    before: Mapping[str, Known],
) -> None:
    new = [token for token in more if token not in before]
    _add_new(session, new, more, sought)
    grown = [
        {"which": before[token].row_id, "more": people, "of_sought": sought.get(token, 0)}
        for token, people in more.items()
        if token in before
    ]
    if grown:
        session.connection().execute(
            update(LexiconToken).where(LexiconToken.id == bindparam("which")).values(_GROWN),
            sorted(grown, key=lambda one: one["which"]),  # one order for all: no deadlock
        )


def _add_new(
    session: Session, new: Collection[str], people: Mapping[str, int], sought: Mapping[str, int]
) -> None:
    """Write tokens that nobody bore so far; another writer may write the same ones meanwhile."""
    if not new:
        return
    newest = state.seen(session).key
    tags, pads = token_tags(session, new, newest), token_pads(session, new, newest)
    of_sought = token_pads(session, new, newest, OF_SOUGHT)
    ordered, key_id = sorted(new, key=tags.__getitem__), _key_of_lexicon(session)
    blobs = keys.of(session).seal_many(
        [(key_id, context_of(tags[key]), key.encode()) for key in ordered]
    )
    insert = insert_into(session.connection(), LexiconToken)
    session.connection().execute(
        insert.on_conflict_do_update(index_elements=[LexiconToken.tag], set_=_GROWN),
        [
            {
                "tag": tags[key],
                "sealed": blob,
                "padded": pads[key] + people[key],
                "sought": of_sought[key] + sought.get(key, 0),
                "key": newest,
                "more": people[key],
                "of_sought": sought.get(key, 0),
            }
            for key, blob in zip(ordered, blobs, strict=True)
        ],
    )
    session.info[_HAS_WRITTEN] = True


def _key_of_lexicon(session: Session) -> UUID:
    query = select(LexiconToken.sealed).where(LexiconToken.sealed != b"")
    blob = session.scalar(query.limit(1))
    return key_id_of(blob) if blob else keys.of(session).new_record_key(INSTALLATION_LOG)


def context_of(tag: int) -> Context:
    """Return where the token lies whose tag is `tag`."""
    return Context(INSTALLATION_LOG, TABLE, LEXICON, column=str(tag))
