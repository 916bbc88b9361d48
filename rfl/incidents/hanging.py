"""Which cases and registrations hang on an event: found by number, hung there, taken off."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, visible
from rfl.audit.rules import Act
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.incidents import queries, records
from rfl.incidents.models import IncidentTie
from rfl.tracing.cases import reachable as reach_case
from rfl.tracing.rules import ActionKind
from rfl.tracing.service import write_action


@dataclass(frozen=True, slots=True)
class Hung:
    """What hangs on an event: a case or a registration."""

    request_id: UUID | None = None
    registration_id: UUID | None = None

    @property
    def record_id(self) -> UUID:
        """Return the id of whichever it is."""
        return self.request_id or self.registration_id or UUID(int=0)


def hang(session: Session, actor: Actor, incident_id: UUID, number: str) -> IncidentTie:
    """Hang the case or the registration of this number on an event.

    Raises:
        DeniedError, NotFoundError: the event is not the actor's to write in.
        RuleBrokenError: no record of this number is theirs, or it hangs there already.

    """
    wanted = number.strip().upper()
    cases = visible(actor, Permission.REQUEST_WRITE, clock.now())
    people = visible(actor, Permission.REGISTRATION_WRITE, clock.now())
    request_id = queries.case_of_number(session, cases, wanted)
    registration_id = queries.registration_of_number(session, people, wanted)
    if request_id is None and registration_id is None:
        raise RuleBrokenError(
            "There is no case or registration of this number that you can open. Look at the number "
            "once more."
        )
    return _hang(session, actor, incident_id, Hung(request_id, registration_id))


def hang_case(session: Session, actor: Actor, incident_id: UUID, request_id: UUID) -> IncidentTie:
    """Hang a case on an event.

    Raises:
        DeniedError, NotFoundError: the event or the case is not the actor's to write in.
        RuleBrokenError: it hangs there already.

    """
    return _hang(session, actor, incident_id, Hung(request_id=request_id))


def take_off(session: Session, actor: Actor, tie_id: UUID) -> IncidentTie:
    """Take a case or a registration off an event; what testimonies say stays.

    Raises:
        DeniedError, NotFoundError: not the actor's to write in, or it hangs there no more.

    """
    cases = visible(actor, Permission.REQUEST_WRITE, clock.now())
    people = visible(actor, Permission.REGISTRATION_WRITE, clock.now())
    tie = queries.tie_within(session, cases, people, tie_id)
    if tie is None:
        raise NotFoundError("tie")
    row = records.reachable(session, actor, Permission.INCIDENT_WRITE, tie.incident_id)
    _write_line(session, actor, tie.request_id, "incident_off")
    tie.off_by, tie.off_at = actor.user_id, clock.now()
    hung = Hung(tie.request_id, tie.registration_id)
    records.record(session, actor, Act.INCIDENT_TAKEN_OFF, row, [hung.record_id])
    return tie


def _write_line(session: Session, actor: Actor, request_id: UUID | None, result: str) -> None:
    """Write into a case's time line; the case is one that the actor may write in."""
    if request_id is not None:
        request = reach_case(session, actor, Permission.REQUEST_WRITE, request_id)
        write_action(session, actor, request, ActionKind.NOTE, result=result)


def _hang(session: Session, actor: Actor, incident_id: UUID, hung: Hung) -> IncidentTie:
    row = records.reachable(session, actor, Permission.INCIDENT_WRITE, incident_id, lock=True)
    if queries.hangs(session, row.id, hung.record_id):
        raise RuleBrokenError("This hangs on the event already.")
    _write_line(session, actor, hung.request_id, "incident_hung")
    tie = IncidentTie(
        id=uuid4(),
        society_code=row.society_code,
        incident_id=row.id,
        request_id=hung.request_id,
        registration_id=hung.registration_id,
        tied_by=actor.user_id,
        tied_at=clock.now(),
    )
    session.add(tie)
    records.record(session, actor, Act.INCIDENT_HUNG, row, [hung.record_id])
    return tie
