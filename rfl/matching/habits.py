"""What clerks usually write for a Latin spelling: prices learnt from names in two scripts. Pure.

Rules say what a letter may stand for; how often it does so, `tables/habits.tsv` counts. A way of
writing costs the more, the rarer it is beside the most usual one for the same Latin letters: يوني
is sooner Yoni than Joni, as a j is mostly written ج.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Prices = NDArray[np.float32]
Counts = NDArray[np.float64]

WORTH = 0.008
"""Price of being e times as rare: it settles which of two near spellings is meant. Four times as
dear gained no more on single words, and lost on full names."""

DOUBT = 8.0
"""How many writings of a Latin sign weigh as much as what the rules alone would expect."""

STEEPNESS = 5.0
"""How much rarer the rules expect a dear way to be than a cheap one: e to that power a whole
price."""

UNWRITTEN_SHARE = 0.05
"""How readily the rules alone expect that nothing is written, beside a letter that fits."""

RAREST = 10.0
"""Rarer than e to this power costs no more."""

NEVER_ADDED, ADDED_DOUBT, MOST_ADDED = 0.5, 5.0, 6.0
"""The same for a letter that answers nothing: smoothing, and the rarest that counts."""


class Surcharge(NamedTuple):
    """What habits add to prices; rows are the signs of one script, columns those of Latin."""

    swap: Prices
    unwritten: Prices
    """By Latin sign: nothing is written for it."""
    added: Prices
    """By sign of the script: it stands for nothing."""


def surcharge(swap: Prices, gap: Prices, written: Counts) -> Surcharge:
    """Return what the counts `written` add.

    `written`: signs of the script × Latin signs; its last row counts what was not written, its last
    column what stood for nothing. `swap` and `gap`: prices of the rules, of the same rows and
    columns, and of a Latin sign for which nothing is written. A sign that was never seen costs
    nothing more.
    """
    seen = written[:-1].sum(axis=1)
    known = seen > 0
    expected = np.exp(-STEEPNESS * swap) * (seen / seen.sum())[:, None]
    silent = UNWRITTEN_SHARE * np.exp(-STEEPNESS * gap)
    whole = expected.sum(axis=0) + silent
    times = written[:, :-1]
    share = (times + DOUBT * np.vstack((expected, silent)) / whole) / (times.sum(axis=0) + DOUBT)
    rare = np.minimum(RAREST, np.log(share.max(axis=0)) - np.log(np.maximum(share, 1e-9)))
    idle = (written[:-1, -1] + NEVER_ADDED) / (seen + ADDED_DOUBT)
    added = np.where(known, np.minimum(MOST_ADDED, -np.log(idle)), 0)
    return Surcharge(
        (WORTH * rare[:-1] * known[:, None]).astype(np.float32),
        (WORTH * rare[-1]).astype(np.float32),
        (WORTH * added).astype(np.float32),
    )


def counted(
    rows: Sequence[Mapping[str, str]], own: Mapping[str, int], latin: Mapping[str, int]
) -> Counts:
    """Return how often signs were written for Latin ones, as `surcharge` asks for it.

    `rows`: of one script, of the table; `own` and `latin`: labels of signs → their place.
    """
    found = np.zeros((max(own.values()) + 2, max(latin.values()) + 2))
    for row in rows:
        one = own[row["letters"]] if row["letters"] else -1
        other = latin[row["latin"]] if row["latin"] else -1
        found[one, other] += int(row["times"])
    return found


def label(letters: str, where: str, place: int, of: int) -> str:
    """Return how the table names the sign at `place` of the `of` signs of a rule."""
    return letters + (f"·{where}" if where else "") + (str(place + 1) if of > 1 else "")
