"""Opening cases: the enquirer, whom they seek, and what they consent to."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Role, Sensitivity, authorise
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.crypto.sealing import Context
from rfl.errors import RuleBrokenError
from rfl.keys import service as keys
from rfl.keys.rules import TagPurpose
from rfl.persons import service as persons
from rfl.persons.document import SCHEMA, PersonDocument, encode
from rfl.persons.models import ExternalRecord, Person
from rfl.persons.registering import NewConsent, add_consents_of_many
from rfl.persons.rules import ConsentDecision, Purpose
from rfl.persons.watch import announce, tell_written
from rfl.societies import service as societies
from rfl.tracing.cases import context_of, saved_of, search_context
from rfl.tracing.document import ActionDocument, RequestDocument, SoughtDocument
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.tracing.rules import SEARCHED, ActionKind, CaseState, check_ready, sensitivity_for

EXTERNAL_KIND = "request"
FORM_KIND = "request_form"
NO_SEARCH = SoughtDocument()
NOTHING_SAID = RequestDocument()
TAKEN_DOWN = ActionDocument(result="opened")


@dataclass(frozen=True, slots=True)
class NewSought:
    """One sought person and what belongs to the search for them."""

    person: PersonDocument
    search: SoughtDocument = NO_SEARCH


@dataclass(frozen=True, slots=True)
class NewRequest:
    """Everything needed to open a case."""

    enquirer: PersonDocument
    sought: tuple[NewSought, ...]
    document: RequestDocument = NOTHING_SAID
    consents: tuple[NewConsent, ...] = ()
    """What the enquirer decided: TRACING, and SHARE_SOCIETY for one society or all."""
    sensitivity: Sensitivity = Sensitivity.NORMAL
    state: CaseState = CaseState.DRAFT
    """DRAFT, or SUBMITTED where consent and legal basis are there."""
    once: str = ""
    """What only this sending of a form carries: sent twice, it opens one case (`opened_before`)."""


@dataclass(frozen=True, slots=True)
class _Opened:
    """One case while it is being written."""

    new: NewRequest
    row: TracingRequest
    enquirer: Person
    sought: tuple[SoughtPerson, ...]


def open_request(session: Session, actor: Actor, new: NewRequest) -> TracingRequest:
    """Open one case; see `open_many`."""
    return open_many(session, actor, [new])[0]


def open_many(session: Session, actor: Actor, news: Sequence[NewRequest]) -> list[TracingRequest]:
    """Open cases with their people, in a handful of statements, and tell whoever watches.

    The case is held as closely as the most protected of its people, and so are all of them: a child
    makes it restricted from the first save. A volunteer's case belongs to nobody until an officer
    takes it.

    Raises:
        DeniedError: the actor may not open cases.
        RuleBrokenError: nobody is sought, somebody has no name, or a case to be submitted lacks
            consent or legal basis; nothing is written.

    """
    authorise(actor, Permission.REQUEST_CREATE)
    for new in news:
        _check(new)
    if not news:
        return []
    opened = _write(session, actor, news)
    audit.record(
        session,
        actor.user_id,
        Act.REQUEST_CREATED,
        societies=[actor.society],
        subjects=[one.row.id for one in opened],
    )
    add_consents_of_many(session, actor, [(one.enquirer, one.new.consents) for one in opened])
    _write_external(session, opened)
    _name_opener(session, actor, opened)
    session.flush()
    tell_written(session, [(one.enquirer, one.new.enquirer) for one in opened])
    announce(
        session,
        actor.user_id,
        [
            saved_of(one.row, row, new.person, new.search, is_searched=one.row.state in SEARCHED)
            for one in opened
            for row, new in zip(one.sought, one.new.sought, strict=True)
        ],
    )
    return [one.row for one in opened]


def opened_before(session: Session, actor: Actor, once: str) -> TracingRequest | None:
    """Return the case that this very form has opened already: a button was pressed twice."""
    if not once:
        return None
    query = select(ExternalRecord.record_id).where(
        ExternalRecord.society_code == actor.society,
        ExternalRecord.kind == FORM_KIND,
        ExternalRecord.tag.in_(
            keys.of(session).identifiers(TagPurpose.EXTERNAL_ID, [once]).tags[0]
        ),
    )
    found = session.scalar(query)
    request = session.get(TracingRequest, found) if found else None
    return request if request and request.created_by == actor.user_id else None


def sensitivity_of(new: NewRequest) -> Sensitivity:
    """Return how closely a case is held: as the most protected of its people, or more."""
    people = [new.enquirer, *(one.person for one in new.sought)]
    least = sensitivity_for(new.document.cause, is_danger=bool(new.document.danger.strip()))
    levels = [persons.sensitivity_of(person, new.sensitivity) for person in people]
    return max(least, *levels, key=list(Sensitivity).index)


def _check(new: NewRequest) -> None:
    if not new.sought:
        raise RuleBrokenError("Say whom the family looks for: at least one person, with a name.")
    if new.state is CaseState.SUBMITTED:
        given = any(
            one.purpose is Purpose.TRACING and one.decision is ConsentDecision.GIVEN
            for one in new.consents
        )
        check_ready(has_consent=given, legal_basis=new.document.legal_basis)
    elif new.state is not CaseState.DRAFT:
        raise RuleBrokenError("A request begins as a draft, or submitted.")


def _write(session: Session, actor: Actor, news: Sequence[NewRequest]) -> list[_Opened]:
    numbers = societies.next_numbers(
        session, actor.society, "request", clock.today().year, len(news)
    )
    key_ids = keys.of(session).new_record_keys(actor.society, len(news))
    people = iter(_write_people(session, actor, news))
    opened = []
    for new, number, key_id in zip(news, numbers, key_ids, strict=True):
        enquirer = next(people)
        row = _row(actor, new, number, key_id, enquirer.id)
        sought = tuple(
            SoughtPerson(
                id=uuid4(),
                society_code=row.society_code,
                request_id=row.id,
                person_id=next(people).id,
                place_in_case=place,
            )
            for place, _ in enumerate(new.sought, 1)
        )
        opened.append(_Opened(new, row, enquirer, sought))
    first_entries = _seal(session, opened)
    session.add_all([one.row for one in opened])
    session.flush()
    session.add_all([row for one in opened for row in one.sought])
    session.add_all(first_entries)
    return opened


def _owner(actor: Actor) -> UUID | None:
    return actor.user_id if actor.roles & {Role.OFFICER, Role.SUPERVISOR} else None


def _row(
    actor: Actor, new: NewRequest, number: str, key_id: UUID, enquirer_id: UUID
) -> TracingRequest:
    now = clock.now()
    return TracingRequest(
        id=uuid4(),
        number=number,
        society_code=actor.society,
        created_by=actor.user_id,
        created_at=now,
        owner_id=_owner(actor),
        sensitivity=sensitivity_of(new),
        state=new.state,
        enquirer_id=enquirer_id,
        key_id=key_id,
        changed_at=now,
        family_heard_at=None if new.document.external_id else now,
    )


def _write_people(session: Session, actor: Actor, news: Sequence[NewRequest]) -> list[Person]:
    """Write everybody: of each case the enquirer, then whom they seek, in order."""
    documents = []
    for new in news:
        sensitivity = sensitivity_of(new)
        documents.append((new.enquirer, sensitivity))
        documents += [(one.person, sensitivity) for one in new.sought]
    return persons.create_people(session, actor, documents, owner_id=_owner(actor))


def _seal(session: Session, opened: Sequence[_Opened]) -> list[CaseAction]:
    """Seal every document of the cases in one call; return the first entry of each time line."""
    entries = [_first_entry(one.row) for one in opened]
    items = []
    for one, entry in zip(opened, entries, strict=True):
        key_id, society = one.row.key_id, one.row.society_code
        place = Context(society, CaseAction.__tablename__, entry.id, SCHEMA)
        items.append((key_id, context_of(one.row), encode(one.new.document)))
        items.append((key_id, place, encode(TAKEN_DOWN)))
        items += [
            (key_id, search_context(society, row.id), encode(new.search))
            for row, new in zip(one.sought, one.new.sought, strict=True)
        ]
    sealed = iter(keys.of(session).seal_many(items))
    for one, entry in zip(opened, entries, strict=True):
        one.row.sealed, entry.sealed = next(sealed), next(sealed)
        for row in one.sought:
            row.sealed = next(sealed)
    return entries


def _first_entry(row: TracingRequest) -> CaseAction:
    return CaseAction(
        id=uuid4(),
        society_code=row.society_code,
        request_id=row.id,
        kind=ActionKind.NOTE,
        happened_at=row.created_at,
        created_by=row.created_by,
        created_at=row.created_at,
    )


def _name_opener(session: Session, actor: Actor, opened: Sequence[_Opened]) -> None:
    """Let whoever opens a sealed case go on seeing it."""
    for one in opened:
        if one.row.sensitivity is Sensitivity.SEALED:
            ids = [one.row.id, one.enquirer.id, *(row.person_id for row in one.sought)]
            for record_id in ids:
                access.name_reader(session, actor, record_id, actor.user_id)


def _write_external(session: Session, opened: Sequence[_Opened]) -> None:
    told = [
        (one.row, kind, value)
        for one in opened
        for kind, value in (
            (EXTERNAL_KIND, one.new.document.external_id),
            (FORM_KIND, one.new.once),
        )
        if value
    ]
    if not told:
        return
    found = keys.of(session).identifiers(TagPurpose.EXTERNAL_ID, [value for *_, value in told])
    session.add_all(
        ExternalRecord(
            society_code=row.society_code,
            kind=kind,
            tag=tag,
            tag_key=found.version,
            record_id=row.id,
        )
        for (row, kind, _), tag in zip(told, found.newest, strict=True)
    )
