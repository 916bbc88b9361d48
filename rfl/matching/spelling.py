"""From a word as it is written to the row of signs it is read as. Pure."""

import re
import unicodedata
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from rfl.matching.romanise import romanised
from rfl.matching.script import is_arabic
from rfl.matching.sounds import SCRIPTS, SILENCE, Spelling, tables

FRONT = frozenset("eiyéèêëíìîïýěėęēīįеєиіїюяьει")
"""Letters before which c and g soften."""

VOWEL_LETTERS = frozenset("aeiouyаеёиоуыэюяіїєəαεηιουω")
LONGEST_READ = 24
"""Signs read of one word; the rest of so long a word tells nothing more."""

Signs = NDArray[np.uint16]
Rules = dict[str, tuple[Spelling, ...]]
REPEATED = re.compile(r"(.)\1", re.DOTALL)

SCRIPT_LETTERS = (
    ("latin", "\u0000", "\u024f"),
    ("latin", "\u1e00", "\u1eff"),
    ("greek", "\u0370", "\u03ff"),
    ("cyrillic", "\u0400", "\u052f"),
    ("armenian", "\u0530", "\u058f"),
    ("hebrew", "\u0590", "\u05ff"),
    ("georgian", "\u10a0", "\u10ff"),
)
DOUBLE = "="
"""Stands in a word for the second of two like consonants."""

LATIN = "latin"

JAPANESE = re.compile(r"(?:(?:дз|[бвгдзккмнпрстфхц]|([кпст])\1)?[аиоуэюяё]й?|н)+")
"""Words of Cyrillic letters that may be Japanese: syllables that end in a vowel or in n."""

POLIVANOV = re.compile(r"дз|[ст](?=[иёюя])")
"""Letters that Polivanov's system, which all Russian clerks follow, gives to other sounds of
Japanese words: си is shi, ти chi, дз j before и. As capitals they have rules of their own."""


def script_of(word: str) -> str:
    """Return the script whose rules read `word`; 'latin' for what is romanised first."""
    if word.isascii():
        return LATIN
    if is_arabic(word):
        return "arabic"
    first = next((c for c in word if c.isalpha()), "a")
    return next((name for name, low, high in SCRIPT_LETTERS if low <= first <= high), "")


def number_of(word: str) -> int:
    """Return the place in SCRIPTS of the script whose rules read `word`."""
    script = script_of(word)
    return SCRIPTS.index(script) if script in SCRIPTS else 0


@lru_cache(maxsize=16_384)
def signs_of(word: str) -> tuple[int, ...]:
    """Return the signs of a folded, lower-case word in any script; perhaps none."""
    script = script_of(word)
    if script not in _rules():
        word, script = romanised(word), LATIN
    if script in {LATIN, "greek"}:
        word = _composed(word, script)
    if script == "cyrillic" and JAPANESE.fullmatch(word):
        word = POLIVANOV.sub(lambda letters: letters[0].capitalize(), word)
    word = _doubled(word)
    spans = _spans()[script]
    found: list[int] = []
    place, end = 0, len(word)
    while place < end and len(found) < LONGEST_READ:
        span = spans.get(word[place : place + 2], 2)
        signs, length = _read_at(script, word[place : place + span], place == 0)
        found += signs
        place += length
    return tuple(found[:LONGEST_READ])


def _doubled(word: str) -> str:
    """Write a repeated consonant as one with DOUBLE behind; repeat no vowel but oo and ee."""
    if not REPEATED.search(word):
        return word
    kept = ""
    for letter in word:
        if letter != kept[-1:]:
            kept += letter if kept[-1:] != DOUBLE or kept[-2] != letter else ""
        elif letter in VOWEL_LETTERS:
            kept += letter if letter in "eoa" and kept[-2:-1] != letter else ""
        else:
            kept += DOUBLE
    return kept


@cache
def _rules() -> dict[str, Rules]:
    """Return script → letters → their rules, the most particular first."""
    found: dict[str, dict[str, list[Spelling]]] = {}
    for script, rules in tables().spellings.items():
        by_letters = found.setdefault(script, {})
        for rule in rules:
            by_letters.setdefault(rule.letters, []).append(rule)
    return {
        script: {
            letters: tuple(sorted(rules, key=lambda r: -len(r.where)))
            for letters, rules in by_letters.items()
        }
        for script, by_letters in found.items()
    }


@cache
def _lengths() -> dict[str, dict[str, tuple[int, ...]]]:
    """Return script → first letter → of how many letters there are rules, the longest first."""
    found: dict[str, dict[str, set[int]]] = {}
    for script, rules in _rules().items():
        lengths = found.setdefault(script, {})
        for letters in rules:
            lengths.setdefault(letters[:1], set()).add(len(letters))
    return {
        script: {first: tuple(sorted(own, reverse=True)) for first, own in lengths.items()}
        for script, lengths in found.items()
    }


@cache
def _spans() -> dict[str, dict[str, int]]:
    """Return script → two letters → how many from there on tell which rule reads them, if not two.

    A rule looks at its own letters and at the one behind.
    """
    found: dict[str, dict[str, int]] = {}
    for script, rules in _rules().items():
        spans = found.setdefault(script, {})
        for letters in rules:
            if len(letters) > 1:
                spans[letters[:2]] = max(spans.get(letters[:2], 0), len(letters) + 1)
    return found


@lru_cache(maxsize=65_536)
def _read_at(script: str, letters: str, is_first: bool) -> tuple[tuple[int, ...], int]:  # noqa: FBT001
    """Return the signs of what stands first in `letters`, and how many letters that is.

    The longest rule counts, then the most particular. `letters`: those of `_spans`, fewer at the
    end of a word; `is_first`: they are its beginning.
    """
    rules = _rules()[script]
    for length in _lengths()[script].get(letters[0], ()):
        for rule in rules.get(letters[:length], ()):
            after = letters[length : length + 1]
            if not rule.where or _fits(rule.where, after, is_first=is_first):
                return rule.signs, length
    return (), 1


def _fits(where: str, after: str, *, is_first: bool) -> bool:
    match where:
        case "^":
            return is_first and after != ""
        case "$":
            return not is_first and after == ""
        case "+":
            return after in FRONT
        case _:
            return after in VOWEL_LETTERS


def _composed(word: str, script: str) -> str:
    """Keep accented letters that a rule knows; take the accent off the others."""
    known = _single_letters()[script]
    if known.issuperset(word):
        return word
    return "".join(c if c in known else _bare(c, known) for c in unicodedata.normalize("NFC", word))


@cache
def _single_letters() -> dict[str, frozenset[str]]:
    return {
        script: frozenset(letter for rule in rules for letter in rule.letters)
        for script, rules in tables().spellings.items()
    }


@lru_cache(maxsize=4_096)
def _bare(letter: str, known: frozenset[str]) -> str:
    parts = unicodedata.normalize("NFKD", letter)
    plain = "".join(c for c in parts if not unicodedata.combining(c))
    if all(c in known for c in plain):
        return plain
    return romanised(plain)


@lru_cache(maxsize=32_768)
def said(signs: tuple[int, ...]) -> str:
    """Return how a row of signs is said first, in SOUNDS."""
    first = (tables().signs[number - 1].sounds[0][0] for number in signs)
    return "".join(sound for sound in first if sound != SILENCE)
