"""What one search reads and how it weighs: tags of the names sought, in all spellings borne."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import log2
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from rfl.linking import lexicon
from rfl.linking.blocking import (
    Blocks,
    Key,
    Rep,
    pair,
    pair_and_parent,
    pair_and_year,
    rep_name,
    single,
)
from rfl.linking.lexicon import Known
from rfl.linking.models import Side
from rfl.linking.tagging import all_tags
from rfl.matching.classes import lexicon as name_classes

RARE = 2_500
"""A token borne by more people, in all its spellings, is read only in pairs."""

SPELLINGS = 6
"""Names that a sought token may be, each with all its spellings, that are tried in pairs."""

PAIRED = 3
"""Sought tokens that are paired with one another, the commonest."""

LEAST_RARITY = 0.5
PARENT_BITS = 4.0
YEAR_BITS = (4.0, 3.0, 3.0, 2.0, 2.0)
"""What a parent's name and a year of birth weigh here, where it is only about who is opened."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One list of postings to be read; `bits`: what being in it is worth."""

    bits: float
    tags: Sequence[int]


@dataclass(frozen=True, slots=True)
class Probes:
    """All tags of one search, rising; to which group each belongs, and its worth in bits there."""

    tags: NDArray[Any]
    group: NDArray[Any]
    bits: NDArray[Any]
    groups: int
    fetches: Sequence[Fetch]


@dataclass(frozen=True, slots=True)
class _Sought:
    """One token sought, as the names that it may be."""

    options: Mapping[str, float]
    """Borne token key → likeness."""
    people: int
    rarity: float
    reps: Sequence[tuple[Rep, float]]
    """What stands for it in pairs, with likeness, the likest first."""


def probes_of(session: Session, blocks: Blocks, side: Side, size: int) -> Probes:
    """Return what to read on `side` for a person to be found by `blocks`, among `size` people."""
    tokens = [*blocks.tokens, *blocks.parents.values()]
    expanded = [dict(options) for options in lexicon.expand(session, tokens)]
    known = lexicon.known(session, {key for options in expanded for key in options})
    sought = [_sought(options, known, size) for options in expanded]
    own = _distinct(sought[: len(blocks.tokens)])
    parents = dict(zip(blocks.parents, sought[len(blocks.tokens) :], strict=True))
    reading = _Reading(session, side)
    reading.singles(own, known)
    paired = sorted(own, key=lambda one: -one.people)[:PAIRED]
    pairs = list(combinations(paired, 2)) or [(one, one) for one in own]
    for group, (kind, parent) in enumerate(parents.items(), len(own)):
        reading.parents(pairs, group, kind, parent)
    reading.years(pairs, len(own) + len(parents), blocks.years)
    reading.pairs(pairs)
    if len(own) == 1:
        reading.lone(own[0], known)
    return reading.probes(len(own) + len(parents) + 1)


class _Reading:
    """Gathers the tags of one search."""

    def __init__(self, session: Session, side: Side) -> None:
        self._session = session
        self._side = side
        self._rows: list[tuple[int, int, float]] = []
        self._fetches: list[Fetch] = []

    def singles(self, own: Sequence[_Sought], known: Mapping[str, Known]) -> None:
        """Weigh every token; read the rare ones, the rarest first."""
        rare: list[tuple[int, Fetch]] = []
        for group, one in enumerate(own):
            tags = []
            for key, likeness in one.options.items():
                mine = all_tags(self._session, self._side, single(key, known[key].splits))
                self._rows += [(tag, group, likeness * one.rarity) for tag in mine]
                tags += mine
            if one.people <= RARE:
                rare.append((one.people, Fetch(one.rarity, tags)))
        self._fetches += [fetch for _, fetch in sorted(rare, key=lambda pair: pair[0])]

    def parents(
        self, pairs: Sequence[tuple[_Sought, _Sought]], group: int, kind: str, parent: _Sought
    ) -> None:
        """Weigh bearers of two names who have a parent of that name; read those of common ones."""
        for one, other in pairs:
            keys = [
                (pair_and_parent(a, b, kind, rep), likeness * PARENT_BITS)
                for (a, _), (b, _) in product(one.reps, other.reps)
                for rep, likeness in parent.reps
            ]
            self._add(one, other, group, keys)

    def years(
        self, pairs: Sequence[tuple[_Sought, _Sought]], group: int, years: Sequence[int]
    ) -> None:
        """Weigh bearers of two names who were born about then; read those of common ones."""
        for one, other in pairs:
            keys = [
                (pair_and_year(a, b, year), bits)
                for (a, _), (b, _) in product(one.reps, other.reps)
                for year, bits in zip(years, YEAR_BITS, strict=False)
            ]
            self._add(one, other, group, keys)

    def pairs(self, pairs: Sequence[tuple[_Sought, _Sought]]) -> None:
        """Read bearers of two names that are both too common to be read alone."""
        for one, other in pairs:
            keys = [
                (pair(a, b), one.rarity + other.rarity)
                for (a, _), (b, _) in product(one.reps, other.reps)
            ]
            self._fetch(one, other, [tag for key, _ in keys for tag in self._tags(key)])

    def lone(self, one: _Sought, known: Mapping[str, Known]) -> None:
        """Read as many bearers of the only token as one search reads."""
        if one.people > RARE:
            keys = (single(key, known[key].splits) for key in one.options)
            tags = [tag for key in keys for tag in self._tags(key)]
            self._fetches.append(Fetch(one.rarity, tags))

    def probes(self, groups: int) -> Probes:
        """Return all that was gathered."""
        columns = list(zip(*sorted(self._rows), strict=True)) or [(0,), (0,), (0.0,)]
        tags, group, bits = (np.array(column) for column in columns)
        return Probes(tags, group, bits, groups, self._fetches)

    def _add(
        self, one: _Sought, other: _Sought, group: int, keys: Sequence[tuple[Key, float]]
    ) -> None:
        rows = [(tag, group, bits) for key, bits in keys for tag in self._tags(key)]
        self._rows += rows
        self._fetch(one, other, [tag for tag, _, _ in rows])

    def _fetch(self, one: _Sought, other: _Sought, tags: Sequence[int]) -> None:
        if min(one.people, other.people) > RARE:
            self._fetches.append(Fetch(one.rarity + other.rarity, tags))

    def _tags(self, key: Key) -> list[int]:
        return all_tags(self._session, self._side, key)


def _sought(options: Mapping[str, float], known: Mapping[str, Known], size: int) -> _Sought:
    """Return a token as what it may be, of which somebody is known to bear it."""
    borne = {key: likeness for key, likeness in options.items() if key in known}
    people = sum(known[key].people for key in borne)
    reps: dict[str, tuple[Rep, float]] = {}
    for key, likeness in borne.items():
        name = rep_name(key, name_classes().by_key.get(key, ()))
        rep, best = reps.get(name, (Rep(name, 1), 0.0))
        reps[name] = Rep(name, max(rep.splits, known[key].splits)), max(best, likeness)
    likest = sorted(reps.values(), key=lambda pair: (-pair[1], -pair[0].splits, pair[0].name))
    rarity = max(LEAST_RARITY, log2(max(2, size) / max(1, people)))
    return _Sought(borne, people, rarity, likest[:SPELLINGS])


def _distinct(sought: Sequence[_Sought]) -> list[_Sought]:
    """Return what is borne, a name once that stands there in several scripts."""
    found: dict[str, _Sought] = {}
    for one in sought:
        if one.reps:
            found.setdefault(one.reps[0][0].name, one)
    return list(found.values())
