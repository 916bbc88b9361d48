"""A case is written anew for the society that takes it: its own rows, under its own keys."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access.rules import Actor, Role
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.lists import takers
from rfl.persons import queries as person_queries
from rfl.persons.consenting import NewConsent, open_consents
from rfl.persons.models import Consent
from rfl.tracing import handing, opening
from rfl.tracing import service as tracing
from rfl.tracing.document import ActionDocument
from rfl.tracing.models import TracingRequest
from rfl.tracing.opening import NewRequest, NewSought
from rfl.tracing.reading import Case
from rfl.tracing.rules import ActionKind, CaseAct, CaseState
from rfl.tracing.service import NewEntry
from rfl.tracing.words import NOTE_WORDS
from rfl.transfers import carrying
from rfl.transfers.models import CaseOffer

ON_BEHALF = frozenset({Role.VOLUNTEER})
"""What the sender's head of tracing is to the other society while writing there: somebody who may
open a case, and may read none."""


def write_there(
    session: Session, actor: Actor, row: CaseOffer, case: Case, told: str
) -> TracingRequest:
    """Open the case with the society that took it on, and give it to whoever accepted it.

    The caller has checked consent and other hands, and opened the case under its own receipt.
    """
    society = row.to_society
    there = Actor(actor.user_id, society, ON_BEHALF)
    said = open_consents(session, case.receipt, case.consents)
    decisions = carrying.consents(case.consents, said, society)
    new = NewRequest(
        enquirer=carrying.person(case.enquirer),
        sought=tuple(NewSought(carrying.person(one.person), one.search) for one in case.sought),
        document=carrying.request(case.document),
        consents=tuple(consent for _row, consent in decisions),
        sensitivity=row.sensitivity,
        state=CaseState.SUBMITTED,
    )
    request = opening.open_request(session, there, new)
    _keep_days(session, request.enquirer_id, decisions)
    _write_line(session, there, request, case, ActionDocument(words=told, result="arrived"))
    audit.record(
        session,
        actor.user_id,
        Act.TRANSFER_RECEIVED,
        societies=[society],
        subjects=[row.id, request.id],
        purpose="tracing",
        detail={"offer": row.number, "from": row.society_code},
    )
    itself = Actor(SYSTEM, society, frozenset())
    tracing.move(session, itself, request, CaseAct.ACCEPT)
    taker = row.answered_by
    if taker is not None and taker in takers.officers(session, society):
        handing.give_back(session, itself, request, taker)
    return request


def _keep_days(
    session: Session,
    enquirer_id: UUID,
    decisions: Sequence[tuple[Consent, NewConsent]],
) -> None:
    """Have each decision bear the day on which it was made, not the one on which it crossed."""
    days = {(old.purpose, old.recipient, old.decision): old.decided_at for old, _new in decisions}
    for one in person_queries.consents(session, enquirer_id):
        one.decided_at = days[one.purpose, one.recipient, one.decision]
    session.flush()


def _write_line(
    session: Session, there: Actor, request: TracingRequest, case: Case, last: ActionDocument
) -> None:
    """Write what was tried and told before, on its own days, and that the case came from there."""
    for one in reversed(case.line):
        is_own = (one.row.kind, one.document.result) in NOTE_WORDS
        if one.row.kind in carrying.GOES_ALONG and not is_own:
            entry = NewEntry(
                one.row.kind, carrying.action(one.document), happened_at=one.row.happened_at
            )
            tracing.add_entry(session, there, request, entry)
    tracing.add_entry(session, there, request, NewEntry(ActionKind.NOTE, last))
