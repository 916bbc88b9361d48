"""Fuzzy comparison of two people's particulars. Pure: no web, no database, no clock.

Newcomers read `types` for the vocabulary, `score` for how evidence becomes one number, then
`script`, `reading`, `likeness`, `align` and `names` for how names are read,
and `index` for how they are found.
"""

from rfl.matching.score import VERSION, compare, compare_names, version
from rfl.matching.types import (
    Birth,
    Evidence,
    Likeness,
    Name,
    NamePart,
    NameRole,
    Particulars,
    Place,
    Rarity,
    Reason,
    Relative,
    Sighting,
    World,
)

__all__ = [
    "VERSION",
    "Birth",
    "Evidence",
    "Likeness",
    "Name",
    "NamePart",
    "NameRole",
    "Particulars",
    "Place",
    "Rarity",
    "Reason",
    "Relative",
    "Sighting",
    "World",
    "compare",
    "compare_names",
    "version",
]
