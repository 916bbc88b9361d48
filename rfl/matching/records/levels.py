"""How far two values of a field agree, for many pairs at once. Pure.

Each distinct pair of values is judged once a call, by rapidfuzz's compiled scorers or by NumPy.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel, JaroWinkler

from rfl.matching.records.columns import Kind
from rfl.matching.records.dates import date_parts
from rfl.matching.records.people import Bits, Numbers, Values
from rfl.matching.records.spoken import Spoken

Levels = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]
Words = npt.NDArray[np.object_]
MISSING, DIFFERENT, AKIN, CLOSE, NEAR, SAME = range(6)
"""NEAR: one name class or sound; of dates, day and month swapped or one digit wrong."""

LEVELS = 6
NUMBER_STEPS = (0, 1, 2, 5)
"""How far apart two numbers (ages) are the same, near, close, akin."""
AKIN_TEXT, SLIP_TEXT, CLOSE_TEXT, SAME_WORDS = 0.78, 0.85, 0.9, 0.97
"""Likeness of texts from which they are akin; one slip counts as near; close; the same words."""


class Comparison:
    """The comparison of one field over the values of both lists."""

    def __init__(self, kind: Kind, values: Values) -> None:
        self.kind = kind
        self._texts = values.texts
        self._repeats = kind in (Kind.NAME, Kind.TEXT)
        self._spoken = Spoken(values.texts) if kind is Kind.NAME else None
        self._judge = self._judge_for()

    def levels(self, a: Numbers, b: Numbers) -> tuple[Levels, Flags]:
        """Return the level of each pair of value numbers, and which are to be settled later."""
        found = np.where(a == b, SAME, DIFFERENT).astype(np.int8)
        found[(a == 0) | (b == 0)] = MISSING
        doubt = np.zeros(len(a), dtype=np.bool_)
        open_ = np.flatnonzero(found == DIFFERENT)
        if len(open_) and self.kind is not Kind.WORD:
            ones, others, back = self._distinct(a[open_], b[open_])
            if self._spoken is not None:
                levels, in_doubt = self._spoken.levels(ones, others)
                doubt[open_] = in_doubt[back]
            else:
                levels = self._judge(ones, others)
            found[open_] = levels[back]
        return found, doubt

    def settle(self, a: Numbers, b: Numbers) -> Levels:
        """Return the level of pairs that were in doubt: dear, and asked for few."""
        ones, others, back = self._distinct(a, b)
        settled = self._spoken.by_ear(ones, others) if self._spoken else self._judge(ones, others)
        return np.asarray(settled[back])

    def _distinct(self, a: Numbers, b: Numbers) -> tuple[Numbers, Numbers, Numbers | slice]:
        """Return pairs, each once where that saves more than it costs, and where each stood."""
        if not self._repeats:
            return a, b, slice(None)
        base = len(self._texts)
        distinct, back = np.unique(np.minimum(a, b) * base + np.maximum(a, b), return_inverse=True)
        return distinct // base, distinct % base, back

    def _judge_for(self) -> Callable[[Numbers, Numbers], Levels]:
        texts = self._texts
        if self.kind is Kind.DATE:
            dates = date_parts(texts)
            return lambda a, b: _date_levels(dates[a], dates[b])
        if self.kind is Kind.NUMBER:
            numbers = np.array([_number(text) for text in texts])
            return lambda a, b: _number_levels(numbers[a], numbers[b])
        if self.kind is Kind.TEXT:
            plain, ordered = _words(texts), _words(" ".join(sorted(t.split())) for t in texts)
            return lambda a, b: _text_levels(_pick(plain, a, b), _pick(ordered, a, b))
        tails = _words(map(tail_of, texts) if self.kind is Kind.PHONE else texts)
        sizes = np.array([len(text) for text in tails])
        return lambda a, b: _code_levels(*_pick(tails, a, b), np.maximum(sizes[a], sizes[b]))


def _words(texts: Iterable[str]) -> Words:
    return np.array(list(texts), dtype=np.object_)


def tail_of(number: str) -> str:
    """Return what is left of a telephone number without its country's prefix, about."""
    return re.sub(r"\D", "", number)[-8:]


def _pick(texts: Words, a: Numbers, b: Numbers) -> tuple[list[str], list[str]]:
    return texts[a].tolist(), texts[b].tolist()


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


Texts = tuple[list[str], list[str]]


def _scores(pairs: Texts, scorer: Callable[..., Any], cutoff: float) -> Any:
    return process.cpdist(*pairs, scorer=scorer, score_cutoff=cutoff, workers=1)


def _text_levels(texts: Texts, ordered: Texts) -> Levels:
    near = _scores(texts, JaroWinkler.similarity, AKIN_TEXT)
    words = _scores(ordered, Indel.normalized_similarity, AKIN_TEXT)
    best = np.maximum(near, words)
    found = np.select([words > SAME_WORDS, best >= CLOSE_TEXT, best > 0], [NEAR, CLOSE, AKIN], 1)
    maybe = np.flatnonzero((near > SLIP_TEXT) & (found < NEAR))
    few = ([texts[0][n] for n in maybe.tolist()], [texts[1][n] for n in maybe.tolist()])
    found[maybe[_scores(few, OSA.distance, 1) <= 1]] = NEAR
    return found.astype(np.int8)


def _code_levels(ones: list[str], others: list[str], length: Numbers) -> Levels:
    slips = process.cpdist(ones, others, scorer=OSA.distance, workers=1)
    long = length > 2  # noqa: PLR2004  # of two figures, one wrong is another number
    found = np.select(
        [slips == 0, (slips == 1) & long, (slips * 2 <= length) & long], [SAME, NEAR, AKIN], 1
    )
    return found.astype(np.int8)


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
