"""Rights requests: taken down, listed, opened, and tied to the records of the person who asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import queries as access_queries
from rfl.access import service as access
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, decide, visible
from rfl.audit import service as audit
from rfl.audit.reveal import reveal
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RflError, RuleBrokenError
from rfl.keys import service as keys
from rfl.persons import wholes
from rfl.persons.models import Person
from rfl.protection import queries
from rfl.protection.document import SCHEMA, Holding, RightsDocument, decode, encode
from rfl.protection.models import RightsRecord, RightsRequest
from rfl.protection.periods import periods_of
from rfl.protection.rules import (
    ACTS,
    IdentityCheck,
    RecordKind,
    Right,
    RightsAct,
    RightsState,
    check_step,
    due_on,
)
from rfl.societies import service as societies
from rfl.tracing import queries as tracing_queries

TABLE = RightsRequest.__tablename__


@dataclass(frozen=True, slots=True)
class RightsPage:
    """Everything one rights request's page shows."""

    request: RightsRequest
    document: RightsDocument
    records: Sequence[RightsRecord]
    holding: Holding | None
    """The prepared copy, once there is one."""
    receipt: Receipt


def take_down(
    session: Session, actor: Actor, right: Right, document: RightsDocument
) -> RightsRequest:
    """Write down what a person asks about their data.

    Raises:
        DeniedError: the actor does not take requests down.
        RuleBrokenError: not who asks, or not how they can be answered.

    """
    authorise(actor, Permission.RIGHTS_TAKE)
    if not (document.asker.strip() and document.reach.strip()):
        raise RuleBrokenError("Write down who asks, and how they can safely be answered.")
    now = clock.now()
    row = RightsRequest(
        id=uuid4(),
        number=societies.next_number(session, actor.society, "rights", now.year),
        society_code=actor.society,
        created_by=actor.user_id,
        created_at=now,
        asked_right=right,
        state=RightsState.OPEN,
        due_on=due_on(now, periods_of(session, actor.society).answer_days),
        key_id=keys.of(session).new_record_key(actor.society),
        sensitivity=Sensitivity.NORMAL,
        sealed=b"",
        changed_at=now,
    )
    seal(session, row, document)
    session.add(row)
    session.flush()
    write_entry(session, actor, Act.RIGHTS_TAKEN, row)
    return row


def list_requests(
    session: Session, actor: Actor, states: Collection[RightsState], *, limit: int, offset: int
) -> tuple[Sequence[RightsRequest], int]:
    """Return rights requests the actor may see, the most pressing first, and how many. No names."""
    authorise(actor, Permission.RIGHTS_LIST)
    scope = visible(actor, Permission.RIGHTS_LIST, clock.now())
    rows = queries.requests(session, scope, states, limit, offset)
    audit.record(
        session,
        actor.user_id,
        Act.RIGHTS_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        purpose="person_request",
    )
    return rows, queries.count_requests(session, scope, states)


def read(session: Session, actor: Actor, rights_id: UUID) -> RightsPage:
    """Open one rights request.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    row = reachable(session, actor, Permission.RIGHTS_READ, rights_id)
    return opened(session, actor, row, Act.RIGHTS_OPENED)


def change(session: Session, actor: Actor, rights_id: UUID, document: RightsDocument) -> None:
    """Write down how it was made sure who asks, and what else they said.

    Raises:
        DeniedError, NotFoundError: not the actor's to work on.
        RuleBrokenError: it was decided already.

    """
    row = for_act(session, actor, RightsAct.PREPARE, rights_id)
    before = opened(session, actor, row, Act.RIGHTS_CHANGED).document
    kept = msgspec.structs.replace(
        before,
        asker=document.asker.strip() or before.asker,
        words=document.words,
        reach=document.reach.strip() or before.reach,
        identity=document.identity,
        identity_words=document.identity_words,
    )
    seal(session, row, kept)
    row.changed_at = clock.now()


def add_record(
    session: Session, actor: Actor, rights_id: UUID, number: str, kind: RecordKind, nth: int = 1
) -> RightsRecord:
    """Tie a record to a request: a registration, or the enquirer or nth sought person of a case.

    Records that two people joined with it as one person's come along, as far as the actor may know
    of them: a copy is of all that is held on somebody, and so is an erasure.

    Raises:
        NotFoundError: not the actor's to work on.
        RuleBrokenError: there is no such record that the actor may know of, or it is there already.

    """
    row = for_act(session, actor, RightsAct.PREPARE, rights_id)
    number = " ".join(number.split()).upper()
    person_id, record_id = _record_of(session, row.society_code, number, kind, nth)
    person = session.get(Person, person_id) if person_id else None
    if person is None or record_id is None or not _may_know(session, actor, person):
        raise RuleBrokenError(
            "Your society has no such record that you may know of. Look at the number once more."
        )
    there = {one.person_id for one in queries.records(session, [row.id])}
    if person.id in there:
        raise RuleBrokenError("This record is there already.")
    record = RightsRecord(
        rights_id=row.id, person_id=person.id, kind=kind, record_id=record_id, number=number
    )
    added = [record, *_joined(session, actor, row, person.id, there)]
    session.add_all(added)
    for one in added:
        _hold_as_closely(session, actor, row, session.get_one(Person, one.person_id))
    row.changed_at = clock.now()
    session.flush()
    write_entry(session, actor, Act.RIGHTS_CHANGED, row, [one.person_id for one in added])
    return record


def take_out_record(session: Session, actor: Actor, rights_id: UUID, record_id: UUID) -> None:
    """Untie a record that is somebody else's after all."""
    row = for_act(session, actor, RightsAct.PREPARE, rights_id)
    record = session.get(RightsRecord, record_id)
    if record is None or record.rights_id != row.id:
        raise NotFoundError("record")
    session.delete(record)
    row.changed_at = clock.now()
    write_entry(session, actor, Act.RIGHTS_CHANGED, row, [record.person_id])


def is_identified(document: RightsDocument, records: Sequence[RightsRecord]) -> bool:
    """Tell whether it is known who asks, and which records are theirs."""
    return document.identity is not None and bool(records)


def reachable(
    session: Session, actor: Actor, permission: Permission, rights_id: UUID, *, lock: bool = False
) -> RightsRequest:
    """Return a rights request the actor may do `permission` to: it and all its people.

    Raises:
        DeniedError, NotFoundError: they may not, or there is none.

    """
    authorise(actor, permission)
    scope = where(visible(actor, permission, clock.now()), RightsRequest)
    query = select(RightsRequest).where(RightsRequest.id == rights_id, scope)
    row = session.scalar(query.with_for_update() if lock else query)
    if row is None:
        raise NotFoundError("rights request")
    for record in queries.records(session, [row.id]):
        person = session.get_one(Person, record.person_id)
        if person.erased_at is None:  # the request outlives what was erased
            decide(actor, permission, access.resource_of(session, person), clock.now())
    return row


def for_act(session: Session, actor: Actor, act: RightsAct, rights_id: UUID) -> RightsRequest:
    """Return a rights request, locked, on which the actor may do `act` now.

    Raises:
        DeniedError, NotFoundError: not theirs.
        RuleBrokenError: the act is not open in its state.

    """
    row = reachable(session, actor, ACTS[act].permission, rights_id, lock=True)
    check_step(row.state, act)
    return row


def opened(session: Session, actor: Actor, row: RightsRequest, act: Act) -> RightsPage:
    """Open what is sealed in a request the caller has decided may be opened, under `act`."""
    records = queries.records(session, [row.id])
    receipt = write_entry(session, actor, act, row, [one.person_id for one in records])
    document = decode(reveal(session, receipt, Sealed(row.sealed, _context(row))), RightsDocument)
    holding = None
    if row.prepared is not None:
        sealed = Sealed(row.prepared, _context(row, "prepared"))
        holding = decode(reveal(session, receipt, sealed), Holding)
    return RightsPage(row, document, records, holding, receipt)


def seal(session: Session, row: RightsRequest, document: RightsDocument) -> None:
    """Seal the particulars of a request anew."""
    row.sealed = keys.of(session).seal(row.key_id, _context(row), encode(document))


def seal_holding(session: Session, row: RightsRequest, holding: Holding) -> None:
    """Keep the copy that the person is to be given."""
    context = _context(row, "prepared")
    row.prepared = keys.of(session).seal(row.key_id, context, encode(holding))


def write_entry(
    session: Session, actor: Actor, act: Act, row: RightsRequest, people: Sequence[UUID] = ()
) -> Receipt:
    """Write to the trail what the actor does to a request and the people of its records."""
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[row.society_code],
        subjects=[row.id, *people],
        purpose="person_request",
    )


def _context(row: RightsRequest, column: str = "") -> Context:
    table = f"{TABLE}.{column}" if column else TABLE
    return Context(row.society_code, table, row.id, SCHEMA)


def _joined(
    session: Session, actor: Actor, row: RightsRequest, person_id: UUID, there: Collection[UUID]
) -> list[RightsRecord]:
    """Return the other records of a person, as what each of them stands in; not those `there`."""
    others = [one for one in wholes.members(session, person_id)[1:] if one not in there]
    people = [session.get_one(Person, one) for one in others]
    known = [one.id for one in people if _may_know(session, actor, one)]
    return [
        RightsRecord(rights_id=row.id, person_id=one, kind=kind, record_id=record_id, number=number)
        for one in known
        for kind, record_id, number in queries.roles_of(session, one)
    ]


def _record_of(
    session: Session, society: str, number: str, kind: RecordKind, nth: int
) -> tuple[UUID | None, UUID | None]:
    """Return the person and the record that a number stands for, as their `kind`."""
    if kind is RecordKind.REGISTERED:
        found = queries.registration_of_number(session, society, number)
        return (found.person_id, found.id) if found else (None, None)
    case = queries.case_of_number(session, society, number)
    if case is None:
        return None, None
    if kind is RecordKind.ENQUIRER:
        return case.enquirer_id, case.id
    sought = tracing_queries.sought(session, [case.id])
    return (sought[nth - 1].person_id, case.id) if 0 < nth <= len(sought) else (None, None)


def _may_know(session: Session, actor: Actor, person: Person) -> bool:
    try:
        resource = access.resource_of(session, person)
        decide(actor, Permission.RIGHTS_WORK, resource, clock.now())
    except RflError:
        return False
    return person.erased_at is None


def _hold_as_closely(session: Session, actor: Actor, row: RightsRequest, person: Person) -> None:
    """Hold a request as closely as the person of its records: who may know the one, the other."""
    order = list(Sensitivity)
    if order.index(person.sensitivity) > order.index(row.sensitivity):
        row.sensitivity = person.sensitivity
    if person.sensitivity is Sensitivity.SEALED:
        for reader in access_queries.named_readers(session, person.id):
            access.name_reader(session, actor, row.id, reader)


def document_of(
    asker: str, words: str, reach: str, identity: IdentityCheck | None, identity_words: str
) -> RightsDocument:
    """Return what a form says of a request."""
    return RightsDocument(
        asker=asker.strip(),
        words=words.strip(),
        reach=reach.strip(),
        identity=identity,
        identity_words=identity_words.strip(),
    )
