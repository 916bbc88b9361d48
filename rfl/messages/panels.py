"""What messages show on the page of a case and of a person, and in My work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.rules import Actor, Permission, Sensitivity, may, visible
from rfl.audit.service import Receipt
from rfl.db.rounds import Reading, ask, side_by_side, together
from rfl.messages import queries, records
from rfl.messages.document import Handed, MessageDocument
from rfl.messages.models import FamilyMessage, MessageDelivery
from rfl.messages.reading import MessageRow, opening_rows
from rfl.messages.records import view_of
from rfl.messages.rules import STATE_WORDS, MessageState
from rfl.persons.sections import PersonSection
from rfl.societies.names import country_names
from rfl.text import N_, Text
from rfl.tracing.models import TracingRequest
from rfl.tracing.panels import NextAct, Panel, Part, Pressing
from rfl.tracing.work import PER_GROUP, Name, Pending, WorkItem, WorkKind, spoken

_S = MessageState


@dataclass(frozen=True, slots=True)
class Shown:
    """What the template of a panel draws: messages sent, and messages brought to them."""

    sent: Sequence[MessageRow]
    brought: Sequence[MessageDelivery]
    countries: Mapping[str, str]
    state_words: Mapping[MessageState, str]
    new_href: str
    safe_href: str


def part(actor: Actor, receipt: Receipt, request: TracingRequest) -> Reading[Part]:
    """Read the messages of a case, and what to do with them next."""
    if not may(actor, Permission.MESSAGE_LIST):
        return Part()
    whose = or_(
        FamilyMessage.request_id == request.id, FamilyMessage.person_id == request.enquirer_id
    )
    shown = yield from _shown(actor, receipt, whose, request.enquirer_id, f"request={request.id}")
    panel = Panel(
        anchor="messages",
        title=Text("Messages"),
        template="messages/panel.html",
        data=shown,
        count=len(shown.sent) + len(shown.brought) or None,
        is_empty=not (shown.sent or shown.brought),
        is_waiting=any(_tells(one.row) for one in shown.sent),
    )
    return Part(panel, _next_act(actor, shown))


def person_section(
    session: Session, actor: Actor, receipt: Receipt, person_id: UUID
) -> PersonSection | None:
    """Return the messages of a person: sent by them, and brought to them."""
    if not may(actor, Permission.MESSAGE_LIST):
        return None
    whose = FamilyMessage.person_id == person_id
    shown = ask(session, _shown(actor, receipt, whose, person_id, f"person={person_id}"))
    return PersonSection("messages", Text("Messages"), "messages/panel.html", shown)


def find_work(actor: Actor) -> Reading[list[Pending]]:
    """Read what waits: to read, to change, to send off, to bring, to tell. Opens nothing."""
    parts = []
    if may(actor, Permission.MESSAGE_SCREEN):
        parts.append(_sending_work(actor))
    if may(actor, Permission.DELIVERY_WORK):
        parts.append(_delivery_work(actor))
    found = yield from side_by_side(parts)
    return [one for own in found for one in own]


_TO_SCREEN = (
    N_("Read a family message before it goes"),
    N_("A colleague wrote it down. Four points to look at."),
    N_("Read the message"),
)
_TO_CHANGE = (
    N_("Change a family message, as its reader asks"),
    N_("Speak with the sender: it is their message."),
    N_("Change the message"),
)
_TO_DISPATCH = (
    N_("Send a family message off"),
    N_("It was read, and may go."),
    N_("Open the message"),
)
_TO_TELL = (
    N_("Tell a sender that the message arrived"),
    N_("They wait to hear it."),
    N_("Tell the sender"),
)
_TO_GIVE_BACK = (
    N_("Tell a sender that the message could not be delivered"),
    N_("It says nothing of the addressee. They may know more of the address."),
    N_("Tell the sender"),
)
_TO_BRING = (
    N_("Bring a family message to somebody"),
    N_("It came from another colleague or society."),
    N_("Open the message"),
)


@dataclass(frozen=True, slots=True)
class _Waits:
    """A message with which something is to be done: title, reason and act, and where."""

    row: FamilyMessage | MessageDelivery
    words: tuple[str, str, str]
    href: str


def show_work(receipt: Receipt, pending: Sequence[Pending]) -> Reading[list[WorkItem]]:
    """Read messages as My work shows them: from whom to whom, so that each is known apart."""
    things = [cast("_Waits", one.thing) for one in pending]
    sent = [one.row for one in things if isinstance(one.row, FamilyMessage)]
    brought = [one.row for one in things if isinstance(one.row, MessageDelivery)]
    documents, handed = yield from together(
        records.opening_messages(receipt, sent), records.opening_handed(receipt, brought)
    )
    opened: dict[UUID, MessageDocument | Handed] = {
        row.id: document for row, document in zip(sent, documents, strict=True)
    }
    opened |= {row.id: one for row, one in zip(brought, handed, strict=True)}
    return [
        _item(one, thing, opened[thing.row.id]) for one, thing in zip(pending, things, strict=True)
    ]


def _item(pending: Pending, thing: _Waits, document: MessageDocument | Handed) -> WorkItem:
    title, why, act = spoken(thing.words)
    return pending.shown(
        title=title,
        why=Text(
            "From %(sender)s to %(addressee)s. %(why)s",
            sender=Name(document.sender.name),
            addressee=Name(document.addressee.name),
            why=why,
        ),
        href=thing.href,
        act=act,
        is_guarded=thing.row.sensitivity is not Sensitivity.NORMAL,
    )


def _sending_work(actor: Actor) -> Reading[list[Pending]]:
    scope, now = visible(actor, Permission.MESSAGE_LIST, clock.now()), clock.now()
    view = queries.view_at(now)
    waiting = (_S.COLLECTED, _S.RETURNED_FOR_EDIT, _S.SCREENED, _S.DELIVERED, _S.UNDELIVERABLE)
    rows = yield from queries.reading_messages(
        scope,
        view.in_([one.value for one in waiting]),
        or_(FamilyMessage.told_at.is_(None), FamilyMessage.state == _S.DISPATCHED),
        most=PER_GROUP,
    )
    found = [(row, _words_of(actor, row)) for row in rows]
    return [_pending(row, *words) for row, words in found if words is not None]


def _words_of(actor: Actor, row: FamilyMessage) -> tuple[tuple[str, str, str], str] | None:
    """Return what the actor is to do with a message, and on which of its pages."""
    wrote = actor.user_id in (row.created_by, row.written_by)
    view = view_of(row)
    if view is _S.COLLECTED:
        return None if wrote else (_TO_SCREEN, "/screen")
    if view is _S.RETURNED_FOR_EDIT:
        return (_TO_CHANGE, "/edit") if wrote or row.owner_id == actor.user_id else None
    if view is _S.SCREENED:
        return _TO_DISPATCH, ""
    if row.told_at is not None:
        return None
    return (_TO_TELL if view is _S.DELIVERED else _TO_GIVE_BACK), "/told"


def _pending(row: FamilyMessage, words: tuple[str, str, str], path: str) -> Pending:
    since = row.reported_at if view_of(row) is _S.DELIVERED else row.changed_at
    thing = _Waits(row, words, f"/messages/{row.id}{path}")
    by = row.screened_by if row.state in (_S.SCREENED, _S.RETURNED_FOR_EDIT) else None
    return Pending(WorkKind.MESSAGES, row.number, since=since, by=by, thing=thing)


def _delivery_work(actor: Actor) -> Reading[list[Pending]]:
    scope = visible(actor, Permission.DELIVERY_LIST, clock.now())
    rows = yield from queries.deliveries_to_do(scope, PER_GROUP)
    return [
        Pending(
            WorkKind.MESSAGES,
            row.number,
            due=row.tries_until.date(),
            since=row.created_at,
            by=row.created_by,
            thing=_Waits(row, _TO_BRING, f"/deliveries/{row.id}"),
        )
        for row in rows
        if row.owner_id in (None, actor.user_id) and row.tries_until > clock.now()
    ]


def _shown(  # a reader, what is theirs, and where one more is begun
    actor: Actor,
    receipt: Receipt,
    whose: ColumnElement[bool],
    person_id: UUID,
    asked: str,
) -> Reading[Shown]:
    now = clock.now()
    sent, brought = yield from together(
        queries.reading_messages(visible(actor, Permission.MESSAGE_LIST, now), whose),
        queries.reading_deliveries(
            visible(actor, Permission.DELIVERY_LIST, now), MessageDelivery.person_id == person_id
        ),
    )
    opened = yield from opening_rows(receipt, sent)
    may_write = may(actor, Permission.MESSAGE_CREATE)
    return Shown(
        sent=opened,
        brought=brought,
        countries=country_names(),
        state_words=STATE_WORDS,
        new_href=f"/messages/new?{asked}" if may_write else "",
        safe_href=f"/messages/safe-and-well?{asked}" if may_write else "",
    )


def _tells(row: FamilyMessage) -> bool:
    """Tell whether there is something that the sender does not know yet."""
    return row.told_at is None and view_of(row) in (_S.DELIVERED, _S.UNDELIVERABLE)


def _next_act(actor: Actor, shown: Shown) -> NextAct | None:
    """Return what to do next in the case: read an answer, or tell the sender."""
    waiting = [one for one in shown.brought if one.state in (_S.DISPATCHED, _S.ATTEMPTED)]
    if waiting and may(actor, Permission.DELIVERY_WORK):
        return NextAct(
            Text("Bring them a message that came"),
            Text("Message %(number)s.", number=waiting[0].number),
            Text("Open the message"),
            f"/deliveries/{waiting[0].id}",
            Pressing.ANSWER,
        )
    for one in shown.sent:
        if _tells(one.row) and may(actor, Permission.MESSAGE_WRITE):
            return NextAct(
                Text("Tell the sender what became of the message"),
                Text("Message %(number)s.", number=one.row.number),
                Text("Tell the sender"),
                f"/messages/{one.row.id}/told",
                Pressing.ANSWER,
            )
    return None
