"""Whether the impact assessment was read through: once a year, and when what it says has changed.

Article 35 (11) of the GDPR asks to review it when the risk changes; a year is what authorities ask
where nothing did.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.protection.impact import RISKS
from rfl.protection.models import ImpactReview
from rfl.protection.processing import ACTIVITIES
from rfl.protection.rules import digest

EVERY = timedelta(days=365)

AHEAD = timedelta(days=30)
"""So long before its day it stands in My work: time to ask those who know."""


@dataclass(frozen=True, slots=True)
class Standing:
    """When it was read through last, by whom, and by when it is due; None: never yet, so now."""

    read_at: datetime | None = None
    read_by: UUID | None = None
    is_changed: bool = False
    due_on: date | None = None

    def is_near(self, today: date) -> bool:
        """Tell whether it is due now, or soon."""
        return self.due_on is None or self.due_on - today <= AHEAD


def standing(session: Session, society: str) -> Standing:
    """Return how it stands with a society's impact assessment."""
    row = session.get(ImpactReview, society)
    if row is None:
        return Standing()
    is_changed = row.content_hash != content_hash()
    due = None if is_changed else row.read_at.date() + EVERY
    return Standing(row.read_at, row.read_by, is_changed, due)


def keep(session: Session, actor: Actor, seen: str) -> None:
    """Keep that the actor read it through as it stands, and that it holds.

    Raises:
        DeniedError: the actor is no data protection officer.
        RuleBrokenError: it says something else by now than what they `seen` (hex).

    """
    authorise(actor, Permission.RETENTION_WORK)
    if seen != content_hash().hex():
        raise RuleBrokenError("It was changed since you opened it. Read it once more.")
    row = session.get(ImpactReview, actor.society, with_for_update=True)
    if row is None:
        row = ImpactReview(society_code=actor.society)
        session.add(row)
    row.read_at, row.read_by, row.content_hash = clock.now(), actor.user_id, content_hash()
    audit.record(session, actor.user_id, Act.IMPACT_REVIEWED, societies=[actor.society])


@cache
def content_hash() -> bytes:
    """Return the SHA-256 of what the record of processing and the assessment say, in English."""
    words = [
        *(word for risk in RISKS for word in (risk.title, risk.harm, risk.remains)),
        *(measure.words for risk in RISKS for measure in risk.measures),
        *(
            word
            for one in ACTIVITIES
            for word in (one.title, one.why, *one.of_whom, *one.data, *one.others)
        ),
    ]
    return digest(*(word.encode() for word in words))
