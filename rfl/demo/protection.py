"""What waits for the data protection officer of the demonstration: requests, and cases long ended.

Each act is somebody's, through the same services as people; only the days are set back, for the
demonstration has nobody's past but what it says.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Role, Sensitivity
from rfl.demo.people import enquirer, invent, tell
from rfl.demo.world import Stage
from rfl.persons.models import Registration
from rfl.persons.registering import NewConsent
from rfl.persons.rules import Purpose, SourceKind
from rfl.protection import deciding, requests
from rfl.protection.deciding import Decision
from rfl.protection.document import RightsDocument
from rfl.protection.rules import IdentityCheck, RecordKind, Right, RightsVerdict
from rfl.tracing import opening
from rfl.tracing import service as tracing
from rfl.tracing.document import Outcome, RequestDocument, SafeContact, SoughtDocument
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import (
    CaseAct,
    CaseState,
    Cause,
    Fate,
    LegalBasis,
    OutcomeReason,
    Whereabouts,
)

DESK = "ES"
"""The society whose data protection officer is in the cast."""

LONG_ENDED_DAYS = (420, 530, 700)
"""Before how many days the cases ended that are due to be archived."""
OVER_DAYS = 6 * 366
"""Before how many days the one ended that is due to be made anonymous."""

NOT_FOUND = Outcome(Fate.UNKNOWN, Whereabouts.UNKNOWN, OutcomeReason.NOT_LOCATED)


def set_desk(stage: Stage) -> None:
    """Give the data protection officer something to do."""
    by = {one.member.role: one.actor for one in stage.seats if one.member.society == DESK}
    officer, head, keeper = by[Role.OFFICER], by[Role.SUPERVISOR], by[Role.DPO]
    with stage.installation.begin() as session:
        for days in (*LONG_ENDED_DAYS, OVER_DAYS):
            _ended_case(stage, session, officer, head, days)
    with stage.installation.begin() as session:
        _archived(session, keeper)
    with stage.installation.begin() as session:
        _rights(session, officer, keeper)


def _ended_case(stage: Stage, session: Session, officer: Actor, head: Actor, days: int) -> None:
    truth = invent(stage.random, child=False)
    family, relation = enquirer(truth, stage.random, DESK)
    person = tell(truth, stage.random, DESK, stage.today, SourceKind.ENQUIRER)
    new = opening.NewRequest(
        enquirer=family,
        sought=(opening.NewSought(person, SoughtDocument(relation=relation)),),
        document=RequestDocument(
            contact=SafeContact(channel="at the office in Las Palmas"),
            cause=Cause.MIGRATION,
            legal_basis=LegalBasis.CONSENT,
        ),
        consents=(NewConsent(Purpose.TRACING),),
        state=CaseState.SUBMITTED,
    )
    request_id = opening.open_request(session, officer, new).id
    tracing.act(session, head, request_id, CaseAct.ACCEPT)
    tracing.act(session, officer, request_id, CaseAct.START)
    tracing.request_closure(session, officer, request_id, NOT_FOUND)
    tracing.act(session, head, request_id, CaseAct.CLOSE, words="Agreed.")
    request = session.get_one(TracingRequest, request_id)
    request.created_at = clock.now() - timedelta(days=days + 300)
    request.closed_at = clock.now() - timedelta(days=days)


def _archived(session: Session, keeper: Actor) -> None:
    """Let the oldest case have been archived already: it is due to be made anonymous."""
    limit = clock.now() - timedelta(days=OVER_DAYS - 1)
    query = select(TracingRequest.id).where(
        TracingRequest.society_code == DESK, TracingRequest.closed_at < limit
    )
    for request_id in session.scalars(query).all():
        tracing.keep_no_longer(session, keeper, request_id, CaseAct.ARCHIVE)


def _rights(session: Session, officer: Actor, keeper: Actor) -> None:
    """Take three requests down: one due soon, one for a second person, one just come."""
    query = select(Registration.number).where(
        Registration.society_code == DESK,
        Registration.sensitivity == Sensitivity.NORMAL,
        Registration.erased_at.is_(None),
    )
    numbers: Sequence[str] = session.scalars(query.order_by(Registration.number).limit(2)).all()
    first, *others = numbers
    asks = RightsDocument(
        asker="the person themself",
        reach="at the centre, mornings",
        words="What do you have on me?",
    )
    due = requests.take_down(session, officer, Right.ACCESS, asks)
    due.created_at, due.due_on = _days_ago(26), _days_ago(-4)
    _identified(session, keeper, due.id, first)
    for number in others:
        _waiting_for_second(session, officer, keeper, number)
    words = "A cousin shares my telephone. I want no one to find me any more."
    objects = RightsDocument(asker="the person themself", reach="through our team", words=words)
    requests.take_down(session, officer, Right.OBJECTION, objects)


def _identified(session: Session, keeper: Actor, rights_id: UUID, number: str) -> None:
    known = requests.document_of("", "", "", IdentityCheck.KNOWN, "")
    document = requests.read(session, keeper, rights_id).document
    requests.change(session, keeper, rights_id, replace(known, words=document.words))
    requests.add_record(session, keeper, rights_id, number, RecordKind.REGISTERED)


def _waiting_for_second(session: Session, officer: Actor, keeper: Actor, number: str) -> None:
    """Have one erasure decided, for the head of tracing to look at."""
    words = "I was found, and my family knows. Erase it."
    asks = RightsDocument(asker="the person themself", reach="by their lawyer", words=words)
    row = requests.take_down(session, officer, Right.ERASURE, asks)
    row.created_at, row.due_on = _days_ago(9), _days_ago(-21)
    _identified(session, keeper, row.id, number)
    deciding.decide(session, keeper, row.id, Decision(RightsVerdict.GRANTED, "As they wish."))


def _days_ago(days: int) -> datetime:
    return clock.now() - timedelta(days=days)
