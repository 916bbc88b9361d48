"""What news join at start: the number on the bell, and the letters of the day."""

from datetime import timedelta

from rfl.access import service as access
from rfl.access import sign_in
from rfl.jobs import rhythm
from rfl.jobs import service as jobs
from rfl.notices import closing, digest, service

LOOK_EVERY = timedelta(hours=1)


def wire() -> None:
    """Count news for the bell, and look each hour for letters that are due."""
    sign_in.count_with("news.index", service.ask_seen, service.count_since)
    jobs.handle(digest.DIGEST_JOB, digest.digest_job)
    rhythm.every(LOOK_EVERY, digest.DIGEST_JOB, access.societies_with_users)
    jobs.handle(closing.CLOSING_JOB, closing.closing_job)
    rhythm.every(LOOK_EVERY, closing.CLOSING_JOB, access.societies_with_users)
