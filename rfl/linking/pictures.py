"""The waterfall of a judgement: geometry only, drawn by templates/linking/waterfall.html. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from rfl.matching import Evidence, Likeness

WIDTH, LABELS, FIGURES = 360, 112, 50
TOP, ROW, BAR = 24, 24, 13
HALF_MINIBAR = 42.0
GREATEST_MINIBAR = 6.5
"""Bits at which a small bar is full."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its row of evidence, where it begins and ends, and the sum after it."""

    kind: str
    bits: float
    so_far: float
    x: float
    y: float
    width: float
    end: float


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Everything the picture needs; lengths in its own units."""

    bars: tuple[Bar, ...]
    zero: float
    height: int
    start: float
    total: float
    up: float
    down: float


@dataclass(frozen=True, slots=True)
class MiniBar:
    """A small bar from the middle: to the right for, to the left against."""

    x: float
    width: float


def waterfall(likeness: Likeness) -> Waterfall:
    """Return the waterfall from the prior over each row that weighs something to the sum."""
    rows = weighty(likeness.evidence)
    steps = [likeness.prior_bits]
    for row in rows:
        steps.append(steps[-1] + row.bits)
    least, most = min(0.0, *steps), max(0.0, *steps)
    scale = (WIDTH - LABELS - FIGURES) / max(1.0, most - least)

    def place(bits: float) -> float:
        return round(LABELS + (bits - least) * scale, 1)

    spans = [("start", likeness.prior_bits, 0.0, likeness.prior_bits)]
    spans += [
        (row.kind, row.bits, before, before + row.bits)
        for row, before in zip(rows, steps, strict=False)
    ]
    spans.append(("together", likeness.bits, 0.0, likeness.bits))
    bars = tuple(
        Bar(
            kind=kind,
            bits=bits,
            so_far=after,
            x=min(place(before), place(after)),
            y=TOP + 9 + ROW * number,
            width=max(1.0, round(abs(place(after) - place(before)), 1)),
            end=place(after),
        )
        for number, (kind, bits, before, after) in enumerate(spans)
    )
    return Waterfall(
        bars=bars,
        zero=place(0.0),
        height=TOP + ROW * len(bars) + 12,
        start=likeness.prior_bits,
        total=likeness.bits,
        up=sum(row.bits for row in rows if row.bits > 0),
        down=sum(row.bits for row in rows if row.bits < 0),
    )


def minibar(bits: float) -> MiniBar:
    """Return the small bar of one row."""
    width = round(min(1.0, abs(bits) / GREATEST_MINIBAR) * HALF_MINIBAR, 1)
    return MiniBar(44.0 if bits >= 0 else round(44.0 - width, 1), width)


def weighty(rows: Sequence[Evidence]) -> list[Evidence]:
    """Return the rows that moved the judgement."""
    return [row for row in rows if round(row.bits, 1)]
