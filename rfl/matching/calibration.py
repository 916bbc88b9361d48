"""What makes bits honest: constants learnt from judged pairs, all in one place. Pure.

Learnt on judged pairs of invented people (tests/bench/judged.py: pools of 1,000 to 20,000; brothers
and sisters among them), with and without all evidence but names; checked on other seeds.
`make bench PART=calibration` learns them anew, prints them beside these, and draws how honest they
are (docs/reliability.svg). Why these thresholds: docs/adr/0010.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import log2

from rfl.matching.types import Evidence, Reason
from rfl.text import Text

BASE_BITS = -1.0
"""Added to the prior: candidates were chosen for being alike, and names of one people go together
more than their shares tell."""

TRUST = {
    "name": 1.05, "heard": 1.35, "short_form": 0.95, "family": 0.7, "birth": 1.03, "origin": 0.46,
}  # fmt: skip
"""What a bit of each kind is worth. Heard: a name that is written alike and not the same, of which
`names` thinks too little. Short form: many names have one short form. Origin: whoever bears a name
mostly comes from where it is borne. Family: parents' names are common where the person's own is."""

HEARD = {Reason.EDIT: "heard", Reason.NICKNAME: "short_form"}
"""Groups of names by the reason for which a row counts; all others are 'name'."""

SHADE_BITS = 0.7
SHADED = frozenset({"family", "birth", "origin"})
"""Taken off each row of these that speaks for a pair: people of one route and one name have more
in common than strangers. No row turns against a pair by it."""

SIBLINGS = 0.22
"""Brothers and sisters, about, who are registered beside a sought person."""

NAME_KINDS = frozenset(
    [
        "given_name",
        "family_name",
        "father_name",
        "grandfather_name",
        "nickname",
        "name_rest",
        "name",
    ]
)
OTHER_KINDS = frozenset(
    ["sex", "birth", "origin", "languages", "journey", "marks", "occupation", "telephone"]
)
OWN_KINDS = frozenset(
    ["given_name", "nickname", "sex", "birth", "journey", "marks", "occupation", "telephone",
     "wife", "husband", "partner", "son", "daughter", "travel_companion"]
)  # fmt: skip
"""What a brother does not share: all else tells of the family, not of the person."""

SHOWN_BITS = 0.005
"""Less is not shown as a row."""


def group_of(row: Evidence) -> str:
    """Return the group in TRUST to which a row of evidence belongs, or its kind."""
    if row.kind in NAME_KINDS:
        return HEARD.get(row.reason, "name")
    return row.kind if row.kind in OTHER_KINDS else "family"


def trusted(rows: Iterable[Evidence]) -> list[Evidence]:
    """Return `rows` with the bits that judged pairs bear out."""
    return [replace(row, bits=_borne_out(row)) for row in rows]


def _borne_out(row: Evidence) -> float:
    group = group_of(row)
    bits = row.bits * TRUST.get(group, 1.0)
    return max(0.0, bits - SHADE_BITS) if bits > 0 and group in SHADED else bits


def kin_row(rows: Sequence[Evidence], searched: int) -> Evidence | None:
    """Return what is taken back because a brother or a sister would share it, or None.

    Evidence of the family cannot tell a person from their siblings: its sum b is bounded softly by
    c, the bits that single out one family among the searched: −log2(2^−b + 2^−c).
    """
    parted = is_parted(rows)
    shared = sum(row.bits for row in rows if is_shared(row, is_parted=parted))
    most = log2(max(2, searched) / SIBLINGS)
    left = -log2(2**-shared + 2**-most) - shared if shared > 0 else 0.0
    if left > -SHOWN_BITS:
        return None
    because = Text("A brother or a sister would share all this, so it tells less.")
    return Evidence("kin", "", "", Reason.CLOSE, left, because)


def is_parted(rows: Sequence[Evidence]) -> bool:
    """Tell whether a part of the person's own name contradicts: then the rest is the family's.

    What one side leaves out contradicts nothing, however much it is.
    """
    own = (row for row in rows if row.kind in NAME_KINDS and row.bits < 0)
    return any(row.reason is not Reason.MISSING for row in own)


def is_shared(row: Evidence, *, is_parted: bool) -> bool:
    """Tell whether a sibling would share a row; `is_parted`: of a name that has another part."""
    if is_parted and row.kind in NAME_KINDS:
        return row.bits > 0
    return row.kind not in OWN_KINDS
