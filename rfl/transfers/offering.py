"""The society that has a case: it is offered with the least, signed where needed, taken back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, visible
from rfl.audit import service as audit
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.errors import RuleBrokenError
from rfl.keys import service as keys
from rfl.persons import calendars
from rfl.persons import queries as person_queries
from rfl.persons.document import PersonDocument
from rfl.societies import service as societies
from rfl.tracing import queries as case_queries
from rfl.tracing import reading
from rfl.tracing.cases import reachable
from rfl.tracing.models import TracingRequest
from rfl.tracing.reading import Case
from rfl.tracing.rules import ACTS as CASE_ACTS
from rfl.tracing.rules import GUARDED_CAUSES, ActionKind, CaseAct
from rfl.tracing.service import write_action
from rfl.transfers import queries
from rfl.transfers.document import OfferDocument
from rfl.transfers.models import CaseOffer
from rfl.transfers.records import (
    is_within,
    open_own,
    reach_own,
    record,
    seal_both,
    sharing,
    view_of,
    views_of,
)
from rfl.transfers.rules import (
    ACTS,
    TO_NOTE,
    OfferAct,
    OfferKind,
    OfferState,
    Sharing,
    Side,
    Urgency,
    answer_by,
    band_of,
    check_act,
    check_nameless,
    first_state,
)

TO_OFFER = CASE_ACTS[CaseAct.TRANSFER].sources
"""States in which a case can be offered: accepted, and not ended."""


@dataclass(frozen=True, slots=True)
class NewOffer:
    """What somebody offers, to whom and why."""

    to_society: str
    why: str
    kind: OfferKind = OfferKind.HAND_OVER
    urgency: Urgency = Urgency.ROUTINE
    site_id: UUID | None = None
    """Within one society: the branch."""
    lead: Side = Side.TO
    """Of shared work."""


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One line of a list of offers."""

    row: CaseOffer
    view: OfferState


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Everything that the offering society sees of an offer."""

    row: CaseOffer
    view: OfferState
    request: TracingRequest
    document: OfferDocument
    sharing: Sharing | None
    staff: Mapping[UUID, str]
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Prepared:
    """What an offer to one society would tell, before it is made."""

    request: TracingRequest
    document: OfferDocument
    sharing: Sharing | None
    begins: OfferState
    """TO_SIGN where the focal point reads it first."""


def to_offer(session: Session, actor: Actor, request_id: UUID) -> TracingRequest:
    """Return a case that the actor may offer. Nothing is opened.

    Raises:
        DeniedError, NotFoundError: not the actor's case.

    """
    authorise(actor, Permission.TRANSFER_OFFER)
    return reachable(session, actor, Permission.REQUEST_WRITE, request_id)


def prepare(session: Session, actor: Actor, request_id: UUID, to_society: str) -> Prepared:
    """Return what an offer would tell a society.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or no such society.
        RuleBrokenError: the case is sealed.

    """
    request = to_offer(session, actor, request_id)
    to = societies.society(session, to_society).code
    said = _said(session, request, to)
    begins = first_state(sensitivity_of(session, request), is_within=said is None)
    case = reading.read(session, actor, request.id)
    return Prepared(request, _least(case, "", said), said, begins)


def offer(session: Session, actor: Actor, request_id: UUID, new: NewOffer) -> CaseOffer:
    """Offer a case. Of people in danger, the focal point reads the offer before it goes.

    Raises:
        DeniedError, NotFoundError: not the actor's case, or no such society.
        RuleBrokenError: nothing says why, or names stand in it; it is sealed, not accepted yet,
            ended, or promised already; the enquirer does not want that society to be told.

    """
    authorise(actor, Permission.TRANSFER_OFFER)
    request = reachable(session, actor, Permission.REQUEST_WRITE, request_id, lock=True)
    row = _new_row(session, actor, request, new)
    said = _said(session, request, row.to_society)
    _check(session, request, new, said)
    case = reading.read(session, actor, request.id)
    people = [case.enquirer, *(one.person for one in case.sought)]
    check_nameless(new.why, tuple(name.text for one in people for name in one.names))
    seal_both(session, row, _least(case, new.why, said))
    session.add(row)
    session.flush()
    record(session, actor, Act.TRANSFER_OFFERED, row, [request.id])
    write_action(session, actor, request, ActionKind.NOTE, result="offered")
    return row


def sign(session: Session, actor: Actor, offer_id: UUID) -> None:
    """Say, as the focal point, that a case of people in danger may be offered.

    Raises:
        DeniedError, NotFoundError: not a focal point of that society.
        RuleBrokenError: it does not wait for it, or they offered it themselves.

    """
    row = _signing(session, actor, OfferAct.SIGN, offer_id)
    row.signed_by, row.answer_by = actor.user_id, answer_by(clock.now())
    record(session, actor, Act.TRANSFER_SIGNED, row, [row.request_id])


def refuse(session: Session, actor: Actor, offer_id: UUID) -> None:
    """Say, as the focal point, that a case is not safe to offer. Nobody else learns of it.

    Raises:
        DeniedError, NotFoundError, RuleBrokenError: as for `sign`.

    """
    row = _signing(session, actor, OfferAct.REFUSE, offer_id)
    row.signed_by = actor.user_id
    record(session, actor, Act.TRANSFER_NOT_SIGNED, row, [row.request_id])


def withdraw(session: Session, actor: Actor, offer_id: UUID) -> None:
    """Take an offer back before the case is handed over.

    Raises:
        DeniedError, NotFoundError: not the actor's.
        RuleBrokenError: it has moved on.

    """
    row = reach_own(session, actor, Permission.TRANSFER_OFFER, offer_id, lock=True)
    move(session, actor, row, OfferAct.WITHDRAW)
    record(session, actor, Act.TRANSFER_WITHDRAWN, row, [row.request_id])


def note(session: Session, actor: Actor, offer_id: UUID) -> None:
    """Take note that an offer ended without the case changing hands. Twice is once.

    Raises:
        DeniedError, NotFoundError: not the actor's.
        RuleBrokenError: it has not ended.

    """
    row = reach_own(session, actor, Permission.TRANSFER_OFFER, offer_id, lock=True)
    view = view_of(session, row)
    if view not in TO_NOTE:
        raise RuleBrokenError("This offer has not ended. Load the page again.")
    row.noted_at = row.noted_at or clock.now()
    if view in (OfferState.EXPIRED, OfferState.STOPPED):
        row.state = OfferState.WITHDRAWN
    record(session, actor, Act.TRANSFER_NOTED, row, [row.request_id])


def read(session: Session, actor: Actor, offer_id: UUID) -> OwnPage:
    """Open an offer that one's society made.

    Raises:
        DeniedError, NotFoundError: not the actor's to read.

    """
    row = reach_own(session, actor, Permission.TRANSFER_READ, offer_id)
    receipt = record(session, actor, Act.TRANSFER_OPENED, row, [row.request_id])
    hands = [row.created_by, row.signed_by, row.handed_by]
    if is_within(row):
        hands.append(row.answered_by)
    return OwnPage(
        row=row,
        view=view_of(session, row),
        request=session.get_one(TracingRequest, row.request_id),
        document=open_own(session, receipt, [row])[0],
        sharing=sharing(session, row),
        staff=access.staff_names(session, receipt, hands),
        receipt=receipt,
    )


def list_own(session: Session, actor: Actor, *, limit: int) -> list[OfferRow]:
    """Return the offers of the actor's society, the last moved first. Nothing is opened.

    Raises:
        DeniedError: the actor does not work on cases.

    """
    authorise(actor, Permission.TRANSFER_LIST)
    scope = visible(actor, Permission.TRANSFER_LIST, clock.now())
    rows = queries.offers(session, scope, queries.own(scope), limit=limit)
    return listed(session, actor, rows)


def listed(session: Session, actor: Actor, rows: Sequence[CaseOffer]) -> list[OfferRow]:
    """Return offers as lines of a list that the caller may show."""
    audit.record(
        session,
        actor.user_id,
        Act.TRANSFER_LISTED,
        societies=[actor.society],
        subjects=[row.id for row in rows],
        purpose="tracing",
    )
    views = views_of(session, rows)
    return [OfferRow(row, views[row.id]) for row in rows]


def move(session: Session, actor: Actor, row: CaseOffer, act: OfferAct) -> None:
    """Move an offer that the caller has reached.

    Raises:
        RuleBrokenError: the act is not open, or needs other hands.

    """
    target = check_open(session, actor, row, act)
    row.state, row.changed_at = target, clock.now()


def check_open(session: Session, actor: Actor, row: CaseOffer, act: OfferAct) -> OfferState:
    """Return where `act` leads, if it is open to the actor as the offer is seen now.

    Raises:
        RuleBrokenError: it is not, or needs other hands.

    """
    return check_act(view_of(session, row), act, row.created_by, actor.user_id)


def _signing(session: Session, actor: Actor, act: OfferAct, offer_id: UUID) -> CaseOffer:
    row = reach_own(session, actor, ACTS[act].permission, offer_id, lock=True)
    move(session, actor, row, act)
    return row


def _check(session: Session, request: TracingRequest, new: NewOffer, said: Sharing | None) -> None:
    if not new.why.strip():
        raise RuleBrokenError("Say why it is better there: somebody decides by it.")
    if request.state not in TO_OFFER:
        raise RuleBrokenError(
            "A case is offered while it is searched: after it was accepted, and before anybody "
            "is found."
        )
    if said is Sharing.REFUSED:
        raise RuleBrokenError(
            "The enquirer does not want this society to be told. The case stays with you."
        )
    standing = views_of(session, queries.open_offers(session, request.id)).values()
    if any(view not in TO_NOTE for view in standing):
        raise RuleBrokenError("This case is offered already. Take that offer back first.")
    if said is not None:
        return
    if new.kind is OfferKind.SHARED:
        raise RuleBrokenError("Within your society, share the case with a colleague or a team.")
    if new.site_id not in {one.id for one in societies.sites(session, request.society_code)}:
        raise RuleBrokenError("Choose the branch or site that is to take the case.")


def _new_row(session: Session, actor: Actor, request: TracingRequest, new: NewOffer) -> CaseOffer:
    to = societies.society(session, new.to_society).code
    now, within = clock.now(), to == request.society_code
    sensitivity = sensitivity_of(session, request)
    place = queries.count_to(session, request.id, to) + 1
    store = keys.of(session)
    return CaseOffer(
        id=uuid4(),
        number=f"{request.number}-{to}-T{place}",
        society_code=request.society_code,
        created_by=actor.user_id,
        created_at=now,
        owner_id=request.owner_id or actor.user_id,
        sensitivity=sensitivity,
        to_society=to,
        to_site_id=new.site_id if within else None,
        request_id=request.id,
        kind=new.kind,
        urgency=new.urgency,
        people=len(case_queries.sought(session, [request.id])),
        state=first_state(sensitivity, is_within=within),
        lead=new.lead,
        answer_by=answer_by(now),
        changed_at=now,
        key_id=store.new_record_key(request.society_code),
        delivered_key_id=store.new_record_key(to),
    )


def sensitivity_of(session: Session, request: TracingRequest) -> Sensitivity:
    """Return how closely an offer is held: as the most protected of the case's people."""
    ids = [row.person_id for row in case_queries.sought(session, [request.id])]
    people = person_queries.people(session, [request.enquirer_id, *ids]).values()
    found = [request.sensitivity, *(person.sensitivity for person in people)]
    return max(found, key=list(Sensitivity).index)


def _said(session: Session, request: TracingRequest, to_society: str) -> Sharing | None:
    """Return what the enquirer said of sharing; None where nothing crosses."""
    if to_society == request.society_code:
        return None
    return queries.sharing_of(session, request.enquirer_id, to_society)


def _least(case: Case, why: str, said: Sharing | None) -> OfferDocument:
    """Return the least with which somebody can decide; names only where they may be told."""
    with_names = said in (None, Sharing.GIVEN)
    cause = case.document.cause
    news = [one.search.last_news[0] for one in case.sought if one.search.last_news]
    return OfferDocument(
        cause=None if cause in GUARDED_CAUSES else cause,
        countries=tuple(dict.fromkeys(one.country for one in news if one.country)),
        ages=tuple(band_of(_youngest(one.person)) for one in case.sought),
        language=case.document.contact.language,
        why=why.strip(),
        names=tuple(one.person.display_name for one in case.sought) if with_names else (),
    )


def _youngest(person: PersonDocument) -> int | None:
    """Return the least age, in years, that any statement allows."""
    today = clock.today()
    ages = [calendars.age_between(birth, today)[0] for birth in person.births]
    return min(ages) if ages else None


def number_there(session: Session, row: CaseOffer) -> str:
    """Return the number that a case has with the other society; '' before it is there."""
    there = session.get(TracingRequest, row.new_request_id) if row.new_request_id else None
    return there.number if there else ""
