"""The blind index: who may bear a name. Tags and numbers only; nothing readable.

A search reads the postings of rare tokens, and of common ones in pairs. Whoever was read is then
weighed by all their tags, and the best, who may be told of, become candidates.
"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from rfl.linking import lexicon
from rfl.linking.blocking import Blocks, blocks_of, keys_of, single
from rfl.linking.models import IndexedPerson, Posting, Side
from rfl.linking.probing import Probes, probes_of
from rfl.linking.tagging import all_tags, drawn_tags
from rfl.matching import VERSION
from rfl.matching.types import Particulars
from rfl.persons.models import Person

LAYOUT = 1
INDEX_VERSION = f"{VERSION}/{LAYOUT}"
"""What is indexed under another version is found, but should be indexed anew."""

ROWS_PER_SEARCH = 6_000
"""Postings read for one search, at the most."""

WEIGHED = 1_200
"""People weighed by all their tags for one search."""

CANDIDATES = 150
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
    """How a person rests in the index now."""

    number: int
    tags: frozenset[int]


def put(session: Session, people: Sequence[Indexed]) -> None:
    """Have `people` found by what they are now, and by nothing they were before."""
    if not people:
        return
    blocks = [blocks_of(p.particulars) for p in people]
    present = _present(session, people)
    counts: Counter[str] = Counter()
    for person, own in zip(people, blocks, strict=True):
        row = present.get((person.person_id, person.side))
        counts.update(_newly_borne(session, person.side, own, row))
    splits = lexicon.count(session, counts, {key for own in blocks for key in own.token_keys()})
    rows = [
        (person, sorted(set(drawn_tags(session, person.side, keys_of(own, splits)))))
        for person, own in zip(people, blocks, strict=True)
    ]
    _unpost(session, present.values())
    numbers = _write(session, rows, present)
    postings = [
        {"tag": tag, "number": number}
        for number, (_, tags) in zip(numbers, rows, strict=True)
        for tag in tags
    ]
    if postings:
        session.connection().execute(insert(Posting), postings)


def remove(session: Session, person_ids: Collection[UUID]) -> None:
    """Have nobody find these people any more."""
    for part in lexicon.chunks(list(person_ids)):
        _unpost(session, _rows(session, part).values())
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
    probes = probes_of(session, blocks_of(person), side, size(session))
    found = _fetched(session, probes)
    weighed = _weighed(session, probes, found[:WEIGHED])
    allowed: list[Candidate] = []
    step = limit * 2
    for start in range(0, len(weighed), step):
        part = dict(weighed[start : start + step])
        query = (
            select(IndexedPerson.number, Person.id)
            .join(Person, Person.id == IndexedPerson.person_id)
            .where(IndexedPerson.number.in_(part), condition)
        )
        told = dict(session.execute(query).all())
        allowed += [Candidate(told[n], weight) for n, weight in part.items() if n in told]
        if len(allowed) >= limit:
            break
    return allowed[:limit]


def size(session: Session) -> int:
    """Return about how many people can be found: the highest number given so far."""
    return session.scalar(select(func.max(IndexedPerson.number))) or 0


def _fetched(session: Session, probes: Probes) -> list[int]:
    """Return the numbers read from the postings, those met with the weightiest tags first."""
    worth: dict[int, float] = {}
    budget = ROWS_PER_SEARCH
    for fetch in probes.fetches:
        for part in lexicon.chunks(fetch.tags.tolist()):
            if budget <= 0:
                break
            query = select(Posting.number).where(Posting.tag.in_(part)).limit(budget)
            numbers = session.connection().scalars(query).all()
            budget -= len(numbers)
            for number in numbers:
                worth[number] = worth.get(number, 0.0) + fetch.bits
    return sorted(worth, key=lambda number: (-worth[number], number))


def _weighed(session: Session, probes: Probes, numbers: Sequence[int]) -> list[tuple[int, float]]:
    """Return people by number with their weight, the weightiest first."""
    rows: list[tuple[int, bytes]] = []
    for part in lexicon.chunks(numbers):
        query = select(IndexedPerson.number, IndexedPerson.tags)
        rows += session.connection().execute(query.where(IndexedPerson.number.in_(part))).all()
    if not rows or not len(probes.tags):
        return []
    weights = _weights(probes, [tags for _, tags in rows])
    order = np.lexsort((np.array([number for number, _ in rows]), -weights))
    return [(rows[place][0], float(weights[place])) for place in order]


def _weights(probes: Probes, packed: Sequence[bytes]) -> NDArray[Any]:
    """Return the weight of each of `packed`: in each group the best tag counts, groups add up."""
    flat = np.frombuffer(b"".join(packed), np.int64)
    owners = np.repeat(np.arange(len(packed)), [len(tags) // 8 for tags in packed])
    places = np.searchsorted(probes.tags, flat).clip(max=len(probes.tags) - 1)
    hits = probes.tags[places] == flat
    table = np.zeros((len(packed), probes.groups), np.float64)
    cells = owners[hits], probes.group[places[hits]]
    np.maximum.at(table, cells, probes.bits[places[hits]])
    summed: NDArray[Any] = table.sum(axis=1)
    return summed


def _newly_borne(session: Session, side: Side, own: Blocks, row: _Row | None) -> set[str]:
    """Return the tokens by which a person was not found so far: each bearer is counted once."""
    borne = {token.key for token in own.tokens}
    if row is None:
        return borne
    known = lexicon.known(session, borne)
    return {
        key
        for key in borne
        if key not in known
        or row.tags.isdisjoint(
            all_tags(session, side, [single(key, known[key].splits)])[0].tolist()
        )
    }


def _present(session: Session, people: Sequence[Indexed]) -> dict[tuple[UUID, Side], _Row]:
    present: dict[tuple[UUID, Side], _Row] = {}
    for part in lexicon.chunks([p.person_id for p in people]):
        present |= _rows(session, part)
    wanted = {(p.person_id, p.side) for p in people}
    return {place: row for place, row in present.items() if place in wanted}


def _rows(session: Session, person_ids: Sequence[UUID]) -> dict[tuple[UUID, Side], _Row]:
    query = select(IndexedPerson).where(IndexedPerson.person_id.in_(person_ids))
    return {
        (row.person_id, row.side): _Row(row.number, frozenset(array("q", row.tags)))
        for row in session.scalars(query)
    }


def _unpost(session: Session, rows: Iterable[_Row]) -> None:
    for row in rows:
        session.execute(
            delete(Posting).where(Posting.number == row.number, Posting.tag.in_(row.tags))
        )


def _write(
    session: Session,
    rows: Sequence[tuple[Indexed, list[int]]],
    present: dict[tuple[UUID, Side], _Row],
) -> list[int]:
    """Write who rests under which tags; return their numbers, in order."""
    numbers = {place: row.number for place, row in present.items()}
    fresh = []
    for person, tags in rows:
        values = {"tags": array("q", tags).tobytes(), "version": INDEX_VERSION}
        place = person.person_id, person.side
        if place in numbers:
            here = IndexedPerson.number == numbers[place]
            session.execute(update(IndexedPerson).where(here).values(**values))
        else:
            fresh.append((place, {"person_id": place[0], "side": place[1], **values}))
    if fresh:
        given = session.execute(
            insert(IndexedPerson).returning(IndexedPerson.number, sort_by_parameter_order=True),
            [values for _, values in fresh],
        )
        numbers.update(zip((place for place, _ in fresh), given.scalars(), strict=True))
    return [numbers[person.person_id, person.side] for person, _ in rows]
