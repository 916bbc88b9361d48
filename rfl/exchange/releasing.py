"""The last steps of the consent gate: read back, sign, release, withdraw.

What crosses is bound by a hash to what was read back to the person: nothing else can be released.
"""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, authorise, decide
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.crypto.sealing import Context
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.exchange import answering, queries
from rfl.exchange.crossing import release_document, release_hash
from rfl.exchange.document import AnswerDocument, Decision
from rfl.exchange.models import ConfirmationAnswer, ConfirmationRequest, Release
from rfl.exchange.rules import (
    RELEASE_DAYS,
    AnswerState,
    check_answer_step,
    check_other_person,
)
from rfl.keys import service as keys
from rfl.persons import wholes
from rfl.persons.document import SCHEMA, encode
from rfl.persons.models import Person, Registration
from rfl.tracing import service as tracing
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ActionKind


def ask_release(session: Session, actor: Actor, ask_id: UUID, *, read_back: bool) -> None:
    """Put exactly what the person allowed before a supervisor.

    Raises:
        RuleBrokenError: it was not read back to the person, or there is nothing to release.

    """
    ask, answer, work, _ = answering.working(session, actor, ask_id)
    if work.decision is None or not read_back:
        raise RuleBrokenError("Read the list back to the person first, and tick that they agree.")
    answering.advance(answer, AnswerState.RELEASE_ASKED)
    decision = msgspec.structs.replace(work.decision, read_back=True)
    answer.release_hash = release_hash(ask.id, ask.society_code, decision)
    changed = msgspec.structs.replace(work, decision=decision, given_back="")
    answering.keep(session, answer, changed)
    answering.write_entry(session, actor, Act.RELEASE_PREPARED, ask)


def give_back(session: Session, actor: Actor, ask_id: UUID, why: str) -> None:
    """Give what waits for release back to whoever asked for it, who reads why.

    The other society learns nothing of it. A focal point's signature is taken off with it.

    Raises:
        RuleBrokenError: nothing waits, one's own interview, or nothing is written.

    """
    ask = answering.received_ask(session, actor, Permission.RELEASE_APPROVE, ask_id)
    answer = answering.own_answer(session, ask)
    if answer.state is not AnswerState.RELEASE_ASKED:
        raise RuleBrokenError("Nothing waits for release here.")
    check_other_person(
        answer.interviewed_by, actor.user_id, "Somebody other than the interviewer releases it."
    )
    if not why.strip():
        raise RuleBrokenError("Write what is to be changed: whoever wrote it reads this.")
    receipt = answering.write_entry(session, actor, Act.RELEASE_RETURNED, ask)
    work = answering.open_work(session, receipt, answer)
    decision = work.decision and msgspec.structs.replace(work.decision, read_back=False)
    answering.advance(answer, AnswerState.INTERVIEWED)
    answer.release_hash, answer.safeguarded_by = None, None
    changed = msgspec.structs.replace(work, decision=decision, given_back=why.strip())
    answering.keep(session, answer, changed)


def safeguard(session: Session, actor: Actor, ask_id: UUID, seen: str) -> None:
    """Sign, as safeguarding focal point, that a child's decision may go to release."""
    ask = answering.received_ask(session, actor, Permission.INBOX_SAFEGUARD, ask_id)
    answer = answering.own_answer(session, ask)
    if answer.state is not AnswerState.RELEASE_ASKED or answer.release_hash is None:
        raise RuleBrokenError("Nothing waits for your signature here.")
    if answer.release_hash.hex() != seen:
        raise RuleBrokenError("The decision was changed since you opened it. Read it once more.")
    answer.safeguarded_by = actor.user_id
    answering.write_entry(session, actor, Act.RELEASE_PREPARED, ask)


def release(session: Session, actor: Actor, ask_id: UUID, seen: str) -> Release:
    """Release exactly what was `seen` to the asking society, for a time.

    Raises:
        RuleBrokenError: one's own interview, something else than was read back, a child without the
            focal point's signature.

    """
    ask = answering.received_ask(session, actor, Permission.RELEASE_APPROVE, ask_id)
    answer = answering.own_answer(session, ask)
    check_answer_step(answer.state, AnswerState.RELEASED)
    check_other_person(
        answer.interviewed_by, actor.user_id, "Somebody other than the interviewer releases it."
    )
    receipt = answering.write_entry(session, actor, Act.RELEASE_APPROVED, ask)
    decision = answering.open_work(session, receipt, answer).decision
    if decision is None or answer.release_hash is None:
        raise RuleBrokenError("The person has not decided yet.")
    if (
        release_hash(ask.id, ask.society_code, decision) != answer.release_hash
        or answer.release_hash.hex() != seen
    ):
        raise RuleBrokenError("The decision was changed since you opened it. Read it once more.")
    registration = session.get_one(Registration, ask.registration_id)
    if answering.concerns_child(session, receipt, registration) and answer.safeguarded_by is None:
        raise RuleBrokenError("For a child, the safeguarding focal point signs first.")
    _check_no_elsewhere(session, ask, answer)
    answering.advance(answer, AnswerState.RELEASED)
    return _cross(session, actor, ask, answering.open_work(session, receipt, answer), decision)


def _check_no_elsewhere(
    session: Session, ask: ConfirmationRequest, answer: ConfirmationAnswer
) -> None:
    """Return if the person said no to the same family on none of their other records."""
    others = wholes.members(session, answer.person_id)[1:]
    if others and queries.has_refused(session, others, ask.request_id):
        raise RuleBrokenError(
            "On another of their records the person said that this family be told nothing. That "
            "holds until they decide otherwise there."
        )


def withdraw(session: Session, actor: Actor, release_id: UUID) -> UUID:
    """Take a release back at the person's word: from this moment the other side cannot read it.

    Returns the id of the confirmation request it answered.
    """
    authorise(actor, Permission.CONSENT_WITHDRAW)
    row = session.get(Release, release_id, with_for_update=True)
    if row is None:
        raise NotFoundError("release")
    ask = session.get_one(ConfirmationRequest, row.ask_id)
    person = session.get_one(Person, answering.own_answer(session, ask).person_id)
    decide(actor, Permission.CONSENT_WITHDRAW, access.resource_of(session, person), clock.now())
    if row.withdrawn_at is None:
        # First the key: if the rest fails, the release is unreadable all the same.
        keys.of(session).destroy(row.key_id)
        take_back(session, row, ask)
    audit.record(
        session,
        actor.user_id,
        Act.RELEASE_WITHDRAWN,
        societies=[row.society_code, row.to_society],
        subjects=[row.id, ask.id],
        purpose="consent",
    )
    return ask.id


def take_back(session: Session, row: Release, ask: ConfirmationRequest) -> None:
    """Mark a release as taken back and tell the asking case. The caller destroys its key."""
    row.withdrawn_at = ask.changed_at = clock.now()
    answering.advance(answering.own_answer(session, ask), AnswerState.WITHDRAWN)
    if ask.erased_at is None:
        _tell_case(session, ask, "withdrawn")


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
