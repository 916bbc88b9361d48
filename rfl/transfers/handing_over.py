"""The act in which a case crosses: a head of tracing, the family's consent, and new rows there."""

from uuid import UUID

import msgspec
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, visible
from rfl.audit.rules import Act
from rfl.errors import RuleBrokenError
from rfl.exchange import asking
from rfl.exchange import queries as exchange
from rfl.exchange.rules import View
from rfl.linking import forgetting
from rfl.linking import queries as linking
from rfl.linking.rules import LinkState
from rfl.tracing import reading
from rfl.tracing import service as tracing
from rfl.tracing.cases import hold, reachable, seal_request
from rfl.tracing.document import Outcome
from rfl.tracing.models import TracingRequest
from rfl.tracing.rules import ACTS as CASE_ACTS
from rfl.tracing.rules import ActionKind, CaseAct, Fate, OutcomeReason, Whereabouts
from rfl.transfers.arriving import write_there
from rfl.transfers.models import CaseOffer
from rfl.transfers.offering import check_open, move, sensitivity_of
from rfl.transfers.records import open_own, reach_own, record, seal_both, sharing
from rfl.transfers.rules import OfferAct, OfferKind, Sharing, Side, check_consent, check_signed

ASKED = frozenset({View.AWAITING_APPROVAL, View.SENT, View.IN_PROGRESS})
"""Questions to other societies that nobody would read the answer to any more."""

JUDGED = frozenset(
    {LinkState.UNDER_REVIEW, LinkState.MORE_NEEDED, LinkState.PROBABLE, LinkState.CONFIRMED}
)
"""Pairs that somebody has begun to judge, and must not leave half judged."""


def hand_over(session: Session, actor: Actor, offer_id: UUID, told: str) -> TracingRequest:
    """Hand a case over, or let the other society work on it too; return the case as it is there.

    `told`: how the family heard of it. Handed over, the case ends here, and stays readable.

    Raises:
        DeniedError, NotFoundError: the actor is no head of tracing, or the case is not theirs.
        RuleBrokenError: nobody took it on, the actor offered it, the consent does not stand, the
            family was not told, or a question or a pair is still under way.

    """
    hold(session, reach_own(session, actor, Permission.TRANSFER_SEND, offer_id).request_id)
    row = reach_own(session, actor, Permission.TRANSFER_SEND, offer_id, lock=True)
    request = reachable(session, actor, Permission.TRANSFER_SEND, row.request_id, lock=True)
    is_shared = row.kind is OfferKind.SHARED
    act = OfferAct.SHARE if is_shared else OfferAct.HAND_OVER
    check_open(session, actor, row, act)
    check_consent(sharing(session, row) or Sharing.UNASKED)
    check_signed(sensitivity_of(session, request), is_signed=row.signed_by is not None)
    if not told.strip():
        raise RuleBrokenError("Write down how the family was told, and by whom.")
    if not is_shared:
        _check_nothing_under_way(session, actor, request.id)
    case = reading.read(session, actor, request.id)
    move(session, actor, row, act)
    receipt = record(session, actor, Act.TRANSFER_HANDED, row, [request.id])
    (document,) = open_own(session, receipt, [row])
    seal_both(session, row, msgspec.structs.replace(document, told=told.strip()))
    there = write_there(session, actor, row, case, told.strip())
    row.handed_by, row.handed_at, row.new_request_id = actor.user_id, clock.now(), there.id
    there.family_heard_at = row.handed_at
    request.family_heard_at = row.handed_at
    if is_shared:
        _share_here(session, actor, request, row)
    else:
        _end_here(session, actor, case, told.strip())
    return there


def _end_here(session: Session, actor: Actor, case: reading.Case, told: str) -> None:
    """Close the case here: it is searched no more, and its page says who holds it."""
    outcome = Outcome(Fate.UNKNOWN, Whereabouts.UNKNOWN, OutcomeReason.TRANSFERRED)
    seal_request(session, case.request, msgspec.structs.replace(case.document, outcome=outcome))
    tracing.move(session, actor, case.request, CaseAct.TRANSFER, told)
    forgetting.let_go(session, case.request.id)


def _share_here(session: Session, actor: Actor, request: TracingRequest, row: CaseOffer) -> None:
    tracing.write_action(session, actor, request, ActionKind.NOTE, result="shared_abroad")
    hands = CASE_ACTS[CaseAct.HAND_TO_PARTNER]
    if row.lead is Side.TO and request.state in hands.sources:
        tracing.move(session, actor, request, CaseAct.HAND_TO_PARTNER)


def _check_nothing_under_way(session: Session, actor: Actor, request_id: UUID) -> None:
    asks = exchange.asks_of_request(session, request_id)
    releases = exchange.releases_of(session, [ask.id for ask in asks])
    if any(asking.view_of(ask, releases[ask.id]) in ASKED for ask in asks):
        raise RuleBrokenError(
            "A question to another society is under way. Wait for the answer, or take the "
            "question back first: nobody here would read it any more."
        )
    scope = visible(actor, Permission.LINK_LIST, clock.now())
    links = linking.links_of_request(session, scope, request_id)
    if any(link.state in JUDGED for link in links):
        raise RuleBrokenError(
            "A pair of this case is being judged. Finish that first: whoever was suggested is not "
            "known to the other society."
        )
