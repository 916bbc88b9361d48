"""What one search reads and how it weighs: keys of the names sought, in all spellings borne."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, compress, product
from math import log2, prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from rfl.linking import lexicon, state
from rfl.linking.blocking import (
    Blocks,
    Key,
    Rep,
    by_place,
    pair,
    pair_and_parent,
    pair_and_year,
    rep_name,
    single,
)
from rfl.linking.lexicon import Known
from rfl.linking.rules import Side
from rfl.linking.state import State
from rfl.linking.tagging import newest_keys, oldest_keys, tags_under
from rfl.matching.classes import lexicon as name_classes

RARE = 1_000
"""So many bearers of one sought token are read, of its likest spellings; the others in pairs."""

BESIDE = 300
"""So many bearers are read of those spellings of a common token that are in none of its pairs. Who
bears one that is, and another common name, is met there; and who bears a rare one is met by it."""

SAME = 0.85
"""From this likeness on a spelling counts as the name itself, and is tried in pairs."""

SPELLINGS = 4
"""Names that a sought token may be, each with all its spellings, that are tried in pairs."""

PAIRED = 3
"""Sought tokens that are paired with one another, the commonest."""

TAGS_PER_FETCH, TAGS_PER_SEARCH = 2_048, 8_000
"""Sub-tags asked for, at the most, of one list and in one search: of a common name there are more
than a search has time for, and most are empty. The likest spellings come first."""

LEAST_RARITY, LEAST_TRUST = 0.5, 0.1
AGREEING = 3.0
"""Bits of a name that is there at all, beside its rarity: of the same person one in eight is told
without it. Else one rare name would outweigh two that are common, where a whole name was sought."""

BEGUN = 0.9
"""How like a name is to its own beginning."""

PLACE_BITS = 3.0
PARENT_BITS = 4.0
YEAR_BITS = (4.0, 3.0, 3.0, 2.0, 2.0)
"""What a place, a parent's name and a year of birth weigh here: it is only about who is opened."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Postings to be read of one name, or of two; `bits`: what standing under each tag is worth."""

    tags: NDArray[np.int64]
    bits: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Probes:
    """What one search weighs people by, blind and rising; of each its group, and its bits there."""

    keys: NDArray[np.int64]
    group: NDArray[np.int64]
    bits: NDArray[np.float64]
    groups: int
    fetches: Sequence[Fetch]


class _Spelling(NamedTuple):
    """One borne token that a sought one may be; `bits`: what it would tell."""

    key: Key
    likeness: float
    people: int
    bits: float
    may_be_sought: bool
    is_paired: bool
    """Whether its bearers are met in pairs: the name is common, and this is one way to write it."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """One token sought, as the names that it may be, the likest first."""

    spellings: Sequence[_Spelling]
    reps: Sequence[tuple[Rep, float]]
    """What stands for it in pairs, with likeness."""
    is_common: bool
    """Whether the name itself has more bearers than are read."""

    @property
    def bits(self) -> float:
        """Return what the likest spelling tells."""
        return self.spellings[0].bits


Couple = tuple[_Sought, _Sought]
Named = tuple[Rep, float]
"""What stands for a name in pairs, with likeness."""

NOT_BEGUN: Mapping[str, Collection[str]] = {}

EVERYWHERE = 2**31
"""No limit to the sub-tags of one name."""


def reading_of(
    session: Session, blocks: Blocks, size: int, begun: Mapping[str, Collection[str]] = NOT_BEGUN
) -> "Reading":
    """Return by what a person with `blocks` is looked for among `size` people, on either side.

    `begun`: by token key, the longer ones that it may be the beginning of.
    """
    stood = state.seen(session)
    tokens = [*blocks.tokens, *blocks.parents.values()]
    expanded = [dict(options) for options in lexicon.expand(session, tokens)]
    for token, options in zip(tokens, expanded, strict=True):
        options |= {key: max(BEGUN, options.get(key, 0)) for key in begun.get(token.key, ())}
    known = lexicon.known(session, {key for options in expanded for key in options})
    sought = [_sought(options, known, size) for options in expanded]
    own = _distinct(sought[: len(blocks.tokens)])
    parents = dict(zip(blocks.parents, sought[len(blocks.tokens) :], strict=True))
    paired = sorted(own, key=lambda one: one.bits)[:PAIRED]
    couples = list(combinations(paired, 2)) or [(one, one) for one in own]
    reading = Reading(blocks, begun, stood, groups=len(own) + len(parents) + 2)
    reading.tokens(own)
    for group, (kind, parent) in enumerate(parents.items(), len(own)):
        reading.parents(couples, group, kind, parent)
    reading.years(couples, len(own) + len(parents), blocks.years)
    reading.places(len(own) + len(parents) + 1, blocks.places)
    reading.pairs(couples)
    if len(own) == 1:
        reading.lone(own[0])
    return reading


@dataclass(slots=True)
class Reading:
    """Gathers what is read and weighed in one search; the tags are made at the end, all at once."""

    blocks: Blocks
    begun: Mapping[str, Collection[str]]
    stood: State
    """How the index stood before anything was asked of it."""
    groups: int
    _keys: list[Key] = field(default_factory=list)
    _may_be_sought: list[bool] = field(default_factory=list)
    """Whether anybody who is sought may be found by each key."""
    _weights: list[tuple[int, float]] = field(default_factory=list)
    """Group and bits of each key; a group of -1 weighs nothing."""
    _fetches: list[tuple[float, list[int]]] = field(default_factory=list)
    """What each is worth beside the bits of its keys, and the places of these."""

    def tokens(self, own: Sequence[_Sought]) -> None:
        """Weigh every token; read as many bearers as may be, the rarest token first."""
        chosen = []
        for group, one in enumerate(own):
            start, left = len(self._keys), BESIDE if one.is_common else RARE
            places = []
            for place, spelling in enumerate(one.spellings, start):
                self._add(spelling.key, group, spelling.bits, spelling)
                if not spelling.is_paired and spelling.people <= left:
                    left -= spelling.people
                    places.append(place)
            chosen.append((sum(one.spellings[p - start].people for p in places), (0.0, places)))
        self._fetches += [fetch for _, fetch in sorted(chosen, key=lambda pair: pair[0])]

    def parents(self, couples: Iterable[Couple], group: int, kind: str, parent: _Sought) -> None:
        """Weigh bearers of two names who have a parent of that name; read those of common ones."""
        for one, other in couples:
            start = len(self._keys)
            for (a, _), (b, _), (rep, likeness) in _likest(one.reps, other.reps, parent.reps):
                key = pair_and_parent(a, b, kind, rep)
                self._add(key, group, likeness * PARENT_BITS, a, b)
            self._fetch(one, other, start)

    def years(self, couples: Iterable[Couple], group: int, years: Sequence[int]) -> None:
        """Weigh bearers of two names who were born about then; read those of common ones."""
        for one, other in couples:
            start = len(self._keys)
            for (a, _), (b, _) in _likest(one.reps, other.reps):
                for year, bits in zip(years, YEAR_BITS, strict=False):
                    self._add(pair_and_year(a, b, year), group, bits, a, b)
            self._fetch(one, other, start)

    def places(self, group: int, places: Iterable[str]) -> None:
        """Weigh whoever is of one of these places; they are read by their names alone."""
        for place in places:
            self._add(by_place(place), group, PLACE_BITS)

    def pairs(self, couples: Iterable[Couple]) -> None:
        """Read bearers of two names that are both too common to be read alone."""
        for one, other in couples:
            start = len(self._keys)
            if one.is_common and other.is_common:
                for (a, like), (b, alike) in _likest(one.reps, other.reps):
                    worth = (like * alike - 1) * (one.bits + other.bits)
                    self._add(pair(a, b), -1, worth, a, b)
            self._fetch(one, other, start)

    def lone(self, one: _Sought) -> None:
        """Read as many bearers of the only token as one search reads."""
        if one.is_common:
            self._fetches.append((0.0, list(range(len(one.spellings)))))

    def probes(self, session: Session, side: str, spread: int = EVERYWHERE) -> Probes:
        """Return all that was gathered, blind, as it is read on `side`.

        `spread`: over so many sub-tags a name is spread there, at the most.
        """
        here = self._standing_on(side)
        oldest = np.zeros(len(self._keys), np.int64)
        oldest[here] = oldest_keys(session, side, compress(self._keys, here))
        splits = np.array([key.splits for key in self._keys], np.int64).clip(max=spread)
        group = np.array([group for group, _ in self._weights], np.int64)
        bits = np.array([bits for _, bits in self._weights], np.float64)
        left, fetches = TAGS_PER_SEARCH, []
        for worth, places in self._fetches:
            most, own = min(left, TAGS_PER_FETCH), np.array(places, np.int64)
            asked = _first(own[here[own]], splits, most)
            if len(asked):
                tags = tags_under(session, oldest[asked], splits[asked], most)
                under = np.repeat(worth + bits[asked], splits[asked])[:most]
                fetches.append(Fetch(tags, np.resize(under, len(tags))))  # once for each index key
                left -= len(under)
        weighing = here & (group >= 0)
        blind = newest_keys(session, oldest[weighing])
        order = np.argsort(blind, kind="stable")
        return Probes(
            blind[order], group[weighing][order], bits[weighing][order], self.groups, fetches
        )

    def _standing_on(self, side: str) -> NDArray[np.bool_]:
        """Return of each key whether anybody may stand there on `side`.

        Of those who bear a name mostly few are sought; of most names nobody is.
        """
        told = np.array(self._may_be_sought, np.bool_)
        return told if side == Side.SOUGHT else np.ones_like(told)

    def _add(self, key: Key, group: int, bits: float, *names: Rep | _Spelling) -> None:
        """Look for whoever is found by `key`: they bear all of `names`."""
        self._keys.append(key)
        self._may_be_sought.append(all(name.may_be_sought for name in names))
        self._weights.append((group, bits))

    def _fetch(self, one: _Sought, other: _Sought, start: int) -> None:
        if one.is_common and other.is_common and len(self._keys) > start:
            self._fetches.append((one.bits + other.bits, list(range(start, len(self._keys)))))


def _sought(options: Mapping[str, float], known: Mapping[str, Known], size: int) -> _Sought:
    """Return a token as what it may be, of which somebody is known to bear it."""
    borne = {key: likeness for key, likeness in options.items() if key in known}
    classes = name_classes().by_key
    names = {key: rep_name(key, classes.get(key, ())) for key in borne}
    splits = {key: known[key].splits for key in borne}
    people: dict[str, int] = {}
    reps: dict[str, tuple[Rep, float]] = {}
    for key, name in names.items():
        people[name] = people.get(name, 0) + known[key].people
        rep, best = reps.get(name, (Rep(name, 1, may_be_sought=False), 0.0))
        may_be_sought = rep.may_be_sought or known[key].may_be_sought
        reps[name] = Rep(name, max(rep.splits, splits[key]), may_be_sought), max(best, borne[key])
    same = [pair for pair in reps.values() if pair[1] >= SAME]
    same.sort(key=lambda pair: (-pair[1], -pair[0].splits, pair[0].name))
    same = same[:SPELLINGS]
    is_common = sum(known[key].people for key in borne if borne[key] >= SAME) > RARE
    met = {rep.name for rep, _ in same} if is_common else set()
    as_like = _as_like(borne, known)
    spellings = [
        _Spelling(
            single(key, splits[key]),
            likeness,
            known[key].people,
            _bits(likeness, max(people[names[key]], as_like[likeness]), size),
            known[key].may_be_sought,
            names[key] in met,
        )
        for key, likeness in borne.items()
    ]
    spellings.sort(key=lambda one: (-one.likeness, one.people, one.key.value))
    return _Sought(spellings, same, is_common)


def _as_like(borne: Mapping[str, float], known: Mapping[str, Known]) -> dict[float, int]:
    """Return, by likeness, how many bear a token that is at least as like.

    A slip of the pen is rarer than the name; it would tell more than the name itself, and whoever
    bears one such token would come before those who bear all that was sought.
    """
    reached: dict[float, int] = {}
    people = 0
    for key in sorted(borne, key=lambda key: -borne[key]):
        people += known[key].people
        reached[borne[key]] = people
    return reached


def _likest(*names: Sequence[Named]) -> list[tuple[Named, ...]]:
    """Return every choice of one name each, the likest first."""
    return sorted(product(*names), key=lambda chosen: -prod(likeness for _, likeness in chosen))


def _first(places: NDArray[np.int64], splits: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """Return the first of `places` whose sub-tags begin among the first `most`."""
    own = splits[places]
    return places[np.cumsum(own) - own < most]


def _bits(likeness: float, people: int, size: int) -> float:
    return _trust(likeness) * (AGREEING + _rarity(people, size))


def _rarity(people: int, size: int) -> float:
    return max(LEAST_RARITY, log2(max(2, size) / max(1, people)))


def _trust(likeness: float) -> float:
    return max(LEAST_TRUST, 2 * likeness - 1)


def _distinct(sought: Iterable[_Sought]) -> list[_Sought]:
    """Return what is borne, a name once that stands there in several scripts."""
    found: dict[str, _Sought] = {}
    for one in sought:
        if one.spellings:
            found.setdefault(one.reps[0][0].name if one.reps else one.spellings[0].key.value, one)
    return list(found.values())
