"""What the consent gate shows on a case's page and in My work. Only what the asker may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, all_of, side_by_side, together
from rfl.exchange import queries
from rfl.exchange.asking import view_of
from rfl.exchange.models import ConfirmationAnswer, ConfirmationRequest, Release
from rfl.exchange.rules import VIEW_WORDS, AnswerState, AskState, View
from rfl.linking import queries as linking
from rfl.linking.models import Link
from rfl.linking.rules import LinkState
from rfl.societies.names import country_name
from rfl.text import N_, Text
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import Heard, NextAct, Panel, Part, Pressing
from rfl.tracing.rules import WORKING
from rfl.tracing.work import PER_GROUP, Nameless, Pending, WorkKind

_OPEN = Text("Open the request")
ASKED = (View.SENT, View.IN_PROGRESS, View.RELEASED, View.WITHDRAWN, View.EXPIRED)


def part(actor: Actor, receipt: Receipt, request: TracingRequest) -> Reading[Part]:
    """Read the confirmation requests of a case, and what to do next across the border."""
    del receipt
    if not may(actor, Permission.ASK_LIST):
        return Part()
    scope = visible(actor, Permission.LINK_LIST, clock.now())
    asked, links = yield from together(
        _asked(actor, request),
        all_of(
            select(Link).where(linking.readable(scope), Link.request_id == request.id),
            Link.probability.desc(),
            Link.id,
        ),
    )
    return Part(_panel(asked), _next_act(actor, request, asked, links))


def _panel(asked: Sequence["_Asked"]) -> Panel:
    """Return the confirmation requests of a case, and who was told what through them."""
    return Panel(
        anchor="exchange",
        title=Text("Exchange"),
        template="exchange/panel.html",
        data=[(one.ask, VIEW_WORDS[one.view], country_name(one.ask.to_society)) for one in asked],
        count=len(asked) or None,
        is_empty=not asked,
        is_waiting=any(one.view in (View.RELEASED, View.WITHDRAWN) for one in asked),
        heard=[
            Heard(
                who=Text("%(country)s", country=country_name(one.ask.to_society)),
                what=Text("the fields of the confirmation request"),
                when=one.ask.sent_at,
                number=one.ask.number,
            )
            for one in asked
            if one.view in ASKED
        ],
    )


def _next_act(
    actor: Actor, request: TracingRequest, asked: Sequence["_Asked"], links: Sequence[Link]
) -> NextAct | None:
    """Return what to do next across the border: read an answer, approve, ask."""
    for one in asked:
        if one.view is View.WITHDRAWN and not one.is_acknowledged:
            return _act(one.ask, N_("Stop using what was taken back"), Pressing.ANSWER)
        if one.view is View.AWAITING_APPROVAL and may(actor, Permission.ASK_APPROVE):
            return _act(one.ask, N_("A confirmation request waits for approval"), Pressing.ANSWER)
    for one in asked:
        if one.view is View.RELEASED and one.is_news:
            pressing = Pressing.ANSWER if request.state in WORKING else Pressing.STEP
            return _act(one.ask, N_("Read the answer that came"), pressing)
        if one.view is View.DRAFT:
            return _act(one.ask, N_("Go on with a confirmation request"), Pressing.STEP)
    return _ask_about(links, {one.ask.link_id for one in asked})


def find_work(actor: Actor) -> Reading[list[Pending]]:
    """Read what waits across the border: answers, approvals, what others ask, releases."""
    parts = []
    if may(actor, Permission.ASK_LIST):
        parts.append(_asking_work(actor))
    if may(actor, Permission.INBOX_LIST):
        parts.append(_inbox_work(actor))
    found = yield from side_by_side(parts)
    return [one for own in found for one in own]


def _asking_work(actor: Actor) -> Reading[list[Pending]]:
    scope = where(visible(actor, Permission.ASK_LIST, clock.now()), ConfirmationRequest)
    asks = yield from queries.reading_asks(scope, PER_GROUP)
    releases, heard = yield from together(
        queries.reading_releases([ask.id for ask, _ in asks]),
        queries.reading_heard([ask.request_id for ask, _ in asks]),
    )
    found = []
    for ask, number in asks:
        one = _Asked(ask, releases[ask.id], heard[ask.request_id])
        title = _asking_title(actor, one)
        is_approval = one.view is View.AWAITING_APPROVAL
        if title:
            found.append(
                Pending(
                    WorkKind.APPROVALS if is_approval else WorkKind.ANSWERS,
                    number,
                    urgent=not is_approval and one.view is not View.DRAFT,
                    since=ask.changed_at,
                    thing=_ours(ask, title),
                )
            )
    return found


def _asking_title(actor: Actor, one: "_Asked") -> str:
    ask = one.ask
    is_owner = actor.user_id in (ask.owner_id, ask.created_by)
    if one.view is View.AWAITING_APPROVAL and may(actor, Permission.ASK_APPROVE):
        is_own = ask.created_by == actor.user_id
        return "" if is_own else N_("Approve a request to another society")
    if one.view is View.DRAFT and ask.created_by == actor.user_id:
        return N_("Go on with a request to another society")
    if one.view is View.RELEASED and is_owner and one.is_news:
        return N_("An answer came: read it, then tell the family")
    if one.view is View.WITHDRAWN and is_owner and not one.is_acknowledged:
        return N_("The person took back what they allowed")
    return ""


def _inbox_work(actor: Actor) -> Reading[list[Pending]]:
    scope = where(visible(actor, Permission.INBOX_LIST, clock.now()), ConfirmationRequest)
    found = []
    rows = yield from queries.reading_received(scope, PER_GROUP)
    for ask, answer in rows:
        title = _inbox_title(actor, ask, answer)
        is_release = answer is not None and answer.state is AnswerState.RELEASE_ASKED
        if title:
            found.append(
                Pending(
                    WorkKind.APPROVALS if is_release else WorkKind.ANSWERS,
                    ask.number,
                    urgent=ask.due_on < clock.now(),
                    due=ask.due_on.date(),
                    since=answer.changed_at if answer else ask.sent_at,
                    by=answer.accepted_by if answer and not is_release else None,
                    thing=_theirs(ask, title),
                )
            )
    return found


def _ours(ask: ConfirmationRequest, title: str) -> Nameless:
    return Nameless(
        Text(title),
        Text("Request %(number)s.", number=ask.number),
        _OPEN,
        href=f"/exchange/{ask.id}",
        case_href=f"/requests/{ask.request_id}",
        is_guarded=ask.sensitivity is not Sensitivity.NORMAL,
    )


def _theirs(ask: ConfirmationRequest, title: str) -> Nameless:
    return Nameless(
        Text(title),
        Text("Another society asks for a family."),
        _OPEN,
        href=f"/inbox/{ask.id}",
        is_guarded=ask.sensitivity is not Sensitivity.NORMAL,
    )


def _inbox_title(actor: Actor, ask: ConfirmationRequest, answer: ConfirmationAnswer | None) -> str:
    if ask.state is AskState.SENT:
        return N_("Another society asks about somebody you registered")
    if answer is None:
        return ""
    if answer.state is AnswerState.RELEASE_ASKED:
        may_release = (
            may(actor, Permission.RELEASE_APPROVE) and answer.interviewed_by != actor.user_id
        )
        return N_("Release what a person allowed") if may_release else ""
    working = (
        AnswerState.ACCEPTED,
        AnswerState.FOUND,
        AnswerState.IDENTIFIED,
        AnswerState.INTERVIEWED,
    )
    if answer.state in working and answer.accepted_by == actor.user_id:
        return N_("Go on with an interview")
    return ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request as the asker may see it: from it and its releases only."""

    ask: ConfirmationRequest
    releases: Sequence[Release]
    """Oldest first."""
    heard: datetime | None
    """When the family last heard from us."""

    @property
    def view(self) -> View:
        return view_of(self.ask, self.releases)

    @property
    def is_acknowledged(self) -> bool:
        return bool(self.releases) and self.releases[-1].acknowledged_at is not None

    @property
    def is_news(self) -> bool:
        """Whether the newest release came after the family last heard from us."""
        last = self.releases[-1].released_at if self.releases else None
        return last is not None and (self.heard is None or last > self.heard)


def _asked(actor: Actor, request: TracingRequest) -> Reading[list[_Asked]]:
    scope = where(visible(actor, Permission.ASK_LIST, clock.now()), ConfirmationRequest)
    query = select(ConfirmationRequest).where(scope, ConfirmationRequest.request_id == request.id)
    asks = yield from all_of(query, ConfirmationRequest.created_at, ConfirmationRequest.number)
    releases = yield from queries.reading_releases([ask.id for ask in asks])
    return [_Asked(ask, releases[ask.id], request.family_heard_at) for ask in asks]


def _ask_about(links: Sequence[Link], asked: set[object]) -> NextAct | None:
    foreign = [link for link in links if link.other_society != link.society_code]
    ready = [
        link
        for link in foreign
        if link.state in (LinkState.PROBABLE, LinkState.CONFIRMED) and link.id not in asked
    ]
    if ready:
        country = country_name(ready[0].other_society)
        return NextAct(
            say=Text("Ask %(country)s to confirm", country=country),
            why=Text("Only the fields that you choose are sent, after a supervisor’s approval."),
            act=Text("Write the request"),
            href=f"/exchange/new/{ready[0].id}",
            pressing=Pressing.ANSWER,
        )
    if foreign and not asked:
        country = country_name(foreign[0].other_society)
        return NextAct(
            say=Text("Ask %(country)s to confirm", country=country),
            why=Text(
                "Opens when a link is ‘probable’. A supervisor approves it before it is sent."
            ),
            pressing=Pressing.AT_LEISURE,
        )
    return None


def _act(ask: ConfirmationRequest, say: str, pressing: Pressing) -> NextAct:
    return NextAct(
        say=Text(say),
        why=Text("Request %(number)s.", number=ask.number),
        act=Text("Open the request"),
        href=f"/exchange/{ask.id}",
        pressing=pressing,
    )
