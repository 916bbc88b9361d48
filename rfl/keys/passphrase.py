"""A private key under its holder's passphrase (argon2id): what rests, and how it is opened."""

import os

import msgspec
from argon2.low_level import Type, hash_secret_raw

from rfl.crypto.sealing import KEY_BYTES, UnsealError
from rfl.crypto.wrapping import unwrap, wrap

SALT_BYTES = 16
MAX_MEMORY_KIB = 4 * 1024 * 1024


class Cost(msgspec.Struct, frozen=True):
    """What one try costs. The default is RFC 9106's second recommendation: 64 MiB, 0.1 s."""

    time: int = 3
    memory_kib: int = 64 * 1024
    parallelism: int = 4


class _Locked(msgspec.Struct, frozen=True):
    cost: Cost
    salt: bytes
    wrapped: bytes


USUAL = Cost()
CHEAP = Cost(time=1, memory_kib=1024, parallelism=1)
"""For the demonstration, whose passphrase is printed on its page."""


def lock(seed: bytes, passphrase: str, binding: bytes, cost: Cost = USUAL) -> bytes:
    """Return `seed` (32 bytes) locked under `passphrase`, to be opened only with `binding`."""
    salt = os.urandom(SALT_BYTES)
    wrapped = wrap(_stretch(passphrase, salt, cost), seed, binding)
    return msgspec.json.encode(_Locked(cost, salt, wrapped))


def unlock(locked: bytes, passphrase: str, binding: bytes) -> bytes:
    """Return what `lock` was given.

    Raises:
        UnsealError: another passphrase or binding, or the bytes have changed.

    """
    try:
        file = msgspec.json.decode(locked, type=_Locked)
    except msgspec.DecodeError:
        raise UnsealError from None
    if not 0 < file.cost.memory_kib <= MAX_MEMORY_KIB:
        raise UnsealError
    return unwrap(_stretch(passphrase, file.salt, file.cost), file.wrapped, binding)


def _stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=cost.time,
        memory_cost=cost.memory_kib,
        parallelism=cost.parallelism,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
