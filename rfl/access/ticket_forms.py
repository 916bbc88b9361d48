"""The forms on which somebody comes back with a reference and a secret, and says more."""

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session
from wtforms import PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from rfl.access.tickets import Ticket
from rfl.errors import NotFoundError, RuleBrokenError
from rfl.web.forms import BaseForm
from rfl.web.i18n import say
from rfl.web.transaction import unmarked

NEEDED = InputRequired(_("Please fill this in."))
AS_IT_STANDS = {"autocomplete": "off", "dir": "ltr"}

MORE_MOST = 10_000
"""Characters of one thing more: as long as the longest first word may be, that of a concern."""


class TicketForm(BaseForm):
    """What opens one thing again."""

    reference = StringField(_("Reference"), [NEEDED, Length(max=20)], render_kw=AS_IT_STANDS)
    secret = PasswordField(_("Secret"), [NEEDED, Length(max=100)], render_kw=AS_IT_STANDS)


class SayForm(BaseForm):
    """One more thing to say, by whoever came back or whoever answers them."""

    words = TextAreaField(_("What you want to say"), [Length(max=MORE_MOST)])


def ticket_of(form: TicketForm) -> Ticket:
    """Return what was typed."""
    return Ticket(form.reference.data or "", form.secret.data or "")


def named_ticket() -> str:
    """Return the reference that the form names, to slow guessing at its secret."""
    return request.form.get("reference", "").strip().upper()


def kept_more(
    keep: Callable[[Session, Ticket, str], object],
    page: Callable[[TicketForm, SayForm, int], ResponseReturnValue],
) -> ResponseReturnValue:
    """Keep what whoever came back says more, and show `page`; nothing typed is lost.

    Where reference and secret do not belong together, the page says so.
    """
    form, words = TicketForm(), SayForm()
    if form.validate():
        try:
            with unmarked() as session:
                keep(session, ticket_of(form), words.words.data or "")
        except RuleBrokenError as error:
            words.refuse(str(say(error.sentence)), "words")
            return page(form, words, 422)
        except NotFoundError:
            return page(form, words, 200)
    return page(form, SayForm(formdata=None), 200)
