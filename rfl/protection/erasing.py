"""Erasure at the person's wish: asked for by the second person, done by the officer.

The erasure itself, its four eyes and its tombstone are rfl.erasure's.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor
from rfl.audit.rules import Act
from rfl.erasure import gathering as erasure_parts
from rfl.erasure import service as erasure
from rfl.erasure.models import Erasure
from rfl.erasure.rules import EraseReason, ErasureState, Record
from rfl.erasure.rules import RecordKind as Erasable
from rfl.errors import RuleBrokenError
from rfl.protection import requests
from rfl.protection.models import RightsRecord, RightsRequest
from rfl.protection.rules import RecordKind, Right, RightsAct, RightsVerdict
from rfl.text import N_
from rfl.transfers import telling as transfers
from rfl.transfers.telling import Copy

KIND_WORDS: Mapping[Erasable, str] = {
    Erasable.PERSON: N_("a registered person"),
    Erasable.REQUEST: N_("a case with its people"),
    Erasable.CHILD: N_("a child’s file"),
    Erasable.IMPORT: N_("a list that was taken in"),
    Erasable.MESSAGE: N_("a family message"),
    Erasable.DELIVERY: N_("a message that was brought to somebody"),
    Erasable.INCIDENT: N_("an event with many missing"),
}
REASON_WORDS: Mapping[EraseReason, str] = {
    EraseReason.WISHED: N_("the person wishes it"),
    EraseReason.OVER: N_("its time is over"),
    EraseReason.MISTAKE: N_("it was a mistake"),
    EraseReason.RESTORED: N_("it was erased before"),
}


def check_erasable(session: Session, records: Sequence[RightsRecord]) -> None:
    """Return if all of a person's records can go.

    Raises:
        RuleBrokenError: one cannot as things stand; the sentence says what to do first.

    """
    for record in records:
        erasure_parts.gather(session, record_of(record))


def record_of(record: RightsRecord) -> Record:
    """Return what is erased for a record: an enquirer's is the whole case.

    Raises:
        RuleBrokenError: the person is sought in it; that case is the enquirer's.

    """
    if record.kind is RecordKind.SOUGHT:
        raise RuleBrokenError(
            "What is held on a sought person belongs to an enquirer’s case, and goes with it. Take "
            "this record out, or decide in part and say so."
        )
    if record.kind is RecordKind.ENQUIRER:
        return Record(Erasable.REQUEST, record.record_id)
    return Record(Erasable.PERSON, record.person_id)


def ask_for(session: Session, actor: Actor, records: Sequence[RightsRecord]) -> None:
    """Ask, as the second person, that the records be erased."""
    for record in records:
        erasure.ask(session, actor, record_of(record), EraseReason.WISHED)


def erase(session: Session, actor: Actor, rights_id: UUID) -> None:
    """Erase exactly what the second person asked to have erased. There is no way back.

    Raises:
        DeniedError, NotFoundError: not the actor's to carry out.
        RuleBrokenError: it was refused, or the actor is the second person.

    """
    row = requests.for_act(session, actor, RightsAct.CARRY_OUT, rights_id)
    if row.asked_right is not Right.ERASURE or row.verdict is RightsVerdict.REFUSED:
        raise RuleBrokenError("This is not what was decided. Load the request again.")
    page = requests.opened(session, actor, row, Act.RIGHTS_OPENED)
    for one in erasures_of(session, page.records):
        if one.state is ErasureState.ASKED:
            erasure.erase(session, actor, one.id, erasure.read(session, actor, one.id).seen)
    row.done_at = row.changed_at = clock.now()
    people = [one.person_id for one in page.records]
    requests.write_entry(session, actor, Act.RIGHTS_CARRIED_OUT, row, people)


def erasures_of(session: Session, records: Sequence[RightsRecord]) -> Sequence[Erasure]:
    """Return the erasures of a person's records that were not refused, oldest first."""
    ids = [one.record_id if one.kind is RecordKind.ENQUIRER else one.person_id for one in records]
    query = select(Erasure).where(Erasure.record_id.in_(ids), Erasure.state != ErasureState.REFUSED)
    return session.scalars(query.order_by(Erasure.asked_at)).all()


def copies_elsewhere(session: Session, records: Sequence[RightsRecord]) -> Sequence[Copy]:
    """Return which other societies hold a case of these records too, by a hand-over."""
    cases = [one.record_id for one in records if one.kind is not RecordKind.REGISTERED]
    return transfers.copies_of(session, cases)


def count_waiting(session: Session, actor: Actor) -> int:
    """Return how many erasures that others asked for wait for the actor's decision."""
    return len(erasure.waiting_rows(session, actor))


def forget_copies(session: Session, people: Sequence[UUID]) -> None:
    """Throw away copies of what is held that wait to be handed out (erasure.emptying.Follower)."""
    about = select(RightsRecord.rights_id).where(RightsRecord.person_id.in_(people))
    session.execute(update(RightsRequest).where(RightsRequest.id.in_(about)).values(prepared=None))
