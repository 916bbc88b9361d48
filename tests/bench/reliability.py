"""Draws how honest probabilities are: what was said against what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SIDE, EDGE = 360, 56
COLOURS = ("#1d4f91", "#b35900")
STYLE = "font: 13px system-ui, sans-serif; fill: #222"


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of about one probability: the mean of what was said, the share that was one person."""

    said: float
    was: float
    pairs: int


def draw(lines: Mapping[str, Sequence[Bin]]) -> str:
    """Return an SVG with one line for each of `lines`; dots grow with the number of pairs."""
    width, height = SIDE + 2 * EDGE, SIDE + 2 * EDGE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
        "<title>Reliability: probability said against share of pairs that were one person</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4"/>',
        f'<path d="M{_x(0)} {_y(1)}V{_y(0)}H{_x(1)}" stroke="#222" fill="none"/>',
        *(_tick(n / 5) for n in range(6)),
        _word(f'x="{width / 2}" y="{height - 12}"', "probability said"),
        _word(f'transform="translate(14 {height / 2}) rotate(-90)"', "share that was one person"),
    ]
    for place, (words, bins) in enumerate(lines.items()):
        colour, y = COLOURS[place % len(COLOURS)], 24 + 20 * place
        points = " ".join(f"{_x(b.said)},{_y(b.was)}" for b in bins)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}"/>')
        parts += [
            f'<circle cx="{_x(b.said)}" cy="{_y(b.was)}" r="{2 + min(8, b.pairs**0.33):.1f}" '
            f'fill="{colour}" fill-opacity=".7"><title>{b.pairs} pairs</title></circle>'
            for b in bins
        ]
        parts.append(f'<circle cx="{EDGE + 12}" cy="{y - 4}" r="5" fill="{colour}"/>')
        parts.append(f'<text x="{EDGE + 24}" y="{y}" style="{STYLE}">{words}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _word(place: str, words: str) -> str:
    return f'<text {place} text-anchor="middle" style="{STYLE}">{words}</text>'


def _x(share: float) -> float:
    return round(EDGE + SIDE * share, 1)


def _y(share: float) -> float:
    return round(EDGE + SIDE * (1 - share), 1)


def _tick(share: float) -> str:
    return (
        f'<text x="{_x(share)}" y="{_y(0) + 18}" text-anchor="middle" style="{STYLE}">{share:.1f}'
        f'</text><text x="{_x(0) - 8}" y="{_y(share) + 4}" text-anchor="end" style="{STYLE}">'
        f"{share:.1f}</text>"
    )
