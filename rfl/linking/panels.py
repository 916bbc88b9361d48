"""What linking shows on a case's page and in My work."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Role, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.linking import drawing, queries, service, whereabouts
from rfl.linking.models import Link
from rfl.linking.rules import STATE_WORDS, TO_JUDGE, LinkState
from rfl.linking.wording import likely_words, share_words
from rfl.persons.models import Registration
from rfl.text import N_, Counted, Text
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import Mark, NextAct, Panel, Part, Pressing
from rfl.tracing.reading import Case
from rfl.tracing.rules import FAMILY_WAITS, SEARCHED
from rfl.tracing.work import PER_GROUP, Name, Pending, WorkItem, WorkKind

ENDED = frozenset({LinkState.REJECTED})


@dataclass(frozen=True, slots=True)
class Line:
    """One link on the case's page."""

    link_id: UUID
    name: str
    number: str
    society: str
    view: str
    share: Text
    state: str


def part(session: Session, actor: Actor, receipt: Receipt, request: TracingRequest) -> Part:
    """Return the links of a case, and what to do with them next."""
    if not may(actor, Permission.LINK_LIST):
        return Part()
    links = _links(session, actor, request)
    return Part(_panel(session, receipt, links), _next_act(actor, request, links))


@dataclass(frozen=True, slots=True)
class CasePlaces:
    """Where the sought people of an opened case were, drawn."""

    kinds: Mapping[str, str]
    drawn: drawing.Drawn


def places_of(case: Case) -> CasePlaces | None:
    """Return the map of what was told of all sought people of a case, if anything was."""
    told = [
        stop for one in case.sought for stop in whereabouts.stops_of_sought(one.person, one.search)
    ]
    return CasePlaces(whereabouts.KIND_WORDS, drawing.drawn(told)) if told else None


def places(session: Session, actor: Actor, receipt: Receipt, request: TracingRequest) -> Part:
    """Return the map of a case. Nothing is opened for it: the page has what it draws."""
    del session, receipt, request
    if not may(actor, Permission.REQUEST_READ):
        return Part()
    title, template = Text("Places and days"), "linking/case_places.html"
    return Part(Panel("places", title, template, of_case=places_of))


def _panel(session: Session, receipt: Receipt, links: Sequence[Link]) -> Panel:
    """Return the links of a case, and marks for the cards of its sought people."""
    rows = {
        r.id: r
        for r in session.scalars(
            select(Registration).where(Registration.id.in_([x.registration_id for x in links]))
        )
    }
    names = service.open_names(session, receipt, [r.person_id for r in rows.values()])
    waiting: defaultdict[UUID, int] = defaultdict(int)
    for link in links:
        if link.state in TO_JUDGE:
            waiting[link.sought_id] += 1
    return Panel(
        anchor="links",
        title=Text("Links"),
        template="linking/panel.html",
        data=[_line(link, rows[link.registration_id], names) for link in links],
        count=len(links) or None,
        is_empty=not links,
        is_waiting=bool(waiting),
        marks={
            sought: [
                Mark(Text(Counted("%(num)d link to review", "%(num)d links to review"), num=number))
            ]
            for sought, number in waiting.items()
        },
    )


def _next_act(actor: Actor, request: TracingRequest, links: Sequence[Link]) -> NextAct | None:
    """Return what to do with the links of a case next; the case's own step goes before, later."""
    if not may(actor, Permission.LINK_JUDGE) or request.state not in FAMILY_WAITS:
        return None
    pressing = Pressing.JUDGE if request.state in SEARCHED else Pressing.STEP
    probable = [x for x in links if x.state is LinkState.PROBABLE and x.judged_by != actor.user_id]
    if probable:
        return NextAct(
            say=Text("Look at a probable link with fresh eyes"),
            why=Text("A second person confirms that it is the same person."),
            act=Text("Look at the pair"),
            href=f"/links/{probable[0].id}",
            pressing=pressing,
        )
    open_ones = [x for x in links if x.state in TO_JUDGE]
    if not open_ones:
        return _find_out(links)
    return NextAct(
        say=Text(
            Counted("Look at one suggested link", "Look at %(num)d suggested links"),
            num=len(open_ones),
        ),
        why=Text("The likeliest first. Judge one, then the next."),
        act=Text("Review the first link"),
        href=f"/links/{open_ones[0].id}",
        pressing=pressing,
    )


def _find_out(links: Sequence[Link]) -> NextAct | None:
    """Return the way to the likeliest pair of which somebody wrote down what it still needs."""
    unclear = [x for x in links if x.state is LinkState.MORE_NEEDED]
    if not unclear:
        return None
    return NextAct(
        say=Text("Find out what a suggested link still needs"),
        why=Text("What must be known first is written with the pair."),
        act=Text("Look at the pair"),
        href=f"/links/{unclear[0].id}",
        pressing=Pressing.JUDGE,
    )


def find_work(session: Session, actor: Actor) -> list[Pending]:
    """Return links that wait for the actor: likely ones of own cases, probable ones to confirm."""
    if not may(actor, Permission.LINK_JUDGE):
        return []
    mine = queries.own_likely(actor.user_id)
    if Role.SUPERVISOR in actor.roles:
        mine = or_(mine, queries.probable_of_others(actor.user_id))
    scope = visible(actor, Permission.LINK_LIST, clock.now())
    return [
        Pending(
            WorkKind.APPROVALS if link.state is LinkState.PROBABLE else WorkKind.LINKS,
            number,
            since=link.changed_at,
            by=_hand(link),
            thing=link,
        )
        for link, number in queries.waiting(session, scope, mine, PER_GROUP)
    ]


def _hand(link: Link) -> UUID | None:
    """Return who brought a link to where it stands: nobody, if the engine found it just now."""
    if link.state is LinkState.UNDER_REVIEW:
        return link.owner_id  # they looked at it, or a judgement on it was taken back
    return link.judged_by


def show_work(session: Session, receipt: Receipt, pending: Sequence[Pending]) -> list[WorkItem]:
    """Return links to be judged as My work shows them, with the names of the sought people."""
    links = [cast("Link", one.thing) for one in pending]
    sought = queries.people_of_sought(session, [link.sought_id for link in links])
    names = service.open_names(session, receipt, list(sought.values()))
    return [
        _item(one, link, names[sought[link.sought_id]])
        for one, link in zip(pending, links, strict=True)
    ]


SUGGESTED = (
    N_("Somebody registered may be %(name)s"),
    N_("The computer finds it likely. You judge."),
)
SAID: Mapping[LinkState, tuple[str, str]] = {
    LinkState.PROBABLE: (
        N_("Look at a pair with fresh eyes: is it %(name)s?"),
        N_("A colleague judged the pair probable. A second person confirms it."),
    ),
    LinkState.MORE_NEEDED: (
        N_("Find out more, to tell whether it is %(name)s"),
        N_("What must be known first is written with the pair."),
    ),
}
"""What a pair in My work is called, and why it stands there."""


def _item(pending: Pending, link: Link, name: str) -> WorkItem:
    title, why = SAID.get(link.state, SUGGESTED)
    return pending.shown(
        title=Text(title, name=Name(name)),
        why=Text(why),
        href=f"/links/{link.id}",
        act=Text("Look at the pair"),
        case_href=f"/requests/{link.request_id}",
        is_guarded=link.sensitivity is not Sensitivity.NORMAL,
    )


def _line(link: Link, registration: Registration, names: dict[UUID, str]) -> Line:
    return Line(
        link_id=link.id,
        name=names[registration.person_id],
        number=registration.number,
        society=link.other_society,
        view=likely_words(link.probability),
        share=share_words(link.probability),
        state=STATE_WORDS[link.state],
    )


def _links(session: Session, actor: Actor, request: TracingRequest) -> list[Link]:
    scope = visible(actor, Permission.LINK_LIST, clock.now())
    found = queries.links_of_request(session, scope, request.id)
    return [link for link in found if link.state not in ENDED]
