"""What is sealed in a tracing request and in each of its actions. Pure."""

from datetime import date
from uuid import UUID

import msgspec

from rfl.persons.rules import RelationKind
from rfl.tracing.rules import Cause, Fate, LegalBasis, OutcomeReason, Whereabouts


class SafeContact(msgspec.Struct, frozen=True, omit_defaults=True):
    """How and when the enquirer may safely be reached."""

    channel: str = ""
    """The safest way, in words: 'her sister’s telephone; no text messages, she does not read'."""
    hours: str = ""
    language: str = ""
    interpreter: bool = False
    """Whether one is needed."""


class LastNews(msgspec.Struct, frozen=True, omit_defaults=True):
    """The last that was heard of a sought person."""

    day: date | None = None
    country: str = ""
    place: str = ""
    channel: str = ""
    words: str = ""


class SoughtDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What belongs to one search and not to the sought person as such."""

    relation: RelationKind = RelationKind.OTHER_RELATIVE
    """What the sought person is to the enquirer: 'son' when a mother asks for her son."""
    last_news: tuple[LastNews, ...] = ()
    lost_contact: str = ""
    """When, where and how contact was lost."""
    heading_to: str = ""
    with_whom: str = ""
    boat: str = ""


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a case ended: fate and whereabouts are two things."""

    fate: Fate
    whereabouts: Whereabouts
    reason: OutcomeReason
    authority: str = ""
    words: str = ""


class RequestDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """The particulars of one tracing request."""

    contact: SafeContact = SafeContact()
    cause: Cause | None = None
    circumstances: str = ""
    legal_basis: LegalBasis | None = None
    danger: str = ""
    """If the enquirer or the sought person is in hiding or in danger: how."""
    tried: str = ""
    """What the family tried already."""
    external_id: str = ""
    """The id of the list it came from; with one, the request was taken down elsewhere."""
    outcome: Outcome | None = None


class ActionDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of the time line."""

    words: str = ""
    """What was tried or told."""
    result: str = ""
    """What came of it. In an entry that the program wrote: a key of words.NOTE_WORDS."""
    told_by: str = ""
    """Who told the family, where it was not the writer: 'interpreter Kadia Bâ'."""
    told_how: str = ""
    """By telephone, at their home, …"""
    colleague_id: UUID | None = None
    """To whom the case was handed."""
