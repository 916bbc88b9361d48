"""The job that destroys the keys of what was erased. Killed anywhere, it runs again and goes on."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from rfl import clock
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.db.native import sweep_log
from rfl.erasure.models import Erasure, ErasureKey
from rfl.jobs.service import Work
from rfl.keys import erasing
from rfl.keys import service as keys


def shred_job(work: Work) -> Mapping[str, int]:
    """Destroy the keys of one erasure, and the old pages of both databases with them."""
    erasure_id = UUID(work.arguments["erasure"])
    with work.begin() as session:
        query = select(ErasureKey.key_id).where(ErasureKey.erasure_id == erasure_id)
        wanted, store = session.scalars(query).all(), keys.of(session)
        engine = session.connection().engine
    destroyed = erasing.destroy_many(store, wanted)
    with work.begin() as session:
        row = session.get_one(Erasure, erasure_id)
        row.shredded_at = row.shredded_at or clock.now()
        audit.record(
            session,
            SYSTEM,
            Act.KEY_DESTROYED,
            societies=[row.society_code],
            subjects=[row.record_id],
            purpose="erasure",
            detail={"keys": str(len(wanted))},
        )
        work.progress(session, len(wanted), len(wanted))
    sweep_log(engine)
    return {"keys": len(wanted), "destroyed": destroyed}
