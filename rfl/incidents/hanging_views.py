"""Pages on which cases and registrations are hung on an event, and taken off."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.errors import RuleBrokenError
from rfl.incidents import hanging, reading, wording
from rfl.incidents.forms import HangForm
from rfl.incidents.queries import IncidentFilter
from rfl.incidents.rules import KIND_WORDS, ROUTE_WORDS
from rfl.incidents.views import back, blueprint
from rfl.tracing.acting import back as back_to_case
from rfl.tracing.queries import RequestFilter
from rfl.tracing.reading import heading, list_requests
from rfl.web.doing import done
from rfl.web.i18n import say
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

of_case = Blueprint("incidents_of_case", __name__)


@blueprint.get("/<uuid:incident_id>/hang")
@requires(Permission.INCIDENT_WRITE)
def hang_page(incident_id: UUID) -> ResponseReturnValue:
    """Ask which case or registration hangs on an event."""
    return _hang_page(incident_id, HangForm(formdata=None))


@blueprint.post("/<uuid:incident_id>/hang")
@requires(Permission.INCIDENT_WRITE)
def hang(incident_id: UUID) -> ResponseReturnValue:
    """Hang a case or a registration on an event."""
    form = HangForm()

    def do(session: Session) -> None:
        hanging.hang(session, current_actor(), incident_id, form.number.data or "")

    if done(form, do, "number"):
        return back(incident_id, _("It hangs on this event now."))
    return _hang_page(incident_id, form), 422


@blueprint.post("/ties/<uuid:tie_id>/off")
@requires(Permission.INCIDENT_WRITE)
def take_off(tie_id: UUID) -> ResponseReturnValue:
    """Take a case or a registration off an event."""
    with transaction() as session:
        incident_id = hanging.take_off(session, current_actor(), tie_id).incident_id
    return back(incident_id, _("Taken off. What testimonies say stays."))


@of_case.get("/requests/<uuid:request_id>/incident")
@requires(Permission.REQUEST_WRITE)
def choose(request_id: UUID) -> ResponseReturnValue:
    """Show events on which a case may hang."""
    with transaction() as session:
        actor = current_actor()
        found = reading.listed(
            session, actor, IncidentFilter(), limit=SIZE, offset=(asked_page() - 1) * SIZE
        )
        return render_template(
            "incidents/choose.html",
            heading=heading(session, actor, request_id),
            found=found,
            page=Page(asked_page(), found.total),
            day_of=wording.day_of,
            kinds=KIND_WORDS,
            routes=ROUTE_WORDS,
        )


@of_case.post("/requests/<uuid:request_id>/incident/<uuid:incident_id>")
@requires(Permission.REQUEST_WRITE)
def hang_case(request_id: UUID, incident_id: UUID) -> ResponseReturnValue:
    """Hang a case on an event."""
    try:
        with transaction() as session:
            hanging.hang_case(session, current_actor(), incident_id, request_id)
    except RuleBrokenError as error:
        flash(say(error.sentence))
        return redirect(url_for("incidents_of_case.choose", request_id=request_id), code=303)
    return back_to_case(request_id, _("It hangs on this event now."))


def _hang_page(incident_id: UUID, form: HangForm) -> str:
    actor = current_actor()
    with transaction() as session:
        page = reading.read(session, actor, incident_id)
        own = RequestFilter(owner_id=actor.user_id)
        mine = list_requests(session, actor, own, limit=SIZE, offset=0).rows
        hung = {case.id for case, _names in page.cases}
        return render_template(
            "incidents/hang.html",
            form=form,
            row=page.row,
            page=page,
            mine=[one for one in mine if one.request.id not in hung],
        )
