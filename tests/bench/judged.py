"""A judged set without real people: who is sought, whom the index brings, and who is whom.

Brothers and sisters are registered too: one father, one mother, one family name, one village. They
are the hardest to tell apart, and on the road they go together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from rfl.demo.cast import ASKING, REGISTERING
from rfl.demo.people import Truth, tell
from rfl.demo.world import LAST_PLACES
from rfl.linking.rarity import SMOOTHING
from rfl.matching import Likeness, Particulars, World, compare
from rfl.matching.commonness import CommonSense
from rfl.matching.pool import Pool
from rfl.persons.document import PersonDocument, PlaceStatement
from rfl.persons.particulars import particulars_of
from rfl.persons.rules import SourceKind
from tests.bench.people import somebody

TODAY = date(2026, 11, 1)
PRESENT = 0.6
"""Share of the sought who are registered."""

WITH_SIBLING = 0.25
"""Share of the sought of whom a brother or a sister is registered."""

BROUGHT = 40
"""Candidates of one search that are judged, the likest names first."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One pair that the engine looked at, and the truth."""

    search: int
    is_one: bool
    full: Likeness
    by_name: Likeness


@dataclass(frozen=True, slots=True)
class Judgement:
    """All pairs of one pool; `missed`: counterparts that were not brought."""

    people: int
    pairs: Sequence[Judged]
    counterparts: int
    missed: int


class SmoothedRarity:
    """Rarity as an installation's index tells it: its own counts, and common sense."""

    def __init__(self, pool: Pool, people: int) -> None:
        self._pool, self._people, self._sense = pool, people, CommonSense()

    def frequency(self, keys) -> float:
        """Return the share of people who bear any of `keys`."""
        counted = self._pool.rarity.frequency(keys) * self._people
        return (counted + self._sense.frequency(keys) * SMOOTHING) / (self._people + SMOOTHING)


def judge(people: int, searches: int, seed: int) -> Judgement:
    """Invent `people` registered and `searches` sought people, and judge what is brought."""
    random = Random(seed)
    sought = [somebody(random) for _ in range(searches)]
    here = [random.random() < PRESENT for _ in sought]
    registered: list[tuple[int, Particulars]] = [
        (n, _registered(truth, random)) for n, truth in enumerate(sought) if here[n]
    ]
    registered += [
        (-1, _registered(_sibling(truth, random), random))
        for truth in sought
        if random.random() < WITH_SIBLING
    ]
    registered += [
        (-1, _registered(somebody(random), random)) for _ in range(people - len(registered))
    ]
    random.shuffle(registered)
    pool = Pool([one.names[0].text for _, one in registered])
    world = World(searched=people, expected_true=PRESENT)
    rarity = SmoothedRarity(pool, people)
    pairs: list[Judged] = []
    for number, truth in enumerate(sought):
        asked = _asked(truth, random)
        for place in _brought(pool, asked):
            owner, found = registered[place]
            full = compare(asked, found, rarity=rarity, world=world)
            names = Particulars(names=asked.names), Particulars(names=found.names)
            by_name = compare(*names, rarity=rarity, world=world)
            pairs.append(Judged(number, owner == number, full, by_name))
    return Judgement(people, pairs, sum(here), sum(here) - sum(one.is_one for one in pairs))


def _brought(pool: Pool, asked: Particulars) -> Iterator[int]:
    places = {
        found.place: found.likeness.likeness
        for name in asked.names
        for found in pool.search(name.text, BROUGHT)
    }
    yield from sorted(places, key=lambda place: -places[place])[:BROUGHT]


def _registered(truth: Truth, random: Random) -> Particulars:
    society = random.choice(REGISTERING)
    met_on = TODAY - timedelta(days=random.randrange(1, 60))
    person = tell(truth, random, society, met_on, SourceKind.PERSON)
    return _seen(person, society, "", met_on)


def _asked(truth: Truth, random: Random) -> Particulars:
    person = tell(truth, random, random.choice(ASKING), TODAY, SourceKind.ENQUIRER)
    last = TODAY - timedelta(days=random.randrange(60, 300))
    _country, place = random.choice(LAST_PLACES)
    return _seen(person, "", place, last)


def _seen(person: PersonDocument, country: str, place: str, day: date) -> Particulars:
    return particulars_of(person, seen_at=PlaceStatement("last_seen", country, place), seen_on=day)


def _sibling(truth: Truth, random: Random) -> Truth:
    """Return a brother or a sister: everything but the given name, the sex and the birth."""
    years = random.choice((-7, -5, -4, -3, -2, 2, 3, 4, 5, 7))
    return replace(
        truth, given=truth.sibling, sex=truth.sibling_sex, sibling=truth.given,
        sibling_sex=truth.sex, born=truth.born + timedelta(days=365 * years + 40),
    )  # fmt: skip
