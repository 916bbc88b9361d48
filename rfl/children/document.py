"""What is sealed in an entry of a child's file. Pure.

One document for all kinds of entry: each uses `words` and the part that is its own. Nothing in it
is ever changed; who has more to say writes a further entry.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

from rfl.children.rules import Verdict


class CareKind(StrEnum):
    """With whom the child lives until the family is found."""

    FOSTER = "foster_family"
    KINSHIP = "relatives"
    CENTRE = "centre"
    INDEPENDENT = "supported_living"
    HOSPITAL = "hospital"
    OTHER = "other"


class GuardianGround(StrEnum):
    """On what ground somebody speaks for the child."""

    COURT = "court"
    AUTHORITY = "authority"
    CUSTOM = "custom"
    PARENT = "parent"
    NONE_YET = "none_yet"


class RiskKind(StrEnum):
    """From what the child has to be protected."""

    TRAFFICKING = "trafficking"
    VIOLENCE = "violence"
    RECRUITMENT = "recruitment"
    EXPLOITATION = "exploitation"
    FAMILY = "family"
    NONE_SEEN = "none_seen"


class Wellbeing(StrEnum):
    """How a child is found on a visit afterwards."""

    WELL = "well"
    NEEDS_HELP = "needs_help"
    DANGER = "danger"
    NOT_SEEN = "not_seen"


class Talk(msgspec.Struct, frozen=True, omit_defaults=True):
    """How somebody was spoken with."""

    who: str = ""
    """The relative: name, and what they are to the child. Empty for the child."""
    language: str = ""
    interpreter: str = ""
    alone: bool = False


class Care(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who cares for the child, since when, and what was checked."""

    kind: CareKind
    with_whom: str = ""
    since: date | None = None
    checks: str = ""


class Guardian(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who speaks for the child, on what ground, until when."""

    ground: GuardianGround
    who: str = ""
    paper: str = ""
    until: date | None = None


class Risks(msgspec.Struct, frozen=True, omit_defaults=True):
    """From what the child has to be protected."""

    kinds: tuple[RiskKind, ...] = ()
    measures: str = ""


class Assessed(msgspec.Struct, frozen=True, omit_defaults=True):
    """One factor: what is known, and what the assessor thinks of it."""

    facts: str = ""
    view: str = ""


class Determination(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is best for the child, why, and what spoke against it."""

    verdict: Verdict
    reasons: str = ""
    dissent: str = ""


class Compared(msgspec.Struct, frozen=True, omit_defaults=True):
    """Whether the two sides fit, answer by answer and as a whole."""

    answers: tuple[str, ...] = ()
    """fits, differs or open: one for each question."""
    fits: bool = False


class Handover(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who received the child, where, and who saw it."""

    received_by: str = ""
    identity: str = ""
    """By which paper, with its number, or by which other sign they were known."""
    witness: str = ""
    place: str = ""


class Afterwards(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the child was found on a visit afterwards."""

    wellbeing: Wellbeing
    seen: str = ""
    """With whom somebody spoke, and whether with the child alone."""


class EntryDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of a child's file."""

    words: str = ""
    talk: Talk | None = None
    care: Care | None = None
    guardian: Guardian | None = None
    risks: Risks | None = None
    factor: Assessed | None = None
    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    """Of one side, in the order of the questions."""
    compared: Compared | None = None
    determination: Determination | None = None
    handover: Handover | None = None
    afterwards: Afterwards | None = None
    colleague_id: UUID | None = None
    """To whom the file was given."""


class ReviewDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the safeguarding focal point answered."""

    words: str = ""
