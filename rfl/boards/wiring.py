"""What photo boards join at start: cases' pages, My work, approvals, consents, the clock."""

from datetime import timedelta

from rfl.access import service as access
from rfl.boards import approving, ending
from rfl.boards import panels as boards
from rfl.jobs import rhythm
from rfl.jobs import service as jobs
from rfl.persons import watch
from rfl.tracing import panels, work

LOOK_EVERY = timedelta(hours=1)


def wire() -> None:
    """Join photo boards to what lies below them."""
    approving.register()
    panels.register_joint_part(boards.part)
    work.register_source(work.JointSource(boards.find_work, work.show_nameless))
    watch.watch_taken_back(ending.on_taken_back)
    jobs.handle(ending.END_JOB, ending.end_job)
    rhythm.every(LOOK_EVERY, ending.END_JOB, access.societies_with_users)
