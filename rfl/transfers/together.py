"""Work that two societies share on one case: notes that both read, who leads, and the end of it.

Each society has a case of its own. What stands in a note is written twice, under a key of either
side. Of a person who was found nothing belongs here: that goes through a confirmation request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import RuleBrokenError
from rfl.keys import service as keys
from rfl.persons.document import SCHEMA, decode, encode
from rfl.transfers import queries
from rfl.transfers.document import SharedNote
from rfl.transfers.models import CaseOffer, OfferNote
from rfl.transfers.offering import check_open, move
from rfl.transfers.records import is_erased_there, reach_own, reach_received, record
from rfl.transfers.rules import OfferAct, OfferState, Side

LEADS = {Side.FROM: OfferAct.GIVE_LEAD, Side.TO: OfferAct.RETURN_LEAD}
ENDS = {Side.FROM: OfferAct.END, Side.TO: OfferAct.LEAVE}


@dataclass(frozen=True, slots=True)
class Note:
    """One note, as either side reads it."""

    words: str
    by_society: str
    at: datetime


def write(session: Session, actor: Actor, offer_id: UUID, side: Side, words: str) -> None:
    """Write a note that both sides read.

    Raises:
        DeniedError, NotFoundError: not the actor's.
        RuleBrokenError: the work is not shared now, or nothing is written.

    """
    row = _reach(session, actor, offer_id, side)
    check_open(session, actor, row, ENDS[side])
    if not words.strip():
        raise RuleBrokenError("Write what the colleagues there should know.")
    data, now = encode(SharedNote(words.strip())), clock.now()
    for society, key_id in _copies(row):
        note = OfferNote(
            id=uuid4(),
            society_code=society,
            offer_id=row.id,
            by_society=actor.society,
            created_by=actor.user_id,
            created_at=now,
        )
        note.sealed = keys.of(session).seal(key_id, _context(note), data)
        session.add(note)
    _mark_read(row, side)
    record(session, actor, Act.TRANSFER_CHANGED, row)


def pass_lead(session: Session, actor: Actor, offer_id: UUID, side: Side) -> None:
    """Let the other side lead.

    Raises:
        DeniedError, NotFoundError: not the actor's.
        RuleBrokenError: the work is not shared now, or the other side leads already.

    """
    row = _reach(session, actor, offer_id, side)
    if row.lead is not side:
        raise RuleBrokenError("The other society leads already.")
    move(session, actor, row, LEADS[side])
    row.lead = Side.TO if side is Side.FROM else Side.FROM
    record(session, actor, Act.TRANSFER_CHANGED, row)


def end(session: Session, actor: Actor, offer_id: UUID, side: Side) -> None:
    """End the shared work. Each society keeps its own case, and carries it on or closes it.

    Raises:
        DeniedError, NotFoundError: not the actor's.
        RuleBrokenError: the work is not shared now.

    """
    row = _reach(session, actor, offer_id, side)
    move(session, actor, row, ENDS[side])
    record(session, actor, Act.TRANSFER_CHANGED, row)


def notes(session: Session, receipt: Receipt, row: CaseOffer, side: Side) -> Sequence[Note]:
    """Return the notes, newest first, from one side's copies; from now on they are read there."""
    if side is Side.TO and is_erased_there(session, row):
        return []
    society = row.society_code if side is Side.FROM else row.to_society
    rows = queries.notes(session, row.id, society)
    _mark_read(row, side)
    opened = reveal_many(session, receipt, [Sealed(one.sealed, _context(one)) for one in rows])
    return [
        Note(decode(data, SharedNote).words, one.by_society, one.created_at)
        for one, data in zip(rows, opened, strict=True)
    ]


def is_unread(session: Session, row: CaseOffer, side: Side) -> bool:
    """Tell whether the other side wrote something that this side has not opened yet."""
    if row.state is not OfferState.SHARED:
        return False
    read_at = row.from_read_at if side is Side.FROM else row.to_read_at
    other = row.to_society if side is Side.FROM else row.society_code
    return queries.has_note_since(session, row.id, other, read_at)


def _reach(session: Session, actor: Actor, offer_id: UUID, side: Side) -> CaseOffer:
    if side is Side.TO:
        return reach_received(session, actor, offer_id, lock=True)
    return reach_own(session, actor, Permission.TRANSFER_OFFER, offer_id, lock=True)


def _mark_read(row: CaseOffer, side: Side) -> None:
    if side is Side.FROM:
        row.from_read_at = clock.now()
    else:
        row.to_read_at = clock.now()


def _copies(row: CaseOffer) -> tuple[tuple[str, UUID], ...]:
    return (row.society_code, row.key_id), (row.to_society, row.delivered_key_id)


def _context(row: OfferNote) -> Context:
    return Context(row.society_code, OfferNote.__tablename__, row.id, SCHEMA)
