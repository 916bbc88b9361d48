"""How far two values of a field agree, for many pairs at once. Pure.

Each distinct pair of values is judged once a call, by rapidfuzz's compiled scorers or by NumPy.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, JaroWinkler

from rfl.matching.records.columns import KINDS, Kind
from rfl.matching.records.people import Numbers, Values
from rfl.matching.records.spoken import spoken_levels

Levels = npt.NDArray[np.int8]
MISSING, DIFFERENT, AKIN, CLOSE, NEAR, SAME = range(6)
"""NEAR: one name class or sound; of dates, day and month swapped or one digit wrong."""

LEVELS = 6

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[t ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
_PACKED = re.compile(r"(\d{4})(\d\d)(\d\d)")
_YEAR = re.compile(r"\d{4}")
MONTHS = 12


class Comparison:
    """The comparison of one field over the values of both lists."""

    def __init__(self, field: str, values: Values) -> None:
        self.kind = KINDS[field]
        self._texts = values.texts
        self._dates = date_parts(values.texts) if self.kind is Kind.DATE else None

    def levels(self, a: Numbers, b: Numbers) -> Levels:
        """Return the level of each pair of value numbers."""
        found = np.where(a == b, SAME, DIFFERENT).astype(np.int8)
        found[(a == 0) | (b == 0)] = MISSING
        open_ = np.flatnonzero(found == DIFFERENT)
        if not len(open_) or self.kind is Kind.WORD:
            return found
        base = len(self._texts)
        low, high = np.minimum(a[open_], b[open_]), np.maximum(a[open_], b[open_])
        distinct, back = np.unique(low * base + high, return_inverse=True)
        ones, others = distinct // base, distinct % base
        if self._dates is not None:
            judged = _date_levels(self._dates[ones], self._dates[others])
        else:
            judged = _JUDGES[self.kind](
                [self._texts[n] for n in ones.tolist()], [self._texts[n] for n in others.tolist()]
            )
        found[open_] = judged[back]
        return found


def date_parts(texts: Sequence[str]) -> Numbers:
    """Return year, month, day of each text, shape (texts, 3); 0 for what is not told."""
    return np.array([_date(text) for text in texts], dtype=np.int64).reshape(-1, 3)


def _date(text: str) -> tuple[int, int, int]:
    if match := _PACKED.fullmatch(text) or _ISO.fullmatch(text):
        year, month, day = int(match[1]), int(match[2]), int(match[3] or 0)
    elif match := _DAY_FIRST.fullmatch(text):
        year, month, day = int(match[3]), int(match[2]), int(match[1])
    elif _YEAR.fullmatch(text):
        return int(text), 0, 0
    else:
        return 0, 0, 0
    return (year, day, month) if month > MONTHS >= day else (year, month, day)


def _date_levels(a: Numbers, b: Numbers) -> Levels:
    same = a == b
    years = np.abs(a[:, 0] - b[:, 0])
    swapped = same[:, 0] & (a[:, 1] == b[:, 2]) & (a[:, 2] == b[:, 1])
    vague = same[:, 0] & ((a[:, 1] == 0) | (b[:, 1] == 0) | (a[:, 2] == 0) | (b[:, 2] == 0))
    vague &= same[:, 1] | (a[:, 1] == 0) | (b[:, 1] == 0)
    ones, others = _digits(a), _digits(b)
    apart = (ones != others).sum(axis=1)
    turned = np.sort(ones, axis=1) == np.sort(others, axis=1)
    slip = (apart == 1) | ((apart == 2) & turned.all(axis=1))  # noqa: PLR2004  # two digits turned
    two = same.sum(axis=1) == 2  # noqa: PLR2004  # of year, month and day
    found = np.select(
        [same.all(axis=1), swapped | slip | vague, two, years <= 1],
        [SAME, NEAR, CLOSE, AKIN],
        DIFFERENT,
    ).astype(np.int8)
    found[(a[:, 0] == 0) | (b[:, 0] == 0)] = MISSING
    return found


def _digits(dates: Numbers) -> Numbers:
    packed = dates[:, 0] * 10_000 + dates[:, 1] * 100 + dates[:, 2]
    return packed[:, None] // 10 ** np.arange(8) % 10


def _scores(ones: Sequence[str], others: Sequence[str], scorer: Callable[..., Any]) -> Any:
    return process.cpdist(ones, others, scorer=scorer, workers=1)


def _texts(ones: Sequence[str], others: Sequence[str]) -> Levels:
    near = _scores(ones, others, JaroWinkler.similarity)
    words = _scores(ones, others, fuzz.token_sort_ratio) / 100
    slips = _scores(ones, others, OSA.distance)
    best = np.maximum(near, words)
    return np.select(
        [(words > 0.97) | ((slips <= 1) & (near > 0.85)), best >= 0.9, best >= 0.78],  # noqa: PLR2004
        [NEAR, CLOSE, AKIN],
        DIFFERENT,
    ).astype(np.int8)


def _codes(ones: Sequence[str], others: Sequence[str]) -> Levels:
    slips = _scores(ones, others, OSA.distance)
    length = np.array([max(len(a), len(b)) for a, b in zip(ones, others, strict=True)])
    long = length > 2  # noqa: PLR2004  # of two figures, one wrong is another number
    return np.select(
        [(slips == 1) & long, (slips * 2 <= length) & long], [NEAR, AKIN], DIFFERENT
    ).astype(np.int8)


def _phones(ones: Sequence[str], others: Sequence[str]) -> Levels:
    tails = [[re.sub(r"\D", "", text)[-8:] for text in texts] for texts in (ones, others)]
    found = _codes(*tails)
    same = [bool(a) and a == b for a, b in zip(*tails, strict=True)]
    found[np.array(same, dtype=bool)] = SAME
    return found


def _numbers(ones: Sequence[str], others: Sequence[str]) -> Levels:
    read = [[_number(text) for text in texts] for texts in (ones, others)]
    apart = np.abs(np.array(read[0]) - np.array(read[1]))
    found = np.select([apart <= 1, apart <= 2, apart <= 5], [NEAR, CLOSE, AKIN], DIFFERENT)  # noqa: PLR2004
    found[np.isnan(apart)] = MISSING
    found[apart == 0] = SAME
    return found.astype(np.int8)


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")


_JUDGES: dict[Kind, Callable[[Sequence[str], Sequence[str]], Levels]] = {
    Kind.NAME: spoken_levels, Kind.TEXT: _texts, Kind.CODE: _codes, Kind.PHONE: _phones,
    Kind.NUMBER: _numbers,
}  # fmt: skip
