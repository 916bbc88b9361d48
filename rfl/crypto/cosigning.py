"""What a witness signs: C2SP tlog-cosignature, Ed25519 cosignature/v1, with the time it saw a head.

— rfl.witness/GM <base64 of key hash(4) ‖ seconds since 1970(8) ‖ signature(64)>
"""

import base64
import binascii
import hashlib
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rfl.crypto.note import ED25519, MARK

COSIGNATURE = b"\x04"
KEY_BYTES = 32
_FIXED = struct.Struct(">4sQ64s")


@dataclass(frozen=True, slots=True)
class NamedKey:
    """A public key and its name; `kind` is ED25519 for a log, COSIGNATURE for a witness."""

    name: str
    kind: bytes
    raw: bytes

    @property
    def hash(self) -> bytes:
        """Return the four bytes by which a signature says whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.raw).digest()[:4]

    @property
    def key(self) -> Ed25519PublicKey:
        """Return the key itself."""
        return Ed25519PublicKey.from_public_bytes(self.raw)

    def written(self) -> str:
        """Return it as a C2SP verifier key: name+hash+key."""
        return f"{self.name}+{self.hash.hex()}+{base64.b64encode(self.kind + self.raw).decode()}"


def named(name: str, key: Ed25519PublicKey, kind: bytes = COSIGNATURE) -> NamedKey:
    """Return `key` with its name."""
    return NamedKey(name, kind, key.public_bytes(Encoding.Raw, PublicFormat.Raw))


def read_key(words: str) -> NamedKey:
    """Return the key that was written as `words`.

    Raises:
        ValueError: it is not a verifier key of a kind known here.

    """
    name, hash_, encoded = (*words.strip().split("+", 2), "", "")[:3]
    try:
        raw = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        raise ValueError("not a verifier key") from None
    found = NamedKey(name, raw[:1], raw[1:])
    is_known = found.kind in (ED25519, COSIGNATURE) and len(found.raw) == KEY_BYTES
    if not name or not is_known or found.hash.hex() != hash_:
        raise ValueError("not a verifier key")
    return found


def cosign(body: str, name: str, key: Ed25519PrivateKey, at: datetime) -> str:
    """Return the line by which a witness says that it saw the checkpoint `body` at `at`."""
    seconds = int(at.timestamp())
    signature = key.sign(_message(body, seconds))
    raw = _FIXED.pack(named(name, key.public_key()).hash, seconds, signature)
    return f"{MARK} {name} {base64.b64encode(raw).decode()}\n"


def seen_at(note: str, key: NamedKey) -> datetime | None:
    """Return when the witness `key` saw the checkpoint of `note`; None if it did not sign it."""
    body, _gap, signatures = note.partition("\n\n")
    opening = f"{MARK} {key.name} "
    for line in signatures.splitlines():
        if not line.startswith(opening):
            continue
        try:
            raw = base64.b64decode(line[len(opening) :])
            hash_, seconds, signature = _FIXED.unpack(raw)
            is_one_form = base64.b64encode(raw).decode() == line[len(opening) :]
            if hash_ == key.hash and is_one_form:
                key.key.verify(signature, _message(body + "\n", seconds))
                return datetime.fromtimestamp(seconds, UTC)
        except (binascii.Error, struct.error, InvalidSignature, OverflowError, OSError):
            continue
    return None


def _message(body: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{body}".encode()
