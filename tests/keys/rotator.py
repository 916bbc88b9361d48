"""A rotation in a process of its own, killed at the step it is told to die at.

`python -m tests.keys.rotator KEYS_URL ROOT_FILE BEYOND STEP`

STEP counts the statements said to the key store; the process kills itself before that one, as if
the power went. Prints `rotated` if it comes to its end.
"""

import os
import signal
import sys
from itertools import count
from pathlib import Path

import sqlalchemy as sa

from rfl.db.session import Database
from rfl.keys import rotating
from rfl.keys.ring import KeyRing
from rfl.keys.root import FileRoot


def main(keys_url: str, root: str, beyond: str, step: str) -> None:
    """Rotate society SN, or die trying."""
    database, counted, last = Database(keys_url), count(1), int(step)

    def die(*_said: object) -> None:
        if next(counted) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "commit"):
        sa.event.listen(database.engine, moment, die)
    rotating.BATCH = 3
    rotating.rotate(KeyRing(database, FileRoot(Path(root))), "SN", int(beyond), _quiet)
    sys.stdout.write("rotated\n")


def _quiet(_done: int, _total: int) -> None:
    return


if __name__ == "__main__":
    main(*sys.argv[1:])
