"""Person records: made, opened, changed. Registrations and consents have rooms of their own."""

from collections.abc import Collection, Sequence
from uuid import UUID, uuid4

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, decide, visible
from rfl.audit import service as audit
from rfl.audit.reveal import opening, reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.db.rounds import Reading, ask
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.persons import calendars, queries, sealing
from rfl.persons.document import SCHEMA, PersonDocument, decode, encode
from rfl.persons.models import Person, Registration
from rfl.persons.sealing_rules import check_readers, owner_after
from rfl.persons.watch import announce, gone, tell_written

TABLE = Person.__tablename__


def create_person(
    session: Session,
    actor: Actor,
    document: PersonDocument,
    *,
    sensitivity: Sensitivity = Sensitivity.NORMAL,
    owner_id: UUID | None = None,
) -> Person:
    """Write a new person record of the actor's society. A child is restricted from the first save.

    The caller has decided that the actor may; it announces the save (persons.watch).
    """
    return create_people(session, actor, [(document, sensitivity)], owner_id=owner_id)[0]


def create_people(
    session: Session,
    actor: Actor,
    people: Sequence[tuple[PersonDocument, Sensitivity]],
    *,
    owner_id: UUID | None = None,
) -> list[Person]:
    """Write many person records in a handful of statements; see `create_person`."""
    store, now = keys.of(session), clock.now()
    for document, _ in people:
        check_document(document)
    ids = [uuid4() for _ in people]
    key_ids = store.new_record_keys(actor.society, len(people))
    blobs = store.seal_many(
        [
            (key_id, context_of(actor.society, person_id), encode(document))
            for key_id, person_id, (document, _) in zip(key_ids, ids, people, strict=True)
        ]
    )
    rows = [
        Person(
            id=person_id,
            society_code=actor.society,
            created_by=actor.user_id,
            created_at=now,
            owner_id=owner_id,
            sensitivity=sensitivity_of(document, sensitivity),
            key_id=key_id,
            sealed=blob,
            changed_at=now,
        )
        for person_id, key_id, blob, (document, sensitivity) in zip(
            ids, key_ids, blobs, people, strict=True
        )
    ]
    session.add_all(rows)
    session.flush()
    society = [actor.society]
    audit.record(session, actor.user_id, Act.PERSON_CREATED, societies=society, subjects=ids)
    return rows


def read_person(
    session: Session, actor: Actor, person_id: UUID, purpose: str = "tracing"
) -> tuple[Person, PersonDocument, Receipt]:
    """Open one person record.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    person = _reachable(session, actor, Permission.PERSON_READ, person_id)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.PERSON_OPENED,
        societies=[person.society_code],
        subjects=[person.id],
        fields=["all"],
        purpose=purpose,
    )
    return person, open_documents(session, receipt, [person])[0], receipt


def check_readable(session: Session, actor: Actor, person_id: UUID) -> None:
    """Return if a person's record is the actor's to read. Nothing is opened.

    Raises:
        DeniedError, NotFoundError: it is not.

    """
    _reachable(session, actor, Permission.PERSON_READ, person_id)


def change_person(
    session: Session, actor: Actor, person_id: UUID, document: PersonDocument
) -> Person:
    """Replace the particulars of a person. Whoever builds `document` keeps what was said before.

    The caller announces the save (persons.watch).

    Raises:
        DeniedError, NotFoundError: not the actor's to change.
        RuleBrokenError: no name, or an impossible birth.

    """
    person = _reachable(session, actor, Permission.PERSON_WRITE, person_id)
    replace_document(session, actor, person, document)
    return person


def replace_document(
    session: Session, actor: Actor, person: Person, document: PersonDocument
) -> None:
    """Seal other particulars of a person; the caller has decided that the actor may change them.

    Raises:
        RuleBrokenError: no name, or an impossible birth.

    """
    check_document(document)
    document = _signed(document, actor)
    context = context_of(person.society_code, person.id)
    person.sealed = keys.of(session).seal(person.key_id, context, encode(document))
    person.sensitivity = sensitivity_of(document, person.sensitivity)
    person.changed_at = clock.now()
    audit.record(
        session,
        actor.user_id,
        Act.PERSON_CHANGED,
        societies=[person.society_code],
        subjects=[person.id],
    )
    tell_written(session, [(person, document)])


def _signed(document: PersonDocument, actor: Actor) -> PersonDocument:
    """Return `document` with who took out what, and when, where it does not say so yet."""
    today = clock.today()
    replaced = tuple(
        one if one.by else msgspec.structs.replace(one, by=actor.user_id, on=today)
        for one in document.replaced
    )
    return msgspec.structs.replace(document, replaced=replaced)


def open_documents(
    session: Session, receipt: Receipt, people: Sequence[Person]
) -> list[PersonDocument]:
    """Return the particulars of people the caller has decided may be shown, in order."""
    return [decode(data, PersonDocument) for data in reveal_many(session, receipt, _sealed(people))]


def _sealed(people: Sequence[Person]) -> list[Sealed]:
    return [Sealed(p.sealed, context_of(p.society_code, p.id)) for p in people]


def open_by_id(
    session: Session, receipt: Receipt, person_ids: Collection[UUID]
) -> dict[UUID, PersonDocument]:
    """Return the particulars of people by id; see `open_documents`."""
    return ask(session, opening_by_id(receipt, person_ids))


def opening_by_id(
    receipt: Receipt, person_ids: Collection[UUID]
) -> Reading[dict[UUID, PersonDocument]]:
    """Read the particulars of people by id; see `open_documents`."""
    people = yield from queries.reading_people(person_ids)
    return (yield from opening_rows(receipt, list(people.values())))


def opening_rows(receipt: Receipt, people: Sequence[Person]) -> Reading[dict[UUID, PersonDocument]]:
    """Read the particulars of people whose rows are there, by id; see `open_documents`."""
    opened = yield from opening(receipt, _sealed(people))
    return {row.id: decode(data, PersonDocument) for row, data in zip(people, opened, strict=True)}


def list_people(
    session: Session, actor: Actor, *, limit: int, offset: int
) -> tuple[list[tuple[Person, PersonDocument]], int]:
    """Return the person records the actor may see, the last changed first, and how many."""
    authorise(actor, Permission.PERSON_LIST)
    scope = visible(actor, Permission.PERSON_LIST, clock.now())
    rows = queries.persons(session, scope, limit, offset)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.PERSON_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["names", "birth"],
        purpose="tracing",
    )
    opened = open_documents(session, receipt, rows)
    return list(zip(rows, opened, strict=True)), queries.count_persons(session, scope)


def seal_record(
    session: Session,
    actor: Actor,
    person_id: UUID,
    readers: Collection[UUID],
    owner_id: UUID | None = None,
) -> Person:
    """Seal a person's record: from now on only `readers` know that it exists. No search finds it.

    Whoever was named before and is not among them is named no more. `owner_id`: who goes on with
    it, where its owner is taken out (sealing_rules.owner_after).

    Raises:
        DeniedError, NotFoundError: the actor is no supervisor, or may not know of the record.
        RuleBrokenError: nobody is named who could work on it, or somebody who is no colleague.

    """
    authorise(actor, Permission.REQUEST_DECIDE)
    person = _reachable(session, actor, Permission.PERSON_WRITE, person_id)
    named, openers = frozenset(readers), sealing.openers(session, person.society_code)
    check_readers(named, access.colleagues(session, person.society_code), openers)
    records: list[Person | Registration] = [person, *queries.registrations_of(session, [person.id])]
    present = next((row.owner_id for row in records if row.owner_id is not None), None)
    heir = owner_after(present, owner_id, named, openers)
    for row in records:
        row.sensitivity = Sensitivity.SEALED
        if row.owner_id == present or row.owner_id not in named:
            row.owner_id = heir
    taken_out = access.name_only(session, actor, [row.id for row in records], named)
    audit.record(
        session,
        actor.user_id,
        Act.SENSITIVITY_CHANGED,
        societies=[person.society_code],
        subjects=[*(row.id for row in records), *sorted(named | taken_out)],
        detail={
            "sensitivity": Sensitivity.SEALED,
            "named": _listed(named),
            "taken_out": _listed(taken_out),
        },
    )
    session.flush()
    announce(session, actor.user_id, [gone(person.id, person.society_code)])
    return person


def _listed(users: Collection[UUID]) -> str:
    """Return ids of colleagues as the trail keeps them: never a name."""
    return " ".join(sorted(str(one) for one in users))


def hold_as_child(session: Session, actor: Actor, person: Person) -> None:
    """Restrict a child's record and registrations, unless they are. The caller has decided it."""
    records: list[Person | Registration] = [person, *queries.registrations_of(session, [person.id])]
    open_ones = [row for row in records if row.sensitivity is Sensitivity.NORMAL]
    for row in open_ones:
        row.sensitivity = Sensitivity.RESTRICTED
    if open_ones:
        audit.record(
            session,
            actor.user_id,
            Act.SENSITIVITY_CHANGED,
            societies=[person.society_code],
            subjects=[row.id for row in open_ones],
            detail={"sensitivity": Sensitivity.RESTRICTED},
        )
        session.flush()


def check_document(document: PersonDocument) -> None:
    """Return if a person can be recorded so.

    Raises:
        RuleBrokenError: no name at all, or a birth that cannot be.

    """
    if not any(name.text.strip() for name in document.names):
        raise RuleBrokenError("Write at least one name, as it was said. ‘Unknown’ is not a name.")
    for birth in document.births:
        calendars.check(birth, clock.today())


def sensitivity_of(document: PersonDocument, wanted: Sensitivity) -> Sensitivity:
    """Return the sensitivity a record has at the least: a child's is restricted."""
    if wanted is Sensitivity.NORMAL and calendars.is_child(document.births, clock.today()):
        return Sensitivity.RESTRICTED
    return wanted


def context_of(society: str, person_id: UUID) -> Context:
    """Return the place to which a person's sealed particulars are bound."""
    return Context(society, TABLE, person_id, SCHEMA)


def _reachable(session: Session, actor: Actor, permission: Permission, person_id: UUID) -> Person:
    authorise(actor, permission)
    person = session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        raise NotFoundError("person")
    decide(actor, permission, access.resource_of(session, person), clock.now())
    return person
