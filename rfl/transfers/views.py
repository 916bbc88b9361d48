"""Pages of the society that offers a case: the list, the offer, and what becomes of it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission, may
from rfl.directory import service as directory
from rfl.directory.rules import HELP_WORDS, HelpKind
from rfl.societies import service as societies
from rfl.societies.names import country_name, country_names
from rfl.tracing.words import CAUSE_WORDS
from rfl.transfers import answering, handing_over, offering, together
from rfl.transfers.forms import HandOverForm, NoteForm, OfferForm
from rfl.transfers.offering import NewOffer
from rfl.transfers.rules import (
    AGE_WORDS,
    DECLINE_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    URGENCY_WORDS,
    OfferKind,
    OfferState,
    Side,
    Urgency,
)
from rfl.web.choices import options
from rfl.web.doing import done
from rfl.web.forms import BaseForm
from rfl.web.transaction import transaction

blueprint = Blueprint("transfers", __name__)

SHOWN = 100
"""Offers of each side on the list: the newest; older ones stand on their case's page."""

CALL_FIRST = frozenset({HelpKind.TRACING})
"""Whom to call in the other country before a case is offered."""


@blueprint.get("/transfers")
@requires(Permission.TRANSFER_LIST)
def index() -> ResponseReturnValue:
    """List what others offer us, and what we offered. No name stands in it."""
    actor = current_actor()
    with transaction() as session:
        received = answering.list_received(session, actor, limit=SHOWN)
        return render_template(
            "transfers/index.html",
            received=[one for one in received if one.row.created_by != actor.user_id],
            own=offering.list_own(session, actor, limit=SHOWN),
            sites=site_names(session),
            **words(),
        )


@blueprint.get("/requests/<uuid:request_id>/offer")
@requires(Permission.TRANSFER_OFFER)
def choose(request_id: UUID) -> ResponseReturnValue:
    """Ask to whom a case is offered; then show what they would see, and ask why."""
    to = request.args.get("to", "")[:2]
    if to:
        return _offer_page(request_id, to, OfferForm(formdata=None))
    actor = current_actor()
    with transaction() as session:
        others = [one.code for one in societies.societies(session)]
        names = country_names()
        return render_template(
            "transfers/choose.html",
            case=offering.to_offer(session, actor, request_id),
            own=actor.society,
            societies=sorted((names[one], one) for one in others if one != actor.society),
        )


@blueprint.post("/requests/<uuid:request_id>/offer/<to>")
@requires(Permission.TRANSFER_OFFER)
def offer(request_id: UUID, to: str) -> ResponseReturnValue:
    """Offer a case."""
    form = OfferForm()
    _branches(form)

    def do(session: Session) -> None:
        offering.offer(session, current_actor(), request_id, _new(form, to))

    if done(form, do, "why"):
        flash(_("Offered. You hear of the answer in My work; until then the case stays yours."))
        return redirect(url_for("tracing.show", request_id=request_id), code=303)
    return _offer_page(request_id, to, form), 422


@blueprint.get("/transfers/<uuid:offer_id>")
@requires(Permission.TRANSFER_READ)
def show(offer_id: UUID) -> ResponseReturnValue:
    """Show an offer that one's society made."""
    return _page(offer_id, HandOverForm(formdata=None))


@blueprint.post("/transfers/<uuid:offer_id>/hand-over")
@requires(Permission.TRANSFER_SEND)
def hand_over(offer_id: UUID) -> ResponseReturnValue:
    """Hand a case over."""
    form = HandOverForm()

    def do(session: Session) -> None:
        handing_over.hand_over(session, current_actor(), offer_id, form.told.data or "")

    if done(form, do, "told"):
        flash(_("Done. The other society has the case, and tells the family that it does."))
        return _back(offer_id)
    return _page(offer_id, form), 422


@blueprint.post("/transfers/<uuid:offer_id>/sign")
@requires(Permission.TRANSFER_SIGN)
def sign(offer_id: UUID) -> ResponseReturnValue:
    """Say, as the focal point, that a case may be offered."""
    with transaction() as session:
        offering.sign(session, current_actor(), offer_id)
    flash(_("Signed. It is offered now."))
    return _back(offer_id)


@blueprint.post("/transfers/<uuid:offer_id>/refuse")
@requires(Permission.TRANSFER_SIGN)
def refuse(offer_id: UUID) -> ResponseReturnValue:
    """Say, as the focal point, that a case is not safe to offer."""
    with transaction() as session:
        offering.refuse(session, current_actor(), offer_id)
    flash(_("Not offered. Nobody outside learns of it."))
    return _back(offer_id)


@blueprint.post("/transfers/<uuid:offer_id>/withdraw")
@requires(Permission.TRANSFER_OFFER)
def withdraw(offer_id: UUID) -> ResponseReturnValue:
    """Take an offer back."""
    with transaction() as session:
        offering.withdraw(session, current_actor(), offer_id)
    flash(_("Taken back."))
    return _back(offer_id)


@blueprint.post("/transfers/<uuid:offer_id>/note")
@requires(Permission.TRANSFER_OFFER)
def note(offer_id: UUID) -> ResponseReturnValue:
    """Take note that an offer ended."""
    with transaction() as session:
        offering.note(session, current_actor(), offer_id)
    flash(_("Noted. The case is yours to carry on."))
    return _back(offer_id)


@blueprint.post("/transfers/<uuid:offer_id>/notes")
@requires(Permission.TRANSFER_OFFER)
def write_note(offer_id: UUID) -> ResponseReturnValue:
    """Write a note that both societies read."""
    form = NoteForm()

    def do(session: Session) -> None:
        together.write(session, current_actor(), offer_id, Side.FROM, form.words.data or "")

    if done(form, do, "words"):
        return _back(offer_id)
    return _page(offer_id, HandOverForm(formdata=None), form), 422


@blueprint.post("/transfers/<uuid:offer_id>/lead")
@requires(Permission.TRANSFER_OFFER)
def give_lead(offer_id: UUID) -> ResponseReturnValue:
    """Let the other society lead."""
    with transaction() as session:
        together.pass_lead(session, current_actor(), offer_id, Side.FROM)
    flash(_("They lead now."))
    return _back(offer_id)


@blueprint.post("/transfers/<uuid:offer_id>/end")
@requires(Permission.TRANSFER_OFFER)
def end(offer_id: UUID) -> ResponseReturnValue:
    """End the shared work."""
    with transaction() as session:
        together.end(session, current_actor(), offer_id, Side.FROM)
    flash(_("Ended. Each society keeps its own case."))
    return _back(offer_id)


def words() -> dict[str, object]:
    """Return the words in which offers are told."""
    return {
        "states": STATE_WORDS,
        "kinds": KIND_WORDS,
        "urgencies": URGENCY_WORDS,
        "ages": AGE_WORDS,
        "causes": CAUSE_WORDS,
        "reasons": DECLINE_WORDS,
        "countries": country_names(),
        "help_words": HELP_WORDS,
    }


def site_names(session: Session) -> dict[UUID, str]:
    """Return the names of the reader's own sites."""
    return {one.id: one.name for one in societies.sites(session, current_actor().society)}


def _new(form: OfferForm, to: str) -> NewOffer:
    return NewOffer(
        to_society=to,
        why=form.why.data or "",
        kind=OfferKind(form.kind.data or OfferKind.HAND_OVER),
        urgency=Urgency(form.urgency.data),
        site_id=UUID(form.branch.data) if form.branch.data else None,
        lead=Side(form.lead.data or Side.TO),
    )


def _branches(form: OfferForm) -> None:
    with transaction() as session:
        names = site_names(session)
    pairs = sorted(names.items(), key=lambda one: one[1].casefold())
    form.branch.choices = options([("", "–"), *((str(one), name) for one, name in pairs)])


def _offer_page(request_id: UUID, to: str, form: OfferForm) -> str:
    _branches(form)
    actor = current_actor()
    with transaction() as session:
        found = offering.prepare(session, actor, request_id, to)
        services = directory.listed(session, actor, society=to)
        return render_template(
            "transfers/offer.html",
            found=found,
            form=form,
            to=to,
            country=country_name(to),
            is_within=found.sharing is None,
            services=sorted(services, key=lambda one: one.row.kind not in CALL_FIRST)[:5],
            **words(),
        )


def _page(offer_id: UUID, form: BaseForm, note_form: NoteForm | None = None) -> str:
    actor = current_actor()
    with transaction() as session:
        page = offering.read(session, actor, offer_id)
        is_other = page.row.created_by != actor.user_id
        return render_template(
            "transfers/show.html",
            page=page,
            form=form,
            note_form=note_form or NoteForm(formdata=None),
            notes=together.notes(session, page.receipt, page.row, Side.FROM),
            sites=site_names(session),
            there=offering.number_there(session, page.row),
            may_send=may(actor, Permission.TRANSFER_SEND) and is_other,
            may_sign=may(actor, Permission.TRANSFER_SIGN),
            may_offer=may(actor, Permission.TRANSFER_OFFER),
            may_open=may(actor, Permission.REQUEST_READ),
            open_states=(OfferState.TO_SIGN, OfferState.OFFERED, OfferState.ACCEPTED),
            **words(),
        )


def _back(offer_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("transfers.show", offer_id=offer_id), code=303)
