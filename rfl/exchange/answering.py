"""The asked society's half of the consent gate: accept, find, identify, interview, decide.

Nothing here touches the asking society's row, its case or its trail, until a release does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import and_, not_, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit import service as audit
from rfl.audit.reveal import reveal
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.exchange import queries
from rfl.exchange.crossing import release_hash
from rfl.exchange.document import (
    AnswerDocument,
    AskDocument,
    Decision,
    HeardAnswer,
)
from rfl.exchange.models import ConfirmationAnswer, ConfirmationRequest, Release
from rfl.exchange.rules import (
    Allowed,
    AnswerState,
    AskAct,
    check_answer_step,
    check_ask_act,
)
from rfl.keys import service as keys
from rfl.persons import calendars
from rfl.persons import service as persons
from rfl.persons.document import SCHEMA, decode, encode
from rfl.persons.models import Person, Registration
from rfl.persons.rules import CHILD_KINDS
from rfl.text import N_

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


def inbox(
    session: Session, actor: Actor, *, limit: int, offset: int, is_done: bool = False
) -> list[InboxRow]:
    """Return requests to the actor's society that wait for it, or are done, by their last day."""
    authorise(actor, Permission.INBOX_LIST)
    scope = where(visible(actor, Permission.INBOX_LIST, clock.now()), ConfirmationRequest)
    wanted = queries.is_done() if is_done else not_(queries.is_done())
    rows = queries.received(session, and_(scope, wanted), limit, offset)
    audit.record(
        session,
        actor.user_id,
        Act.ASK_LISTED,
        societies=[actor.society],
        subjects=[ask.id for ask, _ in rows],
        purpose="tracing",
    )
    return [InboxRow(ask, answer) for ask, answer in rows]


def count_inbox(session: Session, actor: Actor) -> tuple[int, int]:
    """Return how many requests wait for the actor's society, and how many are done.

    Of those that the actor may know.
    """
    scope = where(visible(actor, Permission.INBOX_LIST, clock.now()), ConfirmationRequest)
    return queries.count_received(session, scope)


def read(
    session: Session, actor: Actor, ask_id: UUID, permission: Permission = Permission.INBOX_READ
) -> AnswerPage:
    """Open a request that was sent to the actor's society, with that society's own work."""
    ask = received_ask(session, actor, permission, ask_id)
    receipt = write_entry(session, actor, Act.ASK_OPENED, ask)
    document = _open_ask(session, receipt, ask)
    answer = queries.answer_of(session, ask.id)
    work = open_work(session, receipt, answer)
    registration = session.get_one(Registration, ask.registration_id)
    decision = work.decision
    return AnswerPage(
        ask=ask,
        document=document,
        answer=answer,
        work=work,
        registration=registration,
        is_child=concerns_child(session, receipt, registration),
        may_see_answers=bool(work.heard) or not document.questions,
        release=queries.last_release(session, ask.id),
        seen=release_hash(ask.id, ask.society_code, decision).hex() if decision else "",
        receipt=receipt,
    )


def printed(session: Session, actor: Actor, ask_id: UUID) -> AnswerPage:
    """Open a request for print, with nothing of what the family answered."""
    page = read(session, actor, ask_id, Permission.INBOX_ANSWER)
    write_entry(session, actor, Act.PRINTED, page.ask)
    return page


def accept(session: Session, actor: Actor, ask_id: UUID) -> ConfirmationAnswer:
    """Take a request on: from now on the asking society sees 'search in progress'."""
    ask = received_ask(session, actor, Permission.INBOX_ANSWER, ask_id)
    target = check_ask_act(ask.state, AskAct.ACCEPT)
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
    ask.state, ask.accepted_at, ask.changed_at = target, now, now
    write_entry(session, actor, Act.ASK_ACCEPTED, ask)
    return answer


def decline(session: Session, actor: Actor, ask_id: UUID) -> None:
    """Say that this society cannot take the request on. Not for refusals: those stay unseen."""
    ask = received_ask(session, actor, Permission.INBOX_ANSWER, ask_id)
    target = check_ask_act(ask.state, AskAct.DECLINE)
    ask.state, ask.changed_at = target, clock.now()
    write_entry(session, actor, Act.ASK_DECLINED, ask)


def found(session: Session, actor: Actor, ask_id: UUID, day: date, how: str) -> None:
    """Write down that the person was found. The asking society does not learn of it."""
    ask, answer, work, _ = working(session, actor, ask_id)
    advance(answer, AnswerState.FOUND)
    keep(session, answer, msgspec.structs.replace(work, found_on=day, found_how=how))
    write_entry(session, actor, Act.PERSON_FOUND, ask)


def hear(session: Session, actor: Actor, ask_id: UUID, heard: Sequence[str]) -> None:
    """Write down what the person answered, before the family's own answers are shown."""
    ask, answer, work, document = working(session, actor, ask_id)
    if answer.state is not AnswerState.FOUND:
        raise RuleBrokenError("First write down that the person was found.")
    if len(heard) != len(document.questions) or not all(words.strip() for words in heard):
        raise RuleBrokenError("Write down an answer to each question, also ‘does not know’.")
    answers = tuple(HeardAnswer(heard=words.strip()) for words in heard)
    keep(session, answer, msgspec.structs.replace(work, heard=answers))
    write_entry(session, actor, Act.IDENTITY_CHECKED, ask)


def identify(
    session: Session, actor: Actor, ask_id: UUID, fits: Sequence[bool], *, is_them: bool
) -> None:
    """Say whether the answers fit, and whether it is the person asked for."""
    ask, answer, work, document = working(session, actor, ask_id)
    if len(work.heard) != len(document.questions):
        raise RuleBrokenError("First write down what the person answered.")
    if len(fits) != len(work.heard):
        raise RuleBrokenError("Say of each answer whether it fits.")
    advance(answer, AnswerState.IDENTIFIED if is_them else AnswerState.NOT_THEM)
    heard = tuple(
        HeardAnswer(heard=one.heard, fits=fit) for one, fit in zip(work.heard, fits, strict=True)
    )
    keep(session, answer, msgspec.structs.replace(work, heard=heard))
    write_entry(session, actor, Act.IDENTITY_CHECKED, ask)


def decide(session: Session, actor: Actor, ask_id: UUID, interview: Interview) -> None:
    """Write down what the person decided. 'Tell nothing' ends here, and nobody outside learns it.

    Raises:
        RuleBrokenError: not alone, nothing decided, words missing, a child without guardian,
            best-interest assessment and own view.

    """
    ask, answer, work, _ = working(session, actor, ask_id)
    registration = session.get_one(Registration, ask.registration_id)
    receipt = write_entry(session, actor, Act.INTERVIEW_RECORDED, ask)
    check_decision(interview, is_child=concerns_child(session, receipt, registration))
    refused = Allowed.TELL_NOTHING in interview.decision.allowed
    advance(answer, AnswerState.REFUSED if refused else AnswerState.INTERVIEWED)
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
    keep(session, answer, changed)
    write_entry(session, actor, Act.DECISION_RECORDED, ask)


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
        Allowed.MESSAGE_ONLY: (
            decision.message,
            N_("Write the message down in the person’s words."),
        ),
        Allowed.CONTACT_DETAILS: (
            decision.contact,
            N_("Write down the number the family may call."),
        ),
        Allowed.WHEREABOUTS: (
            decision.whereabouts,
            N_("Write down what may be said of the place."),
        ),
    }
    for allowed, (words, sentence) in needed.items():
        if allowed in decision.allowed and not words.strip():
            raise RuleBrokenError(sentence)
    child = (interview.guardian, interview.best_interest, interview.child_view)
    if is_child and not all(words.strip() for words in child):
        raise RuleBrokenError(
            "For a child, write down the guardian, the best-interest assessment and the child’s "
            "own view."
        )


def concerns_child(session: Session, receipt: Receipt, registration: Registration) -> bool:
    """Tell whether the registered person is, or may be, a child."""
    if registration.kind in CHILD_KINDS:
        return True
    person = persons.open_by_id(session, receipt, [registration.person_id])
    return calendars.is_child(person[registration.person_id].births, clock.today())


def received_ask(
    session: Session, actor: Actor, permission: Permission, ask_id: UUID
) -> ConfirmationRequest:
    """Return a request that reached the actor's society, locked, if `permission` lets them."""
    authorise(actor, permission)
    scope = where(visible(actor, permission, clock.now()), ConfirmationRequest)
    query = select(ConfirmationRequest).where(
        scope,
        ConfirmationRequest.id == ask_id,
        queries.reached(),
    )
    ask = session.scalar(query.with_for_update())
    if ask is None:
        raise NotFoundError("confirmation request")
    return ask


def own_answer(session: Session, ask: ConfirmationRequest) -> ConfirmationAnswer:
    """Return the society's own work on a request it took on."""
    answer = queries.answer_of(session, ask.id)
    if answer is None:
        raise RuleBrokenError("Accept the request first.")
    return answer


def working(
    session: Session, actor: Actor, ask_id: UUID
) -> tuple[ConfirmationRequest, ConfirmationAnswer, AnswerDocument, AskDocument]:
    """Return a request, the own work on it, and both documents, opened for an act."""
    ask = received_ask(session, actor, Permission.INBOX_ANSWER, ask_id)
    answer = own_answer(session, ask)
    receipt = write_entry(session, actor, Act.ASK_OPENED, ask)
    return ask, answer, open_work(session, receipt, answer), _open_ask(session, receipt, ask)


def advance(answer: ConfirmationAnswer, target: AnswerState) -> None:
    """Take the work one step on, if the table lets it."""
    check_answer_step(answer.state, target)
    answer.state, answer.changed_at = target, clock.now()


def _open_ask(session: Session, receipt: Receipt, ask: ConfirmationRequest) -> AskDocument:
    context = Context(ask.to_society, ConfirmationRequest.__tablename__, ask.id, SCHEMA)
    return decode(reveal(session, receipt, Sealed(ask.delivered or b"", context)), AskDocument)


def open_work(
    session: Session, receipt: Receipt, answer: ConfirmationAnswer | None
) -> AnswerDocument:
    """Return the society's own notes, empty where there are none yet."""
    if answer is None:
        return AnswerDocument()
    context = Context(answer.society_code, ANSWER_TABLE, answer.id, SCHEMA)
    return decode(reveal(session, receipt, Sealed(answer.sealed, context)), AnswerDocument)


def keep(session: Session, answer: ConfirmationAnswer, work: AnswerDocument) -> None:
    """Seal changed notes."""
    answer.changed_at = clock.now()
    _seal_work(session, answer, work)


def _seal_work(session: Session, answer: ConfirmationAnswer, work: AnswerDocument) -> None:
    """Seal the work under the found person's key: erasing the person erases it."""
    person = session.get_one(Person, answer.person_id)
    context = Context(answer.society_code, ANSWER_TABLE, answer.id, SCHEMA)
    answer.sealed = keys.of(session).seal(person.key_id, context, encode(work))


def write_entry(session: Session, actor: Actor, act: Act, ask: ConfirmationRequest) -> Receipt:
    """Write into the asked society's own log, and no other."""
    return audit.record(
        session,
        actor.user_id,
        act,
        societies=[ask.to_society],
        subjects=[ask.id, ask.registration_id],
        purpose="tracing",
    )
