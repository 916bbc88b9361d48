"""What is sealed of emergencies and concerns. Pure."""

from datetime import datetime
from uuid import UUID

import msgspec

SCHEMA = 1


class SaidOfGlass(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a focal point found, and wrote."""

    by: UUID
    at: datetime
    act: str
    words: str


class GlassDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which record, why, and what was found since."""

    number: str
    reason: str
    said: tuple[SaidOfGlass, ...] = ()


def encode(document: msgspec.Struct) -> bytes:
    """Return `document` as JSON, ready to be sealed."""
    return msgspec.json.encode(document)


def decode(data: bytes) -> GlassDocument:
    """Return the document in `data`."""
    return msgspec.json.decode(data, type=GlassDocument)


class SaidOfConcern(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing said in the talk about a concern; `by` None is whoever reported it."""

    at: datetime
    words: str
    by: UUID | None = None


class ConcernDocument(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was reported, about whom, and the talk since."""

    kind: str
    words: str
    about: str = ""
    said: tuple[SaidOfConcern, ...] = ()


def decode_concern(data: bytes) -> ConcernDocument:
    """Return the concern in `data`."""
    return msgspec.json.decode(data, type=ConcernDocument)
