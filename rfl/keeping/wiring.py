"""What the keeping of keys joins at start: its background work."""

from rfl.jobs import service as jobs
from rfl.keeping import rotation


def wire() -> None:
    """Have workers rotate epochs."""
    jobs.handle(rotation.ROTATE_JOB, rotation.rotate_job)
