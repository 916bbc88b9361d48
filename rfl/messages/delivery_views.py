"""Pages of the society that brings a message: the list, one delivery, what happened, the answer."""

from collections.abc import Callable, Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access import service as access
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, Sensitivity, may
from rfl.errors import RuleBrokenError
from rfl.messages import delivering, reading
from rfl.messages.acting import pictures, sheet_of
from rfl.messages.blueprint import deliveries
from rfl.messages.checks import check_reply
from rfl.messages.delivering import Reached, Reply
from rfl.messages.document import Attempt
from rfl.messages.forms import (
    AttemptForm,
    CarrierForm,
    GiveUpForm,
    ReachedForm,
    ReplyForm,
    TieForm,
)
from rfl.messages.rules import (
    PAPER_REASONS,
    STATE_WORDS,
    TO_DELIVER,
    Handing,
    Leave,
    MessageState,
    TryOutcome,
    Undeliverable,
)
from rfl.messages.sheet import Letterhead
from rfl.messages.taking_down import id_of, relation_of, script_of, text
from rfl.messages.words import (
    DONE_WORDS,
    HANDING_WORDS,
    KIND_WORDS,
    LEAVE_WORDS,
    PHRASE_WORDS,
    SCRIPT_WORDS,
    TRY_WORDS,
    UNDELIVERABLE_WORDS,
)
from rfl.persons.rules import RELATION_WORDS
from rfl.societies import service as societies
from rfl.societies.names import country_name, country_names, society_words
from rfl.text import N_
from rfl.tracing.dates import short_day
from rfl.web.choices import options
from rfl.web.doing import done
from rfl.web.forms import BaseForm
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.pictures import picture_of
from rfl.web.transaction import transaction

SHOWN: Mapping[str, tuple[str, tuple[MessageState, ...]]] = {
    "open": (N_("To bring"), tuple(TO_DELIVER)),
    "delivered": (N_("Delivered"), (MessageState.DELIVERED,)),
    "given_up": (N_("Given up"), (MessageState.UNDELIVERABLE,)),
    "all": (N_("All"), ()),
}
"""The chips over the list: a word for the address, a word for people, and the states."""


@deliveries.get("")
@requires(Permission.DELIVERY_LIST)
def index() -> ResponseReturnValue:
    """List messages that this society brings to somebody."""
    actor, number = current_actor(), asked_page()
    shown = request.args.get("show", "")
    shown = shown if shown in SHOWN else "open"
    with transaction() as session:
        found = reading.list_deliveries(
            session, actor, SHOWN[shown][1], limit=SIZE, offset=(number - 1) * SIZE
        )
        totals = {
            key: sum(found.counts.get(state, 0) for state in states or MessageState)
            for key, (_words, states) in SHOWN.items()
        }
        return render_template(
            "messages/deliveries.html",
            found=found,
            page=Page(number, totals[shown]),
            shown=shown,
            chips=SHOWN,
            totals=totals,
            now=clock.now(),
            societies=country_names(),
            may_list_messages=may(actor, Permission.MESSAGE_SCREEN),
            **words(),
        )


@deliveries.get("/<uuid:delivery_id>")
@requires(Permission.DELIVERY_READ)
def show(delivery_id: UUID) -> ResponseReturnValue:
    """Show one message that this society brings, and what to do with it."""
    return _page(delivery_id)


@deliveries.get("/<uuid:delivery_id>/pages/<int:place>")
@requires(Permission.DELIVERY_READ)
def page(delivery_id: UUID, place: int) -> ResponseReturnValue:
    """Show one page of a paper message."""
    with transaction() as session:
        found = reading.delivery_picture(session, current_actor(), delivery_id, place)
    return picture_of(found)


@deliveries.get("/<uuid:delivery_id>/sheet")
@requires(Permission.DELIVERY_READ)
def print_sheet(delivery_id: UUID) -> ResponseReturnValue:
    """Give the message on paper, to be handed over: no address stands on it."""
    with transaction() as session:
        row, handed, pages = reading.printed_delivery(session, current_actor(), delivery_id)
        name = society_words(societies.society(session, row.from_society).name)
        head = Letterhead(row.number, name, row.created_at)
    return sheet_of(head, handed, pages)


@deliveries.post("/<uuid:delivery_id>/attempt")
@requires(Permission.DELIVERY_WORK)
def attempt(delivery_id: UUID) -> ResponseReturnValue:
    """Write down that somebody went and did not reach the addressee."""
    form = AttemptForm()

    def do(session: Session) -> None:
        one = Attempt(
            day=form.day.data or clock.today(),
            place=text(form.place),
            how=text(form.how),
            by=text(form.by),
            outcome=TryOutcome(form.outcome.data),
            words=text(form.words),
        )
        delivering.attempt(session, current_actor(), delivery_id, one)

    told = _("Written down. The sender’s society sees nothing of it.")
    return _acted(delivery_id, form, do, told, attempt_form=form)


@deliveries.post("/<uuid:delivery_id>/reached")
@requires(Permission.DELIVERY_WORK)
def reached(delivery_id: UUID) -> ResponseReturnValue:
    """Write down that the message reached its addressee, and what the sender may know."""
    form = ReachedForm()

    def do(session: Session) -> None:
        one = Reached(
            handing=Handing(form.handing.data),
            day=form.handed_day.data or clock.today(),
            where=text(form.where),
            by=text(form.handed_by),
            leave=form.may_know(),
            guardian=text(form.guardian),
            words=text(form.notes),
        )
        delivering.hand_over(session, current_actor(), delivery_id, one)

    told = (
        _("Written down. The sender’s society sees that it arrived, and no more.")
        if form.leave.data == Leave.ARRIVED
        else _("Written down. For the sender’s society the message is still on its way.")
    )
    return _acted(delivery_id, form, do, told, reached_form=form)


@deliveries.post("/<uuid:delivery_id>/give-up")
@requires(Permission.DELIVERY_WORK)
def give_up(delivery_id: UUID) -> ResponseReturnValue:
    """Give a delivery up."""
    form = GiveUpForm()

    def do(session: Session) -> None:
        reason = Undeliverable(form.reason.data)
        delivering.give_up(session, current_actor(), delivery_id, reason, text(form.more))

    crosses = form.reason.data in set(PAPER_REASONS)
    told = (
        _("Given up. The sender’s society sees why, and tells the sender.")
        if crosses
        else _("Given up. The sender’s society sees it when its time is over, and no reason.")
    )
    return _acted(delivery_id, form, do, told, give_up_form=form)


@deliveries.post("/<uuid:delivery_id>/person")
@requires(Permission.DELIVERY_WORK)
def tie(delivery_id: UUID) -> ResponseReturnValue:
    """Say which registered person the addressee is."""
    form = TieForm()

    def do(session: Session) -> None:
        delivering.tie_person(session, current_actor(), delivery_id, form.number.data or "")

    return _acted(delivery_id, form, do, _("Written down."), tie_form=form)


@deliveries.post("/<uuid:delivery_id>/carrier")
@requires(Permission.DELIVERY_WORK)
def assign(delivery_id: UUID) -> ResponseReturnValue:
    """Hand a delivery to a colleague."""
    form = CarrierForm()
    form.carrier.validate_choice = False  # the service knows who delivers messages

    def do(session: Session) -> None:
        user_id = id_of(form.carrier.data)
        if user_id is None:
            raise RuleBrokenError("Choose a colleague of your society who delivers messages.")
        delivering.assign(session, current_actor(), delivery_id, user_id)

    return _acted(delivery_id, form, do, _("Handed to your colleague."), carrier_form=form)


@deliveries.get("/<uuid:delivery_id>/reply")
@requires(Permission.DELIVERY_WORK)
def reply_page(delivery_id: UUID) -> ResponseReturnValue:
    """Show the form on which the addressee's answer is taken down."""
    return _reply_page(delivery_id, ReplyForm(formdata=None))


@deliveries.post("/<uuid:delivery_id>/reply")
@requires(Permission.DELIVERY_WORK)
def reply(delivery_id: UUID) -> ResponseReturnValue:
    """Keep the addressee's answer as a new message, tied to the first."""
    form = ReplyForm()
    pages = pictures(form) if form.validate() else None
    if pages is None:
        return _reply_page(delivery_id, form), 422

    def do(session: Session) -> None:
        answer = Reply(
            text=text(form.text),
            pages=pages,
            language=text(form.language),
            script=script_of(form.script.data, text(form.text)),
            relation=relation_of(form.relation.data),
            once=form.once.value,
        )
        delivering.take_reply(session, current_actor(), delivery_id, answer)

    if done(form, do):
        flash(_("The answer is kept, sealed. A colleague reads it before it is sent off."))
        return redirect(url_for("deliveries.show", delivery_id=delivery_id), code=303)
    return _reply_page(delivery_id, form), 422


def words() -> Mapping[str, object]:
    """Return the words that the pages of deliveries are said in."""
    return {
        "state_words": STATE_WORDS,
        "kind_words": KIND_WORDS,
        "phrase_words": PHRASE_WORDS,
        "script_words": SCRIPT_WORDS,
        "relations": RELATION_WORDS,
        "try_words": TRY_WORDS,
        "handing_words": HANDING_WORDS,
        "leave_words": LEAVE_WORDS,
        "undeliverable_words": UNDELIVERABLE_WORDS,
        "done_words": DONE_WORDS,
        "countries": country_names(),
    }


def _acted(
    delivery_id: UUID,
    form: BaseForm,
    do: Callable[[Session], None],
    told: str,
    **forms: BaseForm,
) -> ResponseReturnValue:
    if done(form, do):
        flash(told)
        return redirect(url_for("deliveries.show", delivery_id=delivery_id), code=303)
    return _page(delivery_id, **forms), 422


def _page(delivery_id: UUID, **filled: BaseForm) -> str:
    actor = current_actor()
    with transaction() as session:
        found = reading.read_delivery(session, actor, delivery_id)
        forms: dict[str, BaseForm] = {
            "attempt_form": AttemptForm(formdata=None, day=clock.today()),
            "reached_form": ReachedForm(formdata=None, handed_day=clock.today()),
            "give_up_form": GiveUpForm(formdata=None),
            "tie_form": TieForm(formdata=None),
            "carrier_form": CarrierForm(formdata=None),
            **filled,
        }
        people = delivering.carriers(session, actor.society)
        names = access.staff_names(session, found.receipt, people)
        forms["carrier_form"]["carrier"].choices = options(
            (str(one), name) for one, name in sorted(names.items(), key=lambda pair: pair[1])
        )
        return render_template(
            "messages/delivery.html",
            page=found,
            row=found.row,
            message=found.handed,
            work=found.work,
            forms=forms,
            country=country_name(found.row.from_society),
            short_day=short_day,
            picture="deliveries.page",
            to_deliver=TO_DELIVER,
            is_over=clock.now() >= found.row.tries_until,
            is_close=found.row.sensitivity is not Sensitivity.NORMAL,
            may_tie=may(actor, Permission.PERSON_READ),
            **words(),
        )


def _reply_page(delivery_id: UUID, form: ReplyForm) -> str:
    with transaction() as session:
        found = reading.read_delivery(session, current_actor(), delivery_id)
        return render_template(
            "messages/reply.html",
            form=form,
            page=found,
            row=found.row,
            message=found.handed,
            work=found.work,
            problem=_why_no_reply(found),
            **words(),
        )


def _why_no_reply(found: reading.Bringing) -> str:
    try:
        check_reply(found.work.handing, found.work.leave)
    except RuleBrokenError as error:
        return str(say(error.sentence))
    return ""
