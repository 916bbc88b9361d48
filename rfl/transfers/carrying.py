"""What crosses when a case is handed over, and what stays.

What is known of the people, of the search and of what was tried goes along; ids of the sender's
records, earlier wordings that were taken out, and colleagues' names stay.
"""

from collections.abc import Iterable

import msgspec

from rfl.persons.consenting import NewConsent
from rfl.persons.document import ConsentDocument, PersonDocument
from rfl.persons.models import Consent
from rfl.persons.rules import ConsentDecision
from rfl.tracing.document import ActionDocument, RequestDocument
from rfl.tracing.rules import TRIED, ActionKind

GOES_ALONG = frozenset({*TRIED, ActionKind.TOLD_ENQUIRER})
"""Entries of the time line that a colleague elsewhere builds on; the rest is the sender's own."""


def person(document: PersonDocument) -> PersonDocument:
    """Return what crosses of a person record."""
    relations = tuple(msgspec.structs.replace(one, person_id=None) for one in document.relations)
    return msgspec.structs.replace(document, relations=relations, replaced=())


def request(document: RequestDocument) -> RequestDocument:
    """Return what crosses of a case."""
    return msgspec.structs.replace(document, external_id="", outcome=None, past_ends=())


def action(document: ActionDocument) -> ActionDocument:
    """Return what crosses of an entry: what was tried or told, how, and what came of it."""
    return ActionDocument(words=document.words, result=document.result, told_how=document.told_how)


def consents(
    rows: Iterable[Consent], words: Iterable[ConsentDocument], to_society: str
) -> tuple[tuple[Consent, NewConsent], ...]:
    """Return every decision that stands, with what it becomes there; a 'no' goes along above all.

    That this one society may be told has been fulfilled, and is not asked again there.
    """
    return tuple(
        (row, NewConsent(row.purpose, row.decision, row.recipient, row.attested, said))
        for row, said in zip(rows, words, strict=True)
        if row.withdrawn_at is None
        and (row.recipient != to_society or row.decision is ConsentDecision.REFUSED)
    )
