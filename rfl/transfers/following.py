"""A consent that is taken back where a case came from ends the search where it went, at once."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.audit.rules import SYSTEM
from rfl.persons import queries as person_queries
from rfl.persons.consenting import take_back
from rfl.persons.models import Consent
from rfl.persons.rules import Purpose
from rfl.tracing.cases import announce_sought, record_change
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ActionKind
from rfl.tracing.service import write_action
from rfl.transfers import queries
from rfl.transfers.models import CaseOffer
from rfl.transfers.records import is_within
from rfl.transfers.rules import OfferState, Sharing

ENDING = frozenset({Purpose.TRACING, Purpose.SHARE_SOCIETY})


def on_taken_back(session: Session, consents: Sequence[Consent]) -> None:
    """Stop what crossed under these consents (persons.watch.TakenBackWatcher)."""
    people = [one.person_id for one in consents if one.purpose in ENDING]
    for row in queries.of_enquirers(session, people) if people else ():
        enquirer_id = queries.enquirers(session, [row.request_id])[row.request_id]
        said = queries.sharing_of(session, enquirer_id, row.to_society)
        if said is not Sharing.GIVEN and not is_within(row):
            _stop_there(session, row)


def _stop_there(session: Session, row: CaseOffer) -> None:
    if row.state is OfferState.SHARED:
        row.state, row.changed_at = OfferState.ENDED, clock.now()
    request = session.get(TracingRequest, row.new_request_id) if row.new_request_id else None
    if request is None or request.erased_at is not None:
        return
    standing = person_queries.standing(session, request.enquirer_id)
    given = [one for one in standing if one.purpose is Purpose.TRACING]
    if not given:
        return
    itself = Actor(SYSTEM, row.to_society, frozenset())
    take_back(session, itself, given[0])
    write_action(session, itself, request, ActionKind.NOTE, result="consent_withdrawn")
    announce_sought(session, itself, request, record_change(session, itself, request))
