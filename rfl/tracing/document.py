"""What is sealed in a tracing request and in each of its actions. Pure."""

from datetime import date
from uuid import UUID

import msgspec

from rfl.persons.rules import RelationKind
from rfl.tracing.delivery_rules import Establishes, News, Satisfaction, Support
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


class Ending(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the search for one person ended: fate and whereabouts are two things."""

    sought_id: UUID
    fate: Fate
    whereabouts: Whereabouts
    reason: OutcomeReason
    authority: str = ""
    """Who established a death."""


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a case ended. Where several are sought, each has an ending of their own."""

    fate: Fate
    whereabouts: Whereabouts
    reason: OutcomeReason
    authority: str = ""
    words: str = ""
    satisfaction: Satisfaction | None = None
    """What the family says of our help, and `said` in their words."""
    said: str = ""
    complaint_told: bool = False
    """Whether the family was told how to complain in confidence."""
    each: tuple[Ending, ...] = ()
    """Where several are sought, the ending of each, and the above is the one that leads
    (outcomes.leading). Empty: what stands above holds for everybody who is sought."""


class PastEnd(msgspec.Struct, frozen=True, omit_defaults=True):
    """An outcome that holds no longer: the case was opened again, or not closed with it."""

    outcome: Outcome
    until: date


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
    past_ends: tuple[PastEnd, ...] = ()
    """Outcomes that held before, the oldest first."""


class DeathSource(msgspec.Struct, frozen=True, omit_defaults=True):
    """What an authority says of a death, and how it is known that it is this person."""

    kind: Establishes
    authority: str
    """Name and place."""
    paper: str
    """Which paper, with its number."""
    identity: str
    """How it is known that it is this person."""
    paper_day: date | None = None
    died_on: date | None = None
    died_where: str = ""
    rests: str = ""
    """Where the body or the grave is."""


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
    news: News | None = None
    """With a talk with the family: what kind of news it was, and about whom (`sought_id`)."""
    sought_id: UUID | None = None
    beside: str = ""
    """Who was with the family when they were told."""
    from_afar: str = ""
    """Why a death was not told in person."""
    support: Support | None = None
    """Whether psychosocial support was offered, and more of it in `support_words`."""
    support_words: str = ""
    is_prepared: bool = False
    """Whether the sheet for the conversation was gone through before the talk."""
    death: DeathSource | None = None
    """With kind DEATH: what was written down."""
    entry_id: UUID | None = None
    """With kind DEATH: the entry that was agreed to, or taken back."""
    ends: tuple[Ending, ...] = ()
    """With the act that asks for closure: how the search for each ended."""
