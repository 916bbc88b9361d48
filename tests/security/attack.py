"""What a thief of the main database tries on the blind index, with a public list of names.

The thief knows exactly how many of the people registered bear each name, each pair of names, each
pair with a parent or a year. They have the tables; they have no key.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from random import Random
from typing import TypeVar

import sqlalchemy as sa

from rfl.linking.blocking import Key, blocks_of, keys_of
from rfl.linking.models import LexiconToken, Posting
from rfl.linking.rules import Side
from rfl.linking.tagging import all_tags, splits_for
from rfl.persons.document import PersonDocument
from rfl.persons.particulars import particulars_of

MOST_SPLITS = 8
"""Times more sub-tags than its own bearers ask for: pairs are spread as their rarer name is."""

T = TypeVar("T")
U = TypeVar("U")
Row = tuple[int, int]
Claims = Mapping[int, str]
"""Tag → what the thief says is found by it."""


@dataclass(frozen=True)
class Stolen:
    """The tables, as they lie in a dump."""

    rows: Collection[Row]
    """Tag and hidden number, of everybody."""
    lexicon: Mapping[int, int]
    """Tag of a token → what stands there of its bearers."""


@dataclass(frozen=True)
class Public:
    """What is known of names outside: how many bear each, and each two together."""

    bearers: Counter[str]
    together: Counter[frozenset[str]]


def steal(session) -> Stolen:
    rows = session.execute(sa.select(Posting.tag, Posting.hidden)).all()
    lexicon = session.execute(sa.select(LexiconToken.tag, LexiconToken.padded)).all()
    return Stolen([tuple(row) for row in rows], dict(lexicon))


def known_outside(people: Collection[PersonDocument]) -> Public:
    bearers: Counter[str] = Counter()
    together: Counter[frozenset[str]] = Counter()
    for person in people:
        found_by = keys_of(blocks_of(particulars_of(person)), {})
        own = sorted({key.value for key in found_by if key.splits})  # the others have no list
        bearers.update(own)
        together.update(frozenset(pair) for pair in combinations(own, 2))
    return Public(bearers, together)


def by_rank(stolen: Stolen, public: Public) -> Claims:
    """Say that the longest list is that of the commonest name, and so on."""
    lengths = Counter(tag for tag, _ in stolen.rows)
    return _paired(lengths, public.bearers)


def by_count(stolen: Stolen, public: Public) -> Claims:
    """Say whose a list is where only one name has so many bearers."""
    named = defaultdict(list)
    for value, people in public.bearers.items():
        named[people].append(value)
    lengths = Counter(tag for tag, _ in stolen.rows)
    often = Counter(lengths.values())
    return {
        tag: named[length][0]
        for tag, length in lengths.items()
        if often[length] == len(named[length]) == 1
    }


def by_company(stolen: Stolen, public: Public) -> Claims:
    """Say which lists are those of two names by how many people stand in both."""
    lists = defaultdict(list)
    for tag, number in stolen.rows:
        lists[number].append(tag)
    shared = Counter(
        frozenset(pair) for tags in lists.values() for pair in combinations(sorted(tags), 2)
    )
    often = {pair: people for pair, people in shared.items() if people > 1}
    claims: dict[int, str] = {}
    lengths = Counter(tag for tag, _ in stolen.rows)
    for pair, names in _paired(often, public.together).items():
        tags = sorted(pair, key=lambda tag: -lengths[tag])
        values = sorted(names, key=lambda value: -public.bearers[value])
        for tag, value in zip(tags, values, strict=False):
            claims.setdefault(tag, value)
    return claims


def _paired(found: Mapping[T, int], known: Mapping[U, int]) -> dict[T, U]:
    return dict(zip(_ranked(found), _ranked(known), strict=False))


def _ranked(counts: Mapping[T, int]) -> list[T]:
    luck = Random(1)  # noqa: S311  # of equals, any
    return sorted(counts, key=lambda one: (-counts[one], luck.random()))


Attack = Callable[[Stolen, Public], Claims]
ATTACKS: tuple[Attack, ...] = (by_rank, by_count, by_company)


def placed(session, stolen: Stolen, public: Public, attack: Attack) -> float:
    """Return the share of rows of which the thief says rightly what they are. We have the key."""
    claims = attack(stolen, public)
    truth = truths(session, public)
    lengths = Counter(tag for tag, _ in stolen.rows)
    right = sum(lengths[tag] for tag, value in claims.items() if truth.get(tag) == value)
    return right / len(stolen.rows)


def truths(session, public: Public) -> dict[int, str]:
    """Return by tag what is really found by it."""
    found: dict[int, str] = {}
    for value in public.bearers:
        splits = splits_for(public.bearers[value]) * MOST_SPLITS
        tags = all_tags(session, Side.REGISTERED, [Key(value, splits)])
        found |= dict.fromkeys(tags.tolist(), value)
    return found
