"""Dates as lists write them: ISO, day first, compact, a month in words, a serial number. Pure."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from rfl.matching.records.people import Numbers

MONTHS = 12
YOUNGEST = 30
"""Of years in two figures, those below are of this century."""

SERIALS = range(10_000, 73_051)
"""Days that spreadsheets count since 30 December 1899: from 1927 to 2099; less is a year."""

_SERIAL_START = date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[t ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d\d)(?: .*)?")
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)")
_WORD = re.compile(r"(\d{1,2})[-. ]+([^\W\d]{3,})[-,. ]+(\d{4})")
_NUMBER = re.compile(r"\d{4,5}")

_WORDS = (
    "jan ene", "feb fev fév", "mar mär", "apr avr abr", "may mai", "jun juin", "jul juil",
    "aug aoû ago", "sep set", "oct okt out", "nov", "dec déc dic dez",
)  # fmt: skip
MONTH_WORDS = {word: month for month, words in enumerate(_WORDS, 1) for word in words.split()}
"""How the names of months start in English, French, Spanish, Portuguese, German."""


def date_parts(texts: Sequence[str]) -> Numbers:
    """Return year, month, day of each text, shape (texts, 3); 0 for what is not told."""
    return np.array([parts_of(text) for text in texts], dtype=np.int64).reshape(-1, 3)


def parts_of(text: str) -> tuple[int, int, int]:
    """Return year, month and day of a date in small letters; 0 for what is not told."""
    if match := _PACKED.fullmatch(text) or _ISO.fullmatch(text):
        return _sensible(int(match[1]), int(match[2]), int(match[3] or 0))
    if match := _DAY_FIRST.fullmatch(text):
        return _sensible(_century(match[3]), int(match[2]), int(match[1]))
    if match := _WORD.fullmatch(text):
        word = match[2]
        month = MONTH_WORDS.get(word[:4]) or MONTH_WORDS.get(word[:3], 0)
        return _sensible(int(match[3]), month, int(match[1]))
    if _NUMBER.fullmatch(text):
        return _year_or_serial(int(text))
    return 0, 0, 0


def _sensible(year: int, month: int, day: int) -> tuple[int, int, int]:
    return (year, day, month) if month > MONTHS >= day else (year, month, day)


def _century(year: str) -> int:
    if len(year) > 2:  # noqa: PLR2004  # two figures
        return int(year)
    return int(year) + (2000 if int(year) < YOUNGEST else 1900)


def _year_or_serial(number: int) -> tuple[int, int, int]:
    if number < SERIALS.start:
        return number, 0, 0
    if number not in SERIALS:
        return 0, 0, 0
    day = _SERIAL_START + timedelta(days=number)
    return day.year, day.month, day.day
