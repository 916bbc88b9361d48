"""What drafts join at start: the daily job that throws away what lay too long."""

from datetime import timedelta

from rfl.access import service as access
from rfl.drafts import service
from rfl.jobs import rhythm
from rfl.jobs import service as jobs

LOOK_EVERY = timedelta(hours=6)


def wire() -> None:
    """Join drafts to what lies below them."""
    jobs.handle(service.DRAFT_JOB, service.discard_job)
    rhythm.every(LOOK_EVERY, service.DRAFT_JOB, access.societies_with_users)
