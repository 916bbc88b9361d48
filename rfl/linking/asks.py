"""Enquirers whom a search may mean, opened, with their case and whom they miss.

The tags have brought only those of the reader's own society; of these the reader is told of whoever
asks in a case that they may read. Of sealed records nobody is told by a search.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, Sensitivity, visible
from rfl.audit.reveal import reveal_many
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Sealed
from rfl.linking.models import IndexedEnquirer
from rfl.linking.opening import Opened
from rfl.linking.queries import Place, stricter
from rfl.persons import service as persons
from rfl.persons.document import PersonDocument, decode
from rfl.persons.models import Person
from rfl.text import Text
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.rules import STATE_WORDS, CaseState


class Case(NamedTuple):
    """The case of somebody who asks: what it is, and whom they miss."""

    told: Text
    missed: Sequence[str]
    """Names of whom the reader may know."""


def opened(
    session: Session, receipt: Receipt, actor: Actor, numbers: Sequence[int], most: int
) -> list[Opened]:
    """Open the first `most` enquirers by `numbers` of the index of whom the actor may be told."""
    if not numbers:
        return []
    query = (
        select(
            IndexedEnquirer.number,
            Person.id,
            TracingRequest.id,
            Person.society_code,
            Person.sensitivity,
            Person.sealed,
            func.coalesce(TracingRequest.owner_id, TracingRequest.created_by),
            TracingRequest.sensitivity,
        )
        .join(Person, Person.id == IndexedEnquirer.person_id)
        .join(TracingRequest, TracingRequest.enquirer_id == Person.id)
        .where(
            IndexedEnquirer.number.in_(numbers),
            _may_be_told(actor),
            where(visible(actor, Permission.REQUEST_READ, clock.now()), TracingRequest),
            TracingRequest.erased_at.is_(None),
            TracingRequest.sensitivity != Sensitivity.SEALED,
        )
    )
    rank = {number: place for place, number in enumerate(numbers)}
    rows = sorted(session.execute(query).all(), key=lambda row: rank[row[0]])[:most]
    places = [
        Place(who, case, society, stricter(held, of_case), sealed, b"", owner, case)
        for _, who, case, society, held, sealed, owner, of_case in rows
    ]
    people = [Sealed(p.sealed, persons.context_of(p.society, p.person_id)) for p in places]
    documents = reveal_many(session, receipt, people) if people else []
    return [
        Opened(place, decode(data, PersonDocument), None)
        for place, data in zip(places, documents, strict=True)
    ]


def cases(
    session: Session, receipt: Receipt, actor: Actor, request_ids: Collection[UUID]
) -> Mapping[UUID, Case]:
    """Return the cases of people who ask and were found, with whom they miss."""
    if not request_ids:
        return {}
    query = (
        select(TracingRequest.id, TracingRequest.number, TracingRequest.state, Person)
        .join(SoughtPerson, SoughtPerson.request_id == TracingRequest.id)
        .join(Person, and_(Person.id == SoughtPerson.person_id, _may_be_told(actor)), isouter=True)
        .where(TracingRequest.id.in_(request_ids))
        .order_by(SoughtPerson.place_in_case)
    )
    rows: list[tuple[UUID, str, CaseState, Person | None]] = [
        (case, number, state, person) for case, number, state, person in session.execute(query)
    ]
    told = {
        case: Text("Case %(number)s: %(state)s", number=number, state=Text(STATE_WORDS[state]))
        for case, number, state, _ in rows
    }
    people = [(case, person) for case, _, _, person in rows if person is not None]
    documents = persons.open_documents(session, receipt, [person for _, person in people])
    missed: defaultdict[UUID, list[str]] = defaultdict(list)
    for (case, _), document in zip(people, documents, strict=True):
        missed[case].append(document.display_name)
    return {case: Case(words, missed[case]) for case, words in told.items()}


def _may_be_told(actor: Actor) -> ColumnElement[bool]:
    scope = visible(actor, Permission.PERSON_READ, clock.now())
    return and_(
        where(scope, Person),
        Person.erased_at.is_(None),
        Person.sensitivity != Sensitivity.SEALED,
    )
