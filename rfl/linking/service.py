"""What people do with links: look, judge, confirm, take back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.rules import Actor, Permission, Sensitivity, authorise, may, visible
from rfl.audit import service as audit
from rfl.audit.reveal import Sealed, reveal
from rfl.audit.rules import Act
from rfl.audit.service import Receipt
from rfl.crypto.sealing import Context
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.keys import service as keys
from rfl.linking import aside, needing, queries
from rfl.linking.common import Commonness, commonness
from rfl.linking.document import LinkNotes
from rfl.linking.match import Judge
from rfl.linking.models import Link
from rfl.linking.opening import Opened, open_places, opened_with_kin
from rfl.linking.relatives import RelativeRow, side_by_side
from rfl.linking.rules import ACTS, LinkAct, LinkState, RejectReason, Side, check_act
from rfl.linking.whereabouts import Stop, stops_of_registered, stops_of_sought
from rfl.matching import Likeness
from rfl.persons import service as persons
from rfl.persons.document import SCHEMA, PersonDocument, decode, encode
from rfl.persons.models import Registration
from rfl.text import N_
from rfl.tracing import queries as tracing
from rfl.tracing.document import SoughtDocument
from rfl.tracing.models import CaseAction, TracingRequest
from rfl.tracing.rules import ActionKind
from rfl.tracing.service import write_action

NEEDS_WORDS: Mapping[LinkAct, str] = {
    LinkAct.REVERSE: N_("Say why you take this back. The next person will need to know."),
    LinkAct.NEED_MORE: N_("Write down what must be found out, so that somebody can."),
}

AUDIT_OF: dict[LinkAct, Act] = {
    LinkAct.OPEN: Act.LINK_UNDER_REVIEW,
    LinkAct.REJECT: Act.LINK_REJECTED,
    LinkAct.JUDGE_PROBABLE: Act.LINK_PROBABLE,
    LinkAct.NEED_MORE: Act.LINK_MORE_NEEDED,
    LinkAct.CONFIRM: Act.LINK_CONFIRMED,
    LinkAct.REVERSE: Act.LINK_REVERSED,
    LinkAct.UNDO: Act.LINK_REOPENED,
}


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One line of the list of links."""

    link: Link
    request: TracingRequest
    registration: Registration
    sought_name: str
    registered_name: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything one page of link review shows."""

    link: Link
    request: TracingRequest
    registration: Registration
    sought: PersonDocument
    search: SoughtDocument
    registered: PersonDocument
    enquirer: PersonDocument
    likeness: Likeness
    is_foreign: bool
    """Whether another society registered them: their contact details are not shown."""
    site: str
    judged_by: str
    confirmed_by: str
    words: str
    """What was written beside the last judgement: why not, why taken back, what is needed."""
    is_guarded: bool
    """Whether the registered person is restricted: not even the site is shown."""
    commonness: tuple[Commonness, ...]
    """How common the names of the sought person are here."""
    relatives: tuple[RelativeRow, ...]
    stops: tuple[Stop, ...]
    """Where both are said to have been, and when; no more than the rows of evidence may name."""


def list_links(
    session: Session, actor: Actor, states: Sequence[LinkState], *, limit: int, offset: int
) -> tuple[list[LinkRow], Receipt]:
    """Return links the actor may read, likeliest first, with both names."""
    authorise(actor, Permission.LINK_LIST)
    scope = visible(actor, Permission.LINK_LIST, clock.now())
    rows = queries.links(session, scope, states, limit, offset)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.LINK_LISTED,
        societies=[actor.society],
        subjects=[link.id for link, _, _ in rows],
        fields=["names"],
        purpose="tracing",
    )
    sought = queries.people_of_sought(session, [link.sought_id for link, _, _ in rows])
    names = open_names(session, receipt, [*sought.values(), *(r.person_id for _, _, r in rows)])
    return [
        LinkRow(
            link,
            request,
            registration,
            names[sought[link.sought_id]],
            names[registration.person_id],
        )
        for link, request, registration in rows
    ], receipt


def open_names(session: Session, receipt: Receipt, person_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Return the first name of each person, opened under `receipt`."""
    people = persons.open_by_id(session, receipt, person_ids)
    return {person_id: document.display_name for person_id, document in people.items()}


def review(session: Session, actor: Actor, link_id: UUID) -> Review:
    """Open one pair for review: both sides, and why the engine thinks what it thinks.

    Raises:
        DeniedError, NotFoundError: not the actor's to read, or no longer allowed.

    """
    link = readable_link(session, actor, Permission.LINK_READ, link_id)
    request, registration, sought_person, asks = queries.around(session, link)
    receipt = audit.record(
        session,
        actor.user_id,
        Act.LINK_OPENED,
        societies=[link.society_code, link.other_society],
        subjects=[link.id, request.id, sought_person.person_id, registration.person_id],
        fields=["names", "birth", "family", "origin", "journey", "notes"],
        purpose="tracing",
    )
    sought, found = _both(session, receipt, sought_person.person_id, registration.person_id)
    (enquirer,) = persons.open_documents(session, receipt, [asks])
    names = access.staff_names(session, receipt, [link.judged_by, link.confirmed_by])
    is_foreign = link.society_code != link.other_society
    is_guarded = is_foreign and registration.sensitivity is not Sensitivity.NORMAL
    search = cast("SoughtDocument", sought.record)
    judge = Judge(session)
    likeness = judge.compare(sought.particulars, found.particulars)
    return Review(
        link=link,
        request=request,
        registration=registration,
        sought=sought.person,
        search=search,
        registered=found.person,
        enquirer=enquirer,
        likeness=likeness,
        is_foreign=is_foreign,
        site=found.place.site,
        judged_by=names.get(link.judged_by, "") if link.judged_by else "",
        confirmed_by=names.get(link.confirmed_by, "") if link.confirmed_by else "",
        words=_words(session, receipt, link),
        is_guarded=is_guarded,
        commonness=commonness(sought.particulars.names, judge.rarity.frequency),
        relatives=tuple(
            side_by_side(
                likeness.evidence,
                [one for one in sought.particulars.relatives if one not in sought.kin],
                found.particulars.relatives,
                is_foreign=is_foreign,
            )
        ),
        stops=(
            *stops_of_sought(sought.person, search),
            *stops_of_registered(
                found.person,
                None if is_guarded else found.seen,
                found.place.met_on,
                is_foreign=is_foreign,
            ),
        ),
    )


def judge(
    session: Session,
    actor: Actor,
    link_id: UUID,
    act: LinkAct,
    *,
    reason: RejectReason | None = None,
    words: str = "",
) -> Link:
    """Do `act` to a link, write it to the case's time line and to the trail.

    Raises:
        DeniedError, NotFoundError: not the actor's to judge.
        RuleBrokenError: not open in this state; four eyes; a rejection without a reason.

    """
    link = readable_link(session, actor, ACTS[act].permission, link_id, lock=True)
    before = link.state
    target = check_act(before, act, judged_by=link.judged_by, actor=actor.user_id)
    if act is LinkAct.REJECT and reason is None:
        raise RuleBrokenError("Say why they are not the same person, so that nobody asks twice.")
    if act in NEEDS_WORDS and not words.strip():
        raise RuleBrokenError(NEEDS_WORDS[act])
    _apply(link, act, target, actor.user_id, reason)
    aside.settle_after(session, [link])
    _keep_words(session, link, act, words)
    if before is LinkState.MORE_NEEDED and act is not LinkAct.OPEN:
        needing.settle(session, actor, link)
    audit.record(
        session,
        actor.user_id,
        AUDIT_OF[act],
        societies=[link.society_code],
        subjects=[link.id, link.request_id],
        purpose="tracing",
        detail={"reason": reason or ""},
    )
    if act is not LinkAct.OPEN:
        _note_in_case(session, actor, link, act)
    return link


def need_more(session: Session, actor: Actor, link_id: UUID, words: str, day: date) -> Link:
    """Write down what must be found out before a pair can be judged, to be done until `day`.

    Raises:
        DeniedError, NotFoundError, RuleBrokenError: as for `judge`; or the day is over or too far.

    """
    link = judge(session, actor, link_id, LinkAct.NEED_MORE, words=words)
    needing.write(session, actor, link, words, day)
    return link


def reverse_of_case(session: Session, actor: Actor, request: TracingRequest, words: str) -> None:
    """Take back the confirmed link of a case that was confirmed wrongly (tracing.service.Reverser).

    Where several are sought, the act does not say of whom: the case's page leads to the link.
    """
    if not may(actor, Permission.LINK_REVERSE) or len(tracing.sought(session, [request.id])) > 1:
        return
    scope = visible(actor, Permission.LINK_REVERSE, clock.now())
    for link in queries.links_of_request(session, scope, request.id):
        if link.state is LinkState.CONFIRMED:
            judge(session, actor, link.id, LinkAct.REVERSE, words=words)


def readable_link(
    session: Session, actor: Actor, permission: Permission, link_id: UUID, *, lock: bool = False
) -> Link:
    """Return a link that `permission` lets the actor know; locked if it is to be changed."""
    authorise(actor, permission)
    link = queries.link(session, visible(actor, permission, clock.now()), link_id)
    if link is None:
        raise NotFoundError("link")
    if lock:
        session.refresh(link, with_for_update=True)
    return link


def _both(
    session: Session, receipt: Receipt, sought_id: UUID, found_id: UUID
) -> tuple[Opened, Opened]:
    sought = opened_with_kin(
        session, receipt, queries.sought_places(session, [sought_id]), Side.SOUGHT
    )[0]
    found = open_places(
        session, receipt, queries.registered_places(session, [found_id]), Side.REGISTERED
    )[0]
    return sought, found


def _apply(
    link: Link, act: LinkAct, target: LinkState, actor_id: UUID, reason: RejectReason | None
) -> None:
    now = clock.now()
    link.state, link.changed_at = target, now
    if act in (LinkAct.REJECT, LinkAct.JUDGE_PROBABLE, LinkAct.NEED_MORE):
        link.judged_by, link.judged_at, link.reject_reason = actor_id, now, reason
        link.rejected_bits = link.bits if act is LinkAct.REJECT else None
    elif act is LinkAct.CONFIRM:
        link.confirmed_by, link.confirmed_at = actor_id, now
    elif act in (LinkAct.UNDO, LinkAct.REVERSE):
        link.judged_by = link.judged_at = link.confirmed_by = link.confirmed_at = None
        link.reject_reason = link.rejected_bits = None


def _keep_words(session: Session, link: Link, act: LinkAct, words: str) -> None:
    link.sealed = None
    if not words.strip():
        return
    notes = LinkNotes(
        reject_words=words if act is LinkAct.REJECT else "",
        reverse_words=words if act is LinkAct.REVERSE else "",
        need_words=words if act is LinkAct.NEED_MORE else "",
    )
    request = session.get_one(TracingRequest, link.request_id)
    link.sealed = keys.of(session).seal(request.key_id, _context(link), encode(notes))


def _context(link: Link) -> Context:
    return Context(link.society_code, Link.__tablename__, link.id, SCHEMA)


def _words(session: Session, receipt: Receipt, link: Link) -> str:
    """Return what was written beside the last judgement."""
    if link.sealed is None:
        return ""
    sealed = Sealed(link.sealed, _context(link))
    return decode(reveal(session, receipt, sealed), LinkNotes).words


def _note_in_case(session: Session, actor: Actor, link: Link, act: LinkAct) -> CaseAction:
    return write_action(
        session,
        actor,
        session.get_one(TracingRequest, link.request_id),
        ActionKind.LINK,
        result=act.value,
        link_id=link.id,
    )
