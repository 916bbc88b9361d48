"""Concerns: reported by anybody without an account, read by people they are not about.

Everything is written to the installation's own log, which no focal point reads, and never with a
network address: neither who reported it nor that there is anything can be told from a society's.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import secrets, tickets
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Role, authorise, may
from rfl.access.tickets import Ticket
from rfl.audit import service as audit
from rfl.audit.reveal import reveal_many
from rfl.audit.rules import INSTALLATION_LOG, STRANGER, SYSTEM, Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.safeguarding.concern_rules import (
    ConcernKind,
    ConcernState,
    check_answer,
    check_words,
)
from rfl.safeguarding.document import SCHEMA, ConcernDocument, SaidOfConcern, decode_concern, encode
from rfl.safeguarding.likeness import is_perhaps
from rfl.safeguarding.models import Concern, ConcernBar


@dataclass(frozen=True, slots=True)
class NewConcern:
    """What somebody wants to report."""

    society: str
    kind: ConcernKind
    words: str
    about: str = ""
    """Whom it is about, as far as they want to say."""
    is_about_focal: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that was said. `who` is '' for whoever reported it, and for them the reader."""

    is_reporter: bool
    who: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """One concern."""

    id: UUID
    reference: str
    kind: ConcernKind
    words: str
    about: str
    state: ConcernState
    raised_at: datetime
    changed_at: datetime
    said: tuple[Said, ...]


def raise_concern(session: Session, new: NewConcern) -> Ticket:
    """Keep a concern, and return what opens it again. The session carries no request's mark.

    Raises:
        RuleBrokenError: too little was said, or everybody who would read it may be part of it.

    """
    check_words(new.words)
    barred, is_for_dpo = _readers(session, new)
    ticket = tickets.issue("C")
    now = clock.now()
    row = Concern(
        id=uuid4(),
        society_code=new.society,
        reference=ticket.reference,
        secret_hash=secrets.digest(ticket.secret),
        state=ConcernState.OPEN,
        is_for_dpo=is_for_dpo,
        raised_at=now,
        heard_at=now,
        changed_at=now,
        key_id=keys.of(session).new_record_key(INSTALLATION_LOG),
        sealed=b"",
    )
    session.add(row)
    _seal(session, row, ConcernDocument(new.kind.value, new.words.strip(), new.about.strip()))
    session.add_all(ConcernBar(concern_id=row.id, user_id=one) for one in sorted(barred))
    session.flush()
    _record(session, STRANGER, Act.CONCERN_RAISED, [row])
    return ticket


def come_back(session: Session, ticket: Ticket) -> Told:
    """Return a concern to whoever reported it; names of those who answered are not told.

    Raises:
        NotFoundError: reference and secret do not belong together.

    """
    row = _of_ticket(session, ticket)
    receipt = _record(session, STRANGER, Act.CONCERN_OPENED, [row])
    return _told(row, _opened(session, receipt, [row])[0], {})


def add(session: Session, ticket: Ticket, words: str) -> None:
    """Keep what whoever reported it says more.

    Raises:
        NotFoundError: reference and secret do not belong together.
        RuleBrokenError: it is closed, or nothing was written.

    """
    _say(session, STRANGER, None, _of_ticket(session, ticket), words)


def concerns(session: Session, actor: Actor) -> list[Told]:
    """Return the concerns that the actor reads, what is open and moved last first."""
    authorise(actor, Permission.CONCERN_READ)
    rows = session.scalars(
        select(Concern)
        .where(_readable(actor))
        .order_by(Concern.state.desc(), Concern.changed_at.desc())
    ).all()
    if not rows:
        return []
    receipt = _record(session, actor.user_id, Act.CONCERN_LISTED, rows)
    opened = _opened(session, receipt, rows)
    return [_told(row, document, {}) for row, document in zip(rows, opened, strict=True)]


def concern(session: Session, actor: Actor, concern_id: UUID) -> Told:
    """Open one concern.

    Raises:
        NotFoundError: there is none that the actor reads.

    """
    row = _reachable(session, actor, concern_id)
    receipt = _record(session, actor.user_id, Act.CONCERN_OPENED, [row])
    document = _opened(session, receipt, [row])[0]
    names = access.staff_names(session, receipt, [one.by for one in document.said])
    return _told(row, document, names)


def answer(session: Session, actor: Actor, concern_id: UUID, words: str) -> None:
    """Say something to whoever reported it.

    Raises:
        NotFoundError: there is none that the actor reads.
        RuleBrokenError: it is closed, or nothing was written.

    """
    row = _reachable(session, actor, concern_id)
    _say(session, actor.user_id, actor.user_id, row, words)


def close(session: Session, actor: Actor, concern_id: UUID, words: str) -> None:
    """Say the last word, which whoever reported it can read, and close the matter."""
    row = _reachable(session, actor, concern_id)
    _say(session, actor.user_id, actor.user_id, row, words)
    row.state = ConcernState.CLOSED
    _record(session, actor.user_id, Act.CONCERN_CLOSED, [row])


def waiting(session: Session, actor: Actor) -> Sequence[Concern]:
    """Return the open concerns that the actor reads, who waits longest first. Opens none."""
    authorise(actor, Permission.CONCERN_READ)
    query = select(Concern).where(_readable(actor), Concern.state == ConcernState.OPEN)
    return session.scalars(query.order_by(Concern.heard_at, Concern.id)).all()


def is_answered(row: Concern) -> bool:
    """Tell whether somebody answered since whoever reported it last spoke."""
    return row.changed_at > row.heard_at


def count_of_open(actor: Actor) -> Select[int] | None:
    """Return the query of how many open concerns the actor reads, for the tab. Opens none."""
    if not may(actor, Permission.CONCERN_READ):
        return None
    return select(func.count(Concern.id)).where(
        _readable(actor), Concern.state == ConcernState.OPEN
    )


def _readers(session: Session, new: NewConcern) -> tuple[set[UUID], bool]:
    """Return who must not learn of it, and whether it goes to the data protection officer."""
    focal = set(access.colleagues(session, new.society, Role.SAFEGUARDING))
    officers = set(access.colleagues(session, new.society, Role.DPO))
    # the same entry as the hourly look through the trail leaves: it does not tell of a concern
    receipt = audit.record(
        session, SYSTEM, Act.USER_OPENED, societies=[new.society], purpose="access_review"
    )
    names = access.staff_names(session, receipt, focal | officers)
    barred = {one for one, name in names.items() if is_perhaps(name, new.about)}
    if not new.is_about_focal and focal - barred:
        return barred, False
    if officers - barred:
        return barred, True
    raise RuleBrokenError(
        "Everybody who would read this in that society may be part of it. Choose another society "
        "that you trust: its focal point will find the right person."
    )


def _readable(actor: Actor) -> ColumnElement[bool]:
    barred = (
        select(ConcernBar.concern_id)
        .where(ConcernBar.concern_id == Concern.id, ConcernBar.user_id == actor.user_id)
        .exists()
    )
    kinds = [
        Concern.is_for_dpo.is_(is_for_dpo)
        for role, is_for_dpo in ((Role.SAFEGUARDING, False), (Role.DPO, True))
        if role in actor.roles
    ]
    return and_(Concern.society_code == actor.society, or_(false(), *kinds), ~barred)


def _reachable(session: Session, actor: Actor, concern_id: UUID) -> Concern:
    authorise(actor, Permission.CONCERN_READ)
    query = select(Concern).where(Concern.id == concern_id, _readable(actor))
    row = session.scalar(query.with_for_update(of=Concern))
    if row is None:
        raise NotFoundError("no such concern for this reader")
    return row


def _of_ticket(session: Session, ticket: Ticket) -> Concern:
    row = session.scalar(
        select(Concern).where(Concern.reference == ticket.folded).with_for_update(of=Concern)
    )
    tickets.check(ticket, row.secret_hash if row else None)
    if row is None:
        raise NotFoundError("concern")
    return row


def _say(session: Session, actor_id: UUID, by: UUID | None, row: Concern, words: str) -> None:
    check_answer(row.state, words)
    receipt = _record(session, actor_id, Act.CONCERN_ANSWERED, [row])
    document = _opened(session, receipt, [row])[0]
    said = SaidOfConcern(clock.now(), words.strip(), by)
    row.changed_at = clock.now()
    if by is None:
        row.heard_at = row.changed_at
    _seal(session, row, msgspec.structs.replace(document, said=(*document.said, said)))


def _seal(session: Session, row: Concern, document: ConcernDocument) -> None:
    row.sealed = keys.of(session).seal(row.key_id, _context(row), encode(document))
    session.flush()


def _opened(session: Session, receipt: Receipt, rows: Sequence[Concern]) -> list[ConcernDocument]:
    sealed = [Sealed(row.sealed, _context(row)) for row in rows]
    return [decode_concern(data) for data in reveal_many(session, receipt, sealed)]


def _context(row: Concern) -> Context:
    return Context(INSTALLATION_LOG, Concern.__tablename__, row.id, SCHEMA)


def _record(session: Session, actor_id: UUID, act: Act, rows: Collection[Concern]) -> Receipt:
    return audit.record(
        session,
        actor_id,
        act,
        societies=[INSTALLATION_LOG],
        subjects=[row.id for row in rows],
        purpose="concern",
    )


def _told(row: Concern, document: ConcernDocument, names: dict[UUID, str]) -> Told:
    return Told(
        id=row.id,
        reference=row.reference,
        kind=ConcernKind(document.kind),
        words=document.words,
        about=document.about,
        state=row.state,
        raised_at=row.raised_at,
        changed_at=row.changed_at,
        said=tuple(
            Said(one.by is None, names.get(one.by, "") if one.by else "", one.at, one.words)
            for one in document.said
        ),
    )
