"""The asked society's half of the consent gate: find, identify, interview, decide, release.

Nothing here touches the asking society's row, its case or its trail, until a release does.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, visible
from rfl.audit import service as audit
from rfl.audit.reveal import reveal
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.exchange import queries
from rfl.exchange.document import (
    AnswerDocument,
    AskDocument,
    Decision,
    HeardAnswer,
    ReleaseDocument,
)
from rfl.exchange.models import ConfirmationAnswer, ConfirmationRequest, Release
from rfl.exchange.rules import (
    RELEASE_DAYS,
    Allowed,
    AnswerState,
    AskState,
    check_answer_step,
    check_other_person,
)
from rfl.keys import service as keys
from rfl.persons.document import SCHEMA, decode, encode
from rfl.persons.models import Person, Registration
from rfl.tracing import service as tracing
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ActionKind

ANSWER_TABLE = ConfirmationAnswer.__tablename__


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the inbox."""

    ask: ConfirmationRequest
    answer: ConfirmationAnswer | None


@dataclass(frozen=True, slots=True)
class Interview:
    """How the person was spoken with, and what they decided."""

    alone: bool
    interpreter: str
    language: str
    decision: Decision
    guardian: str = ""
    best_interest: str = ""
    child_view: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Everything the asked society sees: what was sent, and its own work."""

    ask: ConfirmationRequest
    document: AskDocument
    answer: ConfirmationAnswer | None
    work: AnswerDocument
    registration: Registration
    is_child: bool
    may_see_answers: bool
    """The family's answers are shown only after what was heard is written down."""
    release: Release | None
    seen: str
    """Hash of what would be released, to be sent back with its approval."""
    receipt: Receipt


def inbox(session: Session, actor: Actor, *, limit: int, offset: int) -> list[InboxRow]:
    """Return requests addressed to the actor's society, the most pressing first."""
    authorise(actor, Permission.INBOX_LIST)
    scope = where(visible(actor, Permission.INBOX_LIST, clock.now()), ConfirmationRequest)
    rows = queries.received(session, scope, limit, offset)
    audit.record(
        session,
        actor.user_id,
        Act.ASK_LISTED,
        societies=[actor.society],
        subjects=[ask.id for ask, _ in rows],
        purpose="tracing",
    )
    return [InboxRow(ask, answer) for ask, answer in rows]


def read(
    session: Session, actor: Actor, ask_id: UUID, permission: Permission = Permission.INBOX_READ
) -> AnswerPage:
    """Open a request that was sent to the actor's society, with that society's own work."""
    ask = _received(session, actor, permission, ask_id)
    receipt = _record(session, actor, Act.ASK_OPENED, ask)
    document = _open_ask(session, receipt, ask)
    answer = queries.answer_of(session, ask.id)
    work = _open_work(session, receipt, answer)
    registration = session.get_one(Registration, ask.registration_id)
    decision = work.decision
    return AnswerPage(
        ask=ask,
        document=document,
        answer=answer,
        work=work,
        registration=registration,
        is_child=_is_child(ask, registration),
        may_see_answers=bool(work.heard) or not document.questions,
        release=queries.last_release(session, ask.id),
        seen=release_hash(ask, decision).hex() if decision else "",
        receipt=receipt,
    )


def accept(session: Session, actor: Actor, ask_id: UUID) -> ConfirmationAnswer:
    """Take a request on: from now on the asking society sees 'search in progress'."""
    ask = _received(session, actor, Permission.INBOX_ANSWER, ask_id)
    if ask.state is not AskState.SENT:
        raise RuleBrokenError("This request was answered already. Load the inbox again.")
    registration = session.get_one(Registration, ask.registration_id)
    person = session.get_one(Person, registration.person_id)
    now = clock.now()
    answer = ConfirmationAnswer(
        id=queries.new_id(),
        society_code=ask.to_society,
        ask_id=ask.id,
        person_id=person.id,
        state=AnswerState.ACCEPTED,
        accepted_by=actor.user_id,
        changed_at=now,
        sealed=b"",
    )
    _seal_work(session, answer, AnswerDocument())
    session.add(answer)
    ask.state, ask.accepted_at, ask.changed_at = AskState.ACCEPTED, now, now
    _record(session, actor, Act.ASK_ACCEPTED, ask)
    return answer


def decline(session: Session, actor: Actor, ask_id: UUID) -> None:
    """Say that this society cannot take the request on. Not for refusals: those stay unseen."""
    ask = _received(session, actor, Permission.INBOX_ANSWER, ask_id)
    if ask.state is not AskState.SENT:
        raise RuleBrokenError("This request was answered already. Load the inbox again.")
    ask.state, ask.changed_at = AskState.DECLINED, clock.now()
    _record(session, actor, Act.ASK_DECLINED, ask)


def found(session: Session, actor: Actor, ask_id: UUID, day: date, how: str) -> None:
    """Write down that the person was found. The asking society does not learn of it."""
    ask, answer, work, _ = _working(session, actor, ask_id)
    _step(answer, AnswerState.FOUND)
    _keep(session, answer, msgspec.structs.replace(work, found_on=day, found_how=how))
    _record(session, actor, Act.PERSON_FOUND, ask)


def hear(session: Session, actor: Actor, ask_id: UUID, heard: Sequence[str]) -> None:
    """Write down what the person answered, before the family's own answers are shown."""
    ask, answer, work, document = _working(session, actor, ask_id)
    if answer.state is not AnswerState.FOUND:
        raise RuleBrokenError("First write down that the person was found.")
    if len(heard) != len(document.questions) or not all(words.strip() for words in heard):
        raise RuleBrokenError("Write down an answer to each question, also ‘does not know’.")
    answers = tuple(HeardAnswer(heard=words.strip()) for words in heard)
    _keep(session, answer, msgspec.structs.replace(work, heard=answers))
    _record(session, actor, Act.IDENTITY_CHECKED, ask)


def identify(
    session: Session, actor: Actor, ask_id: UUID, fits: Sequence[bool], *, is_them: bool
) -> None:
    """Say whether the answers fit, and whether it is the person asked for."""
    ask, answer, work, document = _working(session, actor, ask_id)
    if len(work.heard) != len(document.questions):
        raise RuleBrokenError("First write down what the person answered.")
    if len(fits) != len(work.heard):
        raise RuleBrokenError("Say of each answer whether it fits.")
    _step(answer, AnswerState.IDENTIFIED if is_them else AnswerState.NOT_THEM)
    heard = tuple(
        HeardAnswer(heard=one.heard, fits=fit) for one, fit in zip(work.heard, fits, strict=True)
    )
    _keep(session, answer, msgspec.structs.replace(work, heard=heard))
    _record(session, actor, Act.IDENTITY_CHECKED, ask)


def decide(session: Session, actor: Actor, ask_id: UUID, interview: Interview) -> None:
    """Write down what the person decided. 'Tell nothing' ends here, and nobody outside learns it.

    Raises:
        RuleBrokenError: not alone, nothing decided, words missing, a child without guardian,
            best-interest assessment and own view.

    """
    ask, answer, work, _ = _working(session, actor, ask_id)
    check_decision(
        interview, is_child=_is_child(ask, session.get_one(Registration, ask.registration_id))
    )
    refused = Allowed.TELL_NOTHING in interview.decision.allowed
    _step(answer, AnswerState.REFUSED if refused else AnswerState.INTERVIEWED)
    answer.interviewed_by, answer.release_hash, answer.safeguarded_by = actor.user_id, None, None
    earlier = (*work.earlier, work.decision) if work.decision else work.earlier
    changed = msgspec.structs.replace(
        work,
        alone=interview.alone,
        interpreter=interview.interpreter,
        language=interview.language,
        interviewed_on=clock.today(),
        guardian=interview.guardian,
        best_interest=interview.best_interest,
        child_view=interview.child_view,
        decision=interview.decision,
        earlier=earlier,
    )
    _keep(session, answer, changed)
    _record(session, actor, Act.DECISION_RECORDED, ask)


def check_decision(interview: Interview, *, is_child: bool) -> None:
    """Return if an interview is complete enough to stand.

    Raises:
        RuleBrokenError: what is missing, as a sentence.

    """
    decision = interview.decision
    if not interview.alone:
        raise RuleBrokenError("Speak with the person alone, so that nobody decides for them.")
    if not decision.allowed:
        raise RuleBrokenError("Write down what the person decided. ‘Tell nothing’ is an answer.")
    if Allowed.TELL_NOTHING in decision.allowed and len(decision.allowed) > 1:
        raise RuleBrokenError("‘Tell nothing’ stands alone. Ask the person once more.")
    needed = {
        Allowed.MESSAGE_ONLY: (decision.message, "Write the message down in the person’s words."),
        Allowed.CONTACT_DETAILS: (decision.contact, "Write down the number the family may call."),
        Allowed.WHEREABOUTS: (decision.whereabouts, "Write down what may be said of the place."),
    }
    for allowed, (words, sentence) in needed.items():
        if allowed in decision.allowed and not words.strip():
            raise RuleBrokenError(sentence)
    child = (interview.guardian, interview.best_interest, interview.child_view)
    if is_child and not all(words.strip() for words in child):
        raise RuleBrokenError(
            "For a child, write down the guardian, the best-interest assessment and the child’s own "
            "view."
        )


def ask_release(session: Session, actor: Actor, ask_id: UUID, *, read_back: bool) -> None:
    """Put exactly what the person allowed before a supervisor.

    Raises:
        RuleBrokenError: it was not read back to the person, or there is nothing to release.

    """
    ask, answer, work, _ = _working(session, actor, ask_id)
    if work.decision is None or not read_back:
        raise RuleBrokenError("Read the list back to the person first, and tick that they agree.")
    _step(answer, AnswerState.RELEASE_ASKED)
    decision = msgspec.structs.replace(work.decision, read_back=True)
    answer.release_hash = release_hash(ask, decision)
    _keep(session, answer, msgspec.structs.replace(work, decision=decision))
    _record(session, actor, Act.RELEASE_PREPARED, ask)


def safeguard(session: Session, actor: Actor, ask_id: UUID, seen: str) -> None:
    """Sign, as safeguarding focal point, that a child's decision may go to release."""
    ask = _received(session, actor, Permission.INBOX_SAFEGUARD, ask_id)
    answer = _answer(session, ask)
    if answer.state is not AnswerState.RELEASE_ASKED or answer.release_hash is None:
        raise RuleBrokenError("Nothing waits for your signature here.")
    if answer.release_hash.hex() != seen:
        raise RuleBrokenError("The decision was changed since you opened it. Read it once more.")
    answer.safeguarded_by = actor.user_id
    _record(session, actor, Act.RELEASE_PREPARED, ask)


def release(session: Session, actor: Actor, ask_id: UUID, seen: str) -> Release:
    """Release exactly what was `seen` to the asking society, for a time.

    Raises:
        RuleBrokenError: one's own interview, something else than was read back, a child without the
            focal point's signature.

    """
    ask = _received(session, actor, Permission.RELEASE_APPROVE, ask_id)
    answer = _answer(session, ask)
    check_answer_step(answer.state, AnswerState.RELEASED)
    check_other_person(
        answer.interviewed_by, actor.user_id, "Somebody other than the interviewer releases it."
    )
    receipt = _record(session, actor, Act.RELEASE_APPROVED, ask)
    decision = _open_work(session, receipt, answer).decision
    if decision is None or answer.release_hash is None:
        raise RuleBrokenError("The person has not decided yet.")
    if release_hash(ask, decision) != answer.release_hash or answer.release_hash.hex() != seen:
        raise RuleBrokenError("The decision was changed since you opened it. Read it once more.")
    registration = session.get_one(Registration, ask.registration_id)
    if _is_child(ask, registration) and answer.safeguarded_by is None:
        raise RuleBrokenError("For a child, the safeguarding focal point signs first.")
    _step(answer, AnswerState.RELEASED)
    return _cross(session, actor, ask, _open_work(session, receipt, answer), decision)


def withdraw(session: Session, actor: Actor, release_id: UUID) -> None:
    """Take a release back at the person's word: from this moment the other side cannot read it."""
    authorise(actor, Permission.CONSENT_WITHDRAW)
    row = session.get(Release, release_id, with_for_update=True)
    if row is None or row.society_code != actor.society:
        raise NotFoundError("release")
    ask = session.get_one(ConfirmationRequest, row.ask_id)
    if row.withdrawn_at is None:
        # First the key: if the rest fails, the release is unreadable all the same.
        keys.of(session).destroy(row.key_id)
        row.withdrawn_at = ask.changed_at = clock.now()
        answer = _answer(session, ask)
        _step(answer, AnswerState.WITHDRAWN)
        _tell_case(session, ask, "withdrawn")
    audit.record(
        session,
        actor.user_id,
        Act.RELEASE_WITHDRAWN,
        societies=[row.society_code, row.to_society],
        subjects=[row.id, ask.id],
        purpose="consent",
    )


def release_hash(ask: ConfirmationRequest, decision: Decision) -> bytes:
    """Return the SHA-256 of what a release is bound to: the very words, to whom, about whom."""
    exact = msgspec.structs.replace(decision, read_back=True)
    parts = (ask.id.bytes, ask.society_code.encode(), encode(exact))
    return hashlib.sha256(b"".join(len(p).to_bytes(8, "big") + p for p in parts)).digest()


def release_document(work: AnswerDocument, decision: Decision, purpose: str) -> ReleaseDocument:
    """Return exactly what crosses: what the person allowed, and nothing beside it."""
    allowed = set(decision.allowed)
    may_message = Allowed.MESSAGE_ONLY in allowed
    return ReleaseDocument(
        alive=Allowed.ALIVE_ONLY in allowed,
        seen_on=work.found_on if Allowed.ALIVE_ONLY in allowed else None,
        message=decision.message if may_message else "",
        message_language=decision.message_language if may_message else "",
        contact=decision.contact if Allowed.CONTACT_DETAILS in allowed else "",
        whereabouts=decision.whereabouts if Allowed.WHEREABOUTS in allowed else "",
        purpose=purpose,
    )


def _cross(
    session: Session,
    actor: Actor,
    ask: ConfirmationRequest,
    work: AnswerDocument,
    decision: Decision,
) -> Release:
    now = clock.now()
    last = now + timedelta(days=RELEASE_DAYS)
    if decision.until:
        last = min(last, datetime.combine(decision.until, time.max, UTC))
    row = Release(
        id=queries.new_id(),
        society_code=ask.to_society,
        to_society=ask.society_code,
        ask_id=ask.id,
        key_id=keys.of(session).new_record_key(ask.to_society),
        sealed=b"",
        approved_by=actor.user_id,
        released_at=now,
        expires_at=last,
    )
    context = Context(row.society_code, Release.__tablename__, row.id, SCHEMA)
    crossing = release_document(work, decision, "tracing")
    row.sealed = keys.of(session).seal(row.key_id, context, encode(crossing))
    session.add(row)
    ask.changed_at = now
    _tell_case(session, ask, "released")
    return row


def _tell_case(session: Session, ask: ConfirmationRequest, result: str) -> None:
    """Put a line into the asking case's time line, in the name of the installation."""
    request = session.get_one(TracingRequest, ask.request_id)
    author = Actor(SYSTEM, request.society_code, frozenset())
    tracing.write_action(session, author, request, ActionKind.RELEASE, result=result)


def _is_child(ask: ConfirmationRequest, registration: Registration) -> bool:
    restricted = Sensitivity.NORMAL not in (ask.sensitivity, registration.sensitivity)
    return restricted or registration.sensitivity is Sensitivity.RESTRICTED


def _received(
    session: Session, actor: Actor, permission: Permission, ask_id: UUID
) -> ConfirmationRequest:
    authorise(actor, permission)
    scope = where(visible(actor, permission, clock.now()), ConfirmationRequest)
    query = select(ConfirmationRequest).where(
        scope,
        ConfirmationRequest.id == ask_id,
        ConfirmationRequest.state.in_(queries.RECEIVED),
    )
    ask = session.scalar(query.with_for_update())
    if ask is None:
        raise NotFoundError("confirmation request")
    return ask


def _answer(session: Session, ask: ConfirmationRequest) -> ConfirmationAnswer:
    answer = queries.answer_of(session, ask.id)
    if answer is None:
        raise RuleBrokenError("Accept the request first.")
    return answer


def _working(
    session: Session, actor: Actor, ask_id: UUID
) -> tuple[ConfirmationRequest, ConfirmationAnswer, AnswerDocument, AskDocument]:
    ask = _received(session, actor, Permission.INBOX_ANSWER, ask_id)
    answer = _answer(session, ask)
    receipt = _record(session, actor, Act.ASK_OPENED, ask)
    return ask, answer, _open_work(session, receipt, answer), _open_ask(session, receipt, ask)


def _step(answer: ConfirmationAnswer, target: AnswerState) -> None:
    check_answer_step(answer.state, target)
    answer.state, answer.changed_at = target, clock.now()


def _open_ask(session: Session, receipt: Receipt, ask: ConfirmationRequest) -> AskDocument:
    context = Context(ask.to_society, ConfirmationRequest.__tablename__, ask.id, SCHEMA)
    return decode(reveal(session, receipt, Sealed(ask.delivered or b"", context)), AskDocument)


def _open_work(
    session: Session, receipt: Receipt, answer: ConfirmationAnswer | None
) -> AnswerDocument:
    if answer is None:
        return AnswerDocument()
    context = Context(answer.society_code, ANSWER_TABLE, answer.id, SCHEMA)
    return decode(reveal(session, receipt, Sealed(answer.sealed, context)), AnswerDocument)


def _keep(session: Session, answer: ConfirmationAnswer, work: AnswerDocument) -> None:
    answer.changed_at = clock.now()
    _seal_work(session, answer, work)


def _seal_work(session: Session, answer: ConfirmationAnswer, work: AnswerDocument) -> None:
    """Seal the work under the found person's key: erasing the person erases it."""
    person = session.get_one(Person, answer.person_id)
    context = Context(answer.society_code, ANSWER_TABLE, answer.id, SCHEMA)
    answer.sealed = keys.of(session).seal(person.key_id, context, encode(work))


def _record(session: Session, actor: Actor, act: Act, ask: ConfirmationRequest) -> Receipt:
    """Write into the asked society's own log, and no other."""
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[ask.to_society],
        subjects=[ask.id, ask.registration_id],
        purpose="tracing",
    )
