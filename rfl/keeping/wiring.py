"""What the keeping of keys joins at start: its background work."""

from datetime import timedelta

from rfl.config import INSTALLATION
from rfl.jobs import rhythm
from rfl.jobs import service as jobs
from rfl.keeping import rotation

LOOK_EVERY = timedelta(days=1)


def wire() -> None:
    """Have workers look once a day for epochs that are due, and rotate them."""
    jobs.handle(rotation.ROTATE_JOB, rotation.rotate_job)
    jobs.handle(rotation.LOOK_JOB, rotation.look_job)
    rhythm.every(LOOK_EVERY, rotation.LOOK_JOB, lambda _session: [INSTALLATION])
