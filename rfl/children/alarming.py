"""A grave risk is told to the heads of tracing, who alone seal a file; one of them answers."""

from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access.rules import Actor, Permission, Sensitivity
from rfl.children import files, queries
from rfl.children.document import EntryDocument
from rfl.children.files import NewEntry
from rfl.children.models import ChildEntry, ChildFile
from rfl.children.rules import EntryKind
from rfl.children.service import for_writing, keep
from rfl.errors import RuleBrokenError


def tell(session: Session, actor: Actor, child_id: UUID, words: str) -> ChildEntry:
    """Tell the heads of tracing that a risk is grave; it stands in their work until one answers.

    Raises:
        DeniedError, NotFoundError: not the actor's file.
        RuleBrokenError: nothing is written, the file is sealed, or they were told already.

    """
    row = for_writing(session, actor, child_id, EntryKind.ALARM)
    if not words.strip():
        raise RuleBrokenError("Write what is grave: a head of tracing decides by it.")
    if row.sensitivity is Sensitivity.SEALED:
        raise RuleBrokenError("This file is sealed already. Speak with those who are named on it.")
    if is_waiting(session, row):
        raise RuleBrokenError("The heads of tracing were told already, and none has answered yet.")
    document = EntryDocument(words=words.strip())
    return keep(session, actor, row, NewEntry(EntryKind.ALARM, document))


def tell_with_risk(session: Session, actor: Actor, child_id: UUID, words: str) -> None:
    """Tell the same beside a risk just written down, unless it is sealed or waits already.

    Raises:
        DeniedError, NotFoundError, RuleBrokenError: as for `tell`.

    """
    row = for_writing(session, actor, child_id, EntryKind.ALARM)
    if row.sensitivity is not Sensitivity.SEALED and not is_waiting(session, row):
        tell(session, actor, child_id, words)


def answer(session: Session, actor: Actor, child_id: UUID, words: str) -> ChildEntry:
    """Write down, as a head of tracing, why the file is not sealed. Sealing answers by itself.

    Raises:
        DeniedError, NotFoundError: not the actor's to decide.
        RuleBrokenError: nothing waits, or nothing is written.

    """
    row = files.reachable(session, actor, Permission.CHILD_DECIDE, child_id, lock=True)
    if row.sensitivity is Sensitivity.SEALED or not is_waiting(session, row):
        raise RuleBrokenError("Somebody answered this meanwhile.")
    if not words.strip():
        raise RuleBrokenError("Write a sentence: why it stays open, and what is done instead.")
    document = EntryDocument(words=words.strip())
    return keep(session, actor, row, NewEntry(EntryKind.ALARM_ANSWERED, document))


def is_waiting(session: Session, row: ChildFile) -> bool:
    """Tell whether heads of tracing were told of a risk and none has answered. Opens nothing."""
    known = queries.facts(session, [row]).get(row.id)
    return known is not None and known.is_alarmed
