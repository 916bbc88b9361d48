"""Where the root key comes from: a file only its owner can read, or a passphrase.

A root never hands its key out: it locks and unlocks other keys. So a provider that keeps the key
elsewhere (a hardware module, a transit service) fits the same shape.
"""

import os
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec
from argon2.low_level import Type, hash_secret_raw

from rfl.crypto.sealing import KEY_BYTES, UnsealError
from rfl.crypto.wrapping import binding, new_key, unwrap, wrap
from rfl.errors import UnavailableError

TIME_COST = 4
MEMORY_KIB = 256 * 1024
PARALLELISM = 4
"""Argon2id: four times the memory of RFC 9106's second recommendation, since the passphrase is
asked once when the server starts (0.4 s on one 2024 core)."""

MAX_MEMORY_KIB = 4 * 1024 * 1024
SALT_BYTES = 16
SHORTEST_PASSPHRASE = 16
"""Characters: about five random words."""

MAX_FILE_BYTES = 4096

_MASTER = binding("root-master")


class Root(Protocol):
    """Locks and unlocks the keys that rest in the key store."""

    def wrap(self, key: bytes, binding: bytes) -> bytes:
        """Return `key` locked, to be unlocked only with the same `binding`."""

    def unwrap(self, wrapped: bytes, binding: bytes) -> bytes:
        """Return the key; raises UnsealError if this root did not lock it for `binding`."""


class _PlainFile(msgspec.Struct, tag="file", tag_field="root"):
    version: int
    key: str


class _PassphraseFile(msgspec.Struct, tag="passphrase", tag_field="root"):
    version: int
    salt: str
    time_cost: int
    memory_kib: int
    parallelism: int
    wrapped: str


class KeyInMemory:
    """A root whose key this process holds."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def wrap(self, key: bytes, binding: bytes) -> bytes:
        """Return `key` locked, to be unlocked only with the same `binding`."""
        return wrap(self._key, key, binding)

    def unwrap(self, wrapped: bytes, binding: bytes) -> bytes:
        """Return the key; raises UnsealError if this root did not lock it for `binding`."""
        return unwrap(self._key, wrapped, binding)

    def for_paper(self) -> bytes:
        """Return the key itself, to be written on paper (rfl.keys.recovery) and nowhere else."""
        return self._key


class FileRoot(KeyInMemory):
    """A root key in a file that only its owner can read (mode 0600)."""

    def __init__(self, path: Path) -> None:
        """Read the key.

        Raises:
            UnavailableError: the file is missing, damaged, not ours, or open to others.

        """
        file = _read(path)
        if not isinstance(file, _PlainFile):
            raise UnavailableError("The root key is kept under a passphrase, not in a plain file.")
        super().__init__(_key(file.key))

    @classmethod
    def create(cls, path: Path) -> "FileRoot":
        """Write a new root key to `path`, which must not exist yet, and return it."""
        return cls.restore(path, new_key())

    @classmethod
    def restore(cls, path: Path, key: bytes) -> "FileRoot":
        """Write a root key that was restored to `path`, which must not exist, and return it."""
        _write(path, _PlainFile(version=1, key=b64encode(key).decode()))
        return cls(path)


class PassphraseRoot(KeyInMemory):
    """A root key locked under a passphrase (argon2id); the parameters lie in the same file."""

    def __init__(self, path: Path, passphrase: str) -> None:
        """Unlock the key.

        Raises:
            UnavailableError: as for FileRoot, or the passphrase is wrong.

        """
        file = _read(path)
        if not isinstance(file, _PassphraseFile):
            raise UnavailableError("The root key lies in a plain file, not under a passphrase.")
        if not 0 < file.memory_kib <= MAX_MEMORY_KIB:
            raise UnavailableError("The root key file is damaged.")
        try:
            super().__init__(unwrap(_stretch(passphrase, file), _decode(file.wrapped), _MASTER))
        except UnsealError:
            raise UnavailableError("The passphrase does not open the root key.") from None

    @classmethod
    def create(cls, path: Path, passphrase: str) -> "PassphraseRoot":
        """Write a new root key, locked under `passphrase`, to `path`; see `restore`."""
        return cls.restore(path, new_key(), passphrase)

    @classmethod
    def restore(cls, path: Path, key: bytes, passphrase: str) -> "PassphraseRoot":
        """Write `key`, locked under `passphrase`, to `path`, which must not exist yet.

        Raises:
            UnavailableError: the passphrase is too short, or the file exists.

        """
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise UnavailableError(
                f"Take a passphrase of at least {SHORTEST_PASSPHRASE} characters, such as five "
                "words drawn by lot."
            )
        file = _PassphraseFile(
            version=1,
            salt=b64encode(os.urandom(SALT_BYTES)).decode(),
            time_cost=TIME_COST,
            memory_kib=MEMORY_KIB,
            parallelism=PARALLELISM,
            wrapped="",
        )
        file.wrapped = b64encode(wrap(_stretch(passphrase, file), key, _MASTER)).decode()
        _write(path, file)
        return cls(path, passphrase)


def open_root(path: Path, passphrase: Callable[[], str]) -> Root:
    """Return the root that `path` describes; `passphrase` is asked only if it is kept under one.

    Raises:
        UnavailableError: the root key cannot be had; the sentence says what to do.

    """
    return PassphraseRoot(path, passphrase()) if needs_passphrase(path) else FileRoot(path)


def needs_passphrase(path: Path) -> bool:
    """Tell whether the root key at `path` is kept under a passphrase."""
    return isinstance(_read(path), _PassphraseFile)


def _stretch(passphrase: str, file: _PassphraseFile) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        _decode(file.salt),
        time_cost=file.time_cost,
        memory_cost=file.memory_kib,
        parallelism=file.parallelism,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _read(path: Path) -> _PlainFile | _PassphraseFile:
    raw = _read_private(path)
    try:
        file = msgspec.json.decode(raw, type=_PlainFile | _PassphraseFile)
    except msgspec.DecodeError:
        raise UnavailableError("The root key file is damaged.") from None
    if file.version != 1:
        raise UnavailableError("The root key file was written by a later version of rfl.")
    return file


def _read_private(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise UnavailableError(f"There is no root key at {path}.") from None
    except OSError:
        raise UnavailableError(
            f"The root key at {path} cannot be read. It must be a plain file that belongs to the "
            "account that runs rfl."
        ) from None
    try:
        _check_private(path, os.fstat(handle))
        return os.read(handle, MAX_FILE_BYTES)
    finally:
        os.close(handle)


def _check_private(path: Path, state: os.stat_result) -> None:
    if not stat.S_ISREG(state.st_mode):
        raise UnavailableError(f"The root key at {path} must be a plain file.")
    if state.st_uid != os.geteuid():
        raise UnavailableError(
            f"The root key at {path} belongs to another account. Give it to the account that "
            "runs rfl, or run rfl as its owner."
        )
    mode = stat.S_IMODE(state.st_mode)
    if mode & ~(stat.S_IRUSR | stat.S_IWUSR):
        raise UnavailableError(
            f"The root key at {path} is open to others (mode {mode:04o}). Close it with: "
            f"chmod 600 {path}"
        )


def _write(path: Path, file: _PlainFile | _PassphraseFile) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        handle = os.open(path, flags, 0o600)
    except FileExistsError:
        raise UnavailableError(f"There is a root key at {path} already; it stays.") from None
    with os.fdopen(handle, "wb") as target:
        os.fchmod(handle, 0o600)  # whatever the umask said
        target.write(msgspec.json.encode(file) + b"\n")
        target.flush()
        os.fsync(handle)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Have the names in `folder` on the disk before going on."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _key(text: str) -> bytes:
    key = _decode(text)
    if len(key) != KEY_BYTES:
        raise UnavailableError("The root key file is damaged.")
    return key


def _decode(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise UnavailableError("The root key file is damaged.") from None
