"""Invents as many people as a measurement needs: the demonstration's names, and a long tail.

A few hundred names would make every name common. Real lists have a tail: here a share of people
bears a name made of syllables, the earlier of them more often (Zipf), so that a million people bear
some hundred thousand distinct tokens.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from rfl.demo.people import Truth, invent, tell
from rfl.persons.document import PersonDocument
from rfl.persons.registering import NewConsent, NewRegistration
from rfl.persons.rules import Purpose, RegistrationKind, SourceKind

TAIL_GIVEN, TAIL_FAMILY = 0.15, 0.35
"""Shares of people whose given and family name is none of the demonstration's."""
GIVEN_NAMES, FAMILY_NAMES = 100_000, 400_000

HEADS = (*"bdfgklmnstywzrh", "dj|j", "ch|sh", "gu|g", "nd", "nk", "br", "tr")
VOWELS = (*"aeioai", "ou|u", "é|eh", "an", "in")
CONSENTS = (NewConsent(Purpose.TRACING), NewConsent(Purpose.SHARE_SOCIETY))


@dataclass(frozen=True, slots=True)
class Registered:
    """Somebody invented, as a clerk registers them."""

    truth: Truth
    new: NewRegistration


def people(count: int, seed: int, society: str, today: date) -> Iterator[Registered]:
    """Yield `count` people; the same seed yields the same ones."""
    random = Random(seed)
    for _ in range(count):
        truth = somebody(random)
        met_on = today - timedelta(days=random.randrange(1, 60))
        person = tell(truth, random, society, met_on, SourceKind.PERSON)
        new = NewRegistration(
            RegistrationKind.WANTS_FAMILY_TO_KNOW, met_on, person, consents=CONSENTS
        )
        yield Registered(truth, new)


def asked_for(truth: Truth, random: Random, society: str, today: date) -> PersonDocument:
    """Return what a family in `society` tells of somebody."""
    return tell(truth, random, society, today, SourceKind.ENQUIRER)


def somebody(random: Random) -> Truth:
    """Return one person, perhaps with a rare name."""
    truth = invent(random)
    if random.random() < TAIL_GIVEN:
        truth = replace(truth, given=coined(random, GIVEN_NAMES, 2))
    if random.random() < TAIL_FAMILY:
        truth = replace(truth, family=coined(random, FAMILY_NAMES, 3))
    return truth


def coined(random: Random, names: int, syllables: int) -> str:
    """Return a name of syllables as `fr|en`; of `names`, the first are borne most."""
    rest = int(names ** random.random()) * 2_654_435_761 % 2**32
    spellings = ["", ""]
    for _ in range(syllables):
        for parts in (HEADS, VOWELS):
            rest, place = divmod(rest, len(parts))
            first, _, second = parts[place].partition("|")
            spellings[0] += first
            spellings[1] += second or first
    return "|".join(spelling.capitalize() for spelling in spellings)
