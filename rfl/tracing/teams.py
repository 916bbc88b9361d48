"""Teams of a society: made, filled and emptied by its head of tracing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.models import CaseShare, Team, TeamMember
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.lists import takers

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class TeamRow:
    """One team: its members by name, and how many cases are shared with it now."""

    id: UUID
    name: str
    members: dict[UUID, str]
    cases: int


@dataclass(frozen=True, slots=True)
class TeamsPage:
    """All teams of a society, and who could be in one."""

    teams: Sequence[TeamRow]
    colleagues: dict[UUID, str]


def make(session: Session, actor: Actor, name: str) -> Team:
    """Make a team.

    Raises:
        DeniedError: the actor is no head of tracing.
        RuleBrokenError: no name, too long a one, or one that another team has.

    """
    authorise(actor, Permission.REQUEST_ASSIGN)
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise RuleBrokenError("Give the team a name of up to 60 characters.")
    same = select(Team.id).where(Team.society_code == actor.society, Team.name == name)
    if session.scalar(same) is not None:
        raise RuleBrokenError("Another team has this name.")
    team = Team(
        id=uuid4(),
        society_code=actor.society,
        name=name,
        made_by=actor.user_id,
        made_at=clock.now(),
    )
    session.add(team)
    session.flush()
    _record(session, actor, team, {"made": name})
    return team


def add(session: Session, actor: Actor, team_id: UUID, user_id: UUID) -> None:
    """Put a colleague who works on cases into a team. Twice is once.

    Raises:
        DeniedError, NotFoundError: no such team or colleague in the actor's society.

    """
    team = _own(session, actor, team_id)
    if user_id not in takers.officers(session, actor.society):
        raise NotFoundError("colleague")
    if session.get(TeamMember, (team.id, user_id)) is None:
        session.add(TeamMember(team_id=team.id, user_id=user_id))
        session.flush()
        _record(session, actor, team, {"added": str(user_id)}, user_id)


def remove(session: Session, actor: Actor, team_id: UUID, user_id: UUID) -> None:
    """Take somebody out of a team; what was shared with it is shut to them at once.

    Raises:
        DeniedError, NotFoundError: no such team in the actor's society.

    """
    team = _own(session, actor, team_id)
    row = session.get(TeamMember, (team.id, user_id))
    if row is not None:
        session.delete(row)
        session.flush()
        _record(session, actor, team, {"removed": str(user_id)}, user_id)


def read(session: Session, actor: Actor) -> TeamsPage:
    """Return the teams of the actor's society, with their members by name."""
    authorise(actor, Permission.REQUEST_ASSIGN)
    teams = session.scalars(
        select(Team).where(Team.society_code == actor.society).order_by(Team.name)
    ).all()
    ids = [team.id for team in teams]
    rows = session.scalars(select(TeamMember).where(TeamMember.team_id.in_(ids))).all()
    officers = takers.officers(session, actor.society)
    people = {*officers, *(row.user_id for row in rows)}
    receipt = audit.record(
        session,
        actor.user_id,
        Act.TEAM_LISTED,
        societies=[actor.society],
        subjects=sorted(people, key=str),
        fields=["names"],
        purpose="tracing",
    )
    names = access.staff_names(session, receipt, people)
    counts = _counts(session, ids)
    return TeamsPage(
        teams=[
            TeamRow(
                id=team.id,
                name=team.name,
                members={r.user_id: names[r.user_id] for r in rows if r.team_id == team.id},
                cases=counts.get(team.id, 0),
            )
            for team in teams
        ],
        colleagues={one: names[one] for one in officers},
    )


def _counts(session: Session, ids: Sequence[UUID]) -> dict[UUID, int]:
    query = (
        select(CaseShare.team_id, func.count())
        .where(
            CaseShare.team_id.in_(ids),
            CaseShare.ended_at.is_(None),
            CaseShare.until > clock.now(),
        )
        .group_by(CaseShare.team_id)
    )
    return {team_id: number for team_id, number in session.execute(query) if team_id}


def _own(session: Session, actor: Actor, team_id: UUID) -> Team:
    authorise(actor, Permission.REQUEST_ASSIGN)
    team = session.get(Team, team_id, with_for_update=True)
    if team is None or team.society_code != actor.society:
        raise NotFoundError("team")
    return team


def _record(
    session: Session, actor: Actor, team: Team, detail: dict[str, str], user_id: UUID | None = None
) -> None:
    audit.record(
        session,
        actor.user_id,
        Act.TEAM_CHANGED,
        societies=[team.society_code],
        subjects=[team.id, *([user_id] if user_id else [])],
        purpose="tracing",
        detail=detail,
    )
