"""What the consent gate shows on a case's page and in My work. Only what the asker may see."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.filters import where
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.exchange import queries
from rfl.exchange.asking import view_of
from rfl.exchange.models import ConfirmationAnswer, ConfirmationRequest
from rfl.exchange.rules import VIEW_WORDS, AnswerState, AskState, View
from rfl.linking import queries as linking
from rfl.linking.rules import LinkState
from rfl.societies import service as societies
from rfl.text import N_, Text
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import Heard, NextAct, Panel, Pressing
from rfl.tracing.work import PER_SOURCE, WorkItem, WorkKind

ASKED = (View.SENT, View.IN_PROGRESS, View.RELEASED, View.WITHDRAWN, View.EXPIRED)


def panel(
    session: Session, actor: Actor, receipt: Receipt, request: TracingRequest
) -> Panel | None:
    """Return the confirmation requests of a case, and who was told what through them."""
    del receipt
    if not may(actor, Permission.ASK_LIST):
        return None
    asks = _asks(session, actor, request)
    countries = {s.code: s.country for s in societies.societies(session)}
    views = [(ask, view_of(session, ask)) for ask in asks]
    return Panel(
        anchor="exchange",
        title=Text("Exchange"),
        template="exchange/panel.html",
        data=[(ask, VIEW_WORDS[view], countries[ask.to_society]) for ask, view in views],
        count=len(asks) or None,
        is_waiting=any(view in (View.RELEASED, View.WITHDRAWN) for _, view in views),
        heard=[
            Heard(
                who=Text("%(country)s", country=countries[ask.to_society]),
                what=Text("the fields of the confirmation request"),
                when=ask.sent_at,
                number=ask.number,
            )
            for ask, view in views
            if view in ASKED
        ],
    )


def next_act(
    session: Session, actor: Actor, receipt: Receipt, request: TracingRequest
) -> NextAct | None:
    """Return what to do next across the border: read an answer, approve, ask."""
    del receipt
    if not may(actor, Permission.ASK_LIST):
        return None
    asks = [(ask, view_of(session, ask)) for ask in _asks(session, actor, request)]
    for ask, view in asks:
        if view is View.WITHDRAWN and not _is_acknowledged(session, ask):
            return _act(ask, N_("Stop using what was taken back"), Pressing.ANSWER)
        if view is View.AWAITING_APPROVAL and may(actor, Permission.ASK_APPROVE):
            return _act(ask, N_("A confirmation request waits for approval"), Pressing.ANSWER)
    for ask, view in asks:
        if view is View.RELEASED and request.family_heard_at and _is_news(session, ask, request):
            return _act(ask, N_("Read the answer that came"), Pressing.ANSWER)
        if view is View.DRAFT:
            return _act(ask, N_("Go on with a confirmation request"), Pressing.STEP)
    return _ask_about(session, actor, request, {ask.link_id for ask, _ in asks})


def work(session: Session, actor: Actor, receipt: Receipt) -> list[WorkItem]:
    """Return what waits across the border: answers, approvals, what others ask, releases."""
    del receipt
    items: list[WorkItem] = []
    if may(actor, Permission.ASK_LIST):
        items += _asking_work(session, actor)
    if may(actor, Permission.INBOX_LIST):
        items += _inbox_work(session, actor)
    return items[:PER_SOURCE]


def _asking_work(session: Session, actor: Actor) -> list[WorkItem]:
    scope = where(visible(actor, Permission.ASK_LIST, clock.now()), ConfirmationRequest)
    items = []
    for ask, number in queries.asks(session, scope, PER_SOURCE, 0):
        view = view_of(session, ask)
        is_owner = actor.user_id in (ask.owner_id, ask.created_by)
        if view is View.AWAITING_APPROVAL and may(actor, Permission.ASK_APPROVE):
            if ask.created_by != actor.user_id:
                items.append(
                    _item(
                        ask, number, WorkKind.APPROVALS, N_("Approve a request to another society")
                    )
                )
        elif view is View.RELEASED and is_owner and not _was_told(session, ask):
            items.append(
                _item(
                    ask,
                    number,
                    WorkKind.ANSWERS,
                    N_("An answer came: read it, then tell the family"),
                )
            )
        elif view is View.WITHDRAWN and is_owner and not _is_acknowledged(session, ask):
            items.append(
                _item(ask, number, WorkKind.ANSWERS, N_("The person took back what they allowed"))
            )
    return items


def _inbox_work(session: Session, actor: Actor) -> list[WorkItem]:
    scope = where(visible(actor, Permission.INBOX_LIST, clock.now()), ConfirmationRequest)
    items = []
    for ask, answer in queries.received(session, scope, PER_SOURCE, 0):
        title = _inbox_title(actor, ask, answer)
        if title:
            kind = (
                WorkKind.APPROVALS
                if answer and answer.state is AnswerState.RELEASE_ASKED
                else WorkKind.ANSWERS
            )
            items.append(
                WorkItem(
                    kind=kind,
                    title=Text(title),
                    why=Text("Another society asks for a family."),
                    case_no=ask.number,
                    href=f"/inbox/{ask.id}",
                    act=Text("Open the request"),
                    due=ask.due_on.date(),
                    urgent=ask.due_on < clock.now(),
                    is_guarded=ask.sensitivity is not Sensitivity.NORMAL,
                )
            )
    return items


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


def _asks(session: Session, actor: Actor, request: TracingRequest) -> Sequence[ConfirmationRequest]:
    scope = where(visible(actor, Permission.ASK_LIST, clock.now()), ConfirmationRequest)
    query = select(ConfirmationRequest).where(scope, ConfirmationRequest.request_id == request.id)
    return session.scalars(query.order_by(ConfirmationRequest.number)).all()


def _ask_about(
    session: Session, actor: Actor, request: TracingRequest, asked: set[object]
) -> NextAct | None:
    scope = visible(actor, Permission.LINK_LIST, clock.now())
    links = linking.links_of_request(session, scope, request.id)
    foreign = [link for link in links if link.other_society != link.society_code]
    ready = [
        link
        for link in foreign
        if link.state in (LinkState.PROBABLE, LinkState.CONFIRMED) and link.id not in asked
    ]
    if ready:
        country = societies.society(session, ready[0].other_society).country
        return NextAct(
            say=Text("Ask %(country)s to confirm", country=country),
            why=Text("Only the fields that you choose are sent, after a supervisor’s approval."),
            act=Text("Write the request"),
            href=f"/exchange/new/{ready[0].id}",
            pressing=Pressing.ANSWER,
        )
    if foreign and not asked:
        country = societies.society(session, foreign[0].other_society).country
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


def _item(ask: ConfirmationRequest, number: str, kind: WorkKind, title: str) -> WorkItem:
    return WorkItem(
        kind=kind,
        title=Text(title),
        why=Text("Request %(number)s.", number=ask.number),
        case_no=number,
        href=f"/exchange/{ask.id}",
        act=Text("Open the request"),
        since=ask.changed_at,
        case_href=f"/requests/{ask.request_id}",
        is_guarded=ask.sensitivity is not Sensitivity.NORMAL,
    )


def _is_acknowledged(session: Session, ask: ConfirmationRequest) -> bool:
    row = queries.last_release(session, ask.id)
    return row is not None and row.acknowledged_at is not None


def _is_news(session: Session, ask: ConfirmationRequest, request: TracingRequest) -> bool:
    """Tell whether the release came after the family last heard from us."""
    row = queries.last_release(session, ask.id)
    heard = request.family_heard_at
    return row is not None and (heard is None or row.released_at > heard)


def _was_told(session: Session, ask: ConfirmationRequest) -> bool:
    return not _is_news(session, ask, session.get_one(TracingRequest, ask.request_id))
