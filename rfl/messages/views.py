"""Pages of the sender's society: the list, one message, reading it, sending it, telling its end."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.messages import call_views, delivery_views, reading, sending, taking_views
from rfl.messages.acting import sheet_of
from rfl.messages.blueprint import deliveries, messages, services
from rfl.messages.document import Screening, handed_of
from rfl.messages.forms import ScreeningForm, ToldForm
from rfl.messages.queries import MessageFilter
from rfl.messages.rules import STATE_WORDS, Breach, MessageState, ReturnReason
from rfl.messages.sheet import Letterhead
from rfl.messages.steps import choices
from rfl.messages.words import (
    BREACH_WORDS,
    DONE_WORDS,
    KIND_WORDS,
    PHRASE_WORDS,
    REASON_WORDS,
    SCRIPT_WORDS,
    SHORT_STATES,
)
from rfl.persons.rules import RELATION_WORDS
from rfl.societies import service as societies
from rfl.societies.names import country_name, country_names, society_words
from rfl.tracing.dates import short_day
from rfl.web.doing import done
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.pictures import picture_of
from rfl.web.transaction import transaction

blueprints = (messages, deliveries, services)
rooms = (call_views, delivery_views, taking_views)
"""Imported for the pages that they hang on the blueprints."""


@messages.get("")
@requires(Permission.MESSAGE_LIST)
def index() -> ResponseReturnValue:
    """List messages; filters and page stand in the address."""
    actor, narrowed, number = current_actor(), _filter(), asked_page()
    with transaction() as session:
        found = reading.list_messages(
            session, actor, narrowed, limit=SIZE, offset=(number - 1) * SIZE
        )
        everything = sum(found.counts.values())
        total = found.counts.get(narrowed.state, 0) if narrowed.state else everything
        return render_template(
            "messages/index.html",
            found=found,
            page=Page(number, total),
            narrowed=narrowed,
            everything=everything,
            chips=SHORT_STATES,
            is_narrowed=bool(narrowed.state or narrowed.number),
            may_deliver=may(actor, Permission.DELIVERY_LIST),
            may_count=may(actor, Permission.SERVICE_LOG),
            may_write=may(actor, Permission.MESSAGE_CREATE),
            societies=country_names(),
            **words(),
        )


@messages.get("/<uuid:message_id>")
@requires(Permission.MESSAGE_READ)
def show(message_id: UUID) -> ResponseReturnValue:
    """Show one message: what it says, where it stands, what comes next."""
    actor = current_actor()
    with transaction() as session:
        page = reading.read(session, actor, message_id)
        country = country_name(page.row.to_society)
        return render_template(
            "messages/show.html",
            page=page,
            row=page.row,
            message=page.document,
            country=country,
            choices=choices(page, actor, country),
            short_day=short_day,
            picture="messages.page",
            may_follow_case=may(actor, Permission.REQUEST_LIST),
            **words(),
        )


@messages.get("/<uuid:message_id>/pages/<int:place>")
@requires(Permission.MESSAGE_READ)
def page(message_id: UUID, place: int) -> ResponseReturnValue:
    """Show one page of a paper message."""
    with transaction() as session:
        found = reading.picture(session, current_actor(), message_id, place)
    return picture_of(found)


@messages.get("/<uuid:message_id>/sheet")
@requires(Permission.MESSAGE_READ)
def print_sheet(message_id: UUID) -> ResponseReturnValue:
    """Give the message on paper, without addresses."""
    with transaction() as session:
        row, document, pages = reading.printed(session, current_actor(), message_id)
        name = society_words(societies.society(session, row.society_code).name)
        head = Letterhead(row.number, name, row.created_at)
    return sheet_of(head, handed_of(document), pages)


@messages.get("/<uuid:message_id>/screen")
@requires(Permission.MESSAGE_SCREEN)
def screen_page(message_id: UUID) -> ResponseReturnValue:
    """Show a message with what does not belong into one, point by point."""
    return _screen_page(message_id, ScreeningForm(formdata=None))


@messages.post("/<uuid:message_id>/screen")
@requires(Permission.MESSAGE_SCREEN)
def screen(message_id: UUID) -> ResponseReturnValue:
    """Let a message go, or send it back."""
    form, actor = ScreeningForm(), current_actor()
    sends_back = request.form.get("go") == "back"
    screening = Screening(
        found=form.found(),
        reasons=tuple(
            ReturnReason(one) for one in form.reasons.data or () if one in set(ReturnReason)
        ),
        words=(form.words.data or "").strip(),
        helped_by=(form.helped_by.data or "").strip(),
    )

    def do(session: Session) -> None:
        if sends_back:
            sending.send_back(session, actor, message_id, screening)
        else:
            sending.screen(session, actor, message_id, screening, is_read=bool(form.read.data))

    whole = sends_back or form.is_whole()
    if whole and done(form, do):
        flash(_("Sent back, with your reason.") if sends_back else _("Read. It may be sent off."))
        return redirect(url_for("messages.show", message_id=message_id), code=303)
    return _screen_page(message_id, form), 422


@messages.post("/<uuid:message_id>/dispatch")
@requires(Permission.MESSAGE_SCREEN)
def dispatch(message_id: UUID) -> ResponseReturnValue:
    """Send a message off."""
    with transaction() as session:
        sending.dispatch(session, current_actor(), message_id)
    flash(_("Sent off. The society there sees it now."))
    return redirect(url_for("messages.show", message_id=message_id), code=303)


@messages.get("/<uuid:message_id>/told")
@requires(Permission.MESSAGE_WRITE)
def told_page(message_id: UUID) -> ResponseReturnValue:
    """Ask how the sender was told."""
    return _told_page(message_id, ToldForm(formdata=None))


@messages.post("/<uuid:message_id>/told")
@requires(Permission.MESSAGE_WRITE)
def told(message_id: UUID) -> ResponseReturnValue:
    """Write down that the sender was told what became of the message."""
    form = ToldForm()

    def do(session: Session) -> None:
        sending.tell(session, current_actor(), message_id, form.words.data or "")

    if done(form, do):
        flash(_("Written down: the sender knows."))
        return redirect(url_for("messages.show", message_id=message_id), code=303)
    return _told_page(message_id, form), 422


def words() -> Mapping[str, object]:
    """Return the words that the pages of messages are said in."""
    return {
        "state_words": STATE_WORDS,
        "kind_words": KIND_WORDS,
        "phrase_words": PHRASE_WORDS,
        "script_words": SCRIPT_WORDS,
        "relations": RELATION_WORDS,
        "breaches": BREACH_WORDS,
        "reasons": REASON_WORDS,
        "done_words": DONE_WORDS,
        "countries": country_names(),
    }


def _screen_page(message_id: UUID, form: ScreeningForm) -> str:
    with transaction() as session:
        found = reading.read(session, current_actor(), message_id, Permission.MESSAGE_SCREEN)
        return render_template(
            "messages/screen.html",
            form=form,
            points=[form[one.value] for one in Breach],
            page=found,
            row=found.row,
            message=found.document,
            picture="messages.page",
            **words(),
        )


def _told_page(message_id: UUID, form: ToldForm) -> str:
    with transaction() as session:
        found = reading.read(session, current_actor(), message_id, Permission.MESSAGE_WRITE)
        return render_template(
            "messages/told.html",
            form=form,
            page=found,
            row=found.row,
            message=found.document,
            is_delivered=found.view is MessageState.DELIVERED,
            **words(),
        )


def _filter() -> MessageFilter:
    asked = request.args.get("state", "")
    state = MessageState(asked) if asked in {one.value for one in SHORT_STATES} else None
    return MessageFilter(state=state, number=request.args.get("number", "").strip()[:30])
