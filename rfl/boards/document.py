"""What is sealed of a photo board and of an answer to one, under the case's key. Pure."""

from datetime import datetime
from uuid import UUID

import msgspec

from rfl.boards.rules import Finding, Risk
from rfl.persons.rules import RelationKind


class RiskAnswer(msgspec.Struct, frozen=True):
    """One answered question of the check, and how it is known."""

    risk: Risk
    is_yes: bool
    why: str


class BoardDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whom the face on a board looks for, and what the check found."""

    sought_id: UUID
    relation: RelationKind
    """What the sought person is to who is shown: BROTHER reads 'I look for my brother'."""
    age: str = ""
    """How old who is shown was when it was checked, as far as known."""
    is_child: bool = False
    answers: tuple[RiskAnswer, ...] = ()
    words: str = ""
    """Why it was taken down."""


class SaidOfLead(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing said between who answered and the society."""

    at: datetime
    words: str
    by: UUID | None = None
    """None: whoever answered."""


class LeadDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody told who saw a board."""

    finding: Finding
    words: str
    contact: str = ""
    said: tuple[SaidOfLead, ...] = ()
