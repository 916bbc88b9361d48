"""What erasure joins at start: its background work."""

from rfl.erasure.service import SHRED_JOB
from rfl.erasure.shredding import shred_job
from rfl.jobs import service as jobs


def wire() -> None:
    """Have workers destroy the keys of what was erased."""
    jobs.handle(SHRED_JOB, shred_job)
