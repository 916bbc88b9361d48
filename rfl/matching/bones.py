"""The consonants of a word in rough classes: by them candidates are found. Pure.

Bones are wide on purpose. What they bring is compared in full; what they miss is lost.
"""

from functools import cache, lru_cache

from rfl.matching.sounds import NEVER, SILENCE, VOWELS, tables

KINDS = {
    "P": "pb", "F": "fv", "M": "m", "N": "n", "L": "l", "R": "r", "T": "tdTD", "S": "szScCZJ",
    "K": "kgqXR",
}  # fmt: skip
"""Rough classes of consonants: those that clerks of some language take for one another."""

KIND_OF = {sound: kind for kind, sounds in KINDS.items() for sound in sounds}
DEAREST = 0.26
"""Sounds of a sign up to this price count as what it may say."""

MOST = 6
"""Ways of reading the bones of one word: the cheapest."""

LONGEST = 8
"""Bones of one word that are looked at: enough to tell words apart."""


@lru_cache(maxsize=32_768)
def bones_of(signs: tuple[int, ...]) -> tuple[str, ...]:
    """Return the bones that a row of signs may have, likeliest first; perhaps ''."""
    silent = _silent()  # it costs every way the same
    return _bones(tuple([sign for sign in signs if sign not in silent]))


@lru_cache(maxsize=32_768)
def _bones(signs: tuple[int, ...]) -> tuple[str, ...]:
    choices = _choices()
    ways = [(0.0, "")]
    for sign in signs:
        meant = choices[sign]
        if len(ways) == len(meant) == 1:
            (price, bones), (kind, more) = ways[0], meant[0]
            ways = [(price + more, bones if bones[-1:] == kind else bones + kind)]
            continue
        grown: dict[str, float] = {}
        for price, bones in ways:
            last = bones[-1:]
            for kind, more in meant:
                longer = bones if last == kind else bones + kind
                total = price + more
                if total < grown.get(longer, NEVER):
                    grown[longer] = total
        ways = sorted((price, bones) for bones, price in grown.items())[:MOST]
    return tuple(dict.fromkeys([bones[:LONGEST] for _, bones in ways]))


def both_bones(one: tuple[int, ...], other: tuple[int, ...]) -> str:
    """Return the likeliest bones of two words written as one."""
    first, second = bones_of(one)[0], bones_of(other)[0]
    return (first + second[first[-1:] == second[:1] != "" :])[:LONGEST]


def outline(signs: tuple[int, ...]) -> list[int]:
    """Return how often each rough class of consonants stands in the likeliest reading, by KINDS."""
    kinds = _first_kinds()
    found = [0] * (len(KINDS) + 1)
    for sign in signs:
        found[kinds[sign]] += 1
    return found[:-1]


def less_one(bones: str) -> set[str]:
    """Return bones, and what is left of them without one, unless too little would be left."""
    shortest = 3
    if len(bones) < shortest:
        return {bones}
    return {bones} | {bones[:place] + bones[place + 1 :] for place in range(len(bones))}


@cache
def _silent() -> frozenset[int]:
    """Return the signs that stand for no consonant, however they are read."""
    found = enumerate(_choices())
    return frozenset(sign for sign, choices in found if [kind for kind, _ in choices] == [""])


@cache
def _first_kinds() -> tuple[int, ...]:
    """Return, by number of sign, the place in KINDS of its likeliest class; one more for none."""
    places = {kind: place for place, kind in enumerate((*KINDS, ""))}
    return tuple(places[choices[0][0]] for choices in _choices())


@cache
def _choices() -> tuple[tuple[tuple[str, float], ...], ...]:
    """Return, by number of sign, the classes it may stand for, cheapest first; '' for none."""
    found: list[tuple[tuple[str, float], ...]] = [(("", 0.0),)]
    for sign in tables().signs:
        cheapest: dict[str, float] = {}
        for sound, price in sign.sounds:
            kind = "" if sound in VOWELS or sound == SILENCE else KIND_OF.get(sound, "")
            if price <= max(DEAREST, sign.sounds[0][1]):
                cheapest.setdefault(kind, price)
        found.append(tuple(sorted(cheapest.items(), key=lambda item: item[1])))
    return tuple(found)
