"""Passphrases and one-time secrets: made, hashed, checked. Pure."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rfl.errors import RuleBrokenError
from rfl.text import Text

SHORTEST = 12
LONGEST = 256
DISTINCT = 6
"""Different characters a passphrase has at the least: 'aaaaaaaaaaaa' is long, and no secret."""

HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=2)
"""Argon2id at the second choice of RFC 9106, above the least that OWASP asks for."""


def new_secret() -> str:
    """Return a secret of 160 bits, in characters that can be read over a telephone."""
    return secrets.token_hex(20)


def digest(secret: str) -> bytes:
    """Return what is kept of a one-time secret."""
    return hashlib.sha256(secret.strip().encode()).digest()


def check_passphrase(passphrase: str) -> None:
    """Return if `passphrase` is fit to guard an account.

    Raises:
        RuleBrokenError: too short, too long, or always the same characters.

    """
    if not SHORTEST <= len(passphrase) <= LONGEST:
        raise RuleBrokenError(
            Text(
                "Choose a passphrase of at least %(least)d characters: four or five words that do "
                "not belong together are good.",
                least=SHORTEST,
            )
        )
    if len(set(passphrase.lower())) < DISTINCT:
        raise RuleBrokenError("This passphrase repeats itself too much. Choose other words.")


def hash_passphrase(passphrase: str) -> str:
    """Return the argon2id hash of `passphrase`, with its parameters and salt."""
    return HASHER.hash(passphrase)


def matches(kept: str | None, passphrase: str) -> bool:
    """Tell whether `passphrase` is the one hashed in `kept`; as slow for an unknown account."""
    try:
        HASHER.verify(kept or _nobody(), passphrase[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobody() -> str:
    """Return a hash that no passphrase matches, for accounts that do not exist."""
    return HASHER.hash(secrets.token_hex(32))
