"""Proof, away from the server, that a log is complete and unchanged: `python proving.py BUNDLE`.

One file that needs Python and `cryptography`, and nothing of the rest of rfl: read it, copy it to
another machine, and run it there. A bundle (`rfl audit export`) is a ZIP file, not compressed:

    about.json          which log, how many entries, its key and those of its witnesses
    entries             for each entry: length(4) ‖ length(4) ‖ header ‖ ciphertext, big-endian
    heads/*.note        heads that the server kept apart from the log
    witnesses/*.note    heads that others saw, with their signatures

What is checked: each entry is in its place and follows the one before (the hash in its header); the
tree over all of them (RFC 6962) is, at the size of each head, the one that was signed (C2SP
tlog-checkpoint); each witness signed what it is said to have seen (C2SP tlog-cosignature). Keys and
heads given by hand count for more than those in the bundle, which its maker could have chosen.
"""

import argparse
import base64
import hashlib
import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = 1
MAGIC = b"rfl.audit/1"
ORIGIN = "rfl.audit/"
HASH_BYTES, KEY_BYTES = 32, 32
MARK = "\u2014 "
LOG_KIND, WITNESS_KIND = 1, 4
LENGTHS = struct.Struct(">II")
FIXED = struct.Struct(">QqI32sqI")
"""Of a header, behind magic and name: sequence, time in µs, epoch, previous leaf, tags."""
COSIGNATURE = struct.Struct(">4sQ64s")
GENESIS = bytes(HASH_BYTES)
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
CHUNK_BYTES = 1 << 22
MOST_PROBLEMS = 100
UNSOUND = 3


@dataclass(frozen=True)
class Key:
    """A C2SP verifier key: name, kind of signature, Ed25519 key."""

    name: str
    kind: int
    raw: bytes

    @property
    def hash(self) -> bytes:
        """Return the four bytes by which signatures name it."""
        words = self.name.encode() + b"\n" + bytes((self.kind,)) + self.raw
        return hashlib.sha256(words).digest()[:4]


@dataclass(frozen=True)
class Head:
    """What a note says of a log, and what is signed."""

    text: str
    origin: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, bytes], ...]


@dataclass
class Finding:
    """What was found in a bundle. Entries count from 1."""

    log: str = ""
    entries: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    signed: int = 0
    """How far the newest signed head reaches."""
    witnessed: int = 0
    witnesses: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    """Witness → how many entries it saw, and when it last signed."""
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def tell(self, problem: str) -> None:
        """Note a problem; the first hundred tell enough."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def verify(
    bundle: Path, keys: Sequence[str] = (), notes: Iterable[str] = (), *, by_hand: bool = False
) -> Finding:
    """Check the bundle; `keys` and `notes` are verifier keys and heads that came another way.

    With `by_hand`, only such keys count, of the log and of its witnesses.

    Raises:
        ValueError: it is no bundle, or of a later version.

    """
    with bundle.open("rb") as file:  # that it is not there is another matter
        try:
            return _verified(file, keys, notes, by_hand=by_hand)
        except _BROKEN as error:
            raise ValueError("not a bundle of rfl audit export") from error


_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(LookupError, TypeError, AttributeError, OverflowError, UnicodeError),
)
"""What Python says of bytes that no bundle is made of; the fuzzer found them (make bench)."""


def _verified(
    file: IO[bytes], keys: Sequence[str], notes: Iterable[str], *, by_hand: bool
) -> Finding:
    found = Finding()
    with zipfile.ZipFile(file) as archive:
        if any(one.compress_type not in PACKED for one in archive.infolist()):
            raise zipfile.BadZipFile
        about = json.loads(archive.read("about.json"))
        if about["format"] != FORMAT:
            raise ValueError("a bundle of a later version of rfl")
        found.log = str(about["log"])
        given = [read_key(one) for one in keys]
        known = [*given, *(() if by_hand else map(read_key, about["keys"]))]
        with archive.open("entries") as entries:
            tree = _Tree(_leaves(found, entries))
        _check_count(found, about)
        inside = [one for one in archive.namelist() if one.endswith(".note")]
        heads = [archive.read(one).decode() for one in inside]
    _check_heads(found, tree, [*heads, *notes], known)
    _remark(found, given)
    return found


def read_key(words: str) -> Key:
    """Return a verifier key (name+hash+key); raises ValueError."""
    name, hash_, encoded = (*words.strip().split("+", 2), "", "")[:3]
    raw = base64.b64decode(encoded)
    key = Key(name, raw[0] if raw else 0, raw[1:])
    is_known = key.kind in (LOG_KIND, WITNESS_KIND) and len(key.raw) == KEY_BYTES
    if not is_known or key.hash.hex() != hash_:
        raise ValueError("not a verifier key")
    return key


def read_head(note: str) -> Head:
    """Return what a signed note says, its signatures unchecked; raises ValueError."""
    text, gap, below = note.partition("\n\n")
    lines = text.split("\n")
    if not gap or len(lines) < len(("origin", "size", "root")) or not lines[1].isdecimal():
        raise ValueError("not a head of a log")
    signatures = []
    for line in below.split("\n"):
        name, space, encoded = line.removeprefix(MARK).rpartition(" ")
        if line.startswith(MARK) and space:
            signatures.append((name, base64.b64decode(encoded)))
    root = base64.b64decode(lines[2])
    return Head(text + "\n", lines[0], int(lines[1]), root, tuple(signatures))


def _leaves(found: Finding, stream: IO[bytes]) -> list[bytes]:
    """Return the leaf of each entry, after looking at its place and at what it follows."""
    name = found.log.encode()
    opening = bytes((len(MAGIC),)) + MAGIC + bytes((len(name),)) + name
    at, least = len(opening), len(opening) + FIXED.size
    leaves: list[bytes] = []
    prev, first, last = GENESIS, None, None
    sha256, unpack = hashlib.sha256, FIXED.unpack_from
    for length, entry in _entries(stream):
        number = len(leaves)
        leaf = sha256(b"\0" + entry).digest()
        if length < least or not entry.startswith(opening):
            found.tell(f"Entry {number + 1} has a damaged header, or is of another log.")
        else:
            seq, micros, _epoch, before, _actor, tags = unpack(entry, at)
            if seq != number or before != prev or length != least + 8 * tags:
                _tell_place(found, number, seq, follows=before == prev)
            first, last = micros if first is None else first, micros
        leaves.append(leaf)
        prev = leaf
    found.entries = len(leaves)
    found.first_at, found.last_at = _moment(first), _moment(last)
    return leaves


def _entries(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield (length of the header, header ‖ ciphertext) of each entry."""
    rest, size = b"", LENGTHS.size
    while chunk := stream.read(CHUNK_BYTES):
        data, place = rest + chunk, 0
        while place + size <= len(data):
            length, sealed = LENGTHS.unpack_from(data, place)
            end = place + size + length + sealed
            if end > len(data):
                break
            yield length, data[place + size : end]
            place = end
        rest = data[place:]
    if rest:
        raise ValueError("a bundle that breaks off within an entry")


class _Tree:
    """All nodes over whole pairs, level by level: the root at any size is a walk along its edge."""

    def __init__(self, leaves: list[bytes]) -> None:
        sha256 = hashlib.sha256
        self.levels = [leaves]
        while len(below := self.levels[-1]) > 1:
            pairs = zip(below[::2], below[1::2], strict=False)
            self.levels.append([sha256(b"\1" + a + b).digest() for a, b in pairs])

    def root(self, size: int) -> bytes:
        """Return the root over the first `size` leaves."""
        start, peaks = 0, []
        for level in reversed(range(size.bit_length())):
            if size >> level & 1:
                peaks.append(self.levels[level][start >> level])
                start += 1 << level
        if not peaks:
            return hashlib.sha256(b"").digest()
        node = peaks.pop()
        while peaks:
            node = hashlib.sha256(b"\1" + peaks.pop() + node).digest()
        return node


def _tell_place(found: Finding, number: int, seq: int, *, follows: bool) -> None:
    if seq > number:
        found.tell(f"Before entry {seq + 1}, entries are missing.")
    elif seq < number:
        found.tell(f"Entry {seq + 1} is there once too often, or out of its order.")
    elif not follows:
        found.tell(f"Entry {number + 1} does not follow the one before it: one was changed.")
    else:
        found.tell(f"Entry {number + 1} has a damaged header.")


def _check_count(found: Finding, about: dict[str, object]) -> None:
    if found.entries != about["entries"]:
        found.tell(f"The bundle says {about['entries']} entries, and holds {found.entries}.")


def _check_heads(found: Finding, tree: _Tree, notes: Iterable[str], known: Sequence[Key]) -> None:
    log_keys = [one for one in known if one.name == ORIGIN + found.log and one.kind == LOG_KIND]
    witnesses = [one for one in known if one.kind == WITNESS_KIND]
    for note in notes:
        try:
            head = read_head(note)
        except ValueError:
            found.tell("A head is damaged.")
            continue
        if head.origin != ORIGIN + found.log or not any(_signed(head, one) for one in log_keys):
            found.tell(f"A head of {head.size} entries is not signed by this log.")
            continue
        seen = [(one, at) for one in witnesses if (at := _cosigned(head, one)) is not None]
        who = " and ".join(one.name for one, _at in seen) or "the log itself"
        if head.size > found.entries:
            found.tell(
                f"The bundle ends with entry {found.entries}, but {who} signed {head.size}: the "
                "newest were removed, or an older copy was put in their place."
            )
        elif tree.root(head.size) != head.root:
            found.tell(f"The first {head.size} entries are not those that {who} signed.")
        else:
            _take(found, head, seen)


def _take(found: Finding, head: Head, seen: Sequence[tuple[Key, datetime]]) -> None:
    found.signed = max(found.signed, head.size)
    for one, at in seen:
        found.witnessed = max(found.witnessed, head.size)
        found.witnesses[one.name] = max(found.witnesses.get(one.name, (0, at)), (head.size, at))


def _signed(head: Head, key: Key) -> bool:
    return any(
        name == key.name and raw[:4] == key.hash and _holds(key, raw[4:], head.text)
        for name, raw in head.signatures
    )


def _cosigned(head: Head, key: Key) -> datetime | None:
    """Return when the witness `key` signed the head, None if it did not."""
    for name, raw in head.signatures:
        if name == key.name and raw[:4] == key.hash and len(raw) == COSIGNATURE.size:
            _hash, seconds, signature = COSIGNATURE.unpack(raw)
            if _holds(key, signature, f"cosignature/v1\ntime {seconds}\n{head.text}"):
                return datetime.fromtimestamp(seconds, UTC)
    return None


def _holds(key: Key, signature: bytes, text: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, text.encode())
    except InvalidSignature:
        return False
    return True


def _remark(found: Finding, given: Sequence[Key]) -> None:
    """Say what the proof rests on."""
    if found.signed == 0 and found.entries:
        found.tell("No head over these entries is signed: nothing vouches for them.")
    elif found.signed < found.entries:
        found.remarks.append(f"No head covers the newest {found.entries - found.signed} entries.")
    if not found.witnesses:
        found.remarks.append("No witness is named: only the server itself vouches for the end.")
    if not given:
        found.remarks.append("The keys were taken from the bundle itself. Compare them (--key).")


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else datetime.fromtimestamp(micros / 1e6, UTC)


def sentences(found: Finding) -> list[str]:
    """Return the finding in plain words."""
    count = f"{found.entries:,}".replace(",", " ")
    since = f" since {found.first_at:%d %B %Y}" if found.first_at else ""
    if found.problems:
        head = f"{found.log}: {count} entries, not as they were written:"
        return [head, *(f"  {problem}" for problem in found.problems)]
    lines = [f"{found.log}: all {count} entries{since} are complete and unchanged."]
    for name, (size, at) in sorted(found.witnesses.items()):
        lines.append(f"  {name} saw {size} of them, last on {at:%d %B %Y at %H:%M} UTC.")
    return [*lines, *(f"  {remark}" for remark in found.remarks)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Check a bundle and say what was found; return the exit status."""
    parser = argparse.ArgumentParser(description="Prove that a log is complete and unchanged.")
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--key", action="append", default=[], help="a key, got another way")
    parser.add_argument("--note", action="append", default=[], type=Path, help="a head's file")
    parser.add_argument("--by-hand", action="store_true", help="trust only keys given here")
    given = parser.parse_args(arguments)
    notes = [path.read_text(encoding="utf-8") for path in given.note]
    try:
        found = verify(given.bundle, given.key, notes, by_hand=given.by_hand)
    except ValueError as error:
        sys.stdout.write(f"{given.bundle.name}: {error}\n")
        return UNSOUND
    sys.stdout.write("\n".join(sentences(found)) + "\n")
    return UNSOUND if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
