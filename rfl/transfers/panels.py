"""What transfers show on a case's page and in My work. No name is opened for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, by_itself, side_by_side
from rfl.societies.names import country_name
from rfl.text import N_, Text
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import Heard, NextAct, Panel, Part, Pressing
from rfl.tracing.rules import ENDED
from rfl.tracing.work import PER_GROUP, Nameless, Pending, WorkKind, spoken
from rfl.transfers import queries
from rfl.transfers.models import CaseOffer
from rfl.transfers.offering import TO_OFFER, number_there
from rfl.transfers.records import is_within, sharing, views_of
from rfl.transfers.rules import (
    STATE_WORDS,
    TO_NOTE,
    OfferKind,
    OfferState,
    Sharing,
    Side,
    Urgency,
    is_pressing,
)
from rfl.transfers.together import is_unread

_S = OfferState
CROSSED = (_S.HANDED_OVER, _S.SHARED, _S.ENDED)
WAITING = (_S.OFFERED, _S.ACCEPTED, _S.SHARED, _S.DECLINED, _S.REFUSED, _S.TO_SIGN)
"""States in which somebody may have something to do; what overtakes them is seen from these."""


@dataclass(frozen=True, slots=True)
class Line:
    """One offer on a case's page."""

    words: Text
    view: OfferState
    at: datetime
    number: str
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template of the panel draws."""

    lines: Sequence[Line]
    states: Mapping[OfferState, str]
    offer_href: str
    """'' where the case cannot be offered now."""


def part(actor: Actor, receipt: Receipt, request: TracingRequest) -> Reading[Part]:
    """Read where a case was offered or came from, and what to do about it next."""
    del receipt
    if not may(actor, Permission.TRANSFER_LIST):
        return Part()
    rows = yield from queries.of_request(request.id)
    return (yield from by_itself(lambda session: _part(session, actor, request, rows)))


def _part(
    session: Session, actor: Actor, request: TracingRequest, rows: Sequence[CaseOffer]
) -> Part:
    views = views_of(session, rows)
    own = [row for row in rows if row.request_id == request.id]
    is_free = all(views[row.id] in TO_NOTE or row.state not in WAITING for row in own)
    may_offer = may(actor, Permission.TRANSFER_OFFER) and request.state in TO_OFFER and is_free
    may_offer = may_offer and request.sensitivity is not Sensitivity.SEALED
    panel = Panel(
        anchor="transfers",
        title=Text("Transfers"),
        template="transfers/panel.html",
        data=Shown(
            [_line(session, row, views[row.id], request) for row in rows],
            STATE_WORDS,
            f"/requests/{request.id}/offer" if may_offer else "",
        ),
        count=len(rows) or None,
        is_empty=not rows,
        is_waiting=any(_asks(row, views[row.id]) for row in own),
        heard=[
            Heard(
                Text("%(country)s", country=country_name(row.to_society)),
                Text("the case, with its people"),
                row.handed_at,
                number=row.number,
            )
            for row in own
            if row.new_request_id
        ],
    )
    acts = (_next_act(session, actor, request, (row, views[row.id])) for row in own)
    return Part(panel, next((act for act in acts if act is not None), None))


def find_work(actor: Actor) -> Reading[list[Pending]]:
    """Read what waits: offers to answer, to sign, to hand over, and ends to take note of."""
    parts = []
    if may(actor, Permission.TRANSFER_ANSWER):
        parts.append(_received(actor))
    if may(actor, Permission.TRANSFER_LIST):
        parts.append(_own(actor))
    if may(actor, Permission.TRANSFER_SIGN):
        parts.append(_to_sign(actor))
    found = yield from side_by_side(parts)
    return [one for own in found for one in own]


_ANSWER = (
    N_("Answer an offered case"),
    N_("Somebody asks whether you can carry a search on."),
    N_("Look at the offer"),
)
_SIGN = (
    N_("Say whether a case is safe to offer"),
    N_("People in it may be in danger."),
    N_("Look at the offer"),
)
_HAND = (
    N_("Hand a case over"),
    N_("The other society took it on, and waits for it."),
    N_("Open the offer"),
)
_TAKEN_ON = (
    N_("A case you offered was taken on"),
    N_("A head of tracing other than the person who offered it hands it over."),
    N_("Open the offer"),
)
_ASK_FAMILY = (
    N_("Ask a family whether another society may be told"),
    N_("It took the case on. Without the family’s consent it cannot be handed over."),
    N_("Open the offer"),
)
_UNANSWERED = (
    N_("An offered case is still without an answer"),
    N_("Call them, or take the offer back and turn elsewhere. Soon it ends by itself."),
    N_("Open the offer"),
)
_NOTE = (
    N_("Colleagues abroad wrote on shared work"),
    N_("A note on a case on which you work together."),
    N_("Read the note"),
)
_ENDED: Mapping[OfferState, tuple[str, str, str]] = {
    _S.DECLINED: (
        N_("A case was not taken on"),
        N_("Read why, and carry the case on or turn elsewhere."),
        N_("Read the answer"),
    ),
    _S.REFUSED: (
        N_("The focal point says that a case is not safe to offer"),
        N_("Carry the case on, and speak with them."),
        N_("Open the offer"),
    ),
    _S.EXPIRED: (
        N_("An offered case was not answered in time"),
        N_("Carry the case on, or turn elsewhere."),
        N_("Open the offer"),
    ),
    _S.STOPPED: (
        N_("A family does not want a case to be handed over"),
        N_("The offer stopped at once. The case stays with you."),
        N_("Open the offer"),
    ),
}


def _received(actor: Actor) -> Reading[list[Pending]]:
    scope = visible(actor, Permission.TRANSFER_ANSWER, clock.now())
    waits = (CaseOffer.state.in_((_S.OFFERED, _S.SHARED)), queries.reached())
    rows = yield from queries.reading_offers(scope, *waits, most=PER_GROUP)
    return (yield from by_itself(lambda session: _to_answer(session, actor, rows)))


def _to_answer(session: Session, actor: Actor, rows: Sequence[CaseOffer]) -> list[Pending]:
    views, found = views_of(session, rows), []
    for row in rows:
        href, view = f"/transfers/received/{row.id}", views[row.id]
        if view is _S.OFFERED and row.created_by != actor.user_id:
            found.append(_pending(row, WorkKind.REQUESTS, _ANSWER, href, is_due=True))
        is_theirs = row.answered_by == actor.user_id
        if view is _S.SHARED and is_theirs and is_unread(session, row, Side.TO):
            found.append(_pending(row, WorkKind.ANSWERS, _NOTE, href))
    return found


def _own(actor: Actor) -> Reading[list[Pending]]:
    scope = visible(actor, Permission.TRANSFER_LIST, clock.now())
    waits = (CaseOffer.state.in_(WAITING), CaseOffer.noted_at.is_(None), queries.own(scope))
    rows = yield from queries.reading_offers(scope, *waits, most=PER_GROUP)
    return (yield from by_itself(lambda session: _to_carry_on(session, actor, rows)))


def _to_carry_on(session: Session, actor: Actor, rows: Sequence[CaseOffer]) -> list[Pending]:
    views, found = views_of(session, rows), []
    for row in rows:
        kind, words = _own_words(session, actor, (row, views[row.id]))
        if words is not None:
            found.append(_pending(row, kind, words, f"/transfers/{row.id}"))
    return found


def _own_words(
    session: Session, actor: Actor, offer: tuple[CaseOffer, OfferState]
) -> tuple[WorkKind, tuple[str, str, str] | None]:
    (row, view), now = offer, clock.now()
    is_theirs = actor.user_id in (row.owner_id, row.created_by)
    if view is _S.ACCEPTED:
        return _accepted_words(session, actor, row, is_theirs=is_theirs)
    if not is_theirs:
        return WorkKind.ANSWERS, None
    if view is _S.SHARED:
        return WorkKind.ANSWERS, _NOTE if is_unread(session, row, Side.FROM) else None
    if view is _S.OFFERED and is_pressing(row.answer_by, Urgency.ROUTINE, now):
        return WorkKind.ANSWERS, _UNANSWERED
    return WorkKind.ANSWERS, _ENDED.get(view)


def _accepted_words(
    session: Session, actor: Actor, row: CaseOffer, *, is_theirs: bool
) -> tuple[WorkKind, tuple[str, str, str] | None]:
    if sharing(session, row) is not Sharing.GIVEN:
        return WorkKind.ANSWERS, _ASK_FAMILY if is_theirs else None
    if may(actor, Permission.TRANSFER_SEND) and row.created_by != actor.user_id:
        return WorkKind.APPROVALS, _HAND
    return WorkKind.ANSWERS, _TAKEN_ON if is_theirs else None


def _to_sign(actor: Actor) -> Reading[list[Pending]]:
    scope = visible(actor, Permission.TRANSFER_SIGN, clock.now())
    waits = (CaseOffer.state == _S.TO_SIGN, queries.own(scope))
    rows = yield from queries.reading_offers(scope, *waits, most=PER_GROUP)
    views = yield from by_itself(lambda session: views_of(session, rows))
    return [
        _pending(row, WorkKind.APPROVALS, _SIGN, f"/transfers/{row.id}", is_due=True)
        for row in rows
        if views[row.id] is _S.TO_SIGN
    ]


def _pending(
    row: CaseOffer,
    kind: WorkKind,
    words: tuple[str, str, str],
    href: str,
    *,
    is_due: bool = False,
) -> Pending:
    urgent = is_due and is_pressing(row.answer_by, row.urgency, clock.now())
    due = row.answer_by.date() if is_due else None
    guarded = row.sensitivity is not Sensitivity.NORMAL
    thing = Nameless(*spoken(words), href=href, is_guarded=guarded)
    by = None if is_due else row.answered_by
    return Pending(
        kind, row.number, urgent=urgent, due=due, since=row.changed_at, by=by, thing=thing
    )


def _asks(row: CaseOffer, view: OfferState) -> bool:
    return row.noted_at is None and (view in TO_NOTE or view is _S.ACCEPTED)


def _line(session: Session, row: CaseOffer, view: OfferState, request: TracingRequest) -> Line:
    came = row.new_request_id == request.id
    country = country_name(row.society_code if came else row.to_society)
    if is_within(row):
        words = Text("Offered to a branch")
    elif came:
        words = Text("Came from %(country)s", country=country)
    elif view is _S.HANDED_OVER:
        words = Text("%(country)s holds the case now", country=country)
    elif row.kind is OfferKind.SHARED and view in CROSSED:
        words = Text("Worked on with %(country)s", country=country)
    else:
        words = Text("Offered to %(country)s", country=country)
    href = f"/transfers/received/{row.id}" if came else f"/transfers/{row.id}"
    number = row.number if came else number_there(session, row) or row.number
    return Line(words, view, row.handed_at or row.created_at, number, href)


def _gone(session: Session, row: CaseOffer, href: str) -> NextAct:
    """Return what the page of a stub says first: who holds the case, and under which number."""
    return NextAct(
        Text("%(country)s holds the case now", country=country_name(row.to_society)),
        Text(
            "What stands here is what was known on that day. Call them with their number, "
            "%(number)s.",
            number=number_there(session, row),
        ),
        Text("Open the offer"),
        href,
        Pressing.ANSWER,
    )


def _next_act(
    session: Session, actor: Actor, request: TracingRequest, offer: tuple[CaseOffer, OfferState]
) -> NextAct | None:
    row, view = offer
    href = f"/transfers/{row.id}"
    if view is _S.HANDED_OVER and row.new_request_id and request.state in ENDED:
        return _gone(session, row, href)
    if not _asks(row, view):
        return None
    if view is not _S.ACCEPTED:
        title, why, act = _ENDED[view]
        return NextAct(Text(title), Text(why), Text(act), href, Pressing.ANSWER)
    _kind, words = _own_words(session, actor, offer)
    if words is None or words is _TAKEN_ON:
        return NextAct(
            Text("Hand the case over"),
            Text("A head of tracing other than the person who offered it does this."),
        )
    title, why, act = words
    return NextAct(Text(title), Text(why), Text(act), href, Pressing.ANSWER)
