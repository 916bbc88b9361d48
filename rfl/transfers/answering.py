"""The society, or branch, to which a case is offered: it decides, and sees the least until then."""

from dataclasses import dataclass
from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, authorise, visible
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.lists import takers
from rfl.tracing import handing
from rfl.tracing.models import TracingRequest
from rfl.transfers import queries
from rfl.transfers.document import OfferDocument
from rfl.transfers.models import CaseOffer
from rfl.transfers.offering import TO_OFFER, OfferRow, listed, move
from rfl.transfers.records import (
    is_erased_there,
    is_within,
    open_delivered,
    reach_received,
    record,
    seal_both,
    view_of,
)
from rfl.transfers.rules import DeclineReason, OfferAct, OfferState

NOTHING = OfferDocument()


@dataclass(frozen=True, slots=True)
class ReceivedPage:
    """Everything that the other side sees of an offer: nothing of a case that was stopped."""

    row: CaseOffer
    view: OfferState
    document: OfferDocument
    is_within: bool
    receipt: Receipt


def list_received(session: Session, actor: Actor, *, limit: int) -> list[OfferRow]:
    """Return what is offered to the actor's society, the last moved first. Nothing is opened.

    Raises:
        DeniedError: the actor does not take cases on.

    """
    authorise(actor, Permission.TRANSFER_ANSWER)
    scope = visible(actor, Permission.TRANSFER_ANSWER, clock.now())
    return listed(session, actor, queries.offers(session, scope, queries.reached(), limit=limit))


def read(session: Session, actor: Actor, offer_id: UUID) -> ReceivedPage:
    """Open an offer that reached one's society.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    row = reach_received(session, actor, offer_id)
    view = view_of(session, row)
    receipt = record(session, actor, Act.TRANSFER_OPENED, row)
    hidden = view in (OfferState.STOPPED, OfferState.WITHDRAWN) or is_erased_there(session, row)
    document = NOTHING if hidden else open_delivered(session, receipt, [row])[0]
    return ReceivedPage(row, view, document, is_within(row), receipt)


def accept(session: Session, actor: Actor, offer_id: UUID) -> CaseOffer:
    """Take a case on. From another society it comes when that one hands it over; within, at once.

    Raises:
        DeniedError, NotFoundError: not offered to the actor's society.
        RuleBrokenError: it has moved on, was ended meanwhile, or is the actor's own offer.

    """
    row = reach_received(session, actor, offer_id, lock=True)
    request = session.get_one(TracingRequest, row.request_id, with_for_update=True)
    if request.state not in TO_OFFER:
        raise RuleBrokenError("The case was ended, or somebody was found. Nothing is left to take.")
    if is_within(row) and actor.user_id not in takers.officers(session, actor.society):
        raise NotFoundError("colleague")
    move(session, actor, row, OfferAct.TAKE_OVER if is_within(row) else OfferAct.ACCEPT)
    row.answered_by, row.answered_at = actor.user_id, clock.now()
    record(session, actor, Act.TRANSFER_ACCEPTED, row)
    if is_within(row):
        row.handed_by, row.handed_at = actor.user_id, row.answered_at
        handing.give_back(session, actor, request, actor.user_id)
    return row


def decline(
    session: Session, actor: Actor, offer_id: UUID, reason: DeclineReason, words: str
) -> None:
    """Say that a case is not taken on, and why; whoever offered it reads the words.

    Raises:
        DeniedError, NotFoundError: not offered to the actor's society.
        RuleBrokenError: it has moved on, or another reason without words.

    """
    row = reach_received(session, actor, offer_id, lock=True)
    if reason is DeclineReason.OTHER and not words.strip():
        raise RuleBrokenError("Say why not, so that they know where else to turn.")
    move(session, actor, row, OfferAct.DECLINE)
    row.answered_by, row.answered_at = actor.user_id, clock.now()
    receipt = record(session, actor, Act.TRANSFER_DECLINED, row)
    document = open_delivered(session, receipt, [row])[0]
    seal_both(session, row, msgspec.structs.replace(document, reason=reason, answer=words.strip()))
