"""Folding text and reading it aloud in Latin letters. Pure.

A *key* is how a token is compared to the letter: folded, in its own script. A *reading* is how it
may sound, in a small alphabet of sounds (SOUNDS); a token has several where a script leaves vowels
out or clerks of different languages write one sound differently.
"""

import re
import unicodedata
from functools import lru_cache

from rfl.matching.romanise import HEBREW, romanised

MAX_TOKENS = 40
MAX_TEXT = 10_000
"""Longer input is cut: no name is so long, and an answer must come quickly."""

ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
MARKS = re.compile(
    r"[\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
APOSTROPHES = re.compile(r"['’ʼ`´ʿʾ‘]")

ARABIC_FOLD = str.maketrans("أإآٱىئؤةۀکیێڕڵە", "ااااييوههكييرله")
"""Letters that clerks use for one another: hamza carriers, final ya, ta marbuta, Persian kaf."""

CONSONANTS = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r",
    "ز": "s", "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "d", "ع": "", "غ": "g",
    "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ء": "", "پ": "b",
    "چ": "c", "ژ": "j", "گ": "g", "ڤ": "f", "ڨ": "g", "ں": "n", "ھ": "h", "ٹ": "t", "ڈ": "d",
    "ڑ": "r", "ۆ": "o", "ڭ": "g",
}  # fmt: skip

LATIN_FOLD = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "dj", "ß": "ss"})

LATIN_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch|tch|sh|ch", "C"),  # Cheikh, Sheikh, Scheich
        (r"^t[ih]i(?=[aeo])", "C"),  # Thiam, Tierno: Cham, Cherno
        (r"dzh|dj|zh", "J"),
        (r"di(?=[aeou])", "J"),  # Diallo, Ndiaye: Jallow, Njie
        (r"j|gi(?=[aou])|g(?=[eiy])", "J"),
        (r"gu(?=[eiy])|gh", "g"),
        (r"qu(?=[eiy])|kh|ck|q|x", "k"),
        (r"c(?=[eiy])", "s"),
        (r"c", "k"),
        (r"ph|v", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"tz|ts|z", "s"),
        (r"p", "b"),
        (r"ou|oo|w", "u"),
        (r"ee|ie|y", "i"),
        (r"eh$|a[iy]$|e[iy]$|ae$", "e"),
        (r"[ae][iy]", "e"),
        (r"a[uo]|ow", "o"),
    )
)
"""Clerks' spellings of one sound, in the order in which they are read. Capitals are sounds that no
later rule may read again: C as in Cheikh, J as in Jallow."""


@lru_cache(maxsize=65_536)
def words(text: str) -> tuple[str, ...]:
    """Return the words of `text`, folded and lower-case, each in its own script.

    NFKC; bidi marks, tatweel and vowel marks out; Arabic-Indic digits folded; apostrophes join
    ('N'Diaye' is one word), other punctuation parts.
    """
    folded = unicodedata.normalize("NFKC", text[:MAX_TEXT])
    folded = APOSTROPHES.sub("", MARKS.sub("", folded)).lower()
    folded = folded.translate(ARABIC_FOLD)
    decimal = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in folded)
    # A vowel sign is a mark, not a letter, to Unicode: without it Indic words would fall to pieces.
    kept = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in decimal)
    return tuple(kept.split()[:MAX_TOKENS])


def is_arabic(word: str) -> bool:
    """Tell whether `word` is written in Arabic letters."""
    return bool(ARABIC.search(word))


@lru_cache(maxsize=262_144)
def latin_key(word: str) -> str:
    """Return `word` in plain lower-case Latin letters."""
    if word.isascii():
        return word
    # Nukta and virama have combining classes too, but change the consonant that they stand under.
    plain = "".join(
        c
        for c in unicodedata.normalize("NFKD", word)
        if unicodedata.combining(c) not in range(200, 241)
    )
    found = romanised(plain.translate(LATIN_FOLD)).lower()
    return "".join(c for c in found if c.isalnum())


@lru_cache(maxsize=262_144)
def readings(word: str) -> tuple[str, ...]:
    """Return how `word` may sound, likeliest first; at least one, perhaps empty."""
    if is_arabic(word):
        return _arabic_readings(word)
    key = latin_key(word)
    first = _sound(key)
    others = []
    if word[:1] in HEBREW:  # Hebrew writes few of its vowels, as Arabic does
        others.append(re.sub(r"(?<=[^aeiou])(?=[^aeiou])", "a", first))
        others.append(first[:1] + first[1:].replace("o", "fi"))  # vav is a consonant too: David
        others.append(first[:1] + first[1:].replace("o", "ef"))  # … and Levi
    if "ch" in key:  # French Cheikh, Spanish Sancho, German Achmed
        others.append(_sound(key.replace("ch", "k")))
    if "x" in key:  # Somali x is h, Portuguese x is sh
        others.extend((_sound(key.replace("x", "h")), _sound(key.replace("x", "sh"))))
    if "c" in key and "ch" not in key:  # Somali c is silent, Turkish c is j
        others.extend((_sound(key.replace("c", "")), _sound(key.replace("c", "j"))))
    if key.startswith("j") and len(key) > 3:  # noqa: PLR2004  # German and Slavic j is y
        others.append(_sound("y" + key[1:]))
    return tuple(dict.fromkeys((first, *others)))


@lru_cache(maxsize=262_144)
def skeleton(reading: str) -> str:
    """Return the consonants of a reading: what stays when vowels, h and doubling go."""
    bare = re.sub(r"[aeiouh]", "", reading)
    return ("'" if reading[:1] in tuple("aeiou") else "") + bare


def _sound(key: str) -> str:
    key = re.sub(r"([a-z])\1+", r"\1", key) if "oo" not in key and "ee" not in key else key
    for pattern, sound in LATIN_SOUNDS:
        key = pattern.sub(sound, key)
    return re.sub(r"(.)\1+", r"\1", key.lower())


def _arabic_readings(word: str) -> tuple[str, ...]:
    """Return consonants with the long vowels that are written, and a guess at the others."""
    sounds = []
    for place, letter in enumerate(word):
        if letter == "ا" or (place == 0 and letter in "عء"):
            sounds.append("a")
        elif letter == "و":
            sounds.append("u")
        elif letter == "ي":
            sounds.append("i")
        elif letter == "ه" and place == len(word) - 1:
            sounds.append("a")
        else:
            sounds.append(CONSONANTS.get(letter, letter if letter.isascii() else ""))
    written = re.sub(r"(.)\1+", r"\1", "".join(sounds))
    voiced = re.sub(r"(?<=[^aeiou])(?=[^aeiou])", "a", written)
    return tuple(dict.fromkeys((voiced, written)))
