"""What events with many missing tell a person of themself: what they told, and that others did.

Never what others said of them, or who: a witness could be found by it.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.audit.service import Receipt
from rfl.incidents import queries, records
from rfl.protection.blackening import Voice
from rfl.protection.disclosing import day_words
from rfl.protection.document import Line
from rfl.text import N_


def incident_lines(
    session: Session, receipt: Receipt, voice: Voice, person_id: UUID
) -> Iterator[Line]:
    """Yield what a person told of events, oldest first, and whether others told of them."""
    gave = queries.given_by(session, person_id)
    for document in records.open_testimonies(session, receipt, gave):
        yield voice.line(N_("You told us of an event on"), day_words(document.day))
        if document.words:
            yield voice.line(N_("What you told"), document.words)
    if queries.is_spoken_of(session, person_id):
        yield voice.line(N_("What others told of you after an event"), "", held_back=True)
