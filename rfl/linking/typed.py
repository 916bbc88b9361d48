"""What somebody typed into the search box: names, and with them a year, an age or a number. Pure.

One field for all, as people write: 'Diallo Kolda 2001', 'diallo 24', 'محمد كولدا', '77 123 45 67'.
Which word is a place nobody can tell beforehand: whoever comes from there tells.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rfl.matching.types import Birth
from rfl.text import Text

EARLIEST_YEAR = 1900
OLDEST = 110
FIGURES = re.compile(r"\+?[0-9](?:[0-9 ()./-]*[0-9])?")
TAIL = 6
"""Figures of a telephone number by which it is found: its last ones."""

CHUNK = 5
"""So many figures in a row are neither a year nor an age."""

LEAST_LETTERS = 3
"""Letters from which a word may be the beginning of a longer one."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, taken apart."""

    words: tuple[str, ...] = ()
    birth: Birth | None = None
    number: str = ""
    """Figures of a telephone number, as typed."""

    def hints(self) -> Sequence[Text]:
        """Return what to try where nobody was found."""
        if self.number:
            return (
                Text("Type the last six figures or more, without the country’s prefix."),
                Text("Type a part of the name instead: numbers change often."),
            )
        found = []
        if self.birth is not None:
            found.append(Text("Leave the year or the age out: many births are estimates."))
        if len(self.words) > 1:
            found.append(Text("Type fewer words, such as one name without the place."))
        if any(len(word) < LEAST_LETTERS for word in self.words):
            found.append(Text("Type at least three letters of a name."))
        found.append(Text("Try another spelling, in any script, or the number of a case."))
        return tuple(found)


def taken_apart(text: str, today: date) -> Typed:
    """Return what `text` asks for; `today` turns an age into years of birth."""
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    number = next((run[0] for run in FIGURES.finditer(plain) if _is_number(run[0])), "")
    birth, words = None, []
    for word in plain.replace(number, " ").split() if number else plain.split():
        found = _birth(word, today) if word.isdecimal() and birth is None else None
        birth = birth or found
        if found is None:
            words.append(word)
    return Typed(tuple(words), birth, number)


def figures(number: str) -> str:
    """Return the figures of a telephone number."""
    return "".join(str(unicodedata.decimal(c)) for c in number if c.isdecimal())


def _is_number(run: str) -> bool:
    count = len(figures(run))
    if count < TAIL:
        return False
    return run.startswith("+") or count > TAIL or any(len(c) >= CHUNK for c in run.split())


def _birth(word: str, today: date) -> Birth | None:
    if len(word) == len(str(EARLIEST_YEAR)) and EARLIEST_YEAR <= int(word) <= today.year:
        year = int(word)
        return Birth(date(year, 1, 1), date(year, 12, 31), "year", word)
    if len(word) <= len(str(OLDEST)) and int(word) <= OLDEST:
        last = _years_before(today, int(word))
        return Birth(_years_before(last, 1) + timedelta(days=1), last, "age", word)
    return None


def _years_before(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        day = day - timedelta(days=1)
    return day.replace(year=day.year - years)
