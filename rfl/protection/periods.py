"""How long a society keeps, and how soon it answers: its own periods, or those of everybody."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.protection import queries
from rfl.protection.models import ProtectionSetting
from rfl.protection.rules import ANSWER_DAYS

ARCHIVE_YEARS, ANONYMISE_YEARS = 1, 5
"""After how many years a case that ended is archived, and made anonymous (docs/adr/0017)."""

REGISTRATION_YEARS = 10
"""After how many years a registration of no case is erased: families begin to look years later,
and whoever is found earlier stands in a case (docs/adr/0017)."""

MOST_DAYS, MOST_YEARS = 30, 30


@dataclass(frozen=True, slots=True)
class Periods:
    """A society's periods. Years count from the day a case ended, or nothing new was heard."""

    answer_days: int = ANSWER_DAYS
    archive_years: int = ARCHIVE_YEARS
    anonymise_years: int = ANONYMISE_YEARS
    registration_years: int = REGISTRATION_YEARS


def periods_of(session: Session, society: str) -> Periods:
    """Return the periods that hold for a society."""
    row = queries.setting(session, society)
    if row is None:
        return Periods()
    return Periods(row.answer_days, row.archive_years, row.anonymise_years, row.registration_years)


def set_periods(session: Session, actor: Actor, periods: Periods) -> None:
    """Set the periods of the actor's society; what is under way keeps its day.

    Raises:
        DeniedError: the actor does not set them.
        RuleBrokenError: an answer later than the law allows, or anonymous before archived.

    """
    authorise(actor, Permission.RETENTION_WORK)
    if not 1 <= periods.answer_days <= MOST_DAYS:
        raise RuleBrokenError("People are answered within 1 to 30 days.")
    if not 1 <= periods.archive_years <= periods.anonymise_years <= MOST_YEARS:
        raise RuleBrokenError("A case is archived first and made anonymous later, within 30 years.")
    if not 1 <= periods.registration_years <= MOST_YEARS:
        raise RuleBrokenError("Registrations are kept for 1 to 30 years.")
    row = queries.setting(session, actor.society)
    if row is None:
        row = ProtectionSetting(society_code=actor.society)
        session.add(row)
    row.answer_days, row.archive_years = periods.answer_days, periods.archive_years
    row.anonymise_years = periods.anonymise_years
    row.registration_years = periods.registration_years
    row.changed_at, row.changed_by = clock.now(), actor.user_id
    audit.record(session, actor.user_id, Act.PERIODS_SET, societies=[actor.society])
