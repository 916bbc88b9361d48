"""What approvals join at start: the count on their tab, and wishes that run out."""

from datetime import timedelta

from rfl.access import service as access
from rfl.access import sign_in
from rfl.approvals import service
from rfl.jobs import rhythm
from rfl.jobs import service as jobs

LOOK_EVERY = timedelta(hours=1)


def wire() -> None:
    """Join approvals to what lies below them."""
    sign_in.count_with("approvals.index", service.count_of_waiting)
    jobs.handle(service.APPROVAL_JOB, service.expire_job)
    rhythm.every(LOOK_EVERY, service.APPROVAL_JOB, access.societies_with_users)
