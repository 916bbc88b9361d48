"""Keeping an unfinished form, going on with it, and throwing it away."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import GRANTS, Actor, Permission, Reach, authorise
from rfl.audit import service as audit
from rfl.audit.reveal import reveal, reveal_many
from rfl.audit.rules import SYSTEM, Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context, Sealed
from rfl.drafts.document import SCHEMA, DraftDocument, decode, encode
from rfl.drafts.models import Draft
from rfl.drafts.rules import (
    KEPT,
    PERMISSIONS,
    Fields,
    FormKind,
    Glimpse,
    check_room,
    fields_of,
    glimpse,
    is_over,
)
from rfl.errors import NotFoundError
from rfl.jobs.service import Work
from rfl.keys import service as keys

DRAFT_JOB = "drafts.discard"
PURPOSE = "intake"


def save(
    session: Session,
    actor: Actor,
    kind: FormKind,
    draft_id: UUID,
    typed: Iterable[tuple[str, str]],
) -> Draft:
    """Keep what was typed so far, in place of what was kept under this number before.

    Raises:
        DeniedError: the actor does not take such forms down.
        NotFoundError: the number is another's.
        RuleBrokenError: they have not agreed yet, it is too long, or too many wait.

    """
    authorise(actor, PERMISSIONS[kind])
    document = DraftDocument(fields_of(kind, typed))
    row = session.get(Draft, draft_id, with_for_update=True)
    now = clock.now()
    if row is None:
        check_room(len(waiting(session, actor, kind)))
        key_id = keys.of(session).new_record_key(actor.society)
        row = Draft(
            id=draft_id,
            society_code=actor.society,
            user_id=actor.user_id,
            kind=kind,
            key_id=key_id,
            created_at=now,
        )
        session.add(row)
    elif not _is_theirs(row, actor) or row.kind is not kind:
        raise NotFoundError("draft")
    row.saved_at = now
    row.sealed = keys.of(session).seal(row.key_id, _context(row), encode(document))
    _record(session, actor.user_id, Act.DRAFT_SAVED, row)
    session.flush()
    return row


def waiting(session: Session, actor: Actor, kind: FormKind) -> Sequence[Draft]:
    """Return the actor's unfinished forms of a kind, the newest first. Opens none."""
    query = select(Draft).where(Draft.user_id == actor.user_id, Draft.kind == kind)
    rows = session.scalars(query.order_by(Draft.saved_at.desc())).all()
    return [row for row in rows if _is_theirs(row, actor)]


def glimpses(session: Session, actor: Actor, rows: Sequence[Draft]) -> Mapping[UUID, Glimpse]:
    """Return by what several forms of the actor's own are told apart; one alone is not opened.

    Raises:
        NotFoundError: one is another's.

    """
    if len(rows) < 2:  # noqa: PLR2004  # one form needs no telling apart
        return {}
    if not all(_is_theirs(row, actor) for row in rows):
        raise NotFoundError("draft")
    receipt = audit.record(
        session,
        actor.user_id,
        Act.DRAFT_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        fields=["initials"],
        purpose=PURPOSE,
    )
    opened = reveal_many(session, receipt, [Sealed(row.sealed, _context(row)) for row in rows])
    return {row.id: glimpse(decode(data).fields) for row, data in zip(rows, opened, strict=True)}


def open_draft(session: Session, actor: Actor, kind: FormKind, draft_id: UUID) -> Fields:
    """Return what was typed, to go on with it.

    Raises:
        DeniedError, NotFoundError: not the actor's, or it lay too long.

    """
    authorise(actor, PERMISSIONS[kind])
    row = session.get(Draft, draft_id)
    if row is None or row.kind is not kind or not _is_theirs(row, actor):
        raise NotFoundError("draft")
    receipt = _record(session, actor.user_id, Act.DRAFT_OPENED, row)
    return decode(reveal(session, receipt, Sealed(row.sealed, _context(row)))).fields


def discard(session: Session, actor: Actor, draft_id: UUID) -> None:
    """Throw an unfinished form away for good; one that is gone, or another's, is left alone."""
    row = session.get(Draft, draft_id, with_for_update=True)
    if row is not None and row.user_id == actor.user_id:
        _discard(session, actor.user_id, row)


def discard_job(work: Work) -> Mapping[str, int]:
    """Throw away what lay too long in one society."""
    with work.begin() as session:
        before = clock.now() - KEPT
        query = select(Draft).where(Draft.society_code == work.society, Draft.saved_at <= before)
        rows = session.scalars(query.with_for_update()).all()
        for row in rows:
            _discard(session, SYSTEM, row)
        return {"discarded": len(rows)}


def _discard(session: Session, actor_id: UUID, row: Draft) -> None:
    _record(session, actor_id, Act.DRAFT_DISCARDED, row)
    session.delete(row)
    session.flush()
    keys.of(session).destroy(row.key_id)


def _is_theirs(row: Draft, actor: Actor) -> bool:
    own_only = all(
        GRANTS[role].get(Permission.REQUEST_READ, Reach.OWN) is Reach.OWN for role in actor.roles
    )
    is_own = row.user_id == actor.user_id and row.society_code == actor.society
    return is_own and not is_over(row.saved_at, clock.now(), is_own_only=own_only)


def _context(row: Draft) -> Context:
    return Context(row.society_code, Draft.__tablename__, row.id, SCHEMA)


def _record(session: Session, actor_id: UUID, what: Act, row: Draft) -> Receipt:
    return audit.record(
        session,
        actor_id,
        what,
        societies=[row.society_code],
        subjects=[row.id],
        purpose=PURPOSE,
        detail={"kind": row.kind},
    )
