"""The people who belong to somebody, compared as people themselves. Pure.

Two weak matches in the family tell more than one strong name. A relative's family name is mostly
the person's own and was counted with it; what both sides' own names say already counts here no
more. Only father and mother can contradict: of brothers, nobody tells all.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from rfl.matching.births import birth_bits
from rfl.matching.likeness import match, match_all
from rfl.matching.names import NameVerdict, weighed
from rfl.matching.reading import ReadToken, read
from rfl.matching.types import Evidence, Name, Particulars, Rarity, Reason, Relative
from rfl.text import Text

PARENTS = ("father", "mother")
PARENT_SHARE = 0.8
"""Of a parent's name: told from memory, and sometimes by another name."""

PARENT_AGAINST = -4.0
PARTED_BITS = -1.0
"""A part of a relative's name at or below this is another name, and they are two people."""

CHANCE_BITS = 1.6
"""Taken off any other relative: that both sides name just this one of several is a third."""

OTHER_WORD_BITS = 1.0
"""Taken off where one side says brother and the other cousin."""

BIRTH_SHARE = 0.4
"""Of a relative's birth: it is told from hearsay."""

SAME_NAME = 0.8
"""Likeness from which a word of a relative's name is the person's own."""

MOST_BITS = 7.0
"""One relative tells no more, however rare the name."""

PARTNERS = frozenset({"wife", "husband", "partner"})
SEXES = {
    "brother": "m", "son": "m", "husband": "m", "uncle": "m", "nephew": "m", "grandfather": "m",
    "father": "m", "sister": "f", "daughter": "f", "wife": "f", "aunt": "f", "niece": "f",
    "grandmother": "f", "mother": "f",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two relatives set against each other, and what they tell."""

    bits: float
    one: int
    other: int


def compare_families(sought: Particulars, found: Particulars, rarity: Rarity) -> list[Evidence]:
    """Return rows for parents, and for further relatives who may be the same; symmetric."""
    own = (_tokens(sought.names), _tokens(found.names))
    rows = []
    for kind in PARENTS:
        one, other = _first(sought, kind), _first(found, kind)
        if one is not None and other is not None:
            rows += [row for row in [_parent(kind, one, other, own, rarity)] if row]
        elif one is not None or other is not None:
            rows.append(_silent(kind, _shown(one), _shown(other)))
    return [*rows, *_others(sought, found, own, rarity)]


def hear(pairs: Iterable[tuple[Particulars, Particulars]]) -> None:
    """Have all that `compare_families` will ask of these pairs of people heard at once.

    It would hear the same name by name, which takes longer and tells the same.
    """
    match_all(
        pair
        for sought, found in pairs
        for one, other in product(sought.relatives, found.relatives)
        if (one.relation == other.relation in PARENTS) or _may_be_one(one, other)
        for pair in product(_tokens(one.names), _tokens(other.names))
    )


Own = tuple[tuple[ReadToken, ...], tuple[ReadToken, ...]]


def _parent(kind: str, one: Relative, other: Relative, own: Own, rarity: Rarity) -> Evidence | None:
    told = _told(one, other, own, rarity)
    if told is None:
        return None
    bits = max(PARENT_AGAINST, told * PARENT_SHARE)
    bits = min(MOST_BITS, bits + max(0.0, _birth(one, other)) if bits > 0 else bits)
    return _row(kind, one, other, bits)


def _others(
    sought: Particulars, found: Particulars, own: Own, rarity: Rarity
) -> Iterator[Evidence]:
    """Set further relatives against each other, the surest first; only agreement tells."""
    pairs = sorted(
        _pairs(sought.relatives, found.relatives, own, rarity),
        key=lambda p: (-p.bits, p.one + p.other, abs(p.one - p.other)),
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    for pair in pairs:
        if pair.one in taken[0] or pair.other in taken[1]:
            continue
        taken[0].add(pair.one)
        taken[1].add(pair.other)
        one, other = sought.relatives[pair.one], found.relatives[pair.other]
        yield _row(min(one.relation, other.relation), one, other, pair.bits)


def _pairs(
    ones: Sequence[Relative], others: Sequence[Relative], own: Own, rarity: Rarity
) -> Iterator[_Pair]:
    for (i, one), (j, other) in product(enumerate(ones), enumerate(others)):
        if not _may_be_one(one, other):
            continue
        told = _told(one, other, own, rarity)
        if told is None or told < PARTED_BITS:
            continue
        bits = told - CHANCE_BITS
        bits -= OTHER_WORD_BITS * (one.relation != other.relation)
        bits += _birth(one, other)
        if bits > 0:
            yield _Pair(min(MOST_BITS, bits), i, j)


def _may_be_one(one: Relative, other: Relative) -> bool:
    """Tell whether two relations may be told of one relative."""
    if one.relation in PARENTS and other.relation in PARENTS:
        return False  # told in rows of their own
    a, b = SEXES.get(one.relation), SEXES.get(other.relation)
    if a and b and a != b:
        return False
    both = {one.relation, other.relation}
    return len(both) == 1 or both <= PARTNERS or both <= LOOSE or bool(both & VAGUE)


VAGUE = frozenset({"travel_companion", "other_relative"})
"""Anybody may be told of so: who went along; who asks, when nobody wrote whether man or woman."""

LOOSE = frozenset(
    ["brother", "sister", "cousin", "uncle", "aunt", "nephew", "niece", "other_relative",
     "guardian"]
)  # fmt: skip
"""Words that families use for one another's kin in more than one sense."""


def _told(one: Relative, other: Relative, own: Own, rarity: Rarity) -> float | None:
    """Return what the names of two relatives tell, by those of them that tell most; None if none.

    A name that is another takes away what the rest would tell: one house may have two mothers.
    """
    verdicts = (weighed(a, b, rarity) for a in one.names for b in other.names)
    told = []
    for verdict in verdicts:
        if verdict is not None:
            against = sum(row.bits for row in verdict.rows if row.bits < PARTED_BITS)
            told.append(against or _name_bits(verdict, own))
    return max(told, default=None)


def _name_bits(verdict: NameVerdict, own: Own) -> float:
    """Return the bits of a relative's name without what the person's own name says already."""
    return sum(row.bits for row in verdict.rows if row.bits < 0 or not _is_own(row, own))


def _is_own(row: Evidence, own: Own) -> bool:
    return all(
        any(_same(token, mine) for token in _tokens((Name.of(text),)) for mine in tokens)
        for text, tokens in zip((str(row.a), str(row.b)), own, strict=True)
    )


def _same(one: ReadToken, other: ReadToken) -> bool:
    """Tell whether two words are one name, in whatever spelling."""
    return one.key == other.key or match(one, other).likeness >= SAME_NAME


def _birth(one: Relative, other: Relative) -> float:
    if one.birth is None or other.birth is None:
        return 0.0
    return BIRTH_SHARE * birth_bits(one.birth, other.birth)


def _row(kind: str, one: Relative, other: Relative, bits: float) -> Evidence:
    if bits < 0:
        because = Text("Two different names.")
        return Evidence(kind, _shown(one), _shown(other), Reason.DIFFERENT, bits, because)
    if one.alive is False and other.alive is False:
        because = Text("One name, and both say that they are dead.")
    elif bits == 0:
        because = Text("One name, as the person’s own, and counted with it.")
    else:
        because = Text("One name, as far as it is given.")
    return Evidence(kind, _shown(one), _shown(other), Reason.CLASS, bits, because)


def _silent(kind: str, a: str, b: str) -> Evidence:
    return Evidence(kind, a, b, Reason.NOT_STATED, 0.0, Text("One side does not say."))


def _tokens(names: Sequence[Name]) -> tuple[ReadToken, ...]:
    return tuple(token for name in names for token in read(name) if not token.is_light)


def _first(person: Particulars, relation: str) -> Relative | None:
    """Return the father or the mother, with every name that was told of them."""
    told = [r for r in person.relatives if r.relation == relation and r.names]
    if len(told) < 2:  # noqa: PLR2004  # told once, or not at all
        return told[0] if told else None
    return replace(told[0], names=tuple(name for one in told for name in one.names))


def _shown(relative: Relative | None) -> str:
    return relative.names[0].text if relative and relative.names else ""
