"""The blind index: who bears a token that may be this name. Tags and ids only; nothing readable.

A search goes from the rarest token to the commonest. Common tokens on their own fetch nobody; they
only add to people already found, or count in pairs.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.orm import Session, aliased

from rfl.linking import lexicon
from rfl.linking.models import Posting, Side
from rfl.matching.index import tokens_of
from rfl.matching.types import Name

ROWS_PER_SEARCH = 6_000
"""Postings read for one search before common tokens only add to people already found."""

CANDIDATES = 150
"""People scored in full for one search; more did not raise recall on the demonstration data."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """One person to be found by their names."""

    person_id: UUID
    side: Side
    society: str
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person who may bear the name; `weight` is summed rarity in bits, before any comparison."""

    person_id: UUID
    weight: float


@dataclass(frozen=True, slots=True)
class _Probe:
    """One token of the name sought: what to fetch for it, and what it is worth."""

    weights: Mapping[int, float]
    """Posting tag → bits."""
    people: int


def put(session: Session, people: Sequence[Indexed]) -> None:
    """Have `people` found under their names, and under no earlier ones."""
    token_keys = {p.person_id: {t.key for t in tokens_of(p.names)} for p in people}
    kept = _keep(session, people, token_keys)
    fresh = [p for p in people if token_keys[p.person_id] - kept[p.person_id, p.side]]
    tags = lexicon.learn_from(
        session, [token_keys[p.person_id] - kept[p.person_id, p.side] for p in fresh]
    )
    rows = [
        {"tag": tag, "side": p.side, "person_id": p.person_id, "society_code": p.society}
        for p, own in zip(fresh, tags, strict=True)
        for tag in own
    ]
    if rows:
        session.execute(insert(Posting), rows)


def remove(session: Session, person_ids: Collection[UUID]) -> None:
    """Have nobody find these people any more."""
    session.execute(delete(Posting).where(Posting.person_id.in_(person_ids)))


def candidates(
    session: Session,
    names: tuple[Name, ...],
    side: Side,
    condition: ColumnElement[bool],
    limit: int = CANDIDATES,
) -> list[Candidate]:
    """Return the people on `side` who may bear one of `names`, best first.

    `condition` restricts Posting.person_id: consent, sensitivity and state are filters before
    anything is scored or opened.
    """
    probes = _probes(session, names)
    totals: defaultdict[UUID, float] = defaultdict(float)
    budget = ROWS_PER_SEARCH
    for probe in sorted(probes, key=lambda p: p.people):
        within = None if probe.people <= budget else list(totals)
        best: dict[UUID, float] = {}
        for tag, person_id in _postings(session, probe, side, condition, within):
            best[person_id] = max(best.get(person_id, 0.0), probe.weights[tag])
        for person_id, weight in best.items():
            totals[person_id] += weight
        budget -= 0 if within is not None else len(best)
    if not totals and len(probes) > 1:
        _add_pairs(session, probes, side, condition, totals)
    ranked = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
    return [Candidate(person_id, weight) for person_id, weight in ranked[:limit]]


def _keep(
    session: Session, people: Sequence[Indexed], token_keys: Mapping[UUID, set[str]]
) -> dict[tuple[UUID, Side], set[str]]:
    """Drop postings of names no longer borne; return the token keys that stay posted."""
    kept: dict[tuple[UUID, Side], set[str]] = {(p.person_id, p.side): set() for p in people}
    present: defaultdict[tuple[UUID, Side], set[int]] = defaultdict(set)
    for part in _parts([p.person_id for p in people]):
        query = select(Posting.person_id, Posting.side, Posting.tag)
        for person_id, side, tag in session.execute(query.where(Posting.person_id.in_(part))):
            present[person_id, side].add(tag)
    for (person_id, side), tags in present.items():
        if (person_id, side) not in kept:
            continue
        known, stale = lexicon.known(session, token_keys[person_id]), set(tags)
        for key, facts in known.items():
            mine = tags.intersection(lexicon.posting_tags(session, key, facts.splits))
            if mine:
                kept[person_id, side].add(key)
                stale -= mine
        gone = Posting.tag.in_(stale)
        session.execute(
            delete(Posting).where(Posting.person_id == person_id, Posting.side == side, gone)
        )
    return kept


def _probes(session: Session, names: tuple[Name, ...]) -> list[_Probe]:
    tokens = tokens_of(names)
    expanded = lexicon.expand(session, tokens)
    known = lexicon.known(session, {key for options in expanded for key in options})
    total = max(2, lexicon.people_searched(session) * 2)
    probes = []
    for options in expanded:
        borne = {key: weight for key, weight in options.items() if key in known}
        people = sum(known[key].people for key in borne)
        rarity = max(0.5, log2(total / max(1, people)))
        weights = {
            tag: weight * rarity
            for key, weight in borne.items()
            for tag in lexicon.posting_tags(session, key, known[key].splits)
        }
        if weights:
            probes.append(_Probe(weights, people))
    return probes


def _postings(
    session: Session,
    probe: _Probe,
    side: Side,
    condition: ColumnElement[bool],
    within: list[UUID] | None,
) -> list[tuple[int, UUID]]:
    found: list[tuple[int, UUID]] = []
    for part in lexicon.chunks(list(probe.weights)):
        query = select(Posting.tag, Posting.person_id).where(
            Posting.tag.in_(part), Posting.side == side, condition
        )
        if within is None:
            found.extend(session.execute(query))
            continue
        for people in _parts(within):
            found.extend(session.execute(query.where(Posting.person_id.in_(people))))
    return found


def _add_pairs(
    session: Session,
    probes: Sequence[_Probe],
    side: Side,
    condition: ColumnElement[bool],
    totals: defaultdict[UUID, float],
) -> None:
    """Find bearers of the two least common tokens together, where each alone is too common."""
    first, second = sorted(probes, key=lambda p: p.people)[:2]
    other = aliased(Posting)
    worth = max(first.weights.values()) + max(second.weights.values())
    query = (
        select(Posting.person_id)
        .join(other, (other.person_id == Posting.person_id) & (other.side == Posting.side))
        .where(
            Posting.tag.in_(list(first.weights)),
            other.tag.in_(list(second.weights)),
            Posting.side == side,
            condition,
        )
        .distinct()
        .limit(ROWS_PER_SEARCH)
    )
    for person_id in session.scalars(query):
        totals[person_id] = worth


def size(session: Session, side: Side) -> int:
    """Return how many people can be found on `side`."""
    query = select(func.count(Posting.person_id.distinct())).where(Posting.side == side)
    return session.scalar(query) or 0


def _parts(values: Sequence[UUID]) -> list[Sequence[UUID]]:
    step = lexicon.CHUNK
    return [values[start : start + step] for start in range(0, len(values), step)]
