"""What is sealed on both sides of the consent gate. Pure."""

from datetime import date

import msgspec

from rfl.exchange.rules import Allowed


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """A fact only the family knows. The asked society sees the answer after writing its own."""

    question: str
    answer: str


class AskDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked: only the fields that were chosen, one by one."""

    purpose: str = ""
    relation: str = ""
    """Who asks: 'his mother'."""
    fields: tuple[tuple[str, str], ...] = ()
    """(name of the field, value), in the order shown."""
    questions: tuple[Question, ...] = ()
    words: str = ""
    given_back: str = ""
    """Why a head of tracing gave it back to its writer; taken out before it is sent."""


class HeardAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the found person answered to one question, and whether it fits."""

    heard: str = ""
    fits: bool | None = None


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the found person decided, with the very words to be sent."""

    allowed: tuple[Allowed, ...] = ()
    message: str = ""
    message_language: str = ""
    contact: str = ""
    whereabouts: str = ""
    until: date | None = None
    read_back: bool = False


class AnswerDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """The asked society's own notes; nothing of it crosses but through a release."""

    found_on: date | None = None
    found_how: str = ""
    heard: tuple[HeardAnswer, ...] = ()
    alone: bool = False
    interpreter: str = ""
    language: str = ""
    interviewed_on: date | None = None
    guardian: str = ""
    best_interest: str = ""
    child_view: str = ""
    decision: Decision | None = None
    earlier: tuple[Decision, ...] = ()
    """Decisions that were changed; they stay."""
    given_back: str = ""
    """Why whoever was to release it gave it back; it stands until it is asked for again."""


class ReleaseDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """Exactly what crosses to the asking society."""

    alive: bool = False
    seen_on: date | None = None
    message: str = ""
    message_language: str = ""
    contact: str = ""
    whereabouts: str = ""
    purpose: str = ""
