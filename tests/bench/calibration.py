"""Learns the constants of rfl/matching/calibration.py anew, and tells how honest they are.

Learnt on pools of several sizes, checked on others of other seeds, by name alone and by everything.
Least log loss, each constant held to what it was by a pull as strong as PULL pairs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rfl.linking.rules import LIKELY_PROBABILITY, SUGGEST_BITS
from rfl.matching import Likeness, calibration
from rfl.matching.evidence import prior_bits
from tests.bench.judged import PRESENT, Judgement, judge
from tests.bench.reliability import Bin, draw
from tests.bench.report import DOCS

LEARNT = {1_000: 150, 4_000: 150}
CHECKED = {1_000: 400, 4_000: 400, 12_000: 250}
"""People in a pool → searches in it. By name alone few pairs are likely: the check needs more."""

LEARN_SEED, CHECK_SEED = 1, 101
DRAWS = 200
"""How often an honest engine is imagined, to know what error chance alone brings."""

GROUPS = ("name", "heard", "short_form", "family", "birth", "origin")
PULL = 5.0
BINS = 10
SEEN = 0.01
"""Pairs less probable than this are all right by being many; what is shown to people counts."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Judged pairs as arrays; bits before trust, by group and in all the rest."""

    bits: np.ndarray
    shared: np.ndarray
    """The same of what siblings share."""
    prior: np.ndarray
    people: np.ndarray
    is_full: np.ndarray
    is_one: np.ndarray


def rows() -> Iterator[str]:
    """Yield the rows of the part `calibration`, and draw docs/reliability.svg."""
    yield from learn_and_check(DOCS / "reliability.svg")


def learn_and_check(picture: Path) -> Iterator[str]:
    """Yield the lines of the report; draw the reliability into `picture`."""
    learnt_on = sample(list(_judgements(LEARNT, LEARN_SEED)))
    judgements = list(_judgements(CHECKED, CHECK_SEED))
    checked = sample(judgements)
    now = np.array(
        [calibration.BASE_BITS, *(calibration.TRUST[g] for g in GROUPS), calibration.SIBLINGS]
    )
    best = least(learnt_on, now)
    pairs = len(checked.is_one) // 2
    yield f"| judged pairs: learnt from {len(learnt_on.is_one) // 2}, checked on {pairs} |  |  |"
    names = ("base bits", *(f"trust of {g}" for g in GROUPS), "siblings")
    for name, old, new in zip(names, now, best, strict=True):
        yield f"| {name}: in use; learnt in this run | {old:.2f} | {new:.2f} |"
    probability = probabilities(checked, now)
    lines = {}
    for words, chosen in (("names only", ~checked.is_full), ("everything", checked.is_full)):
        yield from _errors(words, probability[chosen], checked, chosen)
        seen = chosen & (probability >= SEEN)
        lines[words] = bins(probability[seen], checked.is_one[seen])
    likely = checked.is_full & (probability >= LIKELY_PROBABILITY)
    suggested = checked.is_full & (probability >= 1 / (1 + 2**-SUGGEST_BITS))
    true = sum(one.counterparts for one in judgements)
    yield (
        f"| likely: precision; recall of {true} counterparts | {checked.is_one[likely].mean():.3f} "
        f"| {checked.is_one[likely].sum() / true:.3f} |"
    )
    yield (
        f"| suggested: looks a search; recall | {suggested.sum() / sum(CHECKED.values()):.1f} "
        f"| {checked.is_one[suggested].sum() / true:.3f} |"
    )
    picture.write_text(draw(lines), "utf-8")


def _errors(words: str, said: np.ndarray, checked: Sample, chosen: np.ndarray) -> Iterator[str]:
    """Yield how far what was `said` of the `chosen` pairs is from what was, by size of pool."""
    is_one, people, seen = checked.is_one[chosen], checked.people[chosen], said >= SEEN
    yield f"| calibration error, {words}, all pairs | {error(said, is_one):.4f} | |"
    for size in (None, *CHECKED):
        here = seen & (people == size) if size else seen
        what = f"of {size:,} people" if size else "of 1 % and more"
        shown, chance = error(said[here], is_one[here]), by_chance(said[here])
        yield f"| – {words}, {int(here.sum())} pairs {what} | {shown:.4f} | {chance:.4f} |"


def _judgements(pools: Mapping[int, int], seed: int) -> Iterator[Judgement]:
    for place, (people, searches) in enumerate(pools.items()):
        yield judge(people, searches, seed + place)


def sample(judgements: Sequence[Judgement]) -> Sample:
    """Return judged pairs as arrays, twice each: by everything, and by name alone."""
    rows = [
        (*_bits(found), _prior(one), one.people, is_full, pair.is_one)
        for one in judgements
        for pair in one.pairs
        for found, is_full in ((pair.full, True), (pair.by_name, False))
    ]
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return Sample(*columns)


def _prior(one: Judgement) -> float:
    return prior_bits(one.people, PRESENT) - calibration.BASE_BITS


def _bits(found: Likeness) -> tuple[list[float], list[float]]:
    whole, shared = ([0.0] * (len(GROUPS) + 1) for _ in range(2))
    rows = [row for row in found.evidence if row.kind != "kin"]
    is_parted = calibration.is_parted(rows)
    for row in rows:
        group = calibration.group_of(row)
        place = GROUPS.index(group) if group in GROUPS else len(GROUPS)
        shade = calibration.SHADE_BITS if row.bits > 0 and group in calibration.SHADED else 0.0
        bits = (row.bits + shade) / calibration.TRUST.get(group, 1.0)
        is_shared = calibration.is_shared(row, is_parted=is_parted)
        for told in (whole, shared) if is_shared else (whole,):
            told[place] += bits
            told[-1] -= shade
    return whole, shared


def probabilities(found: Sample, constants: np.ndarray) -> np.ndarray:
    """Return the probability of each pair with `constants` (base, trusts, siblings)."""
    trust = np.append(constants[1:-1], 1.0)
    shared = found.shared @ trust
    most = np.log2(found.people / constants[-1])
    kin = np.where(shared > 0, -np.logaddexp2(-shared, -most) - shared, 0.0)
    total = constants[0] + found.prior + found.bits @ trust + kin
    return 1 / (1 + np.exp2(-np.clip(total, -30, 30)))


def least(found: Sample, start: np.ndarray) -> np.ndarray:
    """Return the constants of least log loss near `start`, by coordinate descent."""

    def loss(constants: np.ndarray) -> float:
        p = np.clip(probabilities(found, constants), 1e-9, 1 - 1e-9)
        told = np.where(found.is_one, np.log(p), np.log1p(-p)).sum()
        return float(PULL * np.square(constants - start).sum() - told)

    best, least_loss, step = start.copy(), loss(start), np.full(len(start), 0.2)
    while step.max() > 0.01:
        for place in range(len(best)):
            for way in (step[place], -step[place]):
                tried = best.copy()
                tried[place] = max(0.05, tried[place] + way) if place else tried[place] + way
                if (got := loss(tried)) < least_loss:
                    best, least_loss = tried, got
                    break
            else:
                step[place] /= 2
    return best


def error(probability: np.ndarray, is_one: np.ndarray) -> float:
    """Return the expected calibration error over BINS bins of one width."""
    parts = bins(probability, is_one)
    return sum(abs(b.said - b.was) * b.pairs for b in parts) / max(1, len(is_one))


def by_chance(probability: np.ndarray) -> float:
    """Return the error that a wholly honest engine would show with so many pairs."""
    luck = np.random.default_rng(CHECK_SEED)
    drawn = (luck.random(len(probability)) < probability for _ in range(DRAWS))
    return float(np.mean([error(probability, is_one) for is_one in drawn]))


def bins(probability: np.ndarray, is_one: np.ndarray) -> list[Bin]:
    """Return what was said and what was, by bin."""
    place = np.minimum((probability * BINS).astype(int), BINS - 1)
    return [
        Bin(float(probability[here].mean()), float(is_one[here].mean()), int(here.sum()))
        for n in range(BINS)
        if (here := place == n).any()
    ]
