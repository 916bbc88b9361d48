"""How work is spread over a society's colleagues, for the head of tracing. It ranks nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Scope, authorise, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.lists import takers
from rfl.text import N_
from rfl.tracing import queries
from rfl.tracing.queries import Load
from rfl.tracing.rules import NEWS_DUE_DAYS

AGES: tuple[tuple[int, str], ...] = (
    (0, N_("Under a month")),
    (30, N_("One to three months")),
    (90, N_("Three months to a year")),
    (365, N_("Over a year")),
)
"""How old open cases are: from how many days on, and in words."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one colleague has in hand."""

    user_id: UUID
    name: str
    load: Load


@dataclass(frozen=True, slots=True)
class Team:
    """The society's open work."""

    shares: list[Share]
    """By name; who has nothing stands here too, since they may have time."""
    unowned: Load
    ages: Mapping[str, int]
    """Open cases by how long ago they were opened, in the words of AGES."""

    @property
    def total(self) -> int:
        """Return how many cases are open."""
        return sum(self.ages.values())


def read(session: Session, actor: Actor) -> Team:
    """Return how open cases are spread over the actor's society.

    Raises:
        DeniedError: the actor hands out no cases.

    """
    authorise(actor, Permission.REQUEST_ASSIGN)
    scope = visible(actor, Permission.REQUEST_LIST, clock.now())
    now = clock.now()
    loads = queries.loads(session, scope, now, now - timedelta(days=NEWS_DUE_DAYS))
    officers = takers.officers(session, actor.society)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.TEAM_LISTED,
        societies=[actor.society],
        subjects=sorted(officers, key=str),
        fields=["names"],
        purpose="tracing",
    )
    names = access.staff_names(session, receipt, [*officers, *(one for one in loads if one)])
    shares = [Share(user, name, loads.get(user, Load())) for user, name in names.items()]
    return Team(
        shares=sorted(shares, key=lambda share: share.name.casefold()),
        unowned=loads.get(None, Load()),
        ages=_ages(session, scope),
    )


def _ages(session: Session, scope: Scope) -> dict[str, int]:
    moments = [clock.now() - timedelta(days=days) for days, _words in AGES[1:]]
    older = [*queries.opened_before(session, scope, moments), 0]
    return {words: older[place] - older[place + 1] for place, (_days, words) in enumerate(AGES)}
