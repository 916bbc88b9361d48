"""How two words were read where they came nearest to each other. Pure.

A letter may say several sounds, and some scripts leave vowels out: of all readings of two words the
pair that made them alike is told, so that whoever reads neither script hears why. One pair at a
time, for explanations; candidates are heard all at once in rfl.matching.hearing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from rfl.matching.script import words
from rfl.matching.sounds import APART, OPEN, SILENCE, Sign, between, place_of, tables
from rfl.matching.spelling import number_of, signs_of

Signs = tuple[int, ...]
Step = tuple[int | None, int | None]
"""A sign of the one and of the other that stand for each other; None where one side lacks it."""


@dataclass(frozen=True, slots=True)
class Aloud:
    """Two words as said where they are nearest, in the alphabet of sounds (rfl.matching.sounds).

    In brackets stands what the other side lacks.
    """

    one: str
    other: str
    is_filled: bool
    """Whether one side's script leaves out vowels that were taken from the other."""


def aloud(one: str, other: str) -> Aloud:
    """Return the pair of readings by which two words, each in any script, are nearest."""
    a, b = ("".join(words(text)) for text in (one, other))
    scripts = number_of(a), number_of(b)
    open_a, open_b = (script in OPEN for script in scripts)
    said_a, said_b, is_filled = "", "", False
    for mine, theirs in nearest_steps(signs_of(a), signs_of(b), scripts):
        if mine is not None and theirs is not None:
            first, second = _both(_sign(mine), _sign(theirs))
        elif theirs is None:
            first, second = _lone(_sign(mine or 0), is_open=open_b)
            is_filled |= second != ""
        else:
            second, first = _lone(_sign(theirs), is_open=open_a)
            is_filled |= first != ""
        said_a, said_b = said_a + first, said_b + second
    return Aloud(_told(said_a), _told(said_b), is_filled)


def _told(said: str) -> str:
    return said.replace(SILENCE, "").replace("()", "").replace(")(", "")


def _lone(sign: Sign, *, is_open: bool) -> tuple[str, str]:
    """Return what a sign says that the other side lacks, and what is read there in its place.

    `is_open`: the other side's script leaves vowels out.
    """
    if is_open and sign.is_vowel:
        return sign.sounds[0][0], sign.sounds[0][0]
    return f"({_alone(sign)})", ""


def nearest_steps(one: Signs, other: Signs, scripts: tuple[int, int]) -> list[Step]:
    """Return the cheapest way from one row of signs to the other (see rfl.matching.hearing).

    `scripts`: that each side is read by, by rfl.matching.sounds.SCRIPTS.
    """
    price = _prices(one, other, scripts)
    return list(_back(price, one, other, scripts))[::-1]


def _prices(one: Signs, other: Signs, scripts: tuple[int, int]) -> list[list[float]]:
    """Return the price of each beginning of `one` against each beginning of `other`."""
    swap, lacked_by_one, lacked_by_other = tables().swap, *_gaps(scripts)
    rows = [[0.0]]
    for sign in other:
        rows[0].append(rows[0][-1] + lacked_by_one[sign])
    for mine in one:
        above = rows[-1]
        row = [above[0] + lacked_by_other[mine]]
        for place, theirs in enumerate(other):
            row.append(
                min(
                    above[place] + float(swap[mine, theirs]),
                    above[place + 1] + lacked_by_other[mine],
                    row[place] + lacked_by_one[theirs],
                )
            )
        rows.append(row)
    return rows


def _back(
    price: list[list[float]], one: Signs, other: Signs, scripts: tuple[int, int]
) -> Iterator[Step]:
    """Yield the steps that lead to the last price, from the end."""
    swap, (_, lacked_by_other) = tables().swap, _gaps(scripts)
    i, j = len(one), len(other)
    while i or j:
        here = price[i][j]
        if i and j and here == price[i - 1][j - 1] + float(swap[one[i - 1], other[j - 1]]):
            i, j = i - 1, j - 1
            yield one[i], other[j]
        elif i and here == price[i - 1][j] + lacked_by_other[one[i - 1]]:
            i -= 1
            yield one[i], None
        else:
            j -= 1
            yield None, other[j]


def _gaps(scripts: tuple[int, int]) -> tuple[list[float], list[float]]:
    """Return, by sign, the price of the one side lacking it, and of the other."""
    gap = tables().gap
    return gap[scripts[0]].tolist(), gap[scripts[1]].tolist()


def _sign(number: int) -> Sign:
    return tables().signs[number - 1]


def _both(one: Sign, other: Sign) -> tuple[str, str]:
    """Return what two signs say where they are nearest; of equals what is said first."""
    if one == other:
        return one.sounds[0][0], one.sounds[0][0]
    near = between()
    ways = (
        (mine + theirs + float(near[place_of(a), place_of(b)]), a, b)
        for (a, mine), (b, theirs) in product(one.sounds, other.sounds)
    )
    _, first, second = min(ways, key=lambda way: way[0])
    return first, second


def _alone(sign: Sign) -> str:
    """Return what a sign says that the other side lacks: nothing, where silence is cheapest."""
    near, silence = between(), place_of(SILENCE)
    cheapest = min(price + float(near[place_of(sound), silence]) for sound, price in sign.sounds)
    silent = dict(sign.sounds).get(SILENCE, APART)
    return SILENCE if silent <= cheapest else sign.sounds[0][0]
