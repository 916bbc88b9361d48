"""The clear header of an audit entry, as canonical bytes.

    "rfl.audit/1" ‖ log ‖ sequence(8) ‖ time in µs(8) ‖ epoch(4) ‖ previous leaf(32)
                  ‖ actor tag(8) ‖ number of tags(4) ‖ tags(8 each, rising)

The first two fields stand behind their length in one byte; numbers are big-endian. The header says
where it ends, so header ‖ ciphertext can be taken apart in one way only.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rfl.crypto.merkle import HASH_BYTES

MAGIC = b"rfl.audit/1"
GENESIS = bytes(HASH_BYTES)
"""What the first entry of a log calls its predecessor."""

_EPOCH_START = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIXED = struct.Struct(f">QqI{HASH_BYTES}sqI")


@dataclass(frozen=True, slots=True)
class Header:
    """What anybody who holds the database may know of an entry."""

    log: str
    seq: int
    at: datetime
    epoch: int
    prev: bytes
    actor_tag: int
    tags: tuple[int, ...]

    def encode(self) -> bytes:
        """Return the canonical bytes: one header, one encoding."""
        log = self.log.encode()
        tags = sorted(set(self.tags))
        micros = (self.at - _EPOCH_START) // _MICROSECOND
        head = bytes((len(MAGIC),)) + MAGIC + bytes((len(log),)) + log
        fixed = _FIXED.pack(self.seq, micros, self.epoch, self.prev, self.actor_tag, len(tags))
        return head + fixed + struct.pack(f">{len(tags)}q", *tags)


def decode(raw: bytes) -> Header:
    """Return the header that encodes to exactly `raw`.

    Raises:
        ValueError: there is none.

    """
    start = 1 + len(MAGIC)
    if raw[:start] != bytes((len(MAGIC),)) + MAGIC:
        raise ValueError("not an audit header of a version known here")
    try:
        end = start + 1 + raw[start]
        seq, micros, epoch, prev, actor_tag, count = _FIXED.unpack_from(raw, end)
        tags = struct.unpack(f">{count}q", raw[end + _FIXED.size :])
        header = Header(
            log=raw[start + 1 : end].decode(),
            seq=seq,
            at=_EPOCH_START + micros * _MICROSECOND,
            epoch=epoch,
            prev=prev,
            actor_tag=actor_tag,
            tags=tags,
        )
    except (struct.error, IndexError, OverflowError, UnicodeDecodeError) as error:
        raise ValueError("a damaged audit header") from error
    if header.encode() != raw:
        raise ValueError("an audit header in other than its one encoding")
    return header
