"""Folding text and reading it aloud in Latin letters. Pure.

A *key* is how a token is compared to the letter: folded, in its own script. A *reading* is how it
may sound, in a small alphabet of sounds (SOUNDS); a token has several where a script leaves vowels
out or clerks of different languages write one sound differently.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rfl.matching.romanise import INHERENT, SILENT_END, romanised

MAX_TOKENS = 40
MAX_TEXT = 4_000
"""Longer input is cut: no name is so long, and an answer must come quickly."""

ABJAD = re.compile(r"[\u0591-\u05f4\u0600-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufeff]")
"""Scripts that leave vowels out: Hebrew and Arabic."""

ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
MARKS = re.compile(
    r"[\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
GERESH = "\u05f3"
"""Behind a Hebrew letter it makes another sound of it (ג׳ is j); it is no apostrophe."""

HEBREW_GERESH = re.compile(r"(?<=[\u05d0-\u05ea])['’´`‘]")
APOSTROPHES = re.compile(r"['’ʼ`´ʿʾ‘]")

ARABIC_FOLD = str.maketrans("أإآٱىئؤةۀکیێڕڵەہۂۃ", "ااااييوههكييرلهههه")
"""Letters that clerks use for one another: hamza carriers, final ya, ta marbuta, Persian kaf."""

GREEK_TWINS = dict(zip("ABEZHIKMNOPTYXaeoupvkitx", "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεουρνκιτχ", strict=True))
CYRILLIC_TWINS = dict(zip("ABEKMHOPCTXYIJSaeopcxyijs", "АВЕКМНОРСТХУІЈЅаеорсхуіјѕ", strict=True))
"""Latin letters and those of another script that look the same: typed for them, or read so by a
machine."""

TWINNED = re.compile(r"(?=.*[A-Za-z]).*[\u0370-\u052f]", re.DOTALL)
"""Text in which such letters may stand: some are Latin, some Greek or Cyrillic."""

PLAIN = re.compile(
    r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f ]+|[\u0410-\u044f ]+|"
    r"[\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3 ]+"
)
"""Words of Latin, Cyrillic or Arabic letters alone: nothing of them is to be read anew."""

WORD = re.compile(r"[^\W\d_]+")

CHAT_FIGURES = {"2": "", "3": "", "5": "kh", "6": "t", "7": "h", "8": "gh", "9": "s",
                "0": "o", "1": "i"}  # fmt: skip
"""Figures within a word: 2 to 9 as Arabic is typed in Latin letters (Mo7amed, Sa3id); 0 and 1 are
letters that a machine misread."""

CHAT_FIGURE = re.compile(r"(?<![0-9])(?:(?<=[a-z]{2})[0-9]|[0-9](?=[a-z]{2}))(?![0-9])")

DECIMAL = re.compile(r"\d")

LATIN_FOLD = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "dj", "ß": "ss"})


@lru_cache(maxsize=65_536)
def words(text: str) -> tuple[str, ...]:
    """Return the words of `text`, folded and lower-case, each in its own script.

    NFKC; bidi marks, tatweel and vowel marks out; Arabic-Indic digits folded; apostrophes join
    ('N'Diaye' is one word), other punctuation parts. Latin letters within a Greek or Cyrillic word
    are taken for their twins, figures within a Latin word for the letters that they stand for.
    """
    return _words(text, ARABIC_FOLD)


def shown_words(text: str) -> tuple[str, ...]:
    """Return the same words with the Arabic letters that were written, to be shown to people."""
    return _words(text, {})


def _words(text: str, fold: Mapping[int, int]) -> tuple[str, ...]:
    if text.isascii() and text.replace(" ", "a").isalpha():  # plain words: nothing to fold
        return tuple(text[:MAX_TEXT].lower().split()[:MAX_TOKENS])
    folded = unicodedata.normalize("NFKC", text[:MAX_TEXT])[:MAX_TEXT]
    if PLAIN.fullmatch(folded):  # words of one script, without a sign: only clerks' letters
        return tuple(folded.lower().translate(fold).split()[:MAX_TOKENS])
    if not folded.isascii():
        folded = HEBREW_GERESH.sub(GERESH, MARKS.sub("", folded))
        folded = WORD.sub(_in_one_script, folded) if TWINNED.match(folded) else folded
    folded = APOSTROPHES.sub("", folded).lower().translate(fold)
    if not folded.replace(" ", "a").isalpha():
        folded = _lettered(folded)
    return tuple(folded.split()[:MAX_TOKENS])


def _lettered(folded: str) -> str:
    """Read figures for the letters or the digits that they are; part at all other signs."""
    folded = CHAT_FIGURE.sub(lambda figure: CHAT_FIGURES.get(figure[0], ""), folded)
    decimal = DECIMAL.sub(lambda figure: str(unicodedata.decimal(figure[0])), folded)
    # A vowel sign is a mark, not a letter, to Unicode: without it Indic words would fall to pieces.
    return "".join(c if c.isalnum() or _belongs(c) else " " for c in decimal)


def _in_one_script(word: re.Match[str]) -> str:
    """Return a word of Greek or Cyrillic letters without the Latin ones that only look like them.

    A word that does not become whole by it stays as it is.
    """
    text = word[0]
    for twins, low, high in ((GREEK_TWINS, "Ͱ", "Ͽ"), (CYRILLIC_TWINS, "Ѐ", "ԯ")):
        if any(low <= c <= high for c in text):
            whole = "".join(twins.get(c, c) for c in text)
            return whole if all(c > "\u024f" for c in whole) else text
    return text


def _belongs(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M" or sign == GERESH


def token_key(word: str) -> str:
    """Return the key of a folded word: abjads in their own script, the others in Latin letters."""
    return word if leaves_vowels_out(word) else latin_key(word)


def leaves_vowels_out(word: str) -> bool:
    """Tell whether the script of `word` writes only some of its vowels."""
    return not word.isascii() and bool(ABJAD.search(word))


def is_arabic(word: str) -> bool:
    """Tell whether `word` is written in Arabic letters."""
    return not word.isascii() and bool(ARABIC.search(word))


@lru_cache(maxsize=32_768)
def latin_key(word: str) -> str:
    """Return `word` in plain lower-case Latin letters."""
    if word.isascii():
        return word
    plain = unicodedata.normalize("NFKD", word)
    if not plain.isalpha():  # nukta and virama combine too, but change the consonant they are under
        plain = "".join(c for c in plain if unicodedata.combining(c) not in range(200, 241))
    found = (
        SILENT_END.sub("", romanised(plain.translate(LATIN_FOLD))).replace(INHERENT, "a").lower()
    )
    return found if found.isalnum() else "".join(c for c in found if c.isalnum())
