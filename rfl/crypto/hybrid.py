"""Keys of people, to whom something is sealed that this server shall not read: HPKE (RFC 9180).

KEM MLKEM768-X25519 (draft-ietf-hpke-pq, the KEM of X-Wing), HKDF-SHA-256, AES-256-GCM: whoever
breaks one of the two, classical or lattice, still reads nothing. A private key is 32 random bytes,
stretched to both private keys with SHAKE-256 as X-Wing does, so that it fits on a sheet of paper.
"""

import base64
import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from rfl.crypto.sealing import UnsealError

SEED_BYTES = 32
LATTICE_SEED_BYTES, CURVE_BYTES, LATTICE_PUBLIC_BYTES = 64, 32, 1184
CHECK_BYTES = 3
"""Of a written key: one mistyped letter in 16 million passes."""

GROUP = 4
FINGERPRINT_BYTES = 10

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_seed() -> bytes:
    """Return a new private key."""
    return os.urandom(SEED_BYTES)


def public_of(seed: bytes) -> bytes:
    """Return the public key that goes with a private one: ML-KEM-768(1184) ‖ X25519(32)."""
    lattice, curve = _parts(seed)
    return lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()


def seal_to(public: bytes, label: bytes, secret: bytes) -> bytes:
    """Return `secret` sealed to `public`; `label` says what it is, and must be the same to open."""
    lattice = MLKEM768PublicKey.from_public_bytes(public[:LATTICE_PUBLIC_BYTES])
    curve = X25519PublicKey.from_public_bytes(public[LATTICE_PUBLIC_BYTES:])
    return _SUITE.encrypt(secret, MLKEM768X25519PublicKey(lattice, curve), info=label)


def open_with(seed: bytes, label: bytes, sealed: bytes) -> bytes:
    """Return what was sealed to the public key of `seed`.

    Raises:
        UnsealError: to another key, under another label, or one bit has changed.

    """
    try:
        return _SUITE.decrypt(sealed, MLKEM768X25519PrivateKey(*_parts(seed)), info=label)
    except (InvalidTag, ValueError):
        raise UnsealError from None


def fingerprint(public: bytes) -> str:
    """Return by what two people compare a public key: 80 bits, in groups of four letters."""
    return _grouped(hashlib.sha256(public).digest()[:FINGERPRINT_BYTES])


def written(seed: bytes) -> str:
    """Return a private key as it is written on paper: groups of four letters, the last a check."""
    return _grouped(seed + _check(seed))


def read(words: str) -> bytes:
    """Return the private key that was written as `words`; case, spaces and dashes do not matter.

    Raises:
        ValueError: a letter is wrong or missing.

    """
    letters = "".join(one for one in words.upper() if one.isalnum())
    letters = letters.translate(str.maketrans("018", "OIB"))  # not in the alphabet, so meant as
    raw = base64.b32decode(letters)
    if len(raw) != SEED_BYTES + CHECK_BYTES or _check(raw[:SEED_BYTES]) != raw[SEED_BYTES:]:
        raise ValueError("not a whole key")
    return raw[:SEED_BYTES]


def _parts(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    if len(seed) != SEED_BYTES:
        raise UnsealError
    stream = hashlib.shake_256(seed).digest(LATTICE_SEED_BYTES + CURVE_BYTES)
    lattice = MLKEM768PrivateKey.from_seed_bytes(stream[:LATTICE_SEED_BYTES])
    return lattice, X25519PrivateKey.from_private_bytes(stream[LATTICE_SEED_BYTES:])


def _check(seed: bytes) -> bytes:
    return hashlib.sha256(b"rfl.written-key/1" + seed).digest()[:CHECK_BYTES]


def _grouped(raw: bytes) -> str:
    letters = base64.b32encode(raw).decode().rstrip("=")
    return " ".join(letters[i : i + GROUP] for i in range(0, len(letters), GROUP))
