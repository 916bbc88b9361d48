"""The relatives of a pair side by side: who agrees, and whom only one record names. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rfl.linking.wording import FAMILY, standing
from rfl.matching import Evidence, Relative


@dataclass(frozen=True, slots=True)
class RelativeRow:
    """One relative: as each record names them, '' where it does not, and how the two stand."""

    kind: str
    sought: str
    registered: str
    standing: str

    @property
    def agrees(self) -> bool:
        """Tell whether both records name them alike."""
        return self.standing in ("same", "close")


def side_by_side(
    evidence: Sequence[Evidence],
    sought: Sequence[Relative],
    registered: Sequence[Relative],
    *,
    is_foreign: bool,
) -> list[RelativeRow]:
    """Return what the evidence says of relatives, then those whom one record alone names.

    `sought`, `registered`: relatives that the records themselves name. Of another society's record
    nobody is added to those whom the evidence names.
    """
    rows = [
        RelativeRow(row.kind, str(row.a), str(row.b), standing(row))
        for row in evidence
        if row.kind in FAMILY
    ]
    own = _unnamed(sought, [row.sought for row in rows])
    theirs = () if is_foreign else _unnamed(registered, [row.registered for row in rows])
    return [
        *rows,
        *(RelativeRow(kind, name, "", "absent") for kind, name in own),
        *(RelativeRow(kind, "", name, "absent") for kind, name in theirs),
    ]


def _unnamed(relatives: Sequence[Relative], named: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield relatives who stand in no row yet; two of one name count as two."""
    left = list(named)
    for one in relatives:
        name = one.names[0].text if one.names else ""
        if name in left:
            left.remove(name)
        elif name:
            yield one.relation, name
