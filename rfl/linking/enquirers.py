"""Whoever asks, found by name and number: in the search box of their own society, and nowhere else.

An index of its own (docs/adr/0034). The matcher reads none of it, names borne by those who ask
alone count for nothing in it, and the society is part of every blind key: another society's search
makes none of these tags.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    and_,
    delete,
    exists,
    select,
)
from sqlalchemy.orm import Session

from rfl.access.rules import Sensitivity
from rfl.keys import service as keys
from rfl.linking import index, lexicon, state
from rfl.linking.blocking import Blocks, Key, blocks_of, by_number, keys_of
from rfl.linking.index import NOBODY, NOWHERE
from rfl.linking.models import EnquirerPosting, IndexedEnquirer
from rfl.linking.probing import Fetch, Reading
from rfl.linking.searching import Postings, listed, lists_of, met
from rfl.linking.tagging import all_tags, places_of
from rfl.linking.typed import TAIL
from rfl.matching.bones import bones_of
from rfl.matching.index import Token
from rfl.persons.document import PersonDocument
from rfl.persons.models import Person
from rfl.persons.particulars import particulars_of
from rfl.tracing.models import TracingRequest

LOTS_MOST = 64
"""Sub-tags over which one name of those who ask is spread, at the most: they are far fewer than the
registered, and a search that asks for thousands more would show in its time."""

ROWS_MOST = 2_000
"""Postings read for one search, at the most."""

MET_MOST = 200
"""Of those met, the weightiest who are looked at: may the reader know of them?"""

_LISTS = lists_of(EnquirerPosting)

HEARD_BITS = 12.0
"""What it is worth to bear a name that sounds like one that was typed and nobody else bears."""

HEARD_WAYS = 2
"""Ways of reading a rare name's consonants by which it is found: the likeliest."""


def on_written(session: Session, written: Sequence[tuple[Person, PersonDocument]]) -> None:
    """Have whoever asks be found by what was just written (persons.watch.WrittenWatcher)."""
    ids = [person.id for person, _ in written]
    query = select(TracingRequest.enquirer_id).where(TracingRequest.enquirer_id.in_(ids))
    asking = set(session.scalars(query))
    put(session, [(person, told) for person, told in written if person.id in asking])


def put(session: Session, people: Sequence[tuple[Person, PersonDocument]]) -> None:
    """Have enquirers be found by what they are now. Whoever is sealed is found by nobody."""
    remove(session, [one.id for one, _ in people if one.sensitivity is Sensitivity.SEALED])
    here = [pair for pair in people if pair[0].sensitivity is not Sensitivity.SEALED]
    if not here:
        return
    now = index.version(session, is_held=True)
    told = [_blocks(document) for _, document in here]
    borne = lexicon.known(session, {token.key for one in told for token in one.tokens})
    splits = {key: min(LOTS_MOST, one.splits) for key, one in borne.items()}
    known = _rows(session, [person.id for person, _ in here])
    rows = [known.get(person.id) or IndexedEnquirer(person_id=person.id) for person, _ in here]
    before = [index.row_of(session, row) if row.places else NOBODY for row in rows]
    places = [
        places_of(session, shelf(person.society_code), list(_found_by(own, splits)), row.lots)
        for (person, _), own, row in zip(here, told, before, strict=True)
    ]
    newest = state.seen(session).key
    cipher = keys.of(session).index(newest)
    for row, own in zip(rows, places, strict=True):
        row.places, row.key, row.version = cipher.close_places(own), newest, now
    session.add_all(rows)
    session.flush()
    index.repost(session, [row.number for row in rows], before, places, EnquirerPosting)


def remove(session: Session, person_ids: Collection[UUID]) -> None:
    """Have nobody find these enquirers any more."""
    if not person_ids:
        return
    state.look(session, is_held=True)
    for part in lexicon.chunks(list(person_ids)):
        rows = [index.row_of(session, row) for row in _rows(session, part).values()]
        nowhere = [NOWHERE] * len(rows)
        index.repost(session, [row.number for row in rows], rows, nowhere, EnquirerPosting)
        session.execute(delete(IndexedEnquirer).where(IndexedEnquirer.person_id.in_(part)))


def rekey(session: Session, key: int, after: int, most: int) -> tuple[int, int]:
    """Have the next enquirers rest under the newest index key; see `index.rekey`."""
    return index.rekey(session, key, after, most, (IndexedEnquirer, EnquirerPosting))


def outdated(version: str) -> ColumnElement[bool]:
    """Return the condition on Person: they ask in a case, and are not indexed by `version`."""
    asks = exists().where(
        TracingRequest.enquirer_id == Person.id, TracingRequest.erased_at.is_(None)
    )
    indexed = exists().where(
        IndexedEnquirer.person_id == Person.id, IndexedEnquirer.version == version
    )
    return and_(
        Person.erased_at.is_(None), Person.sensitivity != Sensitivity.SEALED, asks, ~indexed
    )


def shelf(society: str) -> str:
    """Return the side on which those rest who ask of `society`: no other makes its tags."""
    return f"asks\x1f{society}"


def named(session: Session, society: str, reading: Reading, typed: Sequence[Token]) -> list[int]:
    """Return by number who of a society's enquirers may be meant by a name, weightiest first.

    `typed`: the tokens as they were typed: a name that nobody sought or registered bears is found
    by how it sounds.
    """
    fetches = list(reading.probes(session, shelf(society), LOTS_MOST).fetches)
    heard = all_tags(session, shelf(society), list(_heard(typed)))
    fetches.append(Fetch(heard, np.full(len(heard), HEARD_BITS)))
    asked = np.unique(np.concatenate([fetch.tags for fetch in fetches]))
    return met(session, fetches, _listed(session, asked))[:MET_MOST]


def of_number(session: Session, society: str, figures: str) -> list[int]:
    """Return by number who of a society's enquirers has a telephone number with these figures."""
    if len(figures) < TAIL:
        return []
    state.look(session)
    tags = all_tags(session, shelf(society), [by_number(figures[-TAIL:])])
    found: list[int] = np.unique(_listed(session, np.unique(tags)).numbers).tolist()
    return found[:MET_MOST]


def _blocks(document: PersonDocument) -> Blocks:
    """Return what an enquirer is found by: names and numbers; places and parents are not asked."""
    return replace(blocks_of(particulars_of(document)), parents={}, places=())


def _found_by(blocks: Blocks, splits: dict[str, int]) -> Iterator[Key]:
    yield from keys_of(blocks, splits)
    yield from _heard([token for token in blocks.tokens if token.key not in splits])


def _heard(tokens: Sequence[Token]) -> Iterator[Key]:
    bones = (bones_of(token.signs)[:HEARD_WAYS] for token in tokens)
    for one in dict.fromkeys(chain.from_iterable(bones)):
        yield Key(f"heard\x1f{one}", 1)


def _listed(session: Session, tags: NDArray[np.int64]) -> Postings:
    return listed(session, tags, ROWS_MOST, _LISTS)


def _rows(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, IndexedEnquirer]:
    here = IndexedEnquirer.person_id.in_(person_ids)
    # Held still, in one order: the key may be rotated meanwhile.
    query = select(IndexedEnquirer).where(here).order_by(IndexedEnquirer.number).with_for_update()
    rows = session.scalars(query.execution_options(populate_existing=True))
    return {row.person_id: row for row in rows}
