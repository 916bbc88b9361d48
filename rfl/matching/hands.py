"""Rules by which clerks of one language write a name that another's clerk wrote. Pure.

A rule is a pattern and what stands in its place; a hand is the rules of one clerk. From the listed
spellings of a class the rules make further ones, so that a class is found by a spelling that no
list holds. What two classes would share is dropped by the reader of the lexicon, never here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

LEAST_LETTERS = 5
"""Shorter ones are nobody's: Ba, Ly and Lo are near to too many names."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One change of spelling: `pattern` (a regular expression over a token key) → `written`."""

    pattern: re.Pattern[str]
    written: str
    core: str
    """Letters that must stand in a key for the rule to apply: a quick look before the pattern."""


AROUND = re.compile(r"\(\?.*?\)|[\^$]")
"""What of a pattern stands around its letters."""


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple(Rule(re.compile(one), written, AROUND.sub("", one)) for one, written in pairs)


HANDS: dict[str, tuple[Rule, ...]] = {
    # Touré is Touray, Cissé is Sisay: -é is said -ay by English clerks of The Gambia.
    "fr>en": _rules(
        ("ou(?=[aeiou])", "w"), ("ou", "u"), ("dj", "j"), ("gu(?=[ei])", "g"),
        ("tch", "ch"), ("^thi(?=[ao])", "ch"), ("^ti(?=[ao])", "ch"), ("^di(?=[ao])", "j"),
        ("(?<=[aeiou])ss", "s"), ("(?<=[^aeiou])e$", "eh"), ("^ndi(?=[ao])", "nj"), ("qu", "k"),
    ),
    "en>fr": _rules(
        ("oo", "ou"), ("ee", "i"), ("sh", "ch"), ("w(?=[aeiou])", "ou"), ("u", "ou"),
        ("j", "dj"), ("ay$", "e"), ("eh$", "e"),
    ),
    "en>pt": _rules(("(?<!d)j", "dj"), ("sh", "x"), ("oo", "u"), ("ly(?=[aeo])", "lh")),
    "en>es": _rules(("sh", "ch"), ("oo", "u"), ("ee", "i"), ("^w(?=[aei])", "u")),
    "en>it": _rules(("sh(?=[ei])", "sc"), ("sh(?=[aou])", "sci"), ("j(?=[aou])", "gi")),
    "en>de": _rules(("sh", "sch"), ("j", "dsch"), ("w", "u"), ("y(?=[aeou])", "j")),
    # No sh to s, though ş is copied so: Shaima and Saima are two names.
    "en>tr": _rules(("j", "c"), ("kh", "h"), ("w", "v"), ("q", "k")),
    "en>so": _rules(("(?<![ckst])h(?=[aeiou])", "x"), ("oo", "u"), ("ee", "ii")),
    # Hawar writes x for kh and c for j; its accents are folded away with all others.
    "en>ku": _rules(("kh", "x"), ("j", "c"), ("oo", "u"), ("ee", "i")),
    # đ is read dj by script.LATIN_FOLD; ć and č lose their marks and are c, or are written ch.
    "sr>en": _rules(("c$", "ch"), ("c$", "tch"), ("dj", "j"), ("dz", "j"), ("j(?=[aeou])", "y")),
    "sr>de": _rules(("c$", "tsch"), ("dz", "dsch")),
    "ar>fr": _rules(("oo", "ou"), ("^abdul", "abdel"), ("^abdul", "abdoul"), ("^abdel", "abdoul")),
    "ar>en": _rules(("^abdel", "abdul"), ("^abdoul", "abdul"), ("^abdou(?=r)", "abdu")),
    # The Mauritanian ending -ou, and the Ge'ez compounds as English and Italian clerks part them.
    "hassaniya": _rules(("etou$", "ettou"), ("etou$", "etu"), ("(?<=[dm])ou$", "u")),
    "geez": _rules(
        ("^gebre(?=.)", "ghebre"), ("^gebre(?=.)", "gebere"), ("^wolde(?=.)", "welde"),
        ("^wolde(?=.)", "uolde"),
        ("^haile(?=.)", "hayle"), ("^tekle(?=.)", "tecle"),
    ),
}  # fmt: skip

HANDS_OF = {
    "fr": ("fr>en", "ar>fr", "hassaniya"), "ff": ("fr>en",), "wo": ("fr>en",),
    "en": ("en>fr", "en>pt", "en>es", "en>it", "en>de", "en>tr", "en>so", "en>ku", "ar>en", "geez"),
    "sr": ("sr>en", "sr>de"), "bs": ("sr>en", "sr>de"), "hr": ("sr>en", "sr>de"),
}  # fmt: skip
"""Tag of a listed spelling → the hands that may copy it."""

MACHINE_LATIN = {
    "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "æ": "ae", "ø": "oe", "œ": "oe", "þ": "th",
    "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "ĳ": "ij", "ñ": "n",
}  # fmt: skip
"""ICAO Doc 9303, Part 3, transliteration of Latin letters in the machine-readable zone."""

MACHINE_ARABIC = {
    "ا": "a", "أ": "a", "ب": "b", "ت": "t", "ث": "xth", "ج": "j", "ح": "xh", "خ": "xkh", "د": "d",
    "ذ": "xdh", "ر": "r", "ز": "z", "س": "s", "ش": "xsh", "ص": "xss", "ض": "xdz", "ط": "xtt",
    "ظ": "xzz", "ع": "e", "غ": "g", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n",
    "ه": "h", "و": "w", "ي": "y",
}  # fmt: skip
"""The same for Arabic; a word with another letter is left alone. محمد is MXHMD."""


@lru_cache(maxsize=64)
def _hands_of(tag: str) -> tuple[tuple[Rule, ...], ...]:
    return tuple(HANDS[hand] for hand in HANDS_OF.get(tag, ()))


def written_by(hand: str, key: str) -> frozenset[str]:
    """Return how the clerk `hand` may write the token key `key`: each rule alone, and all."""
    return _written(HANDS[hand], key)


def _written(rules: tuple[Rule, ...], key: str) -> frozenset[str]:
    found = set()
    whole = key
    for rule in rules:
        if rule.core not in key:
            continue
        once = rule.pattern.sub(rule.written, key)
        if once != key:
            found.add(once)
            whole = rule.pattern.sub(rule.written, whole)
    return frozenset((found | {whole}) - {key})


def machine_form(spelling: str) -> str:
    """Return a spelling as the machine-readable zone of a passport has it; '' where not certain."""
    letters = "".join(spelling.lower().split())
    table = MACHINE_LATIN if letters[:1] < "\u0400" else MACHINE_ARABIC
    if table is MACHINE_ARABIC and not set(letters) <= set(table):
        return ""
    if letters.isascii():
        return ""
    form = "".join(table.get(letter, letter) for letter in letters)
    # Without an x it could be anybody's Latin name: Ryan is not ريان.
    return "" if form == letters or (table is MACHINE_ARABIC and "x" not in form) else form


def spellings(tag: str, spelling: str, key: str) -> Iterator[str]:
    """Yield keys that other clerks make of a listed spelling; none of a short one.

    `key` is the token key of `spelling`. A generated spelling has LEAST_LETTERS at least.
    """
    if len(key) >= LEAST_LETTERS and key.isascii():
        for rules in _hands_of(tag):
            yield from (made for made in _written(rules, key) if len(made) >= LEAST_LETTERS)
    machine = "" if spelling.isascii() else machine_form(spelling)
    if len(machine) >= LEAST_LETTERS:
        yield machine
