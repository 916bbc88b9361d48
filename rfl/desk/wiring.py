"""What the desk joins at start: the hourly look through the trail, counts on its tabs, My work."""

from rfl.access import service as access
from rfl.access import sign_in
from rfl.audit import keeping
from rfl.desk import naming_readers, reviewing, watching, work_sources
from rfl.jobs import rhythm
from rfl.jobs import service as jobs


def wire() -> None:
    """Have each society's trail looked through every hour, and before a day of it is forgotten."""
    jobs.handle(watching.WATCH_JOB, watching.watch_job)
    rhythm.every(watching.WATCH_EVERY, watching.WATCH_JOB, access.societies_with_users)
    keeping.before_forgetting(watching.watch)
    sign_in.count_with("reviews.index", reviewing.count_of_waiting)
    sign_in.count_with("reviews.late", reviewing.count_of_late)
    work_sources.register()
    naming_readers.register()
