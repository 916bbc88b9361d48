"""Pages on which a case's officer reads what was answered to a photo board."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.access.ticket_forms import SayForm
from rfl.boards import leads
from rfl.boards.forms import CloseForm
from rfl.boards.rules import FINDING_WORDS, LEAD_WORDS
from rfl.boards.views import blueprint
from rfl.tracing.acting import back
from rfl.web.doing import done
from rfl.web.transaction import transaction


@blueprint.get("/photo-boards/answers/<uuid:lead_id>")
@requires(Permission.REQUEST_WRITE)
def read_lead(lead_id: UUID) -> ResponseReturnValue:
    """Show one answer, and the talk about it."""
    return _page(lead_id, SayForm(formdata=None), CloseForm(formdata=None))


@blueprint.post("/photo-boards/answers/<uuid:lead_id>/reply")
@requires(Permission.REQUEST_WRITE)
def reply(lead_id: UUID) -> ResponseReturnValue:
    """Write to whoever answered."""
    form = SayForm()

    def do(session: Session) -> None:
        leads.reply(session, current_actor(), lead_id, form.words.data or "")

    if done(form, do, "words"):
        flash(_("They can read it with their reference."))
        return redirect(url_for("boards.read_lead", lead_id=lead_id), code=303)
    return _page(lead_id, form, CloseForm(formdata=None)), 422


@blueprint.post("/photo-boards/answers/<uuid:lead_id>/close")
@requires(Permission.REQUEST_WRITE)
def close_lead(lead_id: UUID) -> ResponseReturnValue:
    """Close an answer, with what came of it."""
    form = CloseForm()
    closed: list[UUID] = []

    def do(session: Session) -> None:
        row = leads.close(session, current_actor(), lead_id, form.words.data or "")
        closed.append(row.request_id)

    if done(form, do, "words"):
        return back(closed[0], _("Closed. What came of it stands in the time line."))
    return _page(lead_id, SayForm(formdata=None), form), 422


def _page(lead_id: UUID, form: SayForm, closing: CloseForm) -> str:
    with transaction() as session:
        return render_template(
            "boards/lead.html",
            page=leads.read(session, current_actor(), lead_id),
            form=form,
            closing=closing,
            findings=FINDING_WORDS,
            states=LEAD_WORDS,
        )
