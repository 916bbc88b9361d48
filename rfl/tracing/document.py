"""What is sealed in a tracing request and in each of its actions. Pure."""

from datetime import date

import msgspec

from rfl.persons.rules import RelationKind
from rfl.tracing.rules import Cause, Fate, LegalBasis, OutcomeReason, Whereabouts


class SafeContact(msgspec.Struct, frozen=True, omit_defaults=True):
    """How and when the enquirer may safely be reached."""

    channel: str = ""
    hours: str = ""
    language: str = ""
    interpreter: bool = False


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
    cause: Cause = Cause.MIGRATION
    circumstances: str = ""
    legal_basis: LegalBasis | None = None
    consent_given: bool = False
    consent_words: str = ""
    danger: str = ""
    """If the enquirer or the sought person is in hiding or in danger: how."""
    tried: str = ""
    external_id: str = ""
    outcome: Outcome | None = None


class ActionDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entry of the time line."""

    words: str = ""
    result: str = ""
    told_by: str = ""
    told_how: str = ""
