"""Keys locked under other keys: version(1) ‖ nonce(12) ‖ AES-256-GCM(key)."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rfl.crypto.encoding import prefixed
from rfl.crypto.sealing import KEY_BYTES, UnsealError

VERSION = b"\x01"
NONCE_BYTES = 12
"""Random; one wrapping key locks far fewer than the 2**32 keys at which chance would matter."""


def new_key() -> bytes:
    """Return 32 fresh random bytes."""
    return os.urandom(KEY_BYTES)


def wrap(under: bytes, key: bytes, binding: bytes) -> bytes:
    """Return `key` locked under `under`, to be opened only with the same `binding`."""
    nonce = os.urandom(NONCE_BYTES)
    return VERSION + nonce + AESGCM(under).encrypt(nonce, key, VERSION + binding)


def unwrap(under: bytes, wrapped: bytes, binding: bytes) -> bytes:
    """Return the key inside `wrapped`.

    Raises:
        UnsealError: another key, another binding, or the bytes have changed.

    """
    nonce, locked = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
    if wrapped[:1] != VERSION or len(nonce) != NONCE_BYTES:
        raise UnsealError
    try:
        return AESGCM(under).decrypt(nonce, locked, VERSION + binding)
    except InvalidTag:
        raise UnsealError from None


def binding(kind: str, *parts: str | int | bytes) -> bytes:
    """Return associated data that say which key this is: a wrapped key moved elsewhere is dead."""
    fields = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return prefixed((b"rfl.wrapped-key", kind.encode(), *fields))
