"""Rules by which clerks of one language write a name that another's clerk wrote. Pure.

A rule is a pattern and what stands in its place; a hand is the rules of one clerk. From the listed
spellings of a class the rules make further ones, so that a class is found by a spelling that no
list holds. What two classes would share is dropped by the reader of the lexicon, never here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

LEAST_LETTERS = 5
"""Shorter ones are nobody's: Ba, Ly and Lo are near to too many names."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One change of spelling: `pattern` (a regular expression over a token key) → `written`."""

    pattern: re.Pattern[str]
    written: str
    core: str
    """Letters that must stand in a key for the rule to apply: a quick look before the pattern."""

    def apply(self, keys: Sequence[str]) -> list[str]:
        """Return `keys` as rewritten: in one go over one text, a key a line."""
        return self.pattern.sub(self.written, "\n".join(keys)).split("\n") if keys else []


AROUND = re.compile(r"\(\?.*?\)|[\^$]")
"""What of a pattern stands around its letters."""


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple(
        Rule(re.compile(one, re.MULTILINE), written, AROUND.sub("", one)) for one, written in pairs
    )


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


def written_by(hand: str, keys: Sequence[str]) -> list[tuple[int, str]]:
    """Return how the clerk `hand` may write token keys, each with its place in `keys`.

    By each rule alone, and by all; a key that no rule changes is not among them.
    """
    return _written(HANDS[hand], keys, {})


Holding = dict[str, list[int]]
"""Letters that must stand in a key → which keys hold them."""


def _written(rules: Iterable[Rule], keys: Sequence[str], holding: Holding) -> list[tuple[int, str]]:
    """Return the same; `holding` remembers what rules of several hands ask of `keys`."""
    found: list[tuple[int, str]] = []
    whole = list(keys)
    for rule in rules:
        if rule.core not in holding:
            holding[rule.core] = [place for place, key in enumerate(keys) if rule.core in key]
        asked = holding[rule.core]
        written = zip(asked, rule.apply([keys[place] for place in asked]), strict=True)
        once = [(place, made) for place, made in written if made != keys[place]]
        further = rule.apply([whole[place] for place, _ in once])
        for (place, _), made in zip(once, further, strict=True):
            whole[place] = made
        found += once
    return found + [(place, made) for place, made in enumerate(whole) if made != keys[place]]


def machine_form(spelling: str) -> str:
    """Return a spelling as the machine-readable zone of a passport has it; '' where not certain."""
    letters = "".join(spelling.lower().split())
    table = MACHINE_LATIN if letters[:1] < "\u0400" else MACHINE_ARABIC
    if letters.isascii():
        return ""
    if table is MACHINE_ARABIC and not (letters[0] in table and table.keys() >= set(letters)):
        return ""
    form = "".join(table.get(letter, letter) for letter in letters)
    # Without an x it could be anybody's Latin name: Ryan is not ريان.
    return "" if form == letters or (table is MACHINE_ARABIC and "x" not in form) else form


def copies(forms: Sequence[tuple[str, str, str]]) -> Iterator[tuple[int, str]]:
    """Yield keys that other clerks make of listed spellings, with the place of each in `forms`.

    `forms`: tag, spelling, token key. Of a short key nothing is made, and nothing short.
    """
    by_tag: dict[str, list[int]] = {tag: [] for tag in HANDS_OF}
    for place, (tag, _, key) in enumerate(forms):
        if tag in HANDS_OF and len(key) >= LEAST_LETTERS and key.isascii():
            by_tag[tag].append(place)
    for tag, places in by_tag.items():
        keys = [forms[place][2] for place in places]
        holding: Holding = {}
        for hand in HANDS_OF[tag]:
            made = _written(HANDS[hand], keys, holding)
            yield from ((places[n], key) for n, key in made if len(key) >= LEAST_LETTERS)
    for place, (_, spelling, _) in enumerate(forms):
        machine = "" if spelling.isascii() else machine_form(spelling)
        if len(machine) >= LEAST_LETTERS:
            yield place, machine
