"""What erasure joins at start: its background work."""

from datetime import timedelta

from rfl.access import service as access
from rfl.erasure import emptying, lapsing
from rfl.erasure.service import SHRED_JOB
from rfl.erasure.shredding import shred_job
from rfl.jobs import rhythm
from rfl.jobs import service as jobs
from rfl.merging import service as merging

LOOK_EVERY = timedelta(days=1)


def wire() -> None:
    """Have workers destroy the keys of what was erased, and look daily for messages of old."""
    emptying.follow(merging.forget)
    jobs.handle(SHRED_JOB, shred_job)
    jobs.handle(lapsing.LAPSE_JOB, lapsing.lapse_job)
    rhythm.every(LOOK_EVERY, lapsing.LAPSE_JOB, access.societies_with_users)
