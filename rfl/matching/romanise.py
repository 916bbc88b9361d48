"""Scripts whose letters alone do not say how a name sounds: Indic abugidas and Hebrew. Pure.

Indic letters are read by their Unicode character names, which are romanisations made with care;
what is not covered here goes through anyascii.
"""

import unicodedata
from functools import lru_cache

from anyascii import anyascii

INDIC = frozenset({
    "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA",
    "MALAYALAM", "SINHALA",
})  # fmt: skip
INDIC_SIGNS = {"ANUSVARA": "n", "CANDRABINDU": "n", "BINDI": "n", "TIPPI": "n", "VISARGA": "h"}
SILENCERS = frozenset(("VIRAMA", "AL-LAKUNA"))
INDIC_VOWELS = {"AA": "a", "II": "i", "UU": "u", "EE": "e", "OO": "o", "R": "ri", "L": "li"}
INDIC_CONSONANTS = {"NGA": "nga", "NYA": "na", "SSA": "sha", "YYA": "ya", "RRA": "ra", "LLA": "la"}

HEBREW = {
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "o", "ז": "z", "ח": "h", "ט": "t",
    "י": "i", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s",
    "ע": "a", "פ": "p", "ף": "f", "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip


@lru_cache(maxsize=8_192)
def romanised(word: str) -> str:
    """Return `word` in Latin letters, lower-case; some letters may be left out, none raises."""
    script = _script(word)
    if script in INDIC:
        return _indic(word)
    if script == "HEBREW":
        return _hebrew(word)
    return anyascii(word).lower()


def _script(word: str) -> str:
    return next((unicodedata.name(c, "").split(" ")[0] for c in word if c.isalpha()), "")


def _indic(word: str) -> str:
    """Read an abugida: a consonant holds an a until a vowel sign or a silencer takes it away."""
    sounds: list[str] = []
    is_open = False
    for letter in word:
        kind, _, rest = unicodedata.name(letter, "").partition(" ")[2].rpartition(" ")
        if rest in SILENCERS or (kind.startswith("VOWEL SIGN") and is_open):
            if is_open:
                sounds.append(sounds.pop()[:-1])
            is_open = False
        if kind.startswith(("VOWEL SIGN", "LETTER")):
            sound = INDIC_VOWELS.get(rest) or INDIC_CONSONANTS.get(rest) or rest.lower()
            is_open = "LETTER" in kind and sound[-1:] == "a" and sound[0] not in "aeiou"
            sounds.append(sound)
        elif rest in INDIC_SIGNS:
            sounds.append(INDIC_SIGNS[rest])
            is_open = False
        elif letter.isascii():
            sounds.append(letter)
    read = "".join(sounds)
    return read[:-1] if is_open and len(sounds) > 1 else read


def _hebrew(word: str) -> str:
    """Read Hebrew letters: vav and yod as vowels inside a word, as consonants at its head."""
    sounds = [HEBREW.get(letter, letter if letter.isascii() else "") for letter in word]
    if word[:1] == "ו":
        sounds[0] = "v"
    if word[:1] == "י":
        sounds[0] = "y"
    if word[-1:] == "ה":
        sounds[-1] = "a"
    return "".join(sounds).replace("oo", "v").replace("ii", "y")
