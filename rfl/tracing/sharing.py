"""Sharing a case with a colleague or a team of one's society: for a purpose, until a day.

It opens a restricted case, with its people, links and questions, as to whoever works on it; never
a sealed one, which only those named on it know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.models import CaseShare, CaseSharePart, Team
from rfl.access.purposes import SharePurpose
from rfl.access.rules import Actor, Permission, Sensitivity, may
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.lists import takers
from rfl.tracing import queries
from rfl.tracing.cases import reachable
from rfl.tracing.models import TracingRequest

LONGEST_DAYS = 180
"""Half a year: longer than that a case is handed over, not shared."""


@dataclass(frozen=True, slots=True)
class With:
    """With whom: one colleague, or one team."""

    user_id: UUID | None = None
    team_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """One share that is open, as the page shows it."""

    id: UUID
    name: str
    is_team: bool
    purpose: SharePurpose
    shared_by: str
    last_day: date


@dataclass(frozen=True, slots=True)
class SharePage:
    """With whom a case is shared, and with whom it could be."""

    request: TracingRequest
    shares: Sequence[Shared]
    colleagues: dict[UUID, str]
    teams: dict[UUID, str]


def share(
    session: Session,
    actor: Actor,
    request_id: UUID,
    whom: With,
    purpose: SharePurpose,
    last_day: date,
) -> CaseShare:
    """Share a case up to the end of `last_day` (UTC).

    Raises:
        DeniedError, NotFoundError: not the actor's case, or no such colleague or team here.
        RuleBrokenError: neither its owner nor a head of tracing asks, it is sealed, or the day is
            over or too far.

    """
    request = _own(session, actor, request_id)
    if request.sensitivity is Sensitivity.SEALED:
        raise RuleBrokenError("A sealed case is known to those named on it, and is not shared.")
    if not clock.today() <= last_day <= clock.today() + timedelta(days=LONGEST_DAYS):
        raise RuleBrokenError("Choose a last day from today on, within half a year.")
    _check_whom(session, request, whom)
    row = CaseShare(
        id=uuid4(),
        society_code=request.society_code,
        case_id=request.id,
        user_id=whom.user_id,
        team_id=whom.team_id,
        purpose=purpose,
        shared_by=actor.user_id,
        shared_at=clock.now(),
        until=datetime.combine(last_day, time(), UTC) + timedelta(days=1),
    )
    session.add(row)
    session.flush()
    people = [one.person_id for one in queries.sought(session, [request.id])]
    parts = dict.fromkeys([request.id, request.enquirer_id, *people])
    session.add_all(CaseSharePart(share_id=row.id, record_id=one) for one in parts)
    _record(session, actor, Act.CASE_SHARED, row, {"purpose": purpose, "until": str(last_day)})
    return row


def end(session: Session, actor: Actor, request_id: UUID, share_id: UUID) -> None:
    """End a share at once. Whoever has the case by it may give it back too. Twice is once.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or no such share of it.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id)
    row = session.get(CaseShare, share_id, with_for_update=True)
    if row is None or row.case_id != request.id:
        raise NotFoundError("share")
    if row.user_id != actor.user_id:
        _own(session, actor, request_id)
    if row.ended_at is None:
        row.ended_at = clock.now()
        _record(session, actor, Act.CASE_SHARE_ENDED, row, {})


def read(session: Session, actor: Actor, request_id: UUID) -> SharePage:
    """Return with whom a case is shared now, by name.

    Raises:
        DeniedError, NotFoundError: not the actor's case.

    """
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id)
    rows = _live(session, request.id)
    officers = takers.officers(session, request.society_code)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.REQUEST_OPENED,
        societies=[request.society_code],
        subjects=[request.id],
        fields=["shares"],
        purpose="tracing",
    )
    people = {one for row in rows for one in (row.user_id, row.shared_by)}
    names = access.staff_names(session, receipt, people | set(officers))
    teams = _teams(session, request.society_code)
    return SharePage(
        request=request,
        shares=[
            Shared(
                id=row.id,
                name=names.get(row.user_id, "") if row.user_id else teams[row.team_id],
                is_team=row.team_id is not None,
                purpose=row.purpose,
                shared_by=names.get(row.shared_by, ""),
                last_day=(row.until - timedelta(seconds=1)).date(),
            )
            for row in rows
        ],
        colleagues={one: names[one] for one in officers if one != request.owner_id},
        teams={one: name for one, name in teams.items() if one is not None},
    )


def follow(session: Session, request_id: UUID, person_id: UUID) -> None:
    """Have a person who comes into a case be open to those with whom it is shared."""
    session.add_all(
        CaseSharePart(share_id=row.id, record_id=person_id) for row in _live(session, request_id)
    )
    session.flush()


def _own(session: Session, actor: Actor, request_id: UUID) -> TracingRequest:
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    if request.owner_id != actor.user_id and not may(actor, Permission.REQUEST_ASSIGN):
        raise RuleBrokenError("Its owner or a head of tracing says with whom a case is shared.")
    return request


def _check_whom(session: Session, request: TracingRequest, whom: With) -> None:
    if whom.team_id is not None and whom.team_id not in _teams(session, request.society_code):
        raise NotFoundError("team")
    officers = takers.officers(session, request.society_code)
    if whom.team_id is None and whom.user_id not in officers:
        raise NotFoundError("colleague")
    for row in _live(session, request.id):
        if (row.user_id, row.team_id) == (whom.user_id, whom.team_id):
            raise RuleBrokenError("It is shared with them already. End that first.")


def _live(session: Session, case_id: UUID) -> Sequence[CaseShare]:
    query = select(CaseShare).where(
        CaseShare.case_id == case_id, CaseShare.ended_at.is_(None), CaseShare.until > clock.now()
    )
    return session.scalars(query.order_by(CaseShare.shared_at)).all()


def _teams(session: Session, society: str) -> dict[UUID | None, str]:
    query = select(Team).where(Team.society_code == society).order_by(Team.name)
    return {row.id: row.name for row in session.scalars(query)}


def _record(
    session: Session, actor: Actor, act: Act, row: CaseShare, detail: dict[str, str]
) -> None:
    whom = [one for one in (row.user_id, row.team_id) if one is not None]
    audit.record(
        session,
        actor.user_id,
        act,
        societies=[row.society_code],
        subjects=[row.case_id, *whom],
        purpose="tracing",
        detail=detail,
    )
