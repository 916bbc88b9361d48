"""The token lexicon of one installation, as one process holds it: sealed at rest, open in memory.

Candidates are found by token, not by person. A token that somebody bears is expanded to the tokens
that may be the same name (rfl.matching.index); their blind tags fetch postings.
"""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from threading import Lock
from uuid import UUID
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import ENGINE, INSTALLATION_LOG, Act
from rfl.crypto.sealing import Context, Sealed, key_id_of
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.keys.service import KeyStore
from rfl.linking.models import LexiconToken
from rfl.matching.index import Token, TokenLexicon

PEOPLE_PER_SPLIT = 256
"""A token borne by more people is spread over more sub-tags, so that no posting list of a stolen
index is longer than a middling name's."""

TABLE = LexiconToken.__tablename__
LEXICON = UUID("00000000-0000-4000-8000-0000000000ab")
"""The lexicon as one record of the trail: tokens are nobody's, and thousands are read at a time."""

CHUNK = 2_000
"""Values in one IN (…): SQLite and PostgreSQL both take many more."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of one token now."""

    splits: int
    people: int


@dataclass(slots=True)
class _Memory:
    """The tokens this process has learnt, up to the row `last_id`."""

    lexicon: TokenLexicon = field(default_factory=TokenLexicon)
    last_id: int = 0
    lock: Lock = field(default_factory=Lock)


_memories: WeakKeyDictionary[KeyStore, _Memory] = WeakKeyDictionary()


def expand(session: Session, tokens: Sequence[Token]) -> list[Mapping[str, float]]:
    """Return, for each token, the known token keys that may be the same name, with weights 0–1."""
    memory = _learn(session)
    with memory.lock:
        return [dict(memory.lexicon.expand(token)) for token in tokens]


def known(session: Session, token_keys: Collection[str]) -> dict[str, Known]:
    """Return splits and bearers of those of `token_keys` that somebody bears."""
    store = keys.of(session)
    ordered = list(token_keys)
    by_tag = dict(
        zip(store.tag_many(TagPurpose.NAME_INDEX, map(_row_value, ordered)), ordered, strict=True)
    )
    found: dict[str, Known] = {}
    for part in chunks(list(by_tag)):
        query = select(LexiconToken.tag, LexiconToken.splits, LexiconToken.people)
        for tag, splits, people in session.execute(query.where(LexiconToken.tag.in_(part))):
            found[by_tag[tag]] = Known(splits, people)
    return found


def posting_tags(session: Session, token_key: str, splits: int) -> list[int]:
    """Return every tag under which bearers of `token_key` are posted."""
    values = (_posting_value(token_key, number) for number in range(splits))
    return keys.of(session).tag_many(TagPurpose.NAME_INDEX, values)


def learn_from(session: Session, people: Sequence[Collection[str]]) -> list[list[int]]:
    """Count the token keys of `people`, one collection a person; return each one's posting tags.

    New tokens are written sealed. Call it in the transaction that writes the postings.
    """
    counts = Counter(key for person in people for key in set(person))
    before = known(session, counts)
    splits = {
        key: max(
            before[key].splits if key in before else 1,
            ceil((count + (before[key].people if key in before else 0)) / PEOPLE_PER_SPLIT),
        )
        for key, count in counts.items()
    }
    _write(session, counts, before, splits)
    store = keys.of(session)
    return [
        store.tag_many(
            TagPurpose.NAME_INDEX,
            (_posting_value(key, secrets.randbelow(splits[key])) for key in sorted(set(person))),
        )
        for person in people
    ]


def people_searched(session: Session) -> int:
    """Return how many tokens' bearers there are at most: the size of the most common token."""
    return session.scalar(select(func.max(LexiconToken.people))) or 0


def chunks(values: Sequence[int]) -> Iterable[Sequence[int]]:
    """Part `values` into pieces that fit into one statement."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _learn(session: Session) -> _Memory:
    """Return this process's memory, brought up to the newest token."""
    store = keys.of(session)
    memory = _memories.setdefault(store, _Memory())
    with memory.lock:
        query = (
            select(LexiconToken.id, LexiconToken.tag, LexiconToken.sealed, LexiconToken.people)
            .where(LexiconToken.id > memory.last_id)
            .order_by(LexiconToken.id)
        )
        rows = session.execute(query).all()
        if rows:
            receipt = audit.record(
                session,
                ENGINE,
                Act.LINK_COMPARED,
                societies=[INSTALLATION_LOG],
                detail={"lexicon": str(len(rows))},
            )
            sealed = [Sealed(row.sealed, _context(row.tag)) for row in rows]
            for row, token in zip(rows, reveal_many(session, receipt, sealed), strict=True):
                memory.lexicon.add(token.decode(), row.people)
            memory.last_id = rows[-1].id
    return memory


def _write(
    session: Session,
    counts: Mapping[str, int],
    before: Mapping[str, Known],
    splits: Mapping[str, int],
) -> None:
    store = keys.of(session)
    new = sorted(key for key in counts if key not in before)
    tags = dict(
        zip(
            sorted(counts),
            store.tag_many(TagPurpose.NAME_INDEX, map(_row_value, sorted(counts))),
            strict=True,
        )
    )
    if new:
        key_id = _key_of_lexicon(session)
        blobs = store.seal_many([(key_id, _context(tags[key]), key.encode()) for key in new])
        session.execute(
            insert(LexiconToken),
            [
                {"tag": tags[key], "sealed": blob, "people": counts[key], "splits": splits[key]}
                for key, blob in zip(new, blobs, strict=True)
            ],
        )
    grown = [
        {"which": tags[key], "more": counts[key], "parts": splits[key]}
        for key in sorted(counts, key=tags.__getitem__)  # one order for all: no deadlock
        if key in before
    ]
    if grown:
        session.connection().execute(
            update(LexiconToken)
            .where(LexiconToken.tag == bindparam("which"))
            .values(people=LexiconToken.people + bindparam("more"), splits=bindparam("parts")),
            grown,
        )


def _key_of_lexicon(session: Session) -> UUID:
    blob = session.scalar(select(LexiconToken.sealed).limit(1))
    return key_id_of(blob) if blob else keys.of(session).new_record_key(INSTALLATION_LOG)


def _context(tag: int) -> Context:
    return Context(INSTALLATION_LOG, TABLE, LEXICON, column=str(tag))


def _row_value(token_key: str) -> str:
    return f"token\x1f{token_key}"


def _posting_value(token_key: str, number: int) -> str:
    return f"posting\x1f{number}\x1f{token_key}"
