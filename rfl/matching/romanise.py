"""Scripts whose letters alone do not say how a name sounds: Indic abugidas and Hebrew. Pure.

Indic letters are read by their Unicode character names, which are romanisations made with care;
what is not covered here goes through anyascii.
"""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

INHERENT = "E"
"""The vowel that an Indic consonant holds unwritten; often silent, so it has a sign of its own."""

INDIC_B = "B"
"""The b of Indic scripts has a sign of its own too: यादब is Yadav, though clerks hear its b."""

INDIC_J = "J"
"""So has its j, which is never a y, and in Bengali and without its dot a z as well."""

INDIC = frozenset({
    "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA",
    "MALAYALAM",
})  # fmt: skip
INDIC_SIGNS = {"ANUSVARA": "n", "CANDRABINDU": "n", "BINDI": "n", "TIPPI": "n", "VISARGA": "h"}
SILENCER = "VIRAMA"
INDIC_VOWELS = {"AA": "a", "II": "i", "UU": "u", "EE": "e", "OO": "o", "R": "ri", "L": "li"}
INDIC_CONSONANTS = {
    "CA": "cha", "CHA": "cha", "NGA": "nga", "NYA": "na", "NNA": "na", "NNNA": "na", "SSA": "sha",
    "TTA": "ta", "TTHA": "tha", "DDA": "da", "DDHA": "dha", "DDDHA": "rha", "YYA": "ya",
    "RRA": "ra", "LLA": "la", "LLLA": "la", "KHHA": "kha", "GHHA": "gha", "BA": INDIC_B + "a",
    "JA": INDIC_J + "a", "JHA": INDIC_J + "ha",
}  # fmt: skip
BENGALI_CONSONANTS = {"YA": INDIC_J + "a"}
SINHALA = str.maketrans(
    dict(
        zip(
            "අආඇඈඉඊඋඌඍඑඒඓඔඕඖකඛගඝඞචඡජඣඤටඨඩඪණතථදධනපඵබභමයරලවශෂසහළාැෑිීුූෘෙේෛොෝෞ්ංඃ",
            "अआएएइईउऊऋएएऐओओऔकखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसहलाेेिीुूृेेैोोौ्ंः",
            strict=True,
        )
    )
    | {"ඟ": "ंग", "ඬ": "ंड", "ඳ": "ंद", "ඹ": "म्ब", "ඥ": "ज्ञ", "ඦ": "ंज", "ෆ": "फ़"}
)
"""Sinhala letters by those of Devanagari: their own Unicode names say how they look, not how they
sound."""

NUKTA = {INDIC_J: "z", "ph": "f", "d": "r", "dh": "rh", "k": "q"}
"""What a dot below makes of a consonant; the others keep their sound."""

HEBREW = {
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "o", "ז": "z", "ח": "h", "ט": "t",
    "י": "i", "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s",
    "ע": "a", "פ": "p", "ף": "f", "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip


SILENT_END = re.compile(INHERENT + "$")
ALIKE = (
    ("ज्ञ", "ग्य"), ("জ্ঞ", "গ্য"), ("\u09af\u09bc", "\u09df"), ("ंह", "ंघ"), ("ংহ", "ংঘ"),
    ("অ্যা", "Yা"), ("এ্যা", "Yা"), ("্য", "্Y"), ("ও\u09df", "w"),
)  # fmt: skip
"""Letters put together that are said otherwise than they are named: ज्ञ is gya, सिंह is singh; the
third is y in two parts. A Bengali য below another letter is hardly heard: ম্যাথ is math; ওয়া is wa."""


@lru_cache(maxsize=8_192)
def romanised(word: str) -> str:
    """Return `word` in Latin letters, all small but INHERENT and INDIC_B; some are left out."""
    script = _script(word)
    if script in INDIC:
        return _indic(unicodedata.normalize("NFC", word), script)  # ো is one vowel, not two
    if script == "SINHALA":
        return _indic(unicodedata.normalize("NFC", word).translate(SINHALA), "DEVANAGARI")
    if script == "HEBREW":
        return _hebrew(word)
    return anyascii(word).lower()


def _script(word: str) -> str:
    return next((unicodedata.name(c, "").split(" ")[0] for c in word if c.isalpha()), "")


def _indic(word: str, script: str) -> str:
    """Read an abugida: a consonant holds an a until a vowel sign or a silencer takes it away."""
    sounds: list[str] = []
    is_open = False
    for letter in _respelt(word):
        kind, rest = _named(letter)
        if rest == "NUKTA" and is_open:
            bare = sounds.pop()[:-1]
            sounds.append(NUKTA.get(bare, bare) + INHERENT)
        if rest == SILENCER or (kind.startswith("VOWEL SIGN") and is_open):
            if is_open:
                sounds.append(sounds.pop()[:-1])
            is_open = False
        if kind.startswith(("VOWEL SIGN", "LETTER")):
            sound = _indic_sound(rest, script)
            is_open = "LETTER" in kind and sound[-1:] == "a" and sound[0] not in "aeiou"
            sounds.append(sound[:-1] + INHERENT if is_open else sound)
        elif rest in INDIC_SIGNS:
            sounds.append(INDIC_SIGNS[rest])
            is_open = False
        elif letter.isascii():
            sounds.append(letter)
            is_open = False
    return "".join(sounds)


@lru_cache(maxsize=2_048)
def _named(letter: str) -> tuple[str, str]:
    """Return of what kind a letter is and its own name: of DEVANAGARI LETTER KA, LETTER and KA."""
    kind, _, name = unicodedata.name(letter, "").partition(" ")[2].rpartition(" ")
    return kind, name


def _respelt(word: str) -> str:
    for written, said in ALIKE:
        word = word.replace(written, said)
    return word


@lru_cache(maxsize=2_048)
def _indic_sound(name: str, script: str) -> str:
    particular = BENGALI_CONSONANTS if script == "BENGALI" else {}
    known = (INDIC_VOWELS, particular, INDIC_CONSONANTS)
    return next((table[name] for table in known if name in table), name.lower())


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
