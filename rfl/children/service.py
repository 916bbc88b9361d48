"""What people do in a child's file: write things down, carry it on, record visits and handovers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.children import files, queries
from rfl.children.document import EntryDocument, Wellbeing
from rfl.children.files import NewEntry
from rfl.children.late import FOLLOW_UP_MONTHS, ReviewReason, follow_up_made, months_after
from rfl.children.models import ChildEntry, ChildFile, FollowUp
from rfl.children.reviewing import ask_review
from rfl.children.rules import (
    ACTS,
    PART_OF_MORE,
    SKIPS,
    ChildAct,
    ChildState,
    EntryKind,
    Factor,
    Standing,
    check_act,
    check_needs,
)
from rfl.children.writing import check_whole, check_writable
from rfl.errors import NotFoundError, RuleBrokenError

PLAIN = frozenset(
    {
        *(EntryKind.NOTE, EntryKind.VISIT, EntryKind.WISH, EntryKind.CARE, EntryKind.GUARDIAN),
        *(EntryKind.RISK, EntryKind.QUESTIONS),
    }
)
"""What is written down by `write`; everything else has a verb of its own."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that moves a file on, with what was said to it."""

    act: ChildAct
    words: str = ""
    placed_on: date | None = None
    """When the child came to the place from which visits are counted; today unless given."""


def write(
    session: Session,
    actor: Actor,
    child_id: UUID,
    kind: EntryKind,
    document: EntryDocument,
    day: date | None = None,
) -> ChildEntry:
    """Write something down, beside all that was written before. A visit counts as seen.

    Raises:
        DeniedError, NotFoundError: not the actor's file.
        RuleBrokenError: not in this state, the day lies ahead, or writing.check_whole.

    """
    if kind not in PLAIN:
        raise NotFoundError("kind of entry")
    check_whole(document)
    row = for_writing(session, actor, child_id, kind)
    if kind is EntryKind.QUESTIONS:
        _check_questions(session, row, document)
    happened_at = moment_of(day)
    if kind is EntryKind.VISIT:
        _see(row, happened_at)
    return keep(session, actor, row, NewEntry(kind, document, happened_at))


def assess(
    session: Session, actor: Actor, child_id: UUID, factor: Factor, document: EntryDocument
) -> ChildEntry:
    """Write down the assessment of one factor; an earlier one stays.

    Raises:
        DeniedError, NotFoundError, RuleBrokenError: as for `write`.

    """
    row = for_writing(session, actor, child_id, EntryKind.FACTOR)
    return keep(session, actor, row, NewEntry(EntryKind.FACTOR, document, factor=factor))


def act(
    session: Session, actor: Actor, child_id: UUID, child_act: ChildAct, *, words: str = ""
) -> ChildFile:
    """Carry the file on. Signing, handing over and visits afterwards are larger (PART_OF_MORE).

    Raises:
        DeniedError, NotFoundError: not the actor's to do.
        RuleBrokenError: not open in this state, four eyes, or something needed is missing.

    """
    if child_act in PART_OF_MORE:
        raise RuleBrokenError("This is done where it is written down: read it there first.")
    row = files.reachable(session, actor, ACTS[child_act].permission, child_id, lock=True)
    receipt = files.record(session, actor, Act.CHILD_STATE_CHANGED, row, act=child_act)
    return move(session, actor, receipt, row, Deed(child_act, words))


def place(
    session: Session, actor: Actor, child_id: UUID, document: EntryDocument, day: date
) -> ChildFile:
    """Write down how the child came to the family, and have three visits afterwards.

    Raises:
        DeniedError, NotFoundError: not the actor's file.
        RuleBrokenError: it was not decided so, or the day lies ahead.

    """
    row = for_writing(session, actor, child_id, EntryKind.HANDOVER)
    handover = document.handover
    parts = (handover.received_by, handover.identity, handover.witness) if handover else ("",)
    if not all(part.strip() for part in parts):
        raise RuleBrokenError(
            "Write down who received the child, how you knew who they are, and who saw it."
        )
    receipt = files.record(session, actor, Act.CHILD_STATE_CHANGED, row, act=ChildAct.REUNIFY)
    happened_at = moment_of(day)
    files.add_entry(
        session, actor.user_id, row, NewEntry(EntryKind.HANDOVER, document, happened_at)
    )
    _see(row, happened_at)
    return move(session, actor, receipt, row, Deed(ChildAct.REUNIFY, placed_on=day))


def visit_afterwards(
    session: Session, actor: Actor, child_id: UUID, document: EntryDocument, day: date
) -> FollowUp | None:
    """Write down a visit afterwards, and return the one that it made; None if it was too early.

    An early one stands in the file beside those that are due. Danger is told to the focal points.

    Raises:
        DeniedError, NotFoundError: not the actor's file.
        RuleBrokenError: none is open, nothing is written, or the day lies ahead.

    """
    row = for_writing(session, actor, child_id, EntryKind.FOLLOW_UP)
    due = queries.open_follow_ups(session, [row.id])
    if not due:
        raise RuleBrokenError("No visit is open. Write this down as a visit or a note.")
    afterwards = document.afterwards
    if afterwards is None or not document.words.strip():
        raise RuleBrokenError("Write down how the child was found, and with whom you spoke.")
    happened_at = moment_of(day)
    entry = keep(session, actor, row, NewEntry(EntryKind.FOLLOW_UP, document, happened_at))
    made = _made(due, day, entry)
    if afterwards.wellbeing is not Wellbeing.NOT_SEEN:
        _see(row, happened_at)
    if afterwards.wellbeing is Wellbeing.DANGER:
        ask_review(session, row, ReviewReason.DANGER, clock.now())
    session.flush()
    if made and row.state is not ChildState.FOLLOW_UP:
        receipt = files.record(session, actor, Act.CHILD_STATE_CHANGED, row, act=ChildAct.FOLLOW_UP)
        move(session, actor, receipt, row, Deed(ChildAct.FOLLOW_UP))
    return made


def _made(due: Sequence[FollowUp], day: date, entry: ChildEntry) -> FollowUp | None:
    """Return the visit that an entry made, marked so; those before it will not be made any more."""
    nth = follow_up_made([one.due_on for one in due], day)
    if nth is None:
        return None
    for missed in due[:nth]:
        missed.dropped_at = clock.now()
    due[nth].done_at, due[nth].entry_id = clock.now(), entry.id
    return due[nth]


def for_writing(session: Session, actor: Actor, child_id: UUID, kind: EntryKind) -> ChildFile:
    """Return a file, locked, in which the actor may write something of `kind` now.

    Raises:
        DeniedError, NotFoundError: not the actor's file.
        RuleBrokenError: not in this state.

    """
    authorise(actor, Permission.CHILD_WRITE)
    row = files.reachable(session, actor, Permission.CHILD_WRITE, child_id, lock=True)
    check_writable(kind, row.state)
    return row


def keep(
    session: Session, actor: Actor, row: ChildFile, new: NewEntry, what: Act = Act.CHILD_WRITTEN
) -> ChildEntry:
    """Add an entry that was decided on, with its entry in the trail."""
    files.record(session, actor, what, row, kind=new.kind)
    return files.add_entry(session, actor.user_id, row, new)


def move(session: Session, actor: Actor, receipt: Receipt, row: ChildFile, deed: Deed) -> ChildFile:
    """Move a file on if the rules allow it. The caller has decided who may, and audits.

    Raises:
        RuleBrokenError: the rules do not allow it.

    """
    child_act, words = deed.act, deed.words.strip()
    standing, hands = files.standing_of(session, row)
    target = check_act(row.state, child_act, hands, actor.user_id)
    check_needs(child_act, opened_standing(session, receipt, row, standing), words)
    _enter(session, row, child_act, target)
    if target in (ChildState.REUNIFIED, ChildState.NOT_IN_INTEREST):
        _plan_follow_ups(session, row, deed.placed_on or clock.today())
    is_cut = child_act is ChildAct.CLOSE and bool(standing.open_follow_ups)
    if child_act in SKIPS or is_cut:
        ask_review(session, row, ReviewReason.SKIPPED, clock.now())
    entry = NewEntry(EntryKind.STATE, EntryDocument(words=words), act=child_act)
    files.add_entry(session, actor.user_id, row, entry)
    return row


def opened_standing(
    session: Session, receipt: Receipt, row: ChildFile, standing: Standing
) -> Standing:
    """Return what a file has, with what was compared and determined: those two are opened."""
    rows = queries.entries(session, row.id, (EntryKind.COMPARISON, EntryKind.DETERMINATION))
    opened = files.open_entries(session, receipt, rows)
    compared = files.newest(opened, EntryKind.COMPARISON)
    determined = files.newest(opened, EntryKind.DETERMINATION)
    fits = verdict = None
    if EntryKind.COMPARISON in standing.has and compared and compared.document.compared:
        fits = compared.document.compared.fits
    if standing.is_put_up and determined and determined.document.determination:
        verdict = determined.document.determination.verdict
    return Standing(
        standing.has,
        standing.factors,
        standing.is_put_up,
        standing.open_follow_ups,
        fits,
        verdict,
    )


def unsign(row: ChildFile) -> None:
    """Take back a determination and the signatures under it: somebody decides anew."""
    row.determined_by = row.determined_hash = None
    row.head_signed_by = row.head_signed_at = None
    row.focal_signed_by = row.focal_signed_at = None


def moment_of(day: date | None) -> datetime | None:
    """Return noon UTC of an earlier day; None for today, whose hour is now.

    Raises:
        RuleBrokenError: the day lies ahead.

    """
    if day is None or day == clock.today():
        return None
    if day > clock.today():
        raise RuleBrokenError("This day is still to come. Write down what has been done.")
    return datetime.combine(day, time(12), UTC)


def _see(row: ChildFile, at: datetime | None) -> None:
    """Note that the child was seen; an earlier visit written down late does not set it back."""
    seen = at or clock.now()
    row.visited_at = max(row.visited_at or seen, seen)


def _enter(session: Session, row: ChildFile, child_act: ChildAct, target: ChildState) -> None:
    now = clock.now()
    row.state, row.state_since = target, now
    if child_act is ChildAct.LOCATE:
        row.located_at = now
    if child_act in (ChildAct.RECONSIDER, ChildAct.RESUME, ChildAct.REOPEN):
        unsign(row)
        _drop_follow_ups(session, row)
    if target is ChildState.CLOSED:
        row.closed_at = now
        _drop_follow_ups(session, row)
    elif child_act is ChildAct.REOPEN:
        row.closed_at = None


def _plan_follow_ups(session: Session, row: ChildFile, placed_on: date) -> None:
    session.add_all(
        FollowUp(
            society_code=row.society_code,
            child_id=row.id,
            months=months,
            due_on=datetime.combine(months_after(placed_on, months), time(12), UTC),
        )
        for months in FOLLOW_UP_MONTHS
    )
    session.flush()


def _drop_follow_ups(session: Session, row: ChildFile) -> None:
    for visit in queries.open_follow_ups(session, [row.id]):
        visit.dropped_at = clock.now()


def _check_questions(session: Session, row: ChildFile, document: EntryDocument) -> None:
    if not document.questions:
        raise RuleBrokenError("Write at least one question that only the family can answer.")
    standing, _hands = files.standing_of(session, row)
    if standing.has & {EntryKind.CHILD_SIDE, EntryKind.FAMILY_SIDE}:
        raise RuleBrokenError("One side was asked already. Both are asked the same questions.")
