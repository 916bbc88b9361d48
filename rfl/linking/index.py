"""The blind index: who may bear a name. Tags and numbers only; nothing readable.

A search reads the postings of rare tokens, and of common ones in pairs. Whoever was read is then
weighed by all they are found by, and the best, who may be told of, become candidates.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from rfl.crypto.hiding import PLACE
from rfl.db.native import is_any
from rfl.keys import service as keys
from rfl.linking import lexicon, naming, standing, state
from rfl.linking.blocking import Blocks, blocks_of, by_number, keys_of, single
from rfl.linking.models import IndexedPerson, Posting, Side
from rfl.linking.probing import Probes, Reading, reading_of
from rfl.linking.tagging import all_tags, blind_keys, places_of, shown
from rfl.linking.typed import TAIL
from rfl.matching import VERSION
from rfl.matching.types import Particulars
from rfl.persons.models import Person

LAYOUT = 3

ROWS_PER_SEARCH = 6_000
"""Postings read for one search, at the most."""

WEIGHED = 1_200
"""People weighed by all they are found by for one search."""

CANDIDATES = 100
"""People scored in full for one search; more did not raise recall on the demonstration data."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """One person to be found, and by what."""

    person_id: UUID
    side: Side
    particulars: Particulars


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may be the one; `weight` is summed rarity in bits, before any comparison."""

    person_id: UUID
    weight: float


@dataclass(frozen=True, slots=True)
class _Row:
    """How a person rests in the index now: their number, where, and by which key."""

    number: int
    places: NDArray[Any]
    key: int
    lots: Mapping[int, int]
    """By blind key, as it is under the newest index key."""


NOWHERE = np.zeros(0, PLACE)
NOBODY = _Row(0, NOWHERE, 0, {})
NOBODY_MET, NO_WORTH = np.zeros(0, np.int64), np.zeros(0, np.float64)


def version(session: Session, *, is_held: bool = False) -> str:
    """Return by what people are indexed now: engine, layout, and what societies added to names.

    What is indexed under another version is found, but should be indexed anew. `is_held`: see
    `naming.refresh`.
    """
    added = naming.refresh(session, is_held=is_held).version
    return f"{VERSION}/{LAYOUT}+{added}" if added else f"{VERSION}/{LAYOUT}"


def put(session: Session, people: Sequence[Indexed]) -> None:
    """Have `people` found by what they are now, and by nothing they were before."""
    if not people:
        return
    now = version(session, is_held=True)
    blocks = [blocks_of(p.particulars) for p in people]
    present = _present(session, people)
    rows = [present.get((p.person_id, p.side), NOBODY) for p in people]
    counts: Counter[str] = Counter()
    for person, own, row in zip(people, blocks, rows, strict=True):
        counts.update(_newly_borne(session, person.side, own, row))
    splits = lexicon.count(session, counts, {key for own in blocks for key in own.token_keys()})
    places = [
        places_of(session, person.side, list(keys_of(own, splits)), row.lots)
        for person, own, row in zip(people, blocks, rows, strict=True)
    ]
    numbers = _write(session, people, places, rows, now)
    _repost(session, numbers, rows, places)
    standing.forget(session)


def remove(session: Session, person_ids: Collection[UUID]) -> None:
    """Have nobody find these people any more."""
    state.look(session, is_held=True)
    for part in lexicon.chunks(list(person_ids)):
        rows = list(_rows(session, part).values())
        _repost(session, [row.number for row in rows], rows, [NOWHERE] * len(rows))
        session.execute(delete(IndexedPerson).where(IndexedPerson.person_id.in_(part)))


def candidates(
    session: Session,
    person: Particulars,
    side: Side,
    condition: ColumnElement[bool],
    limit: int = CANDIDATES,
) -> list[Candidate]:
    """Return the people on `side` who may be `person`, best first; see `found_by`."""
    return found_by(session, reading(session, person), side, condition, limit)


def reading(session: Session, person: Particulars) -> Reading:
    """Return by what `person` is looked for, on either side."""
    naming.refresh(session)
    return reading_of(session, blocks_of(person), lexicon.size(session))


def found_by(
    session: Session, reading_: Reading, side: Side, condition: ColumnElement[bool], limit: int
) -> list[Candidate]:
    """Return the people on `side` who are found so, best first.

    `condition` is on Person: consent, sensitivity and state are filters before anything is scored
    or opened.
    """
    probes = reading_.probes(session, side)
    found = _fetched(session, probes)
    if state.look(session) != reading_.stood:  # a rotation began: some rest elsewhere already
        again = reading_of(session, reading_.blocks, lexicon.size(session))
        probes = again.probes(session, side)
        found = _fetched(session, probes)
    weighed = _weighed(session, probes, found[:WEIGHED])
    allowed: list[Candidate] = []
    for start in range(0, len(weighed), limit):
        part = dict(weighed[start : start + limit])
        told = _allowed(session, part, condition)
        allowed += [Candidate(told[n], weight) for n, weight in part.items() if n in told]
        if len(allowed) >= limit:
            break
    return allowed[:limit]


def of_number(
    session: Session, figures: str, side: Side, condition: ColumnElement[bool]
) -> list[UUID]:
    """Return the people on `side` who have a telephone number with the same last figures.

    `condition` is on Person, as for `candidates`.
    """
    if len(figures) < TAIL:
        return []
    state.look(session)
    tags = all_tags(session, side, [by_number(figures[-TAIL:])]).tolist()
    query = select(Posting.tag, Posting.hidden).where(Posting.tag.in_(tags)).limit(CANDIDATES)
    rows = session.connection().execute(query).all()
    flat = np.array([tuple(row) for row in rows], np.int64).reshape(-1, 2)
    numbers = shown(session, flat).tolist()
    return list(_allowed(session, numbers, condition).values())


def _allowed(
    session: Session, numbers: Collection[int], condition: ColumnElement[bool]
) -> dict[int, UUID]:
    """Return by number the people who may be told of.

    An outer join, with the condition as part of it: so a database reads these few people, and never
    everybody of whom the condition is true.
    """
    connection = session.connection()
    query = (
        select(IndexedPerson.number, Person.id)
        .outerjoin(Person, and_(Person.id == IndexedPerson.person_id, condition))
        .where(is_any(connection, IndexedPerson.number, numbers))
    )
    told: dict[int, UUID | None] = dict(connection.execute(query).all())
    return {number: found for number, found in told.items() if found is not None}


def _fetched(session: Session, probes: Probes) -> list[int]:
    """Return the numbers read from the postings, those met with the weightiest tags first."""
    met, worth = [NOBODY_MET], [NO_WORTH]
    budget = ROWS_PER_SEARCH
    connection = session.connection()
    for fetch in probes.fetches:
        if budget <= 0:
            break
        here = is_any(connection, Posting.tag, fetch.tags.tolist())
        query = select(Posting.tag, Posting.hidden).where(here).limit(budget)
        flat = chain.from_iterable(connection.execute(query).all())
        found = np.fromiter(flat, np.int64).reshape(-1, 2)
        budget -= len(found)
        met.append(shown(session, found))
        worth.append(np.full(len(met[-1]), fetch.bits))
    numbers, places = np.unique(np.concatenate(met), return_inverse=True)
    summed = np.bincount(places, np.concatenate(worth), len(numbers))
    ordered: list[int] = numbers[np.lexsort((numbers, -summed))].tolist()
    return ordered


def _weighed(session: Session, probes: Probes, numbers: Sequence[int]) -> list[tuple[int, float]]:
    """Return people by number with their weight, the weightiest first."""
    connection = session.connection()
    here = is_any(connection, IndexedPerson.number, numbers)
    query = select(IndexedPerson.number, IndexedPerson.places, IndexedPerson.key).where(here)
    rows = connection.execute(query).all()
    if not len(probes.keys):
        return []
    weighed: list[tuple[int, float]] = []
    store, newest = keys.of(session), state.seen(session).key
    for key in {row.key for row in rows}:
        own = [row for row in rows if row.key == key]
        places, owners = store.index(key).open_places([row.places for row in own])
        blind = store.lifted(places["key"], key, newest)
        weights = _weights(probes, blind, owners, len(own)).tolist()
        weighed += zip([row.number for row in own], weights, strict=True)
    return sorted(weighed, key=lambda one: (-one[1], one[0]))


def _weights(
    probes: Probes, blind: NDArray[np.int64], owners: NDArray[np.int64], people: int
) -> NDArray[Any]:
    """Return the weight of each person: in each group the best key counts, groups add up."""
    found = np.searchsorted(probes.keys, blind).clip(max=len(probes.keys) - 1)
    hits = probes.keys[found] == blind
    table = np.zeros((people, probes.groups), np.float64)
    cells = owners[hits], probes.group[found[hits]]
    np.maximum.at(table, cells, probes.bits[found[hits]])
    summed: NDArray[Any] = table.sum(axis=1)
    return summed


def _newly_borne(session: Session, side: Side, own: Blocks, row: _Row) -> set[str]:
    """Return the tokens by which a person was not found so far: each bearer is counted once."""
    borne = [token.key for token in own.tokens]
    if not row.lots:
        return set(borne)
    blind = blind_keys(session, side, [single(key, 1) for key in borne]).tolist()
    return {key for key, one in zip(borne, blind, strict=True) if one not in row.lots}


def _present(session: Session, people: Sequence[Indexed]) -> dict[tuple[UUID, Side], _Row]:
    present: dict[tuple[UUID, Side], _Row] = {}
    for part in lexicon.chunks([p.person_id for p in people]):
        present |= _rows(session, part)
    return present


def _rows(session: Session, person_ids: Sequence[UUID]) -> dict[tuple[UUID, Side], _Row]:
    here = IndexedPerson.person_id.in_(person_ids)
    # Held still, in one order: the key may be rotated meanwhile.
    query = select(IndexedPerson).where(here).order_by(IndexedPerson.number).with_for_update()
    rows = session.scalars(query.execution_options(populate_existing=True))
    return {(row.person_id, row.side): _row(session, row) for row in rows}


def _row(session: Session, row: IndexedPerson) -> _Row:
    store, newest = keys.of(session), state.seen(session).key
    places = store.index(row.key).open_places([row.places])[0]
    blind = store.lifted(places["key"], row.key, newest).tolist()
    lots = dict(zip(blind, places["lot"].tolist(), strict=True))
    return _Row(row.number, places, row.key, lots)


def rekey(session: Session, key: int, after: int, most: int) -> tuple[int, int]:
    """Have the next people who rest under an older version than `key` rest under the newest.

    They keep their lots, so that exactly the same searches find them; no name is opened. Return how
    many those were, and the last one's number: the next begin `after` that.
    """
    state.look(session, is_held=True)
    query = select(IndexedPerson).where(IndexedPerson.key < key, IndexedPerson.number > after)
    query = query.order_by(IndexedPerson.number).limit(most).with_for_update()
    found = session.scalars(query).all()
    rows = [_row(session, one) for one in found]
    places = [np.array(sorted(row.lots.items()), PLACE) for row in rows]
    _repost(session, [row.number for row in rows], rows, places)
    newest = state.seen(session).key
    cipher = keys.of(session).index(newest)
    for one, own in zip(found, places, strict=True):
        one.places, one.key = cipher.close_places(own), newest
    return len(found), found[-1].number if found else after


def _repost(
    session: Session,
    numbers: Sequence[int],
    before: Sequence[_Row],
    now: Sequence[NDArray[Any]],
) -> None:
    """Write the postings that are new, and delete those that are no more."""
    newest = state.seen(session).key
    old = {
        key: [set(map(tuple, row.places.tolist())) if row.key == key else set() for row in before]
        for key in {newest, *(row.key for row in before if row is not NOBODY)}
    }
    new = [set(map(tuple, places.tolist())) for places in now]
    stays = [was & is_ for was, is_ in zip(old[newest], new, strict=True)]
    gone = []
    for key, lain in old.items():
        kept = stays if key == newest else [set[tuple[int, int]]()] * len(lain)
        left = [was - stay for was, stay in zip(lain, kept, strict=True)]
        gone += _postings(session, key, numbers, left)
    if gone:
        session.connection().execute(
            delete(Posting).where(
                Posting.tag == bindparam("of"), Posting.hidden == bindparam("whose")
            ),
            [{"of": tag, "whose": hidden} for tag, hidden in gone],
        )
    come = [is_ - stay for is_, stay in zip(new, stays, strict=True)]
    fresh = _postings(session, newest, numbers, come)
    if fresh:
        session.connection().execute(
            insert(Posting), [{"tag": tag, "hidden": hidden} for tag, hidden in fresh]
        )


def _postings(
    session: Session,
    key: int,
    numbers: Sequence[int],
    places: Sequence[Collection[tuple[int, int]]],
) -> list[tuple[int, int]]:
    """Return tag and hidden number of each place under one key, in the order in which they rest."""
    flat = np.array([place for own in places for place in own], np.int64).reshape(-1, 2)
    if not len(flat):
        return []
    owners = np.repeat(np.array(numbers, np.int64), [len(own) for own in places])
    cipher = keys.of(session).index(key)
    tags = cipher.sub_tags(flat[:, 0], flat[:, 1])
    return sorted(zip(tags.tolist(), cipher.hide(tags, owners).tolist(), strict=True))


def _write(
    session: Session,
    people: Sequence[Indexed],
    places: Sequence[NDArray[Any]],
    before: Sequence[_Row],
    now: str,
) -> list[int]:
    """Write where people rest, by the version `now`; return their numbers, in order."""
    newest = state.seen(session).key
    cipher = keys.of(session).index(newest)
    values = [{"places": cipher.close_places(own), "version": now, "key": newest} for own in places]
    known = [
        {"which": row.number, **one}
        for row, one in zip(before, values, strict=True)
        if row is not NOBODY
    ]
    if known:
        here = IndexedPerson.number == bindparam("which")
        session.connection().execute(
            update(IndexedPerson).where(here).values({key: bindparam(key) for key in values[0]}),
            known,
        )
    fresh = [
        {"person_id": person.person_id, "side": person.side, **one}
        for person, row, one in zip(people, before, values, strict=True)
        if row is NOBODY
    ]
    given: Iterator[int] = iter(())
    if fresh:
        query = insert(IndexedPerson).returning(IndexedPerson.number, sort_by_parameter_order=True)
        given = iter(session.execute(query, fresh).scalars().all())
    return [next(given) if row is NOBODY else row.number for row in before]
