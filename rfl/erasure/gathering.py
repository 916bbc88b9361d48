"""What belongs to a record and goes with it: rows to be emptied, keys to be destroyed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from rfl.access.models import Guarded
from rfl.attachments.models import Attachment, AttachmentPage
from rfl.boards.models import Board, BoardLead, BoardPicture
from rfl.children.models import ChildEntry, ChildFile, ChildReview
from rfl.children.rules import ChildState
from rfl.db.base import Base
from rfl.erasure.rules import Record, RecordKind
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.exchange.models import ConfirmationAnswer, ConfirmationRequest, Release
from rfl.incidents.models import Incident, IncidentSighting, IncidentTestimony
from rfl.intake.models import BadRow, ImportChunk, ImportRun, ImportState
from rfl.linking.models import Link
from rfl.messages.models import FamilyMessage, MessageDelivery, MessagePage
from rfl.persons.models import Consent, Person, PersonMerge, Registration
from rfl.referrals.models import Referral
from rfl.tasks.models import CaseTask
from rfl.text import Text
from rfl.tracing.models import CaseAction, SoughtPerson, TracingRequest
from rfl.transfers.models import CaseOffer, OfferNote

HEADS: dict[RecordKind, type[Any]] = {
    RecordKind.PERSON: Person,
    RecordKind.REQUEST: TracingRequest,
    RecordKind.CHILD: ChildFile,
    RecordKind.IMPORT: ImportRun,
    RecordKind.MESSAGE: FamilyMessage,
    RecordKind.DELIVERY: MessageDelivery,
    RecordKind.INCIDENT: Incident,
}


@dataclass(slots=True)
class Parts:
    """All that one erasure empties and destroys."""

    number: str = ""
    rows: dict[type[Base], list[UUID]] = field(default_factory=dict)
    keys: set[UUID] = field(default_factory=set)

    @property
    def people(self) -> list[UUID]:
        """Return the people whose records go."""
        return self.rows.get(Person, [])

    def named(self) -> list[tuple[str, UUID]]:
        """Return each row by table and id."""
        return [(table.__tablename__, row) for table, ids in self.rows.items() for row in ids]

    def counts(self) -> dict[str, int]:
        """Return how many rows of each table go."""
        return {table.__tablename__: len(ids) for table, ids in self.rows.items() if ids}

    def add(self, table: type[Any], ids: Iterable[UUID]) -> list[UUID]:
        """Add rows, each once, and return them."""
        found = self.rows.setdefault(table, [])
        new = sorted(set(ids) - set(found))
        found += new
        return new


def head(session: Session, record: Record, *, lock: bool = False) -> Guarded:
    """Return the row that stands for the record.

    Raises:
        NotFoundError: there is none.

    """
    table = HEADS[record.kind]
    row: Guarded | None = session.get(
        table, record.id, with_for_update=lock, populate_existing=lock
    )
    if row is None:
        raise NotFoundError("record")
    return row


def gather(session: Session, record: Record, *, is_replay: bool = False) -> Parts:
    """Return what belongs to a record. `is_replay`: its key is dead, so it goes whatever stands.

    Raises:
        NotFoundError: there is none.
        RuleBrokenError: it cannot be erased as things stand; the sentence says what to do first.

    """
    row, parts = head(session, record), Parts()
    if isinstance(row, Person):
        if not is_replay:
            _check_no_case(session, row.id)
            _check_no_open_file(session, ChildFile.person_id, row.id)
        _add_people(session, parts, [row.id])
        numbers = _ids(session, Registration.number, Registration.person_id, [row.id])
        parts.number = ", ".join(sorted(numbers))[:40]
    elif isinstance(row, TracingRequest):
        parts.number = row.number
        _add_case(session, parts, row)
    elif isinstance(row, ChildFile):
        if not is_replay:
            _check_no_open_file(session, ChildFile.id, row.id)
        parts.number = row.number
        _add_child_files(session, parts, [row.id])
    elif isinstance(row, ImportRun):
        _add_import(session, parts, row, is_replay=is_replay)
    elif isinstance(row, Incident | FamilyMessage | MessageDelivery):
        parts.number = row.number
        _add_by_itself(session, parts, row)
    return parts


def _add_people(session: Session, parts: Parts, people: Iterable[UUID]) -> None:
    new = parts.add(Person, people)
    parts.keys.update(_ids(session, Person.key_id, Person.id, new))
    registered = parts.add(
        Registration, _ids(session, Registration.id, Registration.person_id, new)
    )
    _add_attachments(session, parts, Attachment.registration_id, registered)
    parts.add(Consent, _ids(session, Consent.id, Consent.person_id, new))
    for side in (PersonMerge.kept_id, PersonMerge.other_id):
        merges = parts.add(PersonMerge, _ids(session, PersonMerge.id, side, new))
        parts.keys.update(_ids(session, PersonMerge.key_id, PersonMerge.id, merges))
    _add_child_files(session, parts, _ids(session, ChildFile.id, ChildFile.person_id, new))
    _add_testimonies(session, parts, new)
    answers = _ids(session, ConfirmationAnswer.id, ConfirmationAnswer.person_id, new)
    parts.add(ConfirmationAnswer, answers)
    parts.add(Link, _ids(session, Link.id, Link.registration_id, registered))
    asks = _ids(session, ConfirmationRequest.id, ConfirmationRequest.registration_id, registered)
    _add_releases(session, parts, asks)
    _add_messages(session, parts, _ids(session, FamilyMessage.id, FamilyMessage.person_id, new))
    brought = _ids(session, MessageDelivery.id, MessageDelivery.person_id, new)
    _add_deliveries(session, parts, brought)


def _add_by_itself(
    session: Session, parts: Parts, row: Incident | FamilyMessage | MessageDelivery
) -> None:
    if isinstance(row, Incident):
        _add_incident(session, parts, row)
    else:
        add = _add_messages if isinstance(row, FamilyMessage) else _add_deliveries
        add(session, parts, [row.id])


def _add_incident(session: Session, parts: Parts, row: Incident) -> None:
    parts.add(Incident, [row.id])
    parts.keys.add(row.key_id)
    told, seen = IncidentTestimony, IncidentSighting
    parts.add(IncidentTestimony, _ids(session, told.id, told.incident_id, [row.id]))
    parts.add(IncidentSighting, _ids(session, seen.id, seen.incident_id, [row.id]))


def _add_testimonies(session: Session, parts: Parts, people: Iterable[UUID]) -> None:
    """Add what people told of events, and what was told of them; what they told of others stays."""
    gave = _ids(session, IncidentTestimony.id, IncidentTestimony.witness_id, people)
    parts.add(IncidentTestimony, gave)
    seen = _ids(session, IncidentSighting.id, IncidentSighting.person_id, people)
    parts.add(IncidentSighting, seen)


def _add_child_files(session: Session, parts: Parts, files: Iterable[UUID]) -> None:
    new = parts.add(ChildFile, files)
    parts.keys.update(_ids(session, ChildFile.key_id, ChildFile.id, new))
    parts.add(ChildEntry, _ids(session, ChildEntry.id, ChildEntry.child_id, new))
    parts.add(ChildReview, _ids(session, ChildReview.id, ChildReview.child_id, new))


def _add_case(session: Session, parts: Parts, request: TracingRequest) -> None:
    case = [request.id]
    parts.add(TracingRequest, case)
    parts.keys.add(request.key_id)
    parts.add(SoughtPerson, _ids(session, SoughtPerson.id, SoughtPerson.request_id, case))
    parts.add(CaseAction, _ids(session, CaseAction.id, CaseAction.request_id, case))
    parts.add(Link, _ids(session, Link.id, Link.request_id, case))
    asks = parts.add(
        ConfirmationRequest,
        _ids(session, ConfirmationRequest.id, ConfirmationRequest.request_id, case),
    )
    for column in (ConfirmationRequest.key_id, ConfirmationRequest.delivered_key_id):
        parts.keys.update(_ids(session, column, ConfirmationRequest.id, asks))
    _add_releases(session, parts, asks)
    _add_messages(session, parts, _ids(session, FamilyMessage.id, FamilyMessage.request_id, case))
    _add_offers(session, parts, request)
    parts.add(Referral, _ids(session, Referral.id, Referral.request_id, case))
    parts.add(CaseTask, _ids(session, CaseTask.id, CaseTask.request_id, case))
    _add_attachments(session, parts, Attachment.request_id, case)
    boards = parts.add(Board, _ids(session, Board.id, Board.request_id, case))
    parts.add(BoardPicture, _ids(session, BoardPicture.id, BoardPicture.board_id, boards))
    parts.add(BoardLead, _ids(session, BoardLead.id, BoardLead.request_id, case))
    sought = _ids(session, SoughtPerson.person_id, SoughtPerson.request_id, case)
    people = {*sought, request.enquirer_id}
    _add_people(session, parts, _of_this_case_only(session, request, people))


def _add_attachments(
    session: Session,
    parts: Parts,
    by: InstrumentedAttribute[UUID | None],
    homes: Iterable[UUID],
) -> None:
    kept = parts.add(Attachment, _ids(session, Attachment.id, by, homes))
    pages = _ids(session, AttachmentPage.id, AttachmentPage.attachment_id, kept)
    parts.add(AttachmentPage, pages)


def _add_offers(session: Session, parts: Parts, request: TracingRequest) -> None:
    """Add offers of the case with both copies; of the one it came by only this society's own."""
    made = parts.add(CaseOffer, _ids(session, CaseOffer.id, CaseOffer.request_id, [request.id]))
    for column in (CaseOffer.key_id, CaseOffer.delivered_key_id):
        parts.keys.update(_ids(session, column, CaseOffer.id, made))
    parts.add(OfferNote, _ids(session, OfferNote.id, OfferNote.offer_id, made))
    came = _ids(session, CaseOffer.id, CaseOffer.new_request_id, [request.id])
    parts.keys.update(_ids(session, CaseOffer.delivered_key_id, CaseOffer.id, came))


def _add_releases(session: Session, parts: Parts, asks: Iterable[UUID]) -> None:
    releases = parts.add(Release, _ids(session, Release.id, Release.ask_id, asks))
    parts.keys.update(_ids(session, Release.key_id, Release.id, releases))


def _add_messages(session: Session, parts: Parts, messages: Iterable[UUID]) -> None:
    """Add messages with the copies that other societies have of them."""
    new = parts.add(FamilyMessage, messages)
    parts.keys.update(_ids(session, FamilyMessage.key_id, FamilyMessage.id, new))
    parts.add(MessagePage, _ids(session, MessagePage.id, MessagePage.message_id, new))
    copies = _ids(session, MessageDelivery.id, MessageDelivery.message_id, new)
    _add_deliveries(session, parts, copies)


def _add_deliveries(session: Session, parts: Parts, deliveries: Iterable[UUID]) -> None:
    new = parts.add(MessageDelivery, deliveries)
    for column in (MessageDelivery.key_id, MessageDelivery.work_key_id):
        parts.keys.update(_ids(session, column, MessageDelivery.id, new))
    parts.add(MessagePage, _ids(session, MessagePage.id, MessagePage.delivery_id, new))


def _add_import(session: Session, parts: Parts, run: ImportRun, *, is_replay: bool) -> None:
    if run.state is ImportState.RUNNING and not is_replay:
        raise RuleBrokenError("This list is being taken in. Wait until that is done.")
    parts.add(ImportRun, [run.id])
    parts.keys.add(run.key_id)
    parts.add(ImportChunk, _ids(session, ImportChunk.id, ImportChunk.run_id, [run.id]))
    parts.add(BadRow, _ids(session, BadRow.id, BadRow.run_id, [run.id]))


def _of_this_case_only(
    session: Session, request: TracingRequest, people: Iterable[UUID]
) -> set[UUID]:
    """Return who of `people` is in no other case and was not registered."""
    elsewhere = set(_ids(session, Registration.person_id, Registration.person_id, people))
    for person_id, case_id in _cases_of(session, people):
        if case_id != request.id:
            elsewhere.add(person_id)
    return set(people) - elsewhere


def _check_no_case(session: Session, person_id: UUID) -> None:
    cases = {case_id for _, case_id in _cases_of(session, [person_id])}
    query = select(TracingRequest.number).where(TracingRequest.id.in_(cases))
    numbers = sorted(session.scalars(query))
    if numbers:
        raise RuleBrokenError(
            Text(
                "This person belongs to the case %(number)s. Have the case erased: whoever stands "
                "in it and nowhere else goes with it.",
                number=", ".join(numbers),
            )
        )


def _check_no_open_file(
    session: Session, column: InstrumentedAttribute[UUID], record_id: UUID
) -> None:
    """Raise where a child is still looked after: nobody would know of them any more."""
    query = select(ChildFile.number).where(
        column == record_id, ChildFile.state != ChildState.CLOSED, ChildFile.erased_at.is_(None)
    )
    number = session.scalar(query)
    if number is not None:
        raise RuleBrokenError(
            Text(
                "A child is still looked after in the file %(number)s. Have it closed first.",
                number=number,
            )
        )


def _cases_of(session: Session, people: Iterable[UUID]) -> list[tuple[UUID, UUID]]:
    """Return person and case wherever one of `people` stands in a case that is still here."""
    wanted = set(people)
    query = (
        select(TracingRequest.enquirer_id, SoughtPerson.person_id, TracingRequest.id)
        .outerjoin(SoughtPerson, SoughtPerson.request_id == TracingRequest.id)
        .where(
            TracingRequest.erased_at.is_(None),
            or_(TracingRequest.enquirer_id.in_(wanted), SoughtPerson.person_id.in_(wanted)),
        )
    )
    found = []
    for enquirer, sought, case in session.execute(query):
        found += [(person, case) for person in (enquirer, sought) if person in wanted]
    return found


def _ids(
    session: Session,
    column: InstrumentedAttribute[Any],
    by: InstrumentedAttribute[Any],
    values: Iterable[UUID],
) -> list[Any]:
    query = select(column).where(by.in_(set(values)), column.is_not(None)).distinct()
    return list(session.scalars(query))
