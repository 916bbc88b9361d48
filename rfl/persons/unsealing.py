"""Ending a seal with four eyes: a head of tracing named on the record asks, a focal point decides.

The focal point holds the list of sealed records, and knows of it anyway. The record becomes
restricted, not open to all; who is named on it stays so.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity
from rfl.approvals import kinds
from rfl.approvals import service as approvals
from rfl.approvals.kinds import Kind, Told
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalKind, Wish
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.persons import queries, service
from rfl.persons.models import Person, Registration
from rfl.persons.records import open_document, reachable, saved_of
from rfl.persons.rules import Purpose
from rfl.persons.watch import announce, tell_written
from rfl.text import N_, Text

AFTER = Sensitivity.RESTRICTED
"""How closely a record is held when its seal ended."""


def ask(session: Session, actor: Actor, registration_id: UUID, why: str) -> Approval:
    """Ask that the seal of a registered person's record end.

    Raises:
        DeniedError, NotFoundError: the actor is no head of tracing, or may not know of the record.
        RuleBrokenError: it is not sealed, no reason, or the same waits already.

    """
    row = reachable(session, actor, Permission.REGISTRATION_READ, registration_id)
    if row.sensitivity is not Sensitivity.SEALED:
        raise RuleBrokenError("This record is not sealed.")
    plan = {"number": row.number, "sensitivity": AFTER.value}
    return approvals.ask(session, actor, ApprovalKind.UNSEAL, row.person_id, plan, why)


def register() -> None:
    """Say how the end of a seal is told and carried out."""
    kinds.register(
        Kind(
            kind=ApprovalKind.UNSEAL,
            asks=Permission.REQUEST_DECIDE,
            decides=Permission.SEAL_APPROVE,
            standing=_standing,
            tell=_tell,
            carry_out=_unseal,
        )
    )


def _standing(session: Session, wish: Wish) -> Sequence[str]:
    """Return how closely each row is held, and who is named on it."""
    rows = _rows(session, wish)
    readers = (access_queries.named_readers(session, row.id) for row in rows)
    return [
        f"{row.id} {row.sensitivity} {sorted(str(one) for one in named)}"
        for row, named in zip(rows, readers, strict=True)
    ]


def _tell(session: Session, receipt: Receipt, wish: Wish) -> Told:
    named = access_queries.named_readers(session, wish.subject_id)
    names = access.staff_names(session, receipt, named)
    return Told(
        Text("End the seal of %(number)s", number=wish.plan["number"]),
        (
            (N_("Named on it"), ", ".join(sorted(names.values()))),
            (N_("Held after that"), Text("restricted, as a child’s record is")),
        ),
    )


def _unseal(session: Session, actor: Actor, wish: Wish) -> str:
    rows = _rows(session, wish)
    if not rows:
        raise NotFoundError("person")
    for row in rows:
        row.sensitivity = AFTER
    receipt = audit.record(
        session,
        actor.user_id,
        Act.SENSITIVITY_CHANGED,
        societies=[wish.society],
        subjects=[row.id for row in rows],
        detail={"sensitivity": AFTER},
    )
    session.flush()
    person, *registrations = rows
    _tell_watchers(session, actor, receipt, (person, registrations))
    return ""


def _tell_watchers(
    session: Session,
    actor: Actor,
    receipt: Receipt,
    found: tuple[Person | Registration, Sequence[Person | Registration]],
) -> None:
    """Have them searched again, if they agreed to the search."""
    person, registrations = found
    searched = queries.has_agreed(session, person.id, Purpose.TRACING)
    document = service.open_by_id(session, receipt, [person.id])[person.id]
    if isinstance(person, Person):
        tell_written(session, [(person, document)])
    announce(
        session,
        actor.user_id,
        [
            saved_of(row, document, open_document(session, receipt, row), is_searched=searched)
            for row in registrations
            if isinstance(row, Registration)
        ],
    )


def _rows(session: Session, wish: Wish) -> list[Person | Registration]:
    """Return the person's row, then those of their registrations; none if it was erased."""
    person = session.get(Person, wish.subject_id, with_for_update=True)
    if person is None or person.erased_at is not None or person.society_code != wish.society:
        return []
    return [person, *queries.registrations_of(session, [person.id])]
