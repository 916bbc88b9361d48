"""What is sealed in a message: with the sender's society, with the delivering one, and its work.

The three are apart. `MessageDocument` never leaves; `Handed` is what the delivering society gets:
no address of the sender's; `DeliveryDocument` is that society's own work, and never crosses. Pure.
"""

from datetime import date

import msgspec

from rfl.messages.rules import (
    Breach,
    Handing,
    Leave,
    Phrase,
    ReturnReason,
    Script,
    TryOutcome,
    Undeliverable,
)
from rfl.persons.rules import RelationKind


class Party(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sender or the addressee, as they are named."""

    name: str = ""
    other_name: str = ""
    """The same name in another script, or what they are called."""
    father: str = ""
    mother: str = ""
    born: str = ""
    """As it was said: a year, an age."""


class Address(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where somebody is, with as much as is known."""

    country: str = ""
    """ISO 3166-1 alpha-2, or empty."""
    place: str = ""
    """Town, village, camp."""
    lines: str = ""
    """Street, house, quarter; whom to ask there."""
    telephone: str = ""


class Screening(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the reader found."""

    found: tuple[Breach, ...] = ()
    reasons: tuple[ReturnReason, ...] = ()
    words: str = ""
    helped_by: str = ""
    """Who read it to them, where they do not know the language."""


class MessageDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """A message as its own society keeps it."""

    sender: Party = Party()
    sender_at: Address = Address()
    addressee: Party = Party()
    addressee_at: Address = Address()
    relation: RelationKind | None = None
    """What the addressee is to the sender."""
    text: str = ""
    phrases: tuple[Phrase, ...] = ()
    language: str = ""
    script: Script | None = None
    restrictions: str = ""
    """What whoever brings it must heed: to whom it may not be given, when not to come."""
    screening: Screening | None = None
    told: str = ""
    """How the sender was told what became of it."""


class Handed(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the delivering society gets, sealed anew under its own key."""

    sender: Party = Party()
    addressee: Party = Party()
    addressee_at: Address = Address()
    relation: RelationKind | None = None
    text: str = ""
    phrases: tuple[Phrase, ...] = ()
    language: str = ""
    script: Script | None = None
    restrictions: str = ""


class Attempt(msgspec.Struct, frozen=True, omit_defaults=True):
    """One time that somebody went."""

    day: date
    place: str
    how: str
    by: str
    outcome: TryOutcome
    words: str = ""


class DeliveryDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """The delivering society's own work; nothing of it crosses."""

    attempts: tuple[Attempt, ...] = ()
    handing: Handing | None = None
    handed_on: date | None = None
    handed_where: str = ""
    handed_by: str = ""
    leave: Leave | None = None
    guardian: str = ""
    given_up: Undeliverable | None = None
    words: str = ""


def handed_of(document: MessageDocument) -> Handed:
    """Return exactly what goes to the delivering society: nothing of where the sender is."""
    return Handed(
        sender=Party(name=document.sender.name, other_name=document.sender.other_name),
        addressee=document.addressee,
        addressee_at=document.addressee_at,
        relation=document.relation,
        text=document.text,
        phrases=document.phrases,
        language=document.language,
        script=document.script,
        restrictions=document.restrictions,
    )
