"""What accounts join at start: what takes two people, last days, unused accounts, role reviews."""

from datetime import timedelta

from rfl.access import service as access
from rfl.access import sign_in
from rfl.accounts import asking, lapsing, leaving, role_review
from rfl.jobs import rhythm
from rfl.jobs import service as jobs

LOOK_EVERY = timedelta(hours=1)


def wire() -> None:
    """Join accounts to what lies below them."""
    asking.register()
    jobs.handle(leaving.LEAVE_JOB, leaving.leave_job)
    rhythm.every(LOOK_EVERY, leaving.LEAVE_JOB, access.societies_with_users)
    jobs.handle(lapsing.LAPSE_JOB, lapsing.lapse_job)
    rhythm.every(LOOK_EVERY, lapsing.LAPSE_JOB, access.societies_with_users)
    jobs.handle(role_review.REVIEW_JOB, role_review.review_job)
    rhythm.every(LOOK_EVERY, role_review.REVIEW_JOB, access.societies_with_users)
    sign_in.count_with("role_review.index", role_review.ask_open, role_review.tell_left)
