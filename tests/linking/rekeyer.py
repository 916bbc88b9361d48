"""A rotation of the index key in a process of its own, killed at the statement it is told.

`python -m tests.linking.rekeyer JOB STEP`: counts the statements and commits in the main database.
"""

import os
import signal
import sys
from itertools import count
from uuid import UUID

import sqlalchemy as sa

from rfl.audit.rules import SYSTEM
from rfl.installation import open_installation
from rfl.jobs.models import Job
from rfl.jobs.service import Work
from rfl.linking import rekeying


def main(job: str, step: str) -> None:
    """Rotate, or die trying."""
    installation, counted, last = open_installation(), count(1), int(step)
    with installation.begin() as session:
        arguments = dict(session.get_one(Job, UUID(job)).arguments)

    def die(*_said: object) -> None:
        if next(counted) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    for moment in ("before_cursor_execute", "commit"):
        sa.event.listen(installation.database.engine, moment, die)
    rekeying.BATCH = 1
    rekeying.rekey_job(Work(UUID(job), SYSTEM, "ZZ", arguments, installation.begin))


if __name__ == "__main__":
    main(*sys.argv[1:])
