"""Heads of the logs given to witnesses: other societies, and folders that cannot be overwritten.

A witness signs a head only if it follows the one it saw before (C2SP tlog-witness and
tlog-cosignature).
So a log that was shortened, exchanged or shown in two versions is known outside this server.
Requests go to the addresses that were configured, and nowhere else.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from structlog import get_logger

from rfl import clock
from rfl.audit import queries
from rfl.crypto.consistency import prove
from rfl.crypto.cosigning import seen_at
from rfl.crypto.merkle import HASH_BYTES, Frontier
from rfl.crypto.note import TreeHead
from rfl.errors import RuleBrokenError
from rfl.installation import Installation
from rfl.keys.rules import Trouble
from rfl.keys.trail import KeptHead
from rfl.keys.witnesses import Verdict, Witness
from rfl.text import Text

EVERY = timedelta(seconds=60)
BATCH = 256
"""A head is given away after so long, or after so many entries."""

HEARTBEAT = timedelta(minutes=15)
"""A quiet log's head is signed anew, so that silence of a witness is noticed."""

PATIENCE_SECONDS = 10
MOST_BYTES = 4096
OK, CONFLICT = 200, 409
TROUBLES = {403: Trouble.UNKNOWN, 404: Trouble.UNKNOWN, 409: Trouble.DIFFERS, 422: Trouble.DIFFERS}
LOOPBACK = ("127.0.0.1", "::1", "localhost")

log = get_logger()

Send = Callable[[Witness, int, Sequence[bytes], str], Verdict]


def is_due(witness: Witness, size: int, now: datetime) -> bool:
    """Tell whether a log of `size` entries should be shown to the witness now."""
    if witness.seen_at is None:
        return True
    grown, age = size - witness.frontier.size, now - witness.seen_at
    return grown >= BATCH or (grown != 0 and age >= EVERY) or age >= HEARTBEAT


def witness_due(installation: Installation, tried: dict[UUID, datetime]) -> int:
    """Show each log to the witnesses whose turn it is; return how many signed.

    `tried` remembers when a witness in trouble was asked: once in EVERY is enough.
    """
    trail, now, signed = installation.keys.trail, clock.now(), 0
    for name in trail.logs():
        witnesses = trail.witnesses.of(name)
        head = trail.heads(name)[-1] if witnesses else None
        if head is None or head.head is None:
            continue
        for witness in witnesses:
            is_early = now - tried.get(witness.id, datetime.min.replace(tzinfo=now.tzinfo)) < EVERY
            if not is_due(witness, head.head.size, now) or (witness.trouble and is_early):
                continue
            tried[witness.id] = now
            signed += ask(installation, witness, head) is None
    return signed


def ask(installation: Installation, witness: Witness, kept: KeptHead) -> Trouble | None:
    """Show the head `kept` to a witness and keep its signature; return what was wrong with it."""
    if kept.head is None:
        raise ValueError("only a head that holds is shown to a witness")
    trouble = _ask(installation, witness, kept.head, kept.note)
    if trouble is not None:
        log.warning("witness.trouble", log=witness.log, witness=witness.label, kind=trouble.value)
        installation.keys.trail.witnesses.note(witness, {"trouble": trouble})
    return trouble


def _ask(installation: Installation, witness: Witness, head: TreeHead, note: str) -> Trouble | None:
    if witness.frontier.size > head.size:
        return Trouble.AHEAD
    added = _leaves(installation, witness.log, witness.frontier.size, head.size)
    grown = witness.frontier.grown(added)
    if grown.root() != head.root:
        return Trouble.DIFFERS
    send = _way(installation, witness)
    verdict = send(witness, witness.frontier.size, prove(witness.frontier, added), note)
    if verdict.status == CONFLICT and verdict.body.strip().isdecimal():
        size = int(verdict.body)
        if size > head.size:
            return Trouble.AHEAD
        if size != witness.frontier.size:  # it saw more of this log than is remembered here
            leaves = _leaves(installation, witness.log, 0, head.size)
            old = Frontier().grown(leaves[:size])
            verdict = send(witness, size, prove(old, leaves[size:]), note)
    return _keep(installation, witness, grown, note, verdict)


def _keep(
    installation: Installation, witness: Witness, grown: Frontier, note: str, verdict: Verdict
) -> Trouble | None:
    if verdict.status != OK:
        return TROUBLES.get(verdict.status, Trouble.AWAY)
    signed = note + verdict.body
    at = clock.now() if witness.key is None else seen_at(signed, witness.key)
    if at is None:
        return Trouble.AWAY
    installation.keys.trail.witnesses.note(
        witness,
        {
            "size": grown.size,
            "frontier": grown.to_bytes(),
            "note": signed,
            "seen_at": at,
            "trouble": None,
        },
    )
    return None


def _leaves(installation: Installation, name: str, start: int, end: int) -> list[bytes]:
    with installation.database.engine.begin() as connection:
        return queries.leaves(connection, name, start=start)[: end - start]


def check_address(address: str) -> None:
    """Return if a witness can be asked at `address`.

    Raises:
        RuleBrokenError: it is none of the three kinds.

    """
    parts = urlsplit(address)
    is_here = parts.scheme == "http" and parts.hostname in LOOPBACK
    is_elsewhere = parts.scheme == "https" and bool(parts.hostname)
    is_local = parts.scheme == "local" and bool(parts.path)
    is_folder = parts.scheme == "file" and Path(parts.path).is_dir()
    if not (is_here or is_elsewhere or is_local or is_folder):
        raise RuleBrokenError(
            Text(
                "%(address)s is no address of a witness. Write https://… for a society elsewhere, "
                "local:CODE for one of this installation, or file:/folder for a folder that is "
                "there.",
                address=address,
            )
        )


def _way(installation: Installation, witness: Witness) -> Send:
    parts = urlsplit(witness.address)
    if parts.scheme == "local":
        judge = installation.keys.trail.witnesses.judge
        return lambda _witness, old, proof, note: judge(parts.path, old, proof, note)
    if parts.scheme == "file":
        return lambda _witness, _old, _proof, note: _file(witness, Path(parts.path), note)
    return lambda _witness, old, proof, note: _post(parts, request_body(old, proof, note))


def request_body(old: int, proof: Sequence[bytes], note: str) -> str:
    """Return what is sent to a witness (C2SP tlog-witness, add-checkpoint)."""
    lines = [f"old {old}", *(b64encode(node).decode() for node in proof), ""]
    return "\n".join(lines) + "\n" + note


def read_request(body: str) -> tuple[int, list[bytes], str]:
    """Return (old size, proof, note) of what `request_body` wrote; raises ValueError."""
    top, gap, note = body.partition("\n\n")
    first, *lines = top.split("\n")
    word, _space, number = first.partition(" ")
    proof = [b64decode(line, validate=True) for line in lines]
    is_well = word == "old" and number.isdecimal() and str(int(number)) == number and gap
    if not is_well or any(len(node) != HASH_BYTES for node in proof):
        raise ValueError("not a request to a witness")
    return int(number), proof, note


def _post(parts: SplitResult, body: str) -> Verdict:
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=PATIENCE_SECONDS)
    try:
        path = parts.path.rstrip("/") + "/add-checkpoint"
        connection.request("POST", path, body.encode(), {"Content-Type": "text/plain"})
        answer = connection.getresponse()
        return Verdict(answer.status, answer.read(MOST_BYTES).decode())
    except (OSError, HTTPException, UnicodeDecodeError):
        return Verdict(0)
    finally:
        connection.close()


def _file(witness: Witness, folder: Path, note: str) -> Verdict:
    """Write the head as a file of its own; one that is there is never touched."""
    size, at = note.split("\n")[1], clock.now()
    path = folder / f"{witness.log}-{int(size):012d}-{at:%Y%m%dT%H%M%SZ}.note"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o444)
        with os.fdopen(handle, "w", encoding="utf-8") as target:
            target.write(note)
            target.flush()
            os.fsync(handle)
    except OSError:
        return Verdict(0)
    return Verdict(OK)
