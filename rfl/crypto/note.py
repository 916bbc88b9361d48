"""Signed tree heads: the checkpoint of C2SP tlog-checkpoint in a C2SP signed note, Ed25519.

rfl.audit/SN
128
<tree hash, base64>
chain <hash of the newest leaf, base64>

— rfl.audit/SN <base64 of key hash(4) ‖ signature(64)>
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519 = b"\x01"
KEY_HASH_BYTES = 4
MARK = "\u2014"
ORIGIN = "rfl.audit/"


@dataclass(frozen=True, slots=True)
class TreeHead:
    """The state of one log: how many entries, the tree over them, the newest leaf."""

    log: str
    size: int
    root: bytes
    leaf: bytes

    def text(self) -> str:
        """Return the checkpoint's body, each line ended."""
        return f"{origin(self.log)}\n{self.size}\n{_b64(self.root)}\nchain {_b64(self.leaf)}\n"


def origin(log: str) -> str:
    """Return the name by which a log and its signing key are known outside."""
    return ORIGIN + log


def sign(head: TreeHead, key: Ed25519PrivateKey) -> str:
    """Return `head` as a signed note."""
    text, name = head.text(), origin(head.log)
    signature = _key_hash(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n{MARK} {name} {_b64(signature)}\n"


def open_note(note: str, log: str, key: Ed25519PublicKey) -> TreeHead:
    """Return the tree head that `key` signed for `log`.

    Raises:
        ValueError: the note is malformed, of another log, or not signed by that key.

    """
    body, gap, signature = note.partition("\n\n")
    text, name = body + "\n", origin(log)
    opening = f"{MARK} {name} "
    signature, ending, others = signature.partition("\n")  # what witnesses add stands below
    is_strange = any(not line.startswith(f"{MARK} ") for line in others.split("\n")[:-1])
    if not gap or not signature.startswith(opening) or not ending or is_strange:
        raise ValueError("not a signed note of this log")
    if not note.endswith("\n"):
        raise ValueError("a note that breaks off")
    try:
        raw = base64.b64decode(signature[len(opening) :], validate=True)
        if raw[:KEY_HASH_BYTES] != _key_hash(name, key):
            raise ValueError("signed by another key")
        key.verify(raw[KEY_HASH_BYTES:], text.encode())
        head = _parse(log, text)
    except (InvalidSignature, binascii.Error) as error:
        raise ValueError("the signature does not hold") from error
    if head.text() != text:
        raise ValueError("not a checkpoint in its one form")
    return head


def _parse(log: str, text: str) -> TreeHead:
    lines = text.split("\n")
    if len(lines) != len(("origin", "size", "root", "chain", "end")):
        raise ValueError("not a checkpoint of this log")
    leaf = lines[3].removeprefix("chain ")
    return TreeHead(log, int(lines[1]), base64.b64decode(lines[2]), base64.b64decode(leaf))


def _key_hash(name: str, key: Ed25519PublicKey) -> bytes:
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + raw).digest()[:KEY_HASH_BYTES]


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
