"""Searching the blind index: whoever may be somebody, by what both are found by.

A search reads the postings of rare tokens, and of common ones in pairs. Whoever was read is then
weighed by all they are found by, and the best, who may be told of, become candidates.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain
from math import ceil
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, select
from sqlalchemy.orm import Session

from rfl.crypto.hiding import NO_NUMBER
from rfl.db.native import among, made_once, sent
from rfl.keys import service as keys
from rfl.linking import lexicon, naming, state
from rfl.linking.blocking import blocks_of, by_number
from rfl.linking.models import IndexedPerson, Listed, Posting
from rfl.linking.probing import NOT_BEGUN, Fetch, Probes, Reading, reading_of
from rfl.linking.rules import Side
from rfl.linking.tagging import all_tags, shown
from rfl.linking.typed import TAIL
from rfl.matching.types import Particulars
from rfl.persons.models import Person

ROWS_PER_SEARCH = 6_000
"""Postings read for one search on one side, at the most."""

TAGS_AT_ONCE = 4_000
"""Sub-tags asked for at once on all sides; of more there are mostly more rows than are read."""

WEIGHED = 1_200
"""People weighed by all they are found by for one search on one side."""

CANDIDATES = 100
"""People scored in full for one search; more did not raise recall on the demonstration data."""

SPARE = 1.25
"""How many times as many are asked about at once as should be told of."""

NO_TAGS, NO_WORTH = np.zeros(0, np.int64), np.zeros(0, np.float64)


class Candidate(NamedTuple):
    """A person who may be the one; `weight` is summed rarity in bits, before any comparison."""

    person_id: UUID
    weight: float


Conditions = Mapping[Side, ColumnElement[bool]]
"""By side, the condition on Person under which somebody may be told of there."""


class Postings(NamedTuple):
    """Rows read from lists: the tags asked for, rising; of each row which one, and whose it is."""

    tags: NDArray[np.int64]
    place: NDArray[np.int64]
    numbers: NDArray[np.int64]


class Ranking:
    """Whoever was found, by side, the weightiest first; some of them may not be told of.

    Who may is asked as far as somebody looks: consent, sensitivity and state are filters before
    anything is scored or opened.
    """

    def __init__(
        self,
        session: Session,
        weighed: Mapping[Side, Sequence[tuple[int, float]]],
        conditions: Conditions,
    ) -> None:
        """Have people by number, with their weight."""
        self._session, self._weighed, self._conditions = session, weighed, conditions
        self._told: dict[Side, list[Candidate]] = {side: [] for side in weighed}
        self._asked = dict.fromkeys(weighed, 0)

    def first(self, limit: int, *sides: Side) -> dict[Side, list[Candidate]]:
        """Return, by side (all, if none is named), the first `limit` who may be told of."""
        wanted = sides or tuple(self._told)
        while short := [side for side in wanted if self._is_short(side, limit)]:
            self._ask({side: self._next(side, limit) for side in short})
        return {side: self._told[side][:limit] for side in wanted}

    def _is_short(self, side: Side, limit: int) -> bool:
        return len(self._told[side]) < limit and self._asked[side] < len(self._weighed[side])

    def _next(self, side: Side, limit: int) -> dict[int, float]:
        """Return the next to be asked about, some more than will be told of if it goes on so."""
        start, told = self._asked[side], len(self._told[side])
        share = (1 + told) / (1 + start)
        self._asked[side] = start + ceil(SPARE * (limit - told) / share)
        return dict(self._weighed[side][start : self._asked[side]])

    def _ask(self, parts: Mapping[Side, Mapping[int, float]]) -> None:
        asked: dict[ColumnElement[bool], list[int]] = {}  # both sides at once, if by the same
        for side, part in parts.items():
            asked.setdefault(self._conditions[side], []).extend(part)
        allowed: dict[int, UUID] = {}
        for condition, numbers in asked.items():
            allowed |= _allowed(self._session, numbers, condition)
        for side, part in parts.items():
            told = self._told[side]
            told += [Candidate(allowed[n], weight) for n, weight in part.items() if n in allowed]


def candidates(
    session: Session,
    person: Particulars,
    side: Side,
    condition: ColumnElement[bool],
    limit: int = CANDIDATES,
) -> list[Candidate]:
    """Return the people on `side` who may be `person`, best first; see `found_by`."""
    found = found_by(session, reading(session, person), {side: condition})
    return found.first(limit)[side]


def reading(
    session: Session,
    person: Particulars,
    begun: Mapping[str, Collection[str]] = NOT_BEGUN,
    said: Iterable[str] = (),
) -> Reading:
    """Return by what `person` is looked for, on either side.

    `begun`: see `reading_of`. `said`: words that may be places.
    """
    naming.refresh(session)
    return reading_of(session, blocks_of(person, said), lexicon.size(session), begun)


def found_by(session: Session, reading_: Reading, conditions: Conditions) -> Ranking:
    """Return the people who are found so, on each side, best first."""
    probes, found = _fetched(session, reading_, conditions)
    if state.look(session) != reading_.stood:  # a rotation began: some rest elsewhere already
        size = lexicon.size(session)
        again = reading_of(session, reading_.blocks, size, reading_.begun)
        probes, found = _fetched(session, again, conditions)
    return Ranking(session, _weighed(session, probes, found), conditions)


def of_number(
    session: Session, figures: str, side: Side, condition: ColumnElement[bool]
) -> list[UUID]:
    """Return the people on `side` who have a telephone number with the same last figures.

    `condition` is on Person, as for `candidates`.
    """
    if len(figures) < TAIL:
        return []
    state.look(session)
    tags = all_tags(session, side, [by_number(figures[-TAIL:])])
    rows = _rows(session, np.unique(tags), CANDIDATES)
    return list(_allowed(session, rows.numbers.tolist(), condition).values())


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
        .where(among(connection, IndexedPerson.number))
    )
    rows = connection.execute(query, sent(connection, list(numbers))).all()
    told: dict[int, UUID | None] = dict(rows)
    return {number: found for number, found in told.items() if found is not None}


def _fetched(
    session: Session, reading_: Reading, sides: Collection[Side]
) -> tuple[dict[Side, Probes], dict[Side, list[int]]]:
    """Return, by side, what people are weighed by, and the numbers read from the postings.

    All lists of all sides are read at once; where that is more than one search reads, one after
    another, the rarest first.
    """
    probes = {side: reading_.probes(session, side) for side in sides}
    tags = [fetch.tags for one in probes.values() for fetch in one.fetches]
    asked = np.unique(np.concatenate(tags)) if tags else NO_TAGS
    whole = None
    if len(asked) <= TAGS_AT_ONCE:
        rows = _rows(session, asked, ROWS_PER_SEARCH + 1)
        whole = rows if len(rows.numbers) <= ROWS_PER_SEARCH else None
    return probes, {side: met(session, one.fetches, whole) for side, one in probes.items()}


Lists = Callable[[Connection], Select[int, int]]
"""Makes the statement that reads lists of a table."""


def lists_of(table: type[Listed]) -> Lists:
    """Return the statement that reads the lists of `table`, made once for each database."""

    @made_once
    def reading(connection: Connection) -> Select[int, int]:
        here = among(connection, table.tag)
        return select(table.tag, table.hidden).where(here).limit(bindparam("most"))

    return reading


_PEOPLE = lists_of(Posting)


def listed(session: Session, tags: NDArray[np.int64], most: int, lists: Lists) -> Postings:
    """Return so many of the postings under `tags`, which rise."""
    if not len(tags):
        return Postings(tags, tags, tags)
    connection = session.connection()
    asked = sent(connection, tags) | {"most": most}
    flat = chain.from_iterable(connection.execute(lists(connection), asked).all())
    rows = np.fromiter(flat, np.int64).reshape(-1, 2)
    return Postings(tags, np.searchsorted(tags, rows[:, 0]), shown(session, rows))


def _rows(session: Session, tags: NDArray[np.int64], most: int) -> Postings:
    return listed(session, tags, most, _PEOPLE)


def met(session: Session, fetches: Sequence[Fetch], whole: Postings | None) -> list[int]:
    """Return the numbers in the postings of one side, those met with the weightiest tags first.

    `whole`: all postings of all `fetches`, if they were read.
    """
    met: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = [(NO_TAGS, NO_WORTH)]
    budget = ROWS_PER_SEARCH
    for fetch in fetches:
        if budget <= 0:
            break
        rows = _rows(session, np.unique(fetch.tags), budget) if whole is None else whole
        worth = _worth(fetch, rows)
        is_met = worth > 0
        budget -= int(is_met.sum())
        met.append((rows.numbers[is_met], worth[is_met]))
    numbers, summed = _summed(met)
    ordered: list[int] = numbers[np.lexsort((numbers, -summed))][:WEIGHED].tolist()
    return ordered


def _worth(fetch: Fetch, rows: Postings) -> NDArray[np.float64]:
    """Return what standing in each row is worth to a fetch: nothing where it asked for no such."""
    bits = np.zeros(len(rows.tags))
    bits[np.searchsorted(rows.tags, fetch.tags)] = fetch.bits
    return np.where(rows.numbers != NO_NUMBER, bits[rows.place], 0.0)


def _summed(
    met: Sequence[tuple[NDArray[np.int64], NDArray[np.float64]]],
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return each number once, with the sum of the most that it is worth to each fetch.

    The names of one person stand there in several scripts; each token counts once.
    """
    numbers, back = np.unique(np.concatenate([own for own, _ in met]), return_inverse=True)
    summed, start = np.zeros(len(numbers)), 0
    for own, worth in met:
        best = np.zeros(len(numbers))
        np.maximum.at(best, back[start : start + len(own)], worth)
        summed += best
        start += len(own)
    return numbers, summed


def _weighed(
    session: Session, probes: Mapping[Side, Probes], found: Mapping[Side, Sequence[int]]
) -> dict[Side, list[tuple[int, float]]]:
    """Return, by side, people by number with their weight, the weightiest first."""
    connection = session.connection()
    numbers = list(chain.from_iterable(found.values()))
    told = connection.execute(_resting(connection), sent(connection, numbers)).all()
    rows = {number: (places, key) for number, places, key in told}
    return {
        side: _by_weight(session, probes[side], {n: rows[n] for n in own if n in rows})
        for side, own in found.items()
    }


@made_once
def _resting(connection: Connection) -> Select[int, bytes, int]:
    here = among(connection, IndexedPerson.number)
    return select(IndexedPerson.number, IndexedPerson.places, IndexedPerson.key).where(here)


def _by_weight(
    session: Session, probes: Probes, rows: Mapping[int, tuple[bytes, int]]
) -> list[tuple[int, float]]:
    """Return people by number with their weight; of each where they rest, and under which key."""
    if not len(probes.keys) or not rows:
        return []
    store, newest = keys.of(session), state.seen(session).key
    numbers, weights = [NO_TAGS], [NO_WORTH]
    for version in {key for _, key in rows.values()}:
        own = {number: sealed for number, (sealed, key) in rows.items() if key == version}
        places, owners = store.index(version).open_places(list(own.values()))
        blind = store.lifted(places["key"], version, newest)
        numbers.append(np.fromiter(own, np.int64, len(own)))
        weights.append(_weights(probes, blind, owners, len(own)))
    everybody, weight = np.concatenate(numbers), np.concatenate(weights)
    order = np.lexsort((everybody, -weight))
    return list(zip(everybody[order].tolist(), weight[order].tolist(), strict=True))


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
