"""A consent that an enquirer takes back takes the questions back that were asked under it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from rfl import clock
from rfl.audit import service as audit
from rfl.audit.rules import SYSTEM, Act
from rfl.exchange import queries
from rfl.exchange.rules import AskState
from rfl.persons.models import Consent
from rfl.persons.rules import Purpose
from rfl.tracing import service as tracing

CROSSES_UNDER = frozenset({Purpose.TRACING, Purpose.SHARE_SOCIETY})
"""Consents of the enquirer without which no question crosses."""


def on_taken_back(session: Session, consents: Sequence[Consent]) -> None:
    """Take questions back that crossed under these consents (persons.watch.TakenBackWatcher).

    They are gone from the asked society's inbox at once, as if the officer took them back. Not what
    was answered by a release: that is the found person's, who can still take it back there.
    """
    people = {one.person_id for one in consents if one.purpose in CROSSES_UNDER}
    for ask in queries.unanswered_of(session, people) if people else ():
        if not tracing.shares_with(session, ask.request_id, ask.to_society):
            ask.state, ask.changed_at = AskState.CANCELLED, clock.now()
            audit.record(
                session,
                SYSTEM,
                Act.ASK_CHANGED,
                societies=[ask.society_code],
                subjects=[ask.id, ask.request_id],
                purpose="tracing",
            )
