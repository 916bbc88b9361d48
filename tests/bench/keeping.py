"""How long rotation, backup and check take, and how much memory, over three sizes.

`python -m tests.bench.keeping [PEOPLE …]`: each size in a process of its own, on SQLite. Seconds
are those of the processor; memory is the most the process ever held.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from sqlalchemy import insert

from rfl import clock
from rfl.config import Config
from rfl.crypto.sealing import Context
from rfl.installation import Installation, create_installation
from rfl.keeping import backing_up, restoring
from rfl.keys import rotating
from rfl.persons.models import Person
from rfl.societies import service as societies

SIZES = (10_000, 30_000, 90_000)
DOCUMENT = os.urandom(350).hex().encode()
"""700 bytes, as a person's document has."""

PART = 2_000


def main(sizes: list[int]) -> None:
    """Measure each size in a process of its own."""
    for size in sizes:
        subprocess.run(
            [sys.executable, "-m", "tests.bench.keeping", "one", str(size)], check=True
        )  # ourselves


def one(people: int) -> None:
    """Measure one size and say it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = Config(
            folder / "instance",
            f"sqlite:///{folder / 'rfl.db'}",
            f"sqlite:///{folder / 'keys.db'}",
        )
        installation = create_installation(config)
        with installation.begin() as session:
            societies.seed(session)
        _fill(installation, people)
        before = _most()
        rotated = _timed(lambda: rotating.rotate(installation.keys.ring, "SN", 1, _quiet))
        seeds: list[bytes] = []
        backing_up.make_key(installation, seeds.append)
        copied = _timed(lambda: backing_up.back_up(installation, folder / "a", folder / "b"))
        source = restoring.choose(folder / "a", folder / "b", seeds[0], None)
        checked = _timed(lambda: restoring.check(config, source, None, _quiet))
        size = sum(path.stat().st_size for path in (folder / "a").iterdir()) / 2**20
        print(
            f"{people:,} people: rotated in {rotated:.1f} s, copied in {copied:.1f} s "
            f"({size:.0f} MiB), checked in {checked:.1f} s; "
            f"memory {before} MiB before, {_most()} MiB at the most"
        )
        installation.close()


def _fill(installation: Installation, people: int) -> None:
    store, now = installation.keys, clock.now()
    for start in range(0, people, PART):
        count = min(PART, people - start)
        keys, ids = store.new_record_keys("SN", count), [uuid4() for _ in range(count)]
        places = [Context("SN", "person", one) for one in ids]
        blobs = store.seal_many([(k, p, DOCUMENT) for k, p in zip(keys, places, strict=True)])
        rows = [
            {
                "id": one, "society_code": "SN", "created_by": one, "created_at": now,
                "key_id": key, "sealed": blob, "changed_at": now,
            }
            for one, key, blob in zip(ids, keys, blobs, strict=True)
        ]  # fmt: skip
        with installation.begin() as session:
            session.execute(insert(Person), rows)


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _quiet(*_told: object) -> None:
    return


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        one(int(sys.argv[2]))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
