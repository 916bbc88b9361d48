"""The figures of whole quarters: counted once, kept as they may be told, and told so for ever."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.persons.models import Registration
from rfl.reporting import queries
from rfl.reporting.models import ToldFigure
from rfl.reporting.quarters import Quarter, QuarterReport, over, report_of
from rfl.reporting.rules import Measure, shown
from rfl.tracing.models import TracingRequest

Told = Mapping[tuple[Quarter, Measure], int | None]


def quarters(session: Session, actor: Actor, *, is_taken_out: bool = False) -> QuarterReport:
    """Return the figures of the actor's society by whole quarters; that they were seen is entered.

    Raises:
        DeniedError: the actor is no head of tracing.

    """
    authorise(actor, Permission.REPORT_OWN)
    audit.record(
        session,
        actor.user_id,
        Act.EXPORTED if is_taken_out else Act.REPORT_OPENED,
        societies=[actor.society],
        fields=[measure.value for measure in Measure],
    )
    begun = _begun(session, actor.society)
    if begun is None:
        return report_of((), {})
    found = over(begun, clock.now())
    told = _told(session, actor.society)
    for one in found:
        if (one, Measure.OPENED) not in told:
            _tell(session, actor.society, one)
    return report_of(found, _told(session, actor.society))


def _begun(session: Session, society: str) -> datetime | None:
    """Return when the first case or registration of a society was written."""
    moments = [
        session.scalar(select(func.min(model.created_at)).where(model.society_code == society))
        for model in (TracingRequest, Registration)
    ]
    return min((one for one in moments if one is not None), default=None)


def _told(session: Session, society: str) -> Told:
    rows = session.scalars(select(ToldFigure).where(ToldFigure.society_code == society))
    return {(_quarter(row.quarter), row.measure): row.value for row in rows}


def _tell(session: Session, society: str, one: Quarter) -> None:
    """Count a quarter, and keep what may be told of it; another worker may have been quicker."""
    counts = queries.counts(session, one.begins, one.ends)
    rows = [
        ToldFigure(
            society_code=society,
            quarter=one.name,
            measure=measure,
            value=shown(counts[measure].get(society, 0)).value,
        )
        for measure in Measure
    ]
    try:
        with session.begin_nested():
            session.add_all(rows)
    except IntegrityError:
        return


def _quarter(name: str) -> Quarter:
    year, number = name.split("-Q")
    return Quarter(int(year), int(number))
