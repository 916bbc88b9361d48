"""What safeguarding joins at start: what an emergency opens, its counts, its limits of time."""

from datetime import timedelta

from rfl.access import entering, sign_in
from rfl.access import service as access
from rfl.jobs import rhythm
from rfl.jobs import service as jobs
from rfl.safeguarding import breaking, concerns, judging

LOOK_EVERY = timedelta(minutes=15)


def wire() -> None:
    """Join safeguarding to what lies below it."""
    entering.register_glass(breaking.glass_of, breaking.is_open())
    sign_in.count_with("emergencies.index_of_all", judging.count_of_open)
    sign_in.count_with("concerns.index", concerns.count_of_open)
    jobs.handle(judging.GLASS_JOB, judging.glass_job)
    rhythm.every(LOOK_EVERY, judging.GLASS_JOB, access.societies_with_users)
