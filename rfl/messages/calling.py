"""Calls and other services at a site, counted without names; nothing here is personal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.messages.calls import CALLS, AgeGroup, ServiceKind, check_minutes
from rfl.messages.models import ServiceEvent
from rfl.persons.rules import RelationKind, Sex
from rfl.societies import service as societies

SHOWN_DAYS = 30


@dataclass(frozen=True, slots=True)
class NewService:
    """One service, as it is counted."""

    kind: ServiceKind
    day: date
    minutes: int = 0
    site_id: UUID | None = None
    relation: RelationKind | None = None
    sex: Sex = Sex.UNKNOWN
    age_group: AgeGroup = AgeGroup.UNKNOWN


@dataclass(frozen=True, slots=True)
class Totals:
    """What was counted in the last SHOWN_DAYS days."""

    calls: int
    minutes: int
    others: int


def log_service(session: Session, actor: Actor, new: NewService) -> ServiceEvent:
    """Count one service.

    Raises:
        DeniedError: the actor does not count services.
        RuleBrokenError: a call without minutes, a day that lies ahead, a foreign site.

    """
    authorise(actor, Permission.SERVICE_LOG)
    check_minutes(new.kind, new.minutes)
    if new.day > clock.today():
        raise RuleBrokenError("This day lies in the future.")
    own = {site.id for site in societies.sites(session, actor.society)}
    if new.site_id and new.site_id not in own:
        raise RuleBrokenError("Choose one of your society’s sites.")
    is_call = new.kind in CALLS
    row = ServiceEvent(
        id=uuid4(),
        society_code=actor.society,
        site_id=new.site_id,
        kind=new.kind,
        day=datetime.combine(new.day, time(12), UTC),
        minutes=new.minutes if is_call else 0,
        relation=new.relation if is_call else None,
        sex=new.sex,
        age_group=new.age_group,
        created_by=actor.user_id,
        created_at=clock.now(),
    )
    session.add(row)
    audit.record(
        session, actor.user_id, Act.SERVICE_LOGGED, societies=[actor.society], subjects=[row.id]
    )
    return row


def recent(session: Session, actor: Actor, most: int = 50) -> tuple[Sequence[ServiceEvent], Totals]:
    """Return what was counted lately in the actor's society, newest first, and its sums."""
    authorise(actor, Permission.SERVICE_LOG)
    since = clock.now() - timedelta(days=SHOWN_DAYS)
    here = (ServiceEvent.society_code == actor.society, ServiceEvent.day >= since)
    order = (ServiceEvent.day.desc(), ServiceEvent.created_at.desc())
    rows = session.scalars(select(ServiceEvent).where(*here).order_by(*order).limit(most)).all()
    sums = {
        kind: (number, minutes or 0)
        for kind, number, minutes in session.execute(
            select(ServiceEvent.kind, func.count(), func.sum(ServiceEvent.minutes))
            .where(*here)
            .group_by(ServiceEvent.kind)
        )
    }
    audit.record(session, actor.user_id, Act.SERVICE_LISTED, societies=[actor.society])
    return rows, Totals(
        calls=sum(number for kind, (number, _) in sums.items() if kind in CALLS),
        minutes=sum(minutes for _, minutes in sums.values()),
        others=sum(number for kind, (number, _) in sums.items() if kind not in CALLS),
    )
