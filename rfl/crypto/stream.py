"""Long files sealed to a key that is not on this machine: written here, opened only off-line.

    magic(16) ‖ length(2) ‖ file key, sealed to the recipient (rfl.crypto.hybrid) ‖ pieces

A piece is AES-256-GCM over 64 KiB; its nonce is its number, and whether it is the last (the STREAM
construction, as in age). So pieces cannot be left out, doubled, moved or cut off at the end, and
memory does not grow with the file. Every file has a key of its own.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rfl.crypto.hybrid import open_with, seal_to
from rfl.crypto.sealing import KEY_BYTES, TAG_BYTES, UnsealError

MAGIC = b"rfl.backup.v1\n\0\0"
PIECE_BYTES = 64 * 1024
COUNTER_BYTES = 11
LENGTH_BYTES = 2


class Source(Protocol):
    """Something that can be read."""

    def read(self, count: int, /) -> bytes:
        """Return the next `count` bytes, fewer at the end."""


def write(
    put: Callable[[bytes], object], public: bytes, label: bytes, content: Iterable[bytes]
) -> None:
    """Write `content` through `put`, sealed to `public`; `label` says what it is."""
    key = os.urandom(KEY_BYTES)
    locked = seal_to(public, MAGIC + label, key)
    head = MAGIC + len(locked).to_bytes(LENGTH_BYTES, "big") + locked
    put(head)
    cipher, bound = AESGCM(key), hashlib.sha256(head).digest()
    number, waiting = 0, b""
    for piece in _pieces(content):
        if number or waiting:
            put(cipher.encrypt(_nonce(number, is_last=False), waiting, bound))
            number += 1
        waiting = piece
    put(cipher.encrypt(_nonce(number, is_last=True), waiting, bound))


def read(source: Source, seed: bytes, label: bytes) -> Iterator[bytes]:
    """Yield what `write` was given, in pieces of its own.

    Raises:
        UnsealError: another key or label, or anything was changed, left out or cut off.

    """
    start = source.read(len(MAGIC) + LENGTH_BYTES)
    if start[: len(MAGIC)] != MAGIC:
        raise UnsealError
    locked = source.read(int.from_bytes(start[len(MAGIC) :], "big"))
    key = open_with(seed, MAGIC + label, locked)
    cipher, bound = AESGCM(key), hashlib.sha256(start + locked).digest()
    number, piece = 0, source.read(PIECE_BYTES + TAG_BYTES)
    while True:
        following = source.read(PIECE_BYTES + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not following), piece, bound)
        except InvalidTag:
            raise UnsealError from None
        if not following:
            return
        number, piece = number + 1, following


def _pieces(content: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for part in content:
        buffer += part
        while len(buffer) >= PIECE_BYTES:
            yield bytes(buffer[:PIECE_BYTES])
            del buffer[:PIECE_BYTES]
    if buffer:
        yield bytes(buffer)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(COUNTER_BYTES, "big") + bytes([is_last])
