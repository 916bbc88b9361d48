"""Counts per society. No sealed document is opened for them."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    distinct,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from rfl.access.rules import Sensitivity
from rfl.persons.models import Registration
from rfl.referrals.models import Referral
from rfl.referrals.rules import ReferralState
from rfl.reporting.rules import Measure
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.tracing.rules import UNFOUND, CaseAct, CaseState

Counts = dict[str, int]
ENDED_WELL = (CaseState.CLOSED, CaseState.ARCHIVED, CaseState.ANONYMISED)


def counts(session: Session, since: datetime, until: datetime) -> dict[Measure, Counts]:
    """Return each measure by society code, from `since` up to before `until`; in one statement."""
    named = (
        query.add_columns(literal(str(measure)))
        for measure, query in _queries(since, until).items()
    )
    found: dict[Measure, Counts] = {measure: {} for measure in Measure}
    for society, number, measure in session.execute(union_all(*named)):
        found[Measure(measure)][society] = number
    return found


def _queries(since: datetime, until: datetime) -> dict[Measure, Select[str, int]]:
    case = TracingRequest

    def within(moment: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
        return and_(moment >= since, moment < until)

    # A sealed record is in no count: a figure less what one may list would tell of it.
    open_case = case.sensitivity != Sensitivity.SEALED
    later = aliased(CaseAction)
    taken_back = exists().where(
        later.request_id == CaseAction.request_id,
        later.act.in_(UNFOUND),
        later.created_at > CaseAction.created_at,
    )
    told = select(CaseAction.request_id).where(CaseAction.act == CaseAct.DELIVER)
    closed = (
        case.closed_at >= since,
        case.closed_at < until,
        case.state.in_(ENDED_WELL),
        case.id.in_(told),
        open_case,
    )
    return {
        Measure.REGISTERED: select(Registration.society_code, func.count())
        .where(within(Registration.created_at), Registration.sensitivity != Sensitivity.SEALED)
        .group_by(Registration.society_code),
        Measure.OPENED: select(case.society_code, func.count())
        .where(within(case.created_at), case.state != CaseState.DRAFT, open_case)
        .group_by(case.society_code),
        Measure.LOCATED: select(
            CaseAction.society_code, func.count(distinct(CaseAction.request_id))
        )
        .join(case, case.id == CaseAction.request_id)
        .where(CaseAction.act == CaseAct.LOCATE, within(CaseAction.created_at), open_case)
        .where(~taken_back)
        .group_by(CaseAction.society_code),
        Measure.CLOSED: select(case.society_code, func.count())
        .where(*closed)
        .group_by(case.society_code),
        Measure.ANSWERED: select(case.society_code, func.count())
        .join(SoughtPerson, SoughtPerson.request_id == case.id)
        .where(*closed, _is_answered())
        .group_by(case.society_code),
        Measure.REFERRED: _referred(within(Referral.created_at)),
        Measure.HELPED: _referred(
            within(Referral.changed_at), Referral.state == ReferralState.HELPED
        ),
    }


def _is_answered() -> ColumnElement[bool]:
    """Return whether it is known what became of a sought person, or where they are.

    Of a case that ended before people were told apart, one was found: the first stands for them.
    """
    is_old = and_(SoughtPerson.is_answered.is_(None), SoughtPerson.place_in_case == 1)
    return or_(SoughtPerson.is_answered.is_(True), is_old)


def _referred(*conditions: ColumnElement[bool]) -> Select[str, int]:
    return (
        select(Referral.society_code, func.count())
        .join(TracingRequest, TracingRequest.id == Referral.request_id)
        .where(TracingRequest.sensitivity != Sensitivity.SEALED, *conditions)
        .group_by(Referral.society_code)
    )
