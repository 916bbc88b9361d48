"""Who may have a case or a registration: officers and heads of tracing of a society."""

from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.rules import Actor, Role
from rfl.audit import service as audit
from rfl.audit.rules import Act


def colleagues(session: Session, actor: Actor) -> dict[UUID, str]:
    """Return the names of those of the actor's society who may have a case."""
    receipt = audit.record(
        session, actor.user_id, Act.USER_LISTED, societies=[actor.society], fields=["names"]
    )
    return access.staff_names(session, receipt, officers(session, actor.society))


def officers(session: Session, society: str) -> list[UUID]:
    """Return the ids of those who may have a case of a society."""
    found = access.colleagues(session, society, Role.OFFICER)
    found += access.colleagues(session, society, Role.SUPERVISOR)
    return list(dict.fromkeys(found))
