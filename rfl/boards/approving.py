"""The second person: sees the face and the answers, and approves exactly those."""

import hashlib
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity
from rfl.approvals import kinds
from rfl.approvals.kinds import Kind, Told
from rfl.approvals.rules import ApprovalKind, Wish
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.boards import records, service
from rfl.boards.asking import agrees
from rfl.boards.models import Board, BoardPicture
from rfl.boards.rules import SHOWN_WHILE, BoardAct, check_act, check_consent
from rfl.boards.words import LOOKS_WORDS
from rfl.errors import NotFoundError
from rfl.text import N_, Text
from rfl.tracing.models import TracingRequest


def register() -> None:
    """Say how a photo board is told to whoever decides, and what follows."""
    kinds.register(
        Kind(
            kind=ApprovalKind.BOARD,
            asks=Permission.REQUEST_WRITE,
            decides=Permission.REQUEST_DECIDE,
            standing=_standing,
            tell=_tell,
            carry_out=_approve,
        )
    )


def _found(session: Session, wish: Wish) -> tuple[Board, TracingRequest] | None:
    row = session.get(Board, wish.subject_id)
    request = session.get(TracingRequest, row.request_id) if row else None
    if row is None or request is None or not row.sealed or request.erased_at:
        return None
    return row, request


def _standing(session: Session, wish: Wish) -> Sequence[str]:
    """Return the face and the answers as they are sealed, the last day, and what allows it."""
    found = _found(session, wish)
    if found is None:
        return ()
    row, request = found
    pictures = select(BoardPicture.sealed).where(BoardPicture.board_id == row.id)
    blobs = session.scalars(pictures.order_by(BoardPicture.place)).all()
    return [
        *(hashlib.sha256(blob).hexdigest() for blob in (row.sealed, *blobs)),
        *(row.state, row.until.isoformat(), request.sensitivity),
        "agreed" if agrees(session, request) else "not agreed",
        "open" if request.state in SHOWN_WHILE else "shut",
    ]


def _tell(session: Session, receipt: Receipt, wish: Wish) -> Told:
    """Say it in words; of a case held more closely no more than the board's number."""
    title = Text("Photo board %(number)s", number=wish.plan["number"])
    found = _found(session, wish)
    if found is None or found[1].sensitivity is Sensitivity.SEALED:
        return Told(title)
    row, request = found
    (document,) = records.open_rows(session, receipt, [row])
    lines = (
        (N_("Case"), request.number),
        (N_("What stands on it"), Text(LOOKS_WORDS[document.relation])),
        (N_("Age of who is shown"), document.age),
        (N_("Last day"), row.last_day),
    )
    return Told(title, lines, href=f"/photo-boards/{row.id}")


def _approve(session: Session, actor: Actor, wish: Wish) -> str:
    row, request = records.reach(
        session, actor, wish.subject_id, Permission.REQUEST_DECIDE, lock=True
    )
    if _found(session, wish) is None:
        raise NotFoundError("photo board")
    hands = (row.created_by, row.checked_by)
    target = check_act(row.state, BoardAct.APPROVE, hands, actor.user_id)
    service.check_open(request)
    check_consent(stands=agrees(session, request))
    row.state, row.approved_by, row.changed_at = target, actor.user_id, clock.now()
    records.record(session, actor.user_id, Act.BOARD_APPROVED, row)
    records.note(session, actor.user_id, request, "board_approved", row.number)
    return ""
