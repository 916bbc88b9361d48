"""The form on which somebody comes back with a reference and a secret."""

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from rfl.access.tickets import Ticket
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
AS_IT_STANDS = {"autocomplete": "off", "dir": "ltr"}


class TicketForm(BaseForm):
    """What opens one thing again."""

    reference = StringField(_("Reference"), [NEEDED, Length(max=20)], render_kw=AS_IT_STANDS)
    secret = PasswordField(_("Secret"), [NEEDED, Length(max=100)], render_kw=AS_IT_STANDS)


def ticket_of(form: TicketForm) -> Ticket:
    """Return what was typed."""
    return Ticket(form.reference.data or "", form.secret.data or "")


def named_ticket() -> str:
    """Return the reference that the form names, to slow guessing at its secret."""
    return request.form.get("reference", "").strip().upper()
