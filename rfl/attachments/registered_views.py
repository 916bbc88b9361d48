"""Pages on which a photo or document is added to a registration."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from rfl import clock
from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.attachments import homes, service
from rfl.attachments.forms import OwnForm
from rfl.attachments.rules import MOST_PAGES
from rfl.attachments.views import blueprint, document_of, drawn
from rfl.web.doing import done
from rfl.web.transaction import transaction


@blueprint.get("/registrations/<uuid:registration_id>/attach")
@requires(Permission.REGISTRATION_WRITE)
def new_of_registration(registration_id: UUID) -> ResponseReturnValue:
    """Ask for a photo or document of somebody who is registered, and who gave it."""
    return _form_page(registration_id, OwnForm(formdata=None, day=clock.today()))


@blueprint.post("/registrations/<uuid:registration_id>/attach")
@requires(Permission.REGISTRATION_WRITE)
def attach_to_registration(registration_id: UUID) -> ResponseReturnValue:
    """Draw a file anew and add it to a registration."""
    form = OwnForm()
    pictures = drawn(form) if form.validate() else None

    def do(session: Session) -> None:
        if pictures is not None:
            actor, document = current_actor(), document_of(form)
            service.add_to_registration(session, actor, registration_id, document, pictures)

    if pictures is not None and done(form, do):
        flash(_("Kept. It stands under ‘Photos and documents’."))
        return redirect(url_for("registrations.show", registration_id=registration_id), code=303)
    return _form_page(registration_id, form), 422


def _form_page(registration_id: UUID, form: OwnForm) -> str:
    with transaction() as session:
        home = homes.registration(session, current_actor(), registration_id)
        return render_template(
            "attachments/new_own.html", home=home, form=form, most_pages=MOST_PAGES
        )
