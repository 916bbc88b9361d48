"""What linking joins at start: it hears of every save, and does comparisons as background work."""

from rfl.jobs import service as jobs
from rfl.linking import match
from rfl.persons import watch


def wire() -> None:
    """Join linking to what lies below it."""
    watch.watch(match.on_saved)
    jobs.handle(match.COMPARE_JOB, match.compare_job)
