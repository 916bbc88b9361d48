"""What linking joins at start: every save, background comparisons, the case's page, My work."""

from rfl.jobs import service as jobs
from rfl.linking import match, queries, reindexing
from rfl.linking import panels as linking
from rfl.persons import watch
from rfl.tracing import handing, panels, work


def wire() -> None:
    """Join linking to what lies below it."""
    watch.watch(match.on_saved)
    handing.register_follower(queries.follow_owner)
    jobs.handle(match.COMPARE_JOB, match.compare_job)
    jobs.handle(reindexing.REINDEX_JOB, reindexing.reindex_job)
    jobs.handle(reindexing.RELINK_JOB, reindexing.relink_job)
    panels.register_part(linking.part)
    work.register_source(work.Source(linking.find_work, linking.show_work))
