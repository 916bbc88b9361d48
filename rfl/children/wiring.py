"""What child files join at start: case and person pages, My work, emergencies, the watch."""

from rfl.access import service as access
from rfl.access import sign_in
from rfl.children import holding, panels, reviewing, urgent, work_overseen, work_sources
from rfl.jobs import rhythm
from rfl.jobs import service as jobs
from rfl.persons import panels as person_panels
from rfl.persons import watch
from rfl.safeguarding import breaking
from rfl.tracing import panels as case_panels


def wire() -> None:
    """Join child files to what lies below them."""
    case_panels.register_joint_part(panels.part)
    person_panels.register_part(panels.person_part)
    watch.watch(holding.follow)
    work_sources.register()
    work_overseen.register()
    breaking.register_finder(urgent.find)
    jobs.handle(reviewing.WATCH_JOB, reviewing.watch_job)
    rhythm.every(reviewing.WATCH_EVERY, reviewing.WATCH_JOB, access.societies_with_users)
    sign_in.count_for("overseen.index", reviewing.count_waiting)
