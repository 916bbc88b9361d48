"""The list of sealed records that focal points hold: numbers and who may open them, no contents."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl.access import service as access
from rfl.access.models import NamedReader
from rfl.access.rules import Actor, Permission, Sensitivity, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.children.models import ChildFile
from rfl.desk.service import Colleague, People
from rfl.persons.models import Registration
from rfl.text import N_
from rfl.tracing.models import TracingRequest

Sealable = TracingRequest | Registration | ChildFile

KIND_WORDS: Mapping[type[Sealable], str] = {
    TracingRequest: N_("case"),
    Registration: N_("registration"),
    ChildFile: N_("child file"),
}


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """One sealed record. `kind` is an English word to be translated."""

    id: UUID
    number: str
    kind: str
    made_at: datetime
    readers: tuple[Colleague, ...]
    """Who may open it and still works here."""
    named_at: datetime | None
    """When somebody was named on it last."""


def sealed_records(session: Session, actor: Actor, people: People) -> list[SealedRecord]:
    """Return the sealed records of the actor's society, the newest first. Opens none of them."""
    authorise(actor, Permission.AUDIT_READ)
    rows = [row for model in KIND_WORDS for row in _sealed(session, model, actor.society)]
    named = _named(session, [row.id for row in rows])
    here = people.keys() & set(access.colleagues(session, actor.society))
    audit.record(
        session,
        actor.user_id,
        Act.SEALED_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["numbers", "readers"],
        purpose="access_review",
    )
    return [
        SealedRecord(
            id=row.id,
            number=row.number,
            kind=KIND_WORDS[type(row)],
            made_at=row.created_at,
            readers=tuple(people[one.user_id] for one in named[row.id] if one.user_id in here),
            named_at=max((one.named_at for one in named[row.id]), default=None),
        )
        for row in sorted(rows, key=lambda row: row.created_at, reverse=True)
    ]


def _sealed(session: Session, model: type[Sealable], society: str) -> list[Sealable]:
    query = select(model).where(
        model.society_code == society,
        model.sensitivity == Sensitivity.SEALED,
        model.erased_at.is_(None),
    )
    return list(session.scalars(query))


def _named(session: Session, ids: list[UUID]) -> defaultdict[UUID, list[NamedReader]]:
    found: defaultdict[UUID, list[NamedReader]] = defaultdict(list)
    query = select(NamedReader).where(NamedReader.record_id.in_(ids))
    for one in session.scalars(query.order_by(NamedReader.named_at)):
        found[one.record_id].append(one)
    return found
