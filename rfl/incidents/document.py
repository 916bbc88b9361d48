"""What is sealed of an event, of a testimony, and of each person seen in it. Pure.

An event rests under a key of its own. A testimony rests under the key of whoever gave it, and what
is said of a person under that person's, where they have a record: each goes with whose it is.
"""

from datetime import date, datetime
from uuid import UUID

import msgspec

from rfl.incidents.account import Seen
from rfl.incidents.rules import CountKind, CountSource, Exactness, IncidentAct
from rfl.persons.rules import RelationKind, SourceKind


class Count(msgspec.Struct, frozen=True, omit_defaults=True):
    """One figure as somebody gave it. It is never written over."""

    kind: CountKind
    number: int
    source: CountSource
    day: date
    by: UUID
    at: datetime
    is_about: bool = False
    who: str = ""
    """Which authority, paper or organisation."""
    mistake: str = ""
    """Why it was written down wrongly, if it was."""


class Done(msgspec.Struct, frozen=True, omit_defaults=True):
    """One act on the account, with its words."""

    act: IncidentAct
    by: UUID
    at: datetime
    words: str = ""


class IncidentDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of an event. `day`: as exact as `exactness` says."""

    name: str
    day: date
    exactness: Exactness = Exactness.DAY
    left_from: str = ""
    heading_to: str = ""
    where: str = ""
    """Where it happened, or where it was last heard of."""
    vessel: str = ""
    words: str = ""
    """What happened, as far as it is known."""
    counts: tuple[Count, ...] = ()
    """The oldest first."""
    done: tuple[Done, ...] = ()
    """The oldest first."""


class TestimonyDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What somebody told. `who`: a name only where they are not registered."""

    source: SourceKind
    day: date
    words: str = ""
    who: str = ""
    how: str = ""
    """How it was taken down: by telephone, with an interpreter."""


class Tie(msgspec.Struct, frozen=True):
    """What somebody is to another who was seen: the BROTHER of that one."""

    kind: RelationKind
    other_id: UUID
    """The other's sighting, in the same testimony."""


class SightingDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one testimony says of one person. It stands when the testimony is gone."""

    seen: Seen
    source: SourceKind
    day: date
    """The day of the testimony."""
    name: str = ""
    """As it was said; the person's record has a better one."""
    where: str = ""
    when: str = ""
    words: str = ""
    is_hearsay: bool = False
    ties: tuple[Tie, ...] = ()
