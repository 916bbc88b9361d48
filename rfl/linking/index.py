"""The blind index: who may bear a name. Tags and numbers only; nothing readable.

A search reads the postings of rare tokens, and of common ones in pairs. Whoever was read is then
weighed by all they are found by, and the best, who may be told of, become candidates.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from rfl.crypto.hiding import PLACE
from rfl.db.native import is_any
from rfl.keys import service as keys
from rfl.linking import lexicon, naming
from rfl.linking.blocking import Blocks, blocks_of, by_number, keys_of, single
from rfl.linking.models import IndexedPerson, Posting, Side
from rfl.linking.probing import Probes, probes_of
from rfl.linking.tagging import all_tags, blind_keys, places_of
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
    """How a person rests in the index now: their number, and lots by blind key."""

    number: int
    lots: Mapping[int, int]


NOBODY = _Row(0, {})
NOWHERE = np.zeros(0, PLACE)


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


def remove(session: Session, person_ids: Collection[UUID]) -> None:
    """Have nobody find these people any more."""
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
    """Return the people on `side` who may be `person`, best first.

    `condition` is on Person: consent, sensitivity and state are filters before anything is scored
    or opened.
    """
    naming.refresh(session)
    probes = probes_of(session, blocks_of(person), side, lexicon.size(session))
    found = _fetched(session, probes)
    weighed = _weighed(session, probes, found[:WEIGHED])
    allowed: list[Candidate] = []
    step = limit * 2
    for start in range(0, len(weighed), step):
        part = dict(weighed[start : start + step])
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
    tags = all_tags(session, side, [by_number(figures[-TAIL:])]).tolist()
    query = select(Posting.tag, Posting.hidden).where(Posting.tag.in_(tags)).limit(CANDIDATES)
    rows = session.connection().execute(query).all()
    flat = np.array([tuple(row) for row in rows], np.int64).reshape(-1, 2).T
    numbers = keys.of(session).index.show(flat[0], flat[1]).tolist()
    return list(_allowed(session, numbers, condition).values())


def _allowed(
    session: Session, numbers: Collection[int], condition: ColumnElement[bool]
) -> dict[int, UUID]:
    """Return by number the people who may be told of.

    An outer join, with the condition as part of it: so a database reads these few people, and never
    everybody of whom the condition is true.
    """
    query = (
        select(IndexedPerson.number, Person.id)
        .outerjoin(Person, and_(Person.id == IndexedPerson.person_id, condition))
        .where(IndexedPerson.number.in_(numbers))
    )
    told: dict[int, UUID | None] = dict(session.execute(query).all())
    return {number: found for number, found in told.items() if found is not None}


def _fetched(session: Session, probes: Probes) -> list[int]:
    """Return the numbers read from the postings, those met with the weightiest tags first."""
    worth: dict[int, float] = {}
    budget, cipher = ROWS_PER_SEARCH, keys.of(session).index
    connection = session.connection()
    for fetch in probes.fetches:
        if budget <= 0:
            break
        here = is_any(connection, Posting.tag, fetch.tags.tolist())
        rows = connection.execute(select(Posting.tag, Posting.hidden).where(here).limit(budget))
        found = np.array([tuple(row) for row in rows], np.int64).reshape(-1, 2)
        budget -= len(found)
        for number in cipher.show(*found.T).tolist():
            worth[number] = worth.get(number, 0.0) + fetch.bits
    return sorted(worth, key=lambda number: (-worth[number], number))


def _weighed(session: Session, probes: Probes, numbers: Sequence[int]) -> list[tuple[int, float]]:
    """Return people by number with their weight, the weightiest first."""
    connection = session.connection()
    here = is_any(connection, IndexedPerson.number, numbers)
    rows = connection.execute(select(IndexedPerson.number, IndexedPerson.places).where(here)).all()
    if not rows or not len(probes.keys):
        return []
    places, owners = keys.of(session).index.open_places([sealed for _, sealed in rows])
    weights = _weights(probes, places["key"], owners, len(rows))
    order = np.lexsort((np.array([number for number, _ in rows]), -weights))
    return [(rows[place][0], float(weights[place])) for place in order]


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
    query = select(IndexedPerson).where(IndexedPerson.person_id.in_(person_ids))
    cipher = keys.of(session).index
    return {
        (row.person_id, row.side): _Row(
            row.number, dict(cipher.open_places([row.places])[0].tolist())
        )
        for row in session.scalars(query)
    }


def _repost(
    session: Session,
    numbers: Sequence[int],
    before: Sequence[_Row],
    now: Sequence[NDArray[Any]],
) -> None:
    """Write the postings that are new, and delete those that are no more."""
    old = [set(row.lots.items()) for row in before]
    new = [set(map(tuple, places.tolist())) for places in now]
    gone = _postings(session, numbers, [was - is_ for was, is_ in zip(old, new, strict=True)])
    if gone:
        session.connection().execute(
            delete(Posting).where(
                Posting.tag == bindparam("of"), Posting.hidden == bindparam("whose")
            ),
            [{"of": tag, "whose": hidden} for tag, hidden in gone],
        )
    fresh = _postings(session, numbers, [is_ - was for was, is_ in zip(old, new, strict=True)])
    if fresh:
        session.connection().execute(
            insert(Posting), [{"tag": tag, "hidden": hidden} for tag, hidden in fresh]
        )


def _postings(
    session: Session, numbers: Sequence[int], places: Sequence[Collection[tuple[int, int]]]
) -> list[tuple[int, int]]:
    """Return tag and hidden number of each place, in the order in which they rest."""
    flat = np.array([place for own in places for place in own], np.int64).reshape(-1, 2)
    if not len(flat):
        return []
    owners = np.repeat(np.array(numbers, np.int64), [len(own) for own in places])
    cipher = keys.of(session).index
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
    cipher = keys.of(session).index
    values = [{"places": cipher.close_places(own), "version": now} for own in places]
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
