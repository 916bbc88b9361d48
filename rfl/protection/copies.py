"""Handing out: the approved copy of an access request, and the log of who was told what."""

from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.protection import requests
from rfl.protection.blackening import Voice
from rfl.protection.disclosing import disclosures, lines_of
from rfl.protection.document import Holding, Section
from rfl.protection.gathering import tellable
from rfl.protection.rules import RecordKind, Right, RightsState
from rfl.text import N_


def approved_copy(session: Session, actor: Actor, rights_id: UUID, *, is_print: bool) -> Holding:
    """Return the copy that a second person approved, to be given to the person who asked.

    Raises:
        DeniedError, NotFoundError: not the actor's to hand out.
        RuleBrokenError: nobody approved it yet, or it was handed out and is kept no longer.

    """
    row = requests.reachable(session, actor, Permission.RIGHTS_WORK, rights_id)
    if row.asked_right is not Right.ACCESS or row.state is not RightsState.APPROVED:
        raise RuleBrokenError("A copy is given once a second person has approved it.")
    act = Act.PRINTED if is_print else Act.EXPORTED
    holding = requests.opened(session, actor, row, act).holding
    if holding is None:
        raise RuleBrokenError("It was decided to give no copy.")
    return holding


def told_about(session: Session, actor: Actor, rights_id: UUID, *, is_print: bool) -> Holding:
    """Return who was told what about the person who asks.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.
        RuleBrokenError: nobody made sure yet who asks.

    """
    row = requests.reachable(session, actor, Permission.RIGHTS_WORK, rights_id)
    act = Act.PRINTED if is_print else Act.RIGHTS_GATHERED
    page = requests.opened(session, actor, row, act)
    if not requests.is_identified(page.document, page.records):
        raise RuleBrokenError(
            "First write down how you made sure who asks, and add the records that are theirs."
        )
    records = tellable(session, page.receipt, page.records)
    voice = Voice("told", RecordKind.REGISTERED)
    lines = lines_of(voice, disclosures(session, page.receipt, row.society_code, records))
    section = Section(N_("Who was told what about you"), "", tuple(lines))
    return Holding(row.number, row.society_code, clock.today(), (section,))
