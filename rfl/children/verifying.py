"""Is it the family? The child and the relative are asked the same, apart, by two people.

What one side says rests shut until both are written: it is opened by nobody, its writer included.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from rfl.access.rules import Actor, Permission
from rfl.audit.rules import Act
from rfl.children import files, queries, service
from rfl.children.document import EntryDocument
from rfl.children.files import Entry, NewEntry
from rfl.children.models import ChildEntry, ChildFile
from rfl.children.rules import EntryKind
from rfl.children.writing import OF_ONE_FAMILY, SIDES, check_side, check_writable
from rfl.errors import NotFoundError, RuleBrokenError


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a verification, with what was asked."""

    row: ChildFile
    questions: tuple[str, ...]
    child: Entry
    family: Entry


def questions_of(session: Session, actor: Actor, child_id: UUID) -> tuple[str, ...]:
    """Return what both sides are asked about the family that was located last.

    Raises:
        DeniedError, NotFoundError: not the actor's file.
        RuleBrokenError: not in this state, or no questions were chosen.

    """
    row = files.reachable(session, actor, Permission.CHILD_WRITE, child_id)
    check_writable(EntryKind.QUESTIONS, row.state)
    receipt = files.record(session, actor, Act.CHILD_OPENED, row, "questions")
    rows = [one for one in _of_this_family(session, row) if one.kind is EntryKind.QUESTIONS]
    if not rows:
        raise RuleBrokenError("Choose the questions first: both sides are asked the same.")
    return files.open_entries(session, receipt, rows[:1])[0].document.questions


def write_side(
    session: Session, actor: Actor, child_id: UUID, side: EntryKind, document: EntryDocument
) -> None:
    """Write down what one side answered.

    Raises:
        DeniedError, NotFoundError: not the actor's file, or no side.
        RuleBrokenError: the actor asked the other side, this side stands already, it was not a talk
            alone, or an answer is missing.

    """
    if side not in SIDES:
        raise NotFoundError("side")
    row = service.for_writing(session, actor, child_id, side)
    standing, hands = files.standing_of(session, row)
    check_side(side, standing, hands, actor.user_id)
    if document.talk is None or not document.talk.alone:
        raise RuleBrokenError("Each side is asked without the other in the room. Tick that it was.")
    told = [answer for answer in document.answers if answer.strip()]
    if len(told) < len(questions_of(session, actor, child_id)):
        raise RuleBrokenError("Write each answer down; ‘I do not know’ is one too.")
    service.keep(session, actor, row, NewEntry(side, document), Act.CHILD_SIDE_WRITTEN)


def read_sides(session: Session, actor: Actor, child_id: UUID) -> Sides:
    """Open both sides, to be compared.

    Raises:
        DeniedError, NotFoundError: not the actor's file.
        RuleBrokenError: one side is not written yet.

    """
    row = files.reachable(session, actor, Permission.CHILD_WRITE, child_id)
    check_writable(EntryKind.COMPARISON, row.state)
    rows = _of_this_family(session, row)
    by_kind = {one.kind: one for one in reversed(rows)}
    if not by_kind.keys() >= {EntryKind.QUESTIONS, *SIDES}:
        raise RuleBrokenError("Both sides must be written before either can be read.")
    receipt = files.record(session, actor, Act.CHILD_SIDES_COMPARED, row, "both sides")
    wanted = [by_kind[kind] for kind in (EntryKind.QUESTIONS, *SIDES)]
    asked, child, family = files.open_entries(session, receipt, wanted)
    return Sides(row, asked.document.questions, child, family)


def compare(session: Session, actor: Actor, child_id: UUID, document: EntryDocument) -> None:
    """Write down whether the two sides fit.

    Raises:
        DeniedError, NotFoundError: not the actor's file.
        RuleBrokenError: one side is not written yet, an answer was not judged, or no reason is
            given.

    """
    row = service.for_writing(session, actor, child_id, EntryKind.COMPARISON)
    standing, _hands = files.standing_of(session, row)
    if not standing.has.issuperset(SIDES):
        raise RuleBrokenError("Both sides must be written before either can be read.")
    judged = document.compared.answers if document.compared else ()
    if len(judged) < len(questions_of(session, actor, child_id)) or not all(judged):
        raise RuleBrokenError("Choose for each answer whether they fit.")
    if not document.words.strip():
        raise RuleBrokenError("Say what you conclude from it, and why.")
    service.keep(session, actor, row, NewEntry(EntryKind.COMPARISON, document))


def is_shut(entry_kind: EntryKind, entry_index: int, kinds: Sequence[EntryKind]) -> bool:
    """Tell whether a side stays shut on the file's page: no comparison was written after it.

    `kinds` run from the newest entry to the oldest; `entry_index` is the side's place in it.
    """
    return entry_kind in SIDES and EntryKind.COMPARISON not in kinds[:entry_index]


def _of_this_family(session: Session, row: ChildFile) -> list[ChildEntry]:
    return [
        one
        for one in queries.entries(session, row.id, OF_ONE_FAMILY)
        if row.located_at is not None and one.created_at >= row.located_at
    ]
