"""By what a person is found: tokens of their names, and pairs of tokens with a birth or a parent.

A common name on its own finds nobody: Mamadou and Diallo are found together, and first those whose
mother, father or year of birth fits as well. Pure; what is made here becomes blind tags.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from rfl.linking.typed import TAIL, figures
from rfl.matching.bones import bones_of
from rfl.matching.index import Token, tokens_of
from rfl.matching.places import fold
from rfl.matching.script import words
from rfl.matching.spelling import signs_of
from rfl.matching.types import Birth, Particulars

MOST_TOKENS = 6
"""Tokens of one person that are paired: more are several names in several scripts."""

MOST_NUMBERS = 4
"""Telephone numbers of one person by which they are found."""

WIDEST_YEARS = 7
"""A birth told more widely than this tells nothing here."""

MOST_PLACES = 8
"""What places somebody is weighed by, at the most: as written, and by the bones of each word."""

LEAST_BONES = 3
"""Words of fewer consonants sound like many a name; they count as they are written alone."""

PARENTS = ("mother", "father")

PAIR_SHARE, PARENT_SHARE, YEAR_SHARE = 2, 16, 32
"""How many times fewer people bear two names than the rarer of them, at the least, and how many
times fewer with a parent or a year as well: over so many fewer sub-tags are they spread."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """What is known of one person to find them by."""

    tokens: tuple[Token, ...]
    parents: Mapping[str, Token]
    """By kind of parent, the first token of their name."""
    years: tuple[int, ...]
    """The years of birth that fit, the likeliest first."""
    numbers: tuple[str, ...] = ()
    """The last figures of telephone numbers."""
    places: tuple[str, ...] = ()
    """Places they come from or live in, as written and by ear: these weigh, and list nobody."""

    def token_keys(self) -> set[str]:
        """Return the token keys borne by the person and by their parents."""
        return {t.key for t in self.tokens} | {t.key for t in self.parents.values()}


@dataclass(frozen=True, slots=True)
class Rep:
    """What stands for a token in a pair: its name class, or the token itself."""

    name: str
    splits: int
    """Over how many sub-tags the commonest of its spellings is spread."""
    may_be_sought: bool = True
    """Whether anybody who is sought may bear one of its spellings."""


class Key(NamedTuple):
    """One thing to be found by, spread over `splits` sub-tags; of none, it weighs alone."""

    value: str
    splits: int


def blocks_of(person: Particulars, said: Iterable[str] = ()) -> Blocks:
    """Return by what `person` is found. `said`: places in words, beside the origin."""
    parents: dict[str, Token] = {}
    for relative in person.relatives:
        tokens = tokens_of(relative.names[:1]) if relative.relation in PARENTS else ()
        if tokens:
            parents.setdefault(relative.relation, tokens[0])
    numbers = dict.fromkeys(figures(number)[-TAIL:] for number in person.telephones)
    told = tuple(number for number in numbers if len(number) == TAIL)[:MOST_NUMBERS]
    origin = (person.origin.text,) if person.origin is not None else ()
    places = dict.fromkeys(key for text in (*origin, *said) for key in _heard(text))
    return Blocks(
        tokens_of(person.names), parents, _years(person.birth), told, tuple(places)[:MOST_PLACES]
    )


def rep_name(key: str, classes: Collection[str]) -> str:
    """Return what stands for a token in pairs, the same for all spellings of one name."""
    return f"={min(classes)}" if classes else key


def by_number(tail: str) -> Key:
    """Return by what everybody is found whose telephone number ends in these figures."""
    return Key(f"number\x1f{tail}", 1)


def by_place(key: str) -> Key:
    """Return by what everybody is weighed who is of a place that is written or sounds so."""
    return Key(f"place\x1f{key}", 0)


def single(key: str, splits: int) -> Key:
    """Return by what every bearer of a token is found."""
    return Key(f"token\x1f{key}", splits)


def pair(one: Rep, other: Rep) -> Key:
    """Return by what bearers of two names are found."""
    first, second = sorted((one.name, other.name))
    return Key(f"pair\x1f{first}\x1f{second}", _rarer(one, other, PAIR_SHARE))


def pair_and_parent(one: Rep, other: Rep, kind: str, parent: Rep) -> Key:
    """Return by what bearers of two names are found who have a parent of that name."""
    value = pair(one, other).value
    return Key(f"{kind}\x1f{parent.name}\x1f{value}", _rarer(one, other, PARENT_SHARE))


def pair_and_year(one: Rep, other: Rep, year: int) -> Key:
    """Return by what bearers of two names are found who were born in that year."""
    return Key(f"year\x1f{year}\x1f{pair(one, other).value}", _rarer(one, other, YEAR_SHARE))


def keys_of(blocks: Blocks, splits: Mapping[str, int]) -> Iterator[Key]:
    """Yield all by which a person is to be found; `splits` by token key, 1 where unknown."""
    reps: dict[str, Rep] = {}
    yield from map(by_number, blocks.numbers)
    yield from map(by_place, blocks.places)
    for token in blocks.tokens:
        yield single(token.key, splits.get(token.key, 1))
        rep = _rep(token, splits)
        reps[rep.name] = max(rep, reps.get(rep.name, rep), key=lambda r: r.splits)
    parents = {kind: _rep(token, splits) for kind, token in blocks.parents.items()}
    for one, other in pairs_of(list(reps.values())):
        yield pair(one, other)
        for kind, parent in parents.items():
            yield pair_and_parent(one, other, kind, parent)
        for year in blocks.years[:1]:
            yield pair_and_year(one, other, year)


def pairs_of(reps: list[Rep]) -> list[tuple[Rep, Rep]]:
    """Return who is paired with whom; a person of one name is paired with themselves."""
    if len(reps) == 1:
        return [(reps[0], reps[0])]
    return list(combinations(reps[:MOST_TOKENS], 2))


def _rep(token: Token, splits: Mapping[str, int]) -> Rep:
    return Rep(rep_name(token.key, token.classes), splits.get(token.key, 1))


def _rarer(one: Rep, other: Rep, share: int) -> int:
    return max(1, min(one.splits, other.splits) // share)


def _heard(place: str) -> Iterator[str]:
    for part in place.split(","):
        folded = fold(part)
        if folded:
            yield f"={folded}"
        for word in words(part):
            heard = [bones for bones in bones_of(signs_of(word)) if len(bones) >= LEAST_BONES]
            yield from heard[:1]


def _years(birth: Birth | None) -> tuple[int, ...]:
    """Return the middle year first, then its neighbours."""
    if birth is None or birth.latest.year - birth.earliest.year > WIDEST_YEARS:
        return ()
    middle = (birth.earliest.toordinal() + birth.latest.toordinal()) // 2
    year = birth.earliest.fromordinal(middle).year
    return (year, year - 1, year + 1, year - 2, year + 2)
