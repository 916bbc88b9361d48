"""Counts of what safeguarding was about. No sealed document is opened for them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rfl.access.models import RoleGrant
from rfl.access.rules import Role, Sensitivity
from rfl.children.models import ChildFile, ChildReview
from rfl.desk.models import AccessReview
from rfl.desk.rules import ReviewState
from rfl.reporting.care_rules import CareMeasure
from rfl.safeguarding.models import BreakGlass, Concern, ConcernBar
from rfl.safeguarding.rules import GlassState

PURSUED = (ReviewState.FOLLOWED, ReviewState.CLOSED)


def counts(
    session: Session, society: str, since: datetime, until: datetime
) -> Mapping[CareMeasure, int]:
    """Return each measure of a society, from `since` up to before `until`."""
    return {
        measure: session.scalar(query) or 0
        for measure, query in _queries(society, since, until).items()
    }


def first(session: Session, society: str) -> datetime | None:
    """Return when the first thing happened that is counted here."""
    columns = (
        (BreakGlass.opened_at, BreakGlass.society_code),
        (AccessReview.found_at, AccessReview.society_code),
        (Concern.raised_at, Concern.society_code),
        (ChildReview.found_at, ChildReview.society_code),
    )
    moments = [
        session.scalar(select(func.min(moment)).where(code == society)) for moment, code in columns
    ]
    return min((one for one in moments if one is not None), default=None)


def _queries(society: str, since: datetime, until: datetime) -> Mapping[CareMeasure, Select[int]]:
    def within(moment: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
        return and_(moment >= since, moment < until)

    glass = (
        select(func.count(BreakGlass.id))
        .where(BreakGlass.society_code == society, within(BreakGlass.opened_at))
        .where(~_was_focal(BreakGlass.user_id))
    )
    odd = (
        select(func.count(AccessReview.id))
        .where(AccessReview.society_code == society, within(AccessReview.found_at))
        .where(~_was_focal(AccessReview.user_id))
    )
    concern = select(func.count(Concern.id)).where(
        Concern.society_code == society,
        within(Concern.raised_at),
        Concern.is_for_dpo.is_(False),
        ~exists().where(ConcernBar.concern_id == Concern.id),
    )
    # A sealed file is in no count: a figure less what one may list would tell of it.
    child = (
        select(func.count(ChildReview.id))
        .join(ChildFile, ChildFile.id == ChildReview.child_id)
        .where(ChildReview.society_code == society, within(ChildReview.found_at))
        .where(ChildFile.sensitivity != Sensitivity.SEALED)
    )
    return {
        CareMeasure.EMERGENCIES: glass,
        CareMeasure.NO_EMERGENCY: glass.where(BreakGlass.state == GlassState.UNJUSTIFIED),
        CareMeasure.UNUSUAL: odd,
        CareMeasure.FOLLOWED: odd.where(AccessReview.state.in_(PURSUED)),
        CareMeasure.UNANSWERED: odd.where(AccessReview.escalated_at.is_not(None)),
        CareMeasure.CONCERNS: concern,
        CareMeasure.CHILDREN: child,
    }


def _was_focal(user_id: InstrumentedAttribute[object]) -> ColumnElement[bool]:
    """Return whether somebody ever was a focal point: none sees what is asked about themself."""
    return exists().where(RoleGrant.user_id == user_id, RoleGrant.role == Role.SAFEGUARDING)
