"""Rotating the index key: everybody and every name under the next key, while searches go on.

The new key is laid over the old (crypto.hiding), so no name is opened but the lexicon's, and nobody
is compared anew. Searches ask under both keys until nothing rests under the old one. Each step is a
transaction of its own, and says by itself whether it was done: killed anywhere, it goes on.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl.audit import service as audit
from rfl.audit.rules import ENGINE, INSTALLATION_LOG, SYSTEM, Act
from rfl.crypto.sealing import key_id_of
from rfl.db.native import scrub
from rfl.jobs import service as jobs
from rfl.jobs.models import Job, JobState
from rfl.jobs.service import Work
from rfl.keys import rotating
from rfl.keys import service as keys
from rfl.linking import enquirers, index, lexicon, state
from rfl.linking.models import (
    EnquirerPosting,
    IndexedEnquirer,
    IndexedPerson,
    LexiconToken,
    Posting,
)
from rfl.linking.tagging import OF_SOUGHT, pads_of_rows, token_pads, token_tags

REKEY_JOB = "linking.rekey"

BATCH = 250
"""People or names moved in one transaction; where only one writes, pages wait for it."""

INDEX = Posting, IndexedPerson, EnquirerPosting, IndexedEnquirer, LexiconToken

Step = Callable[[Session, int, int, int], tuple[int, int]]
"""Moves some rows under the newest key: which key, after which row, how many at most."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The index key as the console tells of it."""

    version: int
    since: datetime
    behind: int
    """People and names that rest under an older one still."""


def standing(session: Session) -> Standing:
    """Return how old the index key is, and whether a rotation is under way."""
    version, since = rotating.index_key(keys.of(session).ring)
    now = state.look(session)
    is_whole = now.oldest_key == now.key == version
    return Standing(version, since, 0 if is_whole else state.behind(session, version))


def ask(session: Session) -> UUID:
    """Ask for a rotation of the index key; one that is under way, or stopped half-way, goes on."""
    query = select(Job).where(
        Job.kind == REKEY_JOB, Job.state.in_((JobState.WAITING, JobState.RUNNING))
    )
    present = session.scalars(query).first()
    if present is not None:
        return present.id
    now = state.look(session, is_held=True)
    key = now.key if now.oldest_key < now.key else now.key + 1
    return jobs.ask(
        session,
        kind=REKEY_JOB,
        society=INSTALLATION_LOG,
        asked_by=SYSTEM,
        arguments={"key": key},
    ).id


def rekey_job(work: Work) -> Mapping[str, int]:
    """Bring everybody and every name under the version `key`; safe to be killed and run again."""
    key = int(work.arguments["key"])
    with work.begin() as session:
        rotating.make_index_key(keys.of(session).ring, key)
    with work.begin() as session:
        state.begin_key(session, key)
    with work.begin() as session:
        total, engine = state.behind(session, key), session.get_bind()
    moved = 0
    while True:
        for step in (_move_tokens, index.rekey, enquirers.rekey, _move_identifiers):
            moved += _work_off(work, step, key, moved, total)
        with work.begin() as session:
            if state.end_key(session, key):
                break
    tables: list[type[Any]] = [*INDEX, *_carried]
    scrub(engine.engine, [table.__tablename__ for table in tables])
    with work.begin() as session:
        audit.record(
            session,
            SYSTEM,
            Act.KEY_ROTATED,
            societies=[INSTALLATION_LOG],
            purpose="keys",
            detail={"kind": "index", "version": str(key), "moved": str(moved)},
        )
    return {"moved": moved}


def carry(table: type[Any], tag: str) -> None:
    """Have the rotation carry the tags of whole values in `table` too: its columns tag, tag_key."""
    _carried[table] = tag


_carried: dict[type[Any], str] = {}


def _move_identifiers(session: Session, key: int, _after: int, most: int) -> tuple[int, int]:
    """Lift the tags of addresses, foreign ids, files and codes: none of these values is known."""
    for table, column in _carried.items():
        query = select(table).where(table.tag_key < key).order_by(table.id).limit(most)
        rows = session.scalars(query.with_for_update()).all()
        for since in {row.tag_key for row in rows}:
            some = [row for row in rows if row.tag_key == since]
            before = np.array([getattr(row, column) for row in some], np.int64)
            lifted = keys.of(session).lifted(before, since, key).tolist()
            for row, tag in zip(some, lifted, strict=True):
                setattr(row, column, tag)
                row.tag_key = key
        if rows:
            return len(rows), 0
    return 0, 0


def _work_off(work: Work, step: Step, key: int, before: int, total: int) -> int:
    """Move row after row; return how many those were."""
    moved, after = 0, 0
    while True:
        with work.begin() as session:
            some, after = step(session, key, after, BATCH)
            moved += some
            work.progress(session, before + moved, max(total, before + moved))
        if not some:
            return moved


def _move_tokens(session: Session, key: int, after: int, most: int) -> tuple[int, int]:
    newest = state.look(session, is_held=True).key
    query = select(LexiconToken).where(LexiconToken.key < key, LexiconToken.id > after)
    query = query.order_by(LexiconToken.id).limit(most).with_for_update()
    rows = session.scalars(query).all()
    borne = [row for row in rows if row.sealed]
    if borne:
        _lift(session, borne, newest)
    for row in rows:
        row.key = newest
    return len(rows), rows[-1].id if rows else after


def _lift(session: Session, rows: Sequence[LexiconToken], newest: int) -> None:
    receipt = audit.record(
        session,
        ENGINE,
        Act.LINK_COMPARED,
        societies=[INSTALLATION_LOG],
        purpose="keys",
        detail={"lexicon": str(len(rows))},
    )
    tokens = lexicon.revealed(session, receipt, rows)
    lain = [(token, row.key) for token, row in zip(tokens, rows, strict=True)]
    tags, pads = token_tags(session, tokens, newest), token_pads(session, tokens, newest)
    items = [
        (key_id_of(row.sealed), lexicon.context_of(tags[token]), token.encode())
        for token, row in zip(tokens, rows, strict=True)
    ]
    blobs, before = keys.of(session).seal_many(items), pads_of_rows(session, lain)
    for row, token, blob, pad in zip(rows, tokens, blobs, before, strict=True):
        row.tag, row.sealed, row.padded = tags[token], blob, row.padded - pad + pads[token]
    of_sought = token_pads(session, tokens, newest, OF_SOUGHT)
    for row, token, pad in zip(rows, tokens, pads_of_rows(session, lain, OF_SOUGHT), strict=True):
        row.sought = None if row.sought is None else row.sought - pad + of_sought[token]
