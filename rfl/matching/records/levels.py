"""How far two values of a field agree, for many pairs at once. Pure.

Pairs are judged by rapidfuzz's compiled scorers or by NumPy; names are heard once.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel, JaroWinkler

from rfl.matching.records.columns import Kind
from rfl.matching.records.dates import date_parts
from rfl.matching.records.letters import Letters
from rfl.matching.records.people import Bits, Numbers, Values
from rfl.matching.records.spoken import Spoken

Levels = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]
MISSING, DIFFERENT, AKIN, CLOSE, NEAR, SAME = range(6)
"""NEAR: one name class or sound; of dates, day and month swapped or one digit wrong."""

LEVELS = 6
NUMBER_STEPS = (0, 1, 2, 5)
"""How far apart two numbers (ages) are the same, near, close, akin."""
DIGITS = 10 ** np.arange(8, dtype=np.uint32)
FOUR_BITS = np.arange(0, 32, 4, dtype=np.uint32)
"""Where each of the eight figures of a date stands in one number, four bits each."""

AKIN_TEXT, SLIP_TEXT, CLOSE_TEXT, SAME_WORDS = 0.78, 0.85, 0.9, 0.97
"""Likeness of texts from which they are akin; one slip counts as near; close; the same words."""


def pick(texts: npt.NDArray[np.object_], a: Numbers, b: Numbers) -> tuple[list[str], list[str]]:
    """Return the texts of pairs, by their numbers."""
    return texts[a].tolist(), texts[b].tolist()


def _scores(
    pairs: tuple[list[str], list[str]], scorer: Callable[..., Any], cutoff: float | None
) -> Any:
    return process.cpdist(*pairs, scorer=scorer, score_cutoff=cutoff, workers=1)


class Comparison:
    """The comparison of one field over the values of both lists."""

    def __init__(self, kind: Kind, values: Values) -> None:
        self.kind = kind
        self._texts = values.texts
        self._spoken = Spoken(values.texts) if kind is Kind.NAME else None
        self._judge = self._judge_for()

    def levels(self, a: Numbers, b: Numbers) -> tuple[Levels, Flags]:
        """Return the level of each pair of value numbers, and which are to be settled later."""
        found = np.where(a == b, SAME, DIFFERENT).astype(np.int8)
        found[(a == 0) | (b == 0)] = MISSING
        doubt = np.zeros(len(a), dtype=np.bool_)
        open_ = np.flatnonzero(found == DIFFERENT)
        if self._spoken is not None:
            found[open_], doubt[open_] = self._spoken.levels(a[open_], b[open_])
        elif self.kind is not Kind.WORD:
            found[open_] = self._judge(a[open_], b[open_])
        return found, doubt

    def settle(self, a: Numbers, b: Numbers) -> Levels:
        """Return the level of pairs that were in doubt: dear, and asked for few."""
        return self._spoken.by_ear(a, b) if self._spoken else self._judge(a, b)

    def _judge_for(self) -> Callable[[Numbers, Numbers], Levels]:
        texts = self._texts
        if self.kind is Kind.DATE:
            return _Dates(texts).levels
        if self.kind is Kind.NUMBER:
            numbers = np.array([_number(text) for text in texts])
            return lambda a, b: _number_levels(numbers[a], numbers[b])
        if self.kind is Kind.TEXT:
            return _Texts(texts).levels
        return _Codes(list(map(tail_of, texts)) if self.kind is Kind.PHONE else texts).levels


def tail_of(number: str) -> str:
    """Return what is left of a telephone number without its country's prefix, about."""
    return re.sub(r"\D", "", number)[-8:]


class _Dates:
    """The dates of a field, made ready to be compared by number."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._parts = np.ascontiguousarray(date_parts(texts).T.astype(np.int16))
        year, month, day = self._parts.astype(np.uint32)
        figures = (year * 10_000 + month * 100 + day)[:, None] // DIGITS % 10
        self._figures = (figures << FOUR_BITS).sum(axis=1, dtype=np.uint32)

    def levels(self, a: Numbers, b: Numbers) -> Levels:
        """Return the level of each pair of dates."""
        ones, others = self._parts.take(a, axis=1), self._parts.take(b, axis=1)
        same = ones == others
        same_year, same_month = same[0], same[1]
        alike = (same & (ones > 0)).sum(axis=0, dtype=np.int8)
        swapped = same_year & (ones[1] == others[2]) & (ones[2] == others[1])
        no_month = (ones[1] == 0) | (others[1] == 0)
        vague = same_year & (no_month | (same_month & ((ones[2] == 0) | (others[2] == 0))))
        found = np.where(np.abs(ones[0] - others[0]) <= 1, AKIN, DIFFERENT).astype(np.int8)
        found[alike == 2] = CLOSE  # noqa: PLR2004  # of year, month and day
        found[swapped | vague | self._slipped(a, b)] = NEAR
        found[same.all(axis=0)] = SAME
        found[(ones[0] == 0) | (others[0] == 0)] = MISSING
        return found

    def _slipped(self, a: Numbers, b: Numbers) -> Flags:
        """Tell where one figure differs, or two are turned round."""
        ones, others = self._figures[a], self._figures[b]
        apart = ones ^ others
        apart |= apart >> 1
        apart |= apart >> 2
        places = np.bitwise_count(apart & 0x11111111)
        found = places == 1
        two = np.flatnonzero(places == 2)  # noqa: PLR2004  # perhaps turned round
        turned = [np.sort(one[two, None] >> FOUR_BITS & 15, axis=1) for one in (ones, others)]
        found[two] = (turned[0] == turned[1]).all(axis=1)
        return np.asarray(found)


class _Texts:
    """The texts of a field, as they are and with their words in the order of the alphabet."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._letters = Letters(texts)
        self._plain = np.array(texts, dtype=np.object_)
        self._ordered = np.array([" ".join(sorted(t.split())) for t in texts], dtype=np.object_)

    def levels(self, a: Numbers, b: Numbers) -> Levels:
        """Return the level of each pair of texts."""
        near, words = np.zeros((2, len(a)), dtype=np.float32)
        common = self._letters.common(a, b)
        maybe = np.flatnonzero(self._letters.may_resemble(a, b, common, AKIN_TEXT))
        pairs = pick(self._plain, a[maybe], b[maybe])
        near[maybe] = _scores(pairs, JaroWinkler.similarity, AKIN_TEXT)
        maybe = np.flatnonzero(self._letters.may_share(a, b, common, AKIN_TEXT))
        pairs = pick(self._ordered, a[maybe], b[maybe])
        words[maybe] = _scores(pairs, Indel.normalized_similarity, AKIN_TEXT)
        best = np.maximum(near, words)
        choices = [words > SAME_WORDS, best >= CLOSE_TEXT, best > 0]
        found = np.select(choices, [NEAR, CLOSE, AKIN], DIFFERENT).astype(np.int8)
        maybe = np.flatnonzero((near > SLIP_TEXT) & (found < NEAR))
        pairs = pick(self._plain, a[maybe], b[maybe])
        found[maybe[_scores(pairs, OSA.distance, 1) <= 1]] = NEAR
        return found


class _Codes:
    """Codes and numbers of telephones: how many signs of them differ."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._letters = Letters(texts)
        self._texts = np.array(texts, dtype=np.object_)
        self._numbers = np.unique(np.array(texts, dtype=np.str_), return_inverse=True)[1]

    def levels(self, a: Numbers, b: Numbers) -> Levels:
        """Return the level of each pair of codes."""
        length = np.maximum(self._letters.sizes[a], self._letters.sizes[b])
        found = np.full(len(a), DIFFERENT, dtype=np.int8)
        found[self._numbers[a] == self._numbers[b]] = SAME
        # Of two figures, one wrong is another number.
        maybe = np.flatnonzero((length > 2) & (found != SAME))  # noqa: PLR2004
        a, b, length = a[maybe], b[maybe], length[maybe]
        # Every sign that is not common is a slip at least.
        enough = np.flatnonzero(2 * self._letters.common(a, b) >= length)
        maybe, length = maybe[enough], length[enough]
        slips = _scores(pick(self._texts, a[enough], b[enough]), OSA.distance, None)
        found[maybe] = np.select([slips == 1, slips * 2 <= length], [NEAR, AKIN], DIFFERENT)
        return found


def _number_levels(a: Bits, b: Bits) -> Levels:
    apart = np.abs(a - b)
    steps = [apart <= years for years in NUMBER_STEPS]
    found = np.select(steps, [SAME, NEAR, CLOSE, AKIN], DIFFERENT)
    found[np.isnan(apart)] = MISSING
    return found.astype(np.int8)


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return float("nan")
