"""Pages of the society, or the branch, to which a case is offered."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.transfers import answering, together
from rfl.transfers.forms import DeclineForm, NoteForm
from rfl.transfers.rules import KIND_WORDS_THERE, DeclineReason, Side
from rfl.transfers.views import blueprint, site_names, words
from rfl.web.doing import done
from rfl.web.transaction import transaction


@blueprint.get("/transfers/received/<uuid:offer_id>")
@requires(Permission.TRANSFER_ANSWER)
def received(offer_id: UUID) -> ResponseReturnValue:
    """Show what is offered: the least with which somebody can decide."""
    return _page(offer_id, DeclineForm(formdata=None))


@blueprint.post("/transfers/received/<uuid:offer_id>/accept")
@requires(Permission.TRANSFER_ANSWER)
def accept(offer_id: UUID) -> ResponseReturnValue:
    """Take a case on."""
    with transaction() as session:
        row = answering.accept(session, current_actor(), offer_id)
        is_here = row.handed_at is not None
        request_id = row.request_id
    if is_here:
        flash(_("The case is yours now."))
        return redirect(url_for("tracing.show", request_id=request_id), code=303)
    flash(_("Taken on. It comes when they hand it over, and is yours then."))
    return _back(offer_id)


@blueprint.post("/transfers/received/<uuid:offer_id>/decline")
@requires(Permission.TRANSFER_ANSWER)
def decline(offer_id: UUID) -> ResponseReturnValue:
    """Say that a case is not taken on, and why."""
    form = DeclineForm()

    def do(session: Session) -> None:
        reason = DeclineReason(form.reason.data)
        answering.decline(session, current_actor(), offer_id, reason, form.words.data or "")

    if done(form, do, "words"):
        flash(_("They read why, and turn elsewhere."))
        return _back(offer_id)
    return _page(offer_id, form), 422


@blueprint.post("/transfers/received/<uuid:offer_id>/notes")
@requires(Permission.TRANSFER_ANSWER)
def write_note_there(offer_id: UUID) -> ResponseReturnValue:
    """Write a note that both societies read."""
    form = NoteForm()

    def do(session: Session) -> None:
        together.write(session, current_actor(), offer_id, Side.TO, form.words.data or "")

    if done(form, do, "words"):
        return _back(offer_id)
    return _page(offer_id, DeclineForm(formdata=None), form), 422


@blueprint.post("/transfers/received/<uuid:offer_id>/lead")
@requires(Permission.TRANSFER_ANSWER)
def return_lead(offer_id: UUID) -> ResponseReturnValue:
    """Give the lead back."""
    with transaction() as session:
        together.pass_lead(session, current_actor(), offer_id, Side.TO)
    flash(_("They lead now."))
    return _back(offer_id)


@blueprint.post("/transfers/received/<uuid:offer_id>/end")
@requires(Permission.TRANSFER_ANSWER)
def leave(offer_id: UUID) -> ResponseReturnValue:
    """Leave the shared work."""
    with transaction() as session:
        together.end(session, current_actor(), offer_id, Side.TO)
    flash(_("Ended. Each society keeps its own case."))
    return _back(offer_id)


def _page(offer_id: UUID, form: DeclineForm, note_form: NoteForm | None = None) -> str:
    with transaction() as session:
        page = answering.read(session, current_actor(), offer_id)
        return render_template(
            "transfers/received.html",
            page=page,
            form=form,
            note_form=note_form or NoteForm(formdata=None),
            notes=together.notes(session, page.receipt, page.row, Side.TO),
            sites=site_names(session),
            **{**words(), "kinds": KIND_WORDS_THERE},
        )


def _back(offer_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("transfers.received", offer_id=offer_id), code=303)
