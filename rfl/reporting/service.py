"""The coordinator's report."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise
from rfl.accounts import role_review
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.reporting import queries
from rfl.reporting.rules import Measure, Report, report_of
from rfl.societies import service as societies


def this_year(session: Session, actor: Actor) -> Report:
    """Return this year's figures of every society here; that they were seen is entered.

    Only whole years so far: two reports over nearly the same days would differ by single people.
    """
    authorise(actor, Permission.REPORT_READ)
    year = clock.now().year
    found = queries.counts(
        session, datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
    )
    audit.record(
        session,
        actor.user_id,
        Act.REPORT_OPENED,
        societies=[actor.society],
        fields=[measure.value for measure in Measure],
        detail={"year": str(year)},
    )
    return report_of(
        year,
        [
            (one.name, {measure: by_code.get(one.code, 0) for measure, by_code in found.items()})
            for one in societies.societies(session)
        ],
    )


def late_reviews(session: Session) -> list[str]:
    """Return the names of societies whose review of roles is late. Names no person."""
    return [access.society_name(session, code) for code in role_review.late_societies(session)]
