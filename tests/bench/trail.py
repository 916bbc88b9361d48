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
from uuid import uuid4

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rfl import proving
from rfl.audit.models import Entry
from rfl.audit.rules import Act
from rfl.audit.service import record
from rfl.audit.verify import verify
from rfl.crypto.cosigning import cosign, named
from rfl.crypto.header import GENESIS, Header
from rfl.crypto.merkle import Frontier, leaf_hash
from rfl.crypto.note import ED25519, TreeHead, origin, sign
from rfl.installation import Installation
from rfl.keys.passphrase import CHEAP
from tests.bench.ground import config_in, config_on, new_installation, server

SIZES = (10_000, 100_000, 1_000_000)
SEALED_BYTES = 392
"""An entry that names ten records and a purpose: 392 bytes sealed, 160 of header."""

ROUNDS, RECORDS = 400, 10
WRITERS, KILLS = 4, 100


def proof() -> None:
    """Prove bundles of three sizes; seconds of the processor."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "log.zip"
            _synthetic(path, size)
            start = time.process_time()
            found = proving.verify(path)
            took = time.process_time() - start
        assert (found.problems, found.entries, found.witnessed) == ([], size, size)
        print(f"proof: {size} entries in {took:.2f} s, {1e6 * took / size:.2f} µs an entry")


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


def overhead() -> None:
    """Measure a small transaction without and with an entry, in a log sealed from its server."""
    for kind, installation in _both():
        _seal(installation)
        with installation.database.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE bench (id INTEGER PRIMARY KEY, n INTEGER)")
            connection.exec_driver_sql("INSERT INTO bench VALUES (1, 0)")
        without, entered = list[tuple[float, float]](), list[tuple[float, float]]()
        for number in range(2 * ROUNDS):  # in turn, so that what else the machine does hits both
            (entered if number % 2 else without).append(_page(installation, with_entry=number % 2))
        for name, index in (("processor", 0), ("clock", 1)):
            a, b = (sorted(1000 * one[index] for one in took) for took in (without, entered))
            late = int(0.95 * ROUNDS)
            print(
                f"trail on {kind}, {name}: without p50 {a[ROUNDS // 2]:.2f} p95 {a[late]:.2f} ms, "
                f"with an entry p50 {b[ROUNDS // 2]:.2f} p95 {b[late]:.2f} ms: "
                f"adds {b[ROUNDS // 2] - a[ROUNDS // 2]:.2f}, at p95 {b[late] - a[late]:.2f} ms"
            )


def _page(installation: Installation, *, with_entry: int) -> tuple[float, float]:
    subjects = [uuid4() for _ in range(RECORDS)]
    cpu, clock = time.process_time(), time.perf_counter()
    with installation.begin() as session:
        session.execute(sa.text("UPDATE bench SET n = n + 1 WHERE id = 1"))
        if with_entry:
            record(session, uuid4(), Act.PERSON_OPENED, societies=["SN"], subjects=subjects)
    return time.process_time() - cpu, time.perf_counter() - clock


def crash() -> None:
    """Kill writers at any moment, four at a time; then count and prove."""
    for kind, installation in _both():
        _seal(installation)
        chance, told, killed = random.Random(7), 0, 0
        start = time.perf_counter()
        while killed < KILLS:
            writers = [_writer(installation) for _ in range(WRITERS)]
            first = [writer.stdout.readline() for writer in writers if writer.stdout]
            assert first == ["written\n"] * WRITERS
            time.sleep(chance.uniform(0.0, 0.25))
            for writer in writers:
                writer.kill()
                told += 1 + writer.communicate()[0].count("written\n")
                killed += 1
        reports = [verify(installation.database, installation.keys, log) for log in ("SN", "GM")]
        with installation.begin() as session:
            query = sa.select(sa.func.count()).where(Entry.log == "SN")
            before = session.execute(query).scalar_one() - reports[1].entries
        assert all(report.is_sound for report in reports), [r.problems for r in reports]
        assert reports[1].entries >= told
        print(
            f"crash on {kind}: {killed} kills, {told} entries acknowledged, {reports[1].entries} "
            f"kept in each of two logs ({before} more of set-up in one), no fork, none lost, "
            f"{time.perf_counter() - start:.0f} s"
        )


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


PARTS = {"proof": proof, "trail": overhead, "crash": crash}
