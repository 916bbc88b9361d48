"""The data protection officer's list of what people decided: numbers, no names."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from rfl.access.guards import current_actor, requires
from rfl.access.rules import Permission
from rfl.persons import deciding
from rfl.persons.queries import ConsentFilter, ConsentShow
from rfl.persons.rules import Purpose
from rfl.persons.wording import WORDS
from rfl.societies import service as societies
from rfl.societies.countries import countries
from rfl.text import N_
from rfl.web.paging import SIZE, Page, asked_page
from rfl.web.transaction import transaction

consents = Blueprint("consents", __name__, url_prefix="/consents")

CHIPS = {
    ConsentShow.ALL: N_("All"),
    ConsentShow.STANDING: N_("Standing"),
    ConsentShow.TAKEN_BACK: N_("Taken back"),
    ConsentShow.REFUSED: N_("Refused"),
}


@consents.get("")
@requires(Permission.CONSENT_LIST)
def consents_index() -> ResponseReturnValue:
    """List consents of the society's registered people by number; no names."""
    narrowed = _narrowed()
    number = asked_page()
    with transaction() as session:
        rows, total = deciding.list_consents(
            session, current_actor(), narrowed, limit=SIZE, offset=(number - 1) * SIZE
        )
        return render_template(
            "registrations/consents.html",
            rows=rows,
            page=Page(number, total),
            words=WORDS,
            chips=CHIPS,
            narrowed=narrowed,
            societies=societies.societies(session),
        )


def _narrowed() -> ConsentFilter:
    """Return what the address narrows the list to; what it does not know is not asked for."""
    show, purpose = request.args.get("show", ""), request.args.get("purpose", "")
    code = request.args.get("society", "")
    return ConsentFilter(
        show=ConsentShow(show) if show in set(ConsentShow) else ConsentShow.ALL,
        purpose=Purpose(purpose) if purpose in set(Purpose) else None,
        recipient=code if code in countries() else "",
    )


@consents.post("/<uuid:consent_id>/withdraw")
@requires(Permission.CONSENT_WITHDRAW)
def withdraw(consent_id: UUID) -> ResponseReturnValue:
    """Take a consent back at the person's word."""
    with transaction() as session:
        deciding.withdraw_consent(session, current_actor(), consent_id)
    flash(_("Taken back. It opens nothing any more, here or elsewhere."))
    return redirect(url_for("consents.consents_index"), code=303)
