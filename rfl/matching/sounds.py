"""What sounds a letter may stand for, and how near two sounds are. Pure; the tables are in tables/.

A *sign* is a letter or a group of letters as a clerk means it: some sounds, each at a price (0:
what it first says; 1: another name altogether). A word is read as a row of signs, and two words are
as near as the cheapest way of turning one row into the other. Prices were set from how the
languages are written and said; see tables/README.md.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from rfl.matching.habits import counted, label, surcharge

SCRIPTS = ("latin", "greek", "cyrillic", "armenian", "georgian", "hebrew", "arabic")
"""Those that have rules of their own; what has none is read as Latin."""

OPEN = frozenset({SCRIPTS.index("hebrew"), SCRIPTS.index("arabic")})
"""Numbers of the scripts that leave vowels out."""

SOUNDS = "aeiouOUEywvfpbmnrldtTDszScCZJkqgXRh"
"""One letter a sound: O as in Köln, U as in Lübeck, E as in the, T as in think, D as in this,
S as in ship, C as in church, Z as in measure, J as in jam, c as in tsar, q the Arabic qaf, X as in
loch, R a gargled g; the rest as in Italian."""

SILENCE = "_"
VOWELS = frozenset("aeiouOUE")
APART = 1.0
"""Price of two sounds of which the table says nothing."""
VOWEL_APART = 0.6
MIXED_APART = 1.1
"""A vowel against a consonant."""
GAP = 0.9
"""Price of a consonant that one side lacks, if the table says nothing."""
UNWRITTEN = 0.25
"""Of its price, what a vowel costs against a script that leaves vowels out."""
NEVER = 9.0

Prices = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sign:
    """Sounds with their prices, cheapest first; perhaps silence among them."""

    sounds: tuple[tuple[str, float], ...]

    @property
    def is_vowel(self) -> bool:
        """Tell whether it first says a vowel."""
        return self.sounds[0][0] in VOWELS


@dataclass(frozen=True, slots=True)
class Spelling:
    """One rule: these letters, where (see tables/README.md), stand for these signs."""

    letters: str
    where: str
    signs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tables:
    """All signs by number (0 is no sign), and their prices against each other."""

    signs: tuple[Sign, ...]
    spellings: dict[str, tuple[Spelling, ...]]
    """Script → its rules."""
    swap: Prices
    """Sign × sign: price of one standing for the other; column and row 0 are never."""
    ruled: Prices
    """The same by the rules alone, without what is usual."""
    gap: Prices
    """Script × sign: price of a sign that the other side, of that script, lacks."""
    size: Prices
    """Sign: how much of a name it is."""


@cache
def tables() -> Tables:
    """Return the compiled tables."""
    numbers: dict[tuple[str, Sign], int] = {}
    spellings: dict[str, list[Spelling]] = {}
    labels: dict[str, dict[str, int]] = {}
    for row in _rows("letters.tsv"):
        script, letters, where, meant = (row[k] for k in ("script", "letters", "where", "sounds"))
        texts = meant.split(" ")
        # Each script has its own, though they say the same: habits differ.
        row_signs = tuple(
            numbers.setdefault((script, _sign(text)), len(numbers) + 1) for text in texts
        )
        spellings.setdefault(script, []).append(Spelling(letters, where, row_signs))
        named = labels.setdefault(script, {})
        for place, sign in enumerate(row_signs):
            named.setdefault(label(letters, where, place, len(row_signs)), sign)
    signs = tuple(sign for _, sign in numbers)
    swap, gap, size = _by_rule(signs)
    ruled = swap.copy()
    _learn(swap, gap, labels)
    return Tables(signs, {k: tuple(v) for k, v in spellings.items()}, swap, ruled, gap, size)


def _by_rule(signs: Sequence[Sign]) -> tuple[Prices, Prices, Prices]:
    """Return swap, gap and size of the tables as the rules alone have them."""
    held, near = _held(signs), between()
    swap = np.full((len(signs) + 1, len(signs) + 1), NEVER, dtype=np.float32)
    gap = np.zeros((len(SCRIPTS), len(signs) + 1), dtype=np.float32)
    heard, silent = held[:, :-1], held[:, -1]
    swap[1:, 1:] = _cheapest(_cheapest(heard, near[:-1, :-1]), heard.T)
    lacking = np.minimum((heard + near[:-1, -1]).min(axis=1), silent)
    vowels = np.array([sign.is_vowel for sign in signs])
    kinds: dict[Sign, int] = {}
    kind = np.array([kinds.setdefault(sign, len(kinds)) for sign in signs])
    swap[1:, 1:][kind[:, None] == kind] = 0
    for script, prices in enumerate(gap):
        unwritten = UNWRITTEN if script in OPEN else 1.0
        prices[1:] = np.where(vowels, lacking * unwritten, lacking)
    size = np.zeros(len(signs) + 1, dtype=np.float32)
    size[1:] = lacking
    return swap, gap, size


def _learn(swap: Prices, gap: Prices, labels: Mapping[str, Mapping[str, int]]) -> None:
    """Add to prices between Latin and other scripts what habits say (rfl.matching.habits)."""
    latin = np.array(sorted(set(labels[SCRIPTS[0]].values())))
    columns = {name: int(np.searchsorted(latin, n)) for name, n in labels[SCRIPTS[0]].items()}
    rows = _rows("habits.tsv")
    for script in sorted({row["script"] for row in rows}):
        number, named = SCRIPTS.index(script), labels[script]
        own = np.array(sorted(set(named.values())))
        places = {name: int(np.searchsorted(own, n)) for name, n in named.items()}
        told = counted([row for row in rows if row["script"] == script], places, columns)
        more = surcharge(swap[np.ix_(own, latin)], gap[number, latin], told)
        swap[np.ix_(own, latin)] += more.swap
        swap[np.ix_(latin, own)] += more.swap.T
        gap[number, latin] += more.unwritten
        gap[0, own] += more.added


def _sign(text: str) -> Sign:
    sounds = [(part[0], float(part[1:] or 0)) for part in text.split(",")]
    unknown = [sound for sound, _ in sounds if sound not in SOUNDS + SILENCE]
    if unknown:
        raise ValueError(f"letters.tsv: {text!r} names a sound that is not in SOUNDS")
    return Sign(tuple(sorted(sounds, key=lambda pair: pair[1])))


def _held(signs: Sequence[Sign]) -> Prices:
    """Return sign × sound (silence last): the price at which a sign says a sound."""
    held = np.full((len(signs), len(SOUNDS) + 1), NEVER, dtype=np.float32)
    for row, sign in enumerate(signs):
        for sound, price in sign.sounds:
            held[row, place_of(sound)] = price
    return held


@cache
def between() -> Prices:
    """Return sound × sound (silence last): the price of one heard for the other."""
    names = SOUNDS + SILENCE
    found = np.full((len(names), len(names)), APART, dtype=np.float32)
    is_vowel = np.array([name in VOWELS for name in names])
    found[np.ix_(is_vowel, is_vowel)] = VOWEL_APART
    found[is_vowel[:, None] != is_vowel] = MIXED_APART
    found[-1, :] = found[:, -1] = GAP
    np.fill_diagonal(found, 0)
    for row in _rows("prices.tsv"):
        one, other = place_of(row["one"]), place_of(row["other"])
        found[one, other] = found[other, one] = float(row["price"])
    return found


def place_of(sound: str) -> int:
    """Return row and column of a sound, or of silence, in `between`."""
    return (SOUNDS + SILENCE).index(sound)


def _cheapest(left: Prices, right: Prices) -> Prices:
    """Return the matrix product in which prices add and the cheapest way counts."""
    found = np.full((len(left), right.shape[1]), np.inf, dtype=np.float32)
    for ones, others in zip(left.T, right, strict=True):  # less memory than all at once
        np.minimum(found, ones[:, None] + others, out=found)
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("rfl.matching") / "tables" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
