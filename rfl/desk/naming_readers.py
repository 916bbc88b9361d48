"""A new reader for a sealed record whose readers have all left: two focal points decide on it.

The focal points hold the list of sealed records and open none of them. One asks that a head of
tracing be named, another decides; neither can be the one who is named, since no focal point is a
head of tracing (access.apart). As long as anybody named on it works here the record is theirs, and
this way is shut.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Role, Sensitivity, authorise
from rfl.approvals import kinds
from rfl.approvals import service as approvals
from rfl.approvals.kinds import Kind, Told
from rfl.approvals.models import Approval
from rfl.approvals.rules import ApprovalKind, Wish
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.children.models import ChildFile
from rfl.desk.sealing import KIND_WORDS, Sealable
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.persons.models import Person, Registration
from rfl.text import N_, Text
from rfl.tracing.models import SoughtPerson, TracingRequest


def orphan(session: Session, actor: Actor, record_id: UUID) -> Sealable:
    """Return a sealed record of the actor's society that nobody who works here may open.

    Raises:
        DeniedError: the actor does not hold the list of sealed records.
        NotFoundError: there is no such record, or somebody may open it.

    """
    authorise(actor, Permission.SEAL_APPROVE)
    row = _row(session, record_id, actor.society)
    if row is None or _still_here(session, row):
        raise NotFoundError("record")
    return row


def eligible(session: Session, society: str) -> list[UUID]:
    """Return who may be named: the heads of tracing who work here."""
    return access.colleagues(session, society, Role.SUPERVISOR)


def ask(session: Session, actor: Actor, record_id: UUID, reader: UUID, why: str) -> Approval:
    """Ask that somebody be named on a sealed record that nobody may open any more.

    Raises:
        DeniedError, NotFoundError: as for `orphan`.
        RuleBrokenError: no head of tracing, no reason, or the same waits already.

    """
    row = orphan(session, actor, record_id)
    _check_reader(session, row, reader)
    plan = {"number": row.number, "reader": str(reader)}
    return approvals.ask(session, actor, ApprovalKind.READER, row.id, plan, why)


def register() -> None:
    """Say how the naming of a new reader is told and carried out."""
    kinds.register(
        Kind(
            kind=ApprovalKind.READER,
            asks=Permission.SEAL_APPROVE,
            decides=Permission.SEAL_APPROVE,
            standing=_standing,
            tell=_tell,
            carry_out=_name,
        )
    )


def _standing(session: Session, wish: Wish) -> Sequence[str]:
    """Return how closely the record is held, and who is named on it."""
    row = _row(session, wish.subject_id, wish.society)
    if row is None:
        return ["gone"]
    named = access_queries.named_readers(session, row.id)
    here = set(access.colleagues(session, wish.society))
    return [f"{row.sensitivity} {sorted(str(one) for one in named)}", f"here {bool(named & here)}"]


def _tell(session: Session, receipt: Receipt, wish: Wish) -> Told:
    reader = UUID(wish.plan["reader"])
    names = access.staff_names(session, receipt, [reader])
    return Told(
        Text("Name a new reader on %(number)s", number=wish.plan["number"]),
        (
            (N_("Who may open it then"), names.get(reader, "")),
            (N_("Who may open it now"), Text("Nobody who works here")),
        ),
    )


def _name(session: Session, actor: Actor, wish: Wish) -> str:
    row, reader = orphan(session, actor, wish.subject_id), UUID(wish.plan["reader"])
    _check_reader(session, row, reader)
    ids = _together(session, row)
    for record_id in ids:
        access.name_reader(session, actor, record_id, reader)
    audit.record(
        session,
        actor.user_id,
        Act.SENSITIVITY_CHANGED,
        societies=[wish.society],
        subjects=[*ids, reader],
        detail={"named": str(reader)},
    )
    session.flush()
    return ""


def _check_reader(session: Session, row: Sealable, reader: UUID) -> None:
    if reader not in eligible(session, row.society_code):
        raise RuleBrokenError("Name a head of tracing who works here.")


def _row(session: Session, record_id: UUID, society: str) -> Sealable | None:
    found = (_sealed(session, model, record_id, society) for model in KIND_WORDS)
    return next((row for row in found if row is not None), None)


def _sealed(
    session: Session, model: type[Sealable], record_id: UUID, society: str
) -> Sealable | None:
    query = select(model).where(
        model.id == record_id,
        model.society_code == society,
        model.sensitivity == Sensitivity.SEALED,
        model.erased_at.is_(None),
    )
    found: list[Sealable] = list(session.scalars(query))
    return found[0] if found else None


def _still_here(session: Session, row: Sealable) -> bool:
    named = access_queries.named_readers(session, row.id)
    return bool(named & set(access.colleagues(session, row.society_code)))


def _together(session: Session, row: Sealable) -> list[UUID]:
    """Return the ids of all that is sealed with a record, itself first."""
    if isinstance(row, TracingRequest):
        sought = select(SoughtPerson.person_id).where(SoughtPerson.request_id == row.id)
        people = [row.enquirer_id, *session.scalars(sought)]
    else:
        people = [row.person_id]
    found = [row.id]
    for model, column in (
        (Person, Person.id),
        (Registration, Registration.person_id),
        (ChildFile, ChildFile.person_id),
    ):
        query = select(model.id).where(
            column.in_(people),
            model.society_code == row.society_code,
            model.sensitivity == Sensitivity.SEALED,
        )
        found += session.scalars(query)
    return list(dict.fromkeys(found))
