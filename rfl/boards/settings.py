"""How a society publishes photos: from which age, and whether search engines may keep the pages."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.boards import queries
from rfl.boards.models import BoardSetting
from rfl.boards.rules import MIN_AGE, check_min_age


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a society."""

    min_age: int = MIN_AGE
    is_indexed: bool = False


def of_society(session: Session, society: str) -> Setting:
    """Return what holds for a society: the defaults, until it sets something."""
    row = queries.setting(session, society)
    return Setting() if row is None else Setting(row.min_age, row.is_indexed)


def change(session: Session, actor: Actor, new: Setting) -> None:
    """Set how the actor's society publishes photos. What is shown already is not taken down by it.

    Raises:
        DeniedError: the actor does not decide on cases.
        RuleBrokenError: the age is too low.

    """
    authorise(actor, Permission.REQUEST_DECIDE)
    check_min_age(new.min_age)
    row = queries.setting(session, actor.society) or BoardSetting(society_code=actor.society)
    row.min_age, row.is_indexed = new.min_age, new.is_indexed
    row.changed_by, row.changed_at = actor.user_id, clock.now()
    session.add(row)
    audit.record(
        session,
        actor.user_id,
        Act.BOARD_SETTING_CHANGED,
        societies=[actor.society],
        detail={"min_age": str(new.min_age), "indexed": str(new.is_indexed)},
    )
    session.flush()
