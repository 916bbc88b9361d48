"""A family as rows of generations around the enquirer, and where each member stands. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from rfl.persons.rules import Alive, RelationKind, Sex
from rfl.text import N_

_R = RelationKind
GENERATION: Mapping[RelationKind, int] = {
    **dict.fromkeys((_R.GRANDMOTHER, _R.GRANDFATHER), -2),
    **dict.fromkeys((_R.MOTHER, _R.FATHER, _R.AUNT, _R.UNCLE, _R.GUARDIAN), -1),
    **dict.fromkeys((_R.SON, _R.DAUGHTER, _R.NIECE, _R.NEPHEW), 1),
}
"""Relation to the enquirer → generations below them; 0 for all others."""

PARENTS = frozenset({_R.MOTHER, _R.FATHER})
SPOUSES = frozenset({_R.WIFE, _R.HUSBAND, _R.PARTNER})
SIBLINGS = frozenset({_R.SISTER, _R.BROTHER})
CHILDREN = frozenset({_R.SON, _R.DAUGHTER})
GRANDPARENTS = frozenset({_R.GRANDMOTHER, _R.GRANDFATHER})

ORDER: Sequence[RelationKind] = (
    *(_R.GRANDFATHER, _R.GRANDMOTHER, _R.UNCLE, _R.AUNT, _R.FATHER, _R.MOTHER, _R.GUARDIAN),
    *(_R.BROTHER, _R.SISTER, _R.HUSBAND, _R.WIFE, _R.PARTNER, _R.COUSIN),
    *(_R.SON, _R.DAUGHTER, _R.NEPHEW, _R.NIECE, _R.OTHER_RELATIVE, _R.TRAVEL_COMPANION),
)
"""From the start of a row to its end; the enquirer stands before their spouse."""

SEX_OF: Mapping[RelationKind, Sex] = {
    **dict.fromkeys(
        (_R.MOTHER, _R.SISTER, _R.DAUGHTER, _R.WIFE, _R.AUNT, _R.GRANDMOTHER, _R.NIECE), Sex.FEMALE
    ),
    **dict.fromkeys(
        (_R.FATHER, _R.BROTHER, _R.SON, _R.HUSBAND, _R.UNCLE, _R.GRANDFATHER, _R.NEPHEW), Sex.MALE
    ),
}


class Standing(StrEnum):
    """Where the search for a member of the family stands, as far as links tell."""

    ASKS = "asks"
    KNOWN = "known"
    """Named by the family; nobody looks for them."""
    SOUGHT = "sought"
    TO_JUDGE = "to_judge"
    PROBABLE = "probable"
    CONFIRMED = "confirmed"


STANDING_WORDS: Mapping[Standing, str] = {
    Standing.ASKS: N_("asks"),
    Standing.KNOWN: N_("named by the family"),
    Standing.SOUGHT: N_("looked for"),
    Standing.TO_JUDGE: N_("a link to review"),
    Standing.PROBABLE: N_("a probable link"),
    Standing.CONFIRMED: N_("a confirmed link"),
}


@dataclass(frozen=True, slots=True)
class Member:
    """One member of the family. `relation` is what they are to the enquirer; None: the enquirer."""

    name: str
    relation: RelationKind | None
    standing: Standing
    alive: Alive = Alive.UNKNOWN
    sought_id: UUID | None = None
    place: int | None = None
    """Of somebody who is only named: the place among the enquirer's relatives."""

    @property
    def generation(self) -> int:
        """Return how many generations below the enquirer they stand."""
        return GENERATION.get(self.relation, 0) if self.relation else 0


def in_rows(members: Iterable[Member]) -> list[list[Member]]:
    """Return the members by generation, the eldest first, each row in the order of a picture."""
    rows: dict[int, list[Member]] = {}
    for one in members:
        rows.setdefault(one.generation, []).append(one)
    return [sorted(rows[number], key=_rank) for number in sorted(rows)]


def _rank(member: Member) -> float:
    if member.relation is None:
        return ORDER.index(_R.HUSBAND) - 0.5
    return ORDER.index(member.relation)
