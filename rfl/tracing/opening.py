"""Opening a case: the enquirer, whom they seek, and what they consent to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Role, Sensitivity, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.persons import service as persons
from rfl.persons.document import PersonDocument
from rfl.persons.models import ExternalRecord, Person
from rfl.persons.registering import NewConsent, add_consents
from rfl.persons.watch import Saved, announce
from rfl.societies import service as societies
from rfl.tracing import service
from rfl.tracing.document import RequestDocument, SoughtDocument
from rfl.tracing.models import SoughtPerson, TracingRequest
from rfl.tracing.rules import ActionKind, CaseState

EXTERNAL_KIND = "request"


@dataclass(frozen=True, slots=True)
class NewSought:
    """One sought person and what belongs to the search for them."""

    person: PersonDocument
    search: SoughtDocument = SoughtDocument()


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Everything needed to open a case."""

    enquirer: PersonDocument
    sought: tuple[NewSought, ...]
    document: RequestDocument = RequestDocument()
    consents: tuple[NewConsent, ...] = ()
    sensitivity: Sensitivity = Sensitivity.NORMAL
    state: CaseState = CaseState.DRAFT
    """DRAFT, or SUBMITTED for lists that were taken down elsewhere with consent."""


def open_request(session: Session, actor: Actor, new: NewRequest) -> TracingRequest:
    """Open one case; see `open_many`."""
    return open_many(session, actor, [new])[0]


def open_many(
    session: Session, actor: Actor, news: Sequence[NewRequest]
) -> list[TracingRequest]:
    """Open cases, each with its people, and tell whoever watches.

    Raises:
        DeniedError: the actor may not open cases.
        RuleBrokenError: nobody is sought, somebody has no name; nothing is written.

    """
    authorise(actor, Permission.REQUEST_CREATE)
    if any(not new.sought for new in news):
        raise RuleBrokenError("Say whom the family looks for: at least one person, with a name.")
    year = clock.today().year
    numbers = societies.next_numbers(session, actor.society, "request", year, len(news))
    key_ids = keys.of(session).new_record_keys(actor.society, len(news))
    pairs = [
        _open(session, actor, new, number, key_id)
        for new, number, key_id in zip(news, numbers, key_ids, strict=True)
    ]
    opened = [request for request, _ in pairs]
    _write_external(session, actor.society, list(zip(opened, news, strict=True)))
    audit.record(
        session,
        actor.user_id,
        Act.REQUEST_CREATED,
        societies=[actor.society],
        subjects=[request.id for request in opened],
    )
    session.flush()
    announce(session, actor.user_id, [one for _, saved in pairs for one in saved])
    return opened


def add_sought(
    session: Session, actor: Actor, request_id: UUID, new: NewSought
) -> SoughtPerson:
    """Add one more sought person to a case."""
    request = service.reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    place = len(service.queries.sought(session, [request.id])) + 1
    row, person = _add_sought(session, actor, request, new, place)
    if person.sensitivity is Sensitivity.RESTRICTED and request.sensitivity is Sensitivity.NORMAL:
        request.sensitivity = Sensitivity.RESTRICTED
    request.changed_at = clock.now()
    session.flush()
    announce(session, actor.user_id, [service.saved_of(request, row, new.person, new.search)])
    return row


def _open(
    session: Session, actor: Actor, new: NewRequest, number: str, key_id: UUID
) -> tuple[TracingRequest, list[Saved]]:
    now = clock.now()
    enquirer = persons.create_person(session, actor, new.enquirer, sensitivity=new.sensitivity)
    request = TracingRequest(
        id=uuid4(),
        number=number,
        society_code=actor.society,
        created_by=actor.user_id,
        created_at=now,
        owner_id=actor.user_id if Role.VOLUNTEER not in actor.roles else None,
        sensitivity=new.sensitivity,
        state=new.state,
        enquirer_id=enquirer.id,
        key_id=key_id,
        sealed=b"",
        changed_at=now,
        family_heard_at=now,
    )
    service.seal_request(session, request, new.document)
    session.add(request)
    session.flush()
    add_consents(session, actor, enquirer, new.consents)
    rows = [
        _add_sought(session, actor, request, one, place)
        for place, one in enumerate(new.sought, 1)
    ]
    if any(person.sensitivity is Sensitivity.RESTRICTED for _, person in rows):
        request.sensitivity = max(request.sensitivity, Sensitivity.RESTRICTED, key=_strictness)
    service.write_action(session, actor, request, ActionKind.NOTE, result="opened")
    saved = [
        service.saved_of(request, row, one.person, one.search)
        for (row, _), one in zip(rows, new.sought, strict=True)
    ]
    return request, saved


def _add_sought(
    session: Session, actor: Actor, request: TracingRequest, new: NewSought, place: int
) -> tuple[SoughtPerson, Person]:
    person = persons.create_person(
        session, actor, new.person, sensitivity=request.sensitivity, owner_id=request.owner_id
    )
    row = SoughtPerson(
        id=uuid4(),
        society_code=request.society_code,
        request_id=request.id,
        person_id=person.id,
        place_in_case=place,
        sealed=b"",
    )
    row.sealed = service.seal_search(session, request, row.id, new.search)
    session.add(row)
    session.flush()
    return row, person


def _strictness(sensitivity: Sensitivity) -> int:
    return list(Sensitivity).index(sensitivity)


def _write_external(
    session: Session, society: str, rows: Sequence[tuple[TracingRequest, NewRequest]]
) -> None:
    store = keys.of(session)
    session.add_all(
        ExternalRecord(
            society_code=society,
            kind=EXTERNAL_KIND,
            tag=store.tag(TagPurpose.EXTERNAL_ID, new.document.external_id),
            record_id=request.id,
        )
        for request, new in rows
        if new.document.external_id
    )
