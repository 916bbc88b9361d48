"""What is sealed of an emergency. Pure."""

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
