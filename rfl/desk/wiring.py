"""What the desk joins at start: the hourly look through the trail, and counts on its tabs."""

from rfl.access import service as access
from rfl.access import sign_in
from rfl.desk import reviewing, watching
from rfl.jobs import rhythm
from rfl.jobs import service as jobs


def wire() -> None:
    """Have each society's trail looked through every hour, and its findings counted."""
    jobs.handle(watching.WATCH_JOB, watching.watch_job)
    rhythm.every(watching.WATCH_EVERY, watching.WATCH_JOB, access.societies_with_users)
    sign_in.count_for("reviews.index", reviewing.count_waiting)
    sign_in.count_for("reviews.late", reviewing.count_late)
