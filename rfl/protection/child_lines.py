"""What a child's file tells the child themself: their words, who cared, what was decided.

Never what the relative said, what others told in free words, or who is feared: a paper can be taken
from a child.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.audit.service import Receipt
from rfl.children import files, queries
from rfl.children.document import EntryDocument
from rfl.children.rules import STATE_WORDS, EntryKind
from rfl.children.words import CARE_WORDS, GROUND_WORDS, VERDICT_WORDS
from rfl.protection.blackening import Voice
from rfl.protection.disclosing import day_words
from rfl.protection.document import Line
from rfl.text import N_, Text

TOLD = (
    *(EntryKind.WISH, EntryKind.CARE, EntryKind.GUARDIAN, EntryKind.DETERMINATION),
    *(EntryKind.HANDOVER, EntryKind.VISIT, EntryKind.FOLLOW_UP),
)
"""Kinds of entry of which the child is told."""


def child_lines(
    session: Session, receipt: Receipt, voice: Voice, person_id: UUID
) -> Iterator[Line]:
    """Yield what is told of a child's file, oldest first; nothing where there is none."""
    row = queries.file_of(session, person_id)
    if row is None or row.erased_at is not None:
        return
    yield voice.line(N_("Your file as a child"), Text(STATE_WORDS[row.state]))
    opened = files.open_entries(session, receipt, queries.entries(session, row.id, TOLD))
    for one in reversed(opened):
        what, said = _told(one.row.kind, one.document)
        day = day_words(one.row.happened_at)
        yield voice.line(what, Text("%(day)s: %(said)s", day=day, said=said) if said else day)
    yield voice.line(N_("What others told of you in the file"), "", held_back=True)


def _told(kind: EntryKind, document: EntryDocument) -> tuple[str, Text | str]:
    if kind is EntryKind.WISH:
        return N_("You said"), document.words
    if kind is EntryKind.CARE and document.care:
        return N_("Who cared for you"), Text(CARE_WORDS[document.care.kind])
    if kind is EntryKind.GUARDIAN and document.guardian:
        return N_("Who spoke for you"), Text(GROUND_WORDS[document.guardian.ground])
    if kind is EntryKind.DETERMINATION and document.determination:
        return N_("What was decided"), Text(VERDICT_WORDS[document.determination.verdict])
    if kind is EntryKind.HANDOVER:
        return N_("You came to your family"), ""
    return N_("We visited you"), ""
