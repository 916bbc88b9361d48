"""Sealing of documents: the format in which everything personal rests.

    version(1) ‖ key id(16) ‖ salt(24) ‖ commitment(32) ‖ AES-256-GCM(subkey, padded document)

    subkey(32) ‖ commitment(32) = HMAC-SHA-512(record key, label ‖ salt)

Shaped like XAES-256-GCM (C2SP): a long random salt chooses a one-time key, so that one record key
may seal any number of documents. The commitment ties the blob to one key: nobody can make a blob
that opens under two keys to two different documents.
"""

import hmac
import os
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rfl.crypto.encoding import prefixed
from rfl.errors import UnavailableError

VERSION = 1
KEY_BYTES = 32
KEY_ID_BYTES = 16
SALT_BYTES = 24
COMMITMENT_BYTES = 32
TAG_BYTES = 16

DOCUMENT_LABEL = b"rfl.sealed-document/1"

FINE_STEP_BYTES = 64
COARSE_STEP_BYTES = 256
FINE_STEPS_UP_TO_BYTES = 1024

# A GCM nonce must never meet the same key twice. Here the key itself is new for each document: it
# comes from 192 random bits, and 2**64 documents under one record key would give two equal salts
# with a probability of about 2**-65. So the nonce may be the same for all, and is not stored.
NONCE = bytes(12)

_HEAD_BYTES = 1 + KEY_ID_BYTES
_BOX_HEAD_BYTES = SALT_BYTES + COMMITMENT_BYTES


class UnsealError(UnavailableError):
    """A blob does not open. One sentence for all causes, so that none can be told from another."""

    def __init__(self) -> None:
        super().__init__("A sealed document could not be opened.")


class Context(NamedTuple):
    """Where a sealed document lies: it opens nowhere else.

    `schema` is the version of the document's layout. `column` parts several sealed documents of one
    row.
    """

    society: str
    table: str
    record_id: UUID
    schema: int = 1
    column: str = "document"


class Sealed(NamedTuple):
    """A sealed document and the place it belongs to."""

    blob: bytes
    context: Context


def seal(key: bytes, key_id: UUID, context: Context, plaintext: bytes) -> bytes:
    """Return `plaintext` sealed under the record key `key` (32 bytes) for the place `context`."""
    head = VERSION.to_bytes(1, "big") + key_id.bytes
    return head + box(key, DOCUMENT_LABEL, _associated(head, context), plaintext)


def unseal(key: bytes, context: Context, blob: bytes) -> bytes:
    """Return what `seal` was given.

    Raises:
        UnsealError: another key, place or version, or one bit of the blob has changed.

    """
    if len(blob) < _HEAD_BYTES or blob[0] != VERSION:
        raise UnsealError
    head, rest = blob[:_HEAD_BYTES], blob[_HEAD_BYTES:]
    return unbox(key, DOCUMENT_LABEL, _associated(head, context), rest)


def key_id_of(blob: bytes) -> UUID:
    """Return the id of the record key that opens `blob`.

    Raises:
        UnsealError: this is no sealed document of a version known here.

    """
    if len(blob) < _HEAD_BYTES + _BOX_HEAD_BYTES + TAG_BYTES or blob[0] != VERSION:
        raise UnsealError
    return UUID(bytes=blob[1:_HEAD_BYTES])


def box(key: bytes, label: bytes, associated: bytes, plaintext: bytes) -> bytes:
    """Return salt ‖ commitment ‖ ciphertext of the padded `plaintext`, bound to `associated`.

    `label` parts one use of a key from another; it is never taken from outside.
    """
    salt = os.urandom(SALT_BYTES)
    subkey, commitment = _derive(key, label, salt)
    return salt + commitment + AESGCM(subkey).encrypt(NONCE, _pad(plaintext), associated)


def unbox(key: bytes, label: bytes, associated: bytes, boxed: bytes) -> bytes:
    """Return what `box` was given.

    Raises:
        UnsealError: anything at all is not as it was.

    """
    if len(boxed) < _BOX_HEAD_BYTES + TAG_BYTES:
        raise UnsealError
    salt, committed = boxed[:SALT_BYTES], boxed[SALT_BYTES:_BOX_HEAD_BYTES]
    subkey, commitment = _derive(key, label, salt)
    if not hmac.compare_digest(commitment, committed):
        raise UnsealError
    try:
        padded = AESGCM(subkey).decrypt(NONCE, boxed[_BOX_HEAD_BYTES:], associated)
    except InvalidTag:
        raise UnsealError from None
    return _unpad(padded)


def padded_length(length: int) -> int:
    """Return how long `length` bytes become: all that a sealed document's size still tells."""
    least = length + 1
    step = FINE_STEP_BYTES if least <= FINE_STEPS_UP_TO_BYTES else COARSE_STEP_BYTES
    return -(-least // step) * step


def _derive(key: bytes, label: bytes, salt: bytes) -> tuple[bytes, bytes]:
    if len(key) != KEY_BYTES:
        raise UnsealError
    stream = hmac.digest(key, label + salt, "sha512")
    return stream[:KEY_BYTES], stream[KEY_BYTES:]


def _associated(head: bytes, context: Context) -> bytes:
    return prefixed(
        (
            head,
            context.society.encode(),
            context.table.encode(),
            context.column.encode(),
            context.record_id.bytes,
            context.schema.to_bytes(4, "big"),
        )
    )


def _pad(plaintext: bytes) -> bytes:
    # ISO/IEC 7816-4: one bit, then zeros. Padding is inside the authentication: no oracle.
    return (plaintext + b"\x80").ljust(padded_length(len(plaintext)), b"\0")


def _unpad(padded: bytes) -> bytes:
    plaintext = padded.rstrip(b"\0")
    if not plaintext.endswith(b"\x80"):
        raise UnsealError
    return plaintext[:-1]
