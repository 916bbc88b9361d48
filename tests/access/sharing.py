"""Rows by which a record is shared, put there by hand."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.models import CaseShare, CaseSharePart, Team, TeamMember, User
from rfl.access.purposes import SharePurpose


def share_with(
    session: Session,
    record_id: UUID,
    user_id: UUID,
    *,
    days: int = 1,
    in_a_team: bool = False,
    is_ended: bool = False,
) -> None:
    """Share one record with somebody of the society they work for."""
    society, now, team_id = session.get_one(User, user_id).society_code, clock.now(), None
    if in_a_team:
        team = Team(
            id=uuid4(), society_code=society, name=str(uuid4()), made_by=user_id, made_at=now
        )
        session.add(team)
        session.flush()
        session.add(TeamMember(team_id=team.id, user_id=user_id))
        team_id = team.id
    share = CaseShare(
        id=uuid4(),
        society_code=society,
        case_id=record_id,
        user_id=None if in_a_team else user_id,
        team_id=team_id,
        purpose=SharePurpose.VISIT,
        shared_by=user_id,
        shared_at=now,
        until=now + timedelta(days=days),
        ended_at=now if is_ended else None,
    )
    session.add(share)
    session.flush()
    session.add(CaseSharePart(share_id=share.id, record_id=record_id))
    session.flush()
