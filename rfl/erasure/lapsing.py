"""Messages whose way ended long ago: emptied by rule, without anybody having to ask.

A message that belongs to a case goes with the case (retention, with four eyes). Any other is kept
for `KEEP_YEARS` after its last act; so is what a society brought to somebody, whoever keeps the
message itself for longer.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM
from rfl.erasure import service
from rfl.erasure.gathering import gather
from rfl.erasure.models import Erasure
from rfl.erasure.rules import EraseReason, Record, RecordKind
from rfl.jobs.service import Work
from rfl.messages.models import FamilyMessage, MessageDelivery
from rfl.messages.rules import KEEP_YEARS

LAPSE_JOB = "erasure.lapse"

BATCH = 20
"""Messages emptied in one transaction."""

DAYS_OF_A_YEAR = 366
BY_RULE = b""
"""Nobody looked at a list: the rule itself decides."""


def lapse_job(work: Work) -> Mapping[str, int]:
    """Empty the messages of a society whose time is over. Killed anywhere, it goes on."""
    done = 0
    while True:
        with work.begin() as session:
            found = due(session, work.society)[:BATCH]
            for record in found:
                _empty(session, work.society, record)
        done += len(found)
        if not found:
            return {"done": done}


def due(session: Session, society: str) -> Sequence[Record]:
    """Return the messages and deliveries of a society whose time is over."""
    limit = clock.now() - timedelta(days=KEEP_YEARS * DAYS_OF_A_YEAR)
    message, delivery = FamilyMessage, MessageDelivery
    messages = select(message.id).where(
        message.society_code == society,
        message.erased_at.is_(None),
        message.request_id.is_(None),
        message.changed_at <= limit,
        func.coalesce(message.reported_at, message.tries_until, message.changed_at) <= limit,
    )
    deliveries = select(delivery.id).where(
        delivery.society_code == society,
        delivery.erased_at.is_(None),
        delivery.changed_at <= limit,
        delivery.tries_until <= limit,
    )
    return [
        *(Record(RecordKind.MESSAGE, one) for one in session.scalars(messages)),
        *(Record(RecordKind.DELIVERY, one) for one in session.scalars(deliveries)),
    ]


def _empty(session: Session, society: str, record: Record) -> None:
    if _is_gone(session, record):  # it went with the message before
        return
    parts, now = gather(session, record), clock.now()
    erasure = Erasure(
        id=uuid4(),
        society_code=society,
        kind=record.kind,
        record_id=record.id,
        reason=EraseReason.OVER,
        asked_by=SYSTEM,
        asked_at=now,
    )
    session.add(erasure)
    audit.record(
        session,
        SYSTEM,
        service.ACTS[record.kind],
        societies=[society],
        subjects=_subjects(record),
        purpose="retention",
        detail={"erasure": str(erasure.id), "reason": erasure.reason},
    )
    service.carry_out(session, erasure, parts, decided_by=SYSTEM, approved=BY_RULE)


def _is_gone(session: Session, record: Record) -> bool:
    table = FamilyMessage if record.kind is RecordKind.MESSAGE else MessageDelivery
    return session.scalar(select(table.erased_at).where(table.id == record.id)) is not None


def _subjects(record: Record) -> list[UUID]:
    return [record.id]
