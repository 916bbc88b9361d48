"""The list that goes with each backup: when it was made, what its files are, and who says so.

    rfl.backup/1
    20261129T231500Z
    main <SHA-256, hex>
    keys <SHA-256, hex>
    dead <SHA-256, hex>

    — <Ed25519 signature of all above, base64>

It lies in both places of a backup. Nothing in it is secret.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = "rfl.backup/1"
MOMENT = "%Y%m%dT%H%M%SZ"
MARK = "\u2014 "
MOST_BYTES = 4096
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BackupList:
    """One backup: when it was made, and the hash of each of its files, by what it holds."""

    made_at: datetime
    hashes: Mapping[str, str]

    def text(self) -> str:
        """Return what is signed."""
        lines = [FORMAT, f"{self.made_at:{MOMENT}}"]
        return "\n".join([*lines, *(f"{name} {one}" for name, one in self.hashes.items())]) + "\n"


def signed(backup: BackupList, key: Ed25519PrivateKey) -> bytes:
    """Return the list as it lies beside a backup."""
    text = backup.text()
    signature = base64.b64encode(key.sign(text.encode())).decode()
    return f"{text}\n{MARK}{signature}\n".encode()


def opened(data: bytes, public: bytes) -> BackupList:
    """Return a list that the key `public` signed.

    Raises:
        ValueError: it is malformed, or not signed by that key.

    """
    text, gap, ending = data.decode().partition("\n\n")
    if not gap or not ending.startswith(MARK):
        raise ValueError("not a signed list")
    body = text + "\n"
    try:
        signature = base64.b64decode(ending.removeprefix(MARK).strip(), validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body.encode())
    except InvalidSignature:
        raise ValueError("the signature does not hold") from None
    form, moment, *files = text.split("\n")
    if form != FORMAT:
        raise ValueError("another form")
    made_at = datetime.strptime(moment, MOMENT).replace(tzinfo=UTC)
    return BackupList(made_at, dict(line.split(" ", 1) for line in files))


def signed_list(path: Path, public: bytes) -> BackupList | None:
    """Return the list in the file `path` if the key `public` signed it, else None."""
    try:
        with path.open("rb") as file:
            return opened(file.read(MOST_BYTES), public)
    except (OSError, ValueError):
        return None


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Hashed:
    """A file that is read once, and hashed as it is read."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`."""
        self._file = path.open("rb")
        self._hash = hashlib.sha256()

    def read(self, count: int = -1) -> bytes:
        """Return the next bytes."""
        data = self._file.read(count)
        self._hash.update(data)
        return data

    def close(self) -> str:
        """Return the hash, in hex, of all that was read."""
        self._file.close()
        return self._hash.hexdigest()
