"""The job that rotates a society's record epoch, and who asks for it: the night, or the console."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.audit import service as audit
from rfl.audit.rules import INSTALLATION_LOG, SYSTEM, Act
from rfl.errors import RuleBrokenError
from rfl.jobs import service as jobs
from rfl.jobs.models import Job, JobState
from rfl.jobs.service import Work
from rfl.keys import rotating
from rfl.keys import service as keys
from rfl.keys.erasing import EPOCH_DAYS
from rfl.keys.rotating import Epoch
from rfl.linking import rekeying
from rfl.text import Text

ROTATE_JOB, LOOK_JOB = "keys.rotate", "keys.look"


def ask_due(session: Session) -> list[UUID]:
    """Ask for a rotation of every society whose epoch is EPOCH_DAYS old, or was left half-way."""
    oldest = clock.now() - timedelta(days=EPOCH_DAYS)
    found = rotating.epochs(keys.of(session).ring)
    return [_ask(session, one) for one in found if one.began_at <= oldest or one.behind]


def ask(session: Session, society: str | None = None) -> list[UUID]:
    """Ask for a rotation now, of one society or of all; return the jobs.

    Raises:
        RuleBrokenError: no society here has this code.

    """
    found = rotating.epochs(keys.of(session).ring)
    wanted = [one for one in found if society in (None, one.society)]
    if not wanted:
        raise RuleBrokenError(Text("No society here has the code %(code)s.", code=society or ""))
    return [_ask(session, one) for one in wanted]


def rotate_cookies(session: Session) -> None:
    """Change the key of cookies: everybody signs in anew once the server was started again."""
    version = rotating.rotate_cookies(keys.of(session).ring)
    audit.record(
        session,
        SYSTEM,
        Act.KEY_ROTATED,
        societies=[INSTALLATION_LOG],
        purpose="keys",
        detail={"kind": "cookie", "version": str(version)},
    )


def look_job(work: Work) -> Mapping[str, int]:
    """Ask for the rotations that are due, and for that of the index key if it stopped half-way."""
    with work.begin() as session:
        asked = ask_due(session)
        if rekeying.standing(session).behind:
            asked.append(rekeying.ask(session))
        return {"asked": len(asked)}


def rotate_job(work: Work) -> Mapping[str, int]:
    """Bring one society under a later epoch than `epoch`; safe to be killed and run again."""
    with work.begin() as session:
        ring = keys.of(session).ring

    def tell(done: int, total: int) -> None:
        with work.begin() as session:
            work.progress(session, done, total)

    beyond = int(work.arguments["epoch"])
    moved = rotating.rotate(ring, work.society, beyond, tell)
    detail = {"kind": "records", "older_than": str(beyond + 1), "moved": str(moved)}
    if "audit" in work.arguments:
        audit_epoch = rotating.renew_audit(ring, work.society, int(work.arguments["audit"]))
        detail["audit"] = str(audit_epoch)
    with work.begin() as session:
        audit.record(
            session,
            SYSTEM,
            Act.KEY_ROTATED,
            societies=[work.society],
            purpose="keys",
            detail=detail,
        )
    return {"moved": moved}


def _ask(session: Session, epoch: Epoch) -> UUID:
    """Ask for one rotation, unless one is under way; half-way ones go on to the epoch they made."""
    beyond = epoch.number - 1 if epoch.behind else epoch.number
    query = select(Job).where(
        Job.kind == ROTATE_JOB,
        Job.society_code == epoch.society,
        Job.state.in_((JobState.WAITING, JobState.RUNNING)),
    )
    present = session.scalars(query).first()
    if present is not None:
        return present.id
    job = jobs.ask(
        session,
        kind=ROTATE_JOB,
        society=epoch.society,
        asked_by=SYSTEM,
        arguments={
            "epoch": beyond,
            "audit": rotating.audit_epoch(keys.of(session).ring, epoch.society),
        },
    )
    return job.id
