"""The sealed part of an audit entry. Pure."""

from uuid import UUID

import msgspec

from rfl.audit.rules import Decision


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """What only the safeguarding focal point may read of an entry. Never the values seen."""

    actor: UUID
    act: str
    subjects: tuple[UUID, ...] = ()
    fields: tuple[str, ...] = ()
    purpose: str = ""
    decision: Decision = Decision.ALLOWED
    request: str = ""
    address: str = ""
    detail: dict[str, str] = {}


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Body)


def encode(body: Body) -> bytes:
    """Return `body` as JSON."""
    return _encoder.encode(body)


def decode(raw: bytes) -> Body:
    """Return the body that `encode` wrote; raises msgspec.DecodeError for anything else."""
    return _decoder.decode(raw)
