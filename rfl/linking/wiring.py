"""What linking joins at start: saves, background comparisons, cases' pages, My work, approvals."""

from rfl.access.models import RecoveryCode, User
from rfl.approvals import kinds
from rfl.jobs import service as jobs
from rfl.linking import (
    enquirers,
    known,
    match,
    proposing,
    queries,
    reindexing,
    rekeying,
    service,
)
from rfl.linking import panels as linking
from rfl.persons import likely, watch
from rfl.persons.models import ExternalRecord
from rfl.text import Counted
from rfl.tracing import closing, handing, panels, work
from rfl.tracing import service as tracing

NAMES_WAIT = Counted(
    "%(num)d proposal of names for the lexicon waits",
    "%(num)d proposals of names for the lexicon wait",
)


def wire() -> None:
    """Join linking to what lies below it."""
    watch.watch(match.on_saved)
    watch.watch_written(enquirers.on_written)
    likely.register(known.known)
    handing.register_follower(queries.follow_owner)
    closing.register_finder(queries.confirmed_sought)
    tracing.register_reverser(service.reverse_of_case)
    jobs.handle(match.COMPARE_JOB, match.compare_job)
    jobs.handle(reindexing.REINDEX_JOB, reindexing.reindex_job)
    jobs.handle(reindexing.RELINK_JOB, reindexing.relink_job)
    jobs.handle(rekeying.REKEY_JOB, rekeying.rekey_job)
    rekeying.carry(User, "email_tag")
    rekeying.carry(RecoveryCode, "tag")
    rekeying.carry(ExternalRecord, "tag")
    panels.register_part(linking.part)
    panels.register_part(linking.places)
    work.register_source(work.Source(linking.find_work, linking.show_work))
    kinds.register_elsewhere(kinds.Elsewhere(NAMES_WAIT, "names.index", proposing.count_waiting))
