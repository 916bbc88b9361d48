"""Imports as background work: asked for on a page, done by any worker."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.rules import Actor
from rfl.errors import RuleBrokenError
from rfl.intake import keeping, service, taking_in
from rfl.intake.columns import check_columns, fields_of
from rfl.intake.models import ImportRun, ImportState
from rfl.jobs import service as jobs
from rfl.jobs.service import Work
from rfl.linking import rekeying

IMPORT_JOB = "intake.import"


def ask_to_run(session: Session, actor: Actor, run_id: UUID) -> None:
    """Have a previewed file taken in by a worker.

    Raises:
        RuleBrokenError: no column holds names, or it runs already.

    """
    run = keeping.reachable(session, actor, run_id)
    if run.state is not ImportState.PREVIEW:
        raise RuleBrokenError("This list is being taken in already.")
    check_columns(fields_of(service.mapping_of(session, actor, run_id)))
    job = jobs.ask(
        session,
        kind=IMPORT_JOB,
        society=actor.society,
        asked_by=actor.user_id,
        arguments={"run": str(run_id)},
    )
    run.state, run.job_id = ImportState.RUNNING, job.id


def import_job(work: Work) -> Mapping[str, int]:
    """Take in the rows of a run, from where it stands."""
    run_id = UUID(work.arguments["run"])
    with work.begin() as session:
        roles = access.roles_of(session, work.asked_by, work.society)
    actor = Actor(work.asked_by, work.society, roles)
    taking_in.run_import(work.begin, actor, run_id, work.progress)
    return {}


def wire() -> None:
    """Join imports to the background work."""
    jobs.handle(IMPORT_JOB, import_job)
    rekeying.carry(ImportRun, "file_tag")
