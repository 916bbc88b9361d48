"""The figures of whole quarters: counted once, kept as they may be told, and told so for ever."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.persons.models import Registration
from rfl.reporting import care_queries, queries
from rfl.reporting.care_rules import CARE_WORDS, SETTLED, figures_of
from rfl.reporting.models import ToldFigure
from rfl.reporting.quarters import Quarter, QuarterReport, over, report_of
from rfl.reporting.rules import MEASURE_WORDS, Figure, Measure, shown
from rfl.tracing.models import TracingRequest

Told = Mapping[tuple[Quarter, str], int | None]


@dataclass(frozen=True, slots=True)
class Telling:
    """One report: who may see it, its measures with their words, and how they are counted."""

    permission: Permission
    words: Mapping[str, str]
    first: Callable[[Session, str], datetime | None]
    """When the first thing happened in a society that is counted."""
    figures: Callable[[Session, str, Quarter], Mapping[str, Figure]]
    settled: timedelta = timedelta()
    """So long after its end a quarter is told."""


def quarters(
    session: Session, actor: Actor, telling: Telling, *, is_taken_out: bool = False
) -> QuarterReport:
    """Return the figures of the actor's society by whole quarters; that they were seen is entered.

    Raises:
        DeniedError: the actor may not see this report.

    """
    authorise(actor, telling.permission)
    audit.record(
        session,
        actor.user_id,
        Act.EXPORTED if is_taken_out else Act.REPORT_OPENED,
        societies=[actor.society],
        fields=[str(measure) for measure in telling.words],
    )
    begun = telling.first(session, actor.society)
    if begun is None:
        return report_of((), {}, telling.words)
    found = over(begun, clock.now() - telling.settled)
    told = _told(session, actor.society)
    for one in found:
        new = [measure for measure in telling.words if (one, measure) not in told]
        if new:
            _tell(session, actor.society, one, telling, new)
    return report_of(found, _told(session, actor.society), telling.words)


def _begun(session: Session, society: str) -> datetime | None:
    """Return when the first case or registration of a society was written."""
    moments = [
        session.scalar(select(func.min(model.created_at)).where(model.society_code == society))
        for model in (TracingRequest, Registration)
    ]
    return min((one for one in moments if one is not None), default=None)


def _work_figures(session: Session, society: str, one: Quarter) -> Mapping[str, Figure]:
    counts = queries.counts(session, one.begins, one.ends)
    return {measure: shown(counts[measure].get(society, 0)) for measure in Measure}


def _care_figures(session: Session, society: str, one: Quarter) -> Mapping[str, Figure]:
    counts = care_queries.counts(session, society, one.begins, one.ends)
    return {str(measure): figure for measure, figure in figures_of(counts).items()}


WORK = Telling(Permission.REPORT_OWN, MEASURE_WORDS, _begun, _work_figures)
"""What a society did, for its head of tracing."""

CARE = Telling(
    Permission.REPORT_CARE, CARE_WORDS, care_queries.first, _care_figures, settled=SETTLED
)
"""What safeguarding was about, for the management, by its focal point."""


def _told(session: Session, society: str) -> Told:
    rows = session.scalars(select(ToldFigure).where(ToldFigure.society_code == society))
    return {(_quarter(row.quarter), row.measure): row.value for row in rows}


def _tell(
    session: Session, society: str, one: Quarter, telling: Telling, new: Collection[str]
) -> None:
    """Count a quarter, and keep what may be told of it; another worker may have been quicker.

    `new`: what was not told of it yet; all else stays as it was told.
    """
    rows = [
        ToldFigure(society_code=society, quarter=one.name, measure=str(measure), value=figure.value)
        for measure, figure in telling.figures(session, society, one).items()
        if measure in new
    ]
    try:
        with session.begin_nested():
            session.add_all(rows)
    except IntegrityError:
        return


def _quarter(name: str) -> Quarter:
    year, number = name.split("-Q")
    return Quarter(int(year), int(number))
