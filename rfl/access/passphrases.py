"""Which passphrases are fit to guard an account. Pure.

Length decides, not kinds of characters (NIST SP 800-63B, OWASP ASVS 5.0 6.2). But what everybody
tries first adds nothing to a length: common words, runs of a keyboard or an alphabet, repeats, and
one's own name and address are taken out, and enough has to be left.
"""

import re
import unicodedata
from collections.abc import Iterable

from zxcvbn import zxcvbn

from rfl.errors import RuleBrokenError
from rfl.text import Text

SHORTEST = 12
LONGEST = 256

OWN_AT_LEAST = 8
"""Characters that have to be left when what everybody tries is taken out."""

DISTINCT_AT_LEAST = 5
"""Different characters among them: 'aaaaaaaa' is long, and no secret."""

RUN_AT_LEAST = 4
"""So many neighbours on a keyboard or in an alphabet are a run."""

WORD_AT_LEAST = 3
"""Shorter parts of a name or an address stand in too many good passphrases by chance."""

GUESSES_LOG10_LEAST = 10.0
"""So many guesses (as a power of ten) are needed at the least, by zxcvbn's lists of 30,000 leaked
passphrases, names and words: its highest class."""

ZXCVBN_READS = 72
"""Characters that it reads; what is longer and common within them is refused all the same."""

YEAR = re.compile(r"(?:19|20)\d\d")

COMMON = (
    *("password", "passphrase", "passwort", "passord", "motdepasse", "contraseña", "contrasena"),
    *("lozinka", "parola", "senha", "sifre", "şifre", "clave", "secret", "welcome", "bienvenue"),
    *("bienvenido", "letmein", "changeme", "default", "temporary", "administrator", "admin"),
    *("login", "hello", "bonjour", "iloveyou", "jetaime", "teamo", "trustno", "sunshine"),
    *("princess", "football", "dragon", "monkey", "master", "computer", "internet", "whatever"),
    *("superman", "starwars", "pokemon", "liverpool", "barcelona", "chocolate", "redcross"),
    *("redcrescent", "croixrouge", "croissantrouge", "cruzroja", "crocerossa", "kizilay"),
    *("crveni", "krst", "hilal", "ifrc", "icrc", "cicr", "familylinks", "restoring", "tracing"),
    *("summer", "winter", "spring", "autumn", "monday", "friday", "qwerty", "azerty"),
)
"""Words of which the passphrases made first consist (public lists of leaks, and our own field)."""

ROWS = (
    *("qwertyuiop", "asdfghjkl", "zxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertz"),
    *("1234567890", "!@#$%^&*()_+", "abcdefghijklmnopqrstuvwxyz", "ضصثقفغعهخحجد", "شسيبلاتنمكط"),
)

LOOKALIKES = str.maketrans("013457@$!", "oieastasi")
"""Figures and signs that people write for letters."""


def fold(passphrase: str) -> str:
    """Return a passphrase in the one form that is hashed, whichever keyboard wrote it."""
    return unicodedata.normalize("NFKC", passphrase)


def check(passphrase: str, own: Iterable[str] = ()) -> None:
    """Return if `passphrase` is fit to guard the account of somebody known by the words in `own`.

    Raises:
        RuleBrokenError: too short, too long, or made of what others would try first.

    """
    if not SHORTEST <= len(passphrase) <= LONGEST:
        raise RuleBrokenError(
            Text(
                "Choose a passphrase of %(least)d to %(most)d characters: four or five words that "
                "do not belong together are good.",
                least=SHORTEST,
                most=LONGEST,
            )
        )
    rest = remainder(passphrase, own)
    if len(rest) < OWN_AT_LEAST or len(set(rest)) < DISTINCT_AT_LEAST:
        raise RuleBrokenError(
            "Others would soon guess this passphrase: it is made of common words, runs, repeats, a "
            "year or your own name. Choose four or five words that do not belong together."
        )
    _check_uncommon(passphrase, own)


def _check_uncommon(passphrase: str, own: Iterable[str]) -> None:
    """Return if no list of leaked passphrases, nor what is made from it, leads to `passphrase`."""
    told = zxcvbn(fold(passphrase)[:ZXCVBN_READS], [word for text in own for word in text.split()])
    if float(told["guesses_log10"]) < GUESSES_LOG10_LEAST:
        raise RuleBrokenError(
            "This passphrase stands in lists of leaked ones, or is made from what stands there. "
            "Choose four or five words that do not belong together."
        )


def remainder(passphrase: str, own: Iterable[str] = ()) -> str:
    """Return what of `passphrase` others would not try first."""
    text = "".join(fold(passphrase).casefold().split())
    text = _without_runs(YEAR.sub("", text)).translate(LOOKALIKES)
    for word in sorted({*COMMON, *_words(own)}, key=len, reverse=True):
        text = text.replace(word, "")
    return re.sub(r"(.+?)\1+", r"\1", text)


def _words(own: Iterable[str]) -> Iterable[str]:
    for text in own:
        for word in re.split(r"[\W_]+", fold(text).casefold().translate(LOOKALIKES)):
            if len(word) >= WORD_AT_LEAST:
                yield word


def _without_runs(text: str) -> str:
    kept, start = "", 0
    while start < len(text):
        length = _run(text, start)
        if length < RUN_AT_LEAST:
            kept, length = kept + text[start], 1
        start += length
    return kept


def _run(text: str, start: int) -> int:
    """Return how many characters from `start` on lie side by side on a keyboard, in any order."""
    longest = 0
    for row in ROWS:
        for line in (row, row[::-1]):
            end = start + 1
            while end <= len(text) and text[start:end] in line:
                end += 1
            longest = max(longest, end - start - 1)
    return longest
