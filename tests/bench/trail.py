"""What the trail costs, what proving it costs, and what a hundred kills do to it.

make bench PART=proof   bundles of 10,000, 100,000 and a million entries, proved
make bench PART=trail   what one entry adds to a transaction, on SQLite and PostgreSQL
make bench PART=crash   writers killed a hundred times under load, on SQLite and PostgreSQL
"""

import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from uuid import UUID, uuid4

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rfl import proving
from rfl.audit.rules import Act
from rfl.audit.service import record
from rfl.audit.verify import verify
from rfl.crypto.cosigning import cosign, named
from rfl.crypto.header import GENESIS, Header
from rfl.crypto.merkle import Frontier, leaf_hash
from rfl.crypto.note import ED25519, TreeHead, origin, sign
from rfl.installation import Installation
from rfl.keys.passphrase import CHEAP
from tests.audit import writer
from tests.bench.ground import config_in, config_on, new_installation, server

SIZES = (10_000, 100_000, 1_000_000)
SEALED_BYTES = 392
"""An entry that names ten records and a purpose: 392 bytes sealed, 160 of header."""

ROUNDS, RECORDS = 400, 10
WRITERS, KILLS = 4, 100
AIMS_MS = {"SQLite": 2, "PostgreSQL": 10}
"""What an entry may add to a page at the 95th percentile."""


def proof() -> Iterator[str]:
    """Prove bundles of three sizes; seconds of the processor."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "log.zip"
            _synthetic(path, size)
            start = time.process_time()
            found = proving.verify(path)
            took = time.process_time() - start
        assert (found.problems, found.entries, found.witnessed) == ([], size, size)
        aim = "5 s" if size == max(SIZES) else ""
        yield f"| {size:,} entries | {took:.2f} s, {1e6 * took / size:.2f} µs an entry | {aim} |"


def _synthetic(path: Path, size: int) -> None:
    log, witness = (Ed25519PrivateKey.generate() for _ in range(2))
    bodies = [os.urandom(SEALED_BYTES) for _ in range(997)]
    frontier, prev, at = Frontier(), GENESIS, datetime(2026, 3, 3, tzinfo=UTC)
    with zipfile.ZipFile(path, "w") as archive:
        with archive.open("entries", "w", force_zip64=True) as target:
            for seq in range(size):
                raw = Header("SN", seq, at, 20_515, prev, seq, tuple(range(RECORDS))).encode()
                sealed = bodies[seq % len(bodies)]
                target.write(struct.pack(">II", len(raw), len(sealed)) + raw + sealed)
                prev = leaf_hash(raw + sealed)
                frontier = frontier.grown([prev])
        head = TreeHead("SN", size, frontier.root(), prev)
        key = named("rfl.witness/GM", witness.public_key())
        keys = [named(origin("SN"), log.public_key(), ED25519).written(), key.written()]
        about = {"format": 1, "log": "SN", "entries": size, "keys": keys}
        archive.writestr("about.json", json.dumps(about))
        note = sign(head, log) + cosign(head.text(), key.name, witness, at)
        archive.writestr("witnesses/0000.note", note)


def overhead() -> Iterator[str]:
    """Measure a page that reads one row, without and with its entry in sealed logs."""
    for kind, installation in _both():
        _seal(installation)
        with installation.database.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE bench (id INTEGER PRIMARY KEY, n INTEGER)")
            connection.exec_driver_sql("INSERT INTO bench VALUES (1, 0)")
        took: tuple[list[tuple[float, float]], ...] = ([], [], [])
        for number in range(len(took) * ROUNDS):  # in turn: what else the machine does hits all
            logs = number % len(took)
            took[logs].append(_page(installation, ["SN", "GM"][:logs]))
        for index, name in enumerate(("processor", "clock")):
            without, *entered = (_at([one[index] for one in rounds]) for rounds in took)
            for where, found in zip(("its log", "the logs of two societies"), entered, strict=True):
                yield _row(f"{kind}, {name}, in {where}", without, found)


def _at(seconds: list[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile, in ms."""
    found = sorted(1000 * one for one in seconds)
    return found[len(found) // 2], found[int(0.95 * len(found))]


def _row(what: str, without: tuple[float, float], entered: tuple[float, float]) -> str:
    (half, late), (half_entered, late_entered) = without, entered
    return (
        f"| {what} | {half:.2f} / {late:.2f} ms | {half_entered:.2f} / {late_entered:.2f} ms "
        f"| {half_entered - half:.2f} / {late_entered - late:.2f} ms "
        f"| {AIMS_MS[what.partition(',')[0]]} ms |"
    )


def _page(installation: Installation, societies: list[str]) -> tuple[float, float]:
    subjects = [uuid4() for _ in range(RECORDS)]
    cpu, clock = time.process_time(), time.perf_counter()
    with installation.begin() as session:
        session.execute(sa.text("SELECT n FROM bench WHERE id = 1")).scalar_one()
        if societies:
            record(session, uuid4(), Act.PERSON_OPENED, societies=societies, subjects=subjects)
    return time.process_time() - cpu, time.perf_counter() - clock


def crash() -> Iterator[str]:
    """Kill writers at any moment, four at a time; then count and prove."""
    for kind, installation in _both():
        _seal(installation)
        chance, told, killed = random.Random(7), list[UUID](), 0
        writer.prepare(installation.database)
        before = _proved(installation)
        start = time.perf_counter()
        while killed < KILLS:
            writers = [_writer(installation) for _ in range(WRITERS)]
            told += [row for one in writers if one.stdout for row in _read(one.stdout)]
            time.sleep(chance.uniform(0.0, 0.25))
            for one in writers:
                one.kill()
                told += writer.printed(one.communicate()[0])
                killed += 1
        grown = {log: now - before[log] for log, now in _proved(installation).items()}
        kept = {
            log: writer.check(installation.database, installation.keys, log, told) for log in grown
        }
        assert kept == grown, (kept, grown)
        yield (
            f"| {kind} | {killed} in {time.perf_counter() - start:.0f} s | {len(told)} "
            f"| {kept['SN']} | no fork, none lost, nothing opened or written without an entry |"
        )


def _proved(installation: Installation) -> dict[str, int]:
    """Return how many entries each of the two logs has, and none of them not as it was written."""
    reports = {log: verify(installation.database, installation.keys, log) for log in ("SN", "GM")}
    assert all(report.is_sound for report in reports.values()), reports
    return {log: report.entries for log, report in reports.items()}


def _read(stdout: IO[str]) -> list[UUID]:
    """Return the row of a writer's first line: from then on it is under load."""
    found = writer.printed(stdout.readline())
    assert found
    return found


def _writer(installation: Installation) -> subprocess.Popen[str]:
    urls = [
        one.engine.url.render_as_string(hide_password=False)
        for one in (installation.database, installation.key_database)
    ]
    root = str(installation.config.root_key_path)
    return subprocess.Popen(  # our own writer
        [sys.executable, "-m", "tests.audit.writer", *urls, root, "on"],
        stdout=subprocess.PIPE,
        text=True,
    )


def _seal(installation: Installation) -> None:
    """Give the log of SN its recipients."""
    recipients = installation.keys.trail.recipients
    for holder in (uuid4(), uuid4()):
        made = recipients.propose_focal("SN", holder, "words of a bench", CHEAP)
        recipients.agree(made, made.fingerprint)
    made, _seed = recipients.propose_recovery("SN", uuid4())
    recipients.agree(made, made.fingerprint)


@contextmanager
def _sqlite() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory() as folder:
        made = new_installation(config_in(Path(folder)))
        yield made
        made.close()


@contextmanager
def _postgresql() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory() as folder, server(Path(folder) / "pg") as url:
        made = new_installation(config_on(url, Path(folder) / "i", "bench"))
        yield made
        made.close()


def _both() -> Iterator[tuple[str, Installation]]:
    for kind, way in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with way() as installation:
            yield kind, installation
