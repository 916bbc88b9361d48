"""The blind index: who may bear a name. Tags and numbers only; nothing readable.

Here it is written; `searching` reads it.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from rfl.crypto.hiding import ASIDE, PLACE
from rfl.keys import service as keys
from rfl.linking import lexicon, naming, standing, state
from rfl.linking.blocking import Blocks, blocks_of, keys_of, single
from rfl.linking.models import IndexedPerson, Listed, Posting, Resting
from rfl.linking.rules import Side
from rfl.linking.tagging import blind_keys, places_of
from rfl.matching import VERSION
from rfl.matching.types import Particulars
from rfl.persons.document import PersonDocument
from rfl.persons.particulars import particulars_of

LAYOUT = 4

Tables = tuple[type[Resting], type[Listed]]
"""Who rests, and in which lists."""

PEOPLE: Tables = IndexedPerson, Posting


@dataclass(frozen=True, slots=True)
class Indexed:
    """One person to be found, and by what."""

    person_id: UUID
    side: Side
    particulars: Particulars
    said: tuple[str, ...] = ()
    """Places in words."""


@dataclass(frozen=True, slots=True)
class Row:
    """How a person rests in the index now: their number, where, and by which key."""

    number: int
    places: NDArray[Any]
    key: int
    lots: Mapping[int, int]
    """By blind key, as it is under the newest index key."""


def indexed(person_id: UUID, side: Side, document: PersonDocument) -> Indexed:
    """Return somebody as they are to be found, by their record."""
    said = tuple(place.text for place in document.places if place.text)
    return Indexed(person_id, side, particulars_of(document), said)


NOWHERE = np.zeros(0, PLACE)
NOBODY = Row(0, NOWHERE, 0, {})


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
    blocks = [blocks_of(p.particulars, p.said) for p in people]
    present = _present(session, people)
    rows = [present.get((p.person_id, p.side), NOBODY) for p in people]
    counts, sought = Counter[str](), Counter[str]()
    for person, own, row in zip(people, blocks, rows, strict=True):
        borne = _newly_borne(session, person.side, own, row)
        counts.update(borne)
        sought.update(borne if person.side is Side.SOUGHT else ())
    others = {key for own in blocks for key in own.token_keys()}
    splits = lexicon.count(session, counts, sought, others)
    places = [
        places_of(session, person.side, list(keys_of(own, splits)), row.lots)
        for person, own, row in zip(people, blocks, rows, strict=True)
    ]
    numbers = _write(session, people, places, rows, now)
    repost(session, numbers, rows, places)
    standing.forget(session)


def remove(session: Session, person_ids: Collection[UUID]) -> None:
    """Have nobody find these people any more."""
    state.look(session, is_held=True)
    for part in lexicon.chunks(list(person_ids)):
        rows = list(_rows(session, part).values())
        repost(session, [row.number for row in rows], rows, [NOWHERE] * len(rows))
        session.execute(delete(IndexedPerson).where(IndexedPerson.person_id.in_(part)))


def _newly_borne(session: Session, side: Side, own: Blocks, row: Row) -> set[str]:
    """Return the tokens by which a person was not found so far: each bearer is counted once."""
    borne = [token.key for token in own.tokens]
    if not row.lots:
        return set(borne)
    blind = blind_keys(session, side, [single(key, 1) for key in borne]).tolist()
    return {key for key, one in zip(borne, blind, strict=True) if one not in row.lots}


def _present(session: Session, people: Sequence[Indexed]) -> dict[tuple[UUID, Side], Row]:
    present: dict[tuple[UUID, Side], Row] = {}
    for part in lexicon.chunks([p.person_id for p in people]):
        present |= _rows(session, part)
    return present


def _rows(session: Session, person_ids: Sequence[UUID]) -> dict[tuple[UUID, Side], Row]:
    here = IndexedPerson.person_id.in_(person_ids)
    # Held still, in one order: the key may be rotated meanwhile.
    query = select(IndexedPerson).where(here).order_by(IndexedPerson.number).with_for_update()
    rows = session.scalars(query.execution_options(populate_existing=True))
    return {(row.person_id, row.side): row_of(session, row) for row in rows}


def row_of(session: Session, row: Resting) -> Row:
    """Return how somebody rests now."""
    store, newest = keys.of(session), state.seen(session).key
    places = store.index(row.key).open_places([row.places])[0]
    blind = store.lifted(places["key"], row.key, newest).tolist()
    lots = dict(zip(blind, places["lot"].tolist(), strict=True))
    return Row(row.number, places, row.key, lots)


def rekey(
    session: Session, key: int, after: int, most: int, tables: Tables = PEOPLE
) -> tuple[int, int]:
    """Have the next people who rest under an older version than `key` rest under the newest.

    They keep their lots, so that exactly the same searches find them; no name is opened. Return how
    many those were, and the last one's number: the next begin `after` that.
    """
    state.look(session, is_held=True)
    people, postings = tables
    query = select(people).where(people.key < key, people.number > after)
    query = query.order_by(people.number).limit(most).with_for_update()
    found = session.scalars(query).all()
    rows = [row_of(session, one) for one in found]
    places = [np.array(sorted(row.lots.items()), PLACE) for row in rows]
    repost(session, [row.number for row in rows], rows, places, postings)
    newest = state.seen(session).key
    cipher = keys.of(session).index(newest)
    for one, own in zip(found, places, strict=True):
        one.places, one.key = cipher.close_places(own), newest
    return len(found), found[-1].number if found else after


def repost(
    session: Session,
    numbers: Sequence[int],
    before: Sequence[Row],
    now: Sequence[NDArray[Any]],
    table: type[Listed] = Posting,
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
            delete(table).where(table.tag == bindparam("of"), table.hidden == bindparam("whose")),
            [{"of": tag, "whose": hidden} for tag, hidden in gone],
        )
    come = [is_ - stay for is_, stay in zip(new, stays, strict=True)]
    fresh = _postings(session, newest, numbers, come)
    if fresh:
        session.connection().execute(
            insert(table), [{"tag": tag, "hidden": hidden} for tag, hidden in fresh]
        )


def _postings(
    session: Session,
    key: int,
    numbers: Sequence[int],
    places: Sequence[Collection[tuple[int, int]]],
) -> list[tuple[int, int]]:
    """Return tag and hidden number of each place under one key, in the order in which they rest."""
    flat = np.array([place for own in places for place in own], np.int64).reshape(-1, 2)
    owners = np.repeat(np.array(numbers, np.int64), [len(own) for own in places])
    listed = flat[:, 1] != ASIDE
    flat, owners = flat[listed], owners[listed]
    if not len(flat):
        return []
    cipher = keys.of(session).index(key)
    tags = cipher.sub_tags(flat[:, 0], flat[:, 1])
    return sorted(zip(tags.tolist(), cipher.hide(tags, owners).tolist(), strict=True))


def _write(
    session: Session,
    people: Sequence[Indexed],
    places: Sequence[NDArray[Any]],
    before: Sequence[Row],
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
