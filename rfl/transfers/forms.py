"""Forms of cases that change hands."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from rfl.transfers.rules import DECLINE_WORDS, KIND_WORDS, URGENCY_WORDS, OfferKind, Urgency
from rfl.web.choices import options
from rfl.web.forms import BaseForm

NEEDED = InputRequired(_("Please fill this in."))
LONG = Length(max=4000)


class OfferForm(BaseForm):
    """What is offered, and why."""

    kind = RadioField(
        _("What is offered"),
        [Optional()],
        choices=options((one.value, _(words)) for one, words in KIND_WORDS.items()),
        default=OfferKind.HAND_OVER.value,
    )
    lead = RadioField(
        _("Who leads the shared work"),
        [Optional()],
        choices=options([("to", _("They lead")), ("from", _("We lead"))]),
        default="to",
    )
    branch = SelectField(_("Branch or site"), [Optional()])
    urgency = RadioField(
        _("How soon"),
        choices=options((one.value, _(words)) for one, words in URGENCY_WORDS.items()),
        default=Urgency.ROUTINE.value,
    )
    why = TextAreaField(_("Why is it better there?"), [NEEDED, LONG])


class DeclineForm(BaseForm):
    """Why a case is not taken on."""

    reason = RadioField(
        _("Why not"),
        [NEEDED],
        choices=options((one.value, _(words)) for one, words in DECLINE_WORDS.items()),
    )
    words = TextAreaField(_("In your words"), [LONG])


class NoteForm(BaseForm):
    """A note on shared work."""

    words = TextAreaField(_("A note for both societies"), [NEEDED, LONG])


class HandOverForm(BaseForm):
    """How the family was told."""

    told = TextAreaField(_("How was the family told, and by whom?"), [NEEDED, LONG])
