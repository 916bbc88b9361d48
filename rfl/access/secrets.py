"""One-time secrets, and the hashing of passphrases. Pure."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rfl.access.passphrases import LONGEST, fold

HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=2)
"""Argon2id at the second choice of RFC 9106 (3 passes over 64 MiB), above the least that OWASP
asks for (2 passes over 19 MiB). Measured on a small server: 190 ms of processor time."""


def new_secret() -> str:
    """Return a secret of 160 bits, in characters that can be read over a telephone."""
    return secrets.token_hex(20)


def new_half() -> str:
    """Return one half of such a secret: the other is held by somebody else."""
    return secrets.token_hex(10)


def digest(secret: str) -> bytes:
    """Return what is kept of a one-time secret. Spaces and capitals do not matter."""
    return hashlib.sha256("".join(secret.split()).lower().encode()).digest()


def hash_passphrase(passphrase: str) -> str:
    """Return the argon2id hash of `passphrase`, with its parameters and salt. Slow on purpose."""
    return HASHER.hash(fold(passphrase))


def matches(kept: str | None, passphrase: str) -> bool:
    """Tell whether `passphrase` is the one hashed in `kept`; as slow for an unknown account."""
    try:
        HASHER.verify(kept or _nobody(), fold(passphrase[:LONGEST]))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_dated(kept: str) -> bool:
    """Tell whether `kept` was made with other parameters than today's."""
    return HASHER.check_needs_rehash(kept)


@cache
def _nobody() -> str:
    """Return a hash that no passphrase matches, for accounts that do not exist."""
    return HASHER.hash(secrets.token_hex(32))
